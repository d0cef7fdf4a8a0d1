import { type SQL, sql } from 'drizzle-orm'
import { systemAccess } from '../../access/resolve.ts'
import type { CoreCtx } from '../../data/context.ts'
import { identifier } from '../../data/identifiers.ts'
import type { ModelEntity } from '../../registry/model.ts'
import { fromSql, reachOf } from '../compile.ts'
import { selectSql, visibleFields } from '../select.ts'
import { prepared, runPrepared } from '../statements.ts'
import type { ChangeRequest, Item } from './work.ts'

export interface Locked {
  readonly record: Item
  /** Whether the caller may see it, and may do this to it. */
  readonly seen: boolean
  readonly allowed: boolean
}

/**
 * Reads records whole and holds them until the transaction ends, always in the order of their ids, so
 * that two sets never wait for each other. What the caller may see and do is asked in the same statement.
 */
export async function lockRecords(
  ctx: CoreCtx,
  entity: ModelEntity,
  verb: Exclude<ChangeRequest['verb'], 'create'>,
  permission: string,
  ids: readonly string[],
): Promise<Map<string, Locked>> {
  const statement = prepared(ctx, `lock ${entity.name} ${verb} ${permission}`, composer => {
    const whole = composer.as(systemAccess(composer.access.caller, 'reads a record to change it'))
    const place = composer.place(entity)
    const alias = identifier(place.alias)
    const values = selectSql(whole, place, visibleFields(whole, entity, true))
    const seen = flag(reachOf(composer, place, 'read'))
    const allowed = flag(reachOf(composer, place, permission))
    const wanted = composer.bind(asked => (asked as { ids: readonly string[] }).ids)
    const live = verb === 'restore' ? sql`${alias}.deleted_at is not null` : sql`${alias}.deleted_at is null`
    // A removal keeps others from pointing here; a change does not hinder them.
    const lock = verb === 'remove' ? sql`for update of ${alias}` : sql`for no key update of ${alias}`
    return sql`select (select row_to_json(r) from (select ${values}) r) as record, ${seen} as seen, ${allowed} as allowed from ${fromSql(composer, place)} where ${alias}.id = any(${wanted}::uuid[]) and ${live} order by ${alias}.id ${lock}`
  })
  const rows = await runPrepared<Locked>(ctx, statement, { ids })
  return new Map(rows.map(row => [String(row.record.id), row]))
}

function flag(reach: SQL | null): SQL {
  return reach === null ? sql`true` : sql`(${reach}) is true`
}
