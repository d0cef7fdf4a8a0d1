import { compareDecimals, minus, round, times, total } from '@sangam/sdk'
import { type RoundingPolicy, type Taxed, type TaxedLine, type TaxPart, taxesOf } from './tax.ts'
import { type Due, type DuePart, duesOf } from './terms.ts'
import { type Withheld, type Withholding, withheldIn } from './withheld.ts'

/** Discounts as they are written: `10 + 5`. Null where that is none. */
export function discountsOf(text: string | null): readonly string[] | null {
  if (text === null) return []
  const parts = text.split('+').map(part => part.replace('%', '').trim())
  return parts.every(part => /^\d{1,3}(\.\d{1,4})?$/.test(part) && Number(part) <= 100) ? parts : null
}

export function isNumber(value: unknown): value is string {
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)
}

/** A share of a tax group, with what its tax says. */
export interface KnownShare<Part extends TaxPart = TaxPart> {
  readonly part: Part
  readonly supply: string
  /** Only who has a tax number charges it. */
  readonly registered: boolean
  readonly validFrom: string | null
  readonly validTo: string | null
}

/** The parts of a tax that hold on a day, where the goods go; where that is not known, those alone that hold everywhere. */
export function partsOn<Part extends TaxPart>(shares: readonly KnownShare<Part>[], day: string, supply: string | null): Part[] {
  return shares
    .filter(share => (share.validFrom ?? '') <= day && day <= (share.validTo ?? '9999') && (share.supply === 'always' || share.supply === supply))
    .map(share => share.part)
}

/** Whether taxes of a group are charged by those alone who have a tax number; what the buyer owes is charged by nobody. */
export function isOfRegistered(shares: readonly KnownShare[], day: string): boolean {
  return shares.some(
    ({ registered, part, validFrom, validTo }) => registered && part.reverse !== true && (validFrom ?? '') <= day && day <= (validTo ?? '9999'),
  )
}

/** A line as it is typed. */
export interface TypedLine {
  readonly quantity: string
  readonly price: string | null
  readonly discount: string | null
}

/** A line for the engine; null where something is no number yet. */
export function taxedLine<Part extends TaxPart>(
  line: TypedLine,
  taxes: readonly Part[],
  inclusive: boolean,
): (TaxedLine & { readonly taxes: readonly Part[] }) | null {
  const discounts = discountsOf(line.discount)
  if (discounts === null || !isNumber(line.quantity) || (line.price !== null && !isNumber(line.price))) return null
  return { quantity: line.quantity, price: line.price ?? '0', discounts, inclusive, taxes }
}

/** A bill comes to what stands on the supplier’s paper, however we round what we write: the policy with that round-off. More than 1 apart it is no rounding, and stays as it is worked out. */
export function asOnPaper(lines: readonly TaxedLine[], policy: RoundingPolicy, paper: string | null): RoundingPolicy {
  if (paper === null) return policy
  const { net, tax } = taxesOf(lines, policy)
  const roundOff = minus(paper, total([net, tax]))
  return compareDecimals(roundOff.replace('-', ''), '1') < 0 ? { ...policy, roundOff } : policy
}

/** What of a total is withheld, and when how much of the rest is due. */
export function owedOf(
  { net, total }: Pick<Taxed, 'net' | 'total'>,
  {
    withhold,
    kept = null,
    rule = null,
    rate = '1',
    day,
    terms,
    days,
    digits,
  }: {
    readonly withhold: string | null
    /** What is withheld where that is known already, as of a note. */
    readonly kept?: string | null
    /** By which section it is withheld, in the money of the books, and what one of the document’s money is worth in that. */
    readonly rule?: Withholding | null
    readonly rate?: string
    readonly day: string
    readonly terms: readonly DuePart[] | null
    readonly days: number
    readonly digits: number
  },
): { readonly withheld: string; readonly by: Withheld | null; readonly dues: readonly Due[] } {
  const by = kept === null && rule ? withheldIn({ net, total }, rule, { rate, digits }) : null
  const withheld = kept !== null ? kept : by ? by.amount : withhold === null || !isNumber(withhold) ? '0' : round(times(net, withhold, '0.01'), digits)
  return { withheld, by, dues: duesOf(minus(total, withheld), day, terms ?? [{ percent: '100', days, fromMonthEnd: false }], digits) }
}

/** How a company rounds in a currency: totals in its own alone are made whole. */
export function roundingOf(
  policy: { readonly rounding: 'line' | 'document'; readonly toWhole: string | null } | null,
  { currency, own }: { readonly currency: string; readonly own: string },
): RoundingPolicy {
  const step = currency === own ? (policy?.toWhole ?? null) : null
  return { digits: digitsOf(currency), by: policy?.rounding ?? 'document', toWhole: step !== null && compareDecimals(step, '0') > 0 ? step : null }
}

const digits = new Map<string, number>()

/** Digits after the point, by ISO 4217. Asked of the platform once for each currency: an invoice asks several times, and asking costs more than its sums. */
export function digitsOf(currency: string): number {
  const known = digits.get(currency)
  if (known !== undefined) return known
  try {
    const found = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
    digits.set(currency, found)
    return found
  } catch {
    return 2
  }
}
