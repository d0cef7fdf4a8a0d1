import { createHash, randomBytes } from 'node:crypto'
import { chownSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type Account, accountFor, reaches } from './embedded/account.ts'
import { findBinaries } from './embedded/binaries.ts'
import { closeCluster, isOpen } from './embedded/close.ts'
import { type ClusterOptions, clusterMajor, findRunning, freePort, makeCluster, type Running, startServer, stopServer, whereReady } from './embedded/cluster.ts'
import { anyBeside, enterBeside } from './embedded/guests.ts'
import { DataInUse, type Lock, takeLock } from './embedded/lock.ts'
import { newPassword, passwordFile, passwordOf, readPassword, verifierOf, writeClosed } from './embedded/password.ts'
import { eventually, isAlive } from './embedded/process.ts'

/** A PostgreSQL of our own, running. */
export interface Embedded {
  /** The address of one of its databases; on Windows the role is taken after signing in as `postgres`. */
  url(role: string, database: string): string
  /** What it is to keep of the password with which a role of ours signs in. */
  verifier(role: string): string
  /** True when another process runs it, and ends it. */
  readonly attached: boolean
  /** True when its files were made at this start: nothing of ours is in it yet. */
  readonly fresh: boolean
  /** Ends it cleanly, unless another process runs it. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  readonly dataDir: string
  readonly info: (message: string) => void
  /**
   * Work beside the process that holds the data, as the command line does, instead of being refused. Whoever comes first starts the database
   * and ends it when the others are done.
   */
  readonly attach?: boolean
  /** Told when it waits for the others. */
  readonly waits?: (message: string) => void
  /** For tests only: nothing waits for the disk. */
  readonly quick?: boolean
}

const windows = process.platform === 'win32'

/** Starts the database in `dataDir`: makes it when there is none, adopts it when its Node was killed, refuses when another process has it. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const dataDir = resolve(options.dataDir)
  const account = ownFolder(dataDir)
  let lock: Lock
  try {
    lock = takeLock(dataDir)
  } catch (error) {
    if (options.attach && error instanceof DataInUse) return attach(dataDir, error)
    throw error
  }
  try {
    return await supervise(dataDir, account, options, lock)
  } catch (error) {
    lock.release()
    throw error
  }
}

async function supervise(dataDir: string, account: Account | null, options: EmbeddedOptions, lock: Lock): Promise<Embedded> {
  const base = baseFolder(dataDir, account)
  const folder = join(base, 'postgres')
  const cluster: ClusterOptions = {
    folder,
    account,
    logFile: join(dataDir, 'postgres.log'),
    binaries: findBinaries(account, clusterMajor(folder)),
    settings: options.quick ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'] : [],
  }
  const fresh = clusterMajor(folder) === null
  if (fresh) makeCluster(cluster, makePassword(dataDir), options.quick === true)
  let running = await findRunning(cluster)
  if (!windows && isOpen(dataDir, folder)) {
    if (running) await stopServer(running.pid, cluster)
    running = null
    await closeCluster(dataDir, cluster)
    options.info('The database let in whoever reached its socket. From now on it asks for a password.')
  }
  if (running) options.info(`Took over the running database (process ${running.pid}).`)
  const listen = running ?? { host: windows ? '127.0.0.1' : socketFolder(base, account), port: windows ? await freePort() : 5432 }
  running ??= await startServer(cluster, listen)

  let current: Running = running
  let stopping = false
  let restarting: Promise<void> | null = null
  const restart = async (): Promise<void> => {
    options.info('The database ended unexpectedly; it is started again.')
    await findRunning(cluster)
    if (!stopping) current = await startServer(cluster, listen)
  }
  const watch = setInterval(() => {
    if (stopping || restarting || isAlive(current.pid)) return
    restarting = restart()
      .catch((error: Error) => options.info(error.message))
      .finally(() => {
        restarting = null
      })
  }, 250)
  watch.unref()
  return {
    ...wayIn(dataDir, running),
    attached: false,
    fresh,
    async stop() {
      if (options.attach && anyBeside(dataDir)) {
        options.waits?.('Done. Another command still works with the database that this one started; it is ended after that.')
        await eventually(() => !anyBeside(dataDir), Number.POSITIVE_INFINITY, 100)
      }
      stopping = true
      clearInterval(watch)
      await restarting
      await stopServer(current.pid, cluster)
      if (!windows && !listen.host.startsWith(base)) rmSync(listen.host, { recursive: true, force: true })
      lock.release()
    },
  }
}

async function attach(dataDir: string, inUse: DataInUse): Promise<Embedded> {
  const folder = join(dataDir, 'postgres')
  const leave = enterBeside(dataDir)
  await eventually(() => whereReady(folder) !== null, 60_000)
  const running = whereReady(folder)
  if (!running) {
    leave()
    throw inUse
  }
  return { ...wayIn(dataDir, running), attached: true, fresh: false, stop: async () => leave() }
}

function wayIn(dataDir: string, { host, port }: Running): Pick<Embedded, 'url' | 'verifier'> {
  const password = readPassword(dataDir) ?? ''
  return {
    url: (role, database) =>
      windows
        ? `postgres://postgres:${password}@${host}:${port}/${database}`
        : `postgres://${role}:${passwordOf(password, role)}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`,
    verifier: role => verifierOf(passwordOf(password, role)),
  }
}

/** A password for a cluster that is about to be made, and what is said of it to PostgreSQL. Elsewhere than on Unix others than `psql` come in, and some insist on many rounds. */
function makePassword(dataDir: string): string {
  const password = newPassword()
  writeClosed(passwordFile(dataDir), password)
  return windows ? password : verifierOf(password)
}

