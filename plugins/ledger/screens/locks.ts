import { formScreen, listScreen } from '@sangam/sdk'
import { LockException, PeriodLock } from '../model.ts'

/** Locks of days, each with who may post on them nevertheless. */
export const lockScreens = [
  listScreen(PeriodLock, { menu: 'Period end', icon: 'lock', position: 40, columns: ['until', 'kind', 'reason'] }),
  formScreen(PeriodLock, {
    sections: [{ fields: [['until', 'kind'], 'reason', ['company', 'head']] }],
    related: [{ entity: 'ledger.lockException', by: 'lock', columns: ['person', 'until', 'reason', 'ended'] }],
  }),
  listScreen(LockException, { columns: ['person', 'until', 'reason', 'ended', 'lock'] }),
  formScreen(LockException, { sections: [{ fields: [['lock', 'person'], ['until', 'ended'], 'reason', 'company'] }] }),
]
