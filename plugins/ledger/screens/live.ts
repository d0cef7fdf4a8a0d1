import { formScreen, listScreen, pageScreen } from '@sangam/sdk'
import { LiveBooks } from '../model.ts'

export const liveScreens = [
  pageScreen('ledger.goLive', LiveBooks, { label: 'Go live', element: 'ledger-go-live', menu: 'Set-up', icon: 'flag', position: 54 }),
  listScreen(LiveBooks, { columns: ['name', 'discarded', 'createdAt'] }),
  formScreen(LiveBooks, { sections: [{ fields: [['name', 'company'], 'discarded', 'heads'] }] }),
]
