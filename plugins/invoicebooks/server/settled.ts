import { Document } from '@sangam/plugin-invoicing/model'
import { Settled } from '@sangam/plugin-ledger/model'
import { compareDecimals, minus, on } from '@sangam/sdk'
import { isVoucher } from './rules.ts'

/** What of a document is open is said by the books; the document shows it. */
export const settled = on(Settled, { name: 'invoicebooks.settled', as: 'system' }, async (ctx, { sourceEntity, sourceId, currency: of, open }) => {
  if (sourceEntity !== Document.name) return
  const document = await ctx.repo(Document).first({ id: sourceId as never })
  // Of a voucher it is said by what invoices took.
  if (!document?.total || document.currency !== of || isVoucher(document)) return
  const owed = minus(document.total.amount, document.withheld?.amount ?? '0')
  const currency = document.currency
  const settlement = compareDecimals(open, '0') === 0 ? 'paid' : compareDecimals(open, owed) < 0 ? 'part' : 'open'
  await ctx.repo(Document).set([
    {
      id: document.id,
      patch: {
        open: { amount: open, currency },
        paid: { amount: minus(owed, open), currency },
        settlement: document.settlement === 'cancelled' && settlement === 'paid' ? 'cancelled' : settlement,
      },
    },
  ])
})
