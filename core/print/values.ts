import { type Address, clockOptions, dayIn, dayInFigures, durationText, type Formats, type Json, type Money, numberRegion, withSigns } from '@sangam/sdk'
import { plainFormats } from '../access/caller.ts'
import type { CoreCtx } from '../data/context.ts'
import { find } from '../records/find.ts'
import type { ModelField } from '../registry/model.ts'
import { optionText } from '../registry/texts.ts'
import { wordsOf } from './rich.ts'

/** How figures, days and words are written for who reads the paper. */
export interface Hand {
  readonly ctx: Pick<CoreCtx, 't' | 'locale'>
  /** `hi-IN` groups 1,00,000 and `en-US` 100,000. */
  readonly region: string
  readonly zone: string
  readonly formats: Formats
  /** Digits after the point, by currency. */
  readonly digits: ReadonlyMap<string, number>
  /** Whether whole amounts have their digits too, ₹500.00: on what the business gives to others, where they stand under each other. */
  readonly full: boolean
}

/** The hand of who prints for themselves, or of the company, whose papers look alike whoever prints them. */
export async function handOf(ctx: CoreCtx, country: string | undefined, whose: 'person' | 'company'): Promise<Hand> {
  const currencies = ctx.access.may('core.currency', 'read')
    ? (await find(ctx, 'core.currency', { fields: ['code', 'digits'], sort: ['code'], limit: 500 })).items
    : []
  return {
    ctx,
    region: `${ctx.locale}-${/^[A-Z]{2}$/.test(country ?? '') ? country : 'IN'}`,
    zone: (whose === 'person' ? ctx.access.caller.ownZone : null) ?? ctx.scope.zone,
    formats: whose === 'person' ? ctx.access.caller.formats : plainFormats,
    digits: new Map(currencies.map(one => [String(one.code), Number(one.digits)])),
    full: whose === 'company',
  }
}

