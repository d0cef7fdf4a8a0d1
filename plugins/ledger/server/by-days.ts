import { addDays, UserError } from '@sangam/sdk'
import type { Days } from '../model/statements.ts'

/**
 * Lines of the books are read in the order of the days of their entries, which stand in another table: a place in that order alone would be looked for from the first day on. So
 * a place tells the day too, and what comes after it is looked for from that day.
 */
export interface DayPlace {
  readonly day: string
  readonly after: string
}

/** A place as it is handed to whoever asks for the next page. */
export function placeAt(day: string | null | undefined, next: string | null): string | null {
  return next === null ? null : JSON.stringify([day ?? '', next])
}

/** Reads a place; what is none is handed on as it is, and refused where it is used. */
export function placeIn(text: string): DayPlace {
  try {
    const [day, after] = JSON.parse(text) as unknown[]
    if (typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) && typeof after === 'string') return { day, after }
  } catch {
    // No place of ours.
  }
  return { day: '0001-01-01', after: text }
}

/** The days from a place on. */
export function daysFrom<Days extends { readonly gte?: string; readonly lte: string }>(days: Days, place: DayPlace | null): Days {
  return place === null || place.day < (days.gte ?? '') ? days : { ...days, gte: place.day }
}

/** So many days are looked at first; where they do not fill a page, twice as many after them. */
const firstStretch = 4

interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null
}

/**
 * A page of what stands in the order of its days, read a stretch of days at a time: what a page costs goes by what it holds, and not by how many days are asked for. The place behind
 * it is one of a line, or the beginning of a day.
 */
export async function pageOfDays<T extends { readonly day: string }>(
  { from, to }: Days,
  place: DayPlace | null,
  limit: number,
  read: (days: Days, after: string | null, limit: number) => Promise<Page<T>>,
): Promise<Page<T>> {
  const items: T[] = []
  let after = place === null || place.after === '' ? null : place.after
  let [day, length] = [place === null || place.day < from ? from : place.day, firstStretch]
  while (day <= to) {
    const last = addDays(day, length - 1)
    const stretch = { from: day, to: last < to ? last : to }
    const page = await read(stretch, after, limit - items.length)
    items.push(...page.items)
    if (page.next !== null) return { items, next: placeAt(items.at(-1)?.day, page.next) }
    ;[day, length, after] = [addDays(stretch.to, 1), length * 2, null]
    if (items.length === limit && day <= to) return { items, next: placeAt(day, '') }
  }
  return { items, next: null }
}

/**
 * Sums of some days, of which so many are read at once. Where there may be more, they are read of half of the days after the other: what days come to adds up, so that one key may
 * come several times.
 *
 * @throws UserError where a single day has as many.
 */
export async function byHalves<T>({ from, to }: Days, most: number, read: (days: Days) => Promise<readonly T[]>): Promise<readonly T[]> {
  const found = await read({ from, to })
  if (found.length < most) return found
  if (from === to)
    throw new UserError('too_many_sums', 'On {day} lines of tax tell {most} different parts and rates or more, which no report can show.', { day: from, most })
  const middle = addDays(from, Math.floor((Date.parse(to) - Date.parse(from)) / 172_800_000))
  return [...(await byHalves({ from, to: middle }, most, read)), ...(await byHalves({ from: addDays(middle, 1), to }, most, read))]
}
