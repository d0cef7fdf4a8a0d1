import { Item } from '@sangam/plugin-items/model'
import { Party } from '@sangam/plugin-parties/model'
import { addDays, type Ctx, type Id, type NewOf, seed } from '@sangam/sdk'
import { Lead, lostReasons, Stage } from './model.ts'
import { Team, User } from './server/core.ts'

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
    await ctx.repo(Lead).createMany(
      Array.from({ length: 60 }, (_, at) => {
        const stage = stages[(at * 5) % Math.max(stages.length, 1)]
        const party = at % 6 === 5 ? undefined : organisations[(at * 7) % Math.max(organisations.length, 1)]
        const item = at % 4 === 0 ? items[(at / 4) % Math.max(items.length, 1)] : undefined
        return leadOf(ctx, at, { stage, owner: owners[(at * 3) % owners.length] ?? null, party, item: item?.id })
      }),
    )
  },
})

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
