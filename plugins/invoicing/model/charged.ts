import { compareDecimals } from '@sangam/sdk'

/** Whether tax was charged on a document: then a note may bring some too. What its buyer owes by reverse charge nobody charged. */
export function wasCharged(taxes: readonly { readonly amount: string; readonly reverse: boolean }[]): boolean {
  return taxes.some(({ amount, reverse }) => !reverse && compareDecimals(amount, '0') !== 0)
}
