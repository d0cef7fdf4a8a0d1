import { AdvanceUse, Document, type UsedTax } from '@sangam/plugin-invoicing/model'
import { Journal, Matching, type PostedEntry, Posting } from '@sangam/plugin-ledger/model'
import { type Ctx, compareDecimals, hooks, type Id, type RecordOf } from '@sangam/sdk'
import { ofParty, type Stood, stoodOf } from './stood.ts'

type Use = RecordOf<typeof AdvanceUse>
type DocumentRecord = RecordOf<typeof Document>

/** What an invoice takes of an advance settles it in the books, and takes back the tax that was paid on the advance: the invoice has it now. */
export const advanceHooks = hooks(AdvanceUse, {
  async react(ctx, changes) {
    const uses = changes.flatMap(({ verb, next }) => (verb === 'create' && next ? [next] : []))
    if (uses.length > 0 && ctx.origin !== 'seed') await bookUses(ctx, uses)
    // What is put back is owed again, with its tax, and the voucher and the invoice are open again.
    for (const { before, next } of changes)
      if (before && before.backOn === null && next && next.backOn !== null)
        await ctx.use(Posting).takeBack({ entity: AdvanceUse.name, id: next.id }, { on: next.backOn, because: ctx.t('The advance was put back') })
  },
})

/** Where the books know one of both alone, such as one that their opening covers, the other has nothing to stand against. */
export async function bookUses(ctx: Ctx, uses: readonly Use[]): Promise<void> {
  const ids = [...new Set(uses.flatMap(use => [use.advance, use.document]))]
  const known = new Map<string, DocumentRecord>()
  const entries = new Map<string, Stood>()
  const journals = new Map<string, Id<'ledger.journal'>>()
  await ctx.asSystem('Looks where advances and their invoices stand', async system => {
    for (let start = 0; start < ids.length; start += 500) {
      const some = ids.slice(start, start + 500)
      await system
        .repo(Document)
        .each({ where: { id: { in: some } }, fields: ['number', 'party', 'lines'] }, async page => page.forEach(one => void known.set(one.id, one)))
    }
    for (const [document, stood] of await stoodOf(system, ids)) entries.set(document, stood)
    await system.repo(Journal).each({ where: { kind: 'sales' } }, async page => page.forEach(one => void journals.set(String(one.company), one.id)))
  })
  for (const use of uses) {
    const [advance, document] = [known.get(use.advance), known.get(use.document)]
    const [there, owed] = [entries.get(use.advance), entries.get(use.document)]
    if (!advance || !document || there === undefined || owed === undefined) continue
    const entry = entryOf(ctx, use, { advance, document, there, owed, journal: journals.get(String(use.company)), roles: rolesOf(advance) })
    const posted = await ctx.use(Posting).post(entry)
    await ctx.use(Matching).between([there.entry, owed.entry, posted.entry])
  }
}

function entryOf(
  ctx: Ctx,
  use: Use,
  around: {
    readonly advance: DocumentRecord
    readonly document: DocumentRecord
    readonly there: Stood
    readonly owed: Stood
    readonly journal: string | undefined
    readonly roles: ReadonlyMap<string, string>
  },
): PostedEntry {
  const { advance, document, there, owed, journal, roles } = around
  const { party } = document
  const taxes = ((use.taxes ?? []) as unknown as readonly UsedTax[]).filter(one => compareDecimals(one.amount, '0') !== 0)
  return {
    ...{ company: String(use.company), date: use.on, source: { entity: AdvanceUse.name, id: use.id, version: 1 } },
    ...(journal !== undefined && { journal }),
    ...(document.number !== null && { reference: document.number }),
    narration: ctx.t('{advance} taken off {invoice}', { advance: advance.number ?? '', invoice: document.number ?? '' }),
    lines: [
      { account: ofParty(there, 'customerAdvance'), debit: use.net, party },
      ...taxes.map(({ code, rate, base, amount }) => ({
        account: { role: roles.get(code) ?? `output ${code}` },
        debit: amount,
        tax: { component: code, base, rate },
      })),
      { account: ofParty(owed, 'receivable'), credit: use.amount, party },
    ],
  }
}

/** To which accounts the taxes of a voucher went. */
function rolesOf(advance: DocumentRecord): ReadonlyMap<string, string> {
  const parts = advance.lines.flatMap(
    line => (line.taxed as unknown as { readonly parts: readonly { readonly key: string; readonly outputRole: string | null }[] } | null)?.parts ?? [],
  )
  return new Map(parts.flatMap(({ key, outputRole }) => (outputRole === null ? [] : [[key, outputRole] as const])))
}
