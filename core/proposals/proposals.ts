import type { Json } from '@sangam/sdk'
import { hasEverything } from '../access/access.ts'
import type { CoreCtx } from '../data/context.ts'
import { notFound, Refused } from '../errors.ts'
import { lockRecords } from '../records/change/lock.ts'
import { change } from '../records/change.ts'
import { find, getMany, isId } from '../records/find.ts'
import type { Stood } from '../records/rehearsal/stood.ts'
import { ringAll, tellAll } from '../work/notify.ts'

/** What was asked of our own API, and is asked again by whoever applies it. */
export interface Wished {
  readonly method: string
  readonly path: string
  readonly body: Json
  readonly version: number | null
}

export interface Proposal {
  readonly id: string
  readonly program: string
  readonly person: string
  readonly personName: string
  readonly reason: string
  readonly request: Wished
  readonly stood: readonly Stood[]
  readonly count: number
  readonly state: 'waiting' | 'applied' | 'declined'
  readonly createdAt: string
}

/** How many of one person's programs may wait at once, and how long what they ask may be. */
const mostWaiting = 50
const mostText = 200_000

/** Leaves a plan for a person: the one whose key it is hears of it. */
export async function leaveProposal(
  ctx: CoreCtx,
  { program, reason, request, stood, count }: Pick<Proposal, 'program' | 'reason' | 'request' | 'stood' | 'count'>,
): Promise<string> {
  if (JSON.stringify(request).length > mostText) throw new Refused(413, 'too_large', 'This is too much for one proposal. Propose a part of it at a time.')
  return ctx.asSystem('Leaves a proposal', async plain => {
    const system = plain as CoreCtx
    await system.lock(`proposals of ${ctx.user.id}`)
    const { count: waiting = 0 } = await find(system, 'core.proposal', {
      where: { person: ctx.user.id, state: 'waiting' },
      fields: ['id'],
      limit: 1,
      count: 'exact',
    })
    if ((waiting ?? 0) >= mostWaiting)
      throw new Refused(409, 'too_many', 'There are {most} proposals that nobody has decided on. Wait until a person has.', { values: { most: mostWaiting } })
    const values = { program, person: ctx.user.id, reason, request, stood: [...stood, ...(await meantBy(system, request, stood))], count }
    const [made] = await change(system, 'core.proposal', [{ verb: 'create', values: values as unknown as { [name: string]: Json } }], { server: true })
    const { id } = made as { readonly id: string }
    await tellAll(system, [
      { user: ctx.user.id, kind: 'approval', text: '{program} proposes a change: {reason}', values: { program, reason, proposal: id }, key: keyOf(id) },
    ])
    return id
  })
}

/** The record that the address names, where nothing of it would change: an action may put its work off. */
async function meantBy(system: CoreCtx, { path }: Wished, stood: readonly Stood[]): Promise<Stood[]> {
  const [, entity = '', id = ''] = /^\/api\/records\/([^/]+)\/([0-9a-f-]{36})(?:\/|$)/.exec(path) ?? []
  if (!isId(id) || !system.model.entities.has(entity) || stood.some(one => one.entity === entity && one.id === id)) return []
  const { items } = await find(system, entity, { where: { id }, fields: ['id'], limit: 1 })
  return items.map(({ version }) => ({ entity, id, version, binned: false }))
}

const fields = ['program', 'person', 'person.name', 'reason', 'request', 'stood', 'count', 'state', 'createdAt']

/** What waits for the caller: what their own programs propose, and for administrators what anyone's do. */
export function proposalsFor(ctx: CoreCtx): Promise<Proposal[]> {
  const where = { state: 'waiting', ...(hasEverything(ctx.access.caller) ? {} : { person: ctx.user.id }) }
  return read(ctx, where)
}

/** One that the caller may decide on. */
export async function proposalFor(ctx: CoreCtx, id: string): Promise<Proposal> {
  const [found] = isId(id) ? await read(ctx, { id }) : []
  if (!found || !(found.person === ctx.user.id || hasEverything(ctx.access.caller))) throw notFound()
  return found
}

