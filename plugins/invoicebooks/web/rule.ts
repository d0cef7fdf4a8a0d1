import { Document, type Withholding, WithholdingSection } from '@sangam/plugin-invoicing/model'
import { Match, Payment } from '@sangam/plugin-ledger/model'
import { type Asked, askOnce, type LitElement } from '@sangam/sdk/web'

/** By what tax is withheld of an advance, and what is owed to the supplier; null for who may not know that. */
export interface Answer {
  readonly section: string | null
  readonly rule: Withholding | null
  readonly owed: string | null
}

/** What others post, and who may not ask, is seen as the payment is posted. */
export const ruleFor = (element: LitElement): Asked<Answer> =>
  askOnce(element, 'invoicebooks', '/advance', [Document.name, Payment.name, Match.name, WithholdingSection.name])
