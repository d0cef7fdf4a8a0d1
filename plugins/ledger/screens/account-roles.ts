import { formScreen, listScreen } from '@sangam/sdk'
import { AccountRole } from '../model.ts'

const today = {
  and: [{ or: [{ from: { isEmpty: true } }, { from: { lte: '$today' } }] }, { or: [{ until: { isEmpty: true } }, { until: { gte: '$today' } }] }],
} as never

export const accountRoleScreens = [
  listScreen(AccountRole, {
    menu: 'Set-up',
    icon: 'key',
    position: 65,
    columns: ['role', 'account', 'itemGroup', 'partyGroup', 'registration', 'from', 'until', 'company'],
    views: [
      { label: 'Applies today', where: today, columns: ['role', 'account', 'itemGroup', 'partyGroup', 'registration', 'until', 'company'] },
      { label: 'Begins later', where: { from: { gt: '$today' } } as never, sort: ['from', 'role'] },
    ],
  }),
  formScreen(AccountRole, {
    sections: [
      { fields: [['role', 'account'], 'company'] },
      { label: 'Only for some', fields: [['itemGroup', 'partyGroup', 'registration']] },
      { label: 'Only on some days', fields: [['from', 'until']] },
    ],
  }),
]
