import { type Ctx, type Id, minus, over, type RecordOf, round, type ServerNewOf, times, total, UserError } from '@sangam/sdk'
import { Entry, Match } from '../model.ts'
import { meantOf, saidOfRoles } from './account-roles.ts'
import { digitsOf, isFiner, moneyOf } from './currencies.ts'
import { type ItemId, type ItemRecord, itemsWhere, type Used, unused, usedOf } from './items.ts'
import { openDayFrom, reverseEntry } from './reversal.ts'

export type MatchRecord = RecordOf<typeof Match>
type NewMatch = ServerNewOf<typeof Match>

export interface Wanted {
  readonly debit: ItemId
  readonly credit: ItemId
  readonly amount?: string | undefined
}

/** Waits until nobody else matches any of these; what is read of them afterwards stays so. */
export async function lockItems(ctx: Ctx, ids: readonly ItemId[]): Promise<void> {
  if (ids.length > 0) await ctx.lock(ids.map(id => `ledger.item ${id}`))
}

/**
 * Settles debits and credits with each other, by the system. The last match of an item takes all that is left of its base, so that no paisa stays; what the rate of the one makes
 * more or less than that of the other is posted as an exchange difference, on the day of the match or the first open one after it.
 */
export async function matchAll(ctx: Ctx, wanted: readonly Wanted[]): Promise<readonly MatchRecord[]> {
  if (wanted.length === 0) return []
  const ids = wanted.flatMap(({ debit, credit }) => [debit, credit])
  await lockItems(ctx, ids)
  const items = new Map((await itemsWhere(ctx, 'id', ids)).map(item => [String(item.id), item]))
  const used = await usedOf(ctx, ids)
  const money = await moneyOf(ctx, [...new Set([...items.values()].map(item => item.company))])
  const digitsIn = await digitsOf(ctx, [...new Set(wanted.flatMap(({ debit, amount }) => (amount?.includes('.') ? (items.get(debit)?.currency ?? []) : [])))])
  const made: Made[] = []
  for (const { debit: debitId, credit: creditId, amount } of wanted) {
    const [debit, credit] = [items.get(debitId), items.get(creditId)]
    if (!debit || !credit) throw new UserError('not_there', 'One of these items is not there any more. Load the page again.')
    refuseUnlike(debit, credit)
    const [ofDebit, ofCredit] = [used.get(debit.id) ?? unused, used.get(credit.id) ?? unused]
    const taken = amount ?? smaller(leftOf(debit, ofDebit), leftOf(credit, ofCredit))
    for (const [item, of] of [
      [debit, ofDebit],
      [credit, ofCredit],
    ] as const)
      refuseMore(item, leftOf(item, of), taken)
    // What takes all that is left of one leaves nothing that no payment could settle.
    if (taken !== leftOf(debit, ofDebit) && taken !== leftOf(credit, ofCredit)) refuseFiner(taken, debit.currency, digitsIn)
    const digits = money.get(debit.company)?.digits ?? 2
    const [debitBase, creditBase] = [baseOf(debit, ofDebit, taken, digits), baseOf(credit, ofCredit, taken, digits)]
    used.set(debit.id, { amount: total([ofDebit.amount, taken]), base: total([ofDebit.base, debitBase]), places: ofDebit.places + 1 })
    used.set(credit.id, { amount: total([ofCredit.amount, taken]), base: total([ofCredit.base, creditBase]), places: ofCredit.places + 1 })
    const { currency, company } = debit
    const on = [debit.date, credit.date].toSorted()[1] ?? debit.date
    const match = { debit: debit.id, credit: credit.id, currency, company, amount: taken, debitBase, creditBase, on }
    made.push({ match, debit, on, places: ofDebit.places, difference: minus(creditBase, debitBase) })
  }
  const exchanges = await exchangeEntries(ctx, made)
  return ctx.repo(Match).make(made.map(({ match }, at) => ({ ...match, exchange: exchanges.get(at) ?? null })))
}

function refuseUnlike(debit: ItemRecord, credit: ItemRecord): void {
  const values = { debit: nameOf(debit), credit: nameOf(credit) }
  if (isCredit(debit) || !isCredit(credit))
    throw new UserError('not_alike', '{debit} and {credit} stand on the same side. A debit is matched with a credit.', values)
  if (debit.party !== credit.party) throw new UserError('not_alike', '{debit} and {credit} are of two parties. Match what is of one.', values)
  if (debit.account !== credit.account) throw new UserError('not_alike', '{debit} and {credit} stand on two accounts. Match what is on one.', values)
  if (debit.currency !== credit.currency) throw new UserError('not_alike', '{debit} and {credit} are in two currencies. Match what is in one.', values)
}

function refuseMore(item: ItemRecord, left: string, taken: string): void {
  if (left === '0') throw new UserError('more_than_open', 'Nothing of {item} is open any more.', { item: nameOf(item) })
  if (taken === '0') throw new UserError('nothing_to_match', 'Say how much is matched: more than nothing.')
  const open = `${left} ${item.currency}`
  if (minus(left, taken).startsWith('-')) throw new UserError('more_than_open', '{item} has {open} open. Match at most that.', { item: nameOf(item), open })
}

function refuseFiner(amount: string, currency: string, digitsIn: ReadonlyMap<string, number>): void {
  const digits = digitsIn.get(currency) ?? 2
  if (isFiner(amount, { currency, digits }))
    throw new UserError('too_fine', '{currency} has {digits} digits after the point. Round the amount.', { currency, digits }, 'amount')
}

export function isCredit({ amount }: Pick<ItemRecord, 'amount'>): boolean {
  return amount.startsWith('-')
}

export function nameOf({ reference, number, narration }: ItemRecord): string {
  return reference ?? (String(number ?? '') || narration)
}

