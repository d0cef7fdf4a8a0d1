import { Document } from '@sangam/plugin-invoicing/model'
import { Item, Matching, Posting } from '@sangam/plugin-ledger/model'
import { type Ctx, compareDecimals, minus, type RecordOf, round, times, total, UserError } from '@sangam/sdk'
import type { BookedDocument } from '../model.ts'
import { around, dayOf } from './post.ts'
import { isNote, isPurchase, isVoucher } from './rules.ts'
import { ofParty, stoodOf } from './stood.ts'

type DocumentRecord = RecordOf<typeof BookedDocument>

/** What was recorded as paid of a document, by the day of which its books knew nothing. */
interface Paid {
  readonly document: DocumentRecord
  /** What came of a customer or went to a supplier; below nothing where more was paid back. */
  readonly amount: string
  readonly ids: readonly string[]
}

/**
 * Posts what was recorded as paid on documents before they stood in the books, and matches it with them. What is open here and there differs by just that: a document and
 * its notes are looked at together, since a note may owe back what was paid.
 */
export async function bookPaid(ctx: Ctx, documents: readonly DocumentRecord[], account: string | null): Promise<void> {
  const paid = await paidOf(ctx, documents)
  if (paid.length === 0) return
  if (account === null)
    throw new UserError(
      'paid_before',
      'Of {count} of these documents {amount} were recorded as paid. Choose under “Payments went through” the account, such as the bank, then post them.',
      { count: paid.length, amount: total(paid.map(one => one.amount)) },
      'paidInto',
    )
  const known = await around(
    ctx,
    paid.map(one => one.document),
  )
  const stood = await stoodOf(
    ctx,
    paid.flatMap(one => one.ids),
  )
  const posted = await ctx.use(Posting).postMany(
    paid.map(({ document, amount }) => {
      const { currency, digits } = known(ctx, document)
      const foreign = document.currency !== null && document.currency !== currency
      const purchase = isPurchase(document)
      const line = (own: string) => {
        const base = round(foreign ? times(own, document.exchangeRate) : own, digits)
        return {
          ...(base.startsWith('-') ? { credit: base.slice(1) } : { debit: base }),
          ...(foreign && { currency: document.currency ?? currency, amount: own }),
        }
      }
      const came = purchase ? minus('0', amount) : amount
      return {
        company: String(document.company),
        date: [ctx.today(), dayOf(document)].toSorted()[1] ?? ctx.today(),
        narration: ctx.t('Paid of {number} before it stood in the books', { number: document.number ?? '' }),
        ...(document.number !== null && { reference: document.number }),
        source: { entity: 'invoicebooks.paid', id: document.id, version: 1 },
        lines: [
          { account: { id: account }, ...line(came) },
          { account: ofParty(stood.get(String(document.id)), purchase ? 'payable' : 'receivable'), ...line(minus('0', came)), party: document.party },
        ],
      }
    }),
  )
  for (const [at, { ids }] of paid.entries()) await ctx.use(Matching).between([...ids.flatMap(id => stood.get(id)?.entry ?? []), posted[at]?.entry ?? ''])
}

async function paidOf(ctx: Ctx, documents: readonly DocumentRecord[]): Promise<readonly Paid[]> {
  const open = await openInBooks(
    ctx,
    documents.map(one => one.id),
  )
  return documents
    .filter(one => !isNote(one) && !isVoucher(one))
    .flatMap((document): Paid[] => {
      const notes = documents.filter(one => isNote(one) && one.original === document.id)
      const over = (one: DocumentRecord): string => minus(open.get(String(one.id)) ?? '0', one.open?.amount ?? '0')
      const amount = minus(over(document), total(notes.map(over)))
      return compareDecimals(amount, '0') === 0 ? [] : [{ document, amount, ids: [document, ...notes].map(one => String(one.id)) }]
    })
}

/** What of documents is open in the books, without a sign. */
async function openInBooks(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (let start = 0; start < ids.length; start += 500) {
    const where = { sourceEntity: Document.name, sourceId: { in: ids.slice(start, start + 500) } }
    await ctx.repo(Item).each({ where, fields: ['sourceId', 'open'] }, async page => {
      for (const { sourceId, open } of page) found.set(String(sourceId), total([found.get(String(sourceId)) ?? '0', String(open ?? '0').replace('-', '')]))
    })
  }
  return found
}
