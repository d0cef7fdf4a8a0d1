import { choice, date, decimal, defineAction, defineEntity, reference, references, text } from '@sangam/sdk'
import { Account } from './account.ts'

/** A year of a company's books, of any length: open, and closed once what was earned is carried over. */
export const FiscalYear = defineEntity('ledger.fiscalYear', {
  title: 'name',
  label: 'Fiscal year',
  description: 'A year of the books, of any length. Closed, its profit is carried over and its days are locked.',
  sort: ['-from'],
  steady: true,
  keep: { years: 8 },
  fields: {
    name: text({ max: 40, help: 'As its days say, unless told: 2026-27.' }),
    from: date({ required: true, label: 'First day' }),
    to: date({ required: true, label: 'Last day' }),
    state: choice({ open: { label: 'Open' }, closed: { label: 'Closed', colour: 'green' } }, { required: true, default: 'open', readonly: true }),
    profit: decimal({
      digits: 3,
      least: 2,
      readonly: true,
      label: 'Carried over',
      help: 'The profit that its closing entries carried over; of a loss below nothing.',
    }),
    closings: references('ledger.entry', { readonly: true, label: 'Closing entries', onRemove: 'clear' }),
    lock: reference('ledger.lock', { readonly: true, onRemove: 'clear', label: 'Lock of its days' }),
    reopened: text({ readonly: true, max: 200, label: 'Why it was reopened' }),
    company: reference('core.company', { index: true }),
  },
  rules: [{ lock: ['name', 'from', 'to', 'company'], when: { state: 'closed' }, because: 'A closed year stays as it is. Reopen it first.' }],
})

/** Who gets the profit of a proprietor's, a partnership's or an LLP's year: accounts of capital, and in which ratio. */
export const ProfitShare = defineEntity('ledger.profitShare', {
  title: 'account',
  label: 'Profit share',
  description: 'Whose capital the profit of a year is carried to, and in which ratio: of a proprietor, of partners.',
  sort: ['account.code'],
  unique: [['company', 'account']],
  steady: true,
  fields: {
    account: reference(Account, { required: true, label: 'Capital account' }),
    ratio: decimal({ required: true, digits: 4, min: '0.0001', help: 'Such as 60 beside 40, or 3 beside 2.' }),
    company: reference('core.company'),
  },
})

export const closeYear = defineAction(FiscalYear, 'close', {
  label: 'Close the year',
  help: 'Carries over what income and expenses come to, and locks the days of the year.',
  confirm: 'Carry the profit over and lock all days of the year? It can be reopened.',
  when: { state: 'open' },
  primary: true,
})

export const reopenYear = defineAction(FiscalYear, 'reopen', {
  label: 'Reopen',
  help: 'Takes the lock of its days away. Closing entries stay; closed again, what came late is carried over beside them.',
  when: { state: 'closed' },
  input: { because: text({ label: 'Why', required: true, max: 200 }) },
})
