import { nextRun } from '../work/schedule.ts'

/** When a report comes, as it is kept. */
export interface Times {
  readonly every: string
  readonly weekdays: readonly string[] | null
  readonly monthDay: number | null
  readonly time: string
  readonly zone: string
}

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/**
 * The first moment after `now` at which a report comes; null where its times say none. The clock is that of its zone: an hour that a
 * zone leaves out in spring is the first moment after it, one that it has twice in autumn is the first of the two. A day that a month
 * does not have is its last.
 */
export function nextTime(times: Times, now: Date): Date | null {
  if (!isZone(times.zone)) return null
  const moments = patternsOf(times).flatMap(pattern => nextRun({ pattern, zone: times.zone }, now) ?? [])
  return moments.length === 0 ? null : new Date(Math.min(...moments.map(Number)))
}

/** As cron patterns; the earliest of them counts. */
function patternsOf({ every, weekdays, monthDay, time }: Times): readonly string[] {
  const [hour, minute] = (/^(\d\d):(\d\d)$/.exec(time) ?? []).slice(1).map(Number)
  if (hour === undefined || minute === undefined) return []
  const at = `${minute} ${hour}`
  if (every === 'workday') return [`${at} * * 1-5`]
  if (every === 'monthEnd') return [`${at} L * *`]
  if (every === 'month') return monthDay === null ? [] : monthly(at, monthDay)
  const chosen = (weekdays ?? []).map(day => days.indexOf(day)).filter(day => day !== -1)
  return chosen.length === 0 ? [] : [`${at} * * ${chosen.join(',')}`]
}

function monthly(at: string, day: number): readonly string[] {
  if (day < 1 || day > 31) return []
  if (day === 31) return [`${at} L * *`]
  return day > 28 ? [`${at} ${day} 1,3-12 *`, `${at} L 2 *`] : [`${at} ${day} * *`]
}

/** Whether there is such a time zone. */
export function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}
