import { date, datetime, defineEntity, defineService, integer, reference, text } from '@sangam/sdk'
import type { InterestDays } from './interest.ts'
import { Item } from './item.ts'
import { Reminder } from './reminder.ts'

/**
 * That a letter is charged (without an item), or days of an item with it, by a draft, an invoice or by hand. Nothing of it changes: whoever charges no more frees it, and who charges
 * again holds it anew.
 */
export const LateCharge = defineEntity('ledger.lateCharge', {
  title: 'to',
  label: 'Charge of a reminder',
  plural: 'Charges of reminders',
  description: 'Which reminders, and which days of what is late, are charged with an invoice or a draft: each once.',
  keep: { years: 8 },
  sort: ['-createdAt'],
  // The next charge of an item, and of a letter, is its next place: of two who charge in one moment without seeing each other, the database takes one.
  unique: [
    ['item', 'itemPlace'],
    ['reminder', 'letterPlace'],
  ],
  merges: false,
  fields: {
    reminder: reference(Reminder, { required: true, readonly: true }),
    item: reference(Item, { readonly: true, label: 'Open item', help: 'Empty for the letter itself, with its fee.' }),
    from: date({ readonly: true, label: 'Interest after' }),
    to: date({ required: true, readonly: true, label: 'Up to' }),
    sourceEntity: text({ readonly: true, max: 60 }),
    sourceId: text({ readonly: true, max: 60, index: true }),
    freedAt: datetime({ readonly: true, label: 'Charged no more since' }),
    itemPlace: integer({ readonly: true, adds: false, label: 'Place among the charges of its item' }),
    letterPlace: integer({ readonly: true, adds: false, label: 'Place among the charges of its reminder' }),
    company: reference('core.company', { readonly: true }),
  },
})

/** What of a letter's interest on one item nobody charges yet: for which days, and how much. */
export interface LeftToCharge {
  readonly item: string
  readonly interest: string
  readonly days: readonly InterestDays[]
}

/**
 * For plugins that write invoices over fee and interest. `left` waits for whoever charges the same items in this moment, so that what it tells is so until the transaction ends. Who
 * charges makes a `LateCharge` for the letter, and one for each of the days of each item; it frees them (`freedAt`) when it charges no more.
 *
 * @example const left = await ctx.use(LateCharges).left(reminder.id)
 */
export const LateCharges = defineService<{ left(reminder: string): Promise<readonly LeftToCharge[]> }>('ledger.lateCharges')
