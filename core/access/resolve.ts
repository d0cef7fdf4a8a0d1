import type { Condition, Grant } from '@sangam/sdk'
import type { Model } from '../registry/model.ts'
import type { World } from '../world.ts'
import { type Access, type Caller, type FieldUse, hasEverything, type Reach } from './access.ts'
import { readCaller } from './caller.ts'

const writes = new Set(['create', 'update', 'remove', 'restore'])

/** What a user of a workspace may do now; null when the user may not sign in. A key may narrow it to one of the user's roles. */
export async function accessOfUser(world: World, workspace: string, userId: string, options: { readonly role?: string } = {}): Promise<Access | null> {
  const caller = await readCaller(world.db.app, workspace, userId)
  if (!caller) return null
  const { role } = options
  const narrowed = role === undefined ? caller : { ...caller, roles: mayUse(caller.roles, role) ? [...new Set(['core.member', role])] : [] }
  return { ...accessOf(await world.models.current(workspace), narrowed), role: role ?? null }
}

/** An owner's or admin's key may be given any role; others' only a role they have. */
export function mayUse(roles: readonly string[], role: string): boolean {
  return roles.some(own => own === role || own === 'core.owner' || (own === 'core.admin' && role !== 'core.owner'))
}

/** What a caller may do under a model. Grants of several roles add up. */
export function accessOf(model: Model, caller: Caller): Access {
  const everything = hasEverything(caller)
  const roles = [...caller.roles].sort()
  const grants = new Map<string, Grant[]>()
  for (const name of roles) for (const grant of model.roles.get(name)?.grants ?? []) grants.set(grant.entity, [...(grants.get(grant.entity) ?? []), grant])
  const reaches = new Map<string, Reach>()
  const rows = (entity: string, verb: string): Reach => {
    const known = reaches.get(`${entity}:${verb}`)
    if (known) return known
    const found = isWrittenByNobody(model, entity, verb)
      ? 'none'
      : everything
        ? model.entities.has(entity)
          ? 'all'
          : 'none'
        : reachOf(model, grants, entity, verb)
    reaches.set(`${entity}:${verb}`, found)
    return found
  }
  const uses = new Map<string, Reach>()
  const field = (entity: string, name: string, use: FieldUse): Reach => {
    const known = uses.get(`${entity}:${name}:${use}`)
    if (known) return known
    const found = valueReach(model, grants, entity, name, use)
    // Names that no field has are without number: whoever asks may make them up.
    if (model.entities.get(entity)?.fields.has(name)) uses.set(`${entity}:${name}:${use}`, found)
    return found
  }
  return {
    caller,
    system: null,
    role: null,
    shape: everything ? 'all' : `${roles.join(',')}|${caller.sharedIn.join(',')}`,
    rows,
    may: (entity, verb) => rows(entity, verb) !== 'none',
    field: (entity, name, use) => (everything ? 'all' : field(entity, name, use)),
    shared: (entity, verb) => !everything && isShared(model, caller, entity, verb) && rows(entity, verb) !== 'none',
  }
}

/** The same caller, who reads of an entity only what another verb reaches too: a report that leaves as a file is made of what may leave. */
export function within(access: Access, entity: string, verb: string): Access {
  return access.rows(entity, verb) === 'all' ? access : { ...access, within: { entity, verb }, shape: `${access.shape}|${entity}:${verb}` }
}

/** Past permissions, for core and for a plugin's `asSystem`; the caller stays named, and the role they were narrowed to. */
export function systemAccess(caller: Caller, reason: string, role: string | null = null): Access {
  return { caller, system: { reason }, role, shape: 'all', may: () => true, rows: () => 'all', field: () => 'all', shared: () => false }
}

/** Sums that the database keeps up are read and taken along, whoever asks. */
function isWrittenByNobody(model: Model, entity: string, verb: string): boolean {
  const kept = model.entities.get(entity)?.keptOf ?? null
  return kept !== null && verb !== 'read' && verb !== 'export'
}

type Grants = ReadonlyMap<string, readonly Grant[]>

function reachOf(model: Model, grants: Grants, entity: string, verb: string): Reach {
  const parent = model.entities.get(entity)?.linesOf
  if (parent && parent.entity !== entity) {
    const hidden = fieldReach(model, grants, parent.entity, parent.field, 'read') === 'none'
    return hidden ? 'none' : reachOf(model, grants, parent.entity, writes.has(verb) ? 'update' : verb)
  }
  return reachBy((grants.get(entity) ?? []).filter(grant => grant.verbs.includes(verb)))
}

/** A value that is worked out may be read where every value that goes into it may be. */
function valueReach(model: Model, grants: Grants, entity: string, field: string, use: FieldUse): Reach {
  const own = fieldReach(model, grants, entity, field, use)
  const computed = model.entities.get(entity)?.fields.get(field)?.computed
  if (!computed || own === 'none' || use !== 'read') return own
  const reaches = [own, ...computed.uses.map(path => pathReach(model, grants, entity, path))]
  if (reaches.includes('none')) return 'none'
  const some = [...new Set(reaches.filter(reach => typeof reach !== 'string'))]
  return some.length === 0 ? 'all' : some.length === 1 ? (some[0] as Reach) : [{ and: some.map(reach => ({ or: reach })) } as Condition]
}

/** Of a path through references: `none` where nothing of it may ever be read. What holds for some related records is looked at in the statement. */
function pathReach(model: Model, grants: Grants, entity: string, path: string): Reach {
  const [first = '', ...rest] = path.split('.')
  const field = model.entities.get(entity)?.fields.get(first)
  const own = field ? valueReach(model, grants, entity, first, 'read') : 'all'
  if (rest.length === 0 || own === 'none') return own
  const target = field ? (field.to ?? '') : 'core.user'
  const further = reachOf(model, grants, target, 'read') === 'none' ? 'none' : pathReach(model, grants, target, rest.join('.'))
  return further === 'none' ? 'none' : own
}

/** A field is open on every record that a grant reaches which neither hides nor, for writing, freezes it. */
function fieldReach(model: Model, grants: Grants, entity: string, field: string, use: FieldUse): Reach {
  const parent = model.entities.get(entity)?.linesOf
  if (parent) return fieldReach(model, grants, parent.entity, parent.field, use)
  const verbs = use === 'write' ? ['create', 'update'] : [use]
  const found = (grants.get(entity) ?? []).filter(grant => grant.verbs.some(verb => verbs.includes(verb)))
  const open = found.filter(grant => !grant.hide?.includes(field) && (use === 'read' || !grant.freeze?.includes(field)))
  // Where no grant takes anything away, the rows themselves are limit enough.
  return open.length === found.length && open.length > 0 ? 'all' : reachBy(open)
}

function reachBy(grants: readonly Grant[]): Reach {
  if (grants.length === 0) return 'none'
  return grants.some(grant => !grant.where) ? 'all' : grants.map(grant => grant.where as Condition)
}

/** Sharing widens the rows of `read` and `update` for those whose roles give them the verb; it gives nobody a verb or a field. */
function isShared(model: Model, caller: Caller, entity: string, verb: string): boolean {
  const parent = model.entities.get(entity)?.linesOf
  if (parent && parent.entity !== entity) return isShared(model, caller, parent.entity, writes.has(verb) ? 'update' : verb)
  if (verb === 'update') return caller.sharedIn.includes(`${entity}:change`)
  return verb === 'read' && caller.sharedIn.some(one => one.startsWith(`${entity}:`))
}

export { bumpPermissions } from './caller.ts'
