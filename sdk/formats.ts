/**
 * How thousands and the fraction are told apart: 1,00,000.5 · 100,000.5 · 100.000,5 · 100 000,5.
 *
 * @example choice([...numberFormats])
 */
export const numberFormats = ['indian', 'international', 'european', 'space'] as const

/** One of `numberFormats`. */
export type NumberFormat = (typeof numberFormats)[number]

/**
 * How a whole day is written: 26-11-2026 · 26/11/2026 · 26.11.2026 · 11/26/2026 · 2026-11-26 · 26 Nov 2026.
 *
 * @example dateFormats.map(format => dayInFigures('2026-11-26', format))
 */
export const dateFormats = ['dashes', 'slashes', 'dots', 'american', 'iso', 'words'] as const

/** One of `dateFormats`. */
export type DateFormat = (typeof dateFormats)[number]

/**
 * Whether a clock counts to twelve or to twenty-four.
 *
 * @example hourFormats.map(format => new Intl.DateTimeFormat('en-IN', clockOptions(format)).format(new Date()))
 */
export const hourFormats = ['h12', 'h24'] as const

/** One of `hourFormats`. */
export type HourFormat = (typeof hourFormats)[number]

/** How one person writes numbers, days and times; null where they write as is usual in their company's country. */
export interface Formats {
  readonly numbers: NumberFormat | null
  readonly dates: DateFormat | null
  readonly hours: HourFormat | null
}

const signs: { readonly [F in NumberFormat]: { readonly group: string; readonly point: '.' | ',' } } = {
  indian: { group: ',', point: '.' },
  international: { group: ',', point: '.' },
  european: { group: '.', point: ',' },
  space: { group: '\u00a0', point: ',' },
}

/**
 * The signs a person puts between thousands and before the fraction.
 *
 * @param region - A language and a country, `en-IN`, whose signs are taken where the format is null.
 * @example numberSigns('european', 'en-IN') // { group: '.', point: ',' }
 */
export function numberSigns(format: NumberFormat | null, region: string): { readonly group: string; readonly point: '.' | ',' } {
  if (format) return signs[format]
  const parts = new Intl.NumberFormat(region).formatToParts(1_234_567.5)
  const found = (type: string): string => parts.find(part => part.type === type)?.value ?? ''
  return { group: found('group'), point: found('decimal') === ',' ? ',' : '.' }
}

/**
 * The region whose words and symbols go with a number: `en-US` says 482K where `en-IN` says 4.8L.
 *
 * @example numberRegion('international', 'hi', 'hi-IN') // 'hi-US'
 */
export function numberRegion(format: NumberFormat | null, language: string, region: string): string {
  return format === null ? region : `${language}-${format === 'indian' ? 'IN' : 'US'}`
}

/**
 * A number with the signs and groups of a format; symbols and words stay where its language has them.
 *
 * @param parts - What `Intl.NumberFormat#formatToParts` makes of it.
 * @example withSigns(new Intl.NumberFormat('en-US').formatToParts(1234567.5), 'european') // '1.234.567,5'
 */
export function withSigns(parts: readonly Intl.NumberFormatPart[], format: NumberFormat | null): string {
  if (format === null) return parts.map(part => part.value).join('')
  const { group, point } = signs[format]
  const digits = parts.flatMap(part => (part.type === 'integer' ? [part.value] : [])).join('')
  const whole = parts.some(part => part.type === 'group') ? inGroups(digits, group, format === 'indian' ? 2 : 3) : digits
  const first = parts.findIndex(part => part.type === 'integer')
  return parts
    .map((part, at) => {
      if (part.type === 'integer') return at === first ? whole : ''
      return part.type === 'group' ? '' : part.type === 'decimal' ? point : part.value
    })
    .join('')
}

function inGroups(digits: string, sign: string, size: 2 | 3): string {
  const groups = [digits.slice(-3)]
  for (let end = digits.length - 3; end > 0; end -= size) groups.unshift(digits.slice(Math.max(0, end - size), end))
  return groups.join(sign)
}

/**
 * A day in figures; null where the format writes it in words, or is none.
 *
 * @example dayInFigures('2026-11-26', 'american') // '11/26/2026'
 */
export function dayInFigures(day: string, format: DateFormat | null): string | null {
  const [year = '', month = '', date = ''] = day.slice(0, 10).split('-')
  switch (format) {
    case 'dashes':
      return `${date}-${month}-${year}`
    case 'slashes':
      return `${date}/${month}/${year}`
    case 'dots':
      return `${date}.${month}.${year}`
    case 'american':
      return `${month}/${date}/${year}`
    case 'iso':
      return `${year}-${month}-${date}`
    default:
      return null
  }
}

/**
 * What `Intl.DateTimeFormat` is told for a time of the day.
 *
 * @example clockOptions('h24') // { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
 */
export function clockOptions(format: HourFormat | null): Intl.DateTimeFormatOptions {
  return { hour: format === 'h24' ? '2-digit' : 'numeric', minute: '2-digit', ...(format && { hourCycle: format === 'h24' ? 'h23' : 'h12' }) }
}
