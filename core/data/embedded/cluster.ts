import { spawn, spawnSync } from 'node:child_process'
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Account } from './account.ts'
import { type Binaries, whyNotBegun } from './binaries.ts'
import { eventually, isAlive, othersIn, worksIn } from './process.ts'

/** Where a running server listens. */
export interface Running {
  readonly pid: number
  readonly host: string
  readonly port: number
}

export interface ClusterOptions {
  /** PGDATA. */
  readonly folder: string
  readonly logFile: string
  readonly binaries: Binaries
  readonly account: Account | null
  /** Settings beyond ours, as `name=value`. */
  readonly settings: readonly string[]
}

/** The major version that made a cluster; null when there is none yet. */
export function clusterMajor(folder: string): number | null {
  const path = join(folder, 'PG_VERSION')
  return existsSync(path) ? Number.parseInt(readFileSync(path, 'utf8'), 10) : null
}

/**
 * Makes a cluster aside and moves it into place when it is whole, so that being killed meanwhile leaves nothing half made.
 *
 * @param password By which `postgres` signs in, or what PostgreSQL keeps of one.
 */
export function makeCluster({ folder, binaries, account }: ClusterOptions, password: string, quick: boolean): void {
  const draft = `${folder}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  if (account) chownSync(draft, account.uid, account.gid)
  // It reads it from a file and nothing else.
  const told = `${folder}.password`
  writeFileSync(told, password, { mode: 0o600 })
  if (account) chownSync(told, account.uid, account.gid)
  const locale = utf8Locale()
  const args = [
    ...['-D', draft, '-U', 'postgres', '--encoding=UTF8', '--locale-provider=icu', '--icu-locale=und', `--locale=${locale}`],
    ...['--auth=scram-sha-256', `--pwfile=${told}`, '--no-instructions', ...(quick ? ['--no-sync'] : [])],
  ]
  const result = spawnSync(join(binaries.bin, 'initdb'), args, {
    ...identity(account),
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: locale, TZ: 'UTC' },
    encoding: 'utf8',
  })
  rmSync(told, { force: true })
  const words = said(result.stderr ?? '')
  const strange = whyNotBegun(result, words)
  if (strange) throw new Error(strange)
  if (result.status !== 0) throw new Error(`PostgreSQL could not make its files in ${folder}. It says: ${words || 'nothing'}`)
  renameSync(draft, folder)
}

/** What a server of ours is told beside where it listens. */
export function settingsOf({ binaries, settings }: ClusterOptions): readonly string[] {
  return [
    ...['fsync=on', 'max_connections=100', 'shared_buffers=128MB', 'jit=off', 'random_page_cost=1.1'],
    ...['timezone=UTC', 'log_timezone=UTC', 'cluster_name=sangam', 'io_method=sync', 'max_wal_size=2GB', 'wal_compression=on'],
    ...settings,
  ].filter(setting => binaries.major >= 18 || !setting.startsWith('io_method'))
}

/** Where the server of a folder listens, by its own word; null when none is ready. */
export function whereReady(folder: string): Running | null {
  const read = readPidFile(folder)
  return read?.status === 'ready' && isAlive(read.pid) ? read : null
}

/** The server that already works in this folder, left behind when its Node was killed; null when there is none. */
export async function findRunning(options: ClusterOptions): Promise<Running | null> {
  const { folder } = options
  const read = readPidFile(folder)
  if (!read) return null
  const { pid } = read
  if (!isAlive(pid)) {
    // A killed postmaster's children end by themselves in a moment. After them nothing works here, though
    // the dead one's number may be counted for a while longer, and its file would refuse a new start.
    const isEmpty = await eventually(() => othersIn(folder).length === 0, 10_000)
    if (isEmpty) rmSync(join(folder, 'postmaster.pid'), { force: true })
    return null
  }
  if (worksIn(pid, folder) === false) {
    // The number belongs to someone else by now, so the file is from a server that is gone.
    rmSync(join(folder, 'postmaster.pid'), { force: true })
    return null
  }
  await eventually(() => ['ready', 'stopping', ''].includes(readPidFile(folder)?.status ?? ''), 60_000)
  const now = readPidFile(folder)
  if (now?.status === 'ready' && startedBy(folder, options.binaries) && (await answers(now))) return now
  if (isAlive(pid)) await stopServer(pid, options)
  return findRunning(options)
}

/** Waits for one that works in the folder without being a server, left behind when its Node was killed: it ends by itself. */
export async function leftAlone(folder: string): Promise<void> {
  const pid = -Number(readOr(join(folder, 'postmaster.pid')).split('\n')[0])
  if (pid > 0) await eventually(() => !isAlive(pid) || worksIn(pid, folder) === false, 600_000)
}

/** Starts the server in a process session of its own, so that Ctrl-C reaches us and not it. */
export async function startServer(options: ClusterOptions, listen: { readonly host: string; readonly port: number }): Promise<Running> {
  const { folder, binaries, account, logFile } = options
  const onSocket = process.platform !== 'win32'
  const settings = [
    onSocket ? 'listen_addresses=' : `listen_addresses=${listen.host}`,
    onSocket ? `unix_socket_directories=${listen.host}` : 'unix_socket_directories=',
    'unix_socket_permissions=0700',
    ...settingsOf(options),
  ]
  rotate(logFile)
  const log = openSync(logFile, 'a', 0o600)
  const began = statSync(logFile).size
  const child = spawn(join(binaries.bin, 'postgres'), ['-D', folder, '-p', String(listen.port), ...settings.flatMap(setting => ['-c', setting])], {
    ...identity(account),
    cwd: '/',
    env: { PATH: process.env.PATH, TZ: 'UTC', PG_OOM_ADJUST_FILE: '/proc/self/oom_score_adj', PG_OOM_ADJUST_VALUE: '0' },
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  let ended = null as { readonly status: number | null; readonly error?: Error } | null
  child.once('error', error => {
    ended = { status: null, error }
  })
  child.once('exit', status => {
    ended ??= { status }
  })
  child.unref()
  // Right after a kill the old server's memory may still be in use for a moment; longer than that it waits for a recovery.
  await eventually(() => ended !== null || readyWith(folder, child.pid), 600_000, 5)
  if (ended !== null || child.pid === undefined) {
    const words = said(readFileSync(logFile).subarray(began).toString('utf8'))
    const strange = whyNotBegun(ended ?? { status: null }, words)
    throw new Error(strange ?? `PostgreSQL did not start (it ended with code ${ended?.status}). It says: ${words || 'nothing'}. Its log is ${logFile}.`)
  }
  return { pid: child.pid, host: listen.host, port: listen.port }
}

/** Ends a server as its manual asks: sessions are cut, work is rolled back, everything is on disk when it is gone. */
export async function stopServer(pid: number, { binaries, folder }: ClusterOptions): Promise<void> {
  if (process.platform === 'win32') {
    // There a signal ends a process on the spot.
    spawnSync(join(binaries.bin, 'pg_ctl'), ['stop', '-D', folder, '-m', 'fast', '-w'], { stdio: 'ignore' })
    return
  }
  for (const [signal, patience] of [
    ['SIGINT', 60_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    if (await eventually(() => !isAlive(pid), patience)) return
  }
}

/** A server that was killed a moment ago may still be counted as alive: only one that answers a client's first words is. */
async function answers({ host, port }: Running): Promise<boolean> {
  const { connect } = await import('node:net')
  const asksForTls = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])
  return new Promise(resolve => {
    const socket = host.startsWith('/') ? connect(join(host, `.s.PGSQL.${port}`)) : connect(port, host)
    const end = (answered: boolean) => {
      socket.destroy()
      resolve(answered)
    }
    socket.setTimeout(10_000, () => end(false))
    socket.once('connect', () => socket.write(asksForTls))
    socket.once('data', () => end(true))
    socket.once('error', () => end(false))
    socket.once('close', () => end(false))
  })
}

/** A port that is free now, for systems where a server can't listen on a path. */
export async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

export function identity(account: Account | null): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {}
}

/** In the C locale PostgreSQL finds no letters beyond English ones, and search by Hindi names finds nothing. */
function utf8Locale(): string {
  if (process.platform === 'win32') return 'en-US'
  const listed = spawnSync('locale', ['-a'], { encoding: 'utf8' }).stdout ?? ''
  const names = listed.split('\n').filter(name => /utf-?8$/i.test(name))
  const best = names.find(name => /^C\.utf-?8$/i.test(name)) ?? names.find(name => /^en_US\./i.test(name)) ?? names[0]
  return best ?? 'C.UTF-8'
}

interface PidFile {
  readonly pid: number
  readonly port: number
  /** The folder of its socket, or its address. */
  readonly host: string
  readonly status: string
}

function readPidFile(folder: string): PidFile | null {
  const lines = readOr(join(folder, 'postmaster.pid')).split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return null
  return { pid, port: Number(lines[3]), host: (lines[4] || lines[5] || '').trim(), status: (lines[7] ?? '').trim() }
}

/** Nothing where there is no such file. */
function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function readyWith(folder: string, pid: number | undefined): boolean {
  const read = readPidFile(folder)
  return read !== null && read.pid === pid && read.status === 'ready'
}

/** A server of another version than ours is stopped and started anew rather than adopted. */
function startedBy(folder: string, binaries: Binaries): boolean {
  try {
    return readFileSync(join(folder, 'postmaster.opts'), 'utf8').startsWith(join(binaries.bin, 'postgres'))
  } catch {
    return false
  }
}

function rotate(logFile: string): void {
  if (existsSync(logFile) && statSync(logFile).size > 5_000_000) renameSync(logFile, `${logFile}.1`)
}

/** What of PostgreSQL's words says why. */
export function said(words: string): string {
  const lines = words.split('\n').filter(line => /FATAL|PANIC|ERROR|error|could not|EACCES|ENOENT/.test(line))
  return (lines.length > 0 ? lines : words.split('\n').filter(Boolean)).slice(-3).join(' · ').trim()
}
