import { AdvanceUse, Document } from '@sangam/plugin-invoicing/model'
import { Entry } from '@sangam/plugin-ledger/model'
import { type Ctx, handle, hooks, type RecordOf, type Refusal, seed, total, trial, UserError } from '@sangam/sdk'
import { Beginning, BookedDocument, takeOver } from '../model.ts'
import { bookUses } from './advances.ts'
import { bookPaid } from './paid.ts'
import { book, dayOf } from './post.ts'
import { bookedFields } from './stood.ts'

type DocumentRecord = RecordOf<typeof BookedDocument>
type Page = (documents: readonly DocumentRecord[]) => Promise<void>

const head = ['kind', 'date', 'postingDate', 'total'] as const

/** Before anything is posted one sees what would be, and what the opening balances cover. */
export const beginningHooks = hooks(Beginning, {
  async derive(ctx, changes) {
    const asked = changes.map(({ before, next, changed }) => {
      const company = next?.company ?? ctx.company
      const anew = next && before?.state !== 'done' && (before === null || changed.includes('from') || changed.includes('company'))
      return anew && company !== null && /^\d{4}-\d\d-\d\d$/.test(next.from) ? { company, from: next.from } : null
    })
    const known = await unknownTo(ctx, [...new Set(asked.flatMap(one => one?.company ?? []))])
    return asked.map(one => {
      if (!one) return null
      const [covered, waiting] = [true, false].map(early =>
        (known.get(one.company) ?? []).filter(({ day }) => day < one.from === early).map(({ amount }) => amount),
      )
      return {
        company: one.company,
        ...{ waiting: waiting?.length ?? 0, waitingTotal: total(waiting ?? []), covered: covered?.length ?? 0, coveredTotal: total(covered ?? []) },
      }
    })
  },
  check: async (_, changes) =>
    changes.flatMap(({ verb, before, next }, index): Refusal[] => {
      if (next && next.company === null) return [{ index, field: 'company', code: 'no_company', message: 'Choose the company whose books begin.' }]
      return verb === 'remove' && before?.state === 'done' ? [{ index, code: 'stays', message: 'The books have begun on this day. It stays.' }] : []
    }),
})

/** Day and worth of the documents of companies that their books do not know. */
async function unknownTo(ctx: Ctx, companies: readonly string[]): Promise<ReadonlyMap<string, readonly { readonly day: string; readonly amount: string }[]>> {
  const found = new Map<string, { readonly day: string; readonly amount: string }[]>()
  await ctx.asSystem('Looks which documents the books do not know', async system => {
    for (const company of companies) {
      const mine: { day: string; amount: string }[] = []
      await eachUnposted(system, company, head, async some => void mine.push(...some.map(one => ({ day: dayOf(one), amount: one.total?.amount ?? '0' }))))
      found.set(company, mine)
    }
  })
  return found
}

/** Posts what is waiting, once each: where one is refused, such as on a day that is locked, none is posted. */
const takeOverHandler = handle(takeOver, async (ctx, { id, from, company, paidInto }) => {
  if (company === null) throw new UserError('no_company', 'Choose the company whose books begin.')
  // Counted anew: what was looked at may be of an earlier day.
  const posted = await ctx.asSystem('Posts the documents from before the books', async system => {
    const taken: DocumentRecord[] = []
    await eachUnposted(system, company, bookedFields, async documents => {
      const mine = documents.filter(one => dayOf(one) >= from)
      // They are posted already and can't say more.
      await book(system, mine, false)
      await system.repo(Document).set(mine.map(({ id: document }) => ({ id: document, patch: { inBooks: true } })))
      taken.push(...mine)
    })
    const uses: RecordOf<typeof AdvanceUse>[] = []
    for (let start = 0; start < taken.length; start += 500) {
      const where = { document: { in: taken.slice(start, start + 500).map(one => one.id) }, backOn: { isEmpty: true } } as const
      await system.repo(AdvanceUse).each({ where, sort: ['on'] }, async page => void uses.push(...page))
    }
    await bookUses(system, uses)
    await bookPaid(system, taken, paidInto)
    return taken
  })
  const waitingTotal = total(posted.map(one => one.total?.amount ?? '0'))
  await ctx.repo(Beginning).set([{ id, patch: { state: 'done', posted: posted.length, waiting: posted.length, waitingTotal } }])
})

/** Posted documents of which the books know nothing. */
async function eachUnposted(ctx: Ctx, company: string | null, fields: readonly string[], work: Page): Promise<void> {
  const where = { state: 'posted', ...(company !== null && { company: company as never }) } as const
  await ctx.repo(BookedDocument).each({ where, sort: ['date', 'number'], fields }, async documents => {
    for (let start = 0; start < documents.length; start += 500) {
      const some = documents.slice(start, start + 500)
      const { items } = await ctx
        .repo(Entry)
        .find({ where: { sourceEntity: Document.name, sourceId: { in: some.map(one => String(one.id)) } }, fields: ['sourceId'], limit: 500 })
      const known = new Set(items.map(one => one.sourceId))
      await work(some.filter(one => !known.has(String(one.id))))
    }
  })
}

/** The documents of a sample stand in its books too. */
const sample = seed('invoicebooks.sample', { sample: true, run: ctx => eachUnposted(ctx, null, bookedFields, documents => book(ctx, documents, false)) })

export const earlier = [takeOver, takeOverHandler, beginningHooks, trial(Beginning, { company: 'company' }), sample]
