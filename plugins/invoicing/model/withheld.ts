import { compareDecimals, minus, over, round, times, total } from '@sangam/sdk'
import { type Figure, figure } from './how.ts'

/** A rule by which a payer keeps back tax of the payee, and what it was used on this year. Rates and limits are data. */
export interface Withholding {
  readonly key: string
  readonly rate: string
  /** What a year comes to before anything is withheld; null: from the first rupee. */
  readonly threshold?: string | null
  /** What a single document comes to beyond which it is withheld whatever the year has come to. */
  readonly single?: string | null
  /** Once the year is beyond its threshold: on all of the year, or on what lies beyond alone. */
  readonly on?: 'all' | 'beyond'
  /** The rate is that of who gave no number. */
  readonly noNumber?: boolean
  /** What the year came to before, and on how much of it tax was withheld. */
  readonly yearToDate?: { readonly base: string; readonly withheldOn: string }
}

export interface Withheld {
  readonly key: string
  readonly base: string
  readonly rate: string
  readonly amount: string
  readonly how: Figure
}

/**
 * Tax that is withheld from an amount, for the payer and the payee alike: they see it from two sides. Beyond its threshold it is withheld on what of the year nobody withheld on yet,
 * so that a document that crosses it catches up, notes lessen it, and an advance on which tax was withheld is not taxed again with its bill.
 *
 * @example withheldOf('10000', { key: 'TDS', rate: '10' }, 2).amount // '1000'
 */
export function withheldOf(amount: string, rule: Withholding, digits: number): Withheld {
  const { key, rate } = rule
  const base = subjectTo(amount, rule)
  const withheld = round(times(base, rate, '0.01'), digits)
  return { key, base, rate, amount: withheld, how: figure('{tax} {rate} % of {base} is withheld', { tax: key, rate, base }, withheld, reasons(amount, rule)) }
}

/** The part of the year on which tax is withheld with this amount. */
function subjectTo(amount: string, { threshold = null, single = null, on = 'all', yearToDate }: Withholding): string {
  const [before, done] = [yearToDate?.base ?? '0', yearToDate?.withheldOn ?? '0']
  const year = total([before, amount])
  if (threshold !== null && isAbove(year, threshold)) return atLeastNothing(minus(on === 'all' ? year : minus(year, threshold), done))
  // What was withheld on ahead of its document, as on an advance, is not withheld on again.
  const ahead = atLeastNothing(minus(done, before))
  if (single !== null ? isAbove(amount, single) : threshold === null) return atLeastNothing(minus(amount, ahead))
  return '0'
}

/** What a person looks at who asks why: the year so far, its limits, and what was withheld on before. */
function reasons(amount: string, { threshold = null, single = null, noNumber = false, yearToDate }: Withholding): Figure[] {
  const { base = '0', withheldOn = '0' } = yearToDate ?? {}
  const none = (value: string): boolean => compareDecimals(value, '0') === 0
  return [
    ...(threshold === null ? [] : [figure('Billed before in this time', {}, base), figure('With this document', {}, total([base, amount]))]),
    ...(threshold === null ? [] : [figure('Withheld beyond', {}, threshold)]),
    ...(single === null ? [] : [figure('Of a single document beyond', {}, single)]),
    ...(noNumber ? [figure('No PAN is known of them: the rate is that without one', {}, '')] : []),
    ...(none(withheldOn) ? [] : [figure('Withheld on before', {}, withheldOn)]),
  ]
}

/**
 * What is withheld of a document in its own money, by a rule in the money of the books, which `rate` turns it into. Nobody keeps back more than is to be paid: on the rest it is
 * withheld with the next document of the year.
 */
export function withheldIn(
  { net, total: most }: { readonly net: string; readonly total: string },
  rule: Withholding,
  { rate, digits }: { readonly rate: string; readonly digits: number },
): Withheld {
  const found = withheldOf(round(times(net, rate), digits), rule, digits)
  const amount = over(found.amount, rate, digits) ?? '0'
  if (!isAbove(amount, most)) return { ...found, amount }
  const base = over(times(most, rate, '100'), rule.rate, digits) ?? '0'
  const how = figure('No more than is to be paid: the next one catches up', {}, round(times(most, rate), digits), [found.how])
  return { ...found, base, amount: most, how }
}

function isAbove(a: string, b: string): boolean {
  return compareDecimals(a, b) > 0
}

function atLeastNothing(amount: string): string {
  return isAbove(amount, '0') ? amount : '0'
}
