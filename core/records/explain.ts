import type { Condition, Grant, Json } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import { type Access, type Caller, hasEverything } from '../access/access.ts'
import { accessOfUser } from '../access/resolve.ts'
import type { CoreCtx } from '../data/context.ts'
import { identifier } from '../data/identifiers.ts'
import { notFound, Refused } from '../errors.ts'
import type { ModelEntity } from '../registry/model.ts'
import { type Composer, flagsSql, fromSql, type Place } from './composer.ts'
import { scopeOf } from './context.ts'
import { find, isId } from './find.ts'
import { heldSql, reachOf } from './reach.ts'
import { composed, composerFor, entityFor, runPrepared } from './statements.ts'

type Truth = boolean | null

/** One grant that gives the verb: what it asks of the record, part by part, and whether that holds. */
interface Rule {
  readonly role: string
  readonly label: string
  readonly where: object | null
  readonly holds: Truth
  readonly parts: readonly { readonly condition: object; readonly holds: Truth }[]
}

export interface Explanation {
  readonly user: { readonly id: string; readonly name: string }
  readonly entity: string
  readonly id: string
  readonly verb: string
  readonly allowed: boolean
  /** The reason in one sentence. */
  readonly text: string
  readonly rules: readonly Rule[]
  readonly shared: boolean
  /** Fields that are not shown to them, or not to be written by them, on this record. */
  readonly hidden: readonly string[]
  readonly frozen: readonly string[]
}

/**
 * Why someone may or may not do something with a record, from the compiler that decides. Administrators may ask for
 * anyone; everyone may ask for themself, and learns no more of a record out of sight than of one that is not there.
 *
 * Errors: `forbidden` for who asks about another, `not_found`, `bad_query` for a verb there is none of.
 */
export async function explain(ctx: CoreCtx, name: string, id: string, asked: { readonly user?: string; readonly verb?: string }): Promise<Explanation> {
  const { caller } = ctx.access
  const { user = caller.userId, verb = 'read' } = asked
  const admin = hasEverything(caller)
  if (user !== caller.userId && !admin) throw new Refused(403, 'forbidden', 'Only an administrator may ask about others.')
  const entity = entityFor(ctx, name)
  if (!isId(id)) throw notFound()
  if (entity.linesOf) throw new Refused(400, 'bad_query', 'Lines are seen with the record they stand in. Ask about that.')
  if (!verbsOf(entity).includes(verb))
    throw new Refused(400, 'bad_query', 'There is nothing called "{verb}" to do here.', { values: { verb: verb.slice(0, 60) } })
  const access = user === caller.userId ? ctx.access : await accessOfAnother(ctx, user)
  const blank = { entity: name, id, verb, allowed: false, shared: false, hidden: [], frozen: [], rules: [] }
  if ('name' in access) return { ...blank, user: access, text: ctx.t('{name} can’t sign in, so there is nothing they may do.', { name: access.name }) }
  const person = { id: access.caller.userId, name: access.caller.name }
  const grants = grantsOf(ctx, access.caller, name, verb)
  const found = await look(ctx, access, entity, id, verb, grants)
  const rules = grants.map(
    ({ role, label, grant }, at): Rule => ({
      role,
      label,
      where: grant.where ?? null,
      holds: found?.seen || admin ? (found?.[`g${at}`] ?? null) : null,
      parts: partsOf(grant).map((condition, part) => ({ condition, holds: found?.seen || admin ? (found?.[`g${at}p${part}`] ?? null) : null })),
    }),
  )
  const known = found !== null && (found.seen === true || admin)
  const allowed = found?.seen === true && found.verb === true
  const shared = known && found.shared === true
  const names = (kind: 'hidden' | 'frozen'): string[] =>
    known && found.seen ? [...entity.fields.values()].filter(field => found[`${kind} ${field.name}`] === true).map(field => ctx.t(field.label)) : []
  const text = sentence(ctx, access, entity, { there: known, seen: found?.seen === true, allowed, shared, rules, verb })
  return { ...blank, user: person, allowed, text, shared, rules, hidden: names('hidden'), frozen: names('frozen') }
}

/** What can be done with a record of an entity. */
function verbsOf(entity: ModelEntity): string[] {
  const arrows = [...entity.fields.values()].flatMap(field =>
    Object.values((field.options as { readonly states?: { readonly [state: string]: { readonly to: unknown } } }).states ?? {}).flatMap(({ to }) =>
      Array.isArray(to) ? [] : Object.values(to as { readonly [state: string]: { readonly verb?: string } }).flatMap(arrow => arrow.verb ?? []),
    ),
  )
  return ['read', 'update', 'remove', 'export', 'share', ...(entity.publicPage ? ['shareLink'] : []), ...entity.actions.keys(), ...arrows]
}

