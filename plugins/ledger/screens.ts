import { formScreen, listScreen, pageScreen, placeOnHome } from '@sangam/sdk'
import { Account, Balance, Entry, FiscalYear, Journal, OpeningItem, ProfitShare, TaxBalance } from './model.ts'
import { accountRoleScreens } from './screens/account-roles.ts'
import { bankScreens } from './screens/bank.ts'
import { budgetScreens } from './screens/budgets.ts'
import { dimensionScreens } from './screens/dimensions.ts'
import { itemScreens } from './screens/items.ts'
import { liveScreens } from './screens/live.ts'
import { lockScreens } from './screens/locks.ts'
import { paymentScreens } from './screens/payments.ts'
import { recurringScreens } from './screens/recurring.ts'
import { reminderScreens } from './screens/reminders.ts'
import { templateScreens } from './screens/templates.ts'

export const screens = [
  listScreen(Entry, {
    menu: 'Books',
    icon: 'note',
    position: 10,
    columns: ['number', 'date', 'narration', 'journal', 'total', 'state', 'kind'],
    views: [
      { label: 'Drafts', where: { state: 'draft' }, sort: ['-date'], waits: { verb: 'post' } },
      { label: 'Posted this month', where: { state: 'posted', date: { within: 'this_month' } }, sort: ['-date'] },
      { label: 'By journal', group: ['journal'], measures: ['count', 'sum:total'] },
    ],
  }),
  formScreen(Entry, {
    sections: [
      { fields: ['narration', ['date', 'journal', 'kind'], ['number', 'state', 'total'], ['reference', 'documentDate']] },
      { label: 'Debits and credits', fields: ['lines'] },
      { label: 'Beside it', fields: ['note', 'files', ['reverses', 'company']] },
    ],
    hidden: ['divided'],
  }),
  pageScreen('ledger.standing', Balance, { label: 'How the business stands', element: 'ledger-standing', menu: 'Books', icon: 'home', position: 2 }),
  placeOnHome(Balance, 'ledger-day'),
  pageScreen('ledger.voucher', Entry, { label: 'Vouchers', element: 'ledger-voucher', menu: 'Books', icon: 'edit', position: 5, verb: 'create' }),
  pageScreen('ledger.dayBook', Entry, { label: 'Day book', element: 'ledger-day-book', menu: 'Books', icon: 'calendar', position: 12 }),
  pageScreen('ledger.trialBalance', Balance, { label: 'Trial balance', element: 'ledger-trial-balance', menu: 'Reports', icon: 'money', position: 20 }),
  pageScreen('ledger.generalLedger', Entry, { label: 'General ledger', element: 'ledger-general', menu: 'Reports', icon: 'list', position: 21 }),
  pageScreen('ledger.profitAndLoss', Balance, { label: 'Profit and loss', element: 'ledger-profit-and-loss', menu: 'Reports', icon: 'chart', position: 22 }),
  pageScreen('ledger.balanceSheet', Balance, { label: 'Balance sheet', element: 'ledger-balance-sheet', menu: 'Reports', icon: 'columns', position: 24 }),
  pageScreen('ledger.cashFlow', Balance, { label: 'Cash flow', element: 'ledger-cash-flow', menu: 'Reports', icon: 'coins', position: 26 }),
  pageScreen('ledger.taxReport', TaxBalance, { label: 'Tax report', element: 'ledger-tax-report', menu: 'Reports', icon: 'percent', position: 28 }),
  pageScreen('ledger.taxLines', Entry, { label: 'Lines of tax', element: 'ledger-tax-lines', icon: 'list' }),
  pageScreen('ledger.audit', Entry, { label: 'Audit trail', element: 'ledger-audit', menu: 'Reports', icon: 'history', position: 50 }),
  pageScreen('ledger.statement', Entry, { label: 'Ledger of an account', element: 'ledger-statement', icon: 'list' }),
  ...itemScreens,
  ...paymentScreens,
  ...bankScreens,
  ...templateScreens,
  ...recurringScreens,
  ...budgetScreens,
  ...reminderScreens,
  ...dimensionScreens,
  listScreen(Account, {
    menu: 'Books',
    icon: 'list',
    position: 30,
    columns: ['code', 'name', 'type', 'control', 'active'],
    views: [
      { label: 'Chart of accounts', kind: 'tree', by: 'above', columns: ['code', 'type', 'control'], sort: ['code'] },
      { label: 'By type', group: ['type'], measures: ['count'] },
    ],
  }),
  ...lockScreens,
  ...liveScreens,
  pageScreen('ledger.periods', Entry, { label: 'Periods', element: 'ledger-periods', menu: 'Period end', icon: 'lock', position: 42 }),
  listScreen(FiscalYear, { menu: 'Period end', icon: 'calendar', position: 45, columns: ['name', 'from', 'to', 'state', 'profit'] }),
  formScreen(FiscalYear, {
    sections: [{ fields: ['name', ['from', 'to'], ['state', 'profit'], 'company'] }, { label: 'Closing', fields: ['closings', 'lock', 'reopened'] }],
  }),
  pageScreen('ledger.opening', OpeningItem, { label: 'Opening balances', element: 'ledger-opening', menu: 'Set-up', icon: 'flag', position: 55 }),
  listScreen(OpeningItem, {
    columns: ['account', 'party', 'number', 'date', 'due', 'debit', 'credit', 'state'],
    views: [{ label: 'Not posted', where: { state: 'draft' }, waits: { verb: 'post', page: 'ledger.opening' } }],
  }),
  formScreen(OpeningItem, {
    sections: [
      { fields: ['account', 'party', ['debit', 'credit'], ['number', 'date', 'due'], ['state', 'entry']] },
      {
        label: 'On the document',
        fields: [
          ['currency', 'amount'],
          ['taxable', 'tax'],
        ],
      },
    ],
    hidden: ['turn'],
  }),
  listScreen(ProfitShare, { menu: 'Set-up', icon: 'group', position: 68, columns: ['account', 'ratio', 'company'] }),
  listScreen(Journal, { menu: 'Set-up', icon: 'group', position: 60, columns: ['code', 'name', 'kind'] }),
  ...accountRoleScreens,
]
