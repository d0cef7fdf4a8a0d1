import { type Ctx, minus, type RecordOf, total, UserError } from '@sangam/sdk'
import type { Payment } from '../model.ts'
import { type ItemRecord, unused, usedOf } from './items.ts'
import { leftOf, nameOf } from './matching.ts'

type PaymentRecord = RecordOf<typeof Payment>

/** What a payment settles by discounts on the whole; those that a note gives with their tax settle nothing here, the note does. */
export async function discountsOf(ctx: Ctx, payment: PaymentRecord, items: ReadonlyMap<string, ItemRecord>): Promise<string> {
  const given = payment.allocations.filter(one => one.discount !== null && one.discount !== '0')
  if (given.length === 0) return '0'
  const used = await usedOf(
    ctx,
    given.map(one => one.item),
  )
  const whole: string[] = []
  for (const { item: id, amount, discount } of given) {
    const item = items.get(String(id))
    if (!item || discount === null) continue
    refuseDiscount(item, discount, { on: payment.date, amount, left: leftOf(item, used.get(item.id) ?? unused) })
    if (!item.discountNote) whole.push(discount)
  }
  return total(whole)
}

/** It is given once, for all that is open, and until its day: what is paid later or in part is paid without. */
function refuseDiscount(
  item: ItemRecord,
  discount: string,
  { on, amount, left }: { readonly on: string; readonly amount: string | null; readonly left: string },
): void {
  const values = { item: nameOf(item) }
  if (item.discount === null || item.discountUntil === null)
    throw new UserError('no_discount', 'No discount was agreed for {item}. Leave it empty.', values, 'allocations')
  if (on > item.discountUntil)
    throw new UserError(
      'discount_over',
      'The discount on {item} was for payment until {day}. Leave it empty.',
      { ...values, day: item.discountUntil },
      'allocations',
    )
  if (minus(item.discount, discount).startsWith('-'))
    throw new UserError('discount_more', 'The discount on {item} is {discount} at most.', { ...values, discount: item.discount }, 'allocations')
  const wanted = item.discountNote ? minus(left, discount) : left
  if (amount !== null && amount !== wanted)
    throw new UserError(
      'discount_part',
      'The discount on {item} is for who pays all of it: settle {amount} of it, or leave the discount empty.',
      { ...values, amount: wanted },
      'allocations',
    )
}
