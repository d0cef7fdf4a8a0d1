import type { Values } from './entity.ts'
import type { Fields } from './field.ts'

/** Something that happened and that others may listen to, made by `defineEvent`. */
export interface Event<P extends Fields = Fields> {
  readonly kind: 'event'
  readonly name: string
  readonly payload: P
  /** What people who run the workspace read of it, such as `Lead won`; its name in words unless told. */
  readonly label?: string
}

/**
 * Something that happened, told after commit, at least once, to whoever listens. Its name is
 * `plugin.nounPast`; `label` is what administrators read of it.
 *
 * @example export const LeadWon = defineEvent('leads.leadWon', { lead: reference('leads.lead', { required: true }) })
 */
export function defineEvent<const P extends Fields>(name: string, payload: P, options: { readonly label?: string } = {}): Event<P> {
  return { kind: 'event', name, payload, ...options }
}

/**
 * What is told with an event.
 *
 * @example const thank = async (ctx: Ctx, { lead }: PayloadOf<typeof LeadWon>) => void (await ctx.repo(Lead).get(lead))
 */
export type PayloadOf<E> = E extends Event<infer P> ? Values<P> : never
