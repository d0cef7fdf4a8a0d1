import { type ChoiceShape, canonicalDecimal, type Json } from '@sangam/sdk'
import fc from 'fast-check'
import type { ModelField } from '../../../core/registry/model.ts'

/** Everything a field type may say of its values. */
export interface Limits {
  readonly min?: number | string
  readonly max?: number | string
  readonly digits?: number
  readonly multiline?: boolean
  readonly format?: 'email' | 'phone' | 'url'
  readonly choices?: { readonly [value: string]: ChoiceShape }
  readonly open?: boolean
}

/** Values that a field takes; `mark` is a word of this record alone, which keeps texts that must be unique so. */
export function validValues(field: ModelField, mark: string): fc.Arbitrary<Json> {
  const limits = field.options as Limits
  const make = makers[field.type.type]
  if (!make) throw new Error(`checkPlugin does not know how to draw a ${field.type.type}.`)
  return make(limits, mark, field)
}

/** References of all kinds, lines, flows and series are not drawn: records.ts fills them in. */
const makers: { readonly [type: string]: (limits: Limits, mark: string, field: ModelField) => fc.Arbitrary<Json> } = {
  text: (limits, mark) => formatted(limits, mark) ?? texts(limits, mark),
  integer: ({ min, max }) => fc.integer({ min: Number(min ?? -2_147_483_648), max: Number(max ?? 2_147_483_647) }),
  decimal: limits => decimals(limits, 6),
  percent: limits => decimals(limits, 2),
  time: () => fc.constantFrom('00:00', '09:30', '12:00', '12:05', '23:59'),
  duration: ({ min, max }) => fc.integer({ min: Number(min ?? 0), max: Number(max ?? 10_000_000) }),
  rating: ({ max }) => fc.integer({ min: 1, max: Number(max ?? 5) }),
  richText: () =>
    fc.constantFrom(
      '<p>Terms: <strong>30 days</strong></p>',
      '<h2>शर्तें</h2><ul><li>5 &lt; 6 &amp; 7</li></ul>',
      '<p><a href="https://example.com/?a=1&amp;b=2">page</a></p>',
    ),
  address: (_, mark) =>
    fc.constantFrom(
      { lines: `12 MG Road\nCamp ${mark}`, city: 'Pune', state: 'Maharashtra', postcode: '411001', country: 'IN' },
      { city: 'दिल्ली' },
      { postcode: 'SW1A 1AA', country: 'GB' },
    ),
  file: () => fc.constant(null),
  image: () => fc.constant(null),
  files: () => fc.constant([]),
  emails: (_, mark) => fc.subarray([`asha.${mark}@example.com`, `${mark}@mail.example.co.in`]),
  phones: () =>
    fc.uniqueArray(
      fc.integer({ min: 10_000, max: 99_999 }).map(figures => `+91 98450 ${figures}`),
      { maxLength: 3 },
    ),
  urls: (_, mark) => fc.subarray([`https://example.com/${mark}?a=1;b=2`, `http://www.example.com/?q=${mark},x`]),
  money: limits => fc.record({ amount: decimals(limits, 4), currency: fc.constantFrom('INR', 'USD') }),
  boolean: () => fc.boolean(),
  date: () => days,
  datetime: () => moments,
  choice: ({ choices }) => fc.constantFrom(...offered(choices)),
  choices: ({ choices, open }, _, { options }) => {
    const minLength = options.required ? 1 : 0
    return open ? fc.uniqueArray(tags, { minLength, maxLength: 3 }) : fc.subarray(offered(choices), { minLength })
  },
  json: () => fc.dictionary(fc.constantFrom('a', 'b'), fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.constantFrom('x', 'हाँ'))),
}

function offered(choices: Limits['choices']): string[] {
  return Object.entries(choices ?? {}).flatMap(([value, shape]) => (shape.retired ? [] : [value]))
}

/** What people type, and what trips those who did not think of it: signs of spreadsheets, of SQL, of other scripts. */
const words = fc.constantFrom('Sharma', 'मेहता & पुत्र', 'O’Neil', "d'Souza", '50%', 'a_b', '"Hotel"', 'x,y;z', '=1+1', "'=2", '-5', '\\n', 'é', '👍', '<b>')

function texts({ min, max, multiline }: Limits, mark: string): fc.Arbitrary<string> {
  const most = Number(max ?? 255)
  // Without a liking for the least and the most: two records that are called alike are none that a file can name.
  const figures = fc.noBias(fc.integer({ min: 1000, max: 99_999_999 })).map(String)
  const join = multiline === true ? '\n' : ' '
  const spoken = fc.array(words, { minLength: 1, maxLength: 3 }).map(parts => `${fitted(parts.join(join).normalize('NFC'), most - mark.length - 1)} ${mark}`)
  // Where little fits, the mark alone is written; some texts turn out to be codes and numbers.
  const long = most >= mark.length + 4 ? fc.oneof({ weight: 3, arbitrary: spoken }, { weight: 1, arbitrary: figures }) : fc.constant(mark)
  return long.map(text => fitted(text, most).padEnd(Number(min ?? 0), 'x'))
}

function fitted(text: string, most: number): string {
  return [...text].slice(0, most).join('').trim()
}

function formatted({ format }: Limits, mark: string): fc.Arbitrary<string> | null {
  if (format === 'email') return fc.constantFrom(`asha.${mark}@example.com`, `${mark}@mail.example.co.in`)
  if (format === 'phone') return fc.integer({ min: 10_000, max: 99_999 }).map(figures => `+91 98450 ${figures}`)
  if (format === 'url') return fc.constantFrom(`https://example.com/${mark}`, `http://www.example.com/?q=${mark}`)
  return null
}

/** Decimals as whole numbers of the last digit that is kept, so that no float touches them. */
function decimals({ min, max, digits }: Limits, usual: number): fc.Arbitrary<string> {
  const places = digits ?? usual
  const [least, most] = [scaled(String(min ?? '-1000000'), places), scaled(String(max ?? '100000000'), places)]
  return fc.bigInt({ min: least, max: most }).map(number => canonicalDecimal(unscaled(number, places)))
}

export function scaled(decimal: string, places: number): bigint {
  const [whole = '0', part = ''] = decimal.split('.')
  return BigInt(`${whole}${part.slice(0, places).padEnd(places, '0')}`)
}

export function unscaled(number: bigint, places: number): string {
  const figures = String(number < 0n ? -number : number).padStart(places + 1, '0')
  const at = figures.length - places
  return `${number < 0n ? '-' : ''}${figures.slice(0, at)}${places > 0 ? `.${figures.slice(at)}` : ''}`
}

const moments = fc.date({ min: new Date('2001-01-01T00:00:00Z'), max: new Date('2040-12-31T00:00:00Z'), noInvalidDate: true }).map(at => at.toISOString())
const days = moments.map(at => at.slice(0, 10))
const tags = fc.constantFrom('vip', 'दिल्ली', 'late payer', '=sum')
