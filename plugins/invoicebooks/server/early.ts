import { Document, Terms } from '@sangam/plugin-invoicing/model'
import { Item, Payment } from '@sangam/plugin-ledger/model'
import { addDays, type Ctx, compareDecimals, hooks, type Id, over, type RecordOf, round, type ServerNewOf, split, times } from '@sangam/sdk'
import { digitsOf } from '../model/digits.ts'

type DocumentRecord = RecordOf<typeof Document>

/** What of posted documents is off where they are paid early stands on their open items: as much as their terms say, and until when. */
export async function offerDiscounts(ctx: Ctx, documents: readonly DocumentRecord[], entries: readonly { readonly entry: string }[]): Promise<void> {
  const ids = [...new Set(documents.flatMap(one => (one.kind === 'invoice' || one.kind === 'debitNote' || one.kind === 'bill' ? (one.terms ?? []) : [])))]
  if (ids.length === 0) return
  await ctx.asSystem('Notes what is off for early payment', async system => {
    const { items: found } = await system
      .repo(Terms)
      .find({ where: { id: { in: ids.slice(0, 500) }, discount: { gt: '0' } }, fields: ['discount', 'discountDays', 'discountHow'], limit: 500 })
    if (found.length === 0) return
    const offered = new Map<string, { readonly document: DocumentRecord; readonly terms: (typeof found)[number] }>()
    for (const [at, document] of documents.entries()) {
      const terms = found.find(one => one.id === document.terms)
      const entry = entries[at]?.entry
      if (terms && entry !== undefined) offered.set(entry, { document, terms })
    }
    const all = [...offered.keys()] as Id<'ledger.entry'>[]
    for (let start = 0; start < all.length; start += 500)
      await system.repo(Item).each({ where: { entry: { in: all.slice(start, start + 500) } }, fields: ['entry', 'amount', 'currency'] }, async page => {
        const patches = page.flatMap(({ id, entry, amount, currency }) => {
          const own = offered.get(entry)
          if (!own) return []
          const { document, terms } = own
          const discount = round(over(times(amount.replace('-', ''), terms.discount ?? '0'), '100', 10) ?? '0', digitsOf(currency))
          // A supplier gives their own note, with their own tax.
          const discountNote = terms.discountHow === 'taxNote' && document.kind !== 'bill'
          return [{ id, patch: { discount, discountUntil: addDays(document.date, terms.discountDays ?? 0), discountNote } }]
        })
        await system.repo(Item).set(patches)
      })
  })
}

/** What was paid early under terms that give a note is taken back by one, with its share of the tax; it settles what the payment left. */
export const earlyNotes = hooks(Payment, {
  async react(ctx, changes) {
    const given = changes.flatMap(({ before, next }) =>
      next && next.state !== 'draft' && (before?.state ?? 'draft') === 'draft'
        ? next.allocations.flatMap(one =>
            one.discount !== null && compareDecimals(one.discount, '0') > 0 ? [{ item: one.item, discount: one.discount, on: next.date }] : [],
          )
        : [],
    )
    if (given.length === 0) return
    await ctx.asSystem('Gives a note for what was paid early', async system => {
      for (const { item: id, discount, on } of given) {
        const item = await system.repo(Item).get(id)
        if (!item.discountNote || item.sourceEntity !== Document.name || item.sourceId === null) continue
        const document = await system.repo(Document).get(item.sourceId as Id<'invoicing.document'>)
        const [made] = await system.repo(Document).make([noteOf(ctx, document, discount, on) as ServerNewOf<typeof Document>])
        if (made) await system.repo(Document).update(made.id, { state: 'posted' })
      }
    })
  },
})

/** A credit note over a discount: of each line its share, taxed as the line was. */
function noteOf(ctx: Ctx, document: DocumentRecord, discount: string, on: string): object {
  const { party, company, place, currency, exchangeRate, placeOfSupply, inclusive, billTo, shipTo, partyRegistration, ownRegistration } = document
  const digits = digitsOf(currency ?? 'INR')
  const net = document.net?.amount ?? '0'
  const whole = inclusive ? discount : round(over(times(discount, net), document.total?.amount ?? '1', 20) ?? '0', digits)
  const shares = split(
    whole,
    document.lines.map(line => line.net ?? '0'),
    digits,
  )
  const reason = ctx.t('Paid early')
  return {
    ...{ kind: 'creditNote', original: document.id, reason, date: on, party, company, place, currency, exchangeRate, placeOfSupply },
    ...{ billTo, shipTo, partyRegistration, ownRegistration },
    lines: document.lines.flatMap(({ description, tax }, at) =>
      shares[at] === '0' ? [] : [{ description: `${reason}: ${description ?? ''}`.slice(0, 500), quantity: '1', price: shares[at] ?? '0', tax }],
    ),
  }
}
