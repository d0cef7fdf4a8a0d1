import {
  addDays,
  type Condition,
  type Ctx,
  date,
  dayIn,
  type HistoryEntry,
  type Id,
  type RecordOf,
  reference,
  route,
  startOfDay,
  text,
  type Values,
} from '@sangam/sdk'
import type { AuditTrail, Deed, NumberedYear } from '../model/audit.ts'
import { Entry, FiscalYear, PeriodLock } from '../model.ts'
import { companyFor, companyOfBooks } from './books-of.ts'
import { liveDeeds } from './live.ts'
import { exceptionDeeds } from './lock-exceptions.ts'
import { everyYearOf, nameOf } from './years.ts'

type CompanyId = Id<'core.company'>
type EntryWhere = Condition<RecordOf<typeof Entry>>

const page = 50
/** So many pages are read at once where nothing of them was done on the days that are asked for. */
const mostPages = 10

/** Whether a moment lies on the days that are asked for, as the company counts them. */
type Within = (moment: string) => boolean

export const auditAsked = {
  ...{ company: reference('core.company'), from: date({ help: 'When it was done; all unless told.' }), to: date({ help: 'Today unless told.' }) },
}

/** What an auditor asks first: whether each number is there, and who did what when, as the history has it. */
export const auditTrail = route('GET', '/audit', {
  permission: 'ledger.entry:read',
  query: { ...auditAsked, after: text({ max: 1000 }) },
  run: async (ctx, { query }) => (await auditOf(ctx, query, query.after)) as never,
})

export async function auditOf(ctx: Ctx, query: Values<typeof auditAsked>, after: string | null): Promise<AuditTrail> {
  const { from } = query
  const company = companyFor(ctx, query.company)
  const { zone } = await companyOfBooks(ctx, company)
  const moment = (day: string): string => startOfDay(day, zone ?? 'UTC')
  const [begin, end] = [from && moment(from), moment(addDays(query.to ?? dayIn(ctx.now(), zone ?? 'UTC'), 1))]
  const within: Within = at => (begin === null || Date.parse(at) >= Date.parse(begin)) && Date.parse(at) < Date.parse(end)
  const { deeds, next } = await entryDeeds(ctx, { company, createdAt: { lt: end }, ...(begin && { updatedAt: { gte: begin } }) }, after, within)
  if (after === null)
    deeds.push(
      ...(await lockDeeds(ctx, company, within)),
      ...(await exceptionDeeds(ctx, company, within)),
      ...(await liveDeeds(ctx, company, within)),
      ...(await yearDeeds(ctx, company, within)),
    )
  return {
    years: after === null ? await numberedYears(ctx, company) : [],
    deeds: deeds.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)),
    next,
  }
}

/** What was done to entries: each was written before the last of the days and touched last on the first of them or later. */
async function entryDeeds(ctx: Ctx, where: object, after: string | null, within: Within): Promise<{ deeds: Deed[]; next: string | null }> {
  const deeds: Deed[] = []
  let next = after
  for (let read = 0; read < mostPages && deeds.length === 0 && (read === 0 || next !== null); read += 1) {
    const found: { readonly items: readonly RecordOf<typeof Entry>[]; readonly next: string | null } = await ctx.repo(Entry).find({
      where: where as EntryWhere,
      ...{ fields: ['number', 'narration', 'reverses'], sort: ['-updatedAt' as '-date'], limit: page, ...(next !== null && { after: next }) },
    })
    for (const entry of found.items) {
      const about = { entity: 'ledger.entry', id: entry.id, name: entry.number, about: entry.narration, gone: false } as const
      const told = (await ctx.repo(Entry).history(entry.id)).map(past => ({ ...who(ctx, past), ...about, did: entryDeed(past, entry.reverses !== null) }))
      // What was written and posted in one moment was never a draft to anybody.
      deeds.push(...told.filter(({ did, at }) => within(at) && (did !== 'drafted' || !told.some(one => one.did !== 'drafted' && one.at === at))))
    }
    next = found.next
  }
  return { deeds, next }
}

type Past = HistoryEntry<unknown>

function who(ctx: Ctx, { at, by, reason }: Past): Pick<Deed, 'at' | 'by'> {
  return { at, by: by?.name ?? (reason ? ctx.t(reason) : '') }
}

function entryDeed({ verb, changes }: Past, reverses: boolean): Deed['did'] {
  if (changes.state?.to === 'posted') return reverses ? 'reversed' : 'posted'
  return verb === 'create' ? 'drafted' : 'changed'
}

