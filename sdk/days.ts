import type { ConditionScope, Period } from './condition.ts'

const dayMs = 86_400_000
const at = (day: string): Date => new Date(`${day}T00:00:00Z`)
const dayOf = (date: Date): string => date.toISOString().slice(0, 10)

/**
 * A day some days later, or earlier.
 *
 * @example addDays('2028-02-27', 2) // '2028-02-29'
 */
export function addDays(day: string, days: number): string {
  return dayOf(new Date(at(day).getTime() + days * dayMs))
}

function firstOfMonth(day: string, months: number): string {
  const date = at(day)
  return dayOf(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)))
}

/**
 * How far a day is from the day its week begins on (1 is Monday, 7 Sunday): 0 to 6.
 *
 * @example placeInWeek('2027-03-31', 1) // 2
 */
export function placeInWeek(day: string, weekStart: number): number {
  return (at(day).getUTCDay() - (weekStart % 7) + 7) % 7
}

/**
 * The day on which weeks usually begin in a country: 1 is Monday, 7 Sunday. Monday where nothing is known of it.
 *
 * @example weekStartIn('IN') // 7
 */
export function weekStartIn(country: string): number {
  if (!/^[A-Z]{2}$/i.test(country)) return 1
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } }
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1
}

/**
 * First and last day of a stretch of time, both included, as seen from a day, by the fiscal year and the week of a company.
 *
 * @example resolvePeriod('last_fiscal_year', '2027-05-05', { fiscalYearStart: 4, weekStart: 1 }) // { from: '2026-04-01', to: '2027-03-31' }
 */
export function resolvePeriod(
  period: Period,
  today: string,
  { fiscalYearStart, weekStart }: Pick<ConditionScope, 'fiscalYearStart' | 'weekStart'>,
): { readonly from: string; readonly to: string } {
  const [which = '', ...words] = period.split('_')
  const unit = words.join('_')
  const turn = which === 'last' ? -1 : which === 'next' ? 1 : 0
  const counted = /^(\d+)_(\w+)s$/.exec(unit)
  const count = counted ? Number(counted[1]) : 1
  const kind = counted?.[2] ?? unit
  if (kind === 'day') {
    const more = (count - 1) * turn
    return turn < 0 ? { from: addDays(today, more), to: today } : { from: today, to: addDays(today, more) }
  }
  // The first of the units before this one, or the one after it.
  const first = turn < 0 ? -count : turn
  if (kind === 'week') {
    const from = addDays(today, 7 * first - placeInWeek(today, weekStart))
    return { from, to: addDays(from, 7 * count - 1) }
  }
  const length = unitMonths[kind]
  if (length !== undefined) {
    const since = kind.startsWith('fiscal') ? (at(today).getUTCMonth() + 13 - fiscalYearStart) % 12 : at(today).getUTCMonth()
    return months(firstOfMonth(today, -(since % length) + length * first), length * count)
  }
  const day = addDays(today, which === 'yesterday' ? -1 : which === 'tomorrow' ? 1 : 0)
  return { from: day, to: day }
}

const unitMonths: { readonly [unit: string]: number } = { month: 1, quarter: 3, year: 12, fiscal_quarter: 3, fiscal_year: 12 }

function months(from: string, count: number): { from: string; to: string } {
  return { from, to: addDays(firstOfMonth(from, count), -1) }
}

const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * The moment a day begins in a zone, ISO 8601; where a clock jumps over midnight, the first moment after it.
 *
 * @example startOfDay('2027-03-31', 'Asia/Kolkata') // '2027-03-30T18:30:00.000Z'
 */
export function startOfDay(day: string, zone: string): string {
  return new Date(shownAt(at(day).getTime(), zone)).toISOString()
}

/**
 * The moment at which a zone's clocks show a day and a time, ISO 8601. A time that they leave out is as much later; of one that they show twice it is
 * the first.
 *
 * @param day `2027-03-31`
 * @param time `14:30` or `14:30:15`
 * @example momentAt('2027-03-31', '14:30', 'Asia/Kolkata') // '2027-03-31T09:00:00.000Z'
 */
export function momentAt(day: string, time: string, zone: string): string {
  const shown = new Date(`${day}T${time}Z`).getTime()
  const found = shownAt(shown, zone)
  const earlier = shown - offsetMs(found - 3 * hour, zone)
  return new Date(earlier < found && offsetMs(earlier, zone) === shown - earlier ? earlier : found).toISOString()
}

const hour = 3_600_000

/** When clocks show what they would show then without a zone. */
function shownAt(shown: number, zone: string): number {
  const first = shown - offsetMs(shown, zone)
  const exact = shown - offsetMs(first, zone)
  return offsetMs(exact, zone) === shown - exact ? exact : Math.max(first, exact)
}

/**
 * The day of a moment in a zone.
 *
 * @example dayIn('2027-03-31T20:00:00Z', 'Asia/Kolkata') // '2027-04-01'
 */
export function dayIn(instant: string | Date, zone: string): string {
  const ms = new Date(instant).getTime()
  return dayOf(new Date(ms + offsetMs(ms, zone)))
}

/**
 * A moment as a zone's clocks show it, with how far they are ahead: it can be read, and is the same moment for whoever reads it back. Where that is
 * no whole minute, as it was before there were zones, the moment stands in UTC.
 *
 * @example momentIn('2027-03-31T20:00:00.000Z', 'Asia/Kolkata') // '2027-04-01 01:30:00+05:30'
 */
export function momentIn(instant: string, zone: string): string {
  const ms = new Date(instant).getTime()
  const ahead = offsetMs(ms, zone) / 60_000
  if (!Number.isInteger(ahead)) return new Date(ms).toISOString()
  const [hours, minutes] = [Math.floor(Math.abs(ahead) / 60), Math.abs(ahead) % 60].map(one => String(one).padStart(2, '0'))
  const shown = new Date(ms + ahead * 60_000)
    .toISOString()
    .replace('T', ' ')
    .replace(/(?:\.000)?Z$/, '')
  return `${shown}${ahead < 0 ? '-' : '+'}${hours}:${minutes}`
}

const quarterHour = 900_000
const offsets = new Map<string, { readonly quarter: number; readonly ms: number }>()

/** How far a zone's clocks are ahead. Since 1980 they have changed at quarters of an hour only, so what holds in one is asked once. */
function offsetMs(ms: number, zone: string): number {
  const quarter = Math.floor(ms / quarterHour)
  const last = offsets.get(zone)
  if (last && last.quarter === quarter) return last.ms
  const found = askOffsetMs(ms, zone)
  if (ms >= Date.UTC(1980, 0)) offsets.set(zone, { quarter, ms: found })
  return found
}

function askOffsetMs(ms: number, zone: string): number {
  const known =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  formats.set(zone, known)
  const part = new Map(known.formatToParts(ms).map(one => [one.type, Number(one.value)]))
  const get = (name: Intl.DateTimeFormatPartTypes): number => part.get(name) ?? 0
  return Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second')) - Math.floor(ms / 1000) * 1000
}
