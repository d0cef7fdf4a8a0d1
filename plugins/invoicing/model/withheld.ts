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
  readonly yearToDate?: YearToDate
}

/** What a year came to before. */
export type YearToDate = {
  /** What was billed. */
  readonly base: string
  /** On how much of it all tax was withheld, advances with it. */
  readonly withheldOn: string
  /** What was paid ahead, and has no bill yet. A bill does not look at it: it may be what was paid for. */
  readonly advances?: string
  /** What had been billed without tax as an advance was paid: what was withheld on the advance is not of that. */
  readonly untaxed?: string
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
  const [before, done] = [total([yearToDate?.base ?? '0', yearToDate?.advances ?? '0']), yearToDate?.withheldOn ?? '0']
  const year = total([before, amount])
  if (threshold !== null && isAbove(year, threshold)) return atLeastNothing(minus(on === 'all' ? year : minus(year, threshold), done))
  // What was withheld on ahead of its document, as on an advance, is not withheld on again.
  const ahead = atLeastNothing(minus(done, atLeastNothing(minus(before, yearToDate?.untaxed ?? '0'))))
  if (single !== null ? isAbove(amount, single) : threshold === null) return atLeastNothing(minus(amount, ahead))
  return '0'
}

/** What a person looks at who asks why: the year so far, its limits, and what was withheld on before. */
function reasons(amount: string, { threshold = null, single = null, noNumber = false, yearToDate }: Withholding): Figure[] {
  const { base = '0', withheldOn = '0', advances = null } = yearToDate ?? {}
  const none = (value: string): boolean => compareDecimals(value, '0') === 0
  return [
    ...(threshold === null ? [] : [figure('Billed before in this time', {}, base)]),
    ...(advances === null || none(advances) ? [] : [figure('Paid ahead before, and not billed yet', {}, advances)]),
    ...(threshold === null ? [] : [figure(advances === null ? 'With this document' : 'With this advance', {}, total([base, advances ?? '0', amount]))]),
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

/**
 * What is withheld of an advance of which so much is paid out, both in the money of the payment: the advance is what is paid and the tax together. Where a part of it alone is subject to
 * tax, such as all but its GST, that part is told.
 *
 * @example withheldBeside('27000', { key: '194J(b)', rate: '10' }, { rate: '1', digits: 2 }).amount // '3000', of an advance of 30000
 */
export function withheldBeside(
  paid: string,
  rule: Withholding,
  { net = null, ...money }: { readonly rate: string; readonly digits: number; readonly net?: string | null },
): Withheld {
  const of = (advance: string): Withheld => withheldIn({ net: net ?? advance, total: paid }, rule, money)
  let found = of(paid)
  // Each round comes nearer by the rate, so that a few are enough; rounding ends them.
  for (let round = 0; net === null && round < 100; round += 1) {
    const next = of(total([paid, found.amount]))
    if (compareDecimals(next.amount, found.amount) === 0) return next
    found = next
  }
  return found
}

function isAbove(a: string, b: string): boolean {
  return compareDecimals(a, b) > 0
}

function atLeastNothing(amount: string): string {
  return isAbove(amount, '0') ? amount : '0'
}
