import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { dirname } from 'node:path'
import type { Duplex } from 'node:stream'
import type { Json } from '@sangam/sdk'
import { checked } from './checked.ts'
import { Frames } from './frames.ts'
import type { Limits } from './limits.ts'
import type { ToPlatform, ToPlugin } from './wire.ts'

export interface Start {
  /** What Node runs, with its flags before it and the plugin's server half behind it. */
  readonly command: readonly string[]
  /** The plugin's server half. */
  readonly entry: string
  readonly limits: Limits
  /** Every message but that it began. */
  readonly take: (message: ToPlatform) => void
  /** Told once, with the reason, when the process is no more; `tookTooMuch` where it is at fault also if nobody was calling it. */
  readonly ended: (reason: string, tookTooMuch: boolean) => void
}

/** Where the machine is short of time, the platform goes first: a plugin that computes without end, or gathers its garbage, takes what is left. */
function behindOthers(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, 10)
  } catch {
    // It is gone already, or the system forbids it.
  }
}

/** One process of a plugin: begins it, speaks with it, watches its memory, and ends it. Nothing of it outlives its end. */
export class PluginProcess {
  /** What the plugin defines; fails with the reason where it can't begin. */
  readonly plugin: Promise<Json>
  readonly #child: ChildProcess
  readonly #frames: Frames
  readonly #socket: Duplex
  #second = { since: 0, count: 0 }
  readonly #start: Start
  readonly #watch: NodeJS.Timeout
  #over = false

  constructor(start: Start) {
    this.#start = start
    const { limits, entry } = start
    // None of our environment: it holds the address of the database.
    const env = { PATH: process.env.PATH, TZ: process.env.TZ, LANG: process.env.LANG, NODE_ENV: 'production' }
    this.#child = spawn(process.execPath, [`--max-old-space-size=${limits.heapMb}`, ...start.command, entry], {
      cwd: dirname(entry),
      env,
      // What it writes to its output goes nowhere, however much it is.
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      // A group of its own: what it may have begun ends with it, and Ctrl-C is for the platform first.
      detached: process.platform !== 'win32',
    })
    behindOthers(this.#child.pid)
    const socket = this.#child.stdio[3] as Duplex
    this.#socket = socket
    let begun: (plugin: Json) => void = () => undefined
    let failed: (error: Error) => void = () => undefined
    this.plugin = new Promise<Json>((resolve, reject) => {
      begun = resolve
      failed = reject
    })
    this.plugin.catch(() => undefined)
    const late = setTimeout(() => this.end(`It did not begin within ${limits.startMs / 1000} seconds.`), limits.startMs)
    this.#frames = new Frames(
      socket,
      given => {
        if (this.#tooMany()) return this.end('It sent messages without end.')
        const message = checked(given)
        if (message.t === 'unfit') return this.end(message.message)
        if (message.t !== 'plugin') return this.#over ? undefined : start.take(message)
        clearTimeout(late)
        begun(message.plugin)
      },
      reason => this.end(reason),
    )
    socket.on('error', () => undefined)
    this.#watch = setInterval(() => this.#weigh(), 500)
    this.#watch.unref()
    this.#ended = (reason, tookTooMuch) => {
      clearTimeout(late)
      clearInterval(this.#watch)
      failed(new Error(reason))
      start.ended(reason, tookTooMuch)
    }
    this.#child.on('error', error => this.end(error.message))
    // Behind all it sent.
    this.#child.on('close', (code, signal) =>
      this.end(signal === null ? `Its process ended by itself (${code}).` : `Its process ended by itself (${signal}): out of memory, perhaps.`),
    )
    this.#child.unref()
    ;(socket as unknown as { unref?(): void }).unref?.()
  }

  readonly #ended: (reason: string, tookTooMuch: boolean) => void

  /** Errors: that it has ended, so that nobody waits for its answer. */
  send(message: ToPlugin): void {
    if (this.#over) throw new Error('The process of the plugin has ended.')
    this.#frames.send(message)
    if (this.#socket.writableLength > this.#start.limits.unreadBytes) this.end('It asks, and does not read what it is answered.')
  }

  get over(): boolean {
    return this.#over
  }

  end(reason: string, tookTooMuch = false): void {
    if (this.#over) return
    this.#over = true
    const { pid } = this.#child
    try {
      if (pid !== undefined) process.platform === 'win32' ? this.#child.kill('SIGKILL') : process.kill(-pid, 'SIGKILL')
    } catch {
      // It is gone already.
    }
    this.#ended(reason, tookTooMuch)
  }

  #tooMany(): boolean {
    const now = Date.now()
    if (now - this.#second.since > 1000) this.#second = { since: now, count: 0 }
    this.#second.count += 1
    return this.#second.count > this.#start.limits.messagesPerSecond
  }

  /** Its memory past the heap (buffers, and what libraries take) is seen by the system alone. */
  #weigh(): void {
    const { memoryMb } = this.#start.limits
    try {
      const [, resident = '0'] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.#child.pid}/status`, 'utf8')) ?? []
      if (Number(resident) / 1024 > memoryMb) this.end(`It took more than ${memoryMb} MB of memory.`, true)
    } catch {
      // Another system, or it is ending.
    }
  }
}
