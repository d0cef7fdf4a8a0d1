import { minus, round, times, total } from '@sangam/sdk'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Decided, duesOf, giveBack, type RoundingPolicy, spread, type TaxedLine, type TaxPart, taxesOf, withheldOf } from './model.ts'

const document: RoundingPolicy = { digits: 2, by: 'document', toWhole: null }
const perLine: RoundingPolicy = { ...document, by: 'line' }
const percent = (key: string, rate: string, more: Partial<TaxPart> = {}): TaxPart => ({ key, kind: 'percent', rate, ...more })
const vat = (rate: string): TaxPart[] => [percent('VAT', rate)]
const gst = (half: string): TaxPart[] => [percent('CGST', half), percent('SGST', half)]
const line = (quantity: string, price: string, taxes: TaxPart[], more: Partial<TaxedLine> = {}): TaxedLine => ({ quantity, price, taxes, ...more })
const five = Array.from({ length: 5 }, () => line('1', '0.33', vat('5')))

describe('Taxes come out as accountants work them out', () => {
  test.each<[string, TaxedLine[], RoundingPolicy, { net: string; tax: string; roundOff: string; total: string }]>([
    ['five lines of 0.33 at 5 %, rounded on each', five, perLine, { net: '1.65', tax: '0.1', roundOff: '0', total: '1.75' }],
    ['the same, rounded once', five, document, { net: '1.65', tax: '0.08', roundOff: '0', total: '1.73' }],
    [
      '16 × 348.35 less 4 % at 22 %, rounded on the line',
      [line('16', '348.35', vat('22'), { discounts: ['4'] })],
      perLine,
      { net: '5350.66', tax: '1177.15', roundOff: '0', total: '6527.81' },
    ],
    [
      'the same, rounded at the end',
      [line('16', '348.35', vat('22'), { discounts: ['4'] })],
      document,
      { net: '5350.66', tax: '1177.14', roundOff: '0', total: '6527.8' },
    ],
    [
      'two of 379 with 21 % within',
      [line('1', '379', vat('21'), { inclusive: true }), line('1', '379', vat('21'), { inclusive: true })],
      document,
      { net: '626.45', tax: '131.55', roundOff: '0', total: '758' },
    ],
    [
      '24,900 with 28 % within, in halves',
      [line('1', '24900', gst('14'), { inclusive: true })],
      document,
      { net: '19453.13', tax: '5446.88', roundOff: '-0.01', total: '24900' },
    ],
    [
      '999 with 18 % within, in halves',
      [line('1', '999', gst('9'), { inclusive: true })],
      document,
      { net: '846.61', tax: '152.38', roundOff: '0.01', total: '999' },
    ],
    ['1,000 less 10 % less 5 %', [line('1', '1000', [], { discounts: ['10', '5'] })], document, { net: '855', tax: '0', roundOff: '0', total: '855' }],
    [
      '211.03 at 18 %, to the rupee',
      [line('1', '211.03', gst('9'))],
      { ...document, toWhole: '1' },
      { net: '211.03', tax: '37.98', roundOff: '-0.01', total: '249' },
    ],
    [
      'a cess on the amount with its tax',
      [line('1', '1000', [percent('GST', '28'), percent('CESS', '10', { onPrevious: true })])],
      document,
      { net: '1000', tax: '408', roundOff: '0', total: '1408' },
    ],
    [
      'so much for each unit',
      [line('50', '100', [percent('GST', '40'), { key: 'CESS', kind: 'fixed', rate: '4.17' }])],
      document,
      { net: '5000', tax: '2208.5', roundOff: '0', total: '7208.5' },
    ],
    [
      'what the buyer owes to the state',
      [
        line(
          '1',
          '10000',
          gst('9').map(part => ({ ...part, reverse: true })),
        ),
      ],
      document,
      { net: '10000', tax: '0', roundOff: '0', total: '10000' },
    ],
    ['2.675, half away from nothing', [line('1', '2.675', []), line('-1', '2.675', [])], perLine, { net: '0', tax: '0', roundOff: '0', total: '0' }],
  ])('%s', (_, lines, policy, { net, tax, roundOff, total: sum }) => {
    const made = taxesOf(lines, policy)
    expect({ net: made.net, tax: made.tax, roundOff: made.roundOff, total: made.total }).toEqual({ net, tax, roundOff, total: sum })
  })

  test('halves are equal, and each line keeps its share of what was rounded once', () => {
    expect(taxesOf([line('1', '211.03', gst('9'))], document).rows.map(({ key, base, amount }) => [key, base, amount])).toEqual([
      ['CGST', '211.03', '18.99'],
      ['SGST', '211.03', '18.99'],
    ])
    expect(taxesOf(five, document).lines.map(one => one.tax)).toEqual(['0.02', '0.02', '0.02', '0.01', '0.01'])
    expect(
      taxesOf([line('1', '379', vat('21'), { inclusive: true }), line('1', '379', vat('21'), { inclusive: true })], document).lines.map(one => one.net),
    ).toEqual(['313.23', '313.22'])
  })

  test('says how each figure came', () => {
    const { how } = taxesOf([line('2', '500', vat('18'), { discounts: ['10'] })], document)
    expect([how.amount, how.of.map(({ text, amount }) => [text, amount]), how.of[0]?.of[0]?.of[0]?.values]).toEqual([
      '1062',
      [
        ['Net', '900'],
        ['{tax} {rate} % on {base}', '162'],
      ],
      { percent: '10' },
    ])
  })

  test.each<[string, string, Parameters<typeof withheldOf>[1], string, string]>([
    ['10 % of a bill', '10000', { key: 'TDS', rate: '10' }, '10000', '1000'],
    [
      'below the threshold of the year nothing',
      '20000',
      { key: 'TDS', rate: '10', threshold: '50000', yearToDate: { base: '30000', withheldOn: '0' } },
      '0',
      '0',
    ],
    [
      'beyond it, on all of the year',
      '20001',
      { key: 'TDS', rate: '10', threshold: '50000', yearToDate: { base: '30000', withheldOn: '0' } },
      '50001',
      '5000.1',
    ],
    [
      'beyond it again, on what is new',
      '1000',
      { key: 'TDS', rate: '10', threshold: '50000', yearToDate: { base: '50001', withheldOn: '50001' } },
      '1000',
      '100',
    ],
    ['a single bill that is large', '35000', { key: 'TDS', rate: '1', threshold: '100000', single: '30000' }, '35000', '350'],
    [
      'on what lies beyond alone',
      '600000',
      { key: 'TDS', rate: '0.1', threshold: '5000000', on: 'beyond', yearToDate: { base: '4500000', withheldOn: '0' } },
      '100000',
      '100',
    ],
  ])('%s is withheld', (_, amount, rule, base, withheld) => expect(withheldOf(amount, rule, 2)).toMatchObject({ base, amount: withheld }))

  test('what is owed in parts is owed whole', () => {
    const thirds = [0, 30, 60].map(days => ({ percent: '33.3333', days, fromMonthEnd: false }))
    expect(duesOf('100', '2027-03-05', thirds, 2)).toEqual([
      { due: '2027-03-05', amount: '33.34' },
      { due: '2027-04-04', amount: '33.33' },
      { due: '2027-05-04', amount: '33.33' },
    ])
    expect(duesOf('100', '2027-02-05', [{ percent: '100', days: 15, fromMonthEnd: true }], 2)).toEqual([{ due: '2027-03-15', amount: '100' }])
    expect(duesOf('100', '2027-02-05', [], 2)).toEqual([{ due: '2027-02-05', amount: '100' }])
  })
})

