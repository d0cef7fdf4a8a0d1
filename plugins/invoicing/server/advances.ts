import { type Ctx, compareDecimals, handle, minus, type RecordOf, Timeline, total, UserError } from '@sangam/sdk'
import type { UsedTax } from '../model/advance.ts'
import { digitsOf } from '../model/draft.ts'
import { voucherShare } from '../model/voucher.ts'
import { AdvanceUse, Document, takeAdvance } from '../model.ts'
import { settledBy } from './giving-back.ts'
import { takenOf } from './vouchers.ts'

type DocumentRecord = RecordOf<typeof Document>

/** One after the other, the oldest voucher first, as far as the invoice is open. */
const takeHandler = handle(takeAdvance, async (ctx, { id }, { advance, amount }) => {
  const said = await ctx.asSystem('Takes off an invoice what was received before', async system => {
    // Both are held: who takes of the same at this moment comes after.
    await system.repo(Document).set([{ id, patch: {} }])
    const document = await system.repo(Document).get(id)
    const { party, company, currency } = document
    const left = { kind: 'receipt', state: 'posted', settlement: { in: ['open', 'part'] }, party, company: company as never, currency } as const
    const { items } = await system
      .repo(Document)
      .find({ where: advance === null ? left : { ...left, id: advance }, sort: ['date', 'number'], fields: ['number'], limit: 100 })
    if (items.length === 0)
      throw new UserError(
        'no_advance',
        'No receipt voucher of this customer has anything left. Enter what was received as one, or as a payment.',
        {},
        'advance',
      )
    await system.repo(Document).set(items.map(one => ({ id: one.id, patch: {} })))
    const vouchers = await Promise.all(items.map(one => system.repo(Document).get(one.id)))
    let wanted = amount ?? document.open?.amount ?? '0'
    if (compareDecimals(wanted, document.open?.amount ?? '0') > 0 || compareDecimals(wanted, '0') <= 0)
      throw new UserError(
        'more_than_open',
        'Of {number} {open} are open. Take as much or less.',
        { number: document.number ?? '', open: document.open?.amount ?? '0' },
        'amount',
      )
    const taken: { readonly voucher: DocumentRecord; readonly amount: string }[] = []
    for (const voucher of vouchers) {
      const size = smaller(wanted, voucher.open?.amount ?? '0')
      if (compareDecimals(size, '0') <= 0) continue
      taken.push({ voucher, amount: size })
      wanted = minus(wanted, size)
    }
    if (amount !== null && compareDecimals(wanted, '0') > 0)
      throw new UserError('more_than_left', 'Of what was received only {left} are left. Take as much or less.', { left: minus(amount, wanted) }, 'amount')
    await use(system, document, taken)
    return { sum: total(taken.map(one => one.amount)), numbers: taken.map(one => one.voucher.number).join(', '), currency: currency ?? '' }
  })
  const values = { amount: `${said.sum} ${said.currency}`, numbers: said.numbers }
  await ctx.use(Timeline).add({ about: { entity: Document.name, id }, text: 'took {amount} of {numbers}', values, icon: 'coins' })
  return { taken: said.sum }
})

async function use(system: Ctx, document: DocumentRecord, taken: readonly { readonly voucher: DocumentRecord; readonly amount: string }[]): Promise<void> {
  const uses = await Promise.all(taken.map(({ voucher, amount }) => shareOf(system, voucher, amount)))
  await system.repo(Document).set(taken.map(({ voucher, amount }) => ({ id: voucher.id, patch: settledBy(voucher, amount) })))
  const sum = total(taken.map(one => one.amount))
  const advanced = { amount: total([document.advanced?.amount ?? '0', sum]), currency: document.currency ?? 'INR' }
  await system.repo(Document).set([{ id: document.id, patch: { ...settledBy(document, sum), advanced } }])
  await system.repo(AdvanceUse).make(
    taken.map(({ voucher, amount }, at) => ({
      ...{ advance: voucher.id, document: document.id, amount, on: later(system.today(), document.date), company: document.company },
      ...{ currency: document.currency, net: uses[at]?.net ?? amount, taxes: (uses[at]?.taxes ?? []) as never },
    })),
  )
}

async function shareOf(system: Ctx, voucher: DocumentRecord, amount: string): Promise<{ readonly net: string; readonly taxes: readonly UsedTax[] }> {
  const taken = (await takenOf(system, [voucher.id])).get(String(voucher.id)) ?? []
  const rows = voucher.taxes
  const taxes = voucherShare({ total: voucher.total?.amount ?? '0', taxes: rows }, taken, amount, digitsOf(voucher.currency ?? 'INR'))
  const net = minus(amount, total(taxes))
  return { net, taxes: rows.map((row, at) => ({ code: row.code ?? '', rate: row.rate, base: net, amount: taxes[at] ?? '0' })) }
}

function smaller(a: string, b: string): string {
  return compareDecimals(a, b) < 0 ? a : b
}

export function later(a: string, b: string): string {
  return a < b ? b : a
}

export const advances = [takeHandler]
