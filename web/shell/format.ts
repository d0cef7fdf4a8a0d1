import { clockOptions, dayInFigures, dayIn as dayInZone, durationText, type Formats, type Money, numberRegion, numberSigns, withSigns } from '@sangam/sdk'
import { metaStore } from '../data/meta.ts'
import { apart, bare, figures } from './direction.ts'
import { localeStore, t } from './words.ts'

type Exact = `${number}`
const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>()

const plain: Formats = { numbers: null, dates: null, hours: null }

/** How the person writes numbers, days and times, where not as their company's country does. */
function formats(): Formats {
  return metaStore.value?.user.formats ?? plain
}

/** The language with the company's country: `hi-IN` groups 1,00,000 and `en-US` 100,000. */
export function region(): string {
  return `${localeStore.value}-${metaStore.value?.company?.country ?? 'IN'}`
}

/** A number or decimal string, exactly as it is: never through a float. */
export function formatNumber(
  value: string | number,
  options: { readonly digits?: number; readonly least?: number; readonly percent?: boolean; readonly plain?: boolean } = {},
): string {
  const shown = figure(value as Exact, {
    minimumFractionDigits: options.least ?? 0,
    maximumFractionDigits: options.digits ?? 6,
    ...(options.plain && { useGrouping: false }),
  })
  return options.percent ? figures(`${bare(shown)}%`) : shown
}

/** ₹4,82,100 · ₹4,82,100.50; a price of a piece to four decimals, and what was divided (`rounded`) to those that the currency has; a whole amount with its digits (`full`) where others stand over it. */
export function formatMoney(value: Money, options: { readonly rounded?: boolean; readonly full?: boolean } = {}): string {
  const digits = metaStore.value?.currencies[value.currency] ?? 2
  return inCurrency(value, {
    minimumFractionDigits: digits,
    maximumFractionDigits: options.rounded ? digits : Math.max(digits, 4),
    ...(!options.full && { trailingZeroDisplay: 'stripIfInteger' }),
  } as Intl.NumberFormatOptions)
}

/** 4,82,100.00: in a column under others of its currency, with all the digits that the currency has. */
export function formatAmount({ amount, currency }: Money): string {
  const digits = metaStore.value?.currencies[currency] ?? 2
  return figure(amount as Exact, { minimumFractionDigits: digits, maximumFractionDigits: Math.max(digits, 4) })
}

/** ₹4.8L · $482K: for heads of columns and tiles; the whole amount belongs in the title. */
export function formatShortMoney(value: Money): string {
  return inCurrency(value, { notation: 'compact', maximumSignificantDigits: 3 })
}

/** 4.8L · 482K: for axes. */
export function formatShort(value: number): string {
  return figure(value, { notation: 'compact', maximumSignificantDigits: 3 })
}

/** Leads and Stock; Leads, Parties and Stock: as the language joins them. */
export function formatList(names: readonly string[]): string {
  return new Intl.ListFormat(`${localeStore.value}-IN`, { type: 'conjunction' }).format(names)
}

/** The signs the person puts between thousands and before the fraction. */
export function signs(): ReturnType<typeof numberSigns> {
  return numberSigns(formats().numbers, region())
}

/** A day of the calendar; no zone can shift it. Without its year it is in words, which nobody reads the wrong way round. */
export function formatDate(day: string, style: 'medium' | 'short' | 'month' | 'short-month' = 'medium'): string {
  const { dates } = formats()
  const inFigures = style === 'medium' ? dayInFigures(day, dates) : null
  if (inFigures !== null) return figures(inFigures)
  const [year = 0, month = 1, date = 1] = day.slice(0, 10).split('-').map(Number)
  const options =
    style === 'month'
      ? { month: 'long', year: 'numeric' }
      : style === 'short-month'
        ? { month: 'short', year: '2-digit' }
        : style === 'short'
          ? { day: 'numeric', month: 'short' }
          : { day: 'numeric', month: 'short', year: 'numeric' }
  const words = dates === 'words' ? `${localeStore.value}-IN` : region()
  return apart(dateFormat({ ...(options as Intl.DateTimeFormatOptions), timeZone: 'UTC' }, words).format(Date.UTC(year, month - 1, date)))
}

/** Whether the person writes the month of a day before its date: 3/31. */
export function monthFirst(): boolean {
  const { dates } = formats()
  if (dates) return dates === 'american' || dates === 'iso'
  const parts = dateFormat({ day: 'numeric', month: 'numeric', year: 'numeric' })
    .formatToParts(0)
    .map(part => part.type)
  return parts.indexOf('month') < parts.indexOf('day') && parts.indexOf('year') > parts.indexOf('day')
}

/** `23 – 29 Nov 2026`. */
export function formatDays(from: string, to: string): string {
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }
  return apart(dateFormat(options).formatRange(Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)))
}

/** The months of some days: `Mar`, `Jan – Mar`. */
export function formatMonths(from: string, to: string): string {
  return apart(dateFormat({ month: 'short', timeZone: 'UTC' }).formatRange(Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)))
}

export function formatYear(day: string): string {
  return dateFormat({ year: 'numeric', timeZone: 'UTC' }).format(Date.parse(`${day}T00:00:00Z`))
}

