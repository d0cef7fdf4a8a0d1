import { choice, date, defineEntity, reference, text } from '@sangam/sdk'

/** When the annual return of a year was filed: tax of that year is got back no more from then on. */
export const AnnualReturn = defineEntity('invoicing.annualReturn', {
  title: 'yearEnd',
  label: 'Annual tax return',
  plural: 'Annual tax returns',
  description: 'On which day the annual return of a year was filed. Tax on bills of that year is got back no more from then on.',
  sort: ['-yearEnd'],
  keep: { years: 8 },
  steady: true,
  unique: [['company', 'registration', 'yearEnd']],
  fields: {
    yearEnd: date({ label: 'Of the year that ended on', required: true, help: 'Such as 31 March.' }),
    filedOn: date({ required: true, default: '$today' }),
    registration: text({
      ...{ label: 'Our tax number', max: 40, help: 'Empty: of all of the company.' },
      offers: { of: 'core.registration', field: 'number', where: { company: '$company', kind: { in: ['gstin', 'vat'] } } },
    }),
    company: reference('core.company', { required: true, index: true }),
  },
})

/** Why tax on a bill is part of what was bought. */
export const lostReasons = { late: { label: 'Its time is over' }, before: { label: 'No number of ours on the day of the bill' } } as const

/** What a bill keeps of tax that is not got back, and until when it is. */
export const claimFields = {
  inputLost: choice(lostReasons, { label: 'Why tax is not got back', readonly: true, help: 'It is then part of what was bought.' }),
  inputUntil: date({ label: 'Tax is got back until', readonly: true, help: 'The last day in the books on which tax of this bill is got back.' }),
}

/** The fiscal year of a day, by its last day. */
export function yearEndOf(day: string, start: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number)
  return lastDay(month >= start ? year + 1 : year, start - 1)
}

/**
 * Until which day tax of a bill is got back: so many months after the fiscal year of the day that stands on it, or until the annual return of that year was filed. For GST of India
 * section 16(4) of the CGST Act, as since 1 October 2022: until 30 November after the year, or the annual return, whichever is earlier.
 *
 * @example claimUntil('2026-03-15', { months: 8, start: 4, filed: null }) // '2026-11-30'
 */
export function claimUntil(day: string, { months, start, filed }: { readonly months: number; readonly start: number; readonly filed: string | null }): string {
  const [year = 0, month = 1] = yearEndOf(day, start).split('-').map(Number)
  const until = lastDay(year, month + months)
  return filed !== null && filed < until ? filed : until
}

/** The last day of a month, counted from January of a year on. */
function lastDay(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}
