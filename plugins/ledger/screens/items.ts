import { formScreen, listScreen, pageScreen } from '@sangam/sdk'
import { Item, Match } from '../model.ts'

export const itemScreens = [
  pageScreen('ledger.due', Item, { label: 'Receivables and payables', element: 'ledger-due', menu: 'Books', icon: 'clock', position: 17 }),
  pageScreen('ledger.party', Item, { label: 'Account of a party', element: 'ledger-party', icon: 'user' }),
  listScreen(Item, {
    columns: ['party', 'number', 'narration', 'due', 'currency', 'amount', 'open', 'settledOn'],
    views: [{ label: 'Still open', where: { settledOn: { isEmpty: true } }, sort: ['due'] }],
  }),
  formScreen(Item, {
    sections: [
      {
        fields: [
          'narration',
          ['party', 'side'],
          ['date', 'documentDate', 'due'],
          ['number', 'reference'],
          ['currency', 'amount', 'open'],
          ['account', 'settledOn'],
        ],
      },
      {
        label: 'What settled it',
        related: [
          { entity: 'ledger.match', by: 'debit', columns: ['on', 'credit', 'amount', 'voidedOn'] },
          { entity: 'ledger.match', by: 'credit', columns: ['on', 'debit', 'amount', 'voidedOn'] },
        ],
        fields: [],
      },
    ],
    hidden: ['line', 'sourceEntity', 'sourceId', 'matchedDebit', 'matchedCredit'],
  }),
  formScreen(Match, {
    sections: [{ fields: [['debit', 'credit'], ['currency', 'amount'], ['debitBase', 'creditBase'], ['on', 'voidedOn'], 'why', 'exchange'] }],
    hidden: ['debitPlace', 'creditPlace'],
  }),
]
