import type { CoreCtx } from '../../data/context.ts'
import type { Pulse } from '../../data/driver/pulse.ts'
import { Refused } from '../../errors.ts'
import type { ModelEntity } from '../../registry/model.ts'
import type { HookLimits } from '../../world.ts'

const usual: HookLimits = { everyMs: 1_000, still: 10, whole: 60 }

interface Hook {
  readonly plugin: string
  readonly name: string
  readonly entity: string
  turns: number
}

/** The hooks that are under way in a transaction, the inner ones last, with one clock for all of them. */
class Watch {
  readonly #ctx: CoreCtx
  readonly #under: Hook[] = []
  #clock: NodeJS.Timeout | null = null
  #still = 0
  #asked = 0

  constructor(ctx: CoreCtx) {
    this.#ctx = ctx
  }

  enter(hook: Hook): void {
    this.#under.push(hook)
    this.#still = 0
    this.#clock ??= setInterval(() => this.#turn(), limitsOf(this.#ctx).everyMs).unref()
  }

  leave(hook: Hook): void {
    this.#under.splice(this.#under.indexOf(hook), 1)
    this.#still = 0
    if (this.#under.length === 0) this.#stop()
  }

  #turn(): void {
    const { pulse } = this.#ctx.tx
    const { still, whole } = limitsOf(this.#ctx)
    this.#still = pulse.awaited > 0 || pulse.asked !== this.#asked ? 0 : this.#still + 1
    this.#asked = pulse.asked
    for (const hook of this.#under) hook.turns += 1
    // Those around the innermost wait for it.
    const late = this.#still >= still ? this.#under.at(-1) : this.#under.find(hook => hook.turns >= whole)
    if (late) this.#end(late)
  }

  #end({ plugin, name, entity }: Hook): void {
    this.#stop()
    const { world, tx } = this.#ctx
    world.log.error('A hook of a plugin did not end; its transaction was taken back.', { plugin, hook: name, entity })
    tx.abort(
      new Refused(
        503,
        'plugin_failed',
        'The plugin {plugin} took too long ({hook} of {entity}), and nothing was changed. Try again; if it goes on, ask an administrator to disable it.',
        { values: { plugin: world.plugins.get(plugin)?.title ?? plugin, hook: name, entity } },
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
 * Calls a hook, and fails the whole transaction where it does not come to an end. What loops without ever waiting can't be cut here: nothing else of the
 * process runs meanwhile, this clock neither.
 */
export async function patiently<T>(ctx: CoreCtx, of: { readonly plugin: string }, name: string, entity: ModelEntity, work: () => Promise<T> | T): Promise<T> {
  let watch = watches.get(ctx.tx.pulse)
  if (!watch) {
    watch = new Watch(ctx)
    watches.set(ctx.tx.pulse, watch)
  }
  const hook: Hook = { plugin: of.plugin, name, entity: entity.name, turns: 0 }
  watch.enter(hook)
  try {
    return await work()
  } finally {
    watch.leave(hook)
  }
}

function limitsOf({ world }: CoreCtx): HookLimits {
  return world.hookLimits ?? usual
}
