import { Document, WithholdingSection } from '@sangam/plugin-invoicing/model'
import { AccountRole, Balance, Entry, moneyDay, Payment } from '@sangam/plugin-ledger/model'
import {
  type Condition,
  type Ctx,
  date,
  everyOf,
  type Id,
  type Json,
  minus,
  type RecordOf,
  reference,
  resolvePeriod,
  round,
  route,
  type Sheet,
  sheet,
  times,
  total,
  UserError,
} from '@sangam/sdk'
import { digitsOf } from '../model/digits.ts'
import { type OwedTax, type WithheldList, type WithheldRow, whats } from '../model/withheld-list.ts'
import { BookedPayment, PaidAdvance } from '../model.ts'
import { Company } from './core.ts'

const asked = {
  company: reference('core.company'),
  from: date({ help: 'The first day of the fiscal year unless told.' }),
  to: date({ help: 'Today unless told.' }),
}

interface Days {
  readonly from: string
  readonly to: string
}
type CompanyId = Id<'core.company'>
/** Rows before their sections are named. */
type Found = readonly (Omit<WithheldRow, 'section'> & { readonly section: string | null })[]

/** What was withheld of suppliers on some days, of bills and of advances alike, and how what is owed to the state came to its balance. */
async function listOf(
  ctx: Ctx,
  query: { readonly company: CompanyId | null; readonly from: string | null; readonly to: string | null },
  verb: 'read' | 'export' = 'read',
): Promise<WithheldList> {
  const company = query.company ?? (ctx.company as CompanyId | null)
  if (company === null) throw new UserError('no_company', 'Choose a company.', {}, 'company')
  const { currency, fiscalYearStart } = await ctx.repo(Company).get(company, { fields: ['currency', 'fiscalYearStart'] })
  const to = query.to ?? ctx.today()
  const from = query.from ?? resolvePeriod('this_fiscal_year', to, { fiscalYearStart, weekStart: 1 }).from
  if (from > to) throw new UserError('days_swapped', 'The first day comes after the last. Swap them.', {}, 'from')
  const days = { from, to }
  const digits = digitsOf(currency)
  const { items: named } = await ctx.repo(WithholdingSection).find({ fields: ['code'], limit: 500 })
  const codes = new Map(named.map(one => [String(one.id), one.code]))
  const documents = await documentsOf(ctx, company, days, digits)
  // What one may read and not take along is left out of a file.
  const advances = ctx.may(`${PaidAdvance.name}:${verb}`) ? await advancesOf(ctx, company, days) : []
  const entered = ctx.may(`${Payment.name}:${verb}`) ? await byHand(ctx, company, days, currency) : []
  const found = [...documents, ...advances, ...entered]
  const rows = found
    .map(row => ({ ...row, section: row.section && (codes.get(row.section) ?? null) }))
    .toSorted((a, b) => a.day.localeCompare(b.day) || a.number.localeCompare(b.number))
  const tax = total(rows.map(row => row.tax))
  return { from, to, rows, sections: bySection(rows), tax, owed: ctx.may('ledger.balance:read') ? await owedOf(ctx, company, days, tax) : null }
}

function within({ from, to }: Days, day: string | null): boolean {
  return day !== null && from <= day && day <= to
}

/** Bills, and notes to them, on their days in the books. */
async function documentsOf(ctx: Ctx, company: CompanyId, { from, to }: Days, digits: number): Promise<Found> {
  const found: Found[number][] = []
  const where = { state: 'posted', company, kind: { in: ['bill', 'vendorCredit'] }, postingDate: { gte: from, lte: to }, 'withheld.amount': { ne: '0' } }
  const fields = [
    'kind',
    'number',
    'postingDate',
    'party.$title',
    'payee',
    'withholding',
    'countedOn',
    'withheldRate',
    'withhold',
    'withheld',
    'exchangeRate',
  ] as const
  await ctx.repo(Document).each({ where: where as never, fields: [...fields] as never }, async page => {
    for (const one of page as unknown as (RecordOf<typeof Document> & Titled)[]) {
      const inBooks = round(times(one.withheld?.amount ?? '0', one.exchangeRate), digits)
      const note = one.kind === 'vendorCredit'
      found.push({
        ...{ day: one.postingDate ?? '', what: note ? 'note' : 'bill', entity: Document.name, id: one.id, number: one.number ?? '' },
        ...{ party: one['party.$title'] ?? '', payee: one.payee, section: one.withholding, on: one.countedOn, rate: one.withheldRate ?? one.withhold },
        tax: note ? minus('0', inBooks) : inBooks,
      })
    }
  })
  return found
}

interface Titled {
  readonly 'party.$title': string | null
}

/** Advances on the day they were paid, and below nothing on the day they were taken back. */
async function advancesOf(ctx: Ctx, company: CompanyId, days: Days): Promise<Found> {
  const found: Found[number][] = []
  const span = { gte: days.from, lte: days.to }
  const where = { company, withheld: { ne: '0' }, or: [{ date: span }, { backOn: span }] }
  const fields = ['date', 'backOn', 'party.$title', 'payee', 'section', 'countedOn', 'rate', 'withheld', 'payment', 'payment.$title']
  await ctx.repo(PaidAdvance).each({ where: where as never, fields: fields as never }, async page => {
    for (const one of page as unknown as (RecordOf<typeof PaidAdvance> & Titled & { readonly 'payment.$title': string | null })[]) {
      const row = {
        ...{ entity: Payment.name, id: String(one.payment ?? ''), number: one['payment.$title'] ?? '', party: one['party.$title'] ?? '' },
        ...{ payee: one.payee, section: one.section, rate: one.rate },
      }
      if (within(days, one.date)) found.push({ ...row, day: one.date, what: 'advance', on: one.countedOn, tax: one.withheld })
      if (within(days, one.backOn)) found.push({ ...row, day: one.backOn ?? '', what: 'back', on: minus('0', one.countedOn), tax: minus('0', one.withheld) })
    }
  })
  return found
}

