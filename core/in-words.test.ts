import type { Json } from '@sangam/sdk'
import { describe, expect, test } from 'vitest'
import { inWords } from './in-words.ts'

const rupees = (amount: string): Json => ({ amount, currency: 'INR' })

describe('An amount is written out', () => {
  test.each<[Json, string, string]>([
    [rupees('0'), 'Rupees zero only', 'शून्य रुपये मात्र'],
    [rupees('22758'), 'Rupees twenty-two thousand seven hundred fifty-eight only', 'बाईस हज़ार सात सौ अट्ठावन रुपये मात्र'],
    [rupees('100000.5'), 'Rupees one lakh and fifty paise only', 'एक लाख रुपये और पचास पैसे मात्र'],
    [
      rupees('12345678.09'),
      'Rupees one crore twenty-three lakh forty-five thousand six hundred seventy-eight and nine paise only',
      'एक करोड़ तेईस लाख पैंतालीस हज़ार छह सौ अठहत्तर रुपये और नौ पैसे मात्र',
    ],
    [rupees('1000000000000'), 'Rupees one lakh crore only', 'एक लाख करोड़ रुपये मात्र'],
    [rupees('-19'), 'Rupees minus nineteen only', 'ऋण उन्नीस रुपये मात्र'],
    [{ amount: '1200.5', currency: 'USD' }, 'USD one thousand two hundred and 50/100', 'USD एक हज़ार दो सौ और 50/100'],
    [{ amount: '1500000', currency: 'EUR' }, 'EUR one million five hundred thousand', 'EUR पंद्रह लाख'],
    ['40', 'forty', 'चालीस'],
    ['no number', '', ''],
    [null, '', ''],
  ])('%j', (value, english, hindi) => expect([inWords(value, 'en'), inWords(value, 'hi')]).toEqual([english, hindi]))

  test('in Hindi by a word of its own for each number below a hundred', () => {
    const words = Array.from({ length: 100 }, (_, number) => inWords(String(number), 'hi'))
    expect([new Set(words).size, words.every(word => /^[\u0900-\u097f]+$/.test(word))]).toEqual([100, true])
  })
})
