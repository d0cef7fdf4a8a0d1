import { type RecordOf, seriesForm } from '@sangam/sdk'
import type { Withholding } from './withheld.ts'
import type { WithholdingSection } from './withholding.ts'

type Section = Pick<RecordOf<typeof WithholdingSection>, 'code' | 'on' | 'rates'>

/** What a section says on a day. */
export type RateOf = Section['rates'][number] & Pick<Section, 'code' | 'on'>

/** The rate of a section that began last. */
export function rateOn(section: Section | null, day: string): RateOf | null {
  const [rate] = (section?.rates ?? []).filter(one => one.validFrom <= day).toSorted((a, b) => b.validFrom.localeCompare(a.validFrom))
  return section && rate ? { ...rate, code: section.code, on: section.on } : null
}

/** The time of which amounts count together: a fiscal year as `2026-27`, or a month as `04/2026`. */
export function countsIn(day: string, period: 'year' | 'month', start: number): string {
  return period === 'month' ? `${day.slice(5, 7)}/${day.slice(0, 4)}` : seriesForm('{fy}{0}', day, { code: null, start }).prefix
}

/** The PAN in a number: itself, or ten characters of a GSTIN. Null where it has none. */
export function panIn(number: string | null): string | null {
  return /^(?:\d\d)?([A-Z]{5}\d{4}[A-Z])/.exec(number?.toUpperCase() ?? '')?.[1] ?? null
}

/**
 * By what rule tax is withheld of who has that PAN. A rate that stands on the document, such as that of a certificate, counts instead of the section's, its thresholds stay. Our own PAN
 * is known to customers, whatever is known of it here.
 */
export function ruleOf(
  { code, on, rate, individualRate, noNumberRate, threshold, single }: RateOf,
  { sale, pan, withhold }: { readonly sale: boolean; readonly pan: string | null; readonly withhold: string | null },
): Withholding {
  const own = pan === null ? (sale ? rate : (noNumberRate ?? rate)) : /^...[PH]/.test(pan) ? (individualRate ?? rate) : rate
  const noNumber = withhold === null && pan === null && !sale && noNumberRate !== null
  return { key: code, rate: withhold ?? own, threshold, single, on, ...(noNumber && { noNumber }) }
}