/** What was entered as withheld with payments of bills, under no section. */
async function byHand(ctx: Ctx, company: CompanyId, days: Days, currency: string): Promise<Found> {
  const paid: (RecordOf<typeof BookedPayment> & Titled)[] = []
  const where = { company, direction: 'pay', withheld: { gt: '0' }, withheldBy: { isEmpty: true }, entry: { isEmpty: false }, date: { lte: days.to } }
  const fields = ['number', 'date', 'instrument', 'instrumentDate', 'party.$title', 'withheld', 'currency', 'rate', 'entry']
  await ctx.repo(BookedPayment).each({ where: where as never, fields: fields as never }, async page => void paid.push(...(page as unknown as typeof paid)))
  const back = await ctx.asSystem('Looks which payments were taken back', system =>
    everyOf(
      system.repo(Entry),
      'reverses',
      paid.map(one => one.entry),
      { fields: ['reverses', 'date'] },
    ),
  )
  return paid.flatMap((one): Found[number][] => {
    const tax = round(times(one.withheld ?? '0', one.currency !== null && one.currency !== currency ? (one.rate ?? '1') : '1'), digitsOf(currency))
    const row = {
      entity: Payment.name,
      id: one.id,
      number: one.number ?? '',
      party: one['party.$title'] ?? '',
      payee: null,
      section: null,
      on: null,
      rate: null,
    }
    const undone = back.find(entry => entry.reverses === one.entry)?.date ?? null
    return [
      ...(within(days, moneyDay(one)) ? [{ ...row, day: moneyDay(one), what: 'payment', tax } as const] : []),
      ...(within(days, undone) ? [{ ...row, day: undone ?? '', what: 'back', tax: minus('0', tax) } as const] : []),
    ]
  })
}

function bySection(rows: readonly WithheldRow[]): WithheldList['sections'] {
  const sections = new Map<string | null, WithheldRow[]>()
  for (const row of rows) sections.set(row.section, [...(sections.get(row.section) ?? []), row])
  return [...sections]
    .map(([section, mine]) => ({ section, on: total(mine.map(row => row.on ?? '0')), tax: total(mine.map(row => row.tax)) }))
    .toSorted((a, b) => Number(a.section === null) - Number(b.section === null) || (a.section ?? '').localeCompare(b.section ?? ''))
}

/** From sums that the database keeps: what is owed is above nothing. */
async function owedOf(ctx: Ctx, company: CompanyId, { from, to }: Days, withheld: string): Promise<OwedTax> {
  const roles = await ctx.asSystem('Looks on which account withheld tax is owed', system =>
    system.repo(AccountRole).find({ where: { company, role: 'tdsPayable' }, fields: ['account'], limit: 500 }),
  )
  const account = { in: [...new Set(roles.items.map(one => one.account))] }
  const owed = async (day: object): Promise<string> => {
    const [sum] = await ctx
      .repo(Balance)
      .group({ where: { company, account, day } as Condition<RecordOf<typeof Balance>>, group: [], measures: ['sum:base'], limit: 1 })
    return minus('0', String(sum?.['sum:base'] ?? '0'))
  }
  const [opening, moved] = await Promise.all([owed({ lt: from }), owed({ gte: from, lte: to })])
  return { opening, withheld, other: minus(moved, withheld), closing: total([opening, moved]) }
}

const withheldRoute = route('GET', '/withheld', {
  permission: 'invoicing.document:read',
  query: asked,
  run: async (ctx, { query }) => ({ ...(await listOf(ctx, query)) }) as Json as never,
})

const withheldSheet = sheet('/withheld/sheet', {
  permission: 'invoicing.document:export',
  query: asked,
  async run(ctx, { query }): Promise<Sheet> {
    const { from, to, rows, tax } = await listOf(ctx, query, 'export')
    const text = ['Kind', 'Number', 'Party', 'PAN', 'Section'].map(label => ({ label: ctx.t(label), kind: 'text' }) as const)
    const figures = ['Withheld on', 'Rate', 'Tax withheld'].map(label => ({ label: ctx.t(label), kind: 'number' }) as const)
    return {
      title: ctx.t('Tax withheld of suppliers'),
      facts: [ctx.t('{from} to {to}', { from, to })],
      columns: [{ label: ctx.t('Date'), kind: 'date' }, ...text, ...figures],
      rows: [
        ...rows.map(row => ({ cells: [row.day, ctx.t(whats[row.what]), row.number, row.party, row.payee, row.section, row.on, row.rate, row.tax] })),
        { cells: [null, ctx.t('Total'), null, null, null, null, null, null, tax], style: 'total' },
      ],
    }
  },
})

export const withheldList = [withheldRoute, withheldSheet]
