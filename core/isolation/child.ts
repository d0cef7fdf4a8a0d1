import { Socket } from 'node:net'
import { pathToFileURL } from 'node:url'
import { type Ctx, type Plugin, UserError } from '@sangam/sdk'
import { ctxOf, type Line } from './child-ctx.ts'
import { Frames } from './frames.ts'
import { mostKept, type Outcome, type ToPlatform, type ToPlugin, type WireError } from './wire.ts'

/**
 * Runs one plugin in a process of its own: what it defines is sent as data, what it does is called from over there, and every context it is given
 * asks over there. It has no database, no secrets and, where Node can forbid it, no files but its own and no other processes.
 */
const socket = new Socket({ fd: 3, readable: true, writable: true })
const functions: ((...args: readonly unknown[]) => unknown)[] = []
const asked = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>()
const backs = new Map<number, (ctx: never, args: readonly unknown[]) => Promise<unknown>>()
const mays = new Map<number, ReadonlySet<string>>()
const words = new Map<number, { readonly [source: string]: string }>()
const own = new Map<string, (ctx: Ctx) => unknown>()
let number = 0

const frames = new Frames(
  socket,
  message => take(message as ToPlugin),
  () => process.exit(0),
)
// Who called is gone: there is nobody to work for.
socket.on('close', () => process.exit(0))
socket.on('error', () => process.exit(0))

const send = (message: ToPlatform): void => frames.send(message)

/** An error that the platform threw; thrown on, it is the same again over there. */
class PlatformError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly number: number,
  ) {
    super(message)
  }
}

const line: Line = {
  ask: (ctx, op, args, back) =>
    new Promise((resolve, reject) => {
      const ask = ++number
      asked.set(ask, { resolve, reject })
      if (back) backs.set(ask, back as never)
      try {
        send({ t: 'ask', ask, ctx, op, args, ...(back && { back: ask }) })
      } catch (error) {
        asked.delete(ask)
        reject(error)
      }
    }),
  tell: (ctx, op, args) => send({ t: 'tell', ctx, op, args }),
  may: one => mays.get(one) ?? new Set(),
  words: one => words.get(one) ?? {},
  own: service => own.get(service),
}

function take(message: ToPlugin): void {
  if (message.t === 'may') keep(mays, message.number, new Set(message.may))
  else if (message.t === 'words') keep(words, message.number, message.words)
  else if (message.t === 'answer') answer(message.ask, message.outcome)
  else if (message.t === 'call')
    void finish(message.call, async () => {
      const work = functions[message.fn] as (...args: readonly unknown[]) => unknown
      const ctx = ctxOf(line, message.ctx)
      if (message.method === undefined) return work(ctx, ...message.args)
      const made = work(ctx) as { readonly [method: string]: (...args: readonly unknown[]) => unknown }
      if (!Object.hasOwn(made, message.method)) throw new Error(`The service has no method ${message.method}.`)
      return made[message.method]?.(...message.args)
    })
  else void finish(message.call, async () => backs.get(message.of)?.(message.ctx as never, message.args))
}

/** The oldest goes where there are too many: the platform sends it again under another number. */
function keep<T>(kept: Map<number, T>, key: number, value: T): void {
  kept.set(key, value)
  const [oldest] = kept.keys()
  if (kept.size > 2 * mostKept && oldest !== undefined) kept.delete(oldest)
}

function answer(ask: number, outcome: Outcome): void {
  const waiting = asked.get(ask)
  asked.delete(ask)
  backs.delete(ask)
  if (!('error' in outcome)) return waiting?.resolve(outcome.value)
  const { error } = outcome
  if (error.kind === 'user') waiting?.reject(new UserError(error.code, error.message, error.values, error.field))
  else waiting?.reject(error.kind === 'platform' ? new PlatformError(error.code, error.message, error.number) : new Error(error.message))
}

async function finish(call: number, work: () => Promise<unknown>): Promise<void> {
  try {
    send({ t: 'done', call, outcome: { value: ((await work()) ?? null) as never } })
  } catch (error) {
    send({ t: 'done', call, outcome: { error: told(error) } })
  }
}

function told(error: unknown): WireError {
  if (error instanceof UserError) {
    const { code, message, values, field } = error
    return { kind: 'user', code, message, values, ...(field !== undefined && { field }) }
  }
  if (error instanceof PlatformError) return { kind: 'platform', code: error.code, message: error.message, number: error.number }
  return error instanceof Error
    ? { kind: 'error', message: error.message.slice(0, 2000), stack: String(error.stack ?? '').slice(0, 4000) }
    : { kind: 'error', message: String(error).slice(0, 2000), stack: '' }
}

/** The plugin as data: each function in it is known by its number. */
function described(value: unknown): unknown {
  if (typeof value === 'function') return { $function: functions.push(value as (typeof functions)[number]) - 1 }
  if (Array.isArray(value)) return value.map(described)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, described(one)]))
}

// What it prints is a line of the log, a few of them at a time; what it writes past this goes nowhere.
let printed = 0
setInterval(() => {
  printed = 0
}, 10_000).unref()
const print = (...said: readonly unknown[]): void => {
  printed += 1
  if (printed <= 20) send({ t: 'print', line: said.map(String).join(' ').slice(0, 500) })
}
for (const way of ['log', 'info', 'warn', 'error', 'debug'] as const) console[way] = print

process.on('uncaughtException', error => {
  send({ t: 'unfit', message: String(error instanceof Error ? (error.stack ?? error.message) : error).slice(0, 2000) })
  socket.end(() => process.exit(1))
})

try {
  const { default: plugin } = (await import(/* @vite-ignore */ pathToFileURL(process.argv[2] ?? '').href)) as { readonly default?: Plugin }
  if (plugin?.kind !== 'plugin') throw new Error('It exports no plugin: export default definePlugin({ … }).')
  for (const part of plugin.parts ?? []) if (part.kind === 'provider') own.set(part.service, part.make)
  send({ t: 'plugin', plugin: described(plugin) as never })
} catch (error) {
  send({ t: 'unfit', message: error instanceof Error ? error.message : String(error) })
  socket.end(() => process.exit(1))
}
