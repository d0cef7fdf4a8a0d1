import { canonicalId, resolveOperand } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { identifier, tableName } from '../../data/identifiers.ts'
import type { ModelEntity } from '../../registry/model.ts'
import { walkPath } from '../../registry/paths.ts'
import { fromSql } from '../composer.ts'
import { find } from '../find.ts'
import { isObject } from '../query.ts'
import { reachOf } from '../reach.ts'
import { idsShape, idsSql, prepared, runPrepared } from '../statements.ts'
import { mergedAmong } from './following.ts'

type Reading = Pick<CoreCtx, 'tx' | 'model' | 'schema' | 'scope' | 'access'>

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Who records are now that were merged; who was not is not among them. Asks nothing where no record of these entities ever was. */
export async function finalsAmong(ctx: Reading, entities: readonly string[] | null, ids: readonly unknown[]): Promise<ReadonlyMap<unknown, string>> {
  const wanted = [...new Set(ids.filter(id => typeof id === 'string' && uuid.test(id)))]
  if (!entities || wanted.length === 0) return new Map()
  const rows = await ctx.tx.run<{ loser: string; final: string }>(sql`
    select m.loser, m.final from ${tableName(ctx.schema, 'core_merge')} m where m.entity in (select jsonb_array_elements_text(${JSON.stringify(entities)}::jsonb))
    and m.loser in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(wanted)}::jsonb))`)
  return new Map(rows.map(({ loser, final }) => [loser, final]))
}

/**
 * Conditions on records in memory as a list means them: an id stands for its record and for everyone that is one with it. Asks nothing, and
 * gives them as they are, where they compare with no record of an entity of which some were merged.
 */
export async function standingConditions(ctx: Reading, entity: ModelEntity, conditions: readonly object[]): Promise<(condition: object) => object> {
  const { named, among } = namedIn(ctx, [{ entity: entity.name, conditions }])
  const rows = await mergedWith(ctx, named, among)
  if (rows.length === 0) return condition => condition
  const groups = new Map<string, Set<string>>()
  for (const { loser, final } of rows) {
    const group = (groups.get(final) ?? new Set([final])).add(loser)
    for (const id of group) groups.set(id, group)
  }
  const standing = (operand: unknown): string[] | null => {
    const ids = idsIn(ctx, operand)
    return ids.some(id => groups.has(id)) ? [...new Set(ids.flatMap(id => [...(groups.get(id) ?? [id])]))] : null
  }
  const known = new Map<object, object>()
  return condition => {
    const found = known.get(condition) ?? walk(ctx, entity.name, condition, (_, operand) => standing(operand))
    known.set(condition, found)
    return found
  }
}

/**
 * For whoever holds conditions themselves, as a browser does: who the records are now that these name and everyone that is one with them, `{ id: who it is now }`.
 * Of those who stand for others only the ones that the caller sees, and of who was merged only whom they might see if they were there: an id tells that somebody was there.
 */
export async function standingIn(
  ctx: CoreCtx,
  conditions: readonly { readonly entity: string; readonly conditions: readonly object[] }[],
): Promise<{ readonly [id: string]: string }> {
  const { named, among } = namedIn(ctx, conditions)
  return pairsOf(ctx, await mergedWith(ctx, named, among))
}

/** The same of ids alone, of whatever they are: for conditions that a browser keeps and the model does not know, such as the colours of a view. */
export async function standingAmong(ctx: CoreCtx, ids: readonly string[]): Promise<{ readonly [id: string]: string }> {
  const { merged } = ctx.access.caller
  return merged.length === 0 ? {} : pairsOf(ctx, await mergedWith(ctx, new Set(ids), new Set(merged)))
}

async function pairsOf(ctx: CoreCtx, rows: readonly (Merged & { readonly entity: string })[]): Promise<{ readonly [id: string]: string }> {
  const seen: Merged[] = []
  for (const entity of new Set(rows.map(row => row.entity))) {
    const own = rows.filter(row => row.entity === entity)
    seen.push(...(await bothSeen(ctx, entity, own)))
  }
  return Object.fromEntries(seen.map(({ loser, final }) => [loser, final]))
}

/** Which of some records the caller's rights reach, were they not in the bin. */
async function inReach(ctx: CoreCtx, name: string, ids: readonly string[]): Promise<string[]> {
  const entity = ctx.model.entities.get(name)
  if (!entity || ids.length === 0) return []
  const statement = prepared(ctx, `in reach ${name} ${idsShape(ids)}`, composer => {
    const place = composer.place(entity)
    const reach = reachOf(composer, place, 'read') ?? sql`true`
    return sql`select ${identifier(place.alias)}.id from ${fromSql(composer, place)} where ${idsSql(composer, place.alias, ids)} and ${reach}`
  })
  return (await runPrepared<{ id: string }>(ctx, statement, { ids })).map(({ id }) => id)
}