/** The day of the week: Thursday, Thu. */
export function formatWeekday(day: string, length: 'long' | 'short' | 'narrow'): string {
  return dateFormat({ weekday: length, timeZone: 'UTC' }).format(Date.parse(`${day}T00:00:00Z`))
}

/** The day on which the company's week begins: 1 is Monday, 7 Sunday. */
export function weekStart(): number {
  return metaStore.value?.company?.weekStart ?? 1
}

/** A time of the day as the person's region writes it: 9:30 am. */
export function formatTime(time: string): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return apart(dateFormat({ ...clockOptions(formats().hours), timeZone: 'UTC' }).format(Date.UTC(2000, 0, 1, hour, minute)))
}

/** 5400 seconds are 1h 30m. */
export function formatDuration(seconds: number): string {
  return durationText(seconds, [t('h'), t('m'), t('s')])
}

/** A moment in the person's zone. */
export function formatInstant(instant: string): string {
  const { dates, hours } = formats()
  if (dates) return apart(`${bare(formatDate(dayOf(instant)))}, ${bare(formatTime(clockOf(instant)))}`)
  return apart(dateFormat({ day: 'numeric', month: 'short', year: 'numeric', ...clockOptions(hours), timeZone: zone() }).format(new Date(instant)))
}

/** "3 hours ago", "in 2 days"; a moment far away is shown as its day. */
export function formatRelative(instant: string, now: number = Date.now()): string {
  const seconds = Math.round((new Date(instant).getTime() - now) / 1000)
  const [size, unit] = steps.find(([, , upTo]) => Math.abs(seconds) < upTo) ?? [0, 'day' as const, 0]
  if (size === 0) return formatDate(dayOf(instant))
  return unit === 'day' ? dayAway(Math.round(seconds / size)) : relativeFormat().format(Math.round(seconds / size), unit)
}

/** "Today", "Tomorrow", "in 3 days", else the day. */
export function formatDay(day: string): string {
  const days = Math.round((Date.parse(`${day.slice(0, 10)}T00:00:00Z`) - Date.parse(`${today()}T00:00:00Z`)) / 86_400_000)
  return Math.abs(days) <= 6 ? capital(dayAway(days)) : formatDate(day)
}

/** The person's day now. */
export function today(): string {
  return dayOf(new Date().toISOString())
}

/** The company's day now: rules, formulas and what is filled in go by it, whoever looks. */
export function companyDay(): string {
  return dayInZone(new Date(), companyZone())
}

/** The person's day at a moment. */
export function dayOf(instant: string): string {
  return dayInZone(instant, zone())
}

/** The person's day of a day or a moment. */
export function dayIn(value: string): string {
  return value.includes('T') ? dayOf(value) : value
}

/** What a clock shows at a moment: `16:30`. */
export function clockOf(instant: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone(), hour: '2-digit', minute: '2-digit' }).format(new Date(instant))
}

const steps = [
  [1, 'second', 45],
  [60, 'minute', 3000],
  [3600, 'hour', 79_200],
  [86_400, 'day', 604_800],
] as const

/** The zone in which moments are shown: that of the person, else that of their company. */
export function zone(): string {
  return metaStore.value?.user.zone ?? companyZone()
}

export function companyZone(): string {
  return metaStore.value?.company?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
}

function figure(value: Exact | number, options: Intl.NumberFormatOptions): string {
  const { numbers } = formats()
  const format = kept(numberRegion(numbers, localeStore.value, region()), `n${JSON.stringify(options)}`, where => new Intl.NumberFormat(where, options))
  return figures(numbers === null ? format.format(value) : withSigns(format.formatToParts(value as Exact), numbers))
}

function inCurrency({ amount, currency }: Money, options: Intl.NumberFormatOptions): string {
  return figure(amount as Exact, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...options })
}

function dateFormat(options: Intl.DateTimeFormatOptions, where = region()): Intl.DateTimeFormat {
  return kept(where, `d${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(where, options))
}

function relativeFormat(): Intl.RelativeTimeFormat {
  return kept(region(), 'r', where => new Intl.RelativeTimeFormat(where, { numeric: 'auto' }))
}

/** “tomorrow”, “in 3 days”. Hindi has one word for yesterday and tomorrow, and one for the days beyond: which is meant is said with it. */
function dayAway(days: number): string {
  const near = localeStore.value === 'hi' ? hindiDays[days] : undefined
  return near ?? relativeFormat().format(days, 'day')
}

const hindiDays: { readonly [days: number]: string } = { [-2]: 'बीते परसों', [-1]: 'बीता कल', 1: 'आने वाला कल', 2: 'आने वाले परसों' }

function kept<F extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>(where: string, key: string, make: (where: string) => F): F {
  const full = `${where} ${key}`
  const known = made.get(full) as F | undefined
  if (known) return known
  const fresh = make(where)
  made.set(full, fresh)
  return fresh
}

function capital(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase(region()) + text.slice(1)
}

/** How large a file is: 640 kB, 1.2 MB. */
export function formatSize(bytes: number): string {
  return bytes < 1_000_000
    ? t('{size} kB', { size: formatNumber(Math.max(1, Math.round(bytes / 1000))) })
    : t('{size} MB', { size: formatNumber(Math.round(bytes / 100_000) / 10) })
}
