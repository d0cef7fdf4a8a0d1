import { formScreen, listScreen, pageScreen } from '@sangam/sdk'
import { BankFormat, BankLine, BankRule, BankStatement } from '../model.ts'

export const bankScreens = [
  pageScreen('ledger.bank', BankLine, { label: 'Bank', element: 'ledger-bank', menu: 'Books', icon: 'building', position: 16 }),
  formScreen(BankStatement, {
    sections: [{ fields: ['account', 'file', ['state', 'uploaded'], ['added', 'known']] }],
    related: [{ entity: 'ledger.bankLine', by: 'statement', columns: ['date', 'description', 'amount', 'state'] }],
  }),
  listScreen(BankStatement, { columns: ['uploaded', 'account', 'state', 'added', 'known'] }),
  listScreen(BankLine, {
    columns: ['date', 'description', 'reference', 'amount', 'balance', 'state'],
    views: [
      { label: 'To match', where: { state: 'open' }, sort: ['date'], waits: { verb: 'clear', page: 'ledger.bank' } },
      { label: 'Left out', where: { state: 'ignored' }, sort: ['-date'] },
    ],
  }),
  formScreen(BankLine, {
    sections: [{ fields: ['description', ['date', 'amount', 'balance'], ['account', 'reference', 'state'], 'cleared'] }],
    hidden: ['place', 'print'],
  }),
  listScreen(BankRule, { menu: 'Set-up', icon: 'bolt', position: 66, columns: ['contains', 'way', 'account', 'party'] }),
  listScreen(BankFormat, {
    menu: 'Set-up',
    icon: 'columns',
    position: 67,
    columns: ['account', 'date', 'order', 'description', 'deposit', 'withdrawal', 'amount'],
  }),
]
