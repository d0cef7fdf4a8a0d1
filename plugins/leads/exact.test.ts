import { describe, expect, test } from 'vitest'
import { percentOf, sum, times, total } from './server/exact.ts'

describe('amounts are exact to the last digit', () => {
  test.each([
    ['3', '0.1', '0.3'],
    ['2.5', '78.50', '196.25'],
    ['0.001', '0.0001', '0.0000001'],
    ['999999999999999', '999999999999999', '999999999999998000000000000001'],
    ['0', '12.34', '0'],
  ])('%s × %s is %s', (a, b, product) => expect(times(a, b)).toBe(product))

  test.each([
    [['0.1', '0.2'], '0.3'],
    [['10', '-0.5', '0.25'], '9.75'],
    [[], '0'],
  ])('%j add up to %s', (parts, whole) => expect(sum(parts)).toBe(whole))

  test.each([
    ['10005534', 60, '6003320.4'],
    ['0.01', 33, '0.0033'],
    ['500', 0, '0'],
    ['500', 100, '500'],
  ])('of %s, %i per cent are %s', (amount, percent, part) => expect(percentOf(amount, percent)).toBe(part))
})

test('amounts of several currencies, or some that are not known, have no sum', () => {
  const [rupees, dollars] = [
    { amount: '10', currency: 'INR' },
    { amount: '5', currency: 'USD' },
  ]
  expect([total([rupees, rupees]), total([rupees, dollars]), total([rupees, null]), total([null]), total([])]).toEqual([
    { amount: '20', currency: 'INR' },
    null,
    null,
    null,
    null,
  ])
})
