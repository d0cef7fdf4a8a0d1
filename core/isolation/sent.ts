import type { Plugin } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import type { Model } from '../registry/model.ts'
import { verbsOf } from '../registry/verbs.ts'
import { everything, mostKept, type ToPlugin, type WireCtx } from './wire.ts'

/** What a plugin's process was told once and is named by a number from then on. */
export class Sent {
  readonly #send: (message: ToPlugin) => void
  readonly #mays = new WeakMap<Model, Map<string, number>>()
  readonly #words = new WeakMap<Model, Map<string, number>>()
  #number = 0

  constructor(send: (message: ToPlugin) => void) {
    this.#send = send
  }

  /** A context as the process is told of it. */
  ctx(number: number, ctx: CoreCtx, plugin: Plugin): WireCtx {
    return {
      ctx: number,
      user: ctx.user,
      company: ctx.company,
      workspace: ctx.workspace,
      locale: ctx.locale,
      origin: ctx.origin,
      now: ctx.now(),
      today: ctx.today(),
      may: this.#may(ctx),
      words: this.#wordsOf(ctx, plugin),
    }
  }

  /** Callers whose statements are equal may the same; whoever stands past permissions may all. */
  #may({ access, model }: CoreCtx): number {
    if (access.system) return everything
    const known = this.#mays.get(model) ?? new Map<string, number>()
    this.#mays.set(model, known)
    const found = known.get(access.shape)
    if (found !== undefined) return found
    if (known.size >= mostKept) known.clear()
    const may = [...model.entities.values()].flatMap(entity =>
      verbsOf(entity)
        .filter(verb => access.may(entity.name, verb))
        .map(verb => `${entity.name}:${verb}`),
    )
    const number = ++this.#number
    known.set(access.shape, number)
    this.#send({ t: 'may', number, may })
    return number
  }

  /** Of all words in a language, those that the plugin says: it has no business with others'. */
  #wordsOf({ model, locale }: CoreCtx, { parts = [] }: Plugin): number {
    const known = this.#words.get(model) ?? new Map<string, number>()
    this.#words.set(model, known)
    const found = known.get(locale)
    if (found !== undefined) return found
    const said = model.words.get(locale)
    const sources = new Set(parts.flatMap(part => (part.kind === 'translations' ? Object.keys(part.sources) : [])))
    const words = Object.fromEntries([...sources].flatMap(source => (said?.has(source) ? [[source, said.get(source) as string]] : [])))
    const number = ++this.#number
    known.set(locale, number)
    this.#send({ t: 'words', number, words })
    return number
  }
}
