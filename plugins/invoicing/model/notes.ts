import { compareDecimals, minus, over, round, times, total } from '@sangam/sdk'
import type { Decided } from './tax.ts'

/** What a line of a posted document holds, and what notes have given back of it. */
export interface Given extends Decided {
  readonly quantity: string
}

/**
 * What a note gives back of a line: its share of the quantity at the amounts the line was posted with, and with the last of the quantity all that is left, so that
 * notes never come to more or less than what they take back.
 *
 * @returns null where more is given back than is left, or the other way round
 * @example giveBack({ quantity: '3', net: '100', taxes: ['18'] }, [], '1') // net 33.33, taxes ['6']
 */
export function giveBack(line: Given, before: readonly Given[], quantity: string, digits: number): Decided | null {
  const left = minus(line.quantity, total(before.map(one => one.quantity)))
  if (compareDecimals(quantity, '0') !== 0 && quantity.startsWith('-') !== line.quantity.startsWith('-')) return null
  if (compareDecimals(magnitude(quantity), magnitude(left)) > 0) return null
  const all = compareDecimals(quantity, left) === 0
  const partOf = (of: string, taken: readonly string[]): string => {
    const rest = minus(of, total(taken))
    if (all) return rest
    const part = round(over(times(of, quantity), line.quantity, 20) ?? '0', digits)
    return compareDecimals(magnitude(part), magnitude(rest)) > 0 ? rest : part
  }
  return {
    net: partOf(
      line.net,
      before.map(one => one.net),
    ),
    taxes: line.taxes.map((tax, at) =>
      partOf(
        tax,
        before.map(one => one.taxes[at] ?? '0'),
      ),
    ),
  }
}

function magnitude(value: string): string {
  return value.startsWith('-') ? value.slice(1) : value
}
