import type { GroupRow } from '@sangam/sdk'
import { describe, expect, test } from 'vitest'
import { type FiguresQuery, figuresOf, rest, withRest } from './figures.ts'
import { ticksOf } from './scale.ts'

const stages = ['new', 'won', 'lost']
const query = (more: Partial<FiguresQuery>): FiguresQuery => ({
  group: ['stage'],
  measure: 'sum:value.amount',
  rank: (path, key) => (path === 'stage' ? stages.indexOf(String(key)) : path.includes(':') ? String(key) : undefined),
  series: 8,
  ...more,
})
const keys = (slots: readonly { readonly key: unknown }[]): readonly unknown[] => slots.map(slot => slot.key)

describe('The figures of a chart', () => {
  test('stand in the order of their options, to the last digit, and what has none comes last', () => {
    const rows: readonly GroupRow[] = [
      { stage: null, 'sum:value.amount': '7' },
      { stage: 'lost', 'sum:value.amount': '0.10' },
      { stage: 'new', 'sum:value.amount': '90071992547409931.25' },
    ]
    expect(figuresOf(rows, query({}))).toEqual({
      groups: [
        { key: 'new', where: { stage: { eq: 'new' } } },
        { key: 'lost', where: { stage: { eq: 'lost' } } },
        { key: null, where: { stage: { isEmpty: true } } },
      ],
      series: [{ key: null, where: {} }],
      values: [['90071992547409931.25'], ['0.10'], ['7']],
    })
  })

  test('have every month from the first to the last; in one without records a sum is nothing and an average unknown', () => {
    const rows = (measure: string): readonly GroupRow[] => [
      { 'closes:month': '2027-03-01', [measure]: '5' },
      { 'closes:month': '2027-01-01', [measure]: '3' },
    ]
    const sums = figuresOf(rows('sum:value.amount'), query({ group: ['closes:month'] }))
    expect([keys(sums.groups), sums.values]).toEqual([
      ['2027-01-01', '2027-02-01', '2027-03-01'],
      [['3'], ['0'], ['5']],
    ])
    expect(figuresOf(rows('avg:score'), query({ group: ['closes:month'], measure: 'avg:score' })).values).toEqual([['3'], [null], ['5']])
  })

  test('put the smallest together where there are too many, and leave them out where they do not add up', () => {
    const rows: readonly GroupRow[] = ['a', 'b', 'c', 'd'].map((owner, at) => ({ owner, 'sum:value.amount': `${at}.5`, 'avg:score': `${at}` }))
    const all = figuresOf(rows, query({ group: ['owner'] }))
    const few = withRest(all, 'sum:value.amount', 3)
    expect([keys(few.groups), few.values, few.groups[2]?.where]).toEqual([['d', 'c', rest], [['3.5'], ['2.5'], ['2']], null])
    const averages = withRest(figuresOf(rows, query({ group: ['owner'], measure: 'avg:score' })), 'avg:score', 3)
    expect(keys(averages.groups)).toEqual(['d', 'c', 'b'])
    const series = figuresOf(
      rows.map(row => ({ ...row, stage: 'new' })),
      query({ group: ['stage', 'owner'], series: 2 }),
    )
    expect([keys(series.series), series.values]).toEqual([['d', rest], [['3.5', '4.5']]])
  })
})

test.each([
  [[0, 97], 4, [0, 50, 100]],
  [[3, 11], 5, [0, 5, 10, 15]],
  [[-4, 6], 5, [-4, -2, 0, 2, 4, 6]],
  [[0.1, 0.3], 3, [0, 0.1, 0.2, 0.3]],
  [[], 4, [0, 0.5, 1]],
] as const)('an axis over %j has round numbers', (values, about, expected) => {
  expect(ticksOf(values, about)).toEqual(expected)
})
