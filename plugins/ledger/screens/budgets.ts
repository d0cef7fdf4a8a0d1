import { formScreen, listScreen, pageScreen } from '@sangam/sdk'
import { Balance, Budget } from '../model.ts'

export const budgetScreens = [
  pageScreen('ledger.budget', Balance, { label: 'Budget against actual', element: 'ledger-budget', menu: 'Reports', icon: 'target', position: 27 }),
  listScreen(Budget, {
    menu: 'Set-up',
    icon: 'target',
    position: 57,
    columns: ['account', 'costCentre', 'project', 'year', 'amount', 'spread', 'over'],
    views: [{ label: 'This fiscal year', where: { 'year.from': { lte: '$today' }, 'year.to': { gte: '$today' } } as never }],
  }),
  formScreen(Budget, {
    sections: [
      { fields: [['account', 'year'], ['costCentre', 'project'], ['amount', 'spread'], 'over', 'company'] },
      { label: 'Month by month', fields: ['months'] },
    ],
    hidden: ['upTo', 'part'],
  }),
]
