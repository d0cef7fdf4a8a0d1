import type { Json } from '@sangam/sdk'
import type { ModelField } from '../../../core/registry/model.ts'
import { type Limits, scaled, unscaled } from './valid.ts'

/** Values that a field must not take, each of a different kind of wrong. */
export function invalidValues(field: ModelField): readonly Json[] {
  const { options, type } = field
  if (options.readonly) return [type.type === 'integer' ? 1 : 'written by a caller']
  const unfilled = options.required && options.default === undefined ? [null] : []
  return [...unfilled, ...(wrong[type.type]?.(options as Limits) ?? [])]
}

const wrong: { readonly [type: string]: (limits: Limits) => readonly Json[] } = {
  text: ({ min, max, multiline, format }) => [
    7,
    true,
    ['a list'],
    'x'.repeat(Number(max ?? (multiline ? 20_000 : 255)) + 1),
    ...(Number(min ?? 0) > 1 ? ['x'] : []),
    ...(format ? ['neither @ nor :'] : []),
  ],
  integer: ({ min, max }) => ['seven', 1.5, 2_147_483_648, ...(min === undefined ? [] : [Number(min) - 1]), ...(max === undefined ? [] : [Number(max) + 1])],
  decimal: limits => ['seven', '1e5', 0.5, { amount: '1' }, ...outside(limits, 6)],
  percent: limits => ['half', '1e5', 0.5, '50%', ...outside(limits, 2)],
  time: () => ['noon', '24:00', '09:60', '9', 930, '09:30:15'],
  duration: ({ min, max }) => ['1h 30m', 1.5, Number(min ?? 0) - 1, ...(max === undefined ? [] : [Number(max) + 1])],
  rating: ({ max }) => ['five', 2.5, -1, Number(max ?? 5) + 1],
  richText: ({ max }) => [7, ['<p>a</p>'], 'x'.repeat(Number(max ?? 100_000) + 1)],
  address: () => ['12 MG Road', { city: 7 }, { country: 'India' }, { planet: 'Earth' }, { postcode: '#' }],
  file: () => ['contract.pdf', 7],
  image: () => ['photo.png', 7],
  files: () => ['a', ['contract.pdf'], [7]],
  emails: () => ['asha@example.com', ['neither @ nor :'], [7], Array.from({ length: 21 }, (_, at) => `a${at}@example.com`)],
  phones: () => ['+91 98450 12345', ['call me'], [7]],
  urls: () => ['https://example.com', ['javascript:alert(1)'], [7]],
  money: limits => [
    7,
    'INR 7',
    { amount: 'seven', currency: 'INR' },
    { amount: '7', currency: 'rupees' },
    { amount: '7' },
    { amount: '7', currency: 'INR', more: 1 },
    ...outside(limits, 4).map(amount => ({ amount, currency: 'INR' })),
  ],
  boolean: () => ['maybe', 2],
  date: () => ['tomorrow', '2027-02-30', 20270331],
  datetime: () => ['yesterday', '2027-02-30T09:30:00Z', '2027-03-31T24:00:00Z', 7],
  choice: () => ['none_of_these', 7],
  flow: () => ['none_of_these', 7],
  choices: ({ open }) => ['not a list', [7], open ? ['x'.repeat(61)] : ['none_of_these']],
  reference: () => ['not an id', 7, '00000000-0000-7000-8000-000000000000'],
  references: ({ max }) => [
    'not a list',
    ['not an id'],
    [7],
    ['00000000-0000-7000-8000-000000000000'],
    Array.from({ length: Number(max ?? 200) + 1 }, (_, at) => `00000000-0000-7000-8000-${String(at).padStart(12, '0')}`),
  ],
  oneOf: () => ['not a pointer', { entity: 'no.such', id: '00000000-0000-7000-8000-000000000000' }, { id: '00000000-0000-7000-8000-000000000000' }],
  lines: () => ['not a list', [7], [{ noSuchField: 1 }]],
  json: () => ['x'.repeat(70_000)],
}

/** One step below the smallest, one above the largest, and one digit more than is kept. */
function outside({ min, max, digits }: Limits, usual: number): string[] {
  const places = digits ?? usual
  const one = (limit: number | string, step: bigint): string => unscaled(scaled(String(limit), places) + step, places)
  return [`1.${'1'.repeat(places + 1)}`, ...(min === undefined ? [] : [one(min, -1n)]), ...(max === undefined ? [] : [one(max, 1n)])]
}
