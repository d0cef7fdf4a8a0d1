import { formScreen, listScreen } from '@sangam/sdk'
import { Template } from '../model.ts'

export const templateScreens = [
  listScreen(Template, {
    menu: 'Books',
    icon: 'copy',
    position: 11,
    columns: ['name', 'narration', 'journal', 'active'],
    views: [{ label: 'Active', where: { active: true }, sort: ['name'] }],
  }),
  formScreen(Template, {
    sections: [{ fields: ['name', 'narration', ['journal', 'active'], 'company'] }, { label: 'Debits and credits', fields: ['lines'] }],
  }),
]