/** Makes the data folder, closed to everybody else; where PostgreSQL runs as another account the folder is that one's (root enters anyway). */
function ownFolder(dataDir: string): Account | null {
  const isNew = !existsSync(dataDir)
  if (isNew) mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const account = accountFor(join(dataDir, 'postgres'))
  if (account && isNew) chownSync(dataDir, account.uid, account.gid)
  return account
}

/**
 * Where the cluster's folder lies: in the data folder, or, when PostgreSQL's account can't get
 * there (started by root in a home folder closed to others), under /var/lib with a link to it.
 */
function baseFolder(dataDir: string, account: Account | null): string {
  const link = join(dataDir, 'postgres')
  if (existsSync(link)) return dirname(realpathSync(link))
  if (reaches(account, dataDir) || !account) return realpathSync(dataDir)
  const base = join('/var/lib/sangam', randomBytes(6).toString('hex'))
  mkdirSync(base, { recursive: true, mode: 0o755 })
  chownSync(base, account.uid, account.gid)
  rmSync(link, { force: true })
  symlinkSync(join(base, 'postgres'), link)
  return base
}

/** A closed folder for the socket: beside the data, or in the system's temporary folder where that path would be too long for a socket. */
function socketFolder(base: string, account: Account | null): string {
  const near = join(base, 'run')
  const uid = account?.uid ?? process.getuid?.() ?? 0
  // 107 bytes is what a socket's address holds on Linux (103 on macOS), "/.s.PGSQL.5432" being 14 of them; a comma or quote would split the setting.
  if (Buffer.byteLength(near) <= 103 - 14 && /^[\w./@+=~-]+$/.test(near)) return closed(near, account)
  const far = join(tmpdir(), `sangam-${createHash('sha256').update(base).digest('hex').slice(0, 16)}`)
  if (!existsSync(far)) return closed(far, account)
  const found = lstatSync(far)
  if (found.isDirectory() && found.uid === uid && (found.mode & 0o77) === 0) return closed(far, account)
  return closed(mkdtempSync(join(tmpdir(), 'sangam-')), account)
}

function closed(folder: string, account: Account | null): string {
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 })
  if (account) chownSync(folder, account.uid, account.gid)
  // No server runs here now, so what lies here is from one that was killed.
  for (const name of readdirSync(folder)) if (name.startsWith('.s.PGSQL.')) rmSync(join(folder, name), { force: true })
  return folder
}
