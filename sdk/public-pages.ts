import type { Condition } from './condition.ts'
import type { Entity, RecordOf } from './entity.ts'
import type { Fields } from './field.ts'

/** A figure or a day at the head of a public page. */
interface PageFact {
  /** A name or a path: `open`, `party.name`. What is empty is left out. */
  readonly field: string
  /** What it is called there; its own label unless told. */
  readonly label?: string
  /** Of which records it stands there; of all unless told. */
  readonly where?: object
}

/** A sentence above everything else, while something holds of the record: that it was cancelled. */
interface PageNotice {
  readonly text: string
  readonly where: object
}

/** What whoever has a link sees of a record without signing in, made by `publicPage`. */
export interface PublicPage {
  readonly kind: 'publicPage'
  readonly entity: string
  readonly document: string
  readonly when: object
  readonly because: string
  readonly until?: string
  readonly facts: readonly PageFact[]
  readonly notices: readonly PageNotice[]
}

/**
 * Lets records of an entity be shown to whoever has a link, without signing in: a customer sees a paper of theirs on their telephone, and takes it along as a PDF. The page is made by the platform, of the paper
 * that is named and of what stands here; no code of the plugin runs for a stranger. Whoever makes links needs the verb `shareLink` on the record, and the page shows what they may see of it then. Links are random,
 * kept as a hash alone, end by themselves and can be ended at any time; they are made under *Share a link* on the record, by `POST /api/records/{entity}/{id}/links`, and by `ctx.use(PublicLinks)`.
 *
 * Refuses to boot: a second page of one entity, an entity of another plugin, a document that is not there or of another entity, a condition or a field that can't be read.
 *
 * @param entity one of the plugin's own
 * @param options.document the name of the paper that is shown
 * @param options.when of which records links may be made; a link to one of which it does not hold any more shows nothing
 * @param options.because what to do where it does not hold, in a sentence
 * @param options.until a day of the record that links outlast: they end so many days after it, or after today where that is later, as the settings say
 * @param options.facts what stands at the head: what is due, and until when
 * @param options.notices sentences above the paper while something holds, such as that it was cancelled
 * @example
 * publicPage(Payment, {
 *   document: 'billing.receipt',
 *   when: { state: 'posted' },
 *   because: 'Post it first: a draft is shown to nobody.',
 *   until: 'day',
 *   facts: [{ field: 'amount' }, { field: 'day', label: 'Received on' }],
 *   notices: [{ where: { amount: { isEmpty: true } }, text: 'This receipt was taken back.' }],
 * })
 */
export function publicPage<N extends string, F extends Fields>(
  entity: Entity<N, F>,
  options: {
    readonly document: string
    readonly when: Condition<RecordOf<Entity<N, F>>>
    readonly because: string
    readonly until?: keyof F & string
    readonly facts?: readonly (Omit<PageFact, 'where'> & { readonly where?: Condition<RecordOf<Entity<N, F>>> })[]
    readonly notices?: readonly { readonly text: string; readonly where: Condition<RecordOf<Entity<N, F>>> }[]
  },
): PublicPage {
  return { kind: 'publicPage', facts: [], notices: [], ...(options as Omit<PublicPage, 'kind' | 'entity' | 'facts' | 'notices'>), entity: entity.name }
}