/** A value as a person reads it. A reference is given by its title. */
export function shownText(hand: Hand, field: ModelField, value: Json | undefined): string {
  if (value === null || value === undefined || value === '') return ''
  const { ctx } = hand
  switch (field.type.type) {
    case 'choice':
    case 'flow':
      return optionLabel(ctx, field, String(value))
    case 'choices':
      return (value as readonly string[]).map(one => optionLabel(ctx, field, one)).join(', ')
    case 'money':
      return moneyText(hand, value as unknown as Money)
    case 'integer':
      return numberText(hand, String(value), { plain: isYear(field) })
    case 'decimal':
      return numberText(hand, String(value), { least: hand.full ? Number(field.options.least ?? 0) : 0 })
    case 'percent':
      return `${numberText(hand, String(value))}%`
    case 'rating':
      return `${numberText(hand, String(value))}/${numberText(hand, String(field.options.max ?? 5))}`
    case 'duration':
      return durationText(Number(value), [ctx.t('h'), ctx.t('m'), ctx.t('s')])
    case 'date':
      return dayText(hand, String(value))
    case 'datetime':
      return instantText(hand, String(value))
    case 'time':
      return timeText(hand, String(value))
    case 'boolean':
      return ctx.t(value === true ? 'Yes' : 'No')
    case 'richText':
      return wordsOf(String(value))
    case 'address':
      return addressLines(hand.region, value as Address).join(', ')
    case 'references':
      return titlesText(hand, value)
    case 'emails':
    case 'phones':
    case 'urls':
      return (value as readonly string[]).join(', ')
    case 'file':
    case 'image':
      return ctx.t('1 file')
    case 'files':
      return (value as readonly string[]).length === 0
        ? ''
        : ctx.t('{count, plural, one {# file} other {# files}}', { count: (value as readonly string[]).length })
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
}

/** What stands to the right, so that figures are under figures. */
export function isFigure(field: ModelField | undefined): boolean {
  return field !== undefined && ['money', 'decimal', 'percent', 'integer', 'duration', 'time'].includes(field.type.type)
}

/** ₹4,82,100 · ₹4,82,100.50, and in full ₹4,82,100.00 */
export function moneyText(hand: Hand, { amount, currency }: Money): string {
  const digits = hand.digits.get(currency) ?? 2
  try {
    const options = { style: 'currency', currency, currencyDisplay: 'narrowSymbol', minimumFractionDigits: digits, maximumFractionDigits: Math.max(digits, 4) }
    return figure(hand, amount, (hand.full ? options : { ...options, trailingZeroDisplay: 'stripIfInteger' }) as Intl.NumberFormatOptions)
  } catch {
    // What stands for a currency here is none that the world knows.
    return `${amount} ${currency}`
  }
}

/** Exactly as it is: never through a float. */
export function numberText(hand: Hand, value: string, { plain = false, least = 0 }: { readonly plain?: boolean; readonly least?: number } = {}): string {
  return figure(hand, value, { minimumFractionDigits: least, maximumFractionDigits: 20, useGrouping: !plain })
}

/** With so many digits after the point, whether they are nothing or not: as figures stand under each other. */
export function figureText(hand: Hand, value: string, digits: number): string {
  return figure(hand, value, { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

function figure({ ctx, region, formats: { numbers } }: Hand, value: string, options: Intl.NumberFormatOptions): string {
  return withSigns(new Intl.NumberFormat(numberRegion(numbers, ctx.locale, region), options).formatToParts(value as `${number}`), numbers)
}

export function instantText(hand: Hand, instant: string): string {
  const { formats, zone } = hand
  const clock = { ...clockOptions(formats.hours), timeZone: zone }
  if (formats.dates) return `${dayText(hand, dayIn(instant, zone))}, ${formatOf(hand, clock).format(new Date(instant))}`
  return formatOf(hand, { day: 'numeric', month: 'short', year: 'numeric', ...clock }).format(new Date(instant))
}

/** A time of the day, of no day. */
function timeText(hand: Hand, time: string): string {
  return formatOf(hand, { ...clockOptions(hand.formats.hours), timeZone: 'UTC' }).format(new Date(`2000-01-01T${time.slice(0, 5)}:00Z`))
}

export function dayText(hand: Hand, day: string): string {
  const { dates } = hand.formats
  const worded = dates === 'words' ? { ...hand, region: `${hand.ctx.locale}-IN` } : hand
  const options = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const
  return dayInFigures(day, dates) ?? formatOf(worded, options).format(new Date(`${day.slice(0, 10)}T00:00:00Z`))
}

/** To make one costs more than to use it a hundred times. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf({ region }: Hand, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = region + JSON.stringify(options)
  const format = formats.get(key) ?? new Intl.DateTimeFormat(region, options)
  if (formats.size < 200) formats.set(key, format)
  return format
}

/** An address by its lines; the country in the reader's language. */
export function addressLines(locale: string, value: Address | null): readonly string[] {
  const { lines = '', city = '', state = '', postcode = '', country } = value ?? {}
  const named = country ? (new Intl.DisplayNames([locale], { type: 'region' }).of(country) ?? country) : ''
  return [...lines.split('\n'), city, [state, postcode].filter(Boolean).join(' '), named].map(line => line.trim()).filter(Boolean)
}

/** What people call one of the choices, or a state. */
export function optionLabel(ctx: Pick<CoreCtx, 't'>, field: ModelField, value: string): string {
  const options = (field.options.choices ?? field.options.states ?? {}) as { readonly [value: string]: { readonly label?: string } }
  if (!Object.hasOwn(options, value)) return value
  return ctx.t(optionText(options, value))
}

/** The titles of several records; those out of sight are counted and not named. */
function titlesText({ ctx }: Hand, value: Json): string {
  const titles = Array.isArray(value) ? value : []
  const named = titles.filter(title => typeof title === 'string')
  const hidden = titles.length - named.length
  return [named.join(', '), hidden === 0 ? '' : ctx.t('{count} not visible to you', { count: hidden })].filter(Boolean).join(' · ')
}

/** A whole number of four digits by its limits is a year: 1987, never 1,987. */
function isYear(field: ModelField): boolean {
  return field.type.type === 'integer' && Number(field.options.min ?? 0) >= 1000 && Number(field.options.max ?? 10_000) <= 9999
}
