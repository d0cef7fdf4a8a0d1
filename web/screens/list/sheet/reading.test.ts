import type { FieldMeta, Json } from '@sangam/sdk'
import { expect, test } from 'vitest'
import { readCell } from './reading.ts'

const stages = { states: { won: { label: 'Won', to: [] }, lost: { label: 'Lost', to: [] } } }

test.each<[type: string, text: string, Json, more?: object]>([
  ['integer', '1,200', 1200],
  ['decimal', '12.50', '12.5'],
  ['money', '₹1,25,000.50', { amount: '125000.5', currency: 'INR' }],
  ['money', '2 cr', { amount: '20000000', currency: 'INR' }],
  ['percent', '12.5%', '12.5'],
  ['date', '2027-03-31', '2027-03-31'],
  ['boolean', 'Yes', true],
  ['boolean', 'नहीं', false],
  ['flow', 'won', 'won', stages],
  ['time', '4 pm', '16:00'],
  ['duration', '1:30', 5400],
  ['emails', 'a@x.in; b@x.in', ['a@x.in', 'b@x.in']],
  ['text', "'=1+1", '=1+1'],
  ['money', ' ', null],
])('%s: “%s” is %j', (type, text, value, more = {}) => {
  expect(readCell({ type, ...more } as FieldMeta, text, null)).toEqual({ value })
})

test.each<[type: string, text: string, wrong: string, more?: object]>([
  ['integer', '1.5', 'Write a whole number.'],
  ['money', 'a lot', 'Write a number, such as 1250, 12.5L or 5-3.'],
  ['date', 'soon', 'Write a day, such as 31/3, 31 Mar 27, tomorrow or +7.'],
  ['boolean', 'constructor', 'Write yes or no.'],
  ['flow', 'open', 'Write one of these: Won, Lost.', stages],
])('%s: “%s” says %s', (type, text, wrong, more = {}) => {
  expect(readCell({ type, ...more } as FieldMeta, text, null)).toEqual({ wrong })
})
