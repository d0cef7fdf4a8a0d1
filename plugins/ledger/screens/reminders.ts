import { Party } from '@sangam/plugin-parties/model'
import { formScreen, listScreen, pageScreen, placeRelated } from '@sangam/sdk'
import { LateCharge, Reminder, ReminderHold, ReminderLevel } from '../model.ts'

export const reminderScreens = [
  pageScreen('ledger.reminders', Reminder, { label: 'Reminders', element: 'ledger-reminders', menu: 'Books', icon: 'send', position: 18 }),
  listScreen(Reminder, { columns: ['subject', 'party', 'level', 'on', 'to', 'late'] }),
  formScreen(Reminder, {
    sections: [
      {
        fields: [
          ['party', 'level'],
          ['on', 'to', 'language'],
          'subject',
          'body',
          ['late', 'balance'],
          ['fee', 'interest', 'charged'],
          ['times', 'lastAt', 'lastTo'],
        ],
      },
      { label: 'What was open', fields: ['lines'] },
    ],
  }),
  listScreen(ReminderHold, { columns: ['party', 'item', 'reason', 'disputed', 'until'] }),
  listScreen(ReminderLevel, { menu: 'Set-up', icon: 'send', position: 69, columns: ['name', 'days', 'byItself', 'tell', 'active'] }),
  formScreen(ReminderLevel, {
    sections: [{ fields: [['name', 'days'], ['active', 'byItself', 'tell'], ['fee', 'interest'], 'subject', 'body', 'subjectHindi', 'bodyHindi'] }],
  }),
  listScreen(LateCharge, { columns: ['reminder', 'item', 'from', 'to', 'freedAt'] }),
  placeRelated(Reminder, { entity: 'ledger.lateCharge', by: 'reminder', label: 'What of it is charged', columns: ['item', 'from', 'to', 'freedAt'] }),
  placeRelated(Party, { entity: 'ledger.reminder', by: 'party', label: 'Payment reminders', columns: ['on', 'level', 'to', 'late'] }),
]
