import { type Condition, type Ctx, type Id, type RecordOf, reference, route, TrialBooks, text, UserError } from '@sangam/sdk'
import type { Deed } from '../model/audit.ts'
import type { TrialState } from '../model/live.ts'
import { FiscalYear, LiveBooks, OpeningItem } from '../model.ts'
import { companyFor } from './books-of.ts'
import { Company } from './core.ts'

type CompanyId = Id<'core.company'>

/** What would be thrown away, or since when nothing is. */
const trialState = route('GET', '/go-live', {
  permission: 'ledger.live:read',
  query: { company: reference('core.company') },
  async run(ctx, { query }) {
    const company = companyFor(ctx, query.company)
    const { name } = await ctx.repo(Company).get(company)
    const { liveSince, records } = await ctx.use(TrialBooks).of(company)
    const found = liveSince === null ? null : await ctx.repo(LiveBooks).first({ company } as Condition<RecordOf<typeof LiveBooks>>)
    const [past] = found ? (await ctx.repo(LiveBooks).history(found.id)).slice(-1) : []
    const [opening, years] = await Promise.all([ctx.repo(OpeningItem).count(postedItems(company)), ctx.repo(FiscalYear).count(closedYears(company))])
    const state: TrialState = {
      ...{ company: { id: company, name }, liveSince, records, may: ctx.may('ledger.live:create'), again: { opening, years } },
      record: found && { id: found.id, by: past?.by?.name ?? null, discarded: found.discarded },
    }
    return state as never
  },
})

/** Ends the trial: all of it goes, what is set up stays, and what books begin with waits to be posted again. */
const goLive = route('POST', '/go-live', {
  permission: 'ledger.live:create',
  body: { company: reference('core.company'), name: text({ required: true, max: 200 }) },
  async run(ctx, { body }) {
    const company = companyFor(ctx, body.company)
    const { name } = await ctx.repo(Company).get(company)
    await ctx.lock(`ledger.goLive ${company}`)
    const { liveSince } = await ctx.use(TrialBooks).of(company)
    if (liveSince !== null) throw new UserError('live_already', '{company} is live already: that happens once.', { company: name })
    if (plain(body.name) !== plain(name))
      throw new UserError('other_name', 'Type the name of the company as it stands here: {company}.', { company: name }, 'name')
    return ctx.asSystem('The books go live', async system => {
      await beginAnew(system, company)
      const { records, heads } = await system.use(TrialBooks).end(company)
      const discarded = records.map(({ label, count }) => `${label}: ${count}`).join('\n')
      const [made] = await system
        .repo(LiveBooks)
        .make([{ name, discarded: discarded.slice(0, 4000) || null, heads: heads.join('\n').slice(0, 4000) || null, company }])
      return { id: made?.id ?? null, records } as never
    })
  },
})

function plain(name: string): string {
  return name.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase()
}

function postedItems(company: CompanyId): Condition<RecordOf<typeof OpeningItem>> {
  return { company, state: 'posted' } as Condition<RecordOf<typeof OpeningItem>>
}

function closedYears(company: CompanyId): Condition<RecordOf<typeof FiscalYear>> {
  return { company, state: 'closed' } as Condition<RecordOf<typeof FiscalYear>>
}

/** Years are open again, and what was entered to begin with is not posted. */
async function beginAnew(system: Ctx, company: CompanyId): Promise<void> {
  await system.repo(FiscalYear).each({ where: closedYears(company), fields: ['name'] }, async years => {
    const patch = { state: 'open', lock: null, closings: [], profit: null } as const
    await system.repo(FiscalYear).set(years.map(({ id }) => ({ id, patch })))
  })
  const items: Id<'ledger.openingItem'>[] = []
  await system.repo(OpeningItem).each({ where: postedItems(company), fields: ['number'] }, async found => void items.push(...found.map(({ id }) => id)))
  for (let start = 0; start < items.length; start += 500)
    await system.repo(OpeningItem).set(items.slice(start, start + 500).map(id => ({ id, patch: { state: 'draft', entry: null, turn: null } })))
}

/** That the books went live stands in the audit trail, and what went with the trial. */
export async function liveDeeds(ctx: Ctx, company: CompanyId, within: (moment: string) => boolean): Promise<Deed[]> {
  if (!ctx.may('ledger.live:read')) return []
  const found = await ctx.repo(LiveBooks).first({ company } as Condition<RecordOf<typeof LiveBooks>>)
  if (!found || !within(found.createdAt)) return []
  const [past] = (await ctx.repo(LiveBooks).history(found.id)).slice(-1)
  const about = (found.discarded ?? '').replaceAll('\n', ', ')
  return [{ at: found.createdAt, by: past?.by?.name ?? '', did: 'wentLive', entity: 'ledger.live', id: found.id, name: found.name, about, gone: false }]
}

export const goingLive = [trialState, goLive]
