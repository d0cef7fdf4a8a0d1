import { placeInWeek } from '@sangam/sdk'
import { addDays, addMonths } from '../../fields/dates.ts'

/** The units that an axis is drawn in. */
export const scales = ['day', 'week', 'month', 'quarter'] as const
export type Scale = (typeof scales)[number]

/** A stretch of the axis: from a day, so many days from its beginning, so many days long. */
export interface Stretch {
  readonly day: string
  readonly at: number
  readonly days: number
}

/** The days that are seen at once, in units, under the months or years they belong to. */
export interface Axis {
  readonly scale: Scale
  readonly first: string
  readonly last: string
  readonly days: number
  readonly units: readonly Stretch[]
  readonly heads: readonly Stretch[]
}

/** How many units are seen at a desk and on a phone, how many of them before the one that is looked at, and how many a step goes. */
const shapes: { readonly [S in Scale]: { readonly wide: number; readonly narrow: number; readonly before: number; readonly step: number } } = {
  day: { wide: 21, narrow: 7, before: 0, step: 7 },
  week: { wide: 13, narrow: 5, before: 1, step: 4 },
  month: { wide: 12, narrow: 5, before: 1, step: 3 },
  quarter: { wide: 8, narrow: 4, before: 1, step: 4 },
}

export function scaleOf(word: unknown): Scale {
  return scales.find(scale => scale === word) ?? 'week'
}

/** The axis around a day. Days stand in whole weeks. */
export function axisOf(scale: Scale, day: string, weekStart: number, narrow: boolean): Axis {
  const { wide, narrow: few, before } = shapes[scale]
  const begin = along(scale, startOf(scale, day, weekStart), -before)
  const starts = Array.from({ length: (narrow ? few : wide) + 1 }, (_, at) => along(scale, begin, at))
  const [first = day, end = day] = [starts[0], starts.at(-1)]
  const days = daysBetween(first, end)
  const turn = scale === 'day' || scale === 'week' ? '-01' : '-01-01'
  const heads = [first, ...daysFrom(first, days).filter(one => one !== first && one.endsWith(turn))]
  return { scale, first, last: addDays(end, -1), days, units: stretches(starts.slice(0, -1), end, first), heads: stretches(heads, end, first) }
}

/** The day one is at after a step earlier or later. */
export function stepped(scale: Scale, day: string, step: number): string {
  return along(scale, day, step * shapes[scale].step)
}

/** How many days one day is after another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

function along(scale: Scale, day: string, units: number): string {
  if (scale === 'day' || scale === 'week') return addDays(day, units * (scale === 'week' ? 7 : 1))
  return addMonths(day, units * (scale === 'quarter' ? 3 : 1))
}

function startOf(scale: Scale, day: string, weekStart: number): string {
  if (scale === 'day' || scale === 'week') return addDays(day, -placeInWeek(day, weekStart))
  const month = Number(day.slice(5, 7))
  const first = scale === 'quarter' ? month - ((month - 1) % 3) : month
  return `${day.slice(0, 5)}${String(first).padStart(2, '0')}-01`
}

function daysFrom(first: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => addDays(first, at))
}

function stretches(starts: readonly string[], end: string, first: string): readonly Stretch[] {
  return starts.map((day, at) => ({ day, at: daysBetween(first, day), days: daysBetween(day, starts[at + 1] ?? end) }))
}
