import { type Ctx, handle, type Id, minus, type RecordOf, type ServerNewOf, split, UserError } from '@sangam/sdk'
import { placeOf } from '../model/placing.ts'
import { Account, applyAdvance, Entry } from '../model.ts'
import { accountOfRole } from './account-roles.ts'
import { moneyOf } from './currencies.ts'
import { toldBy } from './dimensions.ts'
import { type ItemId, type ItemRecord, itemsWhere, unused, usedOf } from './items.ts'
import { baseOf, isCredit, leftOf, lockItems, matchAll, nameOf, smaller } from './matching.ts'
import { openDayFrom } from './reversal.ts'

type LineValues = NonNullable<ServerNewOf<typeof Entry>['lines']>
type AccountRecord = RecordOf<typeof Account>

const size = (value: string): string => value.replace('-', '')

/**
 * Takes an advance off what it was for, where both stand on accounts of their own: what is owed is cleared at its rate, the advance at its own. Where the advance stands for money (a
 * deposit that is given back otherwise) rates made a gain or a loss; where it does not, what was bought cost what was paid for it, so the difference goes where the cost stands.
 */
const applyHandler = handle(applyAdvance, async (ctx, advance, { to, amount }) => {
  // Who does so must be able to see both; what follows is written by the system.
  const [seen] = await itemsWhere(ctx, 'id', [to])
  if (!seen) throw new UserError('not_there', 'One of these items is not there any more. Load the page again.')
  return ctx.asSystem('Takes an advance off what it was for', async system => {
    const ids: ItemId[] = [advance.id, to]
    await lockItems(system, ids)
    const found = await itemsWhere(system, 'id', ids)
    const [paid, owed] = [found.find(one => one.id === advance.id), found.find(one => one.id === to)]
    if (!paid || !owed) throw new UserError('not_there', 'One of these items is not there any more. Load the page again.')
    refuseUnlike(paid, owed)
    const used = await usedOf(system, ids)
    const [ofPaid, ofOwed] = [used.get(paid.id) ?? unused, used.get(owed.id) ?? unused]
    const most = smaller(leftOf(paid, ofPaid), leftOf(owed, ofOwed))
    const taken = amount ?? most
    if (taken === '0' || minus(most, taken).startsWith('-'))
      throw new UserError('more_than_open', '{item} and {other} have {open} open together. Take at most that.', {
        ...{ item: nameOf(paid), other: nameOf(owed), open: `${most} ${paid.currency}` },
      })
    const money = (await moneyOf(system, [paid.company])).get(paid.company)
    const digits = money?.digits ?? 2
    const [paidBase, owedBase] = [baseOf(paid, ofPaid, taken, digits), baseOf(owed, ofOwed, taken, digits)]
    const isForeign = paid.currency !== money?.currency
    /** A line on the other side of its item. */
    const against = (item: ItemRecord, base: string): LineValues[number] => ({
      ...{ account: item.account, party: item.party, [isCredit(item) ? 'debit' : 'credit']: base },
      ...(isForeign && { currency: item.currency, amount: isCredit(item) ? taken : minus('0', taken) }),
    })
    // What the two lines lack to nothing: above it a debit.
    const lacking = isCredit(owed) ? minus(paidBase, owedBase) : minus(owedBase, paidBase)
    const date = await openDayFrom(system, { company: paid.company, concerns: ['general'] }, later(paid.date, owed.date))
    const [entry] = await system.repo(Entry).make([
      {
        ...{ company: paid.company, state: 'posted', date },
        narration: ctx.t('{advance} taken off {item}', { advance: nameOf(paid), item: nameOf(owed) }).slice(0, 300),
        reference: owed.reference,
        // No record of its own: who reverses it by hand opens both again.
        ...{ sourceEntity: 'ledger.applied', sourceId: paid.id, sourceVersion: ofPaid.places + 1 },
        lines: [against(owed, owedBase), against(paid, paidBase), ...(await differing(system, paid, owed, lacking, date, digits))],
      },
    ])
    if (!entry) throw new Error('An entry that was posted was not given back.')
    const own = await itemsWhere(system, 'entry', [entry.id])
    await matchAll(
      system,
      [paid, owed].flatMap(item => {
        const mine = own.find(one => one.account === item.account)
        return mine ? [isCredit(item) ? { debit: mine.id, credit: item.id, amount: taken } : { debit: item.id, credit: mine.id, amount: taken }] : []
      }),
    )
    return { entry: String(entry.id), number: entry.number ?? '' }
  })
})

