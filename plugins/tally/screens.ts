import { formScreen, listScreen, pageScreen } from '@sangam/sdk'
import { Move } from './model.ts'

export const screens = [
  pageScreen('tally.bring', Move, { label: 'Bring books from Tally', element: 'tally-bring', menu: 'Set-up', icon: 'upload', position: 80, verb: 'create' }),
  listScreen(Move, { columns: ['name', 'state', 'from', 'to', 'vouchers', 'difference'] }),
  formScreen(Move, {
    sections: [{ fields: [['name', 'state'], ['from', 'to'], ['vouchers', 'difference'], 'company'] }, { label: 'Both trial balances', fields: ['balances'] }],
  }),
]
