import { describe, expect, test } from 'vitest'
import { carriedOf } from './carried.ts'
import { type AccountChoice, again, amountOf, blank, differenceOf, entryLines, found, lackOf, nextLine, type Voucher } from './voucher.ts'

const account = (code: string, name: string, control: string | null = null): AccountChoice => ({ id: `id ${code}`, code, name, control })
const [cash, bank, rent, travel, debtors] = [
  account('1110', 'Cash in hand', 'cash'),
  account('1120', 'Bank', 'bank'),
  account('5220', 'Rent'),
  account('5230', 'Travel and conveyance'),
  account('1130', 'Trade receivables', 'receivable'),
] as const
const line = (of: AccountChoice | null, side: 'debit' | 'credit', amount: string, party: string | null = null) => ({ account: of, party, side, amount })
const voucher = (kind: Voucher['kind'], more: Partial<Voucher>): Voucher => ({ ...blank(kind, '2027-03-05', bank), narration: 'Paid', ...more })

test.each([
  ['1,25,000.50', '125000.5'],
  ['₹ 45 000', '45000'],
  ['.5', '0.5'],
  ['12.', '12'],
  ['0', null],
  ['-5', null],
  ['1e3', null],
  ['', null],
  ['12.3456', null],
])('The amount “%s” is %s', (text, amount) => {
  expect(amountOf(text)).toBe(amount)
})

describe('A voucher for bank or cash', () => {
  test.each([
    [
      'payment',
      [line(rent, 'debit', '45,000'), line(travel, 'debit', '250.50')],
      [
        ['id 5220', '45000', null],
        ['id 5230', '250.5', null],
        ['id 1120', null, '45250.5'],
      ],
    ],
    [
      'receipt',
      [line(debtors, 'credit', '11800', 'asha')],
      [
        ['id 1120', '11800', null],
        ['id 1130', null, '11800'],
      ],
    ],
    [
      'contra',
      [line(cash, 'debit', '5000')],
      [
        ['id 1110', '5000', null],
        ['id 1120', null, '5000'],
      ],
    ],
  ] as const)('is single: a %s has its other side from what is typed', (kind, lines, expected) => {
    const made = voucher(kind, { lines })
    expect([lackOf(made), differenceOf(made), entryLines(made).map(one => [one.account, one.debit, one.credit])]).toEqual([null, '0', expected])
  })
})

test('A journal begins with a debit, and its next line is what it lacks, on the side that lacks it', () => {
  const begun = voucher('journal', { lines: [line(rent, 'debit', '45000'), line(travel, 'debit', '500')] })
  expect([blank('journal', '2027-03-05', bank).through, differenceOf(begun), nextLine(begun)]).toEqual([null, '45500', line(null, 'credit', '45500')])
  const over = voucher('journal', { lines: [line(rent, 'debit', '100'), line(bank, 'credit', '150')] })
  expect(nextLine(over)).toEqual(line(null, 'debit', '50'))
})

test.each([
  ['through', voucher('payment', { through: null, lines: [line(rent, 'debit', '1')] }), -1],
  ['lines', voucher('payment', { lines: [line(null, 'debit', '')] }), 0],
  ['account', voucher('payment', { lines: [line(rent, 'debit', '1'), line(null, 'debit', '7')] }), 1],
  ['amount', voucher('payment', { lines: [line(rent, 'debit', '1'), line(travel, 'debit', 'x')] }), 1],
  ['party', voucher('receipt', { lines: [line(debtors, 'credit', '5')] }), 0],
  ['difference', voucher('journal', { lines: [line(rent, 'debit', '5'), line(bank, 'credit', '4')] }), 1],
  ['narration', voucher('payment', { lines: [line(rent, 'debit', '5')], narration: ' ' }), -1],
])('A voucher that lacks its %s is not whole', (what, made, at) => {
  expect(lackOf(made)).toEqual({ what, line: at })
})

test('A voucher that is written again tells what the last one told of items, taxes and tax numbers; what goes by an amount goes along with that amount alone', () => {
  const last = [
    { account: 'id 1130', party: 'asha', debit: '1180', credit: null, memo: 'Lamps' },
    { account: 'id 5220', party: null, debit: null, credit: '1000', item: 'Lamp', quantity: '-2', unit: 'NOS', registration: '27AAPFU0939F1ZV' },
    { account: 'id 5230', party: null, debit: null, credit: '180', taxComponent: 'IGST', taxBase: '-1000', taxRate: '18', registration: '27AAPFU0939F1ZV' },
  ]
  const choices = [debtors, rent, travel]
  const copy = again(
    'sales',
    '2027-03-05',
    null,
    'Lamps',
    last.map((one, at) => ({ party: one.party, debit: one.debit, credit: one.credit, choice: choices[at] ?? rent, ...carriedOf(one) })),
  )
  expect(entryLines(copy)).toEqual(last)
  const [first, goods, tax] = copy.lines
  const other = { ...copy, lines: [first, { ...goods, amount: '500' }, { ...tax, side: 'debit' }] } as Voucher
  expect(entryLines(other).slice(1)).toEqual([
    { account: 'id 5220', party: null, debit: null, credit: '500', item: 'Lamp', registration: '27AAPFU0939F1ZV' },
    { account: 'id 5230', party: null, debit: '180', credit: null, registration: '27AAPFU0939F1ZV' },
  ])
})

test.each([
  ['5220', ['Rent']],
  ['tra', ['Trade receivables', 'Travel and conveyance']],
  ['11', ['Cash in hand', 'Bank', 'Trade receivables']],
  ['hand', ['Cash in hand']],
  ['conv', ['Travel and conveyance']],
  ['zzz', []],
])('“%s” finds %s', (text, names) => {
  expect(found([cash, bank, rent, debtors, travel], text).map(one => one.name)).toEqual(names)
})
