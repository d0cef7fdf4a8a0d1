import { type Approval, type ApprovalStep, arrowsFrom, type Json } from '@sangam/sdk'
import { v7 } from 'uuid'
import { meeting } from '../automations/meeting.ts'
import type { CoreCtx } from '../data/context.ts'
import { notFound, Refused } from '../errors.ts'
import { change } from '../records/change.ts'
import { withContext } from '../records/context.ts'
import { find, get } from '../records/find.ts'
import { type Asked, membersOf, openStep, type Seat, titleOf } from './store.ts'

export interface Wish {
  readonly entity: string
  readonly record: string
  readonly field: string
  readonly to: string
  readonly comment: string | null
}

/** The mark under which an approved arrow is taken. */
export function markOf({ entity, record, field, to }: Pick<Wish, 'entity' | 'record' | 'field' | 'to'>): string {
  return `${entity} ${record} ${field} ${to}`
}

class TakenBack extends Error {
  override readonly name = 'TakenBack'
}

/** Asks that a record may take an arrow; it was rehearsed before. */
export async function askApproval(ctx: CoreCtx, wish: Wish): Promise<string> {
  const { entity: name, record, field, to } = wish
  const shape = ctx.model.entities.get(name)
  const flow = shape?.fields.get(field)
  if (!shape || shape.internal || flow?.type.type !== 'flow') throw notFound()
  const before = await get(ctx, name, record)
  const from = String(before[field])
  const arrow = arrowsFrom((flow.options as unknown as { readonly states: Parameters<typeof arrowsFrom>[0] }).states, from).get(to)
  if (!arrow?.approval) throw new Refused(409, 'no_approval', 'This needs no approval. Do it at once.')
  await ctx.lock(`approvals of ${name} ${record}`)
  return ctx.asSystem('Asks for an approval', async plain => {
    const system = plain as CoreCtx
    const open = await find(system, 'core.approval', { where: { entity: name, record, state: 'waiting' }, fields: ['id'], limit: 1 })
    if (open.items.length > 0) throw new Refused(409, 'asked_already', 'An approval is asked for already. Withdraw it to ask for another.')
    const steps = await applying(system, name, record, arrow.approval as Approval)
    const [first] = steps
    if (!first) throw new Refused(409, 'no_approval', 'This needs no approval. Do it at once.')
    const id = v7()
    const own = arrow.approval?.own === true ? 'yes' : 'no'
    const asked: Asked = {
      id,
      entity: name,
      record,
      recordTitle: await titleOf(system, name, record),
      field,
      from,
      to,
      state: 'waiting',
      asker: ctx.user.id,
      steps,
      step: 0,
      own,
    }
    // Who would have to be asked later is looked for now: nobody waits for a step that nobody can take.
    for (const step of steps) await seatsOf(system, asked, step)
    await change(
      system,
      'core.approval',
      [
        {
          verb: 'create',
          id,
          values: { ...asked, id: undefined, steps: steps as unknown as Json, comment: wish.comment, remindAfterDays: arrow.approval?.remindAfterDays ?? 2 },
        },
      ],
      { server: true },
    )
    await openStep(system, asked, await seatsOf(system, asked, first), 0)
    return id
  })
}

/** Takes the arrow with the asker's rights as if it were approved, and takes it back: what would be refused then is refused now. Called outside a transaction. */
export async function rehearse(ctx: CoreCtx, wish: Wish): Promise<void> {
  const who = { workspace: ctx.workspace, access: ctx.access, origin: ctx.origin, locale: ctx.locale }
  await withContext(ctx.world, who, async inner => {
    await change({ ...inner, approved: markOf(wish) }, wish.entity, [{ verb: 'update', id: wish.record, patch: { [wish.field]: wish.to } }])
    throw new TakenBack('It was only tried.')
  }).catch(error => {
    if (!(error instanceof TakenBack)) throw error
  })
}

/** The steps whose condition holds of the record now, or can't be known to fail. */
export async function applying(system: CoreCtx, entity: string, record: string, approval: Approval): Promise<ApprovalStep[]> {
  const steps: ApprovalStep[] = []
  for (const step of approval.steps) if (!step.when || (await meeting(system, entity, { not: step.when }, [record])).size === 0) steps.push(step)
  return steps
}

/** Whose voices a step needs; whoever asked has none, unless the arrow lets them. */
export async function seatsOf(system: CoreCtx, asked: Asked, { by, need }: ApprovalStep): Promise<Seat[]> {
  const other = (user: string): boolean => asked.own === 'yes' || user !== asked.asker
  const nobody = new Refused(409, 'nobody_to_ask', 'There is nobody who could approve this besides whoever asks. Ask an admin to name someone.')
  if ('role' in by) {
    const members = (await membersOf(system, by.role)).filter(other)
    if (members.length === 0) throw nobody
    return need === 'all' ? members.map(user => ({ user })) : [{ role: by.role }]
  }
  const user = 'user' in by ? by.user : await personIn(system, asked, by.field)
  if (user === null || !other(user)) throw nobody
  return [{ user }]
}

async function personIn(system: CoreCtx, { entity, record }: Asked, field: string): Promise<string | null> {
  const page = await find(system, entity, { where: { id: record }, fields: [field], limit: 1 })
  const value = page.items[0]?.[field]
  return typeof value === 'string' ? value : null
}
