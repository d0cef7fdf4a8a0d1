import { type Ctx, handle, hooks, type Id, minus, type RecordOf, type Refusal, round, split, times, total, UserError } from '@sangam/sdk'
import { Account, bounce, cancelPayment, Entry, Item, Journal, moneyDay, Payment, type PostedLine, postPayment } from '../model.ts'
import { accountOfRole } from './account-roles.ts'
import { foreignOf } from './bank-money.ts'
import { digitsOf, isFiner, moneyOf } from './currencies.ts'
import { knownDimensions, type Told, toldIn } from './dimensions.ts'
import { discountsOf } from './discounts.ts'
import { type ItemId, type ItemRecord, itemsWhere } from './items.ts'
import { isCredit, lockItems, matchAll, smaller } from './matching.ts'
import { postAll } from './posting.ts'
import { takenBack } from './taking-back.ts'
import { tellOpen } from './telling.ts'
import { refuseWriteOff, type Share } from './writing-off.ts'

type PaymentRecord = RecordOf<typeof Payment>

const postHandler = handle(postPayment, async (ctx, payment) => void (await postPaymentNow(ctx, payment)))

/** Posts a payment and settles what it pays; gives its entry. */
export async function postPaymentNow(ctx: Ctx, payment: PaymentRecord): Promise<Id<'ledger.entry'>> {
  const entry = await ctx.asSystem('Posts a payment', system => posting(system, payment))
  // A cheque is in hand until the bank has it; all else is money at once.
  const isCheque = payment.instrument === 'cheque'
  await ctx.repo(Payment).set([
    {
      id: payment.id,
      patch: { state: isCheque ? 'received' : 'cleared', entry, ...(isCheque || payment.clearedOn !== null ? {} : { clearedOn: payment.date }) },
    },
  ])
  return entry
}

async function posting(ctx: Ctx, draft: PaymentRecord): Promise<Id<'ledger.entry'>> {
  const { id, company, amount, direction, party } = draft
  const day = moneyDay(draft)
  if (company === null) throw new UserError('no_company', 'Say for which company the payment is.')
  const money = (await moneyOf(ctx, [company])).get(company)
  if (!money) throw new UserError('no_company', 'Say for which company the payment is.')
  const foreign = draft.currency !== null && draft.currency !== money.currency ? draft.currency : null
  const rate = foreign === null ? '1' : (draft.rate ?? '1')
  const currency = foreign ?? money.currency
  const account = await moneyAccount(ctx, draft)
  await refuseOtherMoney(ctx, account, currency)
  const discount = await heldDiscounts(ctx, draft)
  const settledBy = ({ withheld, writeOff }: PaymentRecord): string => total([amount, withheld ?? '0', writeOff ?? '0', discount])
  // What is withheld or written off goes with money: by itself it would be a way to make what is owed go.
  if (amount === '0') throw new UserError('no_amount', 'Say how much was paid.', {}, 'amount')
  await refuseFiner(ctx, draft, currency)
  const inBooks = (value: string): string => round(times(value, rate), money.digits)
  const role = direction === 'receive' ? 'receivable' : 'payable'
  const control = await accountOfRole(ctx, company, { role, day, party })
  const shares = await sharesOf(ctx, draft, { currency, settles: settledBy(draft), side: role })
  const payment = await withLeftOver(ctx, draft, minus(settledBy(draft), total(shares.map(share => share.amount))))
  const settles = settledBy(payment)
  const over = await overAccount(ctx, payment, control)
  await refuseWriteOff(ctx, { payment, shares, settles, ...money, inBooks })
  // Money that comes in is a debit of the bank, and settles what others owe.
  const isIn = direction === 'receive'
  const line = (
    role: { readonly role: string } | { readonly id: string },
    base: string,
    debits: boolean,
    more: Omit<PostedLine, 'account'> = {},
  ): PostedLine[] => (base === '0' ? [] : [{ account: role, [debits ? 'debit' : 'credit']: base, ...more }])
  const [kept, withheld, written] = [payment.charges ?? '0', payment.withheld ?? '0', payment.writeOff ?? '0'].map(inBooks) as [string, string, string]
  // What it costs or brings beside the money tells of which part of the business it is; who enters it is asked where that is asked for.
  const dimensions = await toldOf(ctx, payment)
  const whole = inBooks(amount)
  const early = inBooks(discount)
  const atBank = isIn ? minus(whole, kept) : total([whole, kept])
  if (atBank.startsWith('-')) throw new UserError('charges_above', 'The bank keeps more than was paid. Correct the charges.', {}, 'charges')
  const moved = isIn ? minus(amount, payment.charges ?? '0') : total([amount, payment.charges ?? '0'])
  const bank = foreign !== null && account.currency === foreign ? { currency: foreign, amount: isIn ? moved : minus('0', moved) } : {}
  const settled = total([whole, withheld, written, early])
  const lines = [
    ...line({ id: account.id }, atBank, isIn, bank),
    ...line({ role: 'bankCharges' }, kept, true, { dimensions }),
    ...line({ role: isIn ? 'tdsReceivable' : 'tdsPayable' }, withheld, isIn, { party }),
    ...line({ role: 'writeOff' }, written, isIn, { dimensions }),
    ...line({ role: isIn ? 'discountAllowed' : 'discountReceived' }, early, isIn, { dimensions }),
    ...ownLines(shares, { settles, settled, over, digits: money.digits }).flatMap(({ account: own, amount: size, base }) =>
      line({ id: own }, base, !isIn, { party, ...(foreign !== null && { currency: foreign, amount: isIn ? minus('0', size) : size }) }),
    ),
  ]
  const journal = await ctx.repo(Journal).first({ company, kind: account.control === 'cash' ? 'cash' : 'bank' })
  const named = payment.narration ?? ctx.t(isIn ? 'Received from {party}' : 'Paid to {party}', { party: await nameOf(ctx, payment) })
  const [posted] = await postAll(ctx, [
    {
      ...{ company, date: day, narration: named.slice(0, 300), source: { entity: Payment.name, id, version: 1 }, lines },
      ...(journal && { journal: journal.id }),
      ...(payment.instrumentNumber !== null && { reference: payment.instrumentNumber }),
      ...(payment.instrumentDate !== null && { documentDate: payment.instrumentDate }),
    },
  ])
  if (!posted) throw new Error('An entry that was posted was not given back.')
  await settle(ctx, posted.entry as Id<'ledger.entry'>, shares)
  return posted.entry as Id<'ledger.entry'>
}

