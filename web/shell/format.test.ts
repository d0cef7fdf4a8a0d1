import { addDays, type Meta } from '@sangam/sdk'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { metaStore } from '../data/meta.ts'
import { formatDay, formatMoney, formatRelative, today } from './format.ts'
import { localeStore } from './words.ts'

let before = metaStore.value
beforeEach(() => {
  before = metaStore.value
  metaStore.set(null)
})
afterEach(() => {
  metaStore.set(before)
  localeStore.set('en')
})

test.each<[locale: string, days: number, said: string]>([
  ['en', -1, 'Yesterday'],
  ['en', 1, 'Tomorrow'],
  ['hi', -2, 'बीते परसों'],
  ['hi', -1, 'बीता कल'],
  ['hi', 0, 'आज'],
  ['hi', 1, 'आने वाला कल'],
  ['hi', 2, 'आने वाले परसों'],
  ['hi', 3, '3 दिन में'],
])('in %s the day %i from today is %s, so that what was is told from what comes', (locale, days, said) => {
  localeStore.set(locale)
  expect(formatDay(addDays(today(), days))).toBe(said)
})

test('a price keeps the decimals it has, and an average of money those that can be paid', () => {
  metaStore.set({ user: {}, currencies: { JPY: 0, INR: 2 } } as unknown as Meta)
  const [price, yen] = [
    { amount: '41333.3333', currency: 'INR' },
    { amount: '1250.5', currency: 'JPY' },
  ]
  expect([formatMoney(price), formatMoney(price, { rounded: true }), formatMoney(yen, { rounded: true })]).toEqual(['₹41,333.3333', '₹41,333.33', '¥1,251'])
})

test('a moment of yesterday is not one of tomorrow', () => {
  localeStore.set('hi')
  const now = Date.parse('2026-11-26T12:00:00Z')
  expect([-24, 24].map(hours => formatRelative(new Date(now + hours * 3_600_000).toISOString(), now))).toEqual(['बीता कल', 'आने वाला कल'])
})
