import { formScreen, listScreen } from '@sangam/sdk'
import { Recurring } from '../model.ts'

export const recurringScreens = [
  listScreen(Recurring, {
    menu: 'Books',
    icon: 'history',
    position: 12,
    columns: ['narration', 'every', 'next', 'total', 'writes', 'reverses', 'problem'],
    views: [
      { label: 'Active', where: { active: true }, sort: ['next'] },
      { label: 'Held up', where: { problem: { isEmpty: false } }, sort: ['next'], waits: { verb: 'update', late: true } },
    ],
  }),
  formScreen(Recurring, {
    sections: [
      {
        fields: ['narration', ['every', 'day'], ['from', 'until'], ['writes', 'journal'], ['reverses', 'active'], 'company'],
      },
      { label: 'Debits and credits', fields: ['lines', 'total'] },
      { label: 'What it wrote', fields: [['next', 'writtenTo', 'author'], 'problem'] },
    ],
  }),
]
