import type { ApprovalStep, Json } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { notFound } from '../errors.ts'
import { change } from '../records/change.ts'
import { find, isId } from '../records/find.ts'
import { titlesOf } from '../records/titles.ts'
import { tellAll } from '../work/notify.ts'

export interface Asked {
  readonly id: string
  readonly entity: string
  readonly record: string
  readonly recordTitle: string
  readonly field: string
  readonly from: string
  readonly to: string
  readonly state: string
  readonly asker: string
  readonly steps: readonly ApprovalStep[]
  readonly step: number
  readonly own: 'no' | 'yes'
}

const fields = ['entity', 'record', 'recordTitle', 'field', 'from', 'to', 'state', 'asker', 'steps', 'step', 'own']

/** Held until the transaction ends: of two who decide at once one sees what the other did. */
export async function heldApproval(system: CoreCtx, id: string): Promise<Asked> {
  if (!isId(id)) throw notFound()
  await system.lock(`approval ${id.toLowerCase()}`)
  const page = await find(system, 'core.approval', { where: { id }, fields, limit: 1 })
  if (!page.items[0]) throw notFound()
  return page.items[0] as unknown as Asked
}

export async function write(
  system: CoreCtx,
  entity: 'core.approval' | 'core.approvalVote',
  list: readonly { readonly id: string; readonly patch: { readonly [field: string]: Json } }[],
): Promise<void> {
  await change(
    system,
    entity,
    list.map(({ id, patch }) => ({ verb: 'update', id, patch })),
    { server: true },
  )
}

/** Opens a step: a vote for each voice it waits for, and each is told. */
export async function openStep(system: CoreCtx, asked: Asked, seats: readonly Seat[], step: number): Promise<void> {
  await change(
    system,
    'core.approvalVote',
    seats.map(seat => ({ verb: 'create', values: { approval: asked.id, step, ...seat } })),
    { server: true },
  )
  await tellSeats(system, asked, seats, 'Your approval is asked for: {record}')
}

/** A person, or anyone of a role. */
export type Seat = { readonly user: string } | { readonly role: string }

export async function tellSeats(
  system: CoreCtx,
  asked: Pick<Asked, 'entity' | 'record' | 'recordTitle' | 'asker' | 'own'>,
  seats: readonly Seat[],
  sentence: string,
): Promise<void> {
  const members = await Promise.all(seats.map(seat => ('user' in seat ? [seat.user] : membersOf(system, seat.role))))
  const people = [...new Set(members.flat())].filter(user => asked.own === 'yes' || user !== asked.asker)
  await tellAll(
    system,
    people.map(user => ({
      user,
      kind: 'approval' as const,
      text: sentence,
      values: { record: asked.recordTitle },
      about: { entity: asked.entity, id: asked.record },
    })),
  )
}

/** Who has a role and may sign in. */
export async function membersOf(system: CoreCtx, role: string): Promise<string[]> {
  const page = await find(system, 'core.userRole', { where: { 'role.name': role, 'user.active': true }, fields: ['user'], sort: ['id'], limit: 500 })
  return page.items.map(item => String(item.user))
}

export async function titleOf(ctx: CoreCtx, entity: string, id: string): Promise<string> {
  const title = (await titlesOf(ctx, [{ entity, id }])).get(`${entity} ${id}`)
  if (title === undefined) throw notFound()
  return title.slice(0, 255)
}
