import { company, format, t } from '@sangam/sdk/web'

/** An amount in the money of the books, without a sign; an en dash for nothing. */
export function amount(value: string): string {
  return isNothing(value) ? '–' : format.amount({ amount: without(value), currency: currency() })
}

/** An amount as statements have it: below nothing in brackets; an en dash for nothing. */
export function plain(value: string): string {
  return isNothing(value) || !isCredit(value) ? amount(value) : `(${amount(value)})`
}

/** An amount with its side, as accountants say it: what is above nothing is a debit. */
export function sided(value: string): string {
  if (isNothing(value)) return '–'
  return isCredit(value) ? t('{amount} Cr', { amount: amount(value) }) : t('{amount} Dr', { amount: amount(value) })
}

/** What of an amount stands on each side: the one is nothing where the other is not. */
export function split(value: string): { readonly debit: string; readonly credit: string } {
  return isCredit(value) ? { debit: '0', credit: without(value) } : { debit: value, credit: '0' }
}

export function isNothing(value: string): boolean {
  return /^-?0*(\.0*)?$/.test(value)
}

export function currency(): string {
  return company()?.currency ?? 'INR'
}

function isCredit(value: string): boolean {
  return value.startsWith('-')
}

function without(value: string): string {
  return isCredit(value) ? value.slice(1) : value
}
