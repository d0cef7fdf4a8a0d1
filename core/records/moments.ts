/** A day of the calendar as it is sent: `2027-03-31`, and never the 30th of February. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

/**
 * A moment as it is sent: on a day that there is, at a time of it, with its zone. `Date.parse` by itself takes the 30th of February for the
 * 2nd of March and 24:00 for the next day, and without a zone it means another moment on each machine.
 */
export function isMoment(text: string): boolean {
  const [, day = ''] = /^(\d{4}-\d\d-\d\d)[T ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/i.exec(text) ?? []
  return isDay(day) && !Number.isNaN(Date.parse(text))
}
