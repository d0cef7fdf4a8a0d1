import {
  Allocation,
  bounce,
  CashCount,
  cancelPayment,
  Item,
  Match,
  match,
  Payment,
  paymentSettings,
  postPayment,
  Revaluation,
  RevaluationRate,
  Settled,
  unmatch,
} from './model.ts'
import { ofCompany } from './server/account-hooks.ts'
import { applying } from './server/applying.ts'
import { cashCounting } from './server/cash-counts.ts'
import { matchingParts } from './server/match-hooks.ts'
import { openItemRoutes } from './server/open-items.ts'
import { openSheets } from './server/open-sheets.ts'
import { paymentHandlers } from './server/payments.ts'
import { revaluing } from './server/revaluing.ts'

/** What of the books is about settling: open items, their matches, and payments. */
export const settlingEntities = [Item, Match, Payment, Allocation, Revaluation, RevaluationRate, CashCount]

export const settling = [
  match,
  unmatch,
  Settled,
  ...matchingParts,
  ...applying,
  ...openItemRoutes,
  ...openSheets,
  postPayment,
  bounce,
  cancelPayment,
  paymentSettings,
  ...paymentHandlers,
  ofCompany(Payment),
  ...revaluing,
  ...cashCounting,
  ofCompany(Revaluation),
]
