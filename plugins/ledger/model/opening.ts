import { Party } from '@sangam/plugin-parties/model'
import { choice, date, decimal, defineAction, defineEntity, integer, reference, text } from '@sangam/sdk'
import { Account } from './account.ts'

/** What a company began its books with: a balance of an account, or of a receivable or payable one an open paper of a party, with its number and days. */
export const OpeningItem = defineEntity('ledger.openingItem', {
  title: 'account',
  label: 'Opening item',
  description: 'What a company begins its books with: balances of accounts, and each open invoice, bill and advance of a party by itself.',
  sort: ['account.code', 'date'],
  unique: [['company', 'account', 'party', 'number']],
  fields: {
    account: reference(Account, { required: true }),
    party: reference(Party, { help: 'On receivable and payable accounts: whose it is.' }),
    number: text({ max: 60, label: 'Number of the document', search: true, help: 'As it stands on the invoice, the bill or the receipt.' }),
    date: date({ label: 'Date of the document' }),
    due: date({ label: 'Due on' }),
    debit: decimal({ digits: 3, least: 2, min: '0' }),
    credit: decimal({ digits: 3, least: 2, min: '0' }),
    currency: text({ max: 3, help: 'Where it is not the currency of the books.' }),
    amount: decimal({ digits: 3, least: 2, help: 'In that currency; a credit is negative.' }),
    taxable: decimal({ digits: 3, least: 2, min: '0', label: 'Taxable value', help: 'Of the document, for notes that come later. Nothing of it is posted.' }),
    tax: decimal({ digits: 3, least: 2, min: '0', help: 'Of the document, for notes that come later. Nothing of it is posted.' }),
    state: choice({ draft: { label: 'Not posted' }, posted: { label: 'Posted', colour: 'green' } }, { required: true, default: 'draft', readonly: true }),
    entry: reference('ledger.entry', { readonly: true }),
    turn: integer({ readonly: true, label: 'Times taken back' }),
    company: reference('core.company', { index: true }),
  },
  rules: [
    {
      lock: ['account', 'party', 'number', 'date', 'due', 'debit', 'credit', 'currency', 'amount', 'company'],
      when: { state: 'posted' },
      because: 'It is in the books. Take it back first.',
    },
  ],
})

const on = date({ required: true, default: '$today', label: 'As on', help: 'The first day of these books.' })

export const postOpening = defineAction(OpeningItem, 'post', {
  label: 'Post',
  help: 'Puts it into the books, against the account of opening balances.',
  when: { state: 'draft' },
  primary: true,
  input: { on },
})

export const takeBackOpening = defineAction(OpeningItem, 'takeBack', {
  label: 'Take back',
  help: 'Reverses its entry on the same day, so that it can be put right and posted again.',
  when: { state: 'posted' },
})
