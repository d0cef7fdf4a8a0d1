import { fieldTypes, type Json } from '@sangam/sdk'

/** What the probe knows of a type of field: its options, and values that differ, the smaller first. A new type is one line here, and the probe asks for it. */
interface Kind {
  readonly options?: object
  readonly values: readonly Json[]
  /** Numbered by the server. */
  readonly made?: true
}

const moment = (day: number): string => `2027-03-${String(day).padStart(2, '0')}T09:30:00.000Z`
const inr = (amount: string): Json => ({ amount, currency: 'INR' })

const kinds: { readonly [type: string]: Kind } = {
  text: { options: { search: true }, values: ['amber', 'birch', 'cedar'] },
  richText: { values: ['<p>amber</p>', '<p>birch</p>', '<p>cedar</p>'] },
  integer: { values: [1, 2, 3] },
  decimal: { values: ['1.5', '2.5', '3.5'] },
  percent: { values: ['10', '20', '30'] },
  money: { values: [inr('10'), inr('20'), { amount: '30', currency: 'EUR' }] },
  boolean: { values: [false, true] },
  date: { values: ['2027-03-01', '2027-03-31', '2027-06-30'] },
  datetime: { values: [moment(1), moment(15), moment(31)] },
  time: { values: ['08:00', '09:30', '17:15'] },
  duration: { values: [60, 3600, 7200] },
  rating: { values: [1, 3, 5] },
  choice: { options: { choices: ['a', 'b', 'c'] }, values: ['a', 'b', 'c'] },
  choices: { options: { choices: ['a', 'b', 'c'] }, values: [['a'], ['b'], ['a', 'c']] },
  flow: { options: { states: [{ state: 'a', to: [{ state: 'b' }] }, { state: 'b', to: [{ state: 'c' }] }, { state: 'c' }] }, values: ['a', 'b', 'c'] },
  emails: { values: [['a@example.com'], ['b@example.com'], ['c@example.com']] },
  phones: { values: [['+919800000001'], ['+919800000002'], ['+919800000003']] },
  urls: { values: [['https://a.example.com/'], ['https://b.example.com/'], ['https://c.example.com/']] },
  address: {
    values: [
      { city: 'Agra', country: 'IN' },
      { city: 'Pune', country: 'IN' },
      { city: 'Surat', country: 'IN' },
    ],
  },
  json: { values: [{ a: 1 }, { a: 2 }, { a: 3 }] },
  // Values of these are ids of records that the probe makes.
  reference: { options: { to: 'x.other' }, values: [] },
  references: { options: { to: 'x.other' }, values: [] },
  oneOf: { options: { targets: ['x.other', 'x.more'] }, values: [] },
  // Of these the ids of pictures that it sends.
  file: { values: [] },
  files: { values: [] },
  image: { values: [] },
  series: { options: { pattern: 'S-{0000}' }, values: ['S-0002', 'S-0011', 'S-0020'], made: true },
}

/** Asked with what they stand in or are worked out of. */
const apart = ['lines', 'formula', 'lookup', 'rollup']

/** The types that the registry has and the probe does not know. */
export function unknownTypes(): string[] {
  return [...fieldTypes.keys()].filter(type => !kinds[type] && !apart.includes(type))
}

/** How the reader stands to a field: hidden everywhere, or read on their own records only. */
export const classes = ['hidden', 'partly'] as const

export const nameOf = (cls: string, type: string): string => `${cls}${type[0]?.toUpperCase()}${type.slice(1)}`

export interface ProbeField {
  readonly name: string
  readonly type: string
  readonly options: object
  readonly values: readonly Json[]
  readonly made?: true
}

/** A field of each type for each class; files of their own, so that one file tells of no other field. */
export function probeFields(others: readonly string[], files: { readonly [cls in (typeof classes)[number]]: readonly string[] }): ProbeField[] {
  const known = Object.entries(kinds).filter(([type]) => fieldTypes.has(type))
  return classes.flatMap(cls =>
    known.map(([type, { options = {}, values, made }]) => ({
      name: nameOf(cls, type),
      type,
      options,
      values: values.length > 0 ? values : idValues(type, others, files[cls]),
      ...(made && { made }),
    })),
  )
}

function idValues(type: string, others: readonly string[], files: readonly string[]): Json[] {
  if (type === 'file' || type === 'image') return [...files]
  if (type === 'files') return files.map((id): Json => [id])
  return others.map((id): Json => (type === 'references' ? [id] : type === 'oneOf' ? { entity: 'x.other', id } : id))
}

/** What stands beside an operator, of a field with these values. */
export function operandOf(operator: string, values: readonly Json[], end: { readonly compare: string; readonly part: string | null }): Json {
  const plain = values.map(value => partOf(value, end.part))
  const [first = null, second = null] = plain
  // A value of lines is a condition on them.
  const inner = typeof first === 'object' && first !== null && !Array.isArray(first) && end.compare === 'none' ? first : null
  const text = typeof first === 'string' ? first.replace(/<[^>]*>/g, '') : ''
  const operands: { readonly [operator: string]: Json } = {
    in: [first, second],
    notIn: [first],
    between: [first, second],
    contains: Array.isArray(first) ? (first[0] ?? null) : text.slice(0, 3),
    startsWith: text.slice(0, 2),
    isEmpty: false,
    within: 'this_month',
    some: inner ?? { name: { isEmpty: false } },
    every: inner ?? { name: 'Other 1' },
    none: inner ?? { name: 'Other 1' },
  }
  return operands[operator] ?? second
}

function partOf(value: Json, part: string | null): Json {
  return part === null || value === null ? value : ((value as { readonly [part: string]: Json })[part] ?? null)
}
