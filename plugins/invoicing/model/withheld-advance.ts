import { Party } from '@sangam/plugin-parties/model'
import { date, decimal, defineEntity, defineService, percent, reference, text } from '@sangam/sdk'
import type { Withholding } from './withheld.ts'
import { WithholdingSection } from './withholding.ts'

/** An advance that was paid to a supplier under a section, as it counts in its year. Made by whoever pays it; nobody writes it by hand. */
export const WithheldAdvance = defineEntity('invoicing.withheldAdvance', {
  title: 'date',
  label: 'Tax withheld of an advance',
  plural: 'Tax withheld of advances',
  description: 'What was paid ahead to suppliers under a section of withheld tax: with what it counts in its year, and what was withheld of it.',
  sort: ['-date'],
  keep: { years: 8 },
  merges: false,
  fields: {
    date: date({ required: true, readonly: true, index: true, help: 'The day in the books.' }),
    party: reference(Party, { required: true, readonly: true, index: true }),
    payee: text({ label: 'PAN it counts under', readonly: true, max: 10, index: true }),
    section: reference(WithholdingSection, { required: true, readonly: true }),
    countsIn: text({ label: 'Counts in', readonly: true, required: true, max: 9, help: 'The year or month whose threshold it counts to.' }),
    counted: decimal({
      ...{ label: 'Counts with', digits: 4, least: 2, required: true, readonly: true },
      help: 'Towards the threshold until its bill comes, in the money of the books.',
    }),
    countedOn: decimal({
      ...{ label: 'Withheld on', digits: 4, least: 2, required: true, readonly: true },
      help: 'In the money of the books, with what was caught up with.',
    }),
    rate: percent({ label: 'Rate withheld', digits: 4, required: true, readonly: true }),
    withheld: decimal({ label: 'Tax withheld', digits: 4, least: 2, required: true, readonly: true, help: 'In the money of the books.' }),
    untaxed: decimal({
      ...{ label: 'Without tax before it', digits: 4, required: true, readonly: true, default: '0' },
      help: 'What its time had come to without tax being withheld: what was withheld of it is not of that.',
    }),
    backOn: date({ label: 'Taken back on', readonly: true, help: 'The day on which its entry was reversed. From then on it counts no more.' }),
    company: reference('core.company', { required: true, readonly: true, index: true }),
  },
})

/** An advance that is paid, or is about to be. */
export interface AdvanceAsked {
  readonly company: string
  readonly party: string
  readonly section: string
  readonly day: string
  /** The rate of a certificate, which counts instead of the section's. */
  readonly withhold: string | null
  /** It is posted now: whoever posts another of the same year waits. */
  readonly posting: boolean
}

/** By what rule tax is withheld of an advance. What of earlier ones has no bill yet is known to the books alone, and is not in the rule. */
export interface AdvanceTold {
  /** With what was billed in its time; null where the section has no rate on that day. */
  readonly rule: Withholding | null
  readonly payee: string | null
  readonly countsIn: string | null
  /** What of `withheldOn` was withheld in an earlier time, ahead of bills. */
  readonly carried: string
  /** Advances of before, of its time and of earlier ones. */
  readonly rows: readonly { readonly id: string; readonly now: boolean }[]
}

/**
 * For who pays advances: by what rule tax is withheld of them, in the order asked. Who posts one makes a `WithheldAdvance` of it in the same transaction, and gives it a `backOn` when
 * it is taken back.
 *
 * @example const [told] = await ctx.use(Withholdings).ofAdvances([{ company, party, section, day: '2027-03-05', withhold: null, posting: false }])
 */
export const Withholdings = defineService<{ ofAdvances(asked: readonly AdvanceAsked[]): Promise<readonly AdvanceTold[]> }>('invoicing.withholdings')
