import { date, decimal, defineAction, defineEvent, defineService, references, text } from '@sangam/sdk'
import { Item, Match } from './item.ts'

const matching = {
  with: references(Item, { required: true, help: 'The others: debits and credits of the same party and account.' }),
  amount: decimal({ digits: 3, min: '0', help: 'Of one other; as much as both have open unless told.' }),
}

export const match = defineAction<'ledger.item', typeof Item.fields, { readonly matches: number }, typeof matching>(Item, 'match', {
  label: 'Match',
  help: 'Settles it against others of its party, the oldest first.',
  when: { settledOn: { isEmpty: true } },
  input: matching,
})

export const unmatch = defineAction(Match, 'unmatch', {
  label: 'Take apart',
  help: 'Both are open again. An exchange difference is taken back on the first open day.',
  when: { voidedOn: { isEmpty: true } },
  input: { why: text({ max: 200 }) },
})

/** What settles what: so much of both, in their currency, or as much as both have open. */
export interface Matched {
  readonly debit: string
  readonly credit: string
  readonly amount?: string
}

/**
 * Matching for other plugins, in their transaction: of a credit note with its invoice, of what is paid with what is owed. `between` settles what entries that the plugin posted have
 * open with each other, the oldest first, of each party, account and currency by itself.
 *
 * Errors: `more_than_open`, `not_alike` (of two parties, accounts or currencies, or of one side).
 *
 * @example await ctx.use(Matching).between([invoice.entry, note.entry])
 */
export const Matching = defineService<{
  match(pairs: readonly Matched[]): Promise<readonly string[]>
  between(entries: readonly string[]): Promise<readonly string[]>
}>('ledger.matching')

/**
 * What of another plugin's document is still to be paid, told whenever that changes: `open` is in `currency`, without a sign, nothing once all is settled. `on` is the day on which
 * the last change takes effect. Events of one moment come in no order: who keeps what is open asks the open items of the document for it.
 *
 * @example on(Settled, { name: 'invoicing.settled', as: 'system' }, async (ctx, { sourceEntity, sourceId }) => { if (sourceEntity === Document.name) … await ctx.repo(Item).find({ where: { sourceId } }) … })
 */
export const Settled = defineEvent(
  'ledger.settled',
  {
    sourceEntity: text({ required: true }),
    sourceId: text({ required: true }),
    currency: text({ required: true }),
    open: decimal({ required: true, digits: 3 }),
    on: date({ required: true }),
  },
  { label: 'What is settled of invoices and bills' },
)
