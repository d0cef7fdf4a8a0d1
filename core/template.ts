import { addDays, type Json, UserError } from '@sangam/sdk'
import { inWords } from './in-words.ts'

const slot = /\{\{([^{}]*)\}\}/g
const expression = /^\s*([A-Za-z_$][\w$]*(?:\.[\w$]+)*)\s*(?:\|\s*([a-zA-Z]+)\s*(?::\s*(?:"([^"]*)"|(-?\d+))\s*)?)?$/
const mostText = 20_000
const mostDays = 40_000

/** What may stand after a `|`. */
const filters: ReadonlyMap<string, (value: Json, given: string, locale: string) => Json> = new Map([
  ['default', (value, given) => (value === null || value === '' ? given : value)],
  ['upper', value => textOf(value).toUpperCase()],
  ['lower', value => textOf(value).toLowerCase()],
  ['addDays', (value, given) => later(value, Number(given) || 0)],
  ['date', (value, _, locale) => dayText(value, locale)],
  ['short', (value, given) => textOf(value).slice(0, Math.max(0, Number(given) || 0))],
  ['before', (value, given) => (given === '' ? textOf(value) : (textOf(value).split(given, 1)[0] ?? ''))],
  ['words', (value, _, locale) => inWords(value, locale)],
  // As it is kept and a machine reads it: 11800.5, and not ₹11,800.50.
  ['plain', value => value],
])

/** A place for a value in a text: `{{ record.due | addDays: 15 }}`. */
export interface Slot {
  /** `record.due`; empty where what stands between the braces is no slot. */
  readonly path: string
  readonly filter: string | null
  /** What stands after the filter's colon. */
  readonly given: string
  /** As it was written. */
  readonly written: string
}

/** The slots of a text, in their order. */
export function slotsOf(text: string): Slot[] {
  return slots(text).map(slotOf)
}

/** A text with each slot filled by the one who knows what it stands for. */
export function filledBy(text: string, show: (slot: Slot) => string): string {
  return text.replaceAll(slot, (_, inner: string) => show(slotOf(inner)))
}

/** What becomes of a value after the `|`. */
export function through({ filter, given }: Slot, value: Json, locale: string): Json {
  return filter === null ? value : (filters.get(filter)?.(value, given, locale) ?? null)
}

export const filterNames: readonly string[] = [...filters.keys()]

function slotOf(inner: string): Slot {
  const [, path = '', filter, quoted, number] = expression.exec(inner) ?? []
  return { path, filter: filter ?? null, given: quoted ?? number ?? '', written: `{{${inner}}}` }
}

/** What templates see, by first name: `record`, `hook`, `today`, … */
export type Sight = { readonly [name: string]: Json }

/** What is wrong with the slots of a text; empty when nothing is. */
export function templateProblems(text: string, known: readonly string[]): string[] {
  const problems = slots(text).flatMap(inner => {
    const [, path = '', filter] = expression.exec(inner) ?? []
    if (path === '') return [`{{${inner}}}`]
    if (!known.includes(path.split('.')[0] ?? '')) return [path]
    return filter !== undefined && !filters.has(filter) ? [filter] : []
  })
  return /\{\{|\}\}/.test(text.replaceAll(slot, '')) ? [...problems, '{{'] : problems
}

/** The paths a text looks at: `record.party.name`. */
export function templatePaths(text: string): string[] {
  return slots(text).flatMap(inner => expression.exec(inner)?.[1] ?? [])
}

/**
 * Fills a text. There are no loops, no calls and no names beyond what the sight itself holds, so a template can
 * neither run long nor reach anything else.
 */
export function filled(text: string, sight: Sight, locale = 'en'): string {
  const made = text.replaceAll(slot, (_, inner: string) => textOf(slotValue(inner, sight, locale)))
  if (made.length > mostText) throw new UserError('text_too_long', 'The text became longer than {most} characters. Shorten the template.', { most: mostText })
  return made
}

/** The value itself where a text is one slot and nothing else, so that amounts, days and references keep their form. */
export function filledValue(value: Json, sight: Sight): Json {
  if (typeof value === 'string') {
    const [inner, ...more] = slots(value)
    return inner !== undefined && more.length === 0 && value.trim() === `{{${inner}}}` ? slotValue(inner, sight, 'en') : filled(value, sight)
  }
  if (Array.isArray(value)) return value.map(one => filledValue(one, sight))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filledValue(one ?? null, sight)]))
}

function slots(text: string): string[] {
  return [...text.matchAll(slot)].map(match => match[1] ?? '')
}

function slotValue(inner: string, sight: Sight, locale: string): Json {
  const found = slotOf(inner)
  return through(found, at(sight, found.path.split('.')), locale)
}

/** Follows own names only; a record keeps what stands behind its references under dotted names. */
function at(from: Json, names: readonly string[]): Json {
  if (names.length === 0) return from
  if (typeof from !== 'object' || from === null) return null
  if (Array.isArray(from)) return at(from[Number(names[0])] ?? null, names.slice(1))
  const own = from as { readonly [name: string]: Json }
  const whole = names.join('.')
  if (Object.hasOwn(own, whole)) return own[whole] ?? null
  const first = names[0] ?? ''
  return Object.hasOwn(own, first) ? at(own[first] ?? null, names.slice(1)) : null
}

function textOf(value: Json): string {
  if (value === null) return ''
  if (typeof value !== 'object') return String(value)
  const money = value as { readonly amount?: Json; readonly currency?: Json }
  if (typeof money.amount === 'string' && typeof money.currency === 'string') return `${money.amount} ${money.currency}`
  return Array.isArray(value) ? value.map(one => textOf(one)).join(', ') : JSON.stringify(value)
}

function dayText(value: Json, locale: string): Json {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return null
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${value.slice(0, 10)}T00:00:00Z`))
}

/** A day so many days later; none beyond what a lifetime holds. */
function later(value: Json, days: number): Json {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) && Math.abs(days) <= mostDays ? addDays(value.slice(0, 10), days) : null
}
