import { boolean, choice, choices, date, datetime, decimal, fieldTypes, integer, money, text } from '@sangam/sdk'
import { describe, expect, test } from 'vitest'
import type { ModelField } from '../../registry/model.ts'
import { convertCell, plainNumber } from './convert.ts'
import type { FieldMapping } from './mapping.ts'

type Descriptor = { readonly type: string; readonly options: object }

function field({ type, options }: Descriptor): ModelField {
  const known = fieldTypes.get(type)
  if (!known) throw new Error(`no field type ${type}`)
  return { name: 'f', plugin: 'test', label: 'F', type: known, options: options as ModelField['options'], columns: [], to: null, computed: null }
}

const column: FieldMapping = { columns: [0] }
const zone = 'Asia/Kolkata'

test.each<[string, string | null]>([
  ['1054', '1054'],
  ['1,00,000.50', '100000.50'],
  ['1,234,567', '1234567'],
  ['1.234,56', '1234.56'],
  ['12,5', '12.5'],
  ['(12.50)', '-12.50'],
  ['₹ 12.50', '12.50'],
  ['-₹12', '-12'],
  ['INR 1,000', '1000'],
  ['1 234', '1234'],
  ['1e5', null],
  ['0x10', null],
  ['NaN', null],
  ['twelve', null],
  ['', null],
])('the figure %s of a file is read as %s', (written, expected) => {
  expect(plainNumber(written)).toBe(expected)
})

describe('a cell is read as its field means it', () => {
  test.each<[string, Descriptor, string, FieldMapping, unknown]>([
    ['a day, month first', date(), '10/20/2016', { ...column, dateOrder: 'mdy' }, { value: '2016-10-20' }],
    ['a day, day first', date(), '3/1/2017', { ...column, dateOrder: 'dmy' }, { value: '2017-01-03' }],
    ['a day in words', date(), '31 Mar 27', column, { value: '2027-03-31' }],
    ['a day as ISO', date(), '2016-02-29', column, { value: '2016-02-29' }],
    ['a leap day that never was', date(), '2017-02-29', column, { code: 'not_a_date' }],
    ['a day whose order nobody told', date(), '3/1/2017', column, { code: 'not_a_date' }],
    ['a moment', datetime(), '2027-03-31T15:00:00+05:30', column, { value: '2027-03-31T09:30:00.000Z' }],
    ['a day for a moment', datetime(), '2027-03-31', column, { value: '2027-03-30T18:30:00.000Z' }],
    ['a moment as a program writes it', datetime(), '2027-03-31 14:30:15', column, { value: '2027-03-31T09:00:15.000Z' }],
    ['a moment as a sheet keeps it', datetime(), '2027-03-31T14:30:00', column, { value: '2027-03-31T09:00:00.000Z' }],
    ['a moment, day first', datetime(), '31/03/2027 14:30', { ...column, dateOrder: 'dmy' }, { value: '2027-03-31T09:00:00.000Z' }],
    ['a moment, month first, by half days', datetime(), '3/31/2027, 2:30 PM', { ...column, dateOrder: 'mdy' }, { value: '2027-03-31T09:00:00.000Z' }],
    ['half an hour past midnight', datetime(), '31-Mar-2027 12:30 am', column, { value: '2027-03-30T19:00:00.000Z' }],
    ['a moment in words', datetime(), '31 Mar 2027 9.05', column, { value: '2027-03-31T03:35:00.000Z' }],
    ['a moment whose zone stands apart', datetime(), '2027-03-31 14:30 +02:00', column, { value: '2027-03-31T12:30:00.000Z' }],
    ['a moment of Greenwich', datetime(), '2027-03-31 14:30 UTC', column, { value: '2027-03-31T14:30:00.000Z' }],
    ['a moment whose day nobody can read', datetime(), '3/4/2027 14:30', column, { code: 'not_a_date' }],
    ['a time that no clock shows', datetime(), '31/03/2027 25:30', { ...column, dateOrder: 'dmy' }, { code: 'not_a_datetime' }],
    ['a zone that has several meanings', datetime(), '2027-03-31 14:30 IST', column, { code: 'not_a_datetime' }],
    ['a moment of a day that never was', datetime(), '2027-02-30T09:30:00Z', column, { code: 'not_a_datetime' }],
    ['the end of a day as a moment of it', datetime(), '2027-03-31T24:00:00Z', column, { code: 'not_a_datetime' }],
    ['money in the currency of the mapping', money(), '588', { ...column, currency: 'USD' }, { value: { amount: '588', currency: 'USD' } }],
    ['money with a currency of its own', money(), '588 EUR', { ...column, currency: 'USD' }, { value: { amount: '588', currency: 'EUR' } }],
    ['money in no currency', money(), '588', column, { code: 'currency_missing' }],
    ['a whole number', integer(), '2,822', column, { value: 2822 }],
    ['a broken whole number', integer(), '28.5', column, { code: 'not_a_integer' }],
    ['a decimal', decimal(), '1100.04', column, { value: '1100.04' }],
    ['yes', boolean(), 'Yes', column, { value: true }],
    ['हाँ', boolean(), 'हाँ', column, { value: true }],
    ['a choice by its label', choice({ org: { label: 'Organisation' } }), 'organisation', column, { value: 'org' }],
    ['a choice nobody knows', choice(['a']), 'b', column, { code: 'not_a_choice' }],
    ['tags', choices([], { open: true }), 'vip; late payer', column, { value: ['vip', 'late payer'] }],
    ['a text our export guarded', text(), "'=1+1", column, { value: '=1+1' }],
    ['a text that began so itself', text(), "''=1+1", column, { value: "'=1+1" }],
    ['a text that stands for another', text(), 'technolgy', { ...column, values: { technolgy: 'technology' } }, { value: 'technology' }],
    ['a text that stands for nothing', text(), 'n/a', { ...column, values: { 'n/a': null } }, { value: null }],
    ['an empty cell', text(), '  ', column, { value: undefined }],
  ])('%s', (_name, descriptor, written, mapping, expected) => {
    expect(convertCell(written, field(descriptor), mapping, zone)).toMatchObject(expected as object)
  })

  test('a name from the prototype is a text like any other', () => {
    expect(convertCell('__proto__', field(text()), { ...column, values: {} }, zone)).toEqual({ value: '__proto__' })
    expect(convertCell('constructor', field(choice(['a'])), column, zone)).toMatchObject({ code: 'not_a_choice' })
  })
})
