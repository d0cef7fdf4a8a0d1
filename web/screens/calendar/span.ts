import { placeInWeek } from '@sangam/sdk'
import { addDays, addMonths } from '../../fields/dates.ts'

/** How many days a calendar shows at once. */
export const spans = ['day', 'week', 'month'] as const
export type Span = (typeof spans)[number]

export function spanOf(word: unknown): Span {
  return spans.find(span => span === word) ?? 'month'
}

/** The days that are shown around one: of a month whole weeks, so that they stand under the days of the week. */
export function daysOf(span: Span, day: string, weekStart: number): readonly string[] {
  if (span === 'day') return [day]
  const from = span === 'week' ? day : `${day.slice(0, 7)}-01`
  const first = addDays(from, -placeInWeek(from, weekStart))
  const last = span === 'week' ? first : addDays(addMonths(from, 1), -1)
  const weeks = span === 'week' ? 1 : Math.ceil((placeInWeek(from, weekStart) + Number(last.slice(8))) / 7)
  return Array.from({ length: weeks * 7 }, (_, at) => addDays(first, at))
}

/** The same place in the span before or after. */
export function stepped(span: Span, day: string, step: number): string {
  if (span === 'month') return addMonths(day, step)
  return addDays(day, span === 'week' ? step * 7 : step)
}

const arrows: { readonly [key: string]: number } = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/** How many days an arrow key leads away; in a right-to-left calendar the days run to the left. */
export function daysBy(key: string, rightToLeft = false): number {
  const step = Object.hasOwn(arrows, key) ? (arrows[key] ?? 0) : 0
  return rightToLeft && Math.abs(step) === 1 ? -step : step
}
