import type { Json } from '@sangam/sdk'
import fc from 'fast-check'
import type { ModelField } from '../../../core/registry/model.ts'
import { type Limits, validValues } from './valid.ts'

/** Whatever may be sent as the value of a field: what it takes, what just fits or just does not, and what is something else. */
export function anyValue(field: ModelField, mark: string): fc.Arbitrary<Json> {
  const near = close[field.type.type]?.(field.options as Limits)
  const fits = drawn(field) ? [{ weight: 1, arbitrary: validValues(field, mark) }] : []
  return fc.oneof(...fits, ...(near ? [{ weight: 4, arbitrary: near }] : []), { weight: 1, arbitrary: others })
}

function drawn({ type }: ModelField): boolean {
  return !['reference', 'references', 'oneOf', 'lines', 'flow', 'series', 'formula', 'lookup', 'rollup'].includes(type.type)
}

const others: fc.Arbitrary<Json> = fc.constantFrom<Json>(true, 0, 7, -1.5, '', ' ', 'x', '0', [], ['x'], [null], {}, { amount: '1' }, '2027-01-01')

/** One character that people see, made of one, of two, of what is joined to one, or of what is thrown away. */
const signs = fc.constantFrom('a', 'é', 'é', 'म', '👍', 'क्ष', '\u0007', '\n', ' ', 'x')

function wordsOf(length: number): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(-1, 0, 1), fc.array(signs, { maxLength: 4 }))
    .map(([more, some]) => `x${some.join('')}${'é'.repeat(Math.max(0, length + more - 1 - some.length))}`)
}

const contacts: { readonly [format: string]: fc.Arbitrary<string> } = {
  email: fc.constantFrom(
    'a@b.co',
    ' A@B.CO ',
    'a@b.c',
    'a@b.c😀',
    'a@b.😀',
    'a@b',
    '@b.co',
    'a b@c.de',
    'a@b..de',
    'आशा@दिल्ली.भारत',
    'a@b.co,d@e.fg',
    'mailto:a@b.co',
    'İ@x.in',
    'a@[1.2.3.4]',
  ),
  phone: fc.constantFrom(
    '+91 98450 12345',
    '9845',
    '12',
    '(022) 1234',
    '+',
    '९८४५०१२३४५',
    '12345 ext 7',
    `1${'2'.repeat(30)}`,
    `1${'2'.repeat(31)}`,
    '00-91/98.45',
  ),
  url: fc.constantFrom(
    'https://x',
    'http://x.in/?a=1',
    'HTTPS://x.in',
    'https://',
    'https:// x',
    'javascript:alert(1)',
    'ftp://x.in',
    'https://x.in/"',
    'https://दिल्ली.भारत',
    ' https://x.in ',
  ),
}

function text({ format, min, max, multiline }: Limits): fc.Arbitrary<Json> {
  const most = Number(max ?? (multiline ? 20_000 : 255))
  // Of what may be long a few are: they are many bytes.
  const lengths = fc.oneof(
    { weight: most > 1000 ? 1 : 8, arbitrary: wordsOf(most) },
    { weight: 4, arbitrary: wordsOf(Number(min ?? 1)) },
    { weight: 4, arbitrary: fc.constantFrom('\u0000', '\t', '<b>', '=1+1') },
  )
  return format ? fc.oneof({ weight: 4, arbitrary: contacts[format] ?? lengths }, { weight: 1, arbitrary: lengths }) : lengths
}

function several(format: string): fc.Arbitrary<Json> {
  const one = contacts[format] as fc.Arbitrary<string>
  return fc.oneof(
    fc.array(fc.oneof({ weight: 5, arbitrary: one as fc.Arbitrary<Json> }, { weight: 1, arbitrary: others }), { maxLength: 4 }),
    fc
      .constantFrom(19, 20, 21)
      .map(count => Array.from({ length: count }, (_, at) => ({ email: `a${at}@b.co`, phone: `1${at}00`, url: `https://x/${at}` })[format] ?? '')),
  )
}

