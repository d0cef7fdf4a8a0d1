import { expect, test } from 'vitest'
import { daysOf, stepped } from './span.ts'

const ends = (days: readonly string[]): string => `${days.length}: ${days[0]} … ${days.at(-1)}`

test.each([
  ['a month stands in whole weeks from Sunday', 'month', '2026-11-26', 7, '35: 2026-11-01 … 2026-12-05'],
  ['and from Monday', 'month', '2026-11-26', 1, '42: 2026-10-26 … 2026-12-06'],
  ['a February of four weeks needs no more', 'month', '2027-02-10', 1, '28: 2027-02-01 … 2027-02-28'],
  ['a week goes over the end of a year', 'week', '2026-12-31', 1, '7: 2026-12-28 … 2027-01-03'],
  ['from Saturday, where weeks begin so', 'week', '2026-11-26', 6, '7: 2026-11-21 … 2026-11-27'],
  ['a day is a day', 'day', '2026-11-26', 1, '1: 2026-11-26 … 2026-11-26'],
] as const)('%s', (_, span, day, start, expected) => {
  expect(ends(daysOf(span, day, start))).toBe(expected)
})

test('the month after the 31st is the next month, even if it is shorter', () => {
  expect([stepped('month', '2027-01-31', 1), stepped('month', '2026-03-31', -1), stepped('week', '2026-12-31', 1), stepped('day', '2027-03-01', -1)]).toEqual([
    '2027-02-28',
    '2026-02-28',
    '2027-01-07',
    '2027-02-28',
  ])
})