function refuseUnlike(paid: ItemRecord, owed: ItemRecord): void {
  const values = { advance: nameOf(paid), item: nameOf(owed) }
  if (paid.party !== owed.party) throw new UserError('not_alike', '{advance} and {item} are of two parties. Choose what is of one.', values, 'to')
  if (paid.currency !== owed.currency) throw new UserError('not_alike', '{advance} and {item} are in two currencies. Choose what is in one.', values, 'to')
  if (paid.company !== owed.company) throw new UserError('not_alike', '{advance} and {item} are of two companies. Choose what is of one.', values, 'to')
  if (paid.account === owed.account) throw new UserError('not_alike', '{advance} and {item} stand on one account. Match them.', values, 'to')
  if (isCredit(paid) === isCredit(owed) || paid.side !== owed.side || isCredit(owed) !== (owed.side === 'payable'))
    throw new UserError('not_alike', '{advance} can’t settle {item}. Choose what was paid before, and take it off what is owed.', values, 'to')
}

/** Where the difference of rates goes: to gains and losses where the advance is money, else to what it was paid for, by its parts. */
async function differing(ctx: Ctx, paid: ItemRecord, owed: ItemRecord, lacking: string, day: string, digits: number): Promise<LineValues> {
  if (lacking === '0') return []
  const side = lacking.startsWith('-') ? 'credit' : 'debit'
  const costs = (await isMoney(ctx, paid)) ? [] : await costsOf(ctx, owed)
  if (costs.length > 0) {
    const shares = split(
      size(lacking),
      costs.map(one => one.amount),
      digits,
    )
    return costs.flatMap(({ account, told }, at) => (shares[at] === '0' ? [] : [{ account, [side]: shares[at] ?? '0', ...told }]))
  }
  const role = side === 'credit' ? 'exchangeGain' : 'exchangeLoss'
  return [{ account: await accountOfRole(ctx, paid.company, { role, day }), [side]: size(lacking) }]
}

async function isMoney(ctx: Ctx, { account, company }: ItemRecord): Promise<boolean> {
  const accounts = new Map<string, AccountRecord>()
  await ctx.repo(Account).each({ where: { company } }, async page => page.forEach(one => void accounts.set(one.id, one)))
  const above = (of: AccountRecord | undefined): AccountRecord[] => {
    const next = of && of.above !== null ? accounts.get(of.above) : undefined
    return next ? [next, ...above(next)] : []
  }
  const own = accounts.get(account)
  return own === undefined || placeOf(own, above(own)).monetary
}

/** A line that says what was bought or sold, with what it is told of. */
interface Cost {
  readonly account: Id<'ledger.account'>
  readonly amount: string
  readonly told: object
}

/** What was bought or sold by the entry of an item: its other side, without what others are owed, taxes and money. */
async function costsOf(ctx: Ctx, item: ItemRecord): Promise<readonly Cost[]> {
  const { lines } = await ctx.repo(Entry).get(item.entry)
  const ids = [...new Set(lines.map(line => line.account))].slice(0, 500)
  const { items } = await ctx.repo(Account).find({ where: { id: { in: ids } }, fields: ['type', 'control'], limit: 500 })
  const bought = new Set(items.filter(one => one.type !== 'equity' && (one.control === null || one.control === 'stock')).map(one => one.id))
  return lines.flatMap(({ account, base, ...line }) =>
    bought.has(account) && base !== '0' && base.startsWith('-') !== isCredit(item) ? [{ account, amount: size(base), told: toldBy(line) }] : [],
  )
}

function later(a: string, b: string): string {
  return a < b ? b : a
}

export const applying = [applyAdvance, applyHandler]
