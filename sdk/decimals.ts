import { add, divide, type Exact, exactOf, exactText, multiply, negate, type Rounding, round as roundExact } from './formula/exact.ts'

/**
 * The sum of decimals, exactly.
 *
 * @param values decimal strings; of none it is `'0'`
 * @example total(['0.1', '0.2']) // '0.3'
 */
export function total(values: readonly string[]): string {
  return exactText(values.map(exactOf).reduce(add, { units: 0n, places: 0 }))
}

/**
 * One decimal less another, exactly.
 *
 * @example minus('100', '99.99') // '0.01'
 */
export function minus(a: string, b: string): string {
  return exactText(add(exactOf(a), negate(exactOf(b))))
}

/**
 * The product of decimals, exactly: nothing is rounded. Discounts that follow each other multiply.
 *
 * @example times('1000', '0.9', '0.95') // '855'
 */
export function times(...values: readonly string[]): string {
  return exactText(values.map(exactOf).reduce(multiply, { units: 1n, places: 0 }))
}

/**
 * A quotient, rounded once.
 *
 * @param digits digits after the point that are kept
 * @returns null where one divides by nothing
 * @example over('758', '1.21', 2) // '626.45'
 */
export function over(a: string, b: string, digits: number): string | null {
  const found = divide(exactOf(a), exactOf(b), digits)
  return found && exactText(found)
}

/**
 * A decimal with so many digits after the point, half away from zero unless told.
 *
 * @param rounding as in formulas: `half_up`, `half_even`, `up`, `down`, `ceil`, `floor`
 * @example round('2.675', 2) // '2.68'
 * @example round('-2.675', 2) // '-2.68'
 */
export function round(value: string, digits: number, rounding: Rounding = 'half_up'): string {
  return exactText(roundExact(exactOf(value), digits, rounding))
}

/**
 * Splits an amount by weights so that nothing is lost: each part is cut off at `digits`, and what is left goes, a smallest unit each, to those whose cut was largest; of equal cuts to
 * the first. Use it for discounts, freight, cost centres, instalments.
 *
 * @param amount a decimal of at most `digits` digits after the point
 * @param weights decimals of one sign, not all 0
 * @throws RangeError where the weights come to nothing, or are of both signs
 * @example split('100', ['1', '1', '1'], 2) // ['33.34', '33.33', '33.33']
 * @example split('80000', ['60', '40'], 2) // ['48000', '32000']
 */
export function split(amount: string, weights: readonly string[], digits: number): string[] {
  const exact = weights.map(exactOf)
  const whole = exact.reduce(add, { units: 0n, places: 0 })
  if (whole.units === 0n || exact.some(one => one.units !== 0n && one.units > 0n !== whole.units > 0n))
    throw new RangeError('An amount is split by weights of one sign that do not come to nothing.')
  const places = Math.max(...exact.map(one => one.places))
  const scale = (one: Exact): bigint => one.units * 10n ** BigInt(places - one.places)
  const sum = exact.map(scale).reduce((a, b) => a + b, 0n)
  const given = roundExact(exactOf(amount), digits, 'half_up')
  const units = given.units * 10n ** BigInt(digits - given.places)
  const parts = exact.map(one => {
    const product = units * scale(one)
    return { units: product / sum, left: magnitude(product % sum) }
  })
  let missing = magnitude(units - parts.reduce((a, part) => a + part.units, 0n))
  const order = parts.map((_, at) => at).sort((a, b) => compareLeft(parts[b]?.left ?? 0n, parts[a]?.left ?? 0n) || a - b)
  const step = units < 0n ? -1n : 1n
  const extra = new Set<number>()
  for (const at of order) {
    if (missing === 0n) break
    extra.add(at)
    missing -= 1n
  }
  return parts.map((part, at) => exactText({ units: part.units + (extra.has(at) ? step : 0n), places: digits }))
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}

function compareLeft(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
