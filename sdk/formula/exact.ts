/** An exact decimal: `units` of ten to the minus `places`. 12.50 is 1250 at 2. */
export interface Exact {
  readonly units: bigint
  readonly places: number
}

export function exactOf(text: string | number): Exact {
  const [whole = '0', part = ''] = String(text).trim().split('.')
  return { units: BigInt(`${whole}${part}`), places: part.length }
}

/** In the one form a decimal is written: no zeros after the last digit that counts. */
export function exactText({ units, places }: Exact): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  const part = digits.slice(digits.length - places).replace(/0+$/, '')
  const text = part === '' ? whole : `${whole}.${part}`
  return units < 0n ? `-${text}` : text
}

function at({ units, places }: Exact, wanted: number): bigint {
  return units * 10n ** BigInt(wanted - places)
}

function paired(a: Exact, b: Exact): readonly [bigint, bigint, number] {
  const places = Math.max(a.places, b.places)
  return [at(a, places), at(b, places), places]
}

export function add(a: Exact, b: Exact): Exact {
  const [x, y, places] = paired(a, b)
  return { units: x + y, places }
}

export function negate({ units, places }: Exact): Exact {
  return { units: -units, places }
}

export function multiply(a: Exact, b: Exact): Exact {
  return { units: a.units * b.units, places: a.places + b.places }
}

export function compareExact(a: Exact, b: Exact): number {
  const [x, y] = paired(a, b)
  return x < y ? -1 : x > y ? 1 : 0
}

/** Divided and rounded once, half away from zero; null where one divides by nothing. */
export function divide(a: Exact, b: Exact, places: number): Exact | null {
  const [x, y] = paired(a, b)
  return y === 0n ? null : { units: quotient(x * 10n ** BigInt(places), y, 'half_up'), places }
}

/** What is left of a division to a whole number; it has the sign of what is divided. */
export function remainder(a: Exact, b: Exact): Exact | null {
  const [x, y, places] = paired(a, b)
  return y === 0n ? null : { units: x % y, places }
}

/**
 * How the last digit that is kept is found: `half_up` and `up` go away from zero, `down` towards it.
 *
 * @example roundings.includes('half_even') // true
 */
export const roundings = ['half_up', 'half_even', 'up', 'down', 'ceil', 'floor'] as const

/** One of `roundings`. */
export type Rounding = (typeof roundings)[number]

export function round(value: Exact, places: number, how: Rounding): Exact {
  if (value.places <= places) return value
  return { units: quotient(value.units, 10n ** BigInt(value.places - places), how), places }
}

function quotient(x: bigint, y: bigint, how: Rounding): bigint {
  const negative = x < 0n !== y < 0n
  const [a, b] = [x < 0n ? -x : x, y < 0n ? -y : y]
  const whole = a / b
  const left = a % b
  const up = left !== 0n && awayFromZero(how, negative, left * 2n - b, whole)
  const size = up ? whole + 1n : whole
  return negative ? -size : size
}

/** `half`: how far what is left is beyond the middle. */
function awayFromZero(how: Rounding, negative: boolean, half: bigint, whole: bigint): boolean {
  switch (how) {
    case 'half_up':
      return half >= 0n
    case 'half_even':
      return half > 0n || (half === 0n && whole % 2n === 1n)
    case 'up':
      return true
    case 'down':
      return false
    case 'ceil':
      return !negative
    case 'floor':
      return negative
  }
}
