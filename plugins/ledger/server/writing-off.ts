import { type Condition, type Ctx, minus, type RecordOf, round, times, total, UserError } from '@sangam/sdk'
import { Match, Payment, paymentSettings } from '../model.ts'
import type { Money } from './currencies.ts'
import type { ItemId, ItemRecord } from './items.ts'
import { nameOf, smaller } from './matching.ts'

type PaymentRecord = RecordOf<typeof Payment>

/** What a payment gives to one item. */
export interface Share {
  readonly item: ItemRecord
  readonly amount: string
}

interface Writing {
  readonly payment: PaymentRecord
  readonly shares: readonly Share[]
  /** What is settled in all, and the same in the money of the books. */
  readonly settles: string
  readonly currency: string
  readonly digits: number
  inBooks(value: string): string
}

/**
 * A payment writes off a small rest of what it settles: not more than the limit, of no item more than that with what earlier payments wrote off of it, and nothing that would stay as an
 * advance, which could be matched with any item later. Asked under the lock of the items.
 */
export async function refuseWriteOff(ctx: Ctx, { payment, shares, settles, currency, digits, inBooks }: Writing): Promise<void> {
  const writeOff = payment.writeOff ?? '0'
  if (writeOff === '0') return
  const { writeOffLimit } = await ctx.settings(paymentSettings)
  const most = writeOffLimit ?? '0'
  const limit = `${most} ${currency}`
  const isAbove = (amount: string): boolean => minus(most, amount).startsWith('-')
  if (isAbove(inBooks(writeOff)))
    throw new UserError(
      'writes_off_more',
      'At most {limit} are written off with one payment. Administrators set the limit under Settings, Ledger.',
      { limit },
      'writeOff',
    )
  if (total(shares.map(share => share.amount)) !== settles)
    throw new UserError(
      'writes_off_nothing',
      'More comes together than is settled, so there is no rest to write off. Leave it empty, or name what it settles.',
      {},
      'writeOff',
    )
  const before = await writtenOff(
    ctx,
    shares.map(({ item }) => item.id),
    { currency, digits },
  )
  for (const { item, amount } of shares) {
    const had = before.get(item.id) ?? '0'
    if (isAbove(total([had, inBooks(smaller(writeOff, amount))])))
      throw new UserError(
        'writes_off_more',
        'At most {limit} are written off of one item, and of {item} it was {had} already. Administrators set the limit under Settings, Ledger.',
        { limit, item: nameOf(item), had: `${had} ${currency}` },
        'writeOff',
      )
  }
}

/** What payments that stand wrote off of items, in the money of the books; also of items from which they were taken apart since. */
async function writtenOff(ctx: Ctx, items: readonly ItemId[], { currency, digits }: Money): Promise<ReadonlyMap<string, string>> {
  const matched: { readonly item: string; readonly entry: string; readonly amount: string }[] = []
  for (const [side, other] of [
    ['debit', 'credit'],
    ['credit', 'debit'],
  ] as const) {
    const where = { [side]: { in: [...items] } } as Condition<RecordOf<typeof Match>>
    await ctx.repo(Match).each({ where, fields: [side, 'amount', `${other}.entry`] }, async page => {
      for (const row of page as unknown as readonly { readonly [field: string]: string }[])
        matched.push({ item: String(row[side]), entry: String(row[`${other}.entry`]), amount: String(row.amount) })
    })
  }
  const payments = new Map<string, PaymentRecord>()
  const entries = [...new Set(matched.map(one => one.entry))]
  for (let start = 0; start < entries.length; start += 500) {
    const where = { entry: { in: entries.slice(start, start + 500) }, state: { in: ['received', 'deposited', 'cleared'] }, writeOff: { gt: '0' } }
    const { items: found } = await ctx.repo(Payment).find({ where: where as never, limit: 500 })
    for (const one of found) payments.set(String(one.entry), one)
  }
  const sums = new Map<string, Map<string, string>>()
  for (const { item, entry, amount } of matched) {
    const of = sums.get(item) ?? new Map<string, string>()
    sums.set(item, of.set(entry, total([of.get(entry) ?? '0', amount])))
  }
  return new Map(
    [...sums].map(([item, byEntry]) => {
      const parts = [...byEntry].flatMap(([entry, amount]) => {
        const payment = payments.get(entry)
        return payment ? [round(times(smaller(payment.writeOff ?? '0', amount), rateOf(payment, currency)), digits)] : []
      })
      return [item, total(parts)]
    }),
  )
}

function rateOf(payment: PaymentRecord, books: string): string {
  return payment.currency === null || payment.currency === books ? '1' : (payment.rate ?? '1')
}
