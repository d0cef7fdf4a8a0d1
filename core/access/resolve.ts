import type { Condition, Grant } from '@sangam/sdk'
import type { Model } from '../registry/model.ts'
import type { World } from '../world.ts'
import type { Access, Caller, Reach } from './access.ts'
import { readCaller } from './caller.ts'

const writes = new Set(['create', 'update', 'remove', 'restore'])

/** What a user of a workspace may do now; null when the user may not sign in. A key may narrow it to one of the user's roles. */
export async function accessOfUser(world: World, workspace: string, userId: string, options: { readonly role?: string } = {}): Promise<Access | null> {
  const caller = await readCaller(world.db.app, workspace, userId)
  if (!caller) return null
  const { role } = options
  const narrowed = role === undefined ? caller : { ...caller, roles: mayUse(caller, role) ? ['core.member', role] : [] }
  return accessOf(await world.models.current(workspace), narrowed)
}

/** An owner's or admin's key may be given any role; others' only a role they have. */
function mayUse(caller: Caller, role: string): boolean {
  return caller.roles.some(own => own === role || own === 'core.owner' || (own === 'core.admin' && role !== 'core.owner'))
}

/** What a caller may do under a model. Grants of several roles add up. */
export function accessOf(model: Model, caller: Caller): Access {
  const everything = caller.roles.includes('core.owner') || caller.roles.includes('core.admin')
  const roles = [...caller.roles].sort()
  const grants = new Map<string, Grant[]>()
  for (const name of roles) for (const grant of model.roles.get(name)?.grants ?? []) grants.set(grant.entity, [...(grants.get(grant.entity) ?? []), grant])
  const reaches = new Map<string, Reach>()
  const rows = (entity: string, verb: string): Reach => {
    const known = reaches.get(`${entity}:${verb}`)
    if (known) return known
    const found = everything ? (model.entities.has(entity) ? 'all' : 'none') : reachOf(model, grants, entity, verb)
    reaches.set(`${entity}:${verb}`, found)
    return found
  }
  return {
    caller,
    system: null,
    shape: everything ? 'all' : roles.join(','),
    rows,
    may: (entity, verb) => rows(entity, verb) !== 'none',
    field: (entity, field, use) => (everything ? 'all' : valueReach(model, grants, entity, field, use)),
  }
}

/** Past permissions, for core and for a plugin's `asSystem`; the caller stays named. */
export function systemAccess(caller: Caller, reason: string): Access {
  return { caller, system: { reason }, shape: 'all', may: () => true, rows: () => 'all', field: () => 'all' }
}

function reachOf(model: Model, grants: ReadonlyMap<string, readonly Grant[]>, entity: string, verb: string): Reach {
  const parent = model.entities.get(entity)?.linesOf
  if (parent && parent.entity !== entity) {
    const above = reachOf(model, grants, parent.entity, writes.has(verb) ? 'update' : verb)
    return typeof above === 'string' ? above : above.map(condition => under(condition, parent.by))
  }
  const found = (grants.get(entity) ?? []).filter(grant => grant.verbs.includes(verb))
  if (found.length === 0) return 'none'
  if (found.some(grant => !grant.where)) return 'all'
  return found.map(grant => grant.where as Condition)
}

/** A value that is worked out may be read where every value that goes into it may be. */
function valueReach(model: Model, grants: ReadonlyMap<string, readonly Grant[]>, entity: string, field: string, use: 'read' | 'write'): Reach {
  const own = fieldReach(model, grants, entity, field, use)
  const computed = model.entities.get(entity)?.fields.get(field)?.computed
  if (!computed || own === 'none' || use === 'write') return own
  const reaches = [own, ...computed.uses.map(path => pathReach(model, grants, entity, path))]
  if (reaches.includes('none')) return 'none'
  const some = [...new Set(reaches.filter(reach => typeof reach !== 'string'))]
  return some.length === 0 ? 'all' : some.length === 1 ? (some[0] as Reach) : [{ and: some.map(reach => ({ or: reach })) } as Condition]
}

/** Of a path through references: `none` where nothing of it may ever be read. What holds for some related records is looked at in the statement. */
function pathReach(model: Model, grants: ReadonlyMap<string, readonly Grant[]>, entity: string, path: string): Reach {
  const [first = '', ...rest] = path.split('.')
  const field = model.entities.get(entity)?.fields.get(first)
  const own = field ? valueReach(model, grants, entity, first, 'read') : 'all'
  if (rest.length === 0 || own === 'none') return own
  const target = field ? (field.to ?? '') : 'core.user'
  const further = reachOf(model, grants, target, 'read') === 'none' ? 'none' : pathReach(model, grants, target, rest.join('.'))
  return further === 'none' ? 'none' : own
}

function fieldReach(model: Model, grants: ReadonlyMap<string, readonly Grant[]>, entity: string, field: string, use: 'read' | 'write'): Reach {
  const parent = model.entities.get(entity)?.linesOf
  if (parent) return fieldReach(model, grants, parent.entity, parent.field, use)
  const verbs = use === 'read' ? ['read'] : ['create', 'update']
  const found = (grants.get(entity) ?? []).filter(grant => grant.verbs.some(verb => verbs.includes(verb)))
  const open = found.filter(grant => !grant.hide?.includes(field) && (use === 'read' || !grant.freeze?.includes(field)))
  if (open.length === 0) return 'none'
  if (open.length === found.length || open.some(grant => !grant.where)) return 'all'
  return open.map(grant => grant.where as Condition)
}

/** A condition on a parent as one on its line: every path goes through the reference back. */
function under(condition: Condition, by: string): Condition {
  return Object.fromEntries(
    Object.entries(condition).map(([key, value]) => {
      if (key === 'or' || key === 'and') return [key, (value as unknown as Condition[]).map(one => under(one, by))]
      if (key === 'not') return [key, under(value as unknown as Condition, by)]
      return [`${by}.${key}`, value]
    }),
  ) as Condition
}

export { bumpPermissions } from './caller.ts'
