import { expect, test } from 'vitest'
import { axisOf, type Stretch, stepped } from './axis.ts'

const told = (all: readonly Stretch[]): string => all.map(({ day, days }) => `${day}+${days}`).join(' ')

test.each([
  ['days stand in whole weeks, three at a desk', 'day', '2026-11-26', false, '2026-11-23 … 2026-12-13, 21 days in 21', '2026-11-23+8 2026-12-01+13'],
  ['one on a phone', 'day', '2026-11-26', true, '2026-11-23 … 2026-11-29, 7 days in 7', '2026-11-23+7'],
  ['weeks begin a week before', 'week', '2026-12-31', true, '2026-12-21 … 2027-01-24, 35 days in 5', '2026-12-21+11 2027-01-01+24'],
  ['months are as long as they are', 'month', '2027-03-31', true, '2027-02-01 … 2027-06-30, 150 days in 5', '2027-02-01+150'],
  ['over a year’s end', 'month', '2026-12-05', true, '2026-11-01 … 2027-03-31, 151 days in 5', '2026-11-01+61 2027-01-01+90'],
  ['quarters begin with theirs', 'quarter', '2027-05-20', true, '2027-01-01 … 2027-12-31, 365 days in 4', '2027-01-01+365'],
] as const)('%s', (_, scale, day, narrow, expected, heads) => {
  const axis = axisOf(scale, day, 1, narrow)
  expect([`${axis.first} … ${axis.last}, ${axis.days} days in ${axis.units.length}`, told(axis.heads)]).toEqual([expected, heads])
})

test('the units of an axis lie one after another', () => {
  expect(axisOf('month', '2027-03-10', 1, true).units).toEqual([
    { day: '2027-02-01', at: 0, days: 28 },
    { day: '2027-03-01', at: 28, days: 31 },
    { day: '2027-04-01', at: 59, days: 30 },
    { day: '2027-05-01', at: 89, days: 31 },
    { day: '2027-06-01', at: 120, days: 30 },
  ])
  expect([stepped('day', '2027-02-27', 1), stepped('week', '2027-01-05', -1), stepped('month', '2026-11-30', 1), stepped('quarter', '2027-05-20', -1)]).toEqual(
    ['2027-03-06', '2026-12-08', '2027-02-28', '2026-05-20'],
  )
})