/** Who records of one entity are now, of those that were merged and that the caller sees, then and now: `{ id: who it is now }`. */
export async function standingOf(ctx: CoreCtx, entity: string, ids: readonly string[]): Promise<{ readonly [id: string]: string }> {
  const finals = await finalsAmong(ctx, ctx.access.caller.merged.includes(entity) ? [entity] : null, ids)
  const rows = [...finals].map(([loser, final]) => ({ loser: String(loser), final }))
  return Object.fromEntries((await bothSeen(ctx, entity, rows)).map(({ loser, final }) => [loser, final]))
}

interface Merged {
  readonly loser: string
  readonly final: string
}

/** Those of which the caller sees who they are now, and would see who they were. */
async function bothSeen(ctx: CoreCtx, entity: string, rows: readonly Merged[]): Promise<Merged[]> {
  const seen = new Set<string>()
  const ids = [...new Set(rows.map(row => row.final))]
  for (let start = 0; start < ids.length && ctx.access.may(entity, 'read'); start += 500) {
    const { items } = await find(ctx, entity, { where: { id: { in: ids.slice(start, start + 500) } }, fields: ['id'], limit: 500 })
    for (const { id } of items) seen.add(id)
  }
  const told = rows.filter(({ final }) => seen.has(final))
  const reached = new Set(
    await inReach(
      ctx,
      entity,
      told.map(({ loser }) => loser),
    ),
  )
  return told.filter(({ loser }) => reached.has(loser))
}

interface Named {
  readonly named: ReadonlySet<string>
  readonly among: ReadonlySet<string>
}

/** The ids that conditions compare references with to entities of which some were merged, and these entities. */
function namedIn(ctx: Reading, asked: readonly { readonly entity: string; readonly conditions: readonly object[] }[]): Named {
  const named = new Set<string>()
  const among = new Set<string>()
  if (ctx.access.caller.merged.length === 0) return { named, among }
  for (const { entity, conditions } of asked)
    for (const condition of conditions)
      walk(ctx, entity, condition, (entities, operand) => {
        for (const one of entities) among.add(one)
        for (const id of idsIn(ctx, operand)) named.add(id)
        return null
      })
  return { named, among }
}

/** Everyone that was merged into who the named ones are now. */
async function mergedWith(ctx: Reading, named: ReadonlySet<string>, among: ReadonlySet<string>): Promise<{ entity: string; loser: string; final: string }[]> {
  if (named.size === 0) return []
  return ctx.tx.run(sql`
    with merged as (select m.entity, m.loser, m.final from ${tableName(ctx.schema, 'core_merge')} m where m.entity in (select jsonb_array_elements_text(${JSON.stringify([...among])}::jsonb))),
      now as (select coalesce(m.final, a.value::uuid) as id from jsonb_array_elements_text(${JSON.stringify([...named])}::jsonb) a left join merged m on m.loser = a.value::uuid)
    select merged.entity, merged.loser, merged.final from merged where merged.final in (select id from now)`)
}

/** What is compared with ids of records that may have been merged: the ids to compare with instead, or null to leave it as it is. */
type Instead = (entities: readonly string[], operand: unknown) => readonly string[] | null

function walk(ctx: Reading, entity: string, condition: object, instead: Instead): object {
  const parts = Object.entries(condition).map(([key, match]): object => {
    if (key === 'and' || key === 'or') return { [key]: (match as object[]).map(one => walk(ctx, entity, one, instead)) }
    if (key === 'not') return { not: walk(ctx, entity, match as object, instead) }
    const end = walkPath(ctx.model.entities, entity, key)
    if (typeof end === 'string') return { [key]: match }
    if (!isObject(match)) return termOf(ctx, end, key, 'eq', match, instead) ?? { [key]: match }
    return {
      and: Object.entries(match).map(([operator, operand]) => {
        if (operator === 'some' || operator === 'every' || operator === 'none')
          return { [key]: { [operator]: walk(ctx, end.to ?? '', operand as object, instead) } }
        return termOf(ctx, end, key, operator, operand, instead) ?? { [key]: { [operator]: operand } }
      }),
    }
  })
  return { and: parts }
}

const among: { readonly [operator: string]: 'in' | 'notIn' } = { eq: 'in', in: 'in', ne: 'notIn', notIn: 'notIn' }

function termOf(
  ctx: Reading,
  { field, compare }: Exclude<ReturnType<typeof walkPath>, string>,
  path: string,
  operator: string,
  operand: unknown,
  instead: Instead,
): object | null {
  const entities = compare === 'id' || compare === 'ids' ? mergedAmong(ctx, field) : null
  const how = compare === 'id' ? among[operator] : undefined
  if (!entities || !(how || operator === 'contains' || operator === 'under')) return null
  const ids = instead(entities, operand)
  if (!ids) return null
  if (how) return { [path]: { [how]: ids } }
  const each = ids.map(id => ({ [path]: { [operator]: id } }))
  return { or: each }
}

function idsIn(ctx: Reading, operand: unknown): string[] {
  const value = resolveOperand(operand, ctx.scope)
  return [value]
    .flat()
    .map(canonicalId)
    .filter(id => typeof id === 'string' && uuid.test(id)) as string[]
}