/** The payment, which says what of it stays as an advance. Who withholds tax of advances adds it then: what is left over once all shares are full settles nothing more by it. */
async function withLeftOver(ctx: Ctx, draft: PaymentRecord, leftOver: string): Promise<PaymentRecord> {
  if (leftOver === '0') return draft
  await ctx.repo(Payment).set([{ id: draft.id, patch: { leftOver } }])
  return ctx.repo(Payment).get(draft.id)
}

/** What a payment tells of dimensions: its fields that are called as those of lines are. */
async function toldOf(ctx: Ctx, payment: PaymentRecord): Promise<NonNullable<PostedLine['dimensions']>> {
  return Object.fromEntries(
    (await knownDimensions(ctx)).flatMap(dimension => {
      const value = toldIn(payment as unknown as Told, dimension)
      return value === null ? [] : [[dimension.field, value] as const]
    }),
  )
}

/** Matches what the entry has of each account with the items that it pays. */
async function settle(ctx: Ctx, entry: Id<'ledger.entry'>, shares: readonly Share[]): Promise<void> {
  if (shares.length === 0) return
  const own = await itemsWhere(ctx, 'entry', [entry])
  await matchAll(
    ctx,
    shares.flatMap(({ item, amount }) => {
      const mine = own.find(one => one.account === item.account && one.currency === item.currency && isCredit(one) !== isCredit(item))
      return mine ? [isCredit(item) ? { debit: mine.id, credit: item.id, amount } : { debit: item.id, credit: mine.id, amount }] : []
    }),
  )
}

/** What is posted to receivables and payables: of each account of the items what they take, and what is left over to the usual one. */
function ownLines(
  shares: readonly Share[],
  { settles, settled, over, digits }: { readonly settles: string; readonly settled: string; readonly over: string; readonly digits: number },
) {
  const amounts = new Map<string, string>()
  for (const { item, amount } of shares) amounts.set(item.account, total([amounts.get(item.account) ?? '0', amount]))
  const left = minus(settles, total(shares.map(share => share.amount)))
  if (left !== '0') amounts.set(over, total([amounts.get(over) ?? '0', left]))
  const all = [...amounts]
  const bases = split(
    settled,
    all.map(([, amount]) => amount),
    digits,
  )
  return all.map(([account, amount], at) => ({ account, amount, base: bases[at] ?? '0' }))
}

