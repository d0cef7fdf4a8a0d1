import { minus, over, round, split, times, total } from '@sangam/sdk'
import { array, assert, bigInt, property } from 'fast-check'
import { describe, expect, test } from 'vitest'

describe('Decimals are worked out exactly', () => {
  test.each([
    ['what floats get wrong', total(['0.1', '0.2']), '0.3'],
    ['of nothing', total([]), '0'],
    ['a difference', minus('100', '99.99'), '0.01'],
    ['a loss', minus('-0.5', '0.25'), '-0.75'],
    ['discounts that follow each other multiply', times('1000', '0.9', '0.95'), '855'],
    ['half goes away from zero', round('2.675', 2), '2.68'],
    ['and so below zero', round('-2.675', 2), '-2.68'],
    ['a banker rounds otherwise', round('2.665', 2, 'half_even'), '2.66'],
    ['tax of five lines, a line at a time', total(Array.from({ length: 5 }, () => round(times('0.33', '0.05'), 2))), '0.1'],
    ['and of the paper', round(times(total(['0.33', '0.33', '0.33', '0.33', '0.33']), '0.05'), 2), '0.08'],
    ['net of a price with tax', over('758', '1.21', 2), '626.45'],
    ['a discount after the lines are rounded', round(times(round(times('348.35', '16', '0.96'), 2), '1.22'), 2), '6527.81'],
    ['and once at the end', round(times('348.35', '16', '0.96', '1.22'), 2), '6527.8'],
    ['divided by nothing', over('1', '0', 2), null],
  ])('%s', (_, found, is) => expect(found).toBe(is))

  test.each([
    [
      ['100', ['1', '1', '1'], 2],
      ['33.34', '33.33', '33.33'],
    ],
    [
      ['0.08', ['0.33', '0.33', '0.33', '0.33', '0.33'], 2],
      ['0.02', '0.02', '0.02', '0.01', '0.01'],
    ],
    [
      ['80000', ['60', '40'], 2],
      ['48000', '32000'],
    ],
    [
      ['626.45', ['379', '379'], 2],
      ['313.23', '313.22'],
    ],
    [
      ['-100', ['1', '1', '1'], 2],
      ['-33.34', '-33.33', '-33.33'],
    ],
    [
      ['100', ['-2', '-1'], 0],
      ['67', '33'],
    ],
    [
      ['10', ['0', '1'], 3],
      ['0', '10'],
    ],
  ] as const)('a split of %j loses nothing', ([amount, weights, digits], parts) => expect(split(amount, weights, digits)).toEqual(parts))

  test('whatever is split, its parts come to it', () =>
    assert(
      property(
        bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        array(bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 40 }),
        (cents, weights) => {
          const amount = times(String(cents), '0.01')
          return total(split(amount, weights.map(String), 2)) === amount
        },
      ),
    ))

  test('nothing is split by weights that come to nothing or pull both ways', () => {
    for (const weights of [[], ['0', '0'], ['1', '-2']]) expect(() => split('1', weights, 2)).toThrow(RangeError)
  })
})
