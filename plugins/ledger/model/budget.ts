import { choice, date, decimal, defineEntity, json, lines, reference, text } from '@sangam/sdk'
import { Account } from './account.ts'
import { dimensionFields } from './dimension.ts'
import { FiscalYear } from './fiscal-year.ts'

/** What a budget allows in one month. */
export const BudgetMonth = defineEntity('ledger.budgetMonth', {
  title: 'month',
  label: 'Month of a budget',
  plural: 'Months of budgets',
  fields: {
    budget: reference('ledger.budget', { required: true, onRemove: 'cascade' }),
    month: date({ required: true, help: 'A day of it.' }),
    amount: decimal({ required: true, digits: 3, least: 2, min: '0', default: '0' }),
  },
})

/** What an account, or all accounts below a heading, may come to in a fiscal year, month by month; and what happens where more is posted. */
export const Budget = defineEntity('ledger.budget', {
  title: 'account',
  label: 'Budget',
  description: 'What an account, or all below a heading, may come to in a fiscal year, month by month.',
  sort: ['-year.from', 'account.code'],
  unique: [['year', 'account', 'part']],
  steady: true,
  keep: { years: 8 },
  fields: {
    account: reference(Account, { required: true, help: 'Of income or expenses; a heading stands for all accounts below it.' }),
    year: reference(FiscalYear, { required: true, label: 'Fiscal year' }),
    amount: decimal({ digits: 3, least: 2, min: '0', label: 'For the whole year', adds: 'account.type' }),
    spread: choice({ evenly: { label: 'Evenly' }, byHand: { label: 'By hand' } }, { required: true, default: 'evenly', label: 'Spread over the months' }),
    over: choice(
      { show: { label: 'Only shown' }, warn: { label: 'Who posts it is told', colour: 'orange' }, stop: { label: 'It is not posted', colour: 'red' } },
      { required: true, default: 'warn', label: 'An expense above it', help: 'Of the year up to the end of its month.' },
    ),
    ...dimensionFields,
    part: text({ readonly: true, required: true, default: 'all', max: 80 }),
    months: lines(BudgetMonth, 'budget'),
    upTo: json({ readonly: true }),
    company: reference('core.company', { index: true }),
  },
})
