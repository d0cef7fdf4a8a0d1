import { Item } from '@sangam/plugin-items/model'
import { Party } from '@sangam/plugin-parties/model'
import { addDays, type Ctx, type Id, type NewOf, type RecordOf, seed } from '@sangam/sdk'
import { Lead, lostReasons, Stage } from './model.ts'
import { Activity, Team, User } from './server/core.ts'

const sellers = ['Priya Sharma', 'Arjun Mehta', 'Lakshmi Iyer', 'Imran Sheikh'] as const
const wishes = [
  'Roof plant',
  'Solar pumps',
  'Battery backup',
  'Yearly maintenance',
  'Second plant',
  'Street lights',
  'Inverters for the branches',
  'Net metering',
] as const
const sources = ['website', 'referral', 'phone', 'event', 'partner', 'walk_in'] as const
const campaigns = ['Summer fair', 'Rooftop scheme', null] as const
/** Where they stand, by the place of the stage: many at the beginning, fewer towards the end. */
const standings = [0, 1, 5, 2, 0, 6, 3, 1, 5, 0, 2, 4, 1, 0, 3, 5, 2, 6, 0, 1, 5, 2, 3, 0, 6, 4, 1] as const
const reasons = Object.keys(lostReasons) as (keyof typeof lostReasons)[]

/** Sixty leads over five months, all stages and four sellers in two teams; always the same for the same day. */
export const sample = seed('leads.sample', {
  sample: true,
  async run(ctx) {
    const owners = (await ctx.repo(User).createMany(sellers.map(name => ({ name })))).map(user => user.id)
    await ctx.repo(Team).createMany([teamOf('North', owners.slice(0, 2)), teamOf('South', owners.slice(2))])
    const organisations = (await ctx.repo(Party).find({ where: { kind: 'organisation' }, sort: ['name'], limit: 500, count: 'none' })).items
    const items = (await ctx.repo(Item).find({ where: { kind: 'goods' }, sort: ['code'], limit: 500, count: 'none' })).items
    const stages = (await ctx.repo(Stage).find({ sort: ['position'], limit: 500, count: 'none' })).items
    const leads = await ctx.repo(Lead).createMany(
      Array.from({ length: 60 }, (_, at) => {
        const stage = stages[(standings[at % standings.length] ?? 0) % Math.max(stages.length, 1)]
        const party = at % 6 === 5 ? undefined : organisations[(at * 7) % Math.max(organisations.length, 1)]
        const item = at % 4 === 0 ? items[(at / 4) % Math.max(items.length, 1)] : undefined
        return leadOf(ctx, at, { stage, owner: owners[(at * 3) % owners.length] ?? null, party, item: item?.id })
      }),
    )
    await workOn(
      ctx,
      leads.filter(lead => lead.state === 'open'),
    )
  },
})

/** Calls over the last weeks, a task for every third lead, and silence about some. */
async function workOn(ctx: Ctx, leads: readonly RecordOf<typeof Lead>[]): Promise<void> {
  const on = (days: number): string => new Date(Date.parse(ctx.now()) + days * 86_400_000).toISOString()
  const called = leads.map((lead, at) => ({ lead, daysAgo: (at * 5) % 31 }))
  const about = (lead: RecordOf<typeof Lead>) => ({ entity: Lead.name, record: lead.id, ...(lead.owner !== null && { assignee: lead.owner }) })
  await ctx
    .repo(Activity)
    .createMany([
      ...called.map(({ lead, daysAgo }) => ({ ...about(lead), kind: 'call' as const, subject: 'Talked about the offer', doneAt: on(-daysAgo) })),
      ...leads
        .filter((_, at) => at % 3 === 0)
        .map((lead, at) => ({ ...about(lead), kind: 'task' as const, subject: 'Send the revised offer', due: on(at - 2) })),
    ])
  const quiet = called.filter(({ daysAgo }) => daysAgo > 20)
  await ctx.repo(Lead).set(quiet.map(({ lead }) => ({ id: lead.id, patch: { lastActivityAt: on(-22), quietNoticeAt: on(-1) } })))
}

function teamOf(name: string, users: readonly Id<'core.user'>[]): NewOf<typeof Team> {
  return { name, region: name, leader: users[0] ?? null, members: users.map(user => ({ user })) }
}

interface Around {
  readonly stage: { readonly id: string; readonly kind: 'open' | 'won' | 'lost' } | undefined
  readonly owner: string | null
  readonly party: { readonly id: string; readonly name: string } | undefined
  readonly item: string | undefined
}

function leadOf(ctx: Ctx, at: number, { stage, owner, party, item }: Around): NewOf<typeof Lead> {
  const kind = stage?.kind ?? 'open'
  const company = party?.name ?? `Shree Traders ${at}`
  const lost = kind === 'lost' ? reasons[(at * 2) % reasons.length] : undefined
  return {
    title: `${wishes[at % wishes.length]}, ${company}`,
    stage: stage?.id ?? null,
    owner,
    party: party?.id ?? null,
    companyName: company,
    email: party ? null : `purchase${at}@example.com`,
    phone: party ? null : `98450 ${String(10_000 + at * 37)}`,
    source: sources[at % sources.length] ?? null,
    campaign: campaigns[at % campaigns.length] ?? null,
    value: { amount: String(((at * 37) % 90) * 10_000 + 45_000), currency: 'INR' },
    engagedAt: addDays(ctx.today(), -((at * 11) % 150)),
    expectedClose: kind === 'open' ? addDays(ctx.today(), ((at * 13) % 140) - 15) : null,
    actualClose: kind === 'open' ? null : addDays(ctx.today(), -((at * 7) % 140)),
    lostReason: lost ?? null,
    lines: item ? [{ item, quantity: String((at % 5) + 1) }] : [],
  }
}
