import { WithheldAccount, type Withholding, withheldIn } from '@sangam/plugin-invoicing/model'
import { Entry, moneyDay } from '@sangam/plugin-ledger/model'
import {
  type Change,
  type Ctx,
  compareDecimals,
  everyOf,
  hooks,
  type Json,
  minus,
  over,
  type RecordOf,
  type Refusal,
  round,
  type ServerPatchOf,
  times,
  total,
} from '@sangam/sdk'
import { taxAhead } from '../model/advance.ts'
import { digitsOf } from '../model/digits.ts'
import { BookedPayment, PaidAdvance } from '../model.ts'
import { type Paying, type Ruled, rulesOf } from './advance-rules.ts'
import { Company } from './core.ts'

type PaymentRecord = RecordOf<typeof BookedPayment>

/** How the tax of an advance came, kept with its payment. */
export type WithheldBy = {
  readonly rule: Withholding
  readonly payee: string | null
  readonly countsIn: string
  readonly counted: string
  readonly countedOn: string
  readonly untaxed: string
}

/** Tax of an advance to a supplier is kept back as it is paid: worked out as its payment is posted, unless somebody said how much it is, and kept, so that its bill is not taxed again. */
export const advanceTax = hooks(BookedPayment, {
  async derive(ctx, changes) {
    const drafts = changes.map(({ next }) => (next?.state === 'draft' && next.direction === 'pay' ? next : null))
    if (drafts.every(next => next === null)) return changes.map(() => null)
    const agreed = await agreedSections(
      ctx,
      changes.flatMap((change, at) => (drafts[at] && follows(change) ? [drafts[at]] : [])),
    )
    const placed = changes.map((change, at) => {
      const next = drafts[at]
      return next ? { change, next: { ...next, withholding: follows(change) ? agreed(next) : next.withholding } } : null
    })
    const asked = placed.flatMap(one => (one && one.next.withholding !== null && (isPosting(one.change) || lacksAmount(one.next)) ? [one] : []))
    const owns = await currenciesOf(
      ctx,
      asked.map(one => one.next.company ?? ctx.company),
    )
    const moneyOf = (next: PaymentRecord): Money => {
      const own = owns.get(String(next.company ?? ctx.company)) ?? 'INR'
      const foreign = next.currency !== null && next.currency !== own
      return { rate: foreign ? (next.rate ?? '1') : '1', digits: digitsOf(foreign ? String(next.currency) : own), own: digitsOf(own) }
    }
    const rules = await rulesOf(
      ctx,
      asked.map(({ change, next }) => payingOf(ctx, next, isPosting(change), moneyOf(next).rate)),
    )
    const ruled = new Map(asked.map(({ next }, at) => [next.id, rules[at]]))
    return placed.map(one => {
      if (!one) return null
      const { change, next } = one
      const found = ruled.get(next.id)
      return {
        withholding: next.withholding,
        ...(isPosting(change) && found && taxOf(next, found, moneyOf(next))),
        ...(lacksAmount(next) && { amount: amountOf(next, found?.rule ?? null, moneyOf(next)) }),
      }
    })
  },

  check: async (_, changes) =>
    changes.flatMap(({ before, next }, index): Refusal[] => {
      if (!next || before?.state !== 'draft' || next.direction !== 'pay' || next.state === 'draft') return []
      return refusalsOf(next).map(one => ({ ...one, index }))
    }),

  async react(ctx, changes) {
    const posted = changes.flatMap(({ before, next }) =>
      next && before?.state === 'draft' && next.state !== 'draft' && next.withheldBy !== null ? [next] : [],
    )
    const back = changes.flatMap(({ before, next }) => (next && before && isBack(next) && !isBack(before) && next.withheldBy !== null ? [next] : []))
    if (posted.length > 0) await ctx.asSystem('Keeps what tax was withheld of an advance', system => keep(system, posted))
    if (back.length > 0) await ctx.asSystem('Takes back what tax was withheld of an advance', system => takeBack(system, back))
  },
})

/** What money a payment is in: what one of it is worth in the books, and the digits of both. */
interface Money {
  readonly rate: string
  readonly digits: number
  readonly own: number
}

