import { Document } from '@sangam/plugin-invoicing/model'
import { Item, Match } from '@sangam/plugin-ledger/model'
import { type Ctx, compareDecimals, everyOf, minus, over, times, total } from '@sangam/sdk'

/** So much that stands against an advance, and which part of it is without GST; null where no bill tells that. */
export interface Against {
  readonly amount: string
  readonly share: string | null
}

/** What settled advances, by their open items, in the money of the books. */
export async function takenOf(system: Ctx, items: readonly string[]): Promise<ReadonlyMap<string, readonly Against[]>> {
  const matches = await everyOf(system.repo(Match), 'debit', items, {
    where: { voidedOn: { isEmpty: true } },
    fields: ['debit', 'credit', 'debitBase'],
    sort: ['on', 'id'],
  })
  const shares = await sharesOf(
    system,
    matches.map(one => one.credit),
  )
  const found = new Map<string, Against[]>()
  for (const { debit, credit, debitBase } of matches) {
    const mine = found.get(String(debit)) ?? []
    mine.push({ amount: debitBase, share: shares.get(String(credit)) ?? null })
    found.set(String(debit), mine)
  }
  return found
}

/** Which part of what is owed is without GST, of the bills whose open items these are; an advance on an account of its own is taken off its bill by an entry between the two. */
async function sharesOf(system: Ctx, credits: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const fields = ['sourceEntity', 'sourceId', 'entry', 'amount'] as const
  const items = await everyOf(system.repo(Item), 'id', credits, { fields })
  const between = items.filter(one => one.sourceEntity !== Document.name)
  const twins = await everyOf(
    system.repo(Item),
    'entry',
    between.map(one => one.entry),
    { fields },
  )
  const debits = twins.filter(one => !one.amount.startsWith('-'))
  const onward = await everyOf(
    system.repo(Match),
    'debit',
    debits.map(one => one.id),
    { where: { voidedOn: { isEmpty: true } }, fields: ['debit', 'credit'] },
  )
  const bills = await everyOf(
    system.repo(Item),
    'id',
    onward.map(one => one.credit),
    { fields },
  )
  const sources = [...items, ...bills].flatMap(one => (one.sourceEntity === Document.name && one.sourceId !== null ? [one.sourceId] : []))
  const documents = await everyOf(system.repo(Document), 'id', sources, { fields: ['net', 'total'] })
  const shareOf = new Map(documents.map(one => [String(one.id), withoutGst(one)]))
  const told = new Map<string, string>()
  for (const item of items) {
    const twin = item.sourceEntity === Document.name ? item : twinOf(item)
    const share = shareOf.get(String(twin?.sourceId))
    if (share !== undefined) told.set(String(item.id), share)
  }
  return told

  function twinOf({ entry }: (typeof items)[number]) {
    const mine = debits.filter(one => one.entry === entry).map(one => one.id)
    const credit = onward.find(one => mine.includes(one.debit))?.credit
    return bills.find(one => one.id === credit)
  }
}

/** Which part of a bill is without GST, which is not subject to tax where it stands apart: CBDT circular 23/2017 of 19 July 2017. */
export function withoutGst({
  net,
  total: whole,
}: {
  readonly net: { readonly amount: string } | null
  readonly total: { readonly amount: string } | null
}): string {
  const share = over(net?.amount ?? '0', whole?.amount ?? '0', 10) ?? '1'
  return compareDecimals(share, '1') > 0 ? '1' : share
}

/** What bills are owed, the oldest first, less so much that is paid of them. */
export function lessPaid(bills: readonly Against[], paid: string): Against[] {
  let left = paid
  return bills.flatMap(({ amount, share }): Against[] => {
    const gone = smaller(amount, left)
    left = minus(left, gone)
    return amount === gone ? [] : [{ amount: minus(amount, gone), share }]
  })
}

/** What of an advance is taken by those that stand against it, without GST; `own` is the part of it that is subject to tax, for what no bill tells of. */
export function netOf(against: readonly Against[], own: string): string {
  return total(against.map(({ amount, share }) => times(amount, share ?? own)))
}

/** As much of the bills as so much covers. */
export function coveredBy(bills: readonly Against[], most: string): Against[] {
  let left = most
  return bills.flatMap(({ amount, share }): Against[] => {
    const taken = smaller(amount, left)
    left = minus(left, taken)
    return taken === '0' ? [] : [{ amount: taken, share }]
  })
}

export function smaller(a: string, b: string): string {
  return compareDecimals(a, b) < 0 ? a : b
}
