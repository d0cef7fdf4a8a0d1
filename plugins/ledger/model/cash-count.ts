import { choice, date, decimal, defineAction, defineEntity, reference, text } from '@sangam/sdk'
import { Account } from './account.ts'
import { Entry } from './entry.ts'

const given = ['account', 'on', 'counted', 'float', 'filledFrom', 'because', 'company'] as const

/** What is in a cash box on a day, beside what the books say; what is short or over is posted, and the box is filled up to its float. */
export const CashCount = defineEntity('ledger.cashCount', {
  title: 'on',
  label: 'Cash count',
  description: 'What was counted in a cash box, what was short or over by the books, and with how much it was filled up again.',
  sort: ['-on'],
  keep: { years: 8 },
  activities: true,
  rules: [
    { lock: given, when: { state: { ne: 'draft' } }, because: 'A posted count stays as it is. Take it back, and count anew.' },
    { require: ['filledFrom'], when: { float: { gt: '0' } }, because: 'Say from which account it is filled up to its float.' },
  ],
  merges: false,
  fields: {
    account: reference(Account, { required: true, index: true, label: 'Cash account' }),
    on: date({ required: true, default: '$today', label: 'Counted on' }),
    counted: decimal({ digits: 3, least: 2, min: '0', required: true, label: 'Counted', adds: false }),
    float: decimal({ digits: 3, least: 2, min: '0', adds: false, help: 'What is to be in it once it is filled up. Empty, it is counted alone.' }),
    filledFrom: reference(Account, { label: 'Filled up from', help: 'The bank or cash account that gives the money.' }),
    because: text({ max: 200, label: 'Why it differs' }),
    inBooks: decimal({
      digits: 3,
      readonly: true,
      adds: false,
      label: 'By the books',
      help: 'As they stood when it was saved last; of a posted one, when it was posted.',
    }),
    difference: decimal({ digits: 3, least: 2, readonly: true, label: 'Over or short', help: 'What is short is below nothing.' }),
    topUp: decimal({ digits: 3, least: 2, readonly: true, label: 'Filled up with' }),
    state: choice(
      { draft: { label: 'Draft' }, posted: { label: 'Posted', colour: 'green' }, takenBack: { label: 'Count taken back' } },
      { required: true, default: 'draft', readonly: true },
    ),
    entry: reference(Entry, { readonly: true, label: 'Journal entry' }),
    company: reference('core.company', { index: true }),
  },
})

export const postCount = defineAction(CashCount, 'post', {
  label: 'Post',
  help: 'Posts what is short or over, and what the box is filled up with.',
  when: { state: 'draft' },
  primary: true,
})

export const takeBackCount = defineAction(CashCount, 'takeBack', {
  label: 'Take back',
  help: 'Its entry is reversed.',
  when: { state: 'posted' },
  input: {
    on: date({ label: 'Dated', help: 'Today, or the first day after what is locked, unless told; never before the entry.' }),
    because: text({ label: 'Why', max: 200 }),
  },
})