const size = (value: string): string => value.replace('-', '')

export function smaller(a: string, b: string): string {
  return minus(a, b).startsWith('-') ? a : b
}

/** What of an item is open, in its currency, without a sign. */
export function leftOf({ amount }: ItemRecord, used: Used): string {
  return minus(size(amount), used.amount)
}

/** Its share of the item's base; what takes the last of it takes all that is left. */
export function baseOf(item: ItemRecord, used: Used, taken: string, digits: number): string {
  if (leftOf(item, used) === taken) return minus(size(item.base), used.base)
  return round(over(times(size(item.base), taken), size(item.amount), digits) ?? '0', digits)
}

interface Made {
  readonly match: NewMatch
  readonly debit: ItemRecord
  readonly on: string
  readonly places: number
  readonly difference: string
}

/** Of matches whose two sides are worth different in the money of the books: the entry that says so, by the place of the match. */
async function exchangeEntries(ctx: Ctx, made: readonly Made[]): Promise<ReadonlyMap<number, Id<'ledger.entry'>>> {
  const differing = made.flatMap((one, at) => (one.difference === '0' ? [] : [{ ...one, at }]))
  if (differing.length === 0) return new Map()
  const companies = [...new Set(differing.map(({ debit }) => debit.company))]
  const said = await saidOfRoles(ctx, companies, ['exchangeGain', 'exchangeLoss'])
  const values: ServerNewOf<typeof Entry>[] = []
  for (const { debit, on, places, difference } of differing) {
    const isGain = !difference.startsWith('-')
    const role = isGain ? 'exchangeGain' : 'exchangeLoss'
    const date = await openDayFrom(ctx, { company: debit.company, concerns: ['general'] }, on)
    const account = meantOf(said.get(debit.company), { role, day: date })
    const [own, other] = isGain ? (['debit', 'credit'] as const) : (['credit', 'debit'] as const)
    values.push({
      ...{ company: debit.company, kind: 'revaluation', state: 'posted' },
      date,
      narration: ctx.t('Exchange difference of {item}', { item: nameOf(debit) }).slice(0, 300),
      ...{ sourceEntity: Match.name, sourceId: debit.id, sourceVersion: places + 1 },
      lines: [
        { account: debit.account, party: debit.party, currency: debit.currency, amount: '0', [own]: size(difference) },
        { account, [other]: size(difference) },
      ],
    })
  }
  const posted = await ctx.repo(Entry).make(values)
  return new Map(differing.flatMap(({ at }, place) => (posted[place] ? [[at, posted[place].id] as const] : [])))
}

/** What settles what is owed: the oldest first, of each party, account and currency by itself, as far as it goes. */
export async function matchOldest(ctx: Ctx, ids: readonly ItemId[]): Promise<readonly MatchRecord[]> {
  await lockItems(ctx, ids)
  const found = (await itemsWhere(ctx, 'id', ids)).sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0))
  const groups = new Map<string, ItemRecord[]>()
  for (const item of found) {
    const key = `${item.party} ${item.account} ${item.currency}`
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  const used = await usedOf(ctx, ids)
  return matchAll(
    ctx,
    [...groups.values()].flatMap(group => pairsOf(group, item => leftOf(item, used.get(item.id) ?? unused))),
  )
}

function pairsOf(items: readonly ItemRecord[], open: (item: ItemRecord) => string): Wanted[] {
  const of = (credits: boolean) => items.filter(item => isCredit(item) === credits).map(item => ({ id: item.id, left: open(item) }))
  const [debits, credits] = [of(false), of(true)]
  const pairs: Wanted[] = []
  for (let [d, c] = [0, 0]; ; ) {
    const [debit, credit] = [debits[d], credits[c]]
    if (!debit || !credit) return pairs
    const amount = smaller(debit.left, credit.left)
    if (amount !== '0') pairs.push({ debit: debit.id, credit: credit.id, amount })
    debit.left = minus(debit.left, amount)
    credit.left = minus(credit.left, amount)
    if (debit.left === '0') d += 1
    if (credit.left === '0') c += 1
  }
}

/** Takes matches apart, by the system: both sides are open again from a day on, today unless told, or the first day that is open, and what the exchange rate made of them is reversed on it. */
export async function unmatchAll(
  ctx: Ctx,
  ids: readonly Id<'ledger.match'>[],
  why: string | null,
  from: string | null = null,
): Promise<readonly MatchRecord[]> {
  const found: MatchRecord[] = []
  const read = async (): Promise<void> => {
    found.length = 0
    for (let start = 0; start < ids.length; start += 500)
      await ctx.repo(Match).each({ where: { id: { in: ids.slice(start, start + 500) }, voidedOn: { isEmpty: true } } }, async page => void found.push(...page))
  }
  await read()
  await lockItems(
    ctx,
    found.flatMap(({ debit, credit }) => [debit, credit]),
  )
  await read()
  const patches: { readonly id: Id<'ledger.match'>; readonly patch: { readonly voidedOn: string; readonly why: string | null } }[] = []
  for (const { id, on, company, exchange } of found) {
    const openFrom = (first: string) => openDayFrom(ctx, { company, concerns: ['general'] }, [first, from ?? ctx.today()].sort()[1] ?? first)
    const isBack = exchange === null || (await ctx.repo(Entry).first({ reverses: exchange })) !== null
    const back = isBack ? null : await reverseEntry(ctx, exchange, await openFrom((await ctx.repo(Entry).get(exchange)).date), why)
    const voidedOn = back?.date ?? (await openFrom(on))
    patches.push({ id, patch: { voidedOn, why } })
  }
  if (patches.length > 0) await ctx.repo(Match).set(patches)
  return found
}
