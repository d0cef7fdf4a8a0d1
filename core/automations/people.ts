import { UserError } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { find, isId } from '../records/find.ts'
import { walkPath } from '../registry/paths.ts'
import { filled } from '../template.ts'
import type { Recipient } from './definition.ts'
import { type Live, sightOf, type Walk } from './walk.ts'

export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string | null
}

/** Whom a step tells, for each run: people who work here, and addresses of others. Who left is told nothing. */
export async function peopleFor(
  walk: Walk,
  to: readonly Recipient[],
  lives: readonly Live[],
): Promise<Map<Live, { readonly people: readonly Person[]; readonly addresses: readonly string[] }>> {
  const wanted = lives.map(live => ({ live, ids: to.flatMap(one => idOf(walk, one, live)), addresses: to.flatMap(one => addressOf(walk, one, live)) }))
  const roles = to.flatMap(one => ('role' in one ? [one.role] : []))
  return walk.ctx.asSystem('Looks up whom an automation tells', async plain => {
    const system = plain as CoreCtx
    const byRole = await membersOf(system, roles)
    const known = await usersOf(system, [...new Set([...byRole, ...wanted.flatMap(one => one.ids)])])
    return new Map(
      wanted.map(({ live, ids, addresses }) => [
        live,
        { people: [...new Set([...ids, ...byRole])].flatMap(id => known.get(id) ?? []), addresses: [...new Set(addresses)] },
      ]),
    )
  })
}

function idOf(walk: Walk, one: Recipient, live: Live): string[] {
  if ('user' in one) return [one.user === '$me' ? (live.pressedBy ?? walk.ctx.user.id) : one.user]
  if (!('field' in one) || !walk.entity) return []
  const end = walkPath(walk.ctx.model.entities, walk.entity.name, one.field)
  const value = live.item?.[one.field]
  return typeof end !== 'string' && end.to === 'core.user' && isId(value) ? [value] : []
}

function addressOf(walk: Walk, one: Recipient, live: Live): string[] {
  if ('address' in one) return [filled(one.address, sightOf(walk, live)).trim()].filter(Boolean)
  const value = 'field' in one ? live.item?.[one.field] : null
  return typeof value === 'string' && value.includes('@') ? [value] : []
}

async function membersOf(system: CoreCtx, roles: readonly string[]): Promise<string[]> {
  if (roles.length === 0) return []
  const page = await find(system, 'core.userRole', { where: { 'role.name': { in: roles }, 'user.active': true }, fields: ['user'], limit: 500 })
  if (page.next !== null) throw new UserError('too_many_people', 'More than {most} people have these roles. Choose fewer.', { most: 500 })
  return page.items.map(item => String(item.user))
}

async function usersOf(system: CoreCtx, ids: readonly string[]): Promise<Map<string, Person>> {
  const people = new Map<string, Person>()
  for (let start = 0; start < ids.length; start += 500) {
    const page = await find(system, 'core.user', {
      where: { id: { in: ids.slice(start, start + 500) }, active: true },
      fields: ['name', 'email'],
      sort: ['id'],
      limit: 500,
    })
    for (const item of page.items) people.set(item.id, { id: item.id, name: String(item.name), email: (item.email as string | null) ?? null })
  }
  return people
}
