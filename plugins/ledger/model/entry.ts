import { Party } from '@sangam/plugin-parties/model'
import { choice, choices, date, decimal, defineEntity, files, flow, integer, lines, percent, reference, series, text } from '@sangam/sdk'
import { Account } from './account.ts'
import { DimensionLine, dimensionFields } from './dimension.ts'
import { tellingFields } from './telling.ts'

export const lockKinds = {
  general: { label: 'General' },
  sales: { label: 'Sales' },
  purchase: { label: 'Purchase' },
  tax: { label: 'Tax' },
} as const

/** A book in which entries of a kind stand together. */
export const Journal = defineEntity('ledger.journal', {
  title: 'name',
  description: 'A book in which entries of one kind stand together.',
  sort: ['code'],
  unique: [['company', 'code']],
  steady: true,
  fields: {
    name: text({ required: true, max: 60 }),
    code: text({ required: true, max: 6, search: true, help: 'Short, such as JV or BP.' }),
    kind: choice(
      {
        general: { label: 'General' },
        sales: { label: 'Sales' },
        purchase: { label: 'Purchase' },
        bank: { label: 'Bank' },
        cash: { label: 'Cash' },
      },
      { required: true, default: 'general' },
    ),
    company: reference('core.company'),
  },
})

/** One line of an entry. `base` is what it adds to the account in the money of the books: debits above nothing, credits below. */
export const Line = defineEntity('ledger.line', {
  title: 'account',
  label: 'Entry line',
  fields: {
    entry: reference('ledger.entry', { required: true, onRemove: 'cascade' }),
    account: reference(Account, { required: true }),
    debit: decimal({ digits: 3, least: 2, min: '0' }),
    credit: decimal({ digits: 3, least: 2, min: '0' }),
    party: reference(Party),
    memo: text({ max: 200 }),
    due: date({ label: 'Due on' }),
    currency: text({ max: 3, help: 'Where it is not the currency of the books.' }),
    amount: decimal({ digits: 3, least: 2, help: 'In that currency; a credit is negative.' }),
    taxComponent: text({ max: 30, label: 'Part of a tax', help: 'Such as CGST, where the line is tax.' }),
    taxBase: decimal({ digits: 3, least: 2, label: 'Taxable value', help: 'What the tax is worked out from; of a credit negative.' }),
    taxRate: percent({ digits: 3, label: 'Rate of the tax' }),
    ...tellingFields,
    ...dimensionFields,
    base: decimal({ digits: 3, least: 2, readonly: true, required: true, default: '0' }),
  },
})

export const entryKinds = {
  normal: { label: 'Normal' },
  opening: { label: 'Opening' },
  adjustment: { label: 'Adjustment' },
  closing: { label: 'Closing' },
  revaluation: { label: 'Exchange difference' },
} as const

export type EntryKind = keyof typeof entryKinds

/** A journal entry: drafted by anyone who keeps books, and from its posting on as it is for good. */
export const Entry = defineEntity('ledger.entry', {
  title: 'narration',
  label: 'Journal entry',
  plural: 'Journal entries',
  description: 'What happened, in debits and credits that come to nothing together.',
  sort: ['-date', '-number'],
  keep: { years: 8 },
  unique: [['sourceEntity', 'sourceId', 'sourceVersion']],
  counted: [['company', 'date', 'state', 'kind']],
  merges: false,
  fields: {
    number: series('JE/{fy2}/{00000}', { max: 16, per: 'company', when: { state: 'posted' }, date: 'date', early: true }),
    date: date({ required: true, default: '$today', index: true }),
    narration: text({ required: true, max: 300 }),
    journal: reference(Journal, { index: true, help: 'The general one unless told.' }),
    state: flow({ draft: { to: { posted: { verb: 'post' } } }, posted: { label: 'Posted', to: [] } }),
    kind: choice(entryKinds, { required: true, default: 'normal' }),
    documentDate: date({ label: 'Date of the document', help: 'Where it is not the day of posting.' }),
    reference: text({ max: 60, search: true, index: true, label: 'Number of the document', help: 'Such as that of a supplier’s bill.' }),
    lines: lines(Line, 'entry', { begins: true }),
    divided: lines(DimensionLine, 'entry', { readonly: true, label: 'By dimension' }),
    reverses: reference('ledger.entry', { readonly: true, unique: true, help: 'The entry that this one takes back.' }),
    note: text({ multiline: true, max: 2000, help: 'May be changed after posting.' }),
    files: files({ help: 'Bills, receipts and contracts; may be added after posting too.' }),
    total: decimal({ digits: 3, least: 2, readonly: true, required: true, default: '0', help: 'What its debits come to.' }),
    concerns: choices(lockKinds, { readonly: true, label: 'Locks that hold it' }),
    company: reference('core.company', { index: true }),
    sourceEntity: text({ readonly: true, max: 60 }),
    sourceId: text({ readonly: true, max: 60 }),
    sourceVersion: integer({ readonly: true }),
  },
})

/** Days up to which nothing is posted any more, that day with them. */
export const PeriodLock = defineEntity('ledger.lock', {
  title: 'reason',
  label: 'Period lock',
  description: 'Up to its day, that day with it, nothing is posted any more.',
  sort: ['-until'],
  steady: true,
  keep: { years: 8 },
  merges: false,
  fields: {
    until: date({ required: true, label: 'Locked up to' }),
    kind: choice(
      { ...lockKinds, hard: { label: 'Hard', colour: 'red' } },
      { help: 'What it holds; empty, everything. Hard holds everything too, for good: it has no exceptions, and nobody lifts it or moves it back.' },
    ),
    reason: text({ required: true, max: 200, help: 'Such as “GST return of March filed”.' }),
    head: text({
      max: 200,
      readonly: true,
      label: 'End of the chain',
      help: 'Where the chain of posted entries ended as it was set. Printed and kept elsewhere, it shows whether somebody wrote the books anew behind it.',
    }),
    company: reference('core.company'),
  },
})

/** What an account comes to on a day: kept by the database as entries are posted. */
export const Balance = defineEntity('ledger.balance', {
  title: 'account',
  label: 'Balance',
  description: 'What accounts come to, day by day, kept up as entries are posted.',
  bin: false,
  sort: ['-day'],
  fields: {
    account: reference(Account, { required: true }),
    company: reference('core.company', { index: true }),
    day: date({ required: true, index: true }),
    kind: text(),
    debit: decimal({ digits: 3 }),
    credit: decimal({ digits: 3 }),
    base: decimal({ digits: 3 }),
  },
})
