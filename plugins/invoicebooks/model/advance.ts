import { type Withheld, type Withholding, withheldBeside, withheldIn } from '@sangam/plugin-invoicing/model'
import { total } from '@sangam/sdk'

/** What of a payment stays as an advance, as it is typed and as it is posted. */
export interface Ahead {
  /** What is left over beside what it settles; the tax that somebody entered is in it, what is worked out here is not. */
  readonly leftOver: string
  readonly withheld: string | null
  /** What was agreed, and what of it is without GST. */
  readonly advance: string | null
  readonly advanceNet: string | null
}

/** The advance with its tax, what is withheld of it, and what it would be by the rule; for the browser and the server alike. */
export function taxAhead({ leftOver, withheld, advance, advanceNet }: Ahead, rule: Withholding, money: { readonly rate: string; readonly digits: number }) {
  const by: Withheld =
    advance === null ? withheldBeside(leftOver, rule, { ...money, net: advanceNet }) : withheldIn({ net: advanceNet ?? advance, total: advance }, rule, money)
  return { by, tax: withheld ?? by.amount, whole: withheld === null ? total([leftOver, by.amount]) : leftOver }
}
