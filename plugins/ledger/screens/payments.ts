import { formScreen, listScreen, pageScreen } from '@sangam/sdk'
import { CashCount, Payment, Revaluation } from '../model.ts'

export const paymentScreens = [
  listScreen(Revaluation, { menu: 'Period end', icon: 'percent', position: 45, columns: ['on', 'difference', 'state', 'entry', 'back'] }),
  formScreen(Revaluation, { sections: [{ fields: [['on', 'state'], 'rates', ['difference', 'entry', 'back']] }] }),
  listScreen(CashCount, { menu: 'Books', icon: 'coins', position: 19, columns: ['on', 'account', 'counted', 'inBooks', 'difference', 'topUp', 'state'] }),
  formScreen(CashCount, {
    sections: [
      {
        fields: [['account', 'on'], ['counted', 'inBooks', 'difference'], 'because', ['float', 'filledFrom', 'topUp'], ['state', 'entry']],
      },
    ],
  }),
  pageScreen('ledger.pay', Payment, { label: 'Receive or make a payment', element: 'ledger-pay', icon: 'coins' }),
  listScreen(Payment, {
    menu: 'Books',
    icon: 'coins',
    position: 15,
    columns: ['number', 'date', 'party', 'direction', 'amount', 'currency', 'instrument', 'state'],
    views: [
      { label: 'Cheques in hand', where: { instrument: 'cheque', state: { in: ['received', 'deposited'] } }, sort: ['instrumentDate'] },
      { label: 'Post-dated cheques', where: { instrument: 'cheque', state: 'received', instrumentDate: { gt: '$today' } }, sort: ['instrumentDate'] },
      { label: 'This month', where: { date: { within: 'this_month' } }, sort: ['-date'] },
      { label: 'Drafts', where: { state: 'draft' }, sort: ['-date'], waits: { verb: 'post' } },
      {
        label: 'Cheques to deposit',
        where: {
          ...{ instrument: 'cheque', direction: 'receive', state: 'received' },
          or: [{ instrumentDate: { isEmpty: true } }, { instrumentDate: { lte: '$today' } }],
        },
        sort: ['instrumentDate'],
        waits: { verb: 'update' },
      },
    ],
  }),
  formScreen(Payment, {
    sections: [
      {
        fields: [
          ['direction', 'party'],
          ['account', 'date'],
          ['amount', 'currency', 'rate'],
          ['instrument', 'instrumentNumber', 'instrumentDate'],
          ['number', 'state', 'clearedOn'],
        ],
      },
      { label: 'Beside it', fields: [['withheld', 'charges', 'writeOff'], ['costCentre', 'project'], 'narration'] },
      { label: 'What it settles', fields: ['oldestFirst', 'overTo', 'allocations', ['leftOver', 'entry']] },
    ],
  }),
]
