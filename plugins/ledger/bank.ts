import { BankFormat, BankLine, BankRule, BankStatement, Clearing, clear, enter, pay, readFile, reopen } from './model.ts'
import { ofCompany } from './server/account-hooks.ts'
import { bankHandlers } from './server/bank.ts'
import { payHandler, paymentAhead } from './server/bank-paying.ts'
import { bankRoutes } from './server/bank-reading.ts'
import { reconciliationSheet } from './server/bank-sheet.ts'

/** What of the books is about the statements of banks. */
export const bankEntities = [BankFormat, BankStatement, BankLine, Clearing, BankRule]

export const banking = [
  readFile,
  clear,
  enter,
  pay,
  reopen,
  ...bankHandlers,
  payHandler,
  paymentAhead,
  ...bankRoutes,
  reconciliationSheet,
  ofCompany(BankStatement),
  ofCompany(BankFormat),
  ofCompany(BankRule),
]
