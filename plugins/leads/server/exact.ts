import { canonicalDecimal, type Money } from '@sangam/sdk'

/** A decimal string as a whole number and how many of its digits stand after the point. */
function parse(decimal: string): { readonly units: bigint; readonly places: number } {
  const [whole = '0', part = ''] = decimal.split('.')
  return { units: BigInt(whole + part), places: part.length }
}

function format(units: bigint, places: number): string {
  const sign = units < 0n ? '-' : ''
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0')
  const at = digits.length - places
  return canonicalDecimal(places === 0 ? sign + digits : `${sign}${digits.slice(0, at)}.${digits.slice(at)}`)
}

/** The exact product of two decimals. */
export function times(a: string, b: string): string {
  const [left, right] = [parse(a), parse(b)]
  return format(left.units * right.units, left.places + right.places)
}

/** The exact sum of decimals. */
export function sum(decimals: readonly string[]): string {
  const parsed = decimals.map(parse)
  const places = Math.max(0, ...parsed.map(one => one.places))
  return format(
    parsed.reduce((total, one) => total + one.units * 10n ** BigInt(places - one.places), 0n),
    places,
  )
}

/** So many per cent of an amount, exactly. */
export function percentOf(amount: string, percent: number): string {
  const { units, places } = parse(amount)
  return format(units * BigInt(percent), places + 2)
}

/** The sum of amounts where there are some, all are known and in one currency; otherwise null. */
export function total(amounts: readonly (Money | null)[]): Money | null {
  const [first] = amounts
  if (!first || amounts.some(one => one?.currency !== first.currency)) return null
  return { amount: sum(amounts.map(one => one?.amount ?? '0')), currency: first.currency }
}
