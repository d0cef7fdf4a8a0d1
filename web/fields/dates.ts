import { momentAt } from '@sangam/sdk'
import { latinDigits, type Read } from './input.ts'

export interface DateOptions {
  /** The day it is, `2027-03-31`. */
  readonly today: string
  /** Names of months and days are known in English and in this language. */
  readonly region?: string
  /** Whether `3/4` is the fourth of March. */
  readonly monthFirst?: boolean
}

/**
 * A day as people type it: `31/3`, `31 Mar 27`, `31 मार्च`, `tomorrow`, `friday`, `+7`, `-2w`, `2027-03-31`.
 * Without a year it is the one nearest to today.
 */
export function readDate(text: string, options: DateOptions): Read<string> {
  const typed = latinDigits(text).trim().toLocaleLowerCase().replace(/\s+/g, ' ')
  if (typed === '') return { value: null }
  const value = relative(typed, options) ?? absolute(typed, options)
  return value ? { value } : { problem: 'date' }
}

/** A moment in a zone: a day, then a time (`31/3 4pm`, `tomorrow 14:30`, `16:00` for today). */
export function readMoment(text: string, options: DateOptions & { readonly zone: string }): Read<string> {
  const typed = latinDigits(text).trim()
  if (typed === '') return { value: null }
  if (/^\d{4}-\d{2}-\d{2}t/i.test(typed) && !Number.isNaN(Date.parse(typed))) return { value: new Date(typed).toISOString() }
  const time = /(?:^|[\s,]+)(?:at )?(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?$/i.exec(typed)
  const clock = time && (time[2] !== undefined || time[3] !== undefined) ? clockOf(Number(time[1]), Number(time[2] ?? 0), time[3]) : null
  if (time && (time[2] !== undefined || time[3] !== undefined) && !clock) return { problem: 'moment' }
  const day = readDate(clock && time ? typed.slice(0, time.index) || options.today : typed, options)
  if ('problem' in day || day.value === null) return { problem: 'moment' }
  return { value: momentAt(day.value, clock ?? '09:00', options.zone) }
}

/** A day some days away. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** A day some months away; the 31st becomes the last of a shorter month. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(date, last))).toISOString().slice(0, 10)
}

const words: { readonly [word: string]: number } = {
  today: 0,
  tod: 0,
  now: 0,
  आज: 0,
  tomorrow: 1,
  tom: 1,
  tmrw: 1,
  कल: 1,
  'आने वाला कल': 1,
  'बीता कल': -1,
  yesterday: -1,
  परसों: 2,
  'आने वाले परसों': 2,
  'बीते परसों': -2,
}

function relative(typed: string, { today, region }: DateOptions): string | null {
  const known = Object.hasOwn(words, typed) ? words[typed] : undefined
  if (known !== undefined) return addDays(today, known)
  const step = /^(?:in )?([+-]? ?\d{1,4}) ?(d|days?|w|weeks?|m|months?|y|years?)?$/.exec(typed)
  if (step && (/^[+-]/.test(typed) || step[2])) {
    const count = Number(step[1]?.replace(' ', ''))
    const unit = step[2]?.[0] ?? 'd'
    return unit === 'm' ? addMonths(today, count) : unit === 'y' ? addMonths(today, count * 12) : addDays(today, unit === 'w' ? count * 7 : count)
  }
  const weekday =
    typed.replace(/^next /, '').length >= 3 ? namesOf(region, 'weekday').findIndex(names => names.some(name => matches(name, typed.replace(/^next /, '')))) : -1
  if (weekday < 0) return null
  const ahead = (weekday - new Date(`${today}T00:00:00Z`).getUTCDay() + 7) % 7
  return addDays(today, ahead === 0 ? 7 : ahead)
}

function absolute(typed: string, options: DateOptions): string | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(typed)
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const parts = typed
    .replace(/(\d)(?:st|nd|rd|th)\b/, '$1')
    .split(/[\s/.\-,]+/)
    .filter(part => part !== '' && part !== 'of')
  if (parts.length < 2 || parts.length > 3) return null
  const named = parts.findIndex(part => !/^\d+$/.test(part))
  if (named > 1) return null
  const [day, month] = named >= 0 ? [parts[named === 0 ? 1 : 0], monthNumber(parts[named] ?? '', options.region)] : numeric(parts, options.monthFirst)
  return day && month && /^\d{1,2}$/.test(day) ? withYear(Number(day), month, parts[2], options.today) : null
}

function numeric(parts: readonly string[], monthFirst = false): readonly [string | undefined, number | null] {
  const [first, second] = monthFirst ? [parts[1], parts[0]] : [parts[0], parts[1]]
  return [first, Number(second)]
}

function withYear(day: number, month: number, year: string | undefined, today: string): string | null {
  if (year !== undefined) return /^(\d{2}|\d{4})$/.test(year) ? dayOf(Number(year) + (year.length === 2 ? 2000 : 0), month, day) : null
  const now = Number(today.slice(0, 4))
  const near = [now - 1, now, now + 1].flatMap(one => dayOf(one, month, day) ?? [])
  const away = (one: string): number => Math.abs(Date.parse(one) - Date.parse(today))
  return near.sort((a, b) => away(a) - away(b))[0] ?? null
}

function dayOf(year: number, month: number, day: number): string | null {
  const made = new Date(Date.UTC(year, month - 1, day))
  const real = year >= 1000 && year <= 9999 && made.getUTCMonth() === month - 1 && made.getUTCDate() === day
  return real ? made.toISOString().slice(0, 10) : null
}

function clockOf(hour: number, minute: number, half: string | undefined): string | null {
  const afternoon = half?.toLowerCase().startsWith('p')
  if (minute > 59 || hour > 23 || (half && (hour < 1 || hour > 12))) return null
  const full = half ? (hour % 12) + (afternoon ? 12 : 0) : hour
  return `${String(full).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

function monthNumber(typed: string, region: string | undefined): number | null {
  const at = namesOf(region, 'month').findIndex(names => names.some(name => matches(name, typed)))
  return at < 0 || typed.length < 3 ? null : at + 1
}

/** `mar` and `march` are March; so is `मार्च`. */
function matches(name: string, typed: string): boolean {
  return name === typed || (typed.length >= 3 && name.startsWith(typed))
}

function namesOf(region: string | undefined, what: 'month' | 'weekday'): readonly (readonly string[])[] {
  const count = what === 'month' ? 12 : 7
  // 2023-01-01 was a Sunday.
  return Array.from({ length: count }, (_, at) => {
    const when = what === 'month' ? Date.UTC(2023, at, 1) : Date.UTC(2023, 0, 1 + at)
    return ['en', region ?? 'en'].flatMap(locale =>
      (['long', 'short'] as const).map(length => new Intl.DateTimeFormat(locale, { [what]: length, timeZone: 'UTC' }).format(when).toLocaleLowerCase()),
    )
  })
}
