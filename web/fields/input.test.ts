import type { FieldMeta } from '@sangam/sdk'
import { describe, expect, test } from 'vitest'
import { readNumber } from './input.ts'
import { displayNumber } from './number-text.ts'

test.each([
  ['12345.6', { digits: 3, least: 2 }, '12,345.60'],
  ['12345.678', { digits: 3, least: 2 }, '12,345.678'],
  ['60000', { digits: 3, least: 2 }, '60,000'],
  ['1.5', { digits: 3 }, '1.5'],
])('the decimal %s, of a field with %j, is shown as %s', (value, options, shown) => {
  expect(displayNumber({ type: 'decimal', ...options } as FieldMeta, value)).toBe(shown)
})

describe('a number is read as people type it', () => {
  test.each([
    ['', null],
    ['0', '0'],
    ['-0', '0'],
    ['12.5L', '1250000'],
    ['12.5 lakh', '1250000'],
    ['12.5 lacs', '1250000'],
    ['1cr', '10000000'],
    ['1.25 crore', '12500000'],
    ['2k', '2000'],
    ['1.5m', '1500000'],
    ['3 bn', '3000000000'],
    ['5-3', '2'],
    ['-5', '-5'],
    ['5--3', '8'],
    ['4*250', '1000'],
    ['4 × 250 + 1k', '2000'],
    ['10% ', '10'],
    ['1,00,000', '100000'],
    ['100,000', '100000'],
    ['12,34,567.89', '1234567.89'],
    ['1 000 000', '1000000'],
    ['₹ 4,82,100', '482100'],
    ['Rs. 500/-', '500'],
    ['(500)', '-500'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1.10', '1.1'],
    ['0.1+0.2', '0.3'],
    ['१२,५००', '12500'],
    ['२ लाख', '200000'],
    ['१ करोड़', '10000000'],
    ['99999999999999.9999', '99999999999999.9999'],
  ])('%s → %s', (typed, value) => expect(readNumber(typed)).toEqual({ value }))

  test.each([
    ['abc', 'number'],
    ['12,5', 'grouping'],
    ['1.2.3', 'grouping'],
    ['1,0,000', 'grouping'],
    ['5-', 'number'],
    ['5 6', 'number'],
    ['*5', 'number'],
    ['5**6', 'number'],
    ['1e5', 'number'],
    ['--', 'number'],
  ])('%s is not one (%s)', (typed, problem) => expect(readNumber(typed)).toEqual({ problem }))

  test('where a comma stands before the fraction, points group', () => {
    expect(readNumber('1.250,50', { point: ',' })).toEqual({ value: '1250.5' })
    expect(readNumber('1,5k', { point: ',' })).toEqual({ value: '1500' })
    expect(readNumber('1.5', { point: ',' })).toEqual({ problem: 'grouping' })
  })

  test('who writes spaces between thousands is not guessed to mean something by a point', () => {
    const spaces = { point: ',', group: '\u00a0' } as const
    expect(readNumber('1 234 567,5', spaces)).toEqual({ value: '1234567.5' })
    expect(readNumber('1.234', spaces)).toEqual({ problem: 'grouping' })
  })

  test('digits that would be lost are refused, not rounded', () => {
    expect(readNumber('1.005', { digits: 2 })).toEqual({ problem: 'digits' })
    expect(readNumber('1.50', { digits: 0 })).toEqual({ problem: 'whole' })
    expect(readNumber('1.5k', { digits: 0 })).toEqual({ value: '1500' })
  })
})
