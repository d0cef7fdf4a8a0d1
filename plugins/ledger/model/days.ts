import { addDays } from '@sangam/sdk'
import type { Days } from './statements.ts'

/** The days before some days: the same a year earlier, or as many; of whole months as many months. */
export function earlier({ from, to }: Days, aYear: boolean): Days {
  if (aYear) return { from: monthsBefore(from, 12), to: lastOf(to) ? lastDay(monthsBefore(to, 12)) : monthsBefore(to, 12) }
  if (from.endsWith('-01') && lastOf(to)) {
    const months = monthNumber(to) - monthNumber(from) + 1
    return { from: monthsBefore(from, months), to: addDays(from, -1) }
  }
  const count = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1
  return { from: addDays(from, -count), to: addDays(from, -1) }
}

/** The same day some months earlier, or the last of that month where it has none. */
export function monthsBefore(day: string, months: number): string {
  const number = monthNumber(day) - months
  const first = `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}-01`
  const wanted = `${first.slice(0, 8)}${day.slice(8)}`
  return wanted > lastDay(first) ? lastDay(first) : wanted
}

/** The last day of a day's month. */
export function lastDay(day: string): string {
  const [year = 0, month = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}

function lastOf(day: string): boolean {
  return day === lastDay(day)
}

function monthNumber(day: string): number {
  const [year = 0, month = 1] = day.split('-').map(Number)
  return year * 12 + month - 1
}