/** The section is that of the supplier, unless somebody chose one. */
function follows({ before, next, changed }: Change<typeof BookedPayment>): boolean {
  const anew = before === null || ['party', 'company', 'direction'].some(name => changed.includes(name))
  return anew && !(changed.includes('withholding') && next?.withholding !== null)
}

/** The books say what of it stays as an advance: they do so as they post it. */
function isPosting({ next, changed }: Change<typeof BookedPayment>): boolean {
  return changed.includes('leftOver') && next?.leftOver !== null && next?.leftOver !== undefined
}

/** Who says what advance was agreed leaves to us what is paid of it. */
function lacksAmount({ amount, advance }: PaymentRecord): boolean {
  return advance !== null && (amount ?? null) === null
}

function isBack({ state }: PaymentRecord): boolean {
  return state === 'bounced' || state === 'cancelled'
}

export async function agreedSections(ctx: Ctx, payments: readonly Pick<PaymentRecord, 'party' | 'company'>[]) {
  const accounts = await ctx.asSystem('Looks under which section tax is withheld of suppliers', system =>
    everyOf(
      system.repo(WithheldAccount),
      'party',
      payments.map(one => one.party),
      { where: { side: 'supplier' }, fields: ['party', 'company', 'withholding'] },
    ),
  )
  return ({ party, company }: Pick<PaymentRecord, 'party' | 'company'>) =>
    accounts.find(one => one.party === party && one.company === (company ?? ctx.company))?.withholding ?? null
}

async function currenciesOf(ctx: Ctx, companies: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
  const found = await ctx.asSystem('Looks in whose books an advance stands', system => everyOf(system.repo(Company), 'id', companies, { fields: ['currency'] }))
  return new Map(found.map(one => [String(one.id), one.currency]))
}

function payingOf(ctx: Ctx, next: PaymentRecord, posting: boolean, rate: string): Paying {
  const { amount, writeOff, withheld, leftOver, party, withholding, withhold, company } = next
  const named = total(next.allocations.map(one => one.amount ?? '0'))
  const settles = posting ? minus(total([amount, writeOff ?? '0', withheld ?? '0']), leftOver ?? '0') : named
  return {
    ...{ company: String(company ?? ctx.company), party: String(party), section: String(withholding), day: moneyDay(next) },
    ...{ withhold, posting, settles: times(settles, rate) },
  }
}

/** What is withheld of an advance that is posted, and with what it counts. */
function taxOf(next: PaymentRecord, { rule, payee, countsIn }: Ruled, { rate, digits, own }: Money): ServerPatchOf<typeof BookedPayment> {
  const { advance, advanceNet, withheld, leftOver } = next
  if (!rule || countsIn === null || leftOver === null) return {}
  const { by: worked, whole } = taxAhead({ leftOver, withheld, advance, advanceNet }, rule, { rate, digits })
  // Who was shown what is withheld of what is paid, and says so, means that, to the paisa.
  const paid = withheld === null ? '0' : minus(leftOver, withheld)
  const shown = compareDecimals(paid, '0') > 0 ? taxAhead({ leftOver: paid, withheld: null, advance, advanceNet }, rule, { rate, digits }).by : null
  const found = shown && withheld !== null && compareDecimals(shown.amount, withheld) === 0 ? shown : worked
  const counted = round(times(advanceNet ?? whole, rate), own)
  // What somebody said themselves is the tax on so much.
  const told = withheld === null || compareDecimals(withheld, found.amount) === 0 ? null : (over(times(withheld, rate, '100'), rule.rate, own) ?? '0')
  const countedOn = told ?? found.base
  const by: WithheldBy = { rule, payee, countsIn, counted, countedOn, untaxed: untaxedAfter(rule, counted, countedOn) }
  return { ...(withheld === null && { withheld: found.amount, leftOver: whole }), withheldBy: { ...by, rule: { ...rule } } as Json }
}