const cents = (most: number) => fc.integer({ min: 0, max: most }).map(value => round(times(String(value), '0.001'), 3))
const part = fc.oneof(
  fc.constantFrom(...['5', '9', '18', '22', '0.25'].map(rate => percent(`T${rate}`, rate))),
  fc.constantFrom(percent('CESS', '12', { onPrevious: true }), percent('RCM', '18', { reverse: true }), { key: 'FLAT', kind: 'fixed' as const, rate: '1.75' }),
)
const someLine: fc.Arbitrary<TaxedLine> = fc.record({
  quantity: fc.integer({ min: -3, max: 40 }).map(String),
  price: cents(2_000_000),
  discounts: fc.array(fc.constantFrom('10', '5', '2.5'), { maxLength: 2 }),
  inclusive: fc.boolean(),
  taxes: fc.uniqueArray(part, { maxLength: 3, selector: one => one.key }),
})
const somePolicy: fc.Arbitrary<RoundingPolicy> = fc.record({
  digits: fc.constantFrom(0, 2, 3),
  by: fc.constantFrom('line', 'document'),
  toWhole: fc.constantFrom(null, '1'),
})
const few = fc.array(someLine, { minLength: 1, maxLength: 8 })

describe('Of any lines', () => {
  test('net, tax and round-off are the total, and lines and rows say the same', () => {
    fc.assert(
      fc.property(few, somePolicy, (lines, policy) => {
        const made = taxesOf(lines, policy)
        expect(total([made.net, made.tax, made.roundOff])).toBe(made.total)
        expect(total(made.lines.map(one => one.net))).toBe(made.net)
        expect(total(made.rows.filter(row => !row.reverse).map(row => row.amount))).toBe(made.tax)
        for (const one of [...made.lines.flatMap(({ net, taxes }) => [net, ...taxes]), made.total]) expect(round(one, policy.digits)).toBe(one)
      }),
      { numRuns: 300 },
    )
  })

  test('an inclusive price stays what it was', () => {
    fc.assert(
      fc.property(few, somePolicy, (lines, policy) => {
        const all = lines.map(one => ({ ...one, inclusive: true }))
        const asked = total(
          all.map(one => round(times(one.quantity, one.price, ...(one.discounts ?? []).map(off => times(minus('100', off), '0.01'))), policy.digits)),
        )
        expect(taxesOf(all, { ...policy, toWhole: null }).total).toBe(asked)
      }),
      { numRuns: 200 },
    )
  })

  test('notes give back what was posted, to the paisa, in whatever parts', () => {
    fc.assert(
      fc.property(few, somePolicy, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }), (lines, policy, steps) => {
        const made = taxesOf(lines, policy)
        for (const [at, { quantity }] of lines.entries()) {
          const { net, taxes } = made.lines[at] as Decided
          const given: { quantity: string; net: string; taxes: readonly string[] }[] = []
          for (const step of [...steps, 1000]) {
            const sign = quantity.startsWith('-') ? -1 : 1
            const left = Number(minus(quantity, total(given.map(one => one.quantity)))) * sign
            const now = String(Math.min(step, left) * sign)
            if (left === 0) break
            const back = giveBack({ quantity, net, taxes }, given, now, policy.digits)
            given.push({ quantity: now, ...(back as Decided) })
          }
          if (quantity === '0') continue
          expect([total(given.map(one => one.net)), taxes.map((_, of) => total(given.map(one => one.taxes[of] as string)))]).toEqual([net, taxes])
        }
      }),
      { numRuns: 200 },
    )
  })

  test('what is spread is all there', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.integer({ min: -99999, max: 99999 }).map(value => times(String(value), '0.0007')),
          { minLength: 1, maxLength: 9 },
        ),
        parts => {
          const whole = round(total(parts), 2)
          expect(total(spread(whole, parts, 2))).toBe(whole)
        },
      ),
    )
  })
})
