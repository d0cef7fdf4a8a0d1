import { addDays, type Condition, type Ctx, date, type HistoryEntry, type Id, type RecordOf, reference, route, text } from '@sangam/sdk'
import type { AuditTrail, Deed, NumberedYear } from '../model/audit.ts'
import { Entry, FiscalYear, PeriodLock } from '../model.ts'
import { companyFor } from './books-of.ts'
import { everyYearOf, nameOf } from './years.ts'

type CompanyId = Id<'core.company'>
type EntryWhere = Condition<RecordOf<typeof Entry>>

const page = 50

/** What an auditor asks first: whether each number is there, and who did what when, as the history has it. */
export const auditTrail = route('GET', '/audit', {
  permission: 'ledger.entry:read',
  query: {
    ...{ company: reference('core.company'), from: date({ help: 'When it was done; all unless told.' }), to: date({ help: 'Today unless told.' }) },
    after: text({ max: 1000 }),
  },
  async run(ctx, { query }) {
    const { from, after } = query
    const company = companyFor(ctx, query.company)
    const to = query.to ?? ctx.today()
    const written = { lt: addDays(to, 1), ...(from && { gte: from }) }
    const { items, next } = await ctx.repo(Entry).find({
      where: { company, createdAt: written } as unknown as EntryWhere,
      ...{ fields: ['number', 'narration', 'reverses'], sort: ['-createdAt' as '-date'], limit: page, ...(after !== null && { after }) },
    })
    const deeds: Deed[] = []
    for (const entry of items) {
      const about = { entity: 'ledger.entry', id: entry.id, name: entry.number, about: entry.narration } as const
      const told = (await ctx.repo(Entry).history(entry.id)).map(past => ({ ...who(past), ...about, did: entryDeed(past, entry.reverses !== null) }))
      // What was written and posted in one moment was never a draft to anybody.
      deeds.push(...told.filter(({ did, at }) => did !== 'drafted' || !told.some(one => one.did !== 'drafted' && one.at === at)))
    }
    const within = (deed: Deed): boolean => (from === null || deed.at >= from) && deed.at < addDays(to, 2)
    if (after === null) deeds.push(...(await lockDeeds(ctx, company)).filter(within))
    const trail: AuditTrail = {
      years: after === null ? await numberedYears(ctx, company) : [],
      deeds: deeds.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)),
      next,
    }
    return trail as never
  },
})

type Past = HistoryEntry<unknown>

function who({ at, by, reason }: Past): Pick<Deed, 'at' | 'by'> {
  return { at, by: by?.name ?? reason ?? '' }
}

function entryDeed({ verb, changes }: Past, reverses: boolean): Deed['did'] {
  if (changes.state?.to === 'posted') return reverses ? 'reversed' : 'posted'
  return verb === 'create' ? 'drafted' : 'changed'
}

/** Locks and years are few, and all that happened to them is told; what locks were removed lies in the bin. */
async function lockDeeds(ctx: Ctx, company: CompanyId): Promise<Deed[]> {
  const where = { company } as never
  const [locks, years] = await Promise.all([
    ctx.repo(PeriodLock).find({ where, fields: ['until', 'reason'], sort: ['-until'], limit: page }),
    ctx.repo(FiscalYear).find({ where, fields: ['name', 'from', 'to'], sort: ['-from'], limit: page }),
  ])
  const deeds: Deed[] = []
  for (const { id, until, reason } of locks.items) {
    const about = { entity: 'ledger.lock', id, name: until, about: reason } as const
    deeds.push(...(await ctx.repo(PeriodLock).history(id)).map(past => ({ ...who(past), ...about, did: lockDeed(past) })))
  }
  for (const year of years.items) {
    const told = (await ctx.repo(FiscalYear).history(year.id)).filter(({ verb, changes }) => verb !== 'create' && changes.state)
    deeds.push(
      ...told.map(past => ({
        ...{ ...who(past), entity: 'ledger.fiscalYear' as const, id: year.id, name: nameOf(year) },
        ...{ about: String(past.changes.reopened?.to ?? ''), did: past.changes.state?.to === 'closed' ? ('closed' as const) : ('reopened' as const) },
      })),
    )
  }
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
