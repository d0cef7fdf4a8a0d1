import { type FieldType, type Json, momentAt, readAddress, readDuration, readTime, startOfDay, unguardCell } from '@sangam/sdk'
import type { ModelField } from '../../registry/model.ts'
import { htmlOf } from '../html.ts'
import { isMoment } from '../moments.ts'
import type { DateOrder, FieldMapping } from './mapping.ts'

/** A value read from a cell, or why it can't be. */
export type Converted =
  | { readonly value: Json | undefined }
  | { readonly code: string; readonly message: string; readonly values?: { readonly [name: string]: string } }

type Reader = (text: string, field: ModelField, mapping: FieldMapping, zone: string) => Converted

/**
 * Reads what a person or a program wrote into a cell as a value of the field. References are not
 * read here: their texts are looked up in sets. A time without a zone is one of `zone`, as on a screen.
 */
export function convertCell(text: string, field: ModelField, mapping: FieldMapping, zone: string): Converted {
  const clean = text.trim()
  if (mapping.values && Object.hasOwn(mapping.values, clean)) return { value: mapping.values[clean] ?? null }
  if (clean === '') return { value: undefined }
  return (readers.get(field.type.type) ?? asText)(clean, field, mapping, zone)
}

const asText: Reader = text => ({ value: unguardCell(text) })

const readers: ReadonlyMap<FieldType['type'], Reader> = new Map<string, Reader>([
  ['integer', text => readNumber(text, (plain): Converted => (/^-?\d+$/.test(plain) ? { value: Number(plain) } : notA('integer', text)))],
  ['decimal', text => readNumber(text, plain => ({ value: plain }))],
  ['money', readMoney],
  ['boolean', readBoolean],
  ['date', (text, _field, mapping) => readDate(text, mapping.dateOrder)],
  ['datetime', readInstant],
  ['choice', (text, field) => readChoice(text, field, (field.options as { choices: Labelled }).choices)],
  ['flow', (text, field) => readChoice(text, field, (field.options as unknown as { states: Labelled }).states)],
  ['choices', (text, field) => readChoices(text, field)],
  ['percent', text => readNumber(text.replace(/\s*%$/, ''), plain => ({ value: plain }))],
  ['time', readTimeOfDay],
  ['duration', text => found('duration', text, readDuration(unguardCell(text)))],
  ['rating', text => readNumber(text, (plain): Converted => (/^\d+$/.test(plain) ? { value: Number(plain) } : notA('integer', text)))],
  ['address', text => ({ value: readAddress(unguardCell(text)) })],
  // What looks like our own export is read as that; anything else is plain text.
  ['richText', text => ({ value: /^<(p|ul|ol|h2|h3|blockquote|pre|hr|strong|em|u|s|a|code)\b/i.test(text) ? text : htmlOf(unguardCell(text)) })],
  ['emails', text => readList(text)],
  ['phones', text => readList(text)],
  ['urls', text => readList(text, /;\s+|,\s+|\s*\n\s*/)],
])

type Labelled = { readonly [value: string]: { readonly label?: string } }

function notA(kind: string, text: string): Converted {
  const sentences: { readonly [kind: string]: string } = {
    integer: '"{text}" is not a whole number.',
    decimal: '"{text}" is not a number.',
    time: '"{text}" is not a time of the day, such as 09:30.',
    datetime: '"{text}" is not a day with a time, such as 2027-03-31 14:30.',
    duration: '"{text}" is not a duration, such as 1h 30m or 1:30.',
    date: '"{text}" is not a date. Say in which order day and month stand.',
    boolean: '"{text}" is neither yes nor no.',
    choice: '"{text}" is not one of the choices. Say what it stands for.',
  }
  return { code: `not_a_${kind}`, message: sentences[kind] as string, values: { text: text.slice(0, 80) } }
}

function readNumber(text: string, then: (plain: string) => Converted): Converted {
  const plain = plainNumber(text)
  return plain === null ? notA('decimal', text) : then(plain)
}

