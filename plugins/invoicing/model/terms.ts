import { addDays, split } from '@sangam/sdk'

/** A part of what is owed and when: 50 % after 30 days. */
export interface DuePart {
  readonly percent: string
  readonly days: number
  /** The days are counted from the end of the month. */
  readonly fromMonthEnd: boolean
}

export interface Due {
  readonly due: string
  readonly amount: string
}

/**
 * When how much of a total is due, so that nothing of it is lost.
 *
 * @example duesOf('100', '2027-03-05', [{ percent: '50', days: 0, fromMonthEnd: false }, { percent: '50', days: 30, fromMonthEnd: false }], 2)
 */
export function duesOf(total: string, day: string, parts: readonly DuePart[], digits: number): Due[] {
  const shares = parts.filter(part => Number(part.percent) > 0)
  if (shares.length === 0) return [{ due: day, amount: total }]
  const amounts = split(
    total,
    shares.map(part => part.percent),
    digits,
  )
  return shares.map(({ days, fromMonthEnd }, at) => ({ due: addDays(fromMonthEnd ? monthEnd(day) : day, days), amount: amounts[at] ?? '0' }))
}

/** The last day of the month of a day. */
function monthEnd(day: string): string {
  const [year = 0, month = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}
