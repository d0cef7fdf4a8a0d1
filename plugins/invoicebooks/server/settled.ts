import { Document } from '@sangam/plugin-invoicing/model'
import { Item, Settled } from '@sangam/plugin-ledger/model'
import { type Ctx, compareDecimals, minus, on, total } from '@sangam/sdk'
import { isVoucher } from './rules.ts'

/** What of a document is open is said by the books; the document shows it. Events of one moment come in no order: what is told is that it changed, and what is open is asked for. */
export const settled = on(Settled, { name: 'invoicebooks.settled', as: 'system' }, async (ctx, { sourceEntity, sourceId, currency: of }) => {
  if (sourceEntity !== Document.name) return
  const document = await ctx.repo(Document).first({ id: sourceId as never })
  // Of a voucher it is said by what invoices took.
  if (!document?.total || document.currency !== of || isVoucher(document)) return
  const owed = minus(document.total.amount, document.withheld?.amount ?? '0')
  const currency = document.currency
  const open = await openOf(ctx, document.id, currency)
  const settlement = compareDecimals(open, '0') === 0 ? 'paid' : compareDecimals(open, owed) < 0 ? 'part' : 'open'
  await ctx.repo(Document).set([
    {
      id: document.id,
      patch: {
        open: { amount: open, currency },
        paid: { amount: minus(owed, open), currency },
        settlement: document.cancelReason !== null && settlement === 'paid' ? 'cancelled' : settlement,
      },
    },
  ])
})

async function openOf(ctx: Ctx, document: string, currency: string): Promise<string> {
  const { items } = await ctx.repo(Item).find({ where: { sourceEntity: Document.name, sourceId: document, currency }, fields: ['open'], limit: 500 })
  return total(items.map(one => (one.open ?? '0').replace('-', '')))
}
