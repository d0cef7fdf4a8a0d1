import {
  type Condition,
  type Ctx,
  date,
  type Id,
  minus,
  type RecordOf,
  reference,
  route,
  type Sheet,
  type SheetRow,
  sheet,
  text,
  total,
  UserError,
} from '@sangam/sdk'
import type { DayBook, DayBookEntry, DayBookLine } from '../model/day-book.ts'
import { type Balance, Entry, Journal, Line } from '../model.ts'
import { companyFor, sums } from './books-of.ts'
import { daysFrom, placeAt, placeIn } from './by-days.ts'
import { figure, headOf } from './ledger-sheets.ts'

const asked = {
  company: reference('core.company'),
  journal: reference(Journal, { help: 'All journals unless told.' }),
  from: date({ help: 'All from the beginning unless told.' }),
  to: date({ help: 'Today unless told.' }),
}

interface Asked {
  readonly company: Id<'core.company'>
  readonly journal: Id<'ledger.journal'> | null
  readonly from: string | null
  readonly to: string
}

/** What a page holds at most. */
const mostEntries = 50
const mostLines = 500

/** All that was posted in some days, in the order of days and numbers, each entry with its lines: of one journal, or of all. */
export const dayBook = route('GET', '/day-book', {
  permission: 'ledger.entry:read',
  query: { ...asked, after: text({ max: 1000, help: 'What the page before gave as “next”.' }) },
  async run(ctx, { query }) {
    const company = companyFor(ctx, query.company)
    const { from, journal, after } = query
    const to = query.to ?? ctx.today()
    // One that is not there, or out of sight, has no book: an empty one would say that nothing was posted.
    if (journal !== null) await ctx.repo(Journal).get(journal, { fields: ['code'] })
    const [{ entries, next }, debit] = await Promise.all([
      pageOf(ctx, { company, journal, from, to }, after),
      journal === null && after === null ? debits(ctx, { company, journal, from, to }) : null,
    ])
    const book: DayBook = { from, to, entries, debit, next }
    return book as never
  },
})

async function pageOf(ctx: Ctx, { company, journal, from, to }: Asked, after: string | null): Promise<{ entries: DayBookEntry[]; next: string | null }> {
  const place = after === null ? null : placeIn(after)
  const found = await ctx.repo(Entry).find({
    where: { company, state: 'posted', date: daysFrom(from === null ? { lte: to } : { gte: from, lte: to }, place), ...(journal && { journal }) },
    fields: ['number', 'date', 'narration', 'journal.$title', 'reference', 'total'],
    sort: ['date', 'number'],
    ...{ limit: mostEntries, ...(place !== null && { after: place.after }) },
  })
  const lines = await linesOf(
    ctx,
    found.items.map(one => one.id),
  )
  const entries = found.items.map((entry): DayBookEntry => {
    const own = lines.by.get(entry.id) ?? []
    const cut = (side: 'debit' | 'credit'): boolean => minus(entry.total, total(own.map(line => line[side] ?? '0'))) !== '0'
    // An entry may have its debits first: either side may be what a full page left out.
    const whole = lines.all || !(cut('debit') || cut('credit'))
    const { id, number, date, narration, reference: paper } = entry
    const named = entry as unknown as { readonly [path: string]: string | null }
    return { entry: id, number, date, narration, journal: named['journal.$title'] ?? null, reference: paper, total: entry.total, lines: own, whole }
  })
  return { entries, next: placeAt(entries.at(-1)?.date, found.next) }
}

const lineFields = ['entry', 'account', 'account.code', 'account.name', 'party.$title', 'memo', 'debit', 'credit']

/** The lines of entries by their order, and whether these are all; where a page would hold too many, each entry has its first ones. */
async function linesOf(
  ctx: Ctx,
  entries: readonly Id<'ledger.entry'>[],
): Promise<{ readonly by: ReadonlyMap<string, readonly DayBookLine[]>; readonly all: boolean }> {
  const by = new Map<string, DayBookLine[]>()
  if (entries.length === 0) return { by, all: true }
  const { items, next } = await ctx.repo(Line).find({
    where: { entry: { in: [...entries] } },
    ...{ fields: lineFields as never, sort: ['position' as 'id'], limit: mostLines },
  })
  for (const line of items) by.set(line.entry, [...(by.get(line.entry) ?? []), shownLine(line)])
  return { by, all: next === null }
}

function shownLine(line: RecordOf<typeof Line>): DayBookLine {
  const named = line as unknown as { readonly [path: string]: string | null }
  const { account, memo, debit, credit } = line
  return { account, code: named['account.code'] ?? '', name: named['account.name'] ?? '', party: named['party.$title'] ?? null, memo, debit, credit }
}

/** What all entries of the days come to, from kept balances. */
async function debits(ctx: Ctx, { company, from, to }: Asked): Promise<string> {
  const where = { company, day: from === null ? { lte: to } : { gte: from, lte: to } } as Condition<RecordOf<typeof Balance>>
  return total([...(await sums(ctx, where)).values()].map(one => one.debit))
}

/** What a sheet holds: more is read by the days. */
const mostRows = 50_000

export const dayBookSheet = sheet('/day-book/sheet', {
  permission: 'ledger.entry:export',
  query: asked,
  async run(ctx, { query }): Promise<Sheet> {
    const company = companyFor(ctx, query.company)
    const { from, journal } = query
    const to = query.to ?? ctx.today()
    const [{ facts, digits }, named] = await Promise.all([
      headOf(ctx, company, from, to),
      journal === null ? null : ctx.repo(Journal).get(journal, { fields: ['name'] }),
    ])
    const rows: SheetRow[] = []
    const debits: string[] = []
    for (let after: string | null = null, first = true; first || after !== null; first = false) {
      const page: Awaited<ReturnType<typeof pageOf>> = await pageOf(ctx, { company, journal, from, to }, after)
      for (const { entry, number, date: day, narration, total: sum, lines, whole } of page.entries) {
        const all = whole ? lines : await everyLine(ctx, entry as Id<'ledger.entry'>)
        rows.push({ cells: [day, number, narration, null, null, null, null, null], style: 'heading' })
        rows.push(...all.map(({ code, name, party, memo, debit, credit }) => ({ cells: [day, number, memo, code, name, party, debit, credit] })))
        debits.push(sum)
      }
      if (rows.length > mostRows)
        throw new UserError('too_many_lines', 'A file holds at most {most} lines, and these are more. Choose fewer days.', { most: mostRows })
      after = page.next
    }
    const sum = total(debits)
    return {
      title: named ? `${ctx.t('Day book')}: ${named.name}` : ctx.t('Day book'),
      facts,
      columns: [
        { label: ctx.t('Date'), kind: 'date' },
        ...[ctx.t('Number'), ctx.t('Narration'), ctx.t('Code'), ctx.t('Account'), ctx.t('Party')].map(label => ({ label, kind: 'text' }) as const),
        ...[ctx.t('Debit'), ctx.t('Credit')].map(label => figure(label, digits)),
      ],
      rows: [...rows, { cells: [null, null, ctx.t('Total'), null, null, null, sum, sum], style: 'total' }],
    }
  },
})

async function everyLine(ctx: Ctx, entry: Id<'ledger.entry'>): Promise<readonly DayBookLine[]> {
  const found: DayBookLine[] = []
  await ctx.repo(Line).each({ where: { entry }, fields: lineFields as never, sort: ['position' as 'id'] }, async page => {
    for (const line of page) found.push(shownLine(line))
  })
  return found
}
