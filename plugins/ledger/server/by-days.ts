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
