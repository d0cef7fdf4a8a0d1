import { Account } from '@sangam/plugin-parties/model'
import { type Asked, askOnce, type LitElement } from '@sangam/sdk/web'
import { Document, WithheldBefore, type Withholding, WithholdingSection } from '../model.ts'

/** What tax is withheld by, with what the year came to before; null where none is. */
interface Withheld {
  readonly section: string | null
  readonly rule: Withholding | null
}

/** By what rule tax is withheld of what is typed. Who may not ask sees it as it is saved. */
export const withheldFor = (element: LitElement): Asked<Withheld> =>
  askOnce(element, 'invoicing', '/withheld', [Document.name, Account.name, WithholdingSection.name, WithheldBefore.name])
