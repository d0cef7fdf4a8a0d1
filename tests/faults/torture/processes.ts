import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { openPool, type Pool } from '../../../core/data/connection.ts'
import { readPassword } from '../../../core/data/embedded/password.ts'
import { dataFolder } from '../../setup/folder.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const entry = join(root, 'dist', 'server', 'core', 'main.js')

/** A folder for one trial, open enough that a database under another account gets through. */
export function trialFolder(): string {
  const folder = dataFolder('sangam-torture-')
  chmodSync(folder, 0o755)
  return folder
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

/** A running node of the product. */
export interface Node {
  readonly url: string
  /** The set-up code it printed; empty once somebody owns it. */
  readonly code: string
  /** SIGKILL, and waits until the system has taken it. */
  kill(): Promise<void>
  /** Stands still, and goes on. */
  pause(): void
  go(): void
  /** Ends it well. */
  stop(): Promise<void>
}

export interface NodeOptions {
  readonly port: number
  readonly dataDir: string
  /** A server's address; the embedded database without. */
  readonly databaseUrl?: string
}

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Starts a node, and waits until it says that it is ready; fails with what it said when it ends before. */
export function startNode(options: NodeOptions): Promise<Node> {
  return beginNode(options).ready
}

/** A node on its way, which can be killed before it is ready. */
export interface Starting {
  readonly ready: Promise<Node>
  kill(): Promise<void>
}

export function beginNode({ port, dataDir, databaseUrl }: NodeOptions): Starting {
  const { DATABASE_URL: _, ...env } = process.env
  const url = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, [entry], {
    cwd: root,
    env: { ...env, NODE_ENV: 'production', SANGAM_DATA: dataDir, PORT: String(port), SANGAM_URL: url, ...(databaseUrl && { DATABASE_URL: databaseUrl }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const ended = new Promise<void>(resolve =>
    child.once('exit', () => {
      running.delete(child)
      resolve()
    }),
  )
  let said = ''
  child.stderr.on('data', text => {
    said += String(text)
  })
  const code = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', text => {
      said += String(text)
      // An empty line is the last thing it says, after the code.
      if (said.includes('Sangam is ready') && said.endsWith('\n\n')) resolve(/code: (\S+)/.exec(said)?.[1] ?? '')
    })
    child.once('exit', status => reject(new Error(`The node ended with ${status}: ${said.trim()}`)))
  })
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal)
    await ended
  }
  const kill = () => end('SIGKILL')
  const ready = code.then(
    (code): Node => ({
      url,
      code,
      kill,
      stop: () => end('SIGTERM'),
      pause: () => void child.kill('SIGSTOP'),
      go: () => void child.kill('SIGCONT'),
    }),
  )
  return { ready, kill }
}

/** The process that runs the embedded database of a folder, by its own word. */
function postmaster(dataDir: string): { readonly pid: number; readonly port: string; readonly host: string } {
  const lines = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')
  return { pid: Number(lines[0]), port: lines[3] ?? '', host: (lines[4] ?? '').trim() }
}

/** Kills the embedded database as a power cut of the process would: the postmaster first, so that it tidies nothing, then all its children. */
export function killDatabase(dataDir: string): void {
  const { pid } = postmaster(dataDir)
  const children = readdirSync('/proc').filter(name => /^\d+$/.test(name) && parentOf(name) === pid)
  for (const one of [pid, ...children.map(Number)]) {
    try {
      process.kill(one, 'SIGKILL')
    } catch {
      // It ended by itself in between.
    }
  }
}

function parentOf(pid: string): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return 0
  }
}

/** Looks into the embedded database of a folder from outside, as its superuser. */
export function lookInto(dataDir: string): Pool {
  const { port, host } = postmaster(dataDir)
  return openPool({
    url: `postgres://postgres:${readPassword(dataDir)}@localhost:${port}/sangam?host=${encodeURIComponent(host)}`,
    size: 2,
    name: 'checker',
    statementTimeoutMs: 120_000,
  })
}

/** What `sangam doctor` says of a folder or a server; fails when it finds anything. */
export function doctor(dataDir: string, databaseUrl?: string): string {
  const { DATABASE_URL: _, ...env } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'dist', 'server', 'core', 'cli', 'main.js'), 'doctor'], {
    cwd: root,
    env: { ...env, NODE_ENV: 'production', SANGAM_DATA: dataDir, ...(databaseUrl && { DATABASE_URL: databaseUrl }) },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`doctor: ${stdout}${stderr}`)
  return stdout
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}

/** Asks until it is so, within a time; fails with what is waited for. */
export async function until(what: string, ask: () => Promise<boolean>, withinMs: number): Promise<number> {
  const began = performance.now()
  for (;;) {
    if (await ask()) return performance.now() - began
    if (performance.now() - began > withinMs) throw new Error(`${what}: not so within ${withinMs} ms.`)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}