/** `1,00,000.50`, `1.234,56`, `(12)` and `₹ 12.50` as a plain decimal string; null when it is none of them. */
export function plainNumber(text: string): string | null {
  let rest = text
    .replace(/[\s\u00a0\u202f']/g, '')
    .replace(/^[A-Z]{3}|[A-Z]{3}$|^[₹$€£¥]|[₹$€£¥]$/g, '')
    .replace(/^(-?)[₹$€£¥]/, '$1')
  let sign = ''
  if (/^\(.*\)$/.test(rest)) {
    sign = '-'
    rest = rest.slice(1, -1)
  }
  if (/^-?\d{1,3}(\.\d{3})+(,\d+)?$/.test(rest) && rest.includes(',')) rest = rest.replaceAll('.', '').replace(',', '.')
  else if (/^-?\d+,\d{1,2}$/.test(rest)) rest = rest.replace(',', '.')
  else if (/^-?\d{1,3}(,\d{2,3})*(\.\d*)?$/.test(rest)) rest = rest.replaceAll(',', '')
  return /^-?\d{1,15}(\.\d*)?$/.test(rest) ? sign + rest.replace(/\.$/, '') : null
}

export function isCurrencyCode(text: string): boolean {
  return /^[A-Z]{3}$/.test(text)
}

function readMoney(text: string, _field: ModelField, mapping: FieldMapping): Converted {
  const amount = plainNumber(text)
  if (amount === null) return notA('decimal', text)
  const written = /(?:^|\s|\d)([A-Z]{3})(?:$|\s|\d)/.exec(text)?.[1]
  const currency = written ?? mapping.currency
  if (!currency) return { code: 'currency_missing', message: 'Say in which currency the amounts are.' }
  return { value: { amount, currency } }
}

function found(kind: string, text: string, value: Json): Converted {
  return value === null ? notA(kind, text) : { value }
}

/** As people write it, or as a spreadsheet keeps a time: on a day of its own. */
function readTimeOfDay(text: string): Converted {
  const kept = /^(?:1899-12-3[01]|1900-01-0[01])T(\d\d:\d\d)/.exec(text)?.[1]
  return found('time', text, kept ?? readTime(text))
}

/** A semicolon within an address of the web is its own. */
function readList(text: string, between = /;\s*|,\s+|\s*\n\s*/): Converted {
  const words = unguardCell(text)
    .split(between)
    .map(word => word.trim())
  return { value: words.filter(word => word !== '') }
}

function readBoolean(text: string): Converted {
  if (/^(yes|y|true|1|हाँ|हां|x|✓)$/i.test(text)) return { value: true }
  if (/^(no|n|false|0|नहीं|-)$/i.test(text)) return { value: false }
  return notA('boolean', text)
}

function readInstant(text: string, _field: ModelField, mapping: FieldMapping, zone: string): Converted {
  const told = text.replace(/\s*(?:UTC|GMT)$/i, 'Z').replace(/\s+(?=(?:Z|[+-]\d\d:?\d\d)$)/i, '')
  if (isMoment(told)) return { value: new Date(told).toISOString() }
  // Its day alone would be another moment than was meant.
  const [, date = text, time] = /^(.*\d)(?:,?\s+|T)(\d{1,2}[:.]\d\d.*)$/i.exec(text) ?? []
  const clock = time === undefined ? null : clockIn(time)
  if (time !== undefined && clock === null) return notA('datetime', text)
  const day = readDate(date, mapping.dateOrder)
  if (!('value' in day) || typeof day.value !== 'string') return notA('date', text)
  return { value: clock === null ? startOfDay(day.value, zone) : momentAt(day.value, clock, zone) }
}

/** A time of the day with its seconds, `14:30:15`; null when there is no such. */
function clockIn(text: string): string | null {
  const [, minutes = '', seconds = '00', half = ''] = /^(\d{1,2}[:.]\d\d)(?::([0-5]\d)(?:\.0+)?)?(.*)$/.exec(text) ?? []
  const time = readTime(minutes + half)
  return time && `${time}:${seconds}`
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** A day in ISO form from figures in the order given, from a month's name, or from a spreadsheet's ISO text. */
export function readDate(text: string, order: DateOrder | undefined): Converted {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00.*)?$/.exec(text)
  if (iso) return day(iso[1], iso[2], iso[3], text)
  const named = /^(\d{1,2})[ \-/.]*([A-Za-z]{3})[a-z]*[ \-/.,]*(\d{2,4})$/.exec(text) ?? null
  if (named) return day(named[3], String(months.indexOf((named[2] as string).toLowerCase()) + 1), named[1], text)
  const figures = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{2}|\d{4})$/.exec(text)
  if (!figures || !order || order === 'ymd') return notA('date', text)
  return order === 'dmy' ? day(figures[3], figures[2], figures[1], text) : day(figures[3], figures[1], figures[2], text)
}

function day(year: string | undefined, month: string | undefined, date: string | undefined, text: string): Converted {
  const y = Number(year) < 100 ? 2000 + Number(year) : Number(year)
  const [m, d] = [Number(month), Number(date)]
  const real = new Date(Date.UTC(y, m - 1, d))
  if (real.getUTCFullYear() !== y || real.getUTCMonth() !== m - 1 || real.getUTCDate() !== d) return notA('date', text)
  return { value: `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}` }
}

function readChoice(text: string, _field: ModelField, choices: Labelled): Converted {
  const wanted = text.toLowerCase()
  for (const [value, shape] of Object.entries(choices)) {
    if (value.toLowerCase() === wanted || shape.label?.toLowerCase() === wanted) return { value }
  }
  return notA('choice', text)
}

function readChoices(text: string, field: ModelField): Converted {
  const { choices, open } = field.options as unknown as { choices: Labelled; open?: boolean }
  const values: Json[] = []
  for (const word of text
    .split(/[;|]|,\s*/)
    .map(part => part.trim())
    .filter(part => part !== '')) {
    const one = open ? { value: unguardCell(word) } : readChoice(word, field, choices)
    if (!('value' in one)) return one
    values.push(one.value as Json)
  }
  return { value: values }
}
