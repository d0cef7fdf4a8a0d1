import type { Json, Plugin } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { Refused } from '../errors.ts'
import type { Log } from '../world.ts'
import { Faults } from './faults.ts'
import type { Limits } from './limits.ts'
import { Lines } from './lines.ts'
import { PluginProcess } from './process.ts'
import { Sent } from './sent.ts'
import { hear, serve } from './serve.ts'
import { Thrown } from './thrown.ts'
import type { Outcome, ToPlatform, WireError } from './wire.ts'

/** One call into the plugin, with all it asks and all that is called back within it. */
interface Call {
  readonly resolve: (value: Json | undefined) => void
  readonly reject: (error: unknown) => void
  /** Of a call back, the call it is within. */
  readonly root: Call | null
  readonly process: PluginProcess
  readonly patienceMs: number
  readonly mostAsks: number
  readonly contexts: number[]
  asks: number
  /** How many of its questions are being answered: meanwhile it is we who take time. */
  serving: number
  timer: NodeJS.Timeout | null
  /** It was answered, or failed. */
  over: boolean
  /** How many of its questions are answered just now, and those that wait for their turn. */
  answering: number
  readonly queue: (() => void)[]
}

interface Options {
  readonly command: readonly string[]
  readonly entry: string
  readonly limits: Limits
  readonly log: Log
  /** Fails where what lies on the disk is not what was installed; asked before each begin. */
  readonly sound?: () => Promise<void>
}

/**
 * Calls into a plugin's process: begun anew whenever it is called and is not there. Whatever it does wrong ends the process, and fails the calls it was
 * in; after several of these within a minute it is left alone for one.
 */
export class Calls {
  /** Set once it is known what the plugin is. */
  plugin: Plugin | null = null
  readonly #options: Options
  #process: PluginProcess | null = null
  #sent = new Sent(() => undefined)
  #stopped = false
  #retired = false
  #number = 0
  readonly #calls = new Map<number, Call>()
  readonly #contexts = new Map<number, { readonly ctx: CoreCtx; readonly call: Call }>()
  readonly #thrown = new Thrown<Call>()
  readonly #faults: Faults
  readonly #lines: Lines
  #definition: string | null = null
  /** The process whose definition was compared. */
  #looked: PluginProcess | null = null
  #idle: NodeJS.Timeout | null = null

  constructor(options: Options) {
    this.#options = options
    this.#faults = new Faults(options.limits)
    this.#lines = new Lines(options.limits.linesPerSecond, line => options.log.info(`${this.plugin?.id ?? 'A plugin'}: ${line}`))
  }

