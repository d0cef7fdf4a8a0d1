import { seriesForm, seriesNumber } from '@sangam/sdk'
import type { NumberingCompany } from './scopes.ts'

/** A sentence for people, with what is filled in. */
export interface Hint {
  readonly text: string
  readonly values: { readonly [name: string]: string | number }
}

/** What a pattern leads to that whoever writes it may not have meant; none of it keeps numbers from being given. */
export function patternHints(pattern: string, companies: readonly NumberingCompany[], today: string, apart = false): readonly Hint[] {
  const has = (...parts: readonly string[]): boolean => parts.some(part => pattern.includes(`{${part}}`))
  const of = (text: string, values: Hint['values'] = {}): Hint[] => [{ text, values }]
  const calendar = has('yyyy', 'yy')
  const fiscal = has('fy', 'fy2')
  const nameless = companies.find(one => !one.code)
  const other = companies.find(one => one.start !== 1)
  const sample = seriesNumber(seriesForm(pattern, today, { code: longestCode(companies), start: 4 }), 1)
  return [
    ...(has('company') && nameless
      ? of('{name} has no short code: nothing can be numbered for it before it has one. Give it one under Companies.', { name: nameless.name })
      : []),
    ...(/\{company\}\{0+\}|\{0+\}\{company\}/.test(pattern)
      ? of('Put a sign between the short code and the counter: the code A with 1000 and the code A1 with 000 make the same number.')
      : []),
    ...(!has('company') && !apart && companies.length > 1 ? of('All companies draw from one count. With {company} in the pattern each has its own.') : []),
    ...(has('mm') && !calendar && !fiscal
      ? of('The month comes back every year, and its count goes on where it was a year before. Put {yyyy}, {yy} or {fy2} beside it.')
      : []),
    ...(!has('mm') && !calendar && !fiscal ? of('Without a year the count never begins anew.') : []),
    ...(calendar && !fiscal && !has('mm') && other
      ? of('The count begins anew in January, and the fiscal year of {name} does not. With {fy2} it goes by the fiscal year.', { name: other.name })
      : []),
    ...(companies.some(one => one.country === 'IN') && !/^(?![0/-])[A-Za-z0-9/-]{1,16}$/.test(sample)
      ? of('{number} can’t be the number of a GST invoice: that has at most 16 letters, digits, - and /, and begins with none of 0, - and /.', {
          number: sample,
        })
      : []),
  ]
}

export function longestCode(companies: readonly NumberingCompany[]): string {
  return companies.reduce((longest, { code }) => (code && code.length > longest.length ? code : longest), 'A')
}
