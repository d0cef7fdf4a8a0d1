import { Account, Party } from '@sangam/plugin-parties/model'
import { type Asked, askOnce, type LitElement } from '@sangam/sdk/web'
import type { Lack, NotOurs, OwnNumber } from '../model/sayings.ts'

/** Where both sides of a document are, as the server knows it. */
export interface Sides {
  /** Null where no party is chosen; `lacks` says why they charge no taxes of the registered, `days` those to pay that were agreed. */
  readonly theirs: { readonly lacks: Lack | null; readonly state: string | null; readonly country: string | null; readonly days: number | null } | null
  /** Of a bill: whether we had that number on its day, where the fiscal year begins, and when the annual return of its year was filed. */
  readonly back: { readonly right: boolean; readonly start: number; readonly filed: string | null } | null
  /** Beside the number that is filled in, all that the company holds, and its name. */
  readonly ours: {
    readonly number: string | null
    readonly lacks: Lack | NotOurs | null
    readonly state: string | null
    readonly company: string
    readonly numbers: readonly OwnNumber[]
  }
}

/** What is known of both sides of what is typed. Who may not ask sees it as it is saved. */
export const sidesFor = (element: LitElement): Asked<Sides> =>
  askOnce(element, 'invoicing', '/sides', ['core.registration', 'core.place', Party.name, Account.name])
