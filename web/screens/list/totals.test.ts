import type { Meta } from '@sangam/sdk'
import { expect, test } from 'vitest'
import { metaStore } from '../../data/meta.ts'
import { joined, sumMeasures, summable, sumOf } from './totals.ts'

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

test('What is owed to us and what we owe are added up apart, in a group of one kind as one sum, and what adds up to nothing has none', ({ onTestFinished }) => {
  onTestFinished(() => metaStore.set(null))
  const kind = { name: 'kind', type: 'choice', label: 'Kind', choices: { invoice: { label: 'Invoice' }, bill: { label: 'Bill' } } }
  const fields = {
    kind,
    open: { name: 'open', type: 'decimal', label: 'Open', adds: 'kind' },
    balance: { name: 'balance', type: 'decimal', label: 'Balance', adds: false },
  }
  metaStore.set({ user: {}, entities: { paper: { fields } } } as unknown as Meta)
  const paper = (kind: string, open: string) => ({ id: open, kind, open, balance: open })
  const rows = [paper('invoice', '10.5'), paper('bill', '3'), paper('invoice', '1')] as never
  expect([sumOf('paper', 'open', rows), sumOf('paper', 'open', [paper('bill', '3')] as never), sumOf('paper', 'balance', rows)]).toEqual([
    'Invoice 11.5\nBill 3',
    '3',
    '',
  ])
  expect([['kind'], ['date:month']].map(group => sumMeasures('paper', ['open', 'balance'], group))).toEqual([['sum:open'], []])
})
