import { addDays, startOfDay } from '@sangam/sdk'
import { today, zone } from '../../shell/format.ts'

/** Nine in the morning of a day, where the person is. */
function morning(day: string): string {
  return new Date(Date.parse(startOfDay(day, zone())) + 9 * 3_600_000).toISOString()
}

export function inHours(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toISOString()
}

export function tomorrow(): string {
  return morning(addDays(today(), 1))
}

/** The Monday to come. */
export function nextWeek(): string {
  const weekday = new Date(`${today()}T00:00:00Z`).getUTCDay()
  return morning(addDays(today(), (8 - weekday) % 7 || 7))
}
