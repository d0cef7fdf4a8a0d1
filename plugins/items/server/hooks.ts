import { hooks, type Refusal } from '@sangam/sdk'
import { Conversion, Item, TaxCode } from '../model.ts'

export const taxCodeHooks = hooks(TaxCode, {
  async check(_, changes) {
    return changes.flatMap(({ next }, index): Refusal[] => {
      if (!next) return []
      const digits: Refusal = { index, field: 'code', code: 'tax_code', message: 'An HSN or SAC code has four, six or eight digits.' }
      const days: Refusal = { index, field: 'validTo', code: 'ends_before', message: 'It can’t end before it begins. Correct one of the days.' }
      return [...(/^\d{4}(\d{2}){0,2}$/.test(next.code) ? [] : [digits]), ...(next.validFrom && next.validTo && next.validTo < next.validFrom ? [days] : [])]
    })
  },
})

/** A fraction is kept in its lowest terms, so that 24/2 and 12/1 are one thing. */
export const conversionHooks = hooks(Conversion, {
  async derive(_, changes) {
    return changes.map(({ next }) => {
      if (!next || !(next.numerator > 0) || !(next.denominator > 0)) return null
      const common = greatestCommon(next.numerator, next.denominator)
      return common > 1 ? { numerator: next.numerator / common, denominator: next.denominator / common } : null
    })
  },
})

export const itemHooks = hooks(Item, {
  async check(_, changes) {
    return changes.flatMap(({ next }, index): Refusal[] => {
      if (!next) return []
      const same: Refusal = { index, field: 'conversions', code: 'own_unit', message: 'An item’s own unit needs no conversion. Take that line out.' }
      const overlap: Refusal = { index, field: 'taxCodes', code: 'overlap', message: 'Two tax codes hold on the same day. End one before the other begins.' }
      const own = next.unit !== null && next.conversions.some(line => line.unit === next.unit)
      return [...(own ? [same] : []), ...(overlaps(next.taxCodes) ? [overlap] : [])]
    })
  },
})

interface Stretch {
  readonly validFrom: string | null
  readonly validTo: string | null
}

function overlaps(codes: readonly Stretch[]): boolean {
  const inOrder = [...codes].sort((a, b) => ((a.validFrom ?? '') < (b.validFrom ?? '') ? -1 : 1))
  return inOrder.some((code, at) => at > 0 && (inOrder[at - 1]?.validTo ?? '9999') >= (code.validFrom ?? ''))
}

function greatestCommon(a: number, b: number): number {
  return b === 0 ? a : greatestCommon(b, a % b)
}
