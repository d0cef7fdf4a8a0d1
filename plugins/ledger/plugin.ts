import { definePlugin } from '@sangam/sdk'
import { bankEntities, banking } from './bank.ts'
import { held } from './books.ts'
import { budgetEntities, budgets } from './budgets.ts'
import { dimensionEntities, dimensions } from './dimensions.ts'
import {
  Account,
  AccountRole,
  Balance,
  CurrencyBalance,
  Entry,
  FiscalYear,
  Journal,
  Line,
  LiveBooks,
  LockException,
  OpeningItem,
  PartyBalance,
  PartyTotal,
  PeriodLock,
  ProfitShare,
  post,
  reverse,
  TaxBalance,
} from './model.ts'
import { recurring, recurringEntities } from './recurring.ts'
import { reminderEntities, reminders } from './reminders.ts'
import { roles } from './roles.ts'
import { sample } from './sample.ts'
import { screens } from './screens.ts'
import { accountHooks, companyOf, journalHooks } from './server/account-hooks.ts'
import { accountRoleHooks } from './server/account-roles.ts'
import { handlers } from './server/actions.ts'
import { auditTrail } from './server/audit.ts'
import { auditSheet } from './server/audit-sheet.ts'
import { balanceSheet } from './server/balance-sheet.ts'
import { cashFlow } from './server/cash-flow.ts'
import { cashDifferenceSeed, chartSeed, companyHooks, placesSeed, servicesSeed } from './server/chart.ts'
import { dayBook, dayBookSheet } from './server/day-book.ts'
import { entryHooks, lineHooks } from './server/entry-hooks.ts'
import { fourEyes } from './server/four-eyes.ts'
import { generalLedger } from './server/general-ledger.ts'
import { journalSheet } from './server/journal-sheet.ts'
import { ledgerSheet, trialSheet } from './server/ledger-sheets.ts'
import { lockExceptions } from './server/lock-exceptions.ts'
import { openingParts } from './server/opening.ts'
import { plainText } from './server/plain-text.ts'
import { posting } from './server/posting.ts'
import { profitAndLoss } from './server/profit-and-loss.ts'
import { statement, trialBalance } from './server/reports.ts'
import { balanceSheetSheet, cashFlowSheet, profitSheet } from './server/sheets.ts'
import { standing } from './server/standing.ts'
import { taxLines } from './server/tax-lines.ts'
import { taxReport } from './server/tax-report.ts'
import { taxLinesSheet, taxSheet } from './server/tax-sheets.ts'
import { yearParts } from './server/year-parts.ts'
import { settling, settlingEntities } from './settling.ts'
import { english } from './translations/en.ts'
import { hindi } from './translations/hi.ts'
import { trialBooks } from './trial.ts'

export default definePlugin({
  id: 'ledger',
  version: '0.1.0',
  title: 'Ledger',
  description: 'The books: accounts, journal entries that stay as they are once posted, locked periods, and a trial balance that is always ready.',
  icon: 'money',
  needs: { parties: '^0.1.0' },
  engines: { sangam: '^0.1.0' },
  entities: [
    Account,
    AccountRole,
    Journal,
    Entry,
    Line,
    PeriodLock,
    LockException,
    LiveBooks,
    Balance,
    PartyBalance,
    PartyTotal,
    TaxBalance,
    CurrencyBalance,
    FiscalYear,
    ProfitShare,
    OpeningItem,
    ...settlingEntities,
    ...bankEntities,
    ...recurringEntities,
    ...budgetEntities,
    ...reminderEntities,
    ...dimensionEntities,
  ],
  parts: [
    post,
    reverse,
    ...settling,
    ...banking,
    ...recurring,
    ...budgets,
    ...reminders,
    ...dimensions,
    ...handlers,
    ...held,
    ...companyOf,
    lineHooks,
    entryHooks,
    ...fourEyes,
    accountHooks,
    accountRoleHooks,
    journalHooks,
    companyHooks,
    posting,
    trialBalance,
    profitAndLoss,
    profitSheet,
    balanceSheet,
    balanceSheetSheet,
    cashFlow,
    cashFlowSheet,
    statement,
    generalLedger,
    dayBook,
    dayBookSheet,
    journalSheet,
    taxReport,
    taxSheet,
    taxLines,
    taxLinesSheet,
    trialSheet,
    ledgerSheet,
    plainText,
    auditTrail,
    auditSheet,
    standing,
    ...yearParts,
    ...lockExceptions,
    ...trialBooks,
    ...openingParts,
    ...roles,
    ...screens,
    chartSeed,
    placesSeed,
    cashDifferenceSeed,
    servicesSeed,
    sample,
    english,
    hindi,
  ],
})
