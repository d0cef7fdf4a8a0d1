import { Account } from '@sangam/plugin-ledger/model'
import { Party } from '@sangam/plugin-parties/model'
import { choice, date, decimal, defineAction, defineEntity, integer, json, lines, reference, text } from '@sangam/sdk'

/** One ledger of Tally beside what became of it: the proof that nothing was lost. */
export const MoveBalance = defineEntity('tally.balance', {
  title: 'ledger',
  label: 'Ledger of Tally',
  plural: 'Ledgers of Tally',
  fields: {
    move: reference('tally.move', { required: true, onRemove: 'cascade' }),
    ledger: text({ required: true, max: 200, label: 'Ledger in Tally' }),
    account: reference(Account, { label: 'Account here' }),
    party: reference(Party),
    theirs: decimal({ digits: 3, label: 'In Tally', help: 'A credit is negative.' }),
    ours: decimal({ digits: 3, label: 'Here', help: 'A credit is negative.' }),
  },
})

/** The books of a company of Tally on their way here: what was read, and what it comes to on both sides once it is posted. */
export const Move = defineEntity('tally.move', {
  title: 'name',
  label: 'Move from Tally',
  plural: 'Moves from Tally',
  description: 'Books that were brought from Tally, with both trial balances side by side.',
  sort: ['-createdAt'],
  keep: { years: 8 },
  fields: {
    name: text({ required: true, max: 120, help: 'The files, such as “Master.xml, DayBook.xml”.' }),
    state: choice({ read: { label: 'Read' }, posted: { label: 'In the books', colour: 'green' } }, { required: true, default: 'read', readonly: true }),
    from: date({ readonly: true, label: 'First day' }),
    to: date({ readonly: true, label: 'Last day' }),
    vouchers: integer({ readonly: true }),
    difference: decimal({ digits: 3, readonly: true, help: 'What both trial balances differ by: nothing, where all is here.' }),
    balances: lines(MoveBalance, 'move', { label: 'Both trial balances', readonly: true }),
    company: reference('core.company', { index: true }),
  },
})

/** A piece of what was read, kept until it is posted: a file is too large for one request. */
export const Piece = defineEntity('tally.piece', {
  title: 'kind',
  label: 'Piece of a file',
  description: 'What was read of a file of Tally, until it is posted.',
  bin: false,
  fields: {
    move: reference(Move, { required: true, onRemove: 'cascade' }),
    at: integer({ required: true, min: 0 }),
    kind: choice(
      { groups: { label: 'Groups' }, ledgers: { label: 'Ledgers' }, types: { label: 'Kinds of vouchers' }, vouchers: { label: 'Vouchers' } },
      { required: true },
    ),
    content: json(),
  },
  unique: [['move', 'at']],
})

export const bring = defineAction(Move, 'bring', {
  label: 'Put into the books',
  help: 'Makes the accounts and parties that are missing, and posts opening balances and vouchers: all of it, or nothing.',
  when: { state: 'read' },
  primary: true,
})
