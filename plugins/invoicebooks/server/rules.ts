import type { TaxedSnapshot } from '@sangam/plugin-invoicing/model'
import type { PostedEntry, PostedLine } from '@sangam/plugin-ledger/model'
import { compareDecimals, minus, type RecordOf, round, times, total, UserError } from '@sangam/sdk'
import type { BookedDocument } from '../model.ts'
import { type Telling, toldBy } from './told.ts'

type DocumentRecord = RecordOf<typeof BookedDocument>

/** What of its surroundings a document is posted with. */
export interface Around {
  /** The money of the books, and its digits. */
  readonly currency: string
  readonly digits: number
  readonly journal: string | undefined
  readonly narration: string
  /** The codes of units. */
  readonly units: ReadonlyMap<string, string>
  /** The categories of items, where accounts differ by them. */
  readonly groups: ReadonlyMap<string, string>
  /** The tags of the party. */
  readonly partyGroups: readonly string[]
}

/** An amount for an account: what is above nothing is a debit, in the currency of the document. */
interface Moved extends Pick<PostedLine, 'party' | 'due' | 'tax' | 'dimensions' | 'item' | 'quantity' | 'unit'> {
  readonly role: string
  /** Where the account is said, and not meant by its role. */
  readonly account?: string | null
  readonly amount: string
}

/** A document as it stands in the books, by the rules of this version: whoever changes them posts nothing anew. */
export function entryOf(document: DocumentRecord, { currency, digits, journal, narration, units, groups, partyGroups }: Around, telling: Telling): PostedEntry {
  const rate = document.exchangeRate
  const foreign = document.currency !== null && document.currency !== currency
  if (foreign && compareDecimals(rate, '1') === 0)
    throw new UserError(
      'no_rate',
      'Say under In the books what one {currency} is worth in {own}.',
      { currency: document.currency ?? '', own: currency },
      'exchangeRate',
    )
  const inBase = (amount: string): string => round(foreign ? times(amount, rate) : amount, digits)
  const moved = movedBy(document, telling, { units, groups }).filter(({ amount }) => compareDecimals(amount, '0') !== 0)
  if (moved.length === 0)
    throw new UserError('comes_to_nothing', 'It comes to nothing, so there is nothing to put into the books. Give a quantity and a price.', {}, 'lines')
  const lines = moved.map(({ role, account, amount, party, due, tax, dimensions, item, quantity, unit }): PostedLine => {
    const base = inBase(amount)
    return {
      account: account ? { id: account } : { role },
      ...sided(base),
      ...(foreign && { currency: document.currency ?? currency, amount }),
      ...(party !== undefined && { party }),
      ...(due !== undefined && { due }),
      ...(dimensions && { dimensions }),
      ...(item && { item }),
      ...(quantity !== undefined && { quantity }),
      ...(unit && { unit }),
      ...(document.ownRegistration !== null && { registration: document.ownRegistration }),
      ...(tax && { tax: { ...tax, base: inBase(tax.base).replace('-', '') } }),
    }
  })
  // Each line is turned into the money of the books by itself; what does not come out even is round-off.
  const left = total(moved.map(({ amount }) => inBase(amount)))
  const even = compareDecimals(left, '0') === 0 ? [] : [{ account: { role: 'roundOff' }, ...sided(minus('0', left)) }]
  const bill = isPurchase(document)
  const own = document.postingDate ?? document.date
  const paper = bill ? (document.supplierDate ?? document.date) : document.date
  const reference = bill ? document.supplierNumber : document.number
  return {
    company: String(document.company),
    date: own,
    narration,
    ...(journal !== undefined && { journal }),
    ...(paper !== own && { documentDate: paper }),
    ...(reference !== null && { reference }),
    source: { entity: 'invoicing.document', id: document.id, version: 1 },
    partyGroups,
    lines: [...lines, ...even],
  }
}

export function isPurchase({ kind }: Pick<DocumentRecord, 'kind'>): boolean {
  return kind === 'bill' || kind === 'vendorCredit'
}

export function isNote({ kind }: Pick<DocumentRecord, 'kind'>): boolean {
  return kind === 'creditNote' || kind === 'vendorCredit' || kind === 'refund'
}

/** What was received before anything was supplied, and what of it is given back: money, not a debt. */
export function isVoucher({ kind }: Pick<DocumentRecord, 'kind'>): boolean {
  return kind === 'receipt' || kind === 'refund'
}

