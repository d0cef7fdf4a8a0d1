import { type Ctx, hooks, type Id, minus, type RecordOf, type Refusal, times } from '@sangam/sdk'
import { BankLine, CashCount, Entry, OpeningItem, Payment, paymentSettings, Recurring } from '../model.ts'
import { templateOf } from './recurring.ts'

/**
 * Above the limit of the workspace two see each figure: who wrote an entry, a payment or an opening balance, or changed it last, does not post it. What other plugins post, and what
 * takes an entry back, was looked at where it was written; what somebody makes of a line of the bank is written and posted in one, and what a
 * template wrote is its author’s.
 */
const entries = hooks(Entry, {
  async check(ctx, changes) {
    const authors = await authorsOf(
      ctx,
      changes.flatMap(({ next }) => (next?.state === 'posted' && templateOf(next)) || []),
    )
    return refuse(
      ctx,
      changes.flatMap(({ before, next, changed }, index) => {
        if (next?.state !== 'posted' || before?.state === 'posted' || next.reverses !== null) return []
        if (next.sourceEntity !== null && next.sourceEntity !== BankLine.name && templateOf(next) === null) return []
        // Who changes it while posting it has written it.
        const own =
          isOwn(ctx, before) || authors.get(String(templateOf(next))) === ctx.user.id || changed.some(name => shown.has(name)) || said(before) !== said(next)
        return own ? [{ index, what: next.narration, amount: next.total }] : []
      }),
    )
  },
})

/** Who wrote the templates that entries were written by. */
async function authorsOf(ctx: Ctx, templates: readonly Id<'ledger.recurring'>[]): Promise<ReadonlyMap<string, string | null>> {
  if (templates.length === 0) return new Map()
  const { items } = await ctx.asSystem('Looks who wrote a recurring entry', system =>
    system.repo(Recurring).find({ where: { id: { in: [...new Set(templates)] } }, fields: ['author'], limit: 500 }),
  )
  return new Map(items.map(({ id, author }) => [String(id), author]))
}

const shown = new Set(['date', 'narration', 'journal', 'kind', 'company', 'reference', 'documentDate'])

function said(entry: RecordOf<typeof Entry> | null): string {
  return JSON.stringify(entry?.lines.map(({ account, party, debit, credit, currency, amount }) => [account, party, debit, credit, currency, amount]))
}

const payments = hooks(Payment, {
  check: (ctx, changes) =>
    refuse(
      ctx,
      changes.flatMap(({ before, next, changed }, index) => {
        if (!next || (before !== null && before.state !== 'draft')) return []
        // What stays as an advance is written into the draft as it is posted, by whoever posts it: who wrote the payment is asked before that.
        const begins = changed.includes('leftOver')
        if (next.state === 'draft' && !begins) return []
        const judged = next.state !== 'draft' && before !== null && before.leftOver !== null
        const own = (!judged && isOwn(ctx, before)) || changed.some(name => name === 'amount' || name === 'account' || name === 'party')
        return own ? [{ index, what: next.number || next.narration || next.amount, amount: times(next.amount, next.rate ?? '1') }] : []
      }),
    ),
})

const counts = hooks(CashCount, {
  check: (ctx, changes) =>
    refuse(
      ctx,
      changes.flatMap(({ before, next }, index) => {
        if (next?.state !== 'posted' || before?.state === 'posted' || !isOwn(ctx, before)) return []
        const [off, filled] = [(next.difference ?? '0').replace('-', ''), next.topUp ?? '0']
        return [{ index, what: next.because ?? next.counted, amount: minus(off, filled).startsWith('-') ? filled : off }]
      }),
    ),
})

const openings = hooks(OpeningItem, {
  check: (ctx, changes) =>
    refuse(
      ctx,
      changes.flatMap(({ before, next }, index) => {
        if (next?.state !== 'posted' || before?.state === 'posted' || !isOwn(ctx, before)) return []
        const amount = next.debit ?? next.credit ?? '0'
        return [{ index, what: next.number ?? amount, amount }]
      }),
    ),
})

interface Posting {
  readonly index: number
  readonly what: string
  readonly amount: string
}

function isOwn(ctx: Ctx, before: { readonly createdBy: unknown; readonly updatedBy: unknown } | null): boolean {
  return before === null || before.createdBy === ctx.user.id || before.updatedBy === ctx.user.id
}

async function refuse(ctx: Ctx, own: readonly Posting[]): Promise<Refusal[]> {
  if (own.length === 0) return []
  const { twoAbove } = await ctx.settings(paymentSettings)
  if (twoAbove === null) return []
  const message =
    '{what} comes to more than {limit}, so somebody else than who wrote it posts it. Keep it as a draft, and ask a colleague to look at it and post it.'
  return own
    .filter(({ amount }) => minus(twoAbove, amount).startsWith('-'))
    .map(({ index, what }) => ({ index, field: 'state', code: 'needs_another', message, values: { what, limit: twoAbove } }))
}

export const fourEyes = [entries, payments, counts, openings]
