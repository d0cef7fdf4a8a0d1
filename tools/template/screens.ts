import { boardScreen, formScreen, listScreen } from '@sangam/sdk'
import { Thing } from './model.ts'

export const screens = [
  listScreen(Thing, {
    menu: 'Work',
    columns: ['name', 'owner', 'due', 'worth', 'state'],
    views: [
      { label: 'Mine', where: { owner: '$me', state: 'open' } },
      { label: 'This week', where: { due: { within: 'this_week' } } },
    ],
  }),
  formScreen(Thing, { sections: [{ fields: ['name', ['owner', 'due'], ['worth', 'state'], 'notes'] }] }),
  boardScreen(Thing, { by: 'state', card: ['name', 'owner', 'due'] }),
]
