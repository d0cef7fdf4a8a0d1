import type { CoreCtx } from '../data/context.ts'
import type { Pulse } from '../data/driver/pulse.ts'
import { Refused } from '../errors.ts'
import type { Patience } from '../world.ts'

const usual: Patience = { everyMs: 1_000, still: 10, whole: 60, long: 600 }

/** Code of a plugin that others wait for: a hook, an action, a route or a method of a service. */
interface Work {
  readonly plugin: string
  /** What it is called, and whose it is: `check` of `leads.lead`, `GET /forecast` of `leads`. */
  readonly name: string
  readonly of: string
  /** A hook, which each change of such a record waits for. */
  readonly hook?: true
  /** It has no longer in all than one that shows no sign of life. */
  readonly brief?: true
}

interface UnderWay extends Work {
  turns: number
}

/** What of plugins is under way in a transaction, the inner ones last, with one clock for all of them. */
class Watch {
  readonly #ctx: CoreCtx
  readonly #under: UnderWay[] = []
  #clock: NodeJS.Timeout | null = null
  #still = 0
  #asked = 0

  constructor(ctx: CoreCtx) {
    this.#ctx = ctx
  }

  enter(work: UnderWay): void {
    this.#under.push(work)
    this.#still = 0
    this.#clock ??= setInterval(() => this.#turn(), patienceOf(this.#ctx).everyMs).unref()
  }

  leave(work: UnderWay): void {
    this.#under.splice(this.#under.indexOf(work), 1)
    this.#still = 0
    if (this.#under.length === 0) this.#stop()
  }

  #turn(): void {
    const { pulse } = this.#ctx.tx
    const { still, whole, long } = patienceOf(this.#ctx)
    this.#still = pulse.awaited > 0 || pulse.asked !== this.#asked ? 0 : this.#still + 1
    this.#asked = pulse.asked
    for (const work of this.#under) work.turns += 1
    // Those around the innermost wait for it.
    const late = this.#still >= still ? this.#under.at(-1) : this.#under.find(work => work.turns >= (work.brief ? still : work.hook ? whole : long))
    if (late) this.#end(late)
  }

  #end({ plugin, name, of }: UnderWay): void {
    this.#stop()
    const { world, tx } = this.#ctx
    world.log.error('What a plugin was asked for did not end; its transaction was taken back.', { plugin, name, of })
    tx.abort(
      new Refused(
        503,
        'plugin_failed',
        'The plugin {plugin} took too long ({name} of {of}), and nothing was changed. Try again; if it goes on, ask an administrator to disable it.',
        { values: { plugin: world.plugins.get(plugin)?.title ?? plugin, name, of } },
      ),
    )
  }

  #stop(): void {
    if (this.#clock) clearInterval(this.#clock)
    this.#clock = null
  }
}

/** By the transaction: the same for all contexts in it. */
const watches = new WeakMap<Pulse, Watch>()

/**
 * Calls what a plugin wrote, and fails the whole transaction where that does not come to an end. What loops without ever waiting can't be cut here: nothing
 * else of the process runs meanwhile, this clock neither.
 */
export async function patiently<T>(ctx: CoreCtx, { plugin, name, of, hook, brief }: Work, work: () => Promise<T> | T): Promise<T> {
  let watch = watches.get(ctx.tx.pulse)
  if (!watch) {
    watch = new Watch(ctx)
    watches.set(ctx.tx.pulse, watch)
  }
  const underWay: UnderWay = { plugin, name, of, turns: 0, ...(hook && { hook }), ...(brief && { brief }) }
  watch.enter(underWay)
  try {
    return await work()
  } finally {
    watch.leave(underWay)
  }
}

/** A service whose methods are waited for so. Core's own are the platform's: whoever waits for one waits for us. */
export function patientService(ctx: CoreCtx, { plugin, service }: { readonly plugin: string; readonly service: string }, made: unknown): unknown {
  if (typeof made !== 'object' || made === null) return made
  return new Proxy(made, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name)
      if (typeof method !== 'function' || typeof name !== 'string') return method
      const call = (given: readonly unknown[]) => async (): Promise<unknown> => method.apply(target, given)
      return (...given: readonly unknown[]) =>
        plugin === 'core' ? ctx.tx.pulse.during(call(given)) : patiently(ctx, { plugin, name, of: service }, call(given))
    },
  })
}

function patienceOf({ world }: CoreCtx): Patience {
  return world.patience ?? usual
}
