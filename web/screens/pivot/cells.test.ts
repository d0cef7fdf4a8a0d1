import type { Measure } from '@sangam/sdk'
import { expect, test } from 'vitest'
import { type Amount, type Cell, type Cells, folded, keyOf, together } from './cells.ts'

const money = 'sum:value.amount' as const
const cell = (count: string, ...amounts: readonly (readonly [string, string])[]): Cell =>
  new Map<Measure, readonly Amount[]>([
    ['count', [{ currency: null, value: count }]],
    [money, amounts.map(([currency, value]) => ({ currency, value }))],
  ])
const cells: Cells = new Map([
  [keyOf(['new', 'web']), cell('2', ['INR', '90071992547409931.25'], ['USD', '5'])],
  [keyOf(['new', null]), cell('1', ['INR', '0.75'])],
  [keyOf(['won', 'web']), cell('4')],
])

test('the figures of a whole are those of its parts to the last digit, each currency by itself', () => {
  expect(folded(cells, [0], ['count', money])).toEqual(
    new Map([
      [keyOf(['new']), cell('3', ['INR', '90071992547409932'], ['USD', '5'])],
      [keyOf(['won']), cell('4')],
    ]),
  )
  expect(folded(cells, [], ['count']).get(keyOf([]))).toEqual(new Map([['count', [{ currency: null, value: '7' }]]]))
})

test('the smallest of a whole is the smallest of its parts, and an average is none of theirs', () => {
  const parts: Cells = new Map(
    ['10', '9.5'].map((value, at) => [
      keyOf([at]),
      new Map([
        ['min:score', [{ currency: null, value }]],
        ['max:score', [{ currency: null, value }]],
        ['avg:score', [{ currency: null, value }]],
      ] as const),
    ]),
  )
  const whole = folded(parts, [], ['min:score', 'max:score', 'avg:score']).get(keyOf([]))
  expect(whole).toEqual(
    new Map([
      ['min:score', [{ currency: null, value: '9.5' }]],
      ['max:score', [{ currency: null, value: '10' }]],
    ]),
  )
})

test('what was asked in two questions stands in one cell', () => {
  const counts: Cells = new Map([[keyOf(['a']), new Map([['count', [{ currency: null, value: '1' }]]])]])
  const sums: Cells = new Map([[keyOf(['a']), new Map([[money, [{ currency: 'INR', value: '7' }]]])]])
  expect(together([counts, sums]).get(keyOf(['a']))).toEqual(cell('1', ['INR', '7']))
})
