import { describe, expect, test } from 'vitest'
import { dayOf, debitOf } from './model/read.ts'
import { balancesOf, doubtsOf, lacksOf, placesOf, readTally } from './model.ts'
import { master, vouchers } from './sample.xml.ts'

test.each([
  ['-11800.00', '11800'],
  ['11800.00', '-11800'],
  ['0.00', '0'],
  ['', '0'],
  ['-$1000.00 @ ₹ 83/$ = -₹ 83,000.00', '83000'],
  ['.50', '-0.5'],
  ['-0000100', '100'],
])('The amount %s of Tally is %s here', (text, amount) => {
  expect(debitOf(text)).toBe(amount)
})

test.each([
  ['20260405', '2026-04-05'],
  ['5-Apr-2026', '2026-04-05'],
  ['1-Apr-26', '2026-04-01'],
  ['April', null],
])('The day %s of Tally is %s', (text, day) => {
  expect(dayOf(text)).toBe(day)
})

describe('An export of Tally', () => {
  const books = readTally(`${master}${vouchers}`)

  test('is read with its ledgers, bills and vouchers, its signs turned round, and without what is cancelled, optional or only stock', () => {
    expect(books.ledgers.map(({ name, opening }) => [name, opening])).toEqual([
      ['Cash', '5000'],
      ['HDFC Bank', '100000'],
      ['Asha Traders', '11800'],
      ['Bharat Steel', '-20000'],
      ['Office rent & rates', '0'],
      ['Sales @ 18%', '0'],
      ['CGST', '0'],
      ['SGST', '0'],
      ['Capital', '-96800'],
    ])
    expect(books.ledgers[2]?.bills).toEqual([{ kind: 'new', name: 'INV-91', amount: '11800', date: '2026-03-10', days: 30 }])
    expect(books.vouchers.map(({ type, number, date, lines }) => [type, number, date, lines.map(line => [line.ledger, line.amount])])).toEqual([
      [
        'GST Sales',
        '1',
        '2026-04-05',
        [
          ['Asha Traders', '23600'],
          ['CGST', '-1800'],
          ['SGST', '-1800'],
          ['Sales @ 18%', '-20000'],
        ],
      ],
      [
        'Receipt',
        '1',
        '2026-04-20',
        [
          ['HDFC Bank', '20000'],
          ['Asha Traders', '-20000'],
        ],
      ],
      [
        'Payment',
        '1',
        '2026-04-30',
        [
          ['Office rent & rates', '15000'],
          ['HDFC Bank', '-15000'],
        ],
      ],
    ])
    expect(books.vouchers[1]?.lines[1]?.bills.map(({ kind, name, amount }) => [kind, name, amount])).toEqual([
      ['against', 'INV-91', '-11800'],
      ['against', '1', '-5000'],
      ['account', '', '-3200'],
    ])
  })

  test('says where each ledger goes, by its group however deep, and what it comes to', () => {
    expect(Object.fromEntries(placesOf(books))).toMatchObject({
      cash: { kind: 'role', role: 'cash' },
      'hdfc bank': { kind: 'account', type: 'asset', control: 'bank' },
      'asha traders': { kind: 'party', role: 'receivable' },
      'bharat steel': { kind: 'party', role: 'payable' },
      'office rent & rates': { kind: 'account', type: 'expense' },
      cgst: { kind: 'account', type: 'liability', control: 'tax' },
    })
    expect(Object.fromEntries(balancesOf(books))).toMatchObject({ 'hdfc bank': '105000', 'asha traders': '15400', 'sales @ 18%': '-20000', capital: '-96800' })
    expect([lacksOf(books), doubtsOf(books)]).toEqual([[], []])
  })

  test('that lacks something says what, and where', () => {
    expect(lacksOf(readTally(vouchers)).map(({ text }) => text.slice(0, 25))).toEqual([
      'There are no ledgers in i',
      ...Array(3).fill('The ledger “{ledger}” of '),
    ])
    const odd = readTally(`${master}${vouchers.replace('<AMOUNT>15000.00</AMOUNT>', '<AMOUNT>14000.00</AMOUNT>')}`)
    expect(lacksOf(odd)).toEqual([
      {
        text: '{voucher} of {date} is out of balance by {amount}. Correct it in Tally, then export it again.',
        values: { voucher: 'Payment 1', date: '2026-04-30', amount: '1000' },
      },
    ])
    expect(doubtsOf(odd).map(({ values }) => values)).toEqual([{ ledger: 'HDFC Bank', closing: '105000', ours: '106000' }])
    expect(lacksOf(readTally(master.replace('<PARENT>North</PARENT>', '<PARENT>Nowhere</PARENT>'))).map(({ values }) => values)).toEqual([
      { group: 'Nowhere', ledger: 'Asha Traders' },
    ])
  })

  test('that is none, is cut off, or goes deeper than any voucher is read as what there is of it', () => {
    const deep = '<VOUCHER>'.repeat(500)
    for (const text of ['', 'no xml', '<LEDGER NAME="x"', '<!DOCTYPE x [<!ENTITY a "b">]><LEDGER NAME="&a;">', deep])
      expect(readTally(text)).toMatchObject({ vouchers: [] })
  })
})
