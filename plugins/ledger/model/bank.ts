import { Party } from '@sangam/plugin-parties/model'
import { choice, date, decimal, defineAction, defineEntity, file, flow, integer, json, lines, reference, references, text } from '@sangam/sdk'
import { Account } from './account.ts'
import { Line } from './entry.ts'
import { Item } from './item.ts'

/** Which columns of a bank's file hold what, by their heads: guessed from the first file of an account, and remembered. */
export const BankFormat = defineEntity('ledger.bankFormat', {
  title: 'date',
  label: 'Bank format',
  description: 'Which columns of the statements of a bank account hold what.',
  fields: {
    account: reference(Account, { required: true, unique: true, label: 'Bank account' }),
    date: text({ required: true, max: 60, label: 'Column of the date' }),
    order: choice(
      { dmy: { label: 'Day, month, year' }, mdy: { label: 'Month, day, year' }, ymd: { label: 'Year, month, day' } },
      { required: true, default: 'dmy', label: 'Days are written' },
    ),
    description: text({ max: 60, label: 'Column of the description' }),
    reference: text({ max: 60, label: 'Column of the reference' }),
    deposit: text({ max: 60, label: 'Column of deposits' }),
    withdrawal: text({ max: 60, label: 'Column of withdrawals' }),
    amount: text({ max: 60, label: 'Column of the amount', help: 'Where one column holds both: what goes out is negative, or named in the next.' }),
    side: text({ max: 60, label: 'Column that says Cr or Dr' }),
    balance: text({ max: 60, label: 'Column of the balance' }),
    company: reference('core.company'),
  },
})

/** A statement as the bank gave it: a file, and what was read of it. */
export const BankStatement = defineEntity('ledger.bankStatement', {
  title: 'uploaded',
  label: 'Bank statement',
  description: 'A file of a bank, whose lines are read into the books’ list of them. The same file again adds nothing.',
  merges: false,
  fields: {
    account: reference(Account, { required: true, label: 'Bank account' }),
    file: file({ label: 'File of the bank', help: 'CSV or XLSX.' }),
    uploaded: date({ required: true, default: '$today', readonly: true, label: 'Sent on' }),
    state: choice({ draft: { label: 'Not read' }, read: { label: 'Read', colour: 'green' } }, { required: true, default: 'draft', readonly: true }),
    added: integer({ readonly: true, label: 'Lines added' }),
    known: integer({ readonly: true, label: 'Lines known already' }),
    company: reference('core.company'),
  },
})

/** Which line of the books a line of the bank is. */
export const Clearing = defineEntity('ledger.clearing', {
  title: 'line',
  fields: {
    bankLine: reference('ledger.bankLine', { required: true, onRemove: 'cascade' }),
    line: reference(Line, { required: true, unique: true, label: 'Line of the books' }),
  },
})

/** One line of a bank's statement, until it is known what it is in the books. */
export const BankLine = defineEntity('ledger.bankLine', {
  title: 'description',
  label: 'Bank line',
  description: 'What a bank says happened on an account, and which lines of the books it is.',
  keep: { years: 8 },
  sort: ['date'],
  unique: [['account', 'print']],
  merges: false,
  fields: {
    account: reference(Account, { required: true, readonly: true, label: 'Bank account' }),
    date: date({ required: true, readonly: true, index: true }),
    description: text({ required: true, max: 500, readonly: true, search: true }),
    reference: text({ max: 100, readonly: true }),
    amount: decimal({ digits: 3, least: 2, required: true, readonly: true, help: 'What goes out is negative.' }),
    balance: decimal({ digits: 3, least: 2, readonly: true, adds: false, help: 'As the bank says, after it.' }),
    state: flow(
      {
        open: { label: 'To do', colour: 'orange', to: { done: { verb: 'clear' }, ignored: { label: 'Leave out' } } },
        done: { label: 'In the books', colour: 'green', to: { open: { verb: 'reopen' } } },
        ignored: { label: 'Left out', to: { open: { label: 'Take in again' } } },
      },
      { index: true },
    ),
    cleared: lines(Clearing, 'bankLine', { readonly: true, label: 'Lines of the books' }),
    place: integer({ required: true, default: 0, readonly: true }),
    print: text({ required: true, max: 500, readonly: true }),
    statement: reference(BankStatement, { readonly: true }),
    company: reference('core.company'),
  },
})

/** What a text in a bank's line means. */
export const BankRule = defineEntity('ledger.bankRule', {
  title: 'contains',
  label: 'Bank rule',
  description: 'What lines of a bank that contain a text are: to which account they are posted.',
  sort: ['contains'],
  fields: {
    contains: text({ required: true, max: 100, label: 'Its text contains' }),
    way: choice({ in: { label: 'Comes in' }, out: { label: 'Goes out' } }, { label: 'Which way', help: 'Empty, both.' }),
    account: reference(Account, { required: true, label: 'Posted to' }),
    party: reference(Party),
    narration: text({ max: 300, help: 'The bank’s own text unless told.' }),
    company: reference('core.company'),
  },
})

export const readFile = defineAction(BankStatement, 'readFile', {
  label: 'Read the file',
  help: 'Adds its lines to those of the account. What is known already is passed over.',
  when: { state: 'draft' },
  primary: true,
})

export const clear = defineAction(BankLine, 'clear', {
  label: 'It is in the books',
  help: 'Says which lines of the books it is.',
  when: { state: 'open' },
  input: { lines: references(Line, { required: true, label: 'Lines of the books' }) },
})

export const enter = defineAction(BankLine, 'enter', {
  label: 'Post it to an account',
  help: 'Posts an entry between the bank and an account, such as its charges, or several.',
  when: { state: 'open' },
  input: {
    account: reference(Account, { required: true }),
    party: reference(Party),
    amount: decimal({ digits: 3, min: '0', help: 'All of it unless told; what is left goes to the second account.' }),
    second: reference(Account, { label: 'Second account' }),
    parts: json({ label: 'Further parts', help: 'A list, each with its account, its amount and its party; one without an amount takes what is left.' }),
    narration: text({ max: 300 }),
  },
})

export const pay = defineAction(BankLine, 'pay', {
  label: 'It is a payment',
  help: 'Makes a payment of a party of it, which settles the items that are named, or the oldest.',
  when: { state: 'open' },
  input: {
    party: reference(Party, { required: true }),
    items: references(Item, { label: 'Open items' }),
    withheld: decimal({
      ...{ digits: 3, min: '0', label: 'Tax withheld' },
      help: 'Beside the amount. Where tax is withheld of what stays as an advance it is told here, or 0 where nothing is withheld.',
    }),
  },
})

export const reopen = defineAction(BankLine, 'reopen', {
  label: 'It is something else',
  help: 'Takes away what was said of it. What was posted stays.',
  when: { state: 'done' },
})
