import type { Meta } from '@sangam/sdk'
import { expect, test } from 'vitest'
import { metaStore } from '../../data/meta.ts'
import { joined, summable } from './totals.ts'

test.for([
  ['Probability in per cent', 'integer', false],
  ['Share (%)', 'decimal', false],
  ['Discount', 'percent', false],
  ['Customer rating', 'integer', false],
  ['Hours', 'integer', true],
  ['Operating hours', 'decimal', true],
  ['Value of 10%', 'money', true],
] as const)('A column called %s of the type %s has a sum: %s', ([label, type, sum], { onTestFinished }) => {
  onTestFinished(() => metaStore.set(null))
  metaStore.set({ entities: { job: { fields: { figure: { name: 'figure', type, label, min: 0, max: 24 } } } } } as unknown as Meta)
  expect(summable('job', ['figure'])).toEqual(sum ? ['figure'] : [])
})

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
