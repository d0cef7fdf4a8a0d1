import { type Ctx, everyOf } from '@sangam/sdk'
import type { UsedTax } from '../model/advance.ts'
import type { Taken } from '../model/voucher.ts'
import { AdvanceUse, Document } from '../model.ts'

/** What invoices took of vouchers, and what was given back of them. */
export async function takenOf(ctx: Ctx, vouchers: readonly string[]): Promise<ReadonlyMap<string, readonly Taken[]>> {
  const found = new Map<string, Taken[]>()
  const add = (voucher: string, taken: Taken): void => void found.set(voucher, [...(found.get(voucher) ?? []), taken])
  const [uses, refunds] = await Promise.all([
    everyOf(ctx.repo(AdvanceUse), 'advance', vouchers, { where: { backOn: { isEmpty: true } } }),
    everyOf(ctx.repo(Document), 'original', vouchers, { where: { kind: 'refund', state: 'posted' }, fields: ['original', 'total', 'taxes'] }),
  ])
  for (const { advance, amount, taxes } of uses) add(advance, { amount, taxes: (taxes ?? []) as unknown as readonly UsedTax[] })
  for (const { original, total, taxes } of refunds) add(String(original), { amount: total?.amount ?? '0', taxes })
  return found
}