/** What its time came to without tax before this advance, and still after it. */
function untaxedAfter({ yearToDate }: Withholding, counted: string, countedOn: string): string {
  const { base = '0', advances = '0', withheldOn = '0', untaxed = '0' } = yearToDate ?? {}
  const before = minus(total([base, advances]), withheldOn)
  const most = compareDecimals(before, untaxed) < 0 ? untaxed : before
  const after = minus(total([base, advances, counted]), total([withheldOn, countedOn]))
  const left = compareDecimals(after, most) < 0 ? after : most
  return compareDecimals(left, '0') < 0 ? '0' : left
}

/** What is paid of an advance that was agreed, beside what the payment settles. */
function amountOf(next: PaymentRecord, rule: Withholding | null, money: Money): string {
  const advance = next.advance ?? '0'
  const tax = next.withheld ?? (rule ? withheldIn({ net: next.advanceNet ?? advance, total: advance }, rule, money).amount : '0')
  const paid = minus(total([advance, ...next.allocations.map(one => one.amount ?? '0')]), tax)
  return compareDecimals(paid, '0') < 0 ? '0' : paid
}

/** What is wrong with a payment that is posted. */
function refusalsOf({ advance, advanceNet, leftOver, withheld, withholding, withheldBy, amount }: PaymentRecord): Omit<Refusal, 'index'>[] {
  const [left, tax] = [leftOver ?? '0', withheld ?? '0']
  if (advance !== null && compareDecimals(advance, left) !== 0) {
    const values = { advance, tax, left, amount: minus(total([amount, advance]), left) }
    const message = 'The advance was to be {advance}, and with {tax} of tax withheld it comes to {left}. Pay {amount}, or correct the advance.'
    return [{ field: 'amount', code: 'advance_differs', message, values }]
  }
  if (withholding === null || left === '0') return []
  if (withheldBy === null) {
    const message = 'This section has no rate on the day of the payment. Give it one under Sections of withheld tax, or choose another.'
    return [{ field: 'withholding', code: 'no_rate', message }]
  }
  if (compareDecimals(tax, left) > 0) {
    const message = '{tax} of tax is withheld, and only {left} stays as an advance. Withhold at most that, or enter what settles bills as a payment of its own.'
    return [{ field: 'withheld', code: 'withheld_above', message, values: { tax, left } }]
  }
  if (advanceNet !== null && compareDecimals(advanceNet, left) > 0) {
    const message = 'Without GST the advance can’t be more than {left}, which it is with GST.'
    return [{ field: 'advanceNet', code: 'net_above', message, values: { left } }]
  }
  return []
}

/** One for each payment, whoever posts it. */
async function keep(system: Ctx, payments: readonly PaymentRecord[]): Promise<void> {
  const owns = await currenciesOf(
    system,
    payments.map(one => one.company),
  )
  await system.repo(PaidAdvance).make(
    payments.map(payment => {
      const { id, party, company, withholding, withheld, currency, rate } = payment
      const { rule, payee, countsIn, counted, countedOn, untaxed } = payment.withheldBy as unknown as WithheldBy
      const own = owns.get(String(company)) ?? 'INR'
      return {
        ...{ payment: id, date: moneyDay(payment), party, company, section: withholding, payee, countsIn, counted, countedOn, untaxed, rate: rule.rate },
        withheld: round(times(withheld ?? '0', currency !== null && currency !== own ? (rate ?? '1') : '1'), digitsOf(own)),
      } as never
    }),
  )
}

async function takeBack(system: Ctx, payments: readonly PaymentRecord[]): Promise<void> {
  const rows = await everyOf(
    system.repo(PaidAdvance),
    'payment',
    payments.map(one => one.id),
    { where: { backOn: { isEmpty: true } }, fields: ['payment'] },
  )
  const entries = await everyOf(
    system.repo(Entry),
    'reverses',
    payments.map(one => one.entry),
    { fields: ['reverses', 'date'] },
  )
  const on = new Map(payments.map(one => [String(one.id), entries.find(entry => entry.reverses === one.entry)?.date ?? system.today()]))
  await system.repo(PaidAdvance).set(rows.map(({ id, payment }) => ({ id, patch: { backOn: on.get(String(payment)) ?? system.today() } })))
}
