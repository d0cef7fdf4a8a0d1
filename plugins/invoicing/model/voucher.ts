import { compareDecimals, minus, total } from '@sangam/sdk'
import { giveBack } from './notes.ts'
import { type RoundingPolicy, type Taxed, type TaxedLine, taxesOf } from './tax.ts'

/** A tax that stands on a voucher, or that was taken back of one. */
interface Row {
  readonly code: string | null
  readonly amount: string
}

/** What was taken of a voucher before: by invoices, or given back. */
export interface Taken {
  readonly amount: string
  readonly taxes: readonly Row[]
}

/**
 * The taxes of a voucher: it comes to what was received, to the paisa, so that what does not come out even is part of the net and no round-off.
 *
 * @example voucherTaxes([{ quantity: '1', price: '6800', discounts: [], inclusive: true, taxes: [cgst9, sgst9] }], policy) // 5,762.72 + 518.64 + 518.64
 */
export function voucherTaxes<Line extends TaxedLine>(lines: readonly Line[], policy: RoundingPolicy): Taxed {
  const exact = { ...policy, roundOff: '0' }
  const made = taxesOf(lines, exact)
  const [line, figures] = [lines[0], made.lines[0]]
  if (!line || !figures || lines.length > 1 || line.decided) return made
  const received = taxesOf([{ ...line, taxes: [] }], exact).total
  if (compareDecimals(received, made.total) === 0) return made
  return taxesOf([{ ...line, decided: { net: total([figures.net, minus(received, made.total)]), taxes: figures.taxes } }], exact)
}

/** What of a part of a voucher is tax, row by row: its share, and with the last of it all that is left, so that no paisa of tax stays paid on nothing. */
export function voucherShare(
  voucher: { readonly total: string; readonly taxes: readonly Row[] },
  taken: readonly Taken[],
  amount: string,
  digits: number,
): string[] {
  const before = taken.map(one => ({
    quantity: one.amount,
    net: '0',
    taxes: voucher.taxes.map(row => one.taxes.find(tax => tax.code === row.code)?.amount ?? '0'),
  }))
  const whole = { quantity: voucher.total, net: '0', taxes: voucher.taxes.map(row => row.amount) }
  return [...(giveBack(whole, before, amount, digits)?.taxes ?? voucher.taxes.map(() => '0'))]
}
