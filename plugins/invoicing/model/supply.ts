import { isOfForm } from './gstin.ts'
import { plainNumber } from './number.ts'

/** Invoices, receipt vouchers and what takes them back; the others are bills and theirs. */
export function isSale(kind: string): boolean {
  return kind !== 'bill' && kind !== 'vendorCredit'
}

/** Notes that take a document back; a debit note adds to one. */
export function takesBack(kind: string): boolean {
  return kind === 'creditNote' || kind === 'vendorCredit' || kind === 'refund'
}

/** Null where one of both states is not known: which taxes hold is then asked, and never guessed. Where no states are known at all there is none to be between. */
export function supplyOf(place: string | null, seller: string | null): 'within' | 'between' | null {
  if (place === null && seller === null) return 'within'
  return place === null || seller === null ? null : place === seller ? 'within' : 'between'
}

/** The state in a GSTIN: its first two digits. */
export function stateIn(number: string | null): string | null {
  const plain = plainNumber(number ?? '')
  return isOfForm(plain) || /^\d\d[A-Z]{5}\d{4}[A-Z]/.test(plain) ? plain.slice(0, 2) : null
}