type Catalogue = Pick<Around, 'units' | 'groups'>

/** What a document moves: an invoice debits receivables and credits sales and taxes; a bill the other way; notes turn both round. */
function movedBy(document: DocumentRecord, telling: Telling, catalogue: Catalogue): Moved[] {
  const purchase = isPurchase(document)
  const note = isNote(document)
  const turn = (amount: string): string => (purchase === note ? amount : minus('0', amount))
  const against = (amount: string): string => minus('0', turn(amount))
  if (isVoucher(document))
    return [
      { role: 'bank', account: document.moneyAccount, amount: turn(document.total?.amount ?? '0') },
      ...byRole(document, against, telling, catalogue).map(one => ({ ...one, party: document.party })),
      ...taxes(document, purchase, against),
    ]
  const owed = document.instalments.map(({ due, amount }) => ({ role: purchase ? 'payable' : 'receivable', amount: turn(amount), party: document.party, due }))
  return [
    ...owed,
    { role: purchase ? 'tdsPayable' : 'tdsReceivable', amount: turn(document.withheld?.amount ?? '0') },
    ...byRole(document, against, telling, catalogue),
    ...taxes(document, purchase, against),
    { role: 'roundOff', amount: against(document.roundOff?.amount ?? '0') },
  ]
}

/** Income or cost by account role, by item and by what lines tell; tax that a buyer does not get back is part of what was bought. */
function byRole(document: DocumentRecord, against: (amount: string) => string, telling: Telling, catalogue: Catalogue): Moved[] {
  const purchase = isPurchase(document)
  const sums = new Map<string, Moved>()
  for (const line of document.lines) {
    const { parts = [], amounts = [] } = (line.taxed ?? {}) as unknown as Partial<TaxedSnapshot>
    const lost = purchase ? parts.flatMap((part, at) => (part.recoverable === false ? [amounts[at] ?? '0'] : [])) : []
    const role = line.role ?? (purchase ? 'purchases' : 'sales')
    const dimensions = toldBy(line, telling)
    // What is paid ahead is no item yet.
    const sold = isVoucher(document) ? null : soldBy(line, catalogue)
    const key = `${role} ${sold?.item.id} ${sold?.unit} ${JSON.stringify(dimensions)}`
    const before = sums.get(key)
    const tells = telling.asks || Object.keys(dimensions).length > 0
    sums.set(key, {
      ...{ role, amount: total([before?.amount ?? '0', line.net ?? '0', ...lost]), ...(tells && { dimensions }) },
      ...(sold && { ...sold, item: before?.item ?? sold.item, quantity: total([before?.quantity ?? '0', sold.quantity]) }),
    })
  }
  return [...sums.values()].map(one => ({ ...one, amount: against(one.amount) }))
}

/** What of the catalogue a line is of, as the document calls it, and how much; nothing of what is words alone. */
function soldBy({ item, description, quantity, unit }: DocumentRecord['lines'][number], { units, groups }: Catalogue) {
  if (item === null) return null
  const [code, group] = [units.get(String(unit)), groups.get(String(item))]
  return {
    item: { entity: 'items.item', id: String(item), name: description ?? '', ...(group !== undefined && { group }) },
    ...{ quantity, ...(code !== undefined && { unit: code }) },
  }
}

/** Tax by its parts. What the buyer owes to the state stands on both sides of a bill, and on none of an invoice. */
function taxes(document: DocumentRecord, purchase: boolean, against: (amount: string) => string): Moved[] {
  const roles = new Map(document.lines.flatMap(line => ((line.taxed as unknown as TaxedSnapshot | null)?.parts ?? []).map(part => [part.key, part] as const)))
  return document.taxes.flatMap(({ code, base, rate, amount, recoverable, reverse }): Moved[] => {
    const component = code ?? ''
    const part = roles.get(component)
    const tax = { component, base, rate }
    const output = { role: part?.outputRole ?? `output ${component}`, tax }
    const input = { role: part?.inputRole ?? `input ${component}`, tax }
    if (!purchase) return reverse ? [] : [{ ...output, amount: against(amount) }]
    return [...(recoverable ? [{ ...input, amount: against(amount) }] : []), ...(reverse ? [{ ...output, amount: minus('0', against(amount)) }] : [])]
  })
}

function sided(amount: string): { readonly debit: string } | { readonly credit: string } {
  return amount.startsWith('-') ? { credit: amount.slice(1) } : { debit: amount }
}
