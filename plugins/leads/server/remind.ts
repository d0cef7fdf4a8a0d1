import { type Ctx, type Id, inParts, job, Notify, type RecordOf } from '@sangam/sdk'
import { Lead, settings } from '../model.ts'

type Quiet = Pick<RecordOf<typeof Lead>, 'id' | 'owner'>

/** Every morning the owners of open leads about which nothing has happened for long are told, once for each silence and in one message each. */
export const remind = job('leads.remind', {
  label: 'Notices of quiet leads',
  schedule: '0 8 * * *',
  as: 'system',
  async run(ctx) {
    const { quietDays } = await ctx.settings(settings)
    const quiet = await quietLeads(ctx, quietDays)
    const byOwner = new Map<Id<'core.user'>, Quiet[]>()
    for (const lead of quiet) {
      if (lead.owner === null) continue
      const theirs = byOwner.get(lead.owner)
      if (theirs) theirs.push(lead)
      else byOwner.set(lead.owner, [lead])
    }
    for (const [owner, leads] of byOwner) await tell(ctx, owner, leads, quietDays)
    for (const some of inParts(quiet)) await ctx.repo(Lead).set(some.map(({ id }) => ({ id, patch: { quietNoticeAt: ctx.now() } })))
  },
})

async function quietLeads(ctx: Ctx, days: number): Promise<Quiet[]> {
  const since = new Date(Date.parse(ctx.now()) - days * 86_400_000).toISOString()
  const quiet: Quiet[] = []
  await ctx.repo(Lead).each(
    {
      where: {
        state: 'open',
        quietNoticeAt: { isEmpty: true },
        owner: { isEmpty: false },
        or: [{ lastActivityAt: { lte: since } }, { lastActivityAt: { isEmpty: true }, createdAt: { lte: since } }],
      },
      fields: ['owner'],
    },
    async page => void quiet.push(...page.map(({ id, owner }) => ({ id, owner }))),
  )
  return quiet
}

async function tell(ctx: Ctx, user: Id<'core.user'>, leads: readonly Quiet[], days: number): Promise<void> {
  const [first] = leads
  if (!first) return
  if (leads.length === 1) {
    return ctx.use(Notify).tell({
      user,
      kind: 'reminder',
      text: 'Nothing has happened about {record} for {days} days. Call or write to them.',
      values: { record: '', days },
      about: { entity: Lead.name, id: first.id },
    })
  }
  await ctx.use(Notify).tell({
    user,
    kind: 'reminder',
    text: 'Nothing has happened about {count} of your leads for {days} days, {record} among them.',
    values: { count: leads.length, days, record: '' },
    about: { entity: Lead.name, id: first.id },
  })
}