function whole({ min, max }: Limits, [least, most]: readonly [number, number]): fc.Arbitrary<Json> {
  const [from, to] = [Number(min ?? least), Number(max ?? most)]
  return fc.constantFrom<Json>(from - 1, from, from + 1, to - 1, to, to + 1, 0, 0.5, '7', 1e21, -2_147_483_649)
}

const figures = fc.tuple(
  fc.constantFrom('', '-', '+', ' '),
  fc.constantFrom(0, 1, 14, 15, 16, 31),
  fc.integer({ min: -1, max: 8 }),
  fc.constantFrom('', ' ', 'e3', '%', '.'),
)

function decimals({ min, max }: Limits): fc.Arbitrary<string> {
  const drawn = figures.map(([sign, before, after, behind]) => `${sign}${'9'.repeat(before)}${after < 0 ? '' : `.${'5'.repeat(after)}`}${behind}`)
  const limits = [min, max].filter(limit => limit !== undefined).flatMap(limit => [String(limit), `${limit}.0`, `0${limit}`])
  return limits.length > 0 ? fc.oneof({ weight: 2, arbitrary: drawn }, { weight: 1, arbitrary: fc.constantFrom(...limits, '-0', '-0.01', '007.50') }) : drawn
}

const days = fc.constantFrom(
  '2027-03-31',
  '2027-02-29',
  '2028-02-29',
  '2027-04-31',
  '2027-13-01',
  '0001-01-01',
  '27-03-31',
  '2027-3-1',
  '2027-03-31T00:00:00Z',
  '31.03.2027',
  '',
)
const moments = fc.constantFrom(
  '2027-03-31T09:30:00Z',
  '2027-03-31T09:30:00.123+05:30',
  '2027-02-30T09:30:00Z',
  '2027-03-31T24:00:00Z',
  '2027-03-31T23:59:60Z',
  '2027-03-31T09:30Z',
  '2027-03-31T09:30',
  '2027-03-31',
  '2027-03-31 09:30:00Z',
  '2027-03-31T09:60:00Z',
  '',
)

const addresses = fc.record(
  {
    lines: fc.constantFrom<Json>('12 MG Road', 'x'.repeat(500), 'x'.repeat(501), 7),
    city: fc.constantFrom<Json>('Pune', ' ', 'x'.repeat(101), null),
    postcode: fc.constantFrom<Json>('411001', 'sw1a 1aa', '4', '#', '1234567890123'),
    country: fc.constantFrom<Json>('IN', 'in', 'IND', 'I1', ''),
    planet: fc.constantFrom<Json>('Earth'),
  },
  { requiredKeys: [] },
)

/** By type, values about the limits of what it takes. */
const close: { readonly [type: string]: (limits: Limits) => fc.Arbitrary<Json> } = {
  text,
  integer: limits => whole(limits, [-2_147_483_648, 2_147_483_647]),
  duration: limits => whole(limits, [0, 2_147_483_647]),
  rating: ({ max }) => whole({ max: max ?? 5 }, [1, 5]),
  decimal: decimals,
  percent: decimals,
  money: limits => fc.record({ amount: decimals(limits), currency: fc.constantFrom('INR', 'USD', 'inr', 'RUPEE', '') }),
  date: () => days,
  datetime: () => moments,
  time: () => fc.constantFrom('09:30', '9:30', '24:00', '23:59:00', '23:59:30', '12:60', 'noon', ''),
  choice: ({ choices }) => fc.constantFrom(...Object.keys(choices ?? {}), 'none_of_these', 'toString', ''),
  choices: ({ choices, open }) =>
    fc.array(fc.constantFrom<Json>(...Object.keys(choices ?? {}), ...(open ? ['x'.repeat(60), 'x'.repeat(61), 'é'.repeat(60), ' '] : ['none_of_these']), 7), {
      maxLength: 4,
    }),
  emails: () => several('email'),
  phones: () => several('phone'),
  urls: () => several('url'),
  address: () => addresses,
}
