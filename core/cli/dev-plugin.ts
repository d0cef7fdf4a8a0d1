import { randomBytes } from 'node:crypto'
import { existsSync, type FSWatcher, readdirSync, watch } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { boot, type Platform } from '../boot.ts'
import { readConfig } from '../config.ts'
import { makeLog } from '../log.ts'
import { installPackage } from '../packages/install.ts'
import { applyPlugin, makeFirstRecords } from '../plans/plugins/lifecycle.ts'
import { pluginRows } from '../plans/plugins/states.ts'
import { applyUpgrade } from '../plans/plugins/upgrade.ts'
import { saidInEnglish } from '../plans/rehearsal/said.ts'
import { findPlugins } from '../plugins.ts'
import { compareVersions, parseVersion } from '../registry/version.ts'
import { completeSetup, mainWorkspace } from '../setup.ts'
import { explain, say } from './output.ts'
import { packageOf } from './pack-plugin.ts'

/** Who works in a workspace that is there to try a plugin in. */
const developer = { name: 'Developer', email: 'dev@example.com' }

/** So long after a file was saved others of the same save are waited for. */
const settleMs = 40

/** A workspace in which one plugin is tried while it is written: every save is taken over while it runs. */
export interface Development {
  readonly url: string
  /** Ends it; the records stay in its folder. */
  stop(): Promise<void>
}

/**
 * Starts a server with its records in `.sangam` of a plugin's folder, installs the plugin, enables it with what it needs, and takes it over anew
 * each time one of its files is saved. Each take counts as a version of its own, so that all of it goes the way that an upgrade goes.
 *
 * Errors: `no_plugin`, `bad_import`.
 *
 * @example const { url, stop } = await developPlugin('.', { port: 4000 })
 */
export async function developPlugin(
  folder: string,
  { port, told = say }: { readonly port: number; readonly told?: (line: string) => void },
): Promise<Development> {
  const place = resolve(folder)
  // What can't be packed is said before a database is made.
  await packageOf(place)
  // Nothing of the surroundings leads it to records that are somebody's: each save is installed there without a question.
  const config = readConfig({ NODE_ENV: process.env.NODE_ENV, SANGAM_DATA: join(place, '.sangam'), PORT: String(port) })
  const password = await ownPassword(config.dataDir)
  const { plugins, broken } = await findPlugins()
  const platform = await boot({ config, plugins, broken, log: makeLog() })
  try {
    await platform.listen()
    if ((await platform.setupCode()) !== null) await completeSetup(platform.world, firstRun(password))
    await take(platform, place, told)
  } catch (error) {
    await platform.stop()
    throw error
  }
  told(
    `\n  ${config.url}\n  Sign in as ${developer.email}, with the password: ${password}\n  What you save is taken over. Ctrl-C ends it; the records stay in ${config.dataDir}.\n`,
  )
  const saves = follow(place, () => take(platform, place, told).catch(error => told(`  ${stripVTControlCharacters(explain(error))}`)))
  return {
    url: config.url,
    stop: async () => {
      await saves.stop()
      await platform.stop()
    },
  }
}

/** Packs, installs and enables what stands in the folder now. */
async function take({ world }: Platform, place: string, told: (line: string) => void): Promise<void> {
  const began = performance.now()
  const archive = await packageOf(place, own => next(own, id => world.packages.of(id)?.version))
  const { found } = await installPackage(world, archive, developer.email)
  const { id, version } = found.says
  const row = (await pluginRows(world.db.owner, mainWorkspace.name)).get(id)
  if (row?.state !== 'enabled') await applyPlugin(world, mainWorkspace, id, 'enabled')
  // What only adds is there by now; the rest is a migration, to which the developer has said yes by saving.
  else if (row.version !== version) await applyUpgrade(world, mainWorkspace, id, version, null)
  for (const { said } of await makeFirstRecords(world, mainWorkspace, id)) told(`  ${saidInEnglish(said)}`)
  told(`  ${found.says.title} is taken over (${Math.round(performance.now() - began)} ms)`)
}

/** The version under which it is installed: its own, or the one after what is installed already. */
function next({ id, version }: { readonly id: string; readonly version: string }, installed: (id: string) => string | undefined): string {
  const last = installed(id)
  if (last === undefined || compareVersions(version, last) > 0) return version
  const [major, minor, patch] = parseVersion(last) ?? [0, 0, 0]
  return `${major}.${minor}.${patch + 1}`
}

/** Calls back once for what is saved together, never twice at once, and again where more was saved meanwhile. */
function follow(place: string, work: () => Promise<void>): { stop(): Promise<void> } {
  const watched = new Map<string, FSWatcher>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let running = Promise.resolve()
  // Folders are watched, not files: editors put a new file in the place of the old one.
  const look = (folder: string): void => {
    if (!watched.has(folder))
      watched.set(
        folder,
        watch(folder, (_, name) => name !== null && saved(folder, name)).on('error', () => drop(folder)),
      )
    for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory() && !ignored(entry.name)) look(join(folder, entry.name))
  }
  const lookAgain = (folder: string): void => {
    try {
      look(folder)
    } catch {
      // It went while it was looked at: what is above it says so, too.
      drop(folder)
    }
  }
  const drop = (folder: string): void => {
    watched.get(folder)?.close()
    watched.delete(folder)
  }
  const saved = (folder: string, name: string): void => {
    if (ignored(name)) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      for (const one of watched.keys()) if (!existsSync(one)) drop(one)
      lookAgain(folder)
      running = running.then(work)
    }, settleMs)
  }
  look(place)
  return {
    stop: async () => {
      for (const one of watched.keys()) drop(one)
      clearTimeout(timer)
      await running
    },
  }
}

function ignored(name: string): boolean {
  return /^(node_modules|dist|\..*)$|~$|\.test\.ts$|\.tgz$/.test(name)
}

/** The same at every start, and known to whoever may read the folder. */
async function ownPassword(dataDir: string): Promise<string> {
  const file = join(dataDir, 'password')
  const known = await readFile(file, 'utf8').catch(() => '')
  if (known !== '') return known.trim()
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const made = randomBytes(9).toString('base64url')
  await writeFile(file, `${made}\n`, { mode: 0o600 })
  return made
}

function firstRun(password: string): Parameters<typeof completeSetup>[1] {
  const company = { name: 'Trial Traders', country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', fiscalYearStart: 4 }
  return { ...developer, password, company, locale: 'en', plugins: [], sample: false }
}