  /** Begins the process; gives what the plugin defines. Errors: why it can't begin. */
  async start(): Promise<Json> {
    return (await this.#begun()).plugin
  }

  /** What it must define, as another process of it said. */
  defines(said: Json): void {
    this.#definition = JSON.stringify(said)
  }

  stop(): void {
    this.#stopped = true
    if (this.#idle) clearTimeout(this.#idle)
    this.#process?.end('The platform stops.')
  }

  /** Ends the process once no call is in it; one that comes yet, from a change that began before, is still done. */
  retire(): void {
    this.#retired = true
    if (this.#calls.size === 0) this.#process?.end('Another version has its place.')
  }

  trouble(): string | null {
    return this.#faults.trouble()
  }

  /** Calls a function of the plugin. Errors: what it threw; `plugin_failed` where it failed us. */
  async call(fn: number, ctx: CoreCtx, args: readonly unknown[], kind: 'hook' | 'job', method?: string): Promise<Json | undefined> {
    const left = this.#faults.leftAloneMs()
    if (left > 0) throw this.#failed(left)
    // A process that has to begin first has a time of its own for it.
    const running = await ctx.tx.pulse
      .during(() => this.#begun())
      .catch(() => {
        throw this.#failed(0)
      })
    const { limits } = this.#options
    const [patienceMs, asks, wholeMs] =
      kind === 'job' ? [limits.jobPatienceMs, limits.jobAsks, limits.jobWholeMs] : [limits.patienceMs, limits.asks, limits.wholeMs]
    const whole = setTimeout(() => running.end(`It took more than ${wholeMs / 1000} seconds in all.`), wholeMs)
    try {
      return await this.#begin(running, ctx, null, patienceMs, asks, (call, wire) =>
        running.send({ t: 'call', call, fn, ctx: wire as NonNullable<typeof wire>, args, ...(method !== undefined && { method }) }),
      )
    } catch (error) {
      // Whoever catches it must not keep what was half done.
      if (kind === 'hook' && error instanceof Refused && error.code === 'plugin_failed') ctx.tx.abort(error)
      throw error
    } finally {
      clearTimeout(whole)
    }
  }

  /** A process in which the plugin is known to be what it was: its functions are called by their place in it. */
  async #begun(): Promise<PluginProcess> {
    if (!this.#process || this.#process.over)
      await this.#options.sound?.().catch(error => {
        this.#fault(String(error instanceof Error ? error.message : error))
        throw error
      })
    const running = this.#running()
    const plugin = await running.plugin
    if (running !== this.#looked) {
      const definition = JSON.stringify(plugin)
      this.#definition ??= definition
      if (definition !== this.#definition) running.end('It defines something else than when it was loaded.')
      if (!running.over) this.#looked = running
    }
    if (running.over) throw new Error('Its process ended as it began.')
    return running
  }

  #running(): PluginProcess {
    if (this.#process && !this.#process.over) return this.#process
    if (this.#stopped) throw this.#failed(0)
    const { command, entry, limits } = this.#options
    const made: PluginProcess = new PluginProcess({
      command,
      entry,
      limits,
      take: message => this.#take(made, message),
      ended: (reason, tookTooMuch) => this.#ended(made, reason, tookTooMuch),
    })
    this.#process = made
    this.#sent = new Sent(message => made.send(message))
    return made
  }

  #begin(
    process: PluginProcess,
    ctx: CoreCtx | null,
    root: Call | null,
    patienceMs: number,
    mostAsks: number,
    send: (call: number, wire: ReturnType<Sent['ctx']> | null) => void,
  ): Promise<Json | undefined> {
    return new Promise((resolve, reject) => {
      const number = ++this.#number
      const call: Call = {
        resolve,
        reject,
        root,
        process,
        patienceMs,
        mostAsks,
        contexts: [],
        asks: 0,
        serving: 0,
        timer: null,
        over: false,
        answering: 0,
        queue: [],
      }
      this.#calls.set(number, call)
      try {
        let wire: ReturnType<Sent['ctx']> | null = null
        if (ctx) {
          const known = ++this.#number
          this.#contexts.set(known, { ctx, call: root ?? call })
          call.contexts.push(known)
          wire = this.#sent.ctx(known, ctx, this.plugin as Plugin)
        }
        send(number, wire)
        if (!root) this.#wait(call)
      } catch (error) {
        this.#over(number, call)
        reject(error)
      }
    })
  }

  #take(from: PluginProcess, message: ToPlatform): void {
    if (from !== this.#process) return
    if (message.t === 'done') return this.#done(message.call, message.outcome)
    if (message.t === 'ask') return void this.#asked(from, message).catch(error => from.end(String(error)))
    if (message.t === 'print' && !this.#lines.room()) return
    if (message.t === 'print') return this.#options.log.info(`${this.plugin?.id ?? 'A plugin'} prints: ${message.line}`)
    const known = message.t === 'tell' ? this.#contexts.get(message.ctx) : undefined
    if (!known || message.t !== 'tell') return
    known.call.asks += 1
    if (known.call.asks > known.call.mostAsks) return from.end(`It asked and told more than ${known.call.mostAsks} times within one call.`)
    if (message.op === 'log' && !this.#lines.room()) return
    try {
      hear(known.ctx, this.plugin as Plugin, message.op, message.args)
    } catch (error) {
      this.#fail(known.call, error)
    }
  }

  async #asked(from: PluginProcess, { ask, ctx, op, args, back }: ToPlatform & { readonly t: 'ask' }): Promise<void> {
    const known = this.#contexts.get(ctx)
    if (!known)
      return void from.send({
        t: 'answer',
        ask,
        outcome: { error: mistake('This context is over: nothing can be asked in it any more.') },
      })
    const { call } = known
    call.asks += 1
    if (call.asks > call.mostAsks) return from.end(`It asked and told more than ${call.mostAsks} times within one call.`)
    this.#serve(call, 1)
    const plugin = this.plugin as Plugin
    const answering =
      back === undefined
        ? this.#inTurn(call, () => serve(known.ctx, plugin, op, args, null))
        : serve(known.ctx, plugin, op, args, (inner, given) => this.#back(from, call, back, inner, given))
    const outcome = await answering
      .then((value): Outcome => ({ value: (value ?? null) as Json }))
      .catch((error): Outcome => ({ error: this.#thrown.sent(error, call.root ?? call) }))
    this.#serve(call, -1)
    if (from.over) return
    try {
      from.send({ t: 'answer', ask, outcome })
    } catch (error) {
      from.send({ t: 'answer', ask, outcome: { error: this.#thrown.sent(error, call.root ?? call) } })
    }
  }

  /** What is called back within waits for no turn: others of the same call are asked in it. */
  async #inTurn<T>(call: Call, work: () => Promise<T>): Promise<T> {
    if (call.answering >= this.#options.limits.atOnce) await new Promise<void>(resolve => call.queue.push(resolve))
    call.answering += 1
    try {
      return await work()
    } finally {
      call.answering -= 1
      call.queue.shift()?.()
    }
  }

  async #back(from: PluginProcess, root: Call, of: number, ctx: CoreCtx | null, args: readonly unknown[]): Promise<unknown> {
    this.#serve(root, -1)
    try {
      return await this.#begin(from, ctx, root, root.patienceMs, root.mostAsks, (call, wire) => from.send({ t: 'back', call, of, ctx: wire, args }))
    } finally {
      this.#serve(root, 1)
    }
  }

  #done(number: number, outcome: Outcome): void {
    const call = this.#calls.get(number)
    if (!call) return
    const error = 'error' in outcome ? this.#thrown.came(outcome.error, call.root ?? call) : null
    this.#over(number, call)
    if (error) call.reject(error)
    else call.resolve('value' in outcome ? outcome.value : undefined)
  }

  /** A call whose own words were refused fails at once; what the plugin says of it later counts no more. */
  #fail(call: Call, error: unknown): void {
    for (const [number, one] of this.#calls)
      if (one === call || one.root === call) {
        this.#over(number, one)
        one.reject(error)
      }
  }

  #over(number: number, call: Call): void {
    this.#calls.delete(number)
    call.over = true
    for (const known of call.contexts) this.#contexts.delete(known)
    if (call.timer) clearTimeout(call.timer)
    call.timer = null
    if (this.#calls.size === 0) this.#rest()
    if (this.#retired && this.#calls.size === 0) this.#process?.end('Another version has its place.')
    if (call.root === null) this.#thrown.forget(call)
  }

  #serve(call: Call, by: 1 | -1): void {
    call.serving += by
    if (call.timer) clearTimeout(call.timer)
    call.timer = null
    if (call.serving === 0) this.#wait(call)
  }

  /** A process that nobody calls for a while is ended; the next call begins another. */
  #rest(): void {
    if (this.#idle) clearTimeout(this.#idle)
    this.#idle = setTimeout(() => this.#calls.size === 0 && this.#process?.end('Nobody called it for a while.'), this.#options.limits.idleMs)
    this.#idle.unref()
  }

  #wait(call: Call): void {
    if (call.over) return
    const timer = setTimeout(() => {
      // Where we were busy ourselves its answer lies there unread: that is looked for first.
      setTimeout(() => call.timer === timer && call.process.end(`It did not answer within ${call.patienceMs / 1000} seconds.`), 50)
    }, call.patienceMs)
    call.timer = timer
  }

  #ended(ended: PluginProcess, reason: string, tookTooMuch: boolean): void {
    if (ended !== this.#process) return
    this.#process = null
    const calls = [...this.#calls]
    if (!(this.#stopped || this.#retired) && (calls.length > 0 || tookTooMuch || ended !== this.#looked)) {
      this.#fault(reason)
    }
    for (const [number, call] of calls) {
      this.#over(number, call)
      call.reject(this.#failed(0))
    }
  }

  #fault(reason: string): void {
    this.#faults.add(reason)
    this.#options.log.error('A plugin failed; its process was ended.', { plugin: this.plugin?.id ?? this.#options.entry, reason })
  }

  #failed(leftMs: number): Refused {
    return new Refused(
      503,
      'plugin_failed',
      'The plugin {plugin} failed, and nothing was changed. Try again; if it goes on, ask an administrator to disable it.',
      {
        values: { plugin: this.plugin?.title ?? '' },
        ...(leftMs > 0 && { retryAfterSeconds: Math.ceil(leftMs / 1000) }),
      },
    )
  }
}

/** For whoever wrote the plugin. */
function mistake(message: string): WireError {
  return { kind: 'error', message, stack: '' }
}
