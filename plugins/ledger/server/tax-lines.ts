import { boolean, type Condition, type Ctx, canonicalDecimal, date, decimal, type Id, minus, type RecordOf, reference, route, text } from '@sangam/sdk'
import type { Days } from '../model/statements.ts'
import type { TaxLine, TaxLines } from '../model/tax-report.ts'
import { Account, Line } from '../model.ts'
import { companyFor } from './books-of.ts'
import { pageOfDays, placeIn } from './by-days.ts'
import { yearOf } from './years.ts'

const pageSize = 100

export const linesAsked = {
  ...{ company: reference('core.company'), from: date({ help: 'The first day of the fiscal year unless told.' }), to: date({ help: 'Today unless told.' }) },
  ...{ account: reference(Account), component: text({ max: 30 }), rate: decimal({ digits: 3 }) },
  registration: text({ max: 40, help: 'Of one tax number of ours alone; “none” for what tells no number.' }),
  unrated: boolean({ help: 'Those without a rate alone.' }),
  bought: boolean({ help: 'Those in journals of purchases alone, or those in all others.' }),
}

interface AskedLines {
  readonly company: Id<'core.company'>
  readonly from: string | null
  readonly to: string | null
  readonly account: Id<'ledger.account'> | null
  readonly component: string | null
  readonly rate: string | null
  readonly registration: string | null
  /** Those that tell no rate alone, as a figure of the report without one is of these. */
  readonly unrated: boolean | null
  /** Of purchases alone, or of all but purchases; null for both. */
  readonly bought: boolean | null
}

/** The lines a figure of the tax report is made of, by the days of their entries, each with its paper and its party. */
export const taxLines = route('GET', '/tax-lines', {
  permission: 'ledger.entry:read',
  query: { ...linesAsked, after: text({ max: 1000, help: 'What the page before gave as “next”.' }) },
  async run(ctx, { query }) {
    // One that is not there, or out of sight, has no lines: none at all would say that nothing was taxed.
    if (query.account !== null) await ctx.repo(Account).get(query.account, { fields: ['code'] })
    return (await taxLinesOf(ctx, { ...query, company: companyFor(ctx, query.company) }, query.after, pageSize)) as never
  },
})

type Seen = { readonly [path: string]: string | null }

/** Lines of tax with what stands around them, so many from a place on. */
export async function taxLinesOf(
  ctx: Ctx,
  { company, account, component, rate, registration, unrated, bought, ...days }: AskedLines,
  after: string | null,
  limit: number,
): Promise<TaxLines> {
  const to = days.to ?? ctx.today()
  const from = days.from ?? (await yearOf(ctx, company, to)).from
  const place = after === null ? null : placeIn(after)
  const where = ({ from: first, to: last }: Days) => ({
    ...{ 'entry.company': company, 'entry.state': 'posted', 'entry.date': { gte: first, lte: last } },
    ...(account !== null && { account }),
    taxComponent: component === null ? { isEmpty: false } : component,
    ...(unrated === true ? { taxRate: { isEmpty: true } } : rate !== null && { taxRate: rate }),
    ...(registration !== null && { registration: registration === 'none' ? { isEmpty: true } : registration }),
    ...(bought !== null && { 'entry.journal.kind': bought ? 'purchase' : { ne: 'purchase' } }),
  })
  const { items, next } = await pageOfDays({ from, to }, place, limit, async (stretch, from, size) => {
    const page = await ctx.repo(Line).find({
      where: where(stretch) as Condition<RecordOf<typeof Line>>,
      fields: [...own, ...around] as never,
      sort: ['entry.date', 'entry.number', 'position' as 'id'],
      ...{ limit: size, ...(from !== null && { after: from }) },
    })
    return { items: page.items.map(line => ({ ...line, day: String((line as unknown as Seen)['entry.date']) })), next: page.next }
  })
  const parties = await partiesOf(ctx, [...new Set(items.map(line => line.entry))])
  const lines = items.map((line): TaxLine => {
    const of = line as unknown as Seen
    const input = of['account.type'] === 'asset' || of['account.type'] === 'expense'
    const turned = (value: string | null): string => (input ? (value ?? '0') : minus('0', value ?? '0'))
    const [entity, id] = [of['entry.sourceEntity'], of['entry.sourceId']]
    return {
      ...{ entry: line.entry, number: of['entry.number'] ?? '', date: of['entry.date'] ?? '', narration: of['entry.narration'] ?? '' },
      ...{ reference: of['entry.reference'] ?? null, documentDate: of['entry.documentDate'] ?? null, party: parties.get(line.entry) ?? null },
      ...{ component: line.taxComponent ?? '', rate: line.taxRate === null ? null : String(canonicalDecimal(line.taxRate)) },
      ...{ registration: line.registration, taxable: turned(line.taxBase), tax: turned(line.base), source: entity && id ? { entity, id } : null },
      ...{ code: of['account.code'] ?? '', name: of['account.name'] ?? '' },
    }
  })
  return { from, to, lines, next }
}

const own = ['entry', 'base', 'taxComponent', 'taxBase', 'taxRate', 'registration', 'account.code', 'account.name', 'account.type']
const around = ['number', 'date', 'narration', 'reference', 'documentDate', 'sourceEntity', 'sourceId'].map(name => `entry.${name}`)

/** Whose papers they are: a line of tax names nobody, another of its entry does. */
async function partiesOf(ctx: Ctx, entries: readonly Id<'ledger.entry'>[]): Promise<ReadonlyMap<string, string>> {
  if (entries.length === 0) return new Map()
  const where = { entry: { in: [...entries] }, party: { isEmpty: false } } as Condition<RecordOf<typeof Line>>
  const parties = new Map<string, string>()
  await ctx.repo(Line).each({ where, fields: ['entry', 'party.$title'] as never, sort: ['position' as 'id'] }, async page => {
    for (const line of page) if (!parties.has(line.entry)) parties.set(line.entry, (line as unknown as Seen)['party.$title'] ?? '')
  })
  return parties
}
