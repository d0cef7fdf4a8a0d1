import { type Ctx, compareDecimals, handle, minus, type RecordOf, type ServerPatchOf, Timeline, total } from '@sangam/sdk'
import { AdvanceUse, Document, putAdvanceBack } from '../model.ts'
import { later } from './advances.ts'

type DocumentRecord = RecordOf<typeof Document>

/** What an invoice took of vouchers is left on them again, all of it: what was taken of several had been taken for the one. */
export async function putBack(ctx: Ctx, id: DocumentRecord['id'], on: string | null): Promise<string> {
  const said = await ctx.asSystem('Puts back what an invoice took of an advance', async system => {
    const uses: RecordOf<typeof AdvanceUse>[] = []
    await system.repo(AdvanceUse).each({ where: { document: id, backOn: { isEmpty: true } } }, async page => void uses.push(...page))
    if (uses.length === 0) return null
    const vouchers = [...new Set(uses.map(use => use.advance))].sort()
    // Held: who takes of the same at this moment comes after.
    await system.repo(Document).set([id, ...vouchers].map(held => ({ id: held, patch: {} })))
    const day = on ?? system.today()
    const numbers: string[] = []
    for (const voucher of vouchers) {
      const record = await system.repo(Document).get(voucher)
      const sum = total(uses.filter(use => use.advance === voucher).map(use => use.amount))
      await system.repo(Document).set([{ id: voucher, patch: reopened(record, sum) }])
      numbers.push(record.number ?? '')
    }
    const document = await system.repo(Document).get(id)
    const sum = total(uses.map(use => use.amount))
    await system.repo(Document).set([{ id, patch: { ...reopened(document, sum), advanced: null } }])
    await system.repo(AdvanceUse).set(uses.map(use => ({ id: use.id, patch: { backOn: later(day, use.on) } })))
    return { sum, currency: document.currency ?? '', numbers: numbers.join(', ') }
  })
  if (said === null) return '0'
  const values = { amount: `${said.sum} ${said.currency}`, numbers: said.numbers }
  await ctx.use(Timeline).add({ about: { entity: Document.name, id }, text: 'put {amount} back to {numbers}', values, icon: 'coins' })
  return said.sum
}

/** What is open of a document once so much less of it is settled. */
function reopened({ open, paid }: DocumentRecord, less: string): ServerPatchOf<typeof Document> {
  const currency = open?.currency ?? 'INR'
  const left = minus(paid?.amount ?? '0', less)
  return {
    open: { amount: total([open?.amount ?? '0', less]), currency },
    paid: { amount: left, currency },
    settlement: compareDecimals(left, '0') > 0 ? 'part' : 'open',
  }
}

export const advancesBack = handle(putAdvanceBack, async (ctx, { id }, { on }) => ({ back: await putBack(ctx, id, on) }))
