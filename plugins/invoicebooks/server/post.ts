import { Account, AccountRole, Journal, Matching, type PostedEntry, Posting } from '@sangam/plugin-ledger/model'
import { type Ctx, hooks, type Id, type RecordOf, UserError } from '@sangam/sdk'
import { digitsOf } from '../model/digits.ts'
import { Beginning, BookedDocument } from '../model.ts'
import { Company, Item, Party, Unit } from './core.ts'
import { offerDiscounts } from './early.ts'
import { refuseLocked } from './locks.ts'
import { entryOf, isNote, isPurchase, isVoucher } from './rules.ts'
import { asItStood, closedOf, originalsOf, stoodOf } from './stood.ts'
import { tellingOf } from './told.ts'

type DocumentRecord = RecordOf<typeof BookedDocument>

/** What is posted is in the books in the same moment, or is not posted: an account that is missing refuses both. */
export const postingHooks = hooks(BookedDocument, {
  // From then on the books say what is paid of it.
  async derive(ctx, changes) {
    const posting = changes.flatMap(({ before, next }) => (next?.state === 'posted' && before?.state !== 'posted' ? [next] : []))
    const mine = new Set((posting.length > 0 ? await uncovered(ctx, posting) : []).map(one => one.id))
    return changes.map(({ next }) => (next && mine.has(next.id) ? { inBooks: true } : null))
  },
  async react(ctx, changes) {
    const posted = changes.flatMap(({ before, next }) => (next?.state === 'posted' && before?.state !== 'posted' ? [next] : []))
    // What a workspace begins with is there before its accounts are: the bridge's own seed posts it.
    if (posted.length > 0 && ctx.origin !== 'seed') await book(ctx, await uncovered(ctx, posted))
  },
})

/** Those that are not covered by the opening balances of their company. */
async function uncovered(ctx: Ctx, documents: readonly DocumentRecord[]): Promise<readonly DocumentRecord[]> {
  const begun: RecordOf<typeof Beginning>[] = []
  await ctx.asSystem('Looks since when invoices stand in the books', system =>
    system.repo(Beginning).each({ where: { state: 'done' }, sort: ['createdAt'] }, async page => void begun.push(...page)),
  )
  const from = new Map(begun.map(one => [one.company, one.from]))
  return documents.filter(document => dayOf(document) >= (from.get(document.company) ?? ''))
}

export async function book(ctx: Ctx, documents: readonly DocumentRecord[], asks = true): Promise<void> {
  if (documents.length === 0) return
  const { known, originals } = await ctx.asSystem('Looks in whose books an invoice stands', async system => {
    await refuseLocked(system, documents)
    await refuseNoMoney(system, documents)
    const originals = await originalsOf(system, documents)
    return { originals, known: await around(system, [...documents, ...originals]) }
  })
  const telling = await tellingOf(ctx, asks)
  const made: Made = { originals: new Map(originals.map(one => [String(one.id), one])), entryOf: document => entryOf(document, known(ctx, document), telling) }
  // Notes come last: what they are about may be among the others.
  await bookSome(
    ctx,
    documents.filter(one => !isNote(one)),
    made,
  )
  await bookSome(ctx, documents.filter(isNote), made)
}

interface Made {
  /** What notes are about. */
  readonly originals: ReadonlyMap<string, DocumentRecord>
  readonly entryOf: (document: DocumentRecord) => PostedEntry
}

async function bookSome(ctx: Ctx, documents: readonly DocumentRecord[], { originals, entryOf }: Made): Promise<void> {
  if (documents.length === 0) return
  const { stood, closed } = await ctx.asSystem('Looks where the documents of notes stand', async system => {
    const stood = await stoodOf(
      system,
      documents.flatMap(one => (isNote(one) ? (one.original ?? []) : [])),
    )
    return { stood, closed: await closedOf(system, stood.values()) }
  })
  const posted = await ctx.use(Posting).postMany(
    documents.map(document => {
      const [original, there] = [originals.get(String(document.original)), stood.get(String(document.original))]
      const entry = entryOf(document)
      return original && there ? { ...asItStood(entry, there, entryOf(original), closed), mappedOn: there.date } : entry
    }),
  )
  await offerDiscounts(ctx, documents, posted)
  // What a note gives back settles what its document has open, in the books too.
  for (const [at, { original }] of documents.entries()) {
    const [of, own] = [stood.get(String(original))?.entry, posted[at]?.entry]
    if (of !== undefined && own !== undefined) await ctx.use(Matching).between([of, own])
  }
}