/** Which items are paid, and with how much: those that are named, or the oldest of the party. */
async function sharesOf(
  ctx: Ctx,
  payment: PaymentRecord,
  { currency, settles, side }: { readonly currency: string; readonly settles: string; readonly side: RecordOf<typeof Item>['side'] },
): Promise<Share[]> {
  const { party, direction, company } = payment
  const named = payment.allocations
  if (named.length === 0 && !payment.oldestFirst) return []
  const isIn = direction === 'receive'
  // Of what others owe, or are owed, on whichever account it stands: what the role meant before stands there still, also where nobody says so any more.
  const unsettled = { party, company, currency, side, settledOn: { isEmpty: true } } as never
  const ids =
    named.length > 0
      ? named.map(one => one.item)
      : (await ctx.repo(Item).find({ where: unsettled, fields: ['amount'], sort: ['due', 'date', 'id'], limit: 500 })).items.map(one => one.id)
  await lockItems(ctx, ids as ItemId[])
  const items = new Map((await itemsWhere(ctx, 'id', ids as ItemId[])).map(item => [String(item.id), item]))
  const digits = (await digitsOf(ctx, [currency])).get(currency) ?? 2
  let left = settles
  return ids.flatMap((id, at): Share[] => {
    const item = items.get(id)
    const asked = named[at]?.amount ?? null
    if (named.length > 0) refuseOther(payment, item, currency)
    if (!item || isCredit(item) === isIn) return []
    const open = (item.open ?? '0').replace('-', '')
    // What a note gives is left to the note.
    const byNote = item.discountNote ? (named[at]?.discount ?? '0') : '0'
    const amount = asked ?? smaller(minus(open, byNote), left)
    if (asked !== null && asked !== open && isFiner(asked, { currency, digits }))
      throw new UserError('too_fine', '{currency} has {digits} digits after the point. Round the amount.', { currency, digits }, 'allocations')
    if (minus(left, amount).startsWith('-'))
      throw new UserError('more_than_paid', 'More is settled than was paid. Take {over} less.', { over: `${minus(amount, left)} ${currency}` }, 'allocations')
    left = minus(left, amount)
    return amount === '0' ? [] : [{ item, amount }]
  })
}

function refuseOther({ party, direction }: PaymentRecord, item: ItemRecord | undefined, currency: string): void {
  if (!item) throw new UserError('not_there', 'One of these items is not there any more. Load the page again.', {}, 'allocations')
  const values = { item: item.reference ?? String(item.number ?? item.narration), currency }
  if (item.party !== party) throw new UserError('other_party', '{item} is of another party.', values, 'allocations')
  if (item.currency !== currency) throw new UserError('other_currency', '{item} is not in {currency}. Enter a payment in its currency.', values, 'allocations')
  if (isCredit(item) === (direction === 'receive'))
    throw new UserError('other_side', '{item} is no item that this payment could settle: it stands on the same side.', values, 'allocations')
}

async function moneyAccount(ctx: Ctx, { account, company }: PaymentRecord): Promise<RecordOf<typeof Account>> {
  const found = await ctx.repo(Account).get(account)
  if ((found.control !== 'bank' && found.control !== 'cash') || found.company !== company)
    throw new UserError('no_money_account', '{account} is no bank or cash account of this company. Choose one.', { account: found.name }, 'account')
  return found
}

/** Discounts for early payment, looked at under the lock of their items. */
async function heldDiscounts(ctx: Ctx, payment: PaymentRecord): Promise<string> {
  const ids = payment.allocations.filter(one => one.discount !== null).map(one => one.item)
  if (ids.length === 0) return '0'
  await lockItems(ctx, ids)
  return discountsOf(ctx, payment, new Map((await itemsWhere(ctx, 'id', ids)).map(item => [String(item.id), item])))
}

/** Where what is left over goes: an account kept by party, of the side on which others pay us or we pay them. */
async function overAccount(ctx: Ctx, { overTo, company, direction }: PaymentRecord, usual: string): Promise<string> {
  if (overTo === null) return usual
  const { name, control, isGroup, company: of } = await ctx.repo(Account).get(overTo)
  if (isGroup || of !== company || control !== (direction === 'receive' ? 'receivable' : 'payable'))
    throw new UserError(
      'no_advance_account',
      direction === 'receive'
        ? '{account} is no account of this company on which customers pay ahead. Choose one that is used for “Receivable”.'
        : '{account} is no account of this company on which suppliers are paid ahead. Choose one that is used for “Payable”.',
      { account: name },
      'overTo',
    )
  return overTo
}

