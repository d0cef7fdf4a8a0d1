import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../data/context.ts'
import { throughDoor } from '../data/door.ts'
import { identifier, tableName } from '../data/identifiers.ts'
import { notFound, Refused } from '../errors.ts'
import type { ModelEntity } from '../registry/model.ts'
import { lockRecords } from './change/lock.ts'
import { columnAt } from './compile.ts'
import { fromSql } from './composer.ts'
import { isId } from './find.ts'
import { badQuery } from './query.ts'
import { binSightOf } from './reach.ts'
import { searchShape, searchSql } from './search.ts'
import { entityFor, idsShape, idsSql, prepared, type Reader, runPrepared } from './statements.ts'

const page = 100

export interface Binned {
  readonly id: string
  readonly title: string | null
  readonly removedAt: string
  readonly by: string | null
}

/** What lies in the bin of an entity and its caller may put back, newest first. */
export async function listBin(
  ctx: CoreCtx,
  name: string,
  query: { readonly search?: string; readonly after?: string },
): Promise<{ items: Binned[]; next: string | null }> {
  const entity = entityFor(ctx, name)
  if (!entity.bin || entity.linesOf || !ctx.access.may(name, 'remove')) throw notFound()
  const [at, id] = query.after === undefined ? [null, null] : cursorOf(query.after)
  const words = searchShape(query.search)
  const statement = prepared(ctx, `bin ${name} ${words.join()} ${at === null}`, composer => {
    const place = composer.place(entity)
    const alias = identifier(place.alias)
    const title = columnAt(composer, place, '$title').sql
    const removed = sql`to_char(${alias}.deleted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
    const bound = (key: 'at' | 'id') => composer.bind(asked => (asked as { at: string; id: string })[key])
    const older = at === null ? sql`` : sql` and (${alias}.deleted_at, ${alias}.id) < (${bound('at')}::timestamptz, ${bound('id')}::uuid)`
    const found = words.length > 0 ? sql` and ${searchSql(composer, place, words)}` : sql``
    const where = sql`${binSightOf(composer, place)}${found}${older}`
    return sql`
      select ${alias}.id, ${title}::text as title, ${removed} as "removedAt", (select u.name from ${tableName(ctx.schema, 'core_user')} u where u.id = ${alias}.updated_by) as by
      from ${fromSql(composer, place)} where ${where} order by ${alias}.deleted_at desc, ${alias}.id desc limit ${composer.bind(() => page + 1)}::int`
  })
  const rows = await runPrepared<Binned>(ctx, statement, { ...query, at, id })
  const items = rows.slice(0, page)
  const last = rows.length > page ? items.at(-1) : undefined
  return { items, next: last ? `${last.removedAt} ${last.id}` : null }
}

/** Which of some records lie in the bin, of those that the caller may put back. */
export async function inBin(reader: Reader, entity: ModelEntity, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0 || !entity.bin || entity.linesOf || !reader.access.may(entity.name, 'remove')) return new Set()
  const statement = prepared(reader, `in the bin ${entity.name} ${idsShape(ids)}`, composer => {
    const place = composer.place(entity)
    return sql`select ${identifier(place.alias)}.id from ${fromSql(composer, place)} where ${idsSql(composer, place.alias, ids)} and ${binSightOf(composer, place)}`
  })
  const rows = await runPrepared<{ id: string }>(reader, statement, { ids })
  return new Set(rows.map(({ id }) => id))
}

function cursorOf(after: string): readonly [string, string] {
  const [at = '', id = ''] = after.split(' ')
  if (Number.isNaN(Date.parse(at)) || !isId(id)) throw badQuery('"after" is what the page before gave as "next".')
  return [at, id]
}

/**
 * Removes a record for good: its row and its lines. What the history says of it stays. An administrator's act, and refused for what must be kept.
 *
 * Errors: `not_found`, `forbidden`, `must_be_kept`, `referred_to`.
 */
export async function purge(ctx: CoreCtx, name: string, id: string): Promise<void> {
  const entity = entityFor(ctx, name)
  if (!isId(id) || !entity.bin || entity.linesOf) throw notFound()
  if (!ctx.access.caller.roles.some(role => role === 'core.owner' || role === 'core.admin'))
    throw new Refused(403, 'forbidden', 'You may not do this here. Ask an admin for the right to.')
  const there = (await lockRecords(ctx, entity, 'restore', 'remove', [id.toLowerCase()])).get(id.toLowerCase())
  if (!there?.seen || !there.allowed) throw notFound()
  const { keep } = entity.definition
  const until = keep && new Date(String(there.record.updatedAt))
  if (keep && until) until.setUTCFullYear(until.getUTCFullYear() + keep.years)
  if (keep && until && until.toISOString() > ctx.now())
    throw new Refused(409, 'must_be_kept', 'This must be kept until {day}. It stays in the bin.', { values: { day: until.toISOString().slice(0, 10) } })
  for (const link of entity.referredBy) {
    const other = ctx.model.entities.get(link.entity)
    // Of a pointer to one of several the id is the last; lists of references let go by themselves.
    const column = other?.fields.get(link.field)?.columns.at(-1)
    if (!other || !column) continue
    const [table, by] = [tableName(ctx.schema, other.table), identifier(column.name)]
    if (other.linesOf?.entity === name && other.linesOf.by === link.field) await ctx.tx.run(throughDoor(sql`delete from ${table} where ${by} = ${id}::uuid`))
    else {
      const [user] = await ctx.tx.run(throughDoor(sql`select id from ${table} where ${by} = ${id}::uuid limit 1`))
      if (user) throw new Refused(409, 'referred_to', 'Others still point at it, perhaps from the bin. It stays in the bin.')
    }
  }
  await ctx.tx.run(throughDoor(sql`delete from ${tableName(ctx.schema, entity.table)} where id = ${id}::uuid and deleted_at is not null`))
}