/** A voucher is about money: the account that is named holds some, of the same company. */
async function refuseNoMoney(ctx: Ctx, documents: readonly DocumentRecord[]): Promise<void> {
  const named = documents.filter(one => isVoucher(one) && one.moneyAccount !== null)
  if (named.length === 0) return
  const ids = [...new Set(named.flatMap(one => one.moneyAccount ?? []))] as Id<'ledger.account'>[]
  const { items } = await ctx.repo(Account).find({ where: { id: { in: ids.slice(0, 500) } }, fields: ['name', 'control', 'company'], limit: 500 })
  for (const { moneyAccount, company } of named) {
    const account = items.find(one => one.id === moneyAccount)
    if (account && (account.company !== company || (account.control !== 'bank' && account.control !== 'cash')))
      throw new UserError('no_money_account', '{account} is no bank or cash account of this company. Choose one.', { account: account.name }, 'moneyAccount')
  }
}

/** The day in the books. */
export function dayOf({ postingDate, date }: Pick<DocumentRecord, 'postingDate' | 'date'>): string {
  return postingDate ?? date
}

/** The company, journal and words of documents as they are posted. */
export async function around(ctx: Ctx, documents: readonly DocumentRecord[]) {
  const companies = [...new Set(documents.flatMap(one => one.company ?? []))]
  const journals: RecordOf<typeof Journal>[] = []
  const units = new Map<string, string>()
  const counted = documents.some(one => one.lines.some(line => line.item !== null && line.unit !== null))
  const [{ items: ours }, partyOf] = await Promise.all([
    ctx.repo(Company).find({ where: { id: { in: companies } }, fields: ['currency'], limit: 500 }),
    partiesOf(ctx, documents),
    ctx.repo(Journal).each({ sort: ['code'] }, async page => void journals.push(...page)),
    // Set-up, and remembered: what is asked for is all of it, whichever document asks.
    counted && ctx.repo(Unit).each({ fields: ['code'] }, async page => page.forEach(one => void units.set(String(one.id), one.code))),
  ])
  const groups = await groupsOf(ctx, documents)
  return (caller: Ctx, document: DocumentRecord) => {
    const currency = ours.find(one => one.id === document.company)?.currency ?? document.currency ?? 'INR'
    const kind = isVoucher(document) ? 'bank' : isPurchase(document) ? 'purchase' : 'sales'
    const party = partyOf(document.party)
    return {
      currency,
      digits: digitsOf(currency),
      ...{ units, groups, partyGroups: party?.tags ?? [] },
      journal: journals.find(one => one.company === document.company && one.kind === kind)?.id,
      narration: caller.t(narrations[document.kind], { number: document.number ?? '', party: party?.name ?? '' }).slice(0, 300),
    }
  }
}

/** Whom documents are about, as they are now: all of them, for what is not known of a party would be taken for no tags at all. */
async function partiesOf(ctx: Ctx, documents: readonly DocumentRecord[]) {
  const found = new Map<string, Pick<RecordOf<typeof Party>, 'name' | 'tags'>>()
  const named = [...new Set(documents.map(one => one.party))]
  const now = await ctx.repo(Party).standing(named)
  const ids = [...new Set(named.map(id => now[id] ?? id))]
  for (let start = 0; start < ids.length; start += 500) {
    const { items } = await ctx.repo(Party).find({ where: { id: { in: ids.slice(start, start + 500) } }, fields: ['name', 'tags'], limit: 500 })
    for (const one of items) found.set(one.id, one)
  }
  return (id: DocumentRecord['party']) => found.get(now[id] ?? id)
}

/** The categories of items, where accounts differ by them: elsewhere nobody asks. */
async function groupsOf(ctx: Ctx, documents: readonly DocumentRecord[]): Promise<ReadonlyMap<string, string>> {
  const groups = new Map<string, string>()
  const items = [...new Set(documents.flatMap(one => one.lines.flatMap(line => line.item ?? [])))]
  if (items.length === 0 || (await ctx.repo(AccountRole).first({ itemGroup: { isEmpty: false } })) === null) return groups
  for (let start = 0; start < items.length; start += 500) {
    const where = { id: { in: items.slice(start, start + 500) as unknown as readonly Id<'items.item'>[] } }
    const { items: found } = await ctx.repo(Item).find({ where, fields: ['category'], limit: 500 })
    for (const { id, category } of found) if (category !== null) groups.set(String(id), category)
  }
  return groups
}

const narrations = {
  invoice: 'Invoice {number}, {party}',
  creditNote: 'Credit note {number}, {party}',
  debitNote: 'Debit note {number}, {party}',
  bill: 'Bill {number}, {party}',
  vendorCredit: 'Vendor credit {number}, {party}',
  receipt: 'Receipt voucher {number}, {party}',
  refund: 'Refund voucher {number}, {party}',
} as const