/** An account that is kept in another currency than the books takes money in its own alone. */
async function refuseOtherMoney(ctx: Ctx, account: RecordOf<typeof Account>, currency: string): Promise<void> {
  const own = await foreignOf(ctx, account)
  if (own === null || own === currency) return
  const message = '{account} is kept in {own}, and this payment is in {currency}. Choose another account, or enter the payment in {own}.'
  throw new UserError('other_money', message, { account: account.name, own, currency }, 'account')
}

async function refuseFiner(ctx: Ctx, payment: PaymentRecord, currency: string): Promise<void> {
  const digits = (await digitsOf(ctx, [currency])).get(currency) ?? 2
  for (const name of ['amount', 'withheld', 'charges', 'writeOff'] as const) {
    const value = payment[name]
    if (isFiner(value, { currency, digits }))
      throw new UserError('too_fine', '{currency} has {digits} digits after the point. Round the amount.', { currency, digits }, name)
  }
}

async function nameOf(ctx: Ctx, { id }: PaymentRecord): Promise<string> {
  const found = (await ctx.repo(Payment).get(id, { fields: ['party.$title'] })) as unknown as { readonly 'party.$title': string | null }
  return found['party.$title'] ?? ''
}

/** Its entry is reversed, unless somebody did so by hand, and what it settled is open again. */
async function takeBack(ctx: Ctx, payment: PaymentRecord, state: 'bounced' | 'cancelled', on: string | null, because: string | null): Promise<void> {
  const { entry } = payment
  await ctx.asSystem('Takes a payment back', async system => {
    if (entry === null || (await system.repo(Entry).first({ reverses: entry }))) return
    const { touched, reversal } = await takenBack(system, entry, on, because)
    await tellOpen(system, touched, reversal.date)
  })
  await ctx.repo(Payment).set([{ id: payment.id, patch: { state, clearedOn: null } }])
}

/** The state of a payment says what became of its entry: it does not run ahead of the books. */
const paymentHooks = hooks(Payment, {
  async check(ctx, changes) {
    const back = changes.flatMap(({ before, next }) => (next?.entry && isBack(next.state) && !isBack(before?.state) ? [next.entry] : []))
    const { items } =
      back.length === 0
        ? { items: [] }
        : await ctx.asSystem('Looks whether the entry of a payment was reversed', system =>
            system.repo(Entry).find({ where: { reverses: { in: back } }, fields: ['reverses'], limit: 500 }),
          )
    const reversed = new Set(items.map(one => one.reverses))
    return changes.flatMap(({ verb, before, next }, index): Refusal[] => {
      if (verb === 'remove')
        return before && before.state !== 'draft' ? [{ index, code: 'stays', message: 'A posted payment stays as it is. Cancel it, and enter it anew.' }] : []
      if (!next || next.state === 'draft') return []
      if (next.entry === null) return [{ index, field: 'state', code: 'not_posted', message: 'Post the payment first: by that it goes into the books.' }]
      if (
        next.state !== before?.state &&
        (next.state === 'deposited' || next.state === 'cleared') &&
        moneyDay(next) !== next.date &&
        moneyDay(next) > ctx.today()
      ) {
        const message = 'The cheque is dated {day}. Deposit it on that day, or later.'
        return [{ index, field: 'state', code: 'post_dated', message, values: { day: moneyDay(next) } }]
      }
      if (!isBack(next.state) || isBack(before?.state) || reversed.has(next.entry)) return []
      return [{ index, field: 'state', code: 'not_reversed', message: 'Take the payment back by “Bounced” or “Cancel”: by that its entry is reversed.' }]
    })
  },
})

function isBack(state: PaymentRecord['state'] | undefined): boolean {
  return state === 'bounced' || state === 'cancelled'
}

export const paymentHandlers = [
  paymentHooks,
  postHandler,
  handle(bounce, async (ctx, payment, { on, because }) => takeBack(ctx, payment, 'bounced', on, because)),
  handle(cancelPayment, async (ctx, payment, { on, because }) => takeBack(ctx, payment, 'cancelled', on, because)),
]

/** The payment of an entry that is reversed by hand is cancelled with it. */
export async function cancelledWith(ctx: Ctx, { sourceEntity, sourceId }: RecordOf<typeof Entry>): Promise<void> {
  if (sourceEntity !== Payment.name || sourceId === null) return
  const payment = await ctx.repo(Payment).first({ id: sourceId as PaymentRecord['id'] })
  if (payment) await ctx.repo(Payment).set([{ id: payment.id, patch: { state: 'cancelled', clearedOn: null } }])
}
