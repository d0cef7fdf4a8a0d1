import { addDays } from '@sangam/sdk'
import { lastDay, monthsBefore } from './days.ts'

export type Every = 'month' | 'quarter' | 'year'

/** On which days something recurs: every so many months from the month of its first day on, on a day of the month, or on the last where a month is shorter. */
export interface Recurs {
  readonly from: string
  readonly until?: string | null
  readonly every: Every
  /** That of the first day unless told. */
  readonly day?: number | null
}

const months: { readonly [every in Every]: number } = { month: 1, quarter: 3, year: 12 }

/**
 * The first day that is due after a day; null where there is none any more.
 *
 * @param after - what was due on this day or before it is done; nothing is, where it is null
 */
export function nextDue({ from, until = null, every, day = null }: Recurs, after: string | null): string | null {
  const wanted = String(day ?? Number(from.slice(8))).padStart(2, '0')
  const first = after !== null && after >= from ? addDays(after, 1) : from
  const step = months[every]
  // The last turn that can't come after it, counted from the month of the first day.
  const passed = Math.max(
    0,
    Math.floor(((Number(first.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(first.slice(5, 7)) - Number(from.slice(5, 7))) / step),
  )
  for (let turn = passed; ; turn += 1) {
    const month = monthsBefore(`${from.slice(0, 7)}-01`, -turn * step)
    const last = lastDay(month)
    const due = `${month.slice(0, 8)}${wanted}` > last ? last : `${month.slice(0, 8)}${wanted}`
    if (until !== null && due > until) return null
    if (due >= first) return due
  }
}

/** The first day of the month after that of a day. */
export function firstOfNextMonth(day: string): string {
  return addDays(lastDay(day), 1)
}
