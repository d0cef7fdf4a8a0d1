import { formScreen, listScreen, pageScreen, placeElement, placeFields } from '@sangam/sdk'
import { Beginning, BookedDocument, BookedPayment, BookedReminder, PaidAdvance } from './model.ts'

export const screens = [
  listScreen(Beginning, { menu: 'Set-up', icon: 'money', position: 70, columns: ['from', 'company', 'waiting', 'covered', 'posted', 'state'] }),
  formScreen(Beginning, {
    sections: [
      { fields: [['from', 'company', 'state']] },
      {
        label: 'What would become of earlier documents',
        fields: [
          ['waiting', 'waitingTotal'],
          ['covered', 'coveredTotal'],
          ['paidInto', 'posted'],
        ],
      },
    ],
    hidden: [],
  }),
  placeFields(BookedPayment, ['withholding', 'withhold', 'advance', 'advanceNet'], { after: 'withheld' }),
  pageScreen('invoicebooks.withheld', BookedDocument, {
    label: 'Tax withheld of suppliers',
    element: 'invoicebooks-withheld',
    menu: 'Reports',
    icon: 'percent',
    position: 29,
  }),
  placeElement(BookedPayment, 'invoicebooks-advance'),
  placeFields(PaidAdvance, ['payment'], { after: 'date' }),
  placeFields(BookedReminder, ['invoice'], { after: 'charged' }),
]