async function accessOfAnother(ctx: CoreCtx, user: string): Promise<Access | { id: string; name: string }> {
  const [there] = isId(user) ? (await find(ctx, 'core.user', { where: { id: user }, fields: ['name'], limit: 1 })).items : []
  if (!there) throw notFound()
  return (await accessOfUser(ctx.world, ctx.workspace, user)) ?? { id: there.id, name: String(there.name) }
}

interface Granted {
  readonly role: string
  readonly label: string
  readonly grant: Grant
}

function grantsOf(ctx: CoreCtx, caller: Caller, entity: string, verb: string): Granted[] {
  return caller.roles.flatMap(name => {
    const role = ctx.model.roles.get(name)
    const grants = (role?.grants ?? []).filter(grant => grant.entity === entity && grant.verbs.includes(verb))
    return grants.map(grant => ({ role: name, label: ctx.t(role?.label ?? name), grant }))
  })
}

/** A condition in its parts, each of which must hold. */
function partsOf({ where }: Grant): object[] {
  return Object.entries(where ?? {}).map(([key, value]) => ({ [key]: value as Json }))
}

type Found = { readonly [flag: string]: Truth } | null

/** One statement with a flag for each thing that is asked of the record, composed by what composes every list. */
async function look(ctx: CoreCtx, access: Access, entity: ModelEntity, id: string, verb: string, grants: readonly Granted[]): Promise<Found> {
  const reader = { tx: ctx.tx, model: ctx.model, schema: ctx.schema, access, scope: scopeOf(access.caller, ctx.now()) }
  const composer = composerFor(reader)
  const place = composer.place(entity)
  const flags: [string, SQL][] = [
    ['seen', isTrue(reachOf(composer, place, 'read'))],
    ['verb', isTrue(reachOf(composer, place, verb))],
    ['shared', access.shared(entity.name, verb) ? isTrue(heldSql(composer, place, [{ id: { isEmpty: true } } as Condition], verb)) : sql`false`],
    ...grants.flatMap(({ grant }, at): [string, SQL][] => [
      [`g${at}`, grant.where ? held(composer, place, grant.where) : sql`true`],
      ...partsOf(grant).map((part, index): [string, SQL] => [`g${at}p${index}`, held(composer, place, part)]),
    ]),
    ...[...entity.fields.keys()].flatMap((name): [string, SQL][] => [
      [`hidden ${name}`, closed(composer, place, access, name, 'read')],
      [`frozen ${name}`, closed(composer, place, access, name, 'update')],
    ]),
  ]
  const told = flagsSql(composer, flags)
  const own = sql`${identifier(place.alias)}.id = ${composer.bind(() => id)}::uuid`
  const statement = composed(
    composer,
    () => sql`select ${told} as flags from ${fromSql(composer, place)} where ${own} and ${identifier(place.alias)}.deleted_at is null`,
  )
  const [row] = await runPrepared<{ flags: NonNullable<Found> }>(reader, statement, {})
  return row?.flags ?? null
}

const isTrue = (reach: SQL | null): SQL => (reach === null ? sql`true` : sql`(${reach}) is true`)

/** Whether a condition holds of the record by itself; nothing is shared for a verb that has no name. */
const held = (composer: Composer, place: Place, condition: object): SQL => sql`(${heldSql(composer, place, [condition as Condition], '')})`

function closed(composer: Composer, place: Place, access: Access, name: string, use: 'read' | 'update'): SQL {
  const reach = access.field(place.entity.name, name, use)
  if (typeof reach === 'string') return reach === 'none' ? sql`true` : sql`false`
  return sql`(${heldSql(composer, place, reach, use)}) is not true`
}

interface Verdict {
  readonly there: boolean
  readonly seen: boolean
  readonly allowed: boolean
  readonly shared: boolean
  readonly rules: readonly Rule[]
  readonly verb: string
}

function sentence(ctx: CoreCtx, { caller }: Access, entity: ModelEntity, { there, seen, allowed, shared, rules, verb }: Verdict): string {
  const entities = ctx.t(entity.plural)
  const { name } = caller
  const strong = ['core.owner', 'core.admin'].find(role => caller.roles.includes(role))
  const rule = rules.find(one => one.holds === true)
  if (!there) return ctx.t('There is no such record, or {name} may not see it.', { name })
  if (allowed && strong) return ctx.t('{name} may: the role {role} may do everything.', { name, role: ctx.t(ctx.model.roles.get(strong)?.label ?? strong) })
  if (allowed && rule) return ctx.t('{name} may: the role {role} allows it.', { name, role: rule.label })
  if (allowed && shared) return ctx.t('{name} may: this record was shared with them.', { name })
  if (!seen && verb !== 'read') return ctx.t('{name} may not: they don’t see this record.', { name })
  if (rules.length === 0) return ctx.t('{name} may not: none of their roles allows it with {entities}.', { name, entities })
  if (rule) return ctx.t('{name} may not: they don’t see what this record belongs to.', { name })
  return ctx.t('{name} may not: their roles allow it with other {entities} only.', { name, entities })
}
