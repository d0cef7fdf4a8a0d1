import { describe, expect, test } from 'vitest'
import { addMonths, readDate, readMoment } from './dates.ts'

// A Tuesday.
const today = '2026-11-24'

describe('a day is read as people type it', () => {
  test.each([
    ['', null],
    ['2027-03-31', '2027-03-31'],
    ['31/3', '2027-03-31'],
    ['31/12', '2026-12-31'],
    ['31/3/27', '2027-03-31'],
    ['31.3.2027', '2027-03-31'],
    ['31-3-2027', '2027-03-31'],
    ['31 Mar 27', '2027-03-31'],
    ['31 march', '2027-03-31'],
    ['Mar 31, 2027', '2027-03-31'],
    ['1st of April', '2027-04-01'],
    ['३१ मार्च', '2027-03-31'],
    ['29 feb 2028', '2028-02-29'],
    ['today', '2026-11-24'],
    ['आज', '2026-11-24'],
    ['tomorrow', '2026-11-25'],
    ['कल', '2026-11-25'],
    ['31 मार्च 27', '2027-03-31'],
    ['yesterday', '2026-11-23'],
    ['बीता कल', '2026-11-23'],
    ['आने वाला कल', '2026-11-25'],
    ['+7', '2026-12-01'],
    ['-3', '2026-11-21'],
    ['+2w', '2026-12-08'],
    ['+1m', '2026-12-24'],
    ['in 3 days', '2026-11-27'],
    ['fri', '2026-11-27'],
    ['tuesday', '2026-12-01'],
    ['next monday', '2026-11-30'],
  ])('%s → %s', (typed, value) => expect(readDate(typed, { today, region: 'hi-IN' })).toEqual({ value }))

  test.each(['31/2', '32/1/2027', '29 feb 2027', 'soon', '5', '1/2/3/4', '2027-13-01', 'm 5', '31/3/227'])('%s is none', typed =>
    expect(readDate(typed, { today })).toEqual({ problem: 'date' }),
  )

  test('the order of day and month is the person’s, and what does not fit it is none', () => {
    expect(readDate('3/4/2027', { today, monthFirst: true })).toEqual({ value: '2027-03-04' })
    expect(readDate('3/4/2027', { today })).toEqual({ value: '2027-04-03' })
    expect(readDate('26/11/2026', { today, monthFirst: true })).toEqual({ problem: 'date' })
  })

  test('a month after 31 January is the last day of February', () => expect(addMonths('2027-01-31', 1)).toBe('2027-02-28'))
})

describe('a moment is read in the person’s zone', () => {
  test.each([
    ['31/3 4pm', '2027-03-31T10:30:00.000Z'],
    ['tomorrow 14:30', '2026-11-25T09:00:00.000Z'],
    ['कल 14:30', '2026-11-25T09:00:00.000Z'],
    ['16:00', '2026-11-24T10:30:00.000Z'],
    ['12 am', '2026-11-23T18:30:00.000Z'],
    ['31/3', '2027-03-31T03:30:00.000Z'],
    ['2027-03-31T09:30:00Z', '2027-03-31T09:30:00.000Z'],
  ])('%s → %s', (typed, value) => expect(readMoment(typed, { today, zone: 'Asia/Kolkata', region: 'en-IN' })).toEqual({ value }))

  test.each(['25:00', '13pm', 'noonish'])('%s is none', typed => expect(readMoment(typed, { today, zone: 'Asia/Kolkata' })).toEqual({ problem: 'moment' }))

  test.each([
    ['before a change of clocks', '28/3/2027 1:30', '2027-03-28T00:30:00.000Z'],
    ['after it', '28/3/2027 4:00', '2027-03-28T02:00:00.000Z'],
    ['that clocks leave out, it is as much later', '28/3/2027 2:30', '2027-03-28T01:30:00.000Z'],
    ['that clocks show twice, it is the first', '31/10/2027 2:30', '2027-10-31T00:30:00.000Z'],
  ])('of a time %s', (_, typed, value) => expect(readMoment(typed, { today, zone: 'Europe/Berlin', region: 'en-IN' })).toEqual({ value }))
})