/** All that happened to locks is told, also of those that were removed, to whoever reads entries of the company: the bin is open to those alone who may put back. */
async function lockDeeds(ctx: Ctx, company: CompanyId, within: Within): Promise<Deed[]> {
  const where = { company } as Condition<RecordOf<typeof PeriodLock>>
  const deeds: Deed[] = []
  const tell = async (from: Ctx, { id, until, reason }: RecordOf<typeof PeriodLock>, gone: boolean): Promise<void> => {
    const about = { entity: 'ledger.lock', id, name: until, about: reason, gone } as const
    const told = (await from.repo(PeriodLock).history(id)).map(past => ({ ...who(ctx, past), ...about, did: lockDeed(past) }))
    deeds.push(...told.filter(({ at }) => within(at)))
  }
  if (!ctx.may('ledger.lock:read')) return deeds
  await ctx.repo(PeriodLock).each({ where, fields: ['until', 'reason'] }, async locks => {
    for (const lock of locks) await tell(ctx, lock, false)
  })
  if (!(await ctx.repo(Entry).first({ company }))) return deeds
  await ctx.asSystem('Tells which locks were removed', system =>
    system.repo(PeriodLock).each({ where, fields: ['until', 'reason'], removed: true }, async locks => {
      for (const lock of locks) await tell(system, lock, true)
    }),
  )
  return deeds
}

async function yearDeeds(ctx: Ctx, company: CompanyId, within: Within): Promise<Deed[]> {
  const deeds: Deed[] = []
  if (!ctx.may('ledger.fiscalYear:read')) return deeds
  await ctx.repo(FiscalYear).each({ where: { company } as Condition<RecordOf<typeof FiscalYear>>, fields: ['name', 'from', 'to'] }, async years => {
    for (const year of years) {
      const told = (await ctx.repo(FiscalYear).history(year.id)).filter(({ at, verb, changes }) => verb !== 'create' && changes.state && within(at))
      deeds.push(
        ...told.map(past => ({
          ...{ ...who(ctx, past), entity: 'ledger.fiscalYear' as const, id: year.id, name: nameOf(year), gone: false },
          ...{ about: String(past.changes.reopened?.to ?? ''), did: past.changes.state?.to === 'closed' ? ('closed' as const) : ('reopened' as const) },
        })),
      )
    }
  })
  return deeds
}

function lockDeed({ verb }: Past): Deed['did'] {
  return verb === 'remove' ? 'unlocked' : verb === 'update' ? 'changed' : 'locked'
}

/** Of each fiscal year its first number, its last, and how many there are. Only where these do not fit are all of them walked through. */
async function numberedYears(ctx: Ctx, company: CompanyId): Promise<NumberedYear[]> {
  const years = await everyYearOf(ctx, company, ctx.today())
  const found = await Promise.all(
    years.map(async (year): Promise<NumberedYear[]> => {
      const where = { company, state: 'posted', date: { gte: year.from, lte: year.to } } as EntryWhere
      const at = async (sort: 'number' | '-number') =>
        (await ctx.repo(Entry).find({ where, fields: ['number'], sort: [sort], limit: 1 })).items[0]?.number ?? null
      const [first, last, count] = await Promise.all([at('number'), at('-number'), ctx.repo(Entry).count(where)])
      if (first === null || last === null) return []
      const [begin, end] = [partsOf(first), partsOf(last)]
      const whole = begin.around === end.around && begin.count === 1 && end.count === count
      const missing = whole ? [] : await missingOf(ctx, where)
      return [{ year: nameOf(year), first, last, count, missing }]
    }),
  )
  return found.flat().reverse()
}

/** `JE/26-27/00041` is the 41st of `JE/26-27/#`. */
function partsOf(number: string): { readonly around: string; readonly count: number; readonly digits: number } {
  const [, before = '', digits = '', after = ''] = /^(.*?)(\d+)(\D*)$/s.exec(number) ?? []
  return { around: `${before}#${after}`, count: Number(digits), digits: digits.length }
}

const mostMissing = 200

async function missingOf(ctx: Ctx, where: EntryWhere): Promise<string[]> {
  const seen = new Map<string, { readonly numbers: Set<number>; readonly digits: number }>()
  await ctx.repo(Entry).each({ where, fields: ['number'], sort: ['number'] }, async items => {
    for (const { number } of items) {
      const { around, count, digits } = partsOf(number)
      const known = seen.get(around) ?? { numbers: new Set<number>(), digits }
      known.numbers.add(count)
      seen.set(around, known)
    }
  })
  const missing: string[] = []
  for (const [around, { numbers, digits }] of seen) {
    const last = Math.max(...numbers)
    for (let at = 1; at < last && missing.length < mostMissing; at += 1)
      if (!numbers.has(at)) missing.push(around.replace('#', String(at).padStart(digits, '0')))
  }
  return missing
}
