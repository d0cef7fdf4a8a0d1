import { Party } from '@sangam/plugin-parties/model'
import { boolean, choice, date, decimal, defineEntity, formula, integer, lookup, reference, rollup, text } from '@sangam/sdk'
import { Account } from './account.ts'
import { Entry, Line } from './entry.ts'

/**
 * A line on an account that is kept by party, as something to be settled: made as its entry is posted. What of it is open follows from its matches and is written nowhere;
 * `settledOn` is there to find what is open without reading all that ever was.
 */
export const Item = defineEntity('ledger.item', {
  title: 'narration',
  label: 'Open item',
  plural: 'Open items',
  description: 'What a party owes or is owed by one line of the books, and what of it is still open.',
  keep: { years: 8 },
  sort: ['due'],
  merges: false,
  fields: {
    narration: text({ required: true, max: 300, readonly: true }),
    party: reference(Party, { required: true, readonly: true }),
    side: choice({ receivable: { label: 'Receivable' }, payable: { label: 'Payable' } }, { required: true, readonly: true, index: true }),
    number: lookup('entry', Entry, 'number'),
    reference: text({ max: 60, readonly: true, search: true, label: 'Number of the document' }),
    date: date({ required: true, readonly: true, index: true }),
    documentDate: lookup('entry', Entry, 'documentDate', { label: 'Date of the document' }),
    due: date({ required: true, readonly: true, label: 'Due on' }),
    currency: text({ required: true, max: 3, readonly: true }),
    amount: decimal({ digits: 3, least: 2, required: true, readonly: true, adds: 'currency', help: 'In its currency; a credit is negative.' }),
    base: decimal({ digits: 3, least: 2, required: true, readonly: true }),
    matchedDebit: rollup('sum', 'ledger.match', 'debit', 'amount', { where: { voidedOn: { isEmpty: true } }, label: 'Settled of a debit' }),
    matchedCredit: rollup('sum', 'ledger.match', 'credit', 'amount', { where: { voidedOn: { isEmpty: true } }, label: 'Settled of a credit' }),
    open: formula('decimal', 'amount - matchedDebit + matchedCredit', { digits: 3, help: 'What of it is not settled yet.' }),
    discount: decimal({
      digits: 3,
      least: 2,
      readonly: true,
      adds: 'currency',
      label: 'Early-payment discount',
      help: 'Where all of it is paid within the days.',
    }),
    discountUntil: date({ readonly: true, label: 'Discount until' }),
    discountNote: boolean({
      readonly: true,
      required: true,
      default: false,
      label: 'Discount by a note',
      help: 'With its tax; else on the whole, the tax untouched.',
    }),
    settledOn: date({ readonly: true, index: true, help: 'The day on which nothing of it was left.' }),
    account: reference(Account, { required: true, readonly: true }),
    entry: reference(Entry, { required: true, readonly: true }),
    line: reference(Line, { required: true, readonly: true, unique: true }),
    company: reference('core.company', { required: true, readonly: true }),
    sourceEntity: text({ readonly: true, max: 60 }),
    sourceId: text({ readonly: true, max: 60, index: true }),
  },
})

/** So much of a debit and of a credit of one party and account settles each other. It is never changed: it is taken apart on a day, and matched anew. */
export const Match = defineEntity('ledger.match', {
  title: 'on',
  plural: 'Matches',
  description: 'What of a debit and of a credit of a party settles each other, from a day on.',
  sort: ['-on'],
  keep: { years: 8 },
  // The next match of an item is its next place: of two who match it in one moment without seeing each other, the database takes one.
  unique: [
    ['debit', 'debitPlace'],
    ['credit', 'creditPlace'],
  ],
  merges: false,
  fields: {
    debit: reference(Item, { required: true, readonly: true }),
    credit: reference(Item, { required: true, readonly: true }),
    currency: text({ required: true, max: 3, readonly: true }),
    amount: decimal({ digits: 3, least: 2, required: true, readonly: true, min: '0' }),
    debitBase: decimal({ digits: 3, required: true, readonly: true, label: 'Base of the debit' }),
    creditBase: decimal({ digits: 3, required: true, readonly: true, label: 'Base of the credit' }),
    on: date({ required: true, readonly: true, label: 'From', help: 'The later day of the two.' }),
    voidedOn: date({ readonly: true, label: 'Taken apart on' }),
    why: text({ max: 200, readonly: true }),
    exchange: reference(Entry, { readonly: true, label: 'Exchange difference', help: 'The entry of what the exchange rate made of it.' }),
    company: reference('core.company', { required: true, readonly: true }),
    debitPlace: integer({ required: true, default: 0, readonly: true }),
    creditPlace: integer({ required: true, default: 0, readonly: true }),
  },
})
