import type { CoreCtx } from '../data/context.ts'
import { notFound, Refused } from '../errors.ts'
import { change } from '../records/change.ts'
import { find, isId } from '../records/find.ts'
import { tellAll } from '../work/notify.ts'
import { markOf, seatsOf } from './ask.ts'
import { type Asked, heldApproval, openStep, tellSeats, titleOf, write } from './store.ts'

interface Vote {
  readonly id: string
  readonly approval: string
  readonly step: number
  readonly user: string | null
  readonly role: string | null
  readonly state: string
  readonly 'user.active': boolean | null
}

/** Gives or refuses a voice. With the last one the arrow is taken, under all rules of the record. */
export async function decide(ctx: CoreCtx, voteId: string, verdict: 'approved' | 'refused', comment: string | null): Promise<void> {
  if (verdict === 'refused' && !comment)
    throw new Refused(422, 'comment_needed', 'Say why you refuse.', { errors: [{ field: 'comment', code: 'required', message: 'Say why you refuse.' }] })
  await ctx.asSystem('Decides on an approval', async plain => {
    const system = plain as CoreCtx
    const { asked, vote } = await openVote(ctx, system, voteId)
    await write(system, 'core.approvalVote', [{ id: vote.id, patch: { state: verdict, comment, decidedBy: ctx.user.id, decidedAt: ctx.now() } }])
    if (verdict === 'refused') return end(system, asked, 'refused', 'Your request is refused: {record}')
    const others = await find(system, 'core.approvalVote', { where: { approval: asked.id, step: vote.step, state: 'waiting' }, fields: ['id'], limit: 1 })
    if (others.items.length > 0) return
    const next = asked.steps[vote.step + 1]
    if (next) {
      await write(system, 'core.approval', [{ id: asked.id, patch: { step: vote.step + 1 } }])
      return openStep(system, asked, await seatsOf(system, asked, next), vote.step + 1)
    }
    await change({ ...system, approved: markOf(asked) }, asked.entity, [{ verb: 'update', id: asked.record, patch: { [asked.field]: asked.to } }])
    await end(system, asked, 'approved', 'Your request is approved: {record}')
  })
}

/** Gives a voice to someone else: one's own, or as an administrator anyone's. */
export async function handOver(ctx: CoreCtx, voteId: string, user: string): Promise<void> {
  await ctx.asSystem('Hands an approval over', async plain => {
    const system = plain as CoreCtx
    const { asked, vote } = await openVote(ctx, system, voteId, true)
    const page = isId(user) ? await find(system, 'core.user', { where: { id: user, active: true }, fields: ['id'], limit: 1 }) : { items: [] }
    if (page.items.length === 0) throw notFound()
    if (asked.own === 'no' && user === asked.asker)
      throw new Refused(409, 'own_request', 'Nobody approves what they asked for themselves. Choose someone else.')
    await write(system, 'core.approvalVote', [{ id: vote.id, patch: { user, role: null } }])
    await tellSeats(system, asked, [{ user }], 'Your approval is asked for: {record}')
  })
}

/** Whoever asked thinks better of it, or an administrator does. */
export async function withdraw(ctx: CoreCtx, id: string): Promise<void> {
  await ctx.asSystem('Withdraws an approval', async plain => {
    const system = plain as CoreCtx
    const asked = await heldApproval(system, id)
    if (asked.asker !== ctx.user.id && !isAdmin(ctx)) throw notFound()
    if (asked.state !== 'waiting') throw new Refused(409, 'decided', 'This is decided already. Reload the page.')
    await end(system, asked, 'withdrawn', null)
  })
}

/** A vote that waits and that the caller may give, with its approval held. */
async function openVote(ctx: CoreCtx, system: CoreCtx, voteId: string, toGive = false): Promise<{ readonly asked: Asked; readonly vote: Vote }> {
  const read = async (): Promise<Vote> => {
    const page = isId(voteId)
      ? await find(system, 'core.approvalVote', { where: { id: voteId }, fields: ['approval', 'step', 'user', 'role', 'state', 'user.active'], limit: 1 })
      : { items: [] }
    if (!page.items[0]) throw notFound()
    return page.items[0] as unknown as Vote
  }
  const asked = await heldApproval(system, (await read()).approval)
  const vote = await read()
  if (!mayDecide(ctx, vote) && !(toGive && isAdmin(ctx))) throw notFound()
  // Nor do they choose who does: a friend who is given the voice would decide in their stead.
  if (asked.own === 'no' && asked.asker === ctx.user.id)
    throw new Refused(403, 'own_request', 'Nobody approves what they asked for themselves. Choose someone else.')
  // Nobody decides on what they do not see.
  await titleOf(ctx, asked.entity, asked.record)
  if (asked.state !== 'waiting' || vote.state !== 'waiting') throw new Refused(409, 'decided', 'This is decided already. Reload the page.')
  return { asked, vote }
}

/** One's own, that of a role of one's own; of who left, the administrators'. */
function mayDecide(ctx: CoreCtx, vote: Vote): boolean {
  if (vote.user !== null) return vote.user === ctx.user.id || (vote['user.active'] === false && isAdmin(ctx))
  return vote.role !== null && ctx.access.caller.roles.includes(vote.role)
}

export function isAdmin({ access }: CoreCtx): boolean {
  return access.caller.roles.includes('core.owner') || access.caller.roles.includes('core.admin')
}

async function end(system: CoreCtx, asked: Asked, state: 'approved' | 'refused' | 'withdrawn', sentence: string | null): Promise<void> {
  const left = await find(system, 'core.approvalVote', { where: { approval: asked.id, state: 'waiting' }, fields: ['id'], sort: ['id'], limit: 500 })
  await write(
    system,
    'core.approvalVote',
    left.items.map(item => ({ id: item.id, patch: { state: 'skipped' } })),
  )
  await write(system, 'core.approval', [{ id: asked.id, patch: { state, endedAt: system.now() } }])
  if (sentence)
    await tellAll(system, [
      { user: asked.asker, kind: 'approval', text: sentence, values: { record: asked.recordTitle }, about: { entity: asked.entity, id: asked.record } },
    ])
}
