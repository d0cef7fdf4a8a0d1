import { type Approval, arrowsFrom, type Json } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { find, get } from '../records/find.ts'
import { titlesOf } from '../records/titles.ts'
import { applying } from './ask.ts'
import { isAdmin } from './decide.ts'

const voteFields = ['approval', 'step', 'user', 'user.name', 'user.active', 'role', 'state', 'comment', 'decidedBy.name', 'decidedAt']
const askedFields = ['entity', 'record', 'field', 'from', 'to', 'state', 'asker', 'asker.name', 'comment', 'own', 'createdAt', 'endedAt']

/** What waits for the caller: their own votes, those of their roles, and for administrators those of who left. */
export async function waitingFor(ctx: CoreCtx): Promise<Json[]> {
  const { roles } = ctx.access.caller
  return ctx.asSystem('Looks what waits for someone', async plain => {
    const system = plain as CoreCtx
    const mine = [{ user: ctx.user.id }, { role: { in: roles } }, ...(isAdmin(ctx) ? [{ 'user.active': false }] : [])]
    const votes = await find(system, 'core.approvalVote', { where: { state: 'waiting', or: mine }, fields: voteFields, sort: ['createdAt'], limit: 200 })
    const asked = await approvalsOf(system, { id: { in: votes.items.map(vote => String(vote.approval)) }, state: 'waiting' })
    const titles = await titlesOf(
      ctx,
      [...asked.values()].map(({ entity, record }) => ({ entity: String(entity), id: String(record) })),
    )
    return votes.items.flatMap(vote => {
      const one = asked.get(String(vote.approval))
      const title = one && titles.get(`${one.entity} ${one.record}`)
      return one && title !== undefined && (one.own === 'yes' || one.asker !== ctx.user.id)
        ? // Who may decide on it and not read what it is called knows it by what kind of record it is.
          [
            {
              ...one,
              vote: vote.id,
              role: vote.role ?? null,
              title: title || ctx.t(ctx.model.entities.get(String(one.entity))?.label ?? 'Record'),
            } as unknown as Json,
          ]
        : []
    })
  })
}

/** The approvals of a record that the caller sees, newest first, with every voice; and what they may ask for now. */
export async function approvalsFor(ctx: CoreCtx, entity: string, record: string): Promise<Json> {
  const seen = await get(ctx, entity, record)
  return ctx.asSystem('Shows the approvals of a record', async plain => {
    const system = plain as CoreCtx
    const asked = [...(await approvalsOf(system, { entity, record })).values()]
    const votes = await find(system, 'core.approvalVote', {
      where: { approval: { in: asked.map(one => one.id) } },
      fields: voteFields,
      sort: ['createdAt'],
      limit: 500,
    })
    const mine = new Set((await waitingFor(ctx)).map(one => (one as { readonly vote: string }).vote))
    const waits = asked.some(one => one.state === 'waiting')
    return {
      items: asked.map(one => ({
        ...one,
        mine: one.asker === ctx.user.id || isAdmin(ctx),
        votes: votes.items
          .filter(vote => vote.approval === one.id)
          .map(vote => ({ ...vote, roleLabel: roleLabel(ctx, vote.role ?? null), mayDecide: mine.has(vote.id) })),
      })),
      arrows: waits ? [] : await needed(system, entity, record, arrowsToAsk(ctx, entity, seen)),
    } as unknown as Json
  })
}

/** A role as its people call it. */
function roleLabel(ctx: CoreCtx, role: Json): string | null {
  return typeof role === 'string' ? ctx.t(ctx.model.roles.get(role)?.label ?? role) : null
}

interface ToAsk {
  readonly field: string
  readonly to: string
  readonly label: string
  readonly approval: Approval
}

/** Those that need an approval of this record as it is: the others are taken at once. */
async function needed(system: CoreCtx, entity: string, record: string, arrows: readonly ToAsk[]): Promise<Omit<ToAsk, 'approval'>[]> {
  const found: Omit<ToAsk, 'approval'>[] = []
  for (const { approval, ...arrow } of arrows) if ((await applying(system, entity, record, approval)).length > 0) found.push(arrow)
  return found
}

function arrowsToAsk(ctx: CoreCtx, name: string, record: { readonly [field: string]: Json }): ToAsk[] {
  const entity = ctx.model.entities.get(name)
  if (!entity || !ctx.access.may(name, 'update')) return []
  return [...entity.fields.values()].flatMap(field => {
    if (field.type.type !== 'flow' || ctx.access.field(name, field.name, 'read') === 'none') return []
    const { states } = field.options as unknown as { readonly states: Parameters<typeof arrowsFrom>[0] }
    return [...arrowsFrom(states, String(record[field.name]))].flatMap(([to, arrow]) =>
      arrow.approval && (!arrow.verb || ctx.access.may(name, arrow.verb))
        ? [{ field: field.name, to, label: arrow.label ?? states[to]?.label ?? to, approval: arrow.approval }]
        : [],
    )
  })
}

async function approvalsOf(system: CoreCtx, where: object): Promise<Map<string, { readonly id: string; readonly [field: string]: Json }>> {
  const page = await find(system, 'core.approval', { where, fields: askedFields, sort: ['-createdAt'], limit: 200 })
  return new Map(page.items.map(item => [item.id, item]))
}
