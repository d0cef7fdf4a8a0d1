import { expect, test } from 'vitest'
import { joined } from './totals.ts'

test('A group split by currency is put together again: counts and numbers added up, money by currency', () => {
  const rows = [
    { stage: 'open', 'value.currency': 'INR', count: 2, 'sum:value.amount': '0.1', 'sum:days': '3' },
    { stage: 'open', 'value.currency': 'USD', count: 1, 'sum:value.amount': '5', 'sum:days': '4' },
    { stage: 'open', 'value.currency': null, count: 4, 'sum:value.amount': null, 'sum:days': null },
  ]
  expect(joined(rows, ['value.currency'])).toEqual({
    stage: 'open',
    'value.currency': 'INR',
    count: 7,
    'sum:days': '7',
    'sum:value.amount': [
      { amount: '0.1', currency: 'INR' },
      { amount: '5', currency: 'USD' },
    ],
  })
})
