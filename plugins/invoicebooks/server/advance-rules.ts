import { type AdvanceAsked, Document, type Withholding, Withholdings } from '@sangam/plugin-invoicing/model'
import { Item, Payment } from '@sangam/plugin-ledger/model'
import { type Condition, type Ctx, compareDecimals, everyOf, minus, over, type RecordOf, round, times, total } from '@sangam/sdk'
import { PaidAdvance } from '../model.ts'
import { type Against, coveredBy, lessPaid, netOf, smaller, takenOf, withoutGst } from './advance-taken.ts'

/** An advance that is paid, and what its payment settles beside it, in the money of the books. */
export interface Paying extends AdvanceAsked {
  readonly settles: string
}

/** By what rule tax is withheld of an advance, under which number and in which time. */
export interface Ruled {
  readonly rule: Withholding | null
  readonly payee: string | null
  readonly countsIn: string | null
}

/** By what rules tax is withheld of advances: with what was billed, and what of earlier advances no bill took, as the books know it. */
export async function rulesOf(ctx: Ctx, asked: readonly Paying[]): Promise<readonly Ruled[]> {
  if (asked.length === 0) return []
  const told = await ctx.use(Withholdings).ofAdvances(asked.map(({ settles: _, ...one }) => one))
  return ctx.asSystem('Looks which advances have no bill yet', async system => {
    const earlier = await earlierOf(
      system,
      told.flatMap(one => one.rows.map(row => row.id)),
    )
    const owed = earlier.size === 0 ? [] : await owedOf(system, asked, told)
    return told.map(({ rule, payee, countsIn, carried, rows }, at): Ruled => {
      const yearToDate = rule?.yearToDate
      if (!rule || !yearToDate) return { rule, payee, countsIn }
      // A bill that is owed still stands against what was paid ahead, the oldest first: nobody matched them yet.
      let bills = lessPaid(owed[at] ?? [], asked[at]?.settles ?? '0')
      let [advances, ahead] = ['0', '0']
      for (const { id, now } of rows) {
        const one = earlier.get(id)
        if (!one) continue
        const covered = coveredBy(bills, one.open)
        const taken = total(covered.map(bill => bill.amount))
        bills = lessPaid(bills, taken)
        // What of it is subject to tax, less what of bills is: their GST is not. Once all of it is taken none is left.
        const rest = one.open === taken ? '0' : round(atLeastNothing(minus(one.counted, netOf([...one.taken, ...covered], one.share))), 2)
        if (now) advances = total([advances, rest])
        else ahead = total([ahead, over(times(one.countedOn, rest), one.counted, 2) ?? '0'])
      }
      // What was withheld in an earlier time for bills that did not come yet is none of this time's.
      const withheldOn = minus(yearToDate.withheldOn, smaller(carried, ahead))
      return { rule: { ...rule, yearToDate: { ...yearToDate, withheldOn, advances } }, payee, countsIn }
    })
  })
}

interface Earlier {
  /** What of it, with the tax, settled nothing yet. */
  readonly open: string
  readonly counted: string
  readonly countedOn: string
  /** The part of it that is subject to tax. */
  readonly share: string
  readonly taken: readonly Against[]
}

async function earlierOf(system: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, Earlier>> {
  const rows = await everyOf(system.repo(PaidAdvance), 'id', ids, { fields: ['payment', 'counted', 'countedOn'] })
  const paid = rows.flatMap(one => one.payment ?? [])
  const payments = new Map((await everyOf(system.repo(Payment), 'id', paid, { fields: ['leftOver', 'rate'] })).map(one => [String(one.id), one]))
  const where = { sourceEntity: Payment.name, side: 'payable' } as const
  const items = await everyOf(system.repo(Item), 'sourceId', paid, { where, fields: ['sourceId', 'open', 'amount', 'base'] })
  const settled = await takenOf(
    system,
    items.map(one => one.id),
  )
  return new Map(
    rows.flatMap(({ id, payment, counted, countedOn }): [string, Earlier][] => {
      const own = items.filter(one => one.sourceId === payment && !one.amount.startsWith('-'))
      const rate = own[0] ? (over(own[0].base, own[0].amount, 10) ?? '1') : '1'
      const inBooks = (value: string): string => round(times(value, rate), 2)
      const whole = inBooks(payments.get(String(payment))?.leftOver ?? '0')
      const open = smaller(inBooks(total(own.map(one => one.open ?? '0'))), whole)
      // What its payment settled as it was posted was no advance.
      const all = own.flatMap(one => settled.get(String(one.id)) ?? [])
      const before = minus(inBooks(total(own.map(one => one.amount))), whole)
      const share = over(counted, whole, 10) ?? '1'
      return whole === '0' ? [] : [[id, { open, counted, countedOn, share, taken: lessPaid(all, atLeastNothing(before)) }]]
    }),
  )
}

/** What is owed by bills of the section, the oldest first, in the money of the books. */
async function owedOf(system: Ctx, asked: readonly Paying[], told: readonly { readonly payee: string | null }[]): Promise<readonly (readonly Against[])[]> {
  const where = {
    ...{ state: 'posted', kind: 'bill', settlement: { in: ['open', 'part'] } },
    withholding: { in: [...new Set(asked.map(one => one.section))] },
  } as Condition<RecordOf<typeof Document>>
  const fields = ['party', 'payee', 'company', 'withholding', 'due', 'net', 'total'] as const
  const repo = system.repo(Document)
  const bills = new Map<string, Pick<RecordOf<typeof Document>, (typeof fields)[number]>>()
  for (const [field, values] of [['party', asked.map(one => one.party)] as const, ['payee', told.map(one => one.payee)] as const])
    for (const bill of await everyOf(repo, field, values, { where, fields: [...fields] })) bills.set(bill.id, bill)
  const items = await everyOf(system.repo(Item), 'sourceId', bills.keys(), {
    where: { sourceEntity: Document.name, side: 'payable' },
    fields: ['sourceId', 'open', 'amount', 'base'],
  })
  const open = new Map<string, string>()
  for (const { sourceId, open: left, amount, base } of items) {
    const inBooks = over(times(left ?? '0', base), amount, 2) ?? '0'
    open.set(String(sourceId), minus(open.get(String(sourceId)) ?? '0', inBooks))
  }
  return asked.map(({ company, party, section }, at) => {
    const payee = told[at]?.payee ?? null
    const mine = [...bills].filter(
      ([, bill]) => bill.company === company && bill.withholding === section && (bill.party === party || (payee !== null && bill.payee === payee)),
    )
    return mine
      .toSorted(([a, one], [b, other]) => (one.due ?? '').localeCompare(other.due ?? '') || a.localeCompare(b))
      .map(([id, bill]) => ({ amount: open.get(id) ?? '0', share: withoutGst(bill) }))
      .filter(one => compareDecimals(one.amount, '0') > 0)
  })
}

function atLeastNothing(amount: string): string {
  return compareDecimals(amount, '0') < 0 ? '0' : amount
}
