import { type FieldMeta, momentAt } from '@sangam/sdk'
import { expect, test } from 'vitest'
import type { Row } from '../../data/records.ts'
import { zone } from '../../shell/format.ts'
import { type Plan, shifted, spanOf } from './plan.ts'

const field = (name: string, type: string): FieldMeta => ({ name, type }) as FieldMeta
const plan = (start: string, end: string | null): Plan => ({
  entity: 'x.job',
  start: field('start', start),
  end: end === null ? null : field('end', end),
  colour: null,
})
const at = (day: string, clock: string): string => momentAt(day, clock, zone())
const row = (start: string | null, end: string | number | null): Row => ({ id: '1', version: 1, start, end })

test.each([
  ['a day ends with its last day', plan('date', 'date'), row('2027-03-03', '2027-03-05'), { from: 2, to: 5, open: false }],
  ['one day is a day', plan('date', 'date'), row('2027-03-01', '2027-03-01'), { from: 0, to: 1, open: false }],
  ['before the axis', plan('date', 'date'), row('2027-02-27', '2027-03-02'), { from: -2, to: 2, open: false }],
  ['without an end it is open', plan('date', 'date'), row('2027-03-03', null), { from: 2, to: 3, open: true }],
  ['where no end is asked for it is not', plan('date', null), row('2027-03-03', null), { from: 2, to: 3, open: false }],
  [
    'moments stand within their days',
    plan('datetime', 'datetime'),
    row(at('2027-03-03', '06:00'), at('2027-03-03', '18:00')),
    { from: 2.25, to: 2.75, open: false },
  ],
  ['a length counts from the start', plan('date', 'duration'), row('2027-03-03', 3 * 86_400), { from: 2, to: 5, open: false }],
  ['what ends before it starts has no length', plan('date', 'date'), row('2027-03-05', '2027-03-02'), { from: 4, to: 4, open: false }],
  ['without a start it stands nowhere', plan('date', 'date'), row(null, '2027-03-02'), null],
] as const)('%s', (_, how, record, span) => {
  expect(spanOf(how, record, '2027-03-01')).toEqual(span)
})

test.each([
  ['moved, both go', plan('date', 'date'), row('2027-02-27', '2027-03-01'), 'all', 2, { start: '2027-03-01', end: '2027-03-03' }],
  ['a missing end stays missing', plan('date', 'date'), row('2027-02-27', null), 'all', 2, { start: '2027-03-01' }],
  ['a length stays', plan('date', 'duration'), row('2027-02-27', 86_400), 'all', 2, { start: '2027-03-01' }],
  [
    'a moment keeps its time',
    plan('datetime', 'date'),
    row(at('2027-03-01', '06:30'), '2027-03-02'),
    'all',
    1,
    { start: at('2027-03-02', '06:30'), end: '2027-03-03' },
  ],
  ['lengthened', plan('date', 'date'), row('2027-03-01', '2027-03-02'), 'end', 3, { end: '2027-03-05' }],
  ['lengthened from no end', plan('date', 'date'), row('2027-03-01', null), 'end', 3, { end: '2027-03-04' }],
  ['a length grows', plan('date', 'duration'), row('2027-03-01', 86_400), 'end', 1, { end: 172_800 }],
  ['not to nothing', plan('date', 'duration'), row('2027-03-01', 86_400), 'end', -1, null],
  ['an end does not come before its start', plan('date', 'date'), row('2027-03-03', '2027-03-04'), 'end', -2, null],
  ['nor a start after its end', plan('date', 'date'), row('2027-03-03', '2027-03-04'), 'start', 2, null],
  ['begun earlier', plan('date', 'date'), row('2027-03-03', '2027-03-04'), 'start', -2, { start: '2027-03-01' }],
  ['begun later, a length shrinks', plan('date', 'duration'), row('2027-03-03', 172_800), 'start', 1, { start: '2027-03-04', end: 86_400 }],
  ['nowhere is no change', plan('date', 'date'), row('2027-03-03', '2027-03-04'), 'all', 0, null],
] as const)('%s', (_, how, record, part, days, patch) => {
  expect(shifted(how, record, part, days)).toEqual(patch)
})
