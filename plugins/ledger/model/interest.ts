import { compareDecimals, over, times } from '@sangam/sdk'

/** The days after one day up to another, for which a letter asks interest. */
export interface InterestDays {
  readonly from: string
  readonly to: string
}

const daysIn = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/**
 * Which of its days no other has.
 *
 * @example daysLeft({ from: '2027-03-01', to: '2027-03-31' }, [{ from: '2027-03-10', to: '2027-03-16' }]) // after the 1st up to the 10th, after the 16th up to the 31st
 */
export function daysLeft({ from, to }: InterestDays, others: readonly InterestDays[]): readonly InterestDays[] {
  const left: InterestDays[] = []
  let at = from
  for (const one of [...others].sort((x, y) => (x.from < y.from ? -1 : 1))) {
    if (one.from >= to) break
    if (one.from > at) left.push({ from: at, to: one.from })
    if (one.to > at) at = one.to
  }
  return at < to ? [...left, { from: at, to }] : left
}

/** Whether both have a day in common. */
export const shareDays = (one: InterestDays, other: InterestDays): boolean => one.from < other.to && other.from < one.to

/**
 * What of the interest that a letter asks for nobody has charged with another letter: a day of what is late bears interest once, whichever of its letters it is charged with.
 *
 * @example interestLeft('360', { from: '2027-03-01', to: '2027-03-31' }, [{ from: '2027-03-01', to: '2027-03-16' }], 2) // '180'
 */
export function interestLeft(interest: string, days: InterestDays, charged: readonly InterestDays[], digits: number): string {
  const all = daysIn(days.from, days.to)
  const left = daysLeft(days, charged).reduce((sum, one) => sum + daysIn(one.from, one.to), 0)
  return left === all || compareDecimals(interest, '0') <= 0 ? interest : (over(times(interest, String(left)), String(all), digits) ?? '0')
}