async function read(ctx: CoreCtx, where: object): Promise<Proposal[]> {
  return ctx.asSystem('Reads proposals', async system => {
    const { items } = await find(system as CoreCtx, 'core.proposal', { where, fields, sort: ['-createdAt'], limit: 200 })
    return items.map(item => ({ ...item, personName: String(item['person.name'] ?? '') }) as unknown as Proposal)
  })
}

/** Whether something that it was planned on is another by now, as far as a reader sees: what lies in the bin is looked at when it is applied. */
export async function isOutdated(ctx: CoreCtx, { stood }: Proposal): Promise<boolean> {
  return ctx.asSystem('Looks whether a proposal still holds', async plain => {
    const system = plain as CoreCtx
    for (const name of new Set(stood.map(one => one.entity))) {
      if (!system.model.entities.has(name)) return true
      const some = stood.filter(one => one.entity === name && !one.binned)
      const now = await getMany(
        system,
        name,
        some.map(one => one.id),
      )
      if (some.some(one => now.get(one.id)?.version !== one.version)) return true
    }
    return false
  })
}

/** Makes the change of a proposal, in the transaction of that change: once, and only on what it was planned on. */
export async function applyProposal<T>(ctx: CoreCtx, id: string, work: () => Promise<T>): Promise<T> {
  const found = await held(ctx, id)
  if (await ctx.asSystem('Holds what a proposal changes', system => moved(system as CoreCtx, found.stood)))
    throw new Refused(409, 'changed_meanwhile', 'What this was planned on was changed meanwhile. Decline it, and let the program plan anew.')
  const done = await work()
  await decided(ctx, found, 'applied')
  return done
}

export async function declineProposal(ctx: CoreCtx, id: string): Promise<void> {
  await decided(ctx, await held(ctx, id), 'declined')
}

/** Held until the transaction ends: of two who decide at once one sees what the other did. */
async function held(ctx: CoreCtx, id: string): Promise<Proposal> {
  await ctx.lock(`proposal ${id}`)
  const found = await proposalFor(ctx, id)
  if (found.state !== 'waiting') throw new Refused(409, 'decided', 'This is decided already. Reload the page.')
  return found
}

async function decided(ctx: CoreCtx, { id, person }: Proposal, state: 'applied' | 'declined'): Promise<void> {
  const patch = { state, decidedBy: ctx.user.id, decidedAt: ctx.now() }
  await ctx.asSystem('Decides on a proposal', async plain => {
    const system = plain as CoreCtx
    await change(system, 'core.proposal', [{ verb: 'update', id, patch }], { server: true })
    const told = await find(system, 'core.notification', { where: { key: keyOf(id), readAt: { isEmpty: true } }, fields: ['id'], sort: ['id'], limit: 10 })
    await change(
      system,
      'core.notification',
      told.items.map(one => ({ verb: 'update', id: one.id, patch: { readAt: ctx.now() } })),
      { server: true },
    )
    await ringAll(system, [person])
  })
}

/** By which its message is found again. */
const keyOf = (id: string): string => `proposal ${id}`

/** The records are held as well, so that nobody comes between. */
async function moved(system: CoreCtx, stood: readonly Stood[]): Promise<boolean> {
  for (const name of [...new Set(stood.map(one => one.entity))].sort()) {
    const entity = system.model.entities.get(name)
    if (!entity) return true
    for (const binned of [false, true]) {
      const some = stood.filter(one => one.entity === name && one.binned === binned)
      if (some.length === 0) continue
      const ids = some.map(one => one.id)
      const verb = binned ? 'restore' : 'update'
      const now = await lockRecords(system, entity, verb, verb === 'update' ? 'update' : 'remove', ids)
      if (some.some(one => Number(now.get(one.id)?.record.version) !== one.version)) return true
    }
  }
  return false
}
