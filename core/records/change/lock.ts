import { type SQL, sql } from 'drizzle-orm'
import { systemAccess } from '../../access/resolve.ts'
import type { CoreCtx } from '../../data/context.ts'
import { identifier } from '../../data/identifiers.ts'
import type { ModelEntity } from '../../registry/model.ts'
import { arrowVerbs } from '../../registry/verbs.ts'
import { type Composer, flagsSql, fromSql, type Place } from '../composer.ts'
import { heldSql, reachOf, readSql } from '../reach.ts'
import { selectSql, visibleFields } from '../select.ts'
import { idsShape, idsSql, prepared, runPrepared, valuesOf } from '../statements.ts'
import type { ChangeRequest, Item, Rights } from './work.ts'

export interface Locked {
  readonly record: Item
  /** Whether the caller may see it, and may do this to it. */
  readonly seen: boolean
  readonly allowed: boolean
  readonly rights: Rights | null
}

/** As many as are written in the order that they are given in: looked up one by one. */
const fewPeeked = 32

/**
 * Reads records whole and holds them until the transaction ends, always in the order of their ids, so
 * that two sets never wait for each other. What the caller may see and do is asked in the same statement.
 * One that is only changed may be held when it is written: where that is tried on hope.
 */
export async function lockRecords(
  ctx: CoreCtx,
  entity: ModelEntity,
  verb: Exclude<ChangeRequest['verb'], 'create'>,
  permission: string,
  ids: readonly string[],
  held: 'at once' | 'when written' = 'at once',
): Promise<Map<string, Locked>> {
  // The write itself refuses a record that is another version by then. It takes a few in the order of their ids; of many the database may choose another.
  const peek = held === 'when written' && ids.length <= fewPeeked ? (ctx.steadiness?.peek() ?? null) : null
  const statement = prepared(ctx, `${peek ? 'read' : 'lock'} ${entity.name} ${verb} ${permission} ${idsShape(ids)}`, composer => {
    const whole = composer.as(systemAccess(composer.access.caller, 'reads a record to change it'))
    const place = { ...composer.place(entity), binned: verb === 'restore' }
    const alias = identifier(place.alias)
    const values = selectSql(whole, place, visibleFields(whole, entity, true))
    const seen = flag(reachOf(composer, place, 'read'))
    const allowed = flag(reachOf(composer, place, permission))
    const rights = verb === 'update' ? rightsSql(composer, place) : sql`null::json`
    const live = verb === 'restore' ? sql`${alias}.deleted_at is not null` : sql`${alias}.deleted_at is null`
    // A removal keeps others from pointing here; a change does not hinder them.
    const lock = peek ? sql`` : verb === 'remove' ? sql`for update of ${alias}` : sql`for no key update of ${alias}`
    return sql`select (select row_to_json(_row) from (select ${values}) _row) as record, ${seen} as seen, ${allowed} as allowed, ${rights} as rights from ${fromSql(composer, place)} where ${idsSql(composer, place.alias, ids)} and ${live} order by ${alias}.id ${lock}`
  })
  const rows = peek ? await peek<Locked>(statement.statement, valuesOf(ctx, statement, { ids })) : await runPrepared<Locked>(ctx, statement, { ids })
  return new Map(rows.map(row => [String(row.record.id), row]))
}

function flag(reach: SQL | null): SQL {
  return reach === null ? sql`true` : sql`(${reach}) is true`
}

/** What the caller may write and which arrows they may take, where that depends on the record: asked of it as it is. */
function rightsSql(composer: Composer, place: Place): SQL {
  const { entity } = place
  const { access } = composer
  const verbs = new Set([...entity.fields.values()].flatMap(arrowVerbs))
  const asked = [
    ...[...entity.fields.keys()].map(name => [`field ${name}`, access.field(entity.name, name, 'update')] as const),
    ...[...verbs].map(verb => [`verb ${verb}`, access.rows(entity.name, verb)] as const),
  ]
  const rights = asked.flatMap(([right, reach]): [string, SQL][] => {
    if (typeof reach === 'string') return []
    return [[right, sql`(${heldSql(composer, place, reach, right.startsWith('field ') ? 'update' : '')}) is true`]]
  })
  for (const name of entity.fields.keys()) {
    const open = readSql(composer, place, name, access.field(entity.name, name, 'read'))
    if (open) rights.push([`read ${name}`, sql`(${open}) is true`])
  }
  return flagsSql(composer, rights)
}
