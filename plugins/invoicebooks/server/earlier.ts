import { Document } from '@sangam/plugin-invoicing/model'
import { Entry } from '@sangam/plugin-ledger/model'
import { type Ctx, date, type RecordOf, route, total } from '@sangam/sdk'
import { book, dayOf } from './post.ts'

type DocumentRecord = RecordOf<typeof Document>
type Page = (documents: readonly DocumentRecord[]) => Promise<void>

const head = ['kind', 'date', 'postingDate', 'total'] as const
const whole = [
  ...['kind', 'number', 'state', 'party', 'date', 'postingDate', 'supplierNumber', 'supplierDate', 'currency', 'exchangeRate', 'company'],
  ...['lines', 'taxes', 'instalments', 'roundOff', 'total', 'withheld'],
] as const

/** What would be posted of the documents from before the books, and what the opening balances cover: as a preview. */
export const earlier = route('GET', '/earlier', {
  permission: 'ledger.entry:post',
  query: { from: date({ required: true }) },
  run: async (ctx, { query }) => {
    const counted = { posted: [] as string[], covered: [] as string[] }
    await eachUnposted(ctx, head, async documents => {
      for (const one of documents) counted[dayOf(one) < query.from ? 'covered' : 'posted'].push(one.total?.amount ?? '0')
    })
    const of = (amounts: readonly string[]) => ({ count: amounts.length, total: total(amounts) })
    return { posted: of(counted.posted), covered: of(counted.covered) }
  },
})

/** Posts them, once each: of what is refused, such as a day that is locked, nothing is posted. */
export const postEarlier = route('POST', '/earlier', {
  permission: 'ledger.entry:post',
  body: { from: date({ required: true }) },
  run: async (ctx, { body }) => {
    let posted = 0
    await eachUnposted(ctx, whole, async documents => {
      posted += await book(
        ctx,
        documents.filter(one => dayOf(one) >= body.from),
      )
    })
    return { posted }
  },
})

/** Posted documents of which the books know nothing. */
async function eachUnposted(ctx: Ctx, fields: readonly string[], work: Page): Promise<void> {
  await ctx.repo(Document).each({ where: { state: 'posted' }, sort: ['date', 'number'], fields }, async documents => {
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
