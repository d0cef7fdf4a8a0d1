import { type SQL, sql } from 'drizzle-orm'
import type { Statement } from '../data/connection.ts'
import { identifier, tableName } from '../data/identifiers.ts'
import type { Model } from '../registry/model.ts'
import { resolved } from '../rollups/contribution.ts'
import type { Staying } from './of.ts'
import { lockNumber, refusal, type Site, siteOf, states, staying } from './site.ts'

/** That lines come to nothing, as it is asked of all records that are being sealed. */
export function balanceChecks(site: Site, table: SQL, mine: SQL): SQL[] {
  const { schema, one, sealed } = site
  return one.holds.balanced.flatMap(({ lines: field, sum, atLeast }, at): SQL[] => {
    const lines = one.lines.find(line => line.field === field)
    const column = lines?.entity.fields.get(sum)?.columns[0]?.name
    if (!lines || !column) return []
    const amount = sql`coalesce(sum(l.${identifier(column)}), 0)`
    return [
      sql`select r.id, ${amount} as difference, count(l.id) as lines into v from ${sealed} s join ${table} r on r.id = s.record_id
          left join ${tableName(schema, lines.entity.table)} l on l.${identifier(lines.by)} = r.id and l.deleted_at is null
          where ${mine} group by r.id having ${amount} <> 0 or count(l.id) < ${String(atLeast)}::bigint limit 1;
        if found then ${refusal(site, states.balance, sql`, 'rule', ${String(at)}::integer, 'difference', trim_scale(v.difference::numeric)::text, 'lines', v.lines`)}; end if;`,
    ]
  })
}

/** Records that stay and whose lines come to something, or are too few: at most a hundred. */
export function balanceRows(schema: string, model: Model, one: Staying): Statement {
  const site = siteOf(schema, model, one)
  const table = tableName(schema, one.entity.table)
  const rules = one.holds.balanced.flatMap(({ lines: field, sum, atLeast }): SQL[] => {
    const lines = one.lines.find(line => line.field === field)
    const column = lines?.entity.fields.get(sum)?.columns[0]?.name
    if (!lines || !column) return []
    const { alias, holds } = staying(site)
    return [
      sql`select ${alias}.id from ${table} ${alias} left join ${tableName(schema, lines.entity.table)} l on l.${identifier(lines.by)} = ${alias}.id and l.deleted_at is null
        where ${holds} group by ${alias}.id having coalesce(sum(l.${identifier(column)}), 0) <> 0 or count(l.id) < ${String(atLeast)}::bigint`,
    ]
  })
  return resolved(sql`select id from (${sql.join([sql`select null::uuid as id where false`, ...rules], sql` union `)}) u order by id limit 100`, site.composer)
}

/** That no record lies in locked days; those who post share a lock that whoever locks days waits for. */
export function lockChecks(site: Site, table: SQL, mine: SQL): SQL[] {
  const { schema, one, sealed, model } = site
  const checks = one.holds.locked.flatMap((locked, at): SQL[] => {
    const lock = model.entities.get(locked.by)
    const day = one.entity.fields.get(locked.date)?.columns[0]?.name
    const until = lock?.fields.get(locked.until)?.columns[0]?.name
    if (!lock || !day || !until) return []
    const concerns = Object.entries(locked.match).map(([ofLock, ofRecord]) => {
      const [theirs, ours] = [lock.fields.get(ofLock)?.columns[0], one.entity.fields.get(ofRecord)?.columns[0]]
      const [left, right] = [sql`k.${identifier(theirs?.name ?? '')}`, sql`r.${identifier(ours?.name ?? '')}`]
      return sql` and (${left} is null or ${ours?.type === 'text[]' ? sql`${left} = any(${right})` : sql`${left} = ${right}`})`
    })
    return [
      sql`select r.id, max(k.${identifier(until)}) as until into v from ${sealed} s join ${table} r on r.id = s.record_id
          join ${tableName(schema, lock.table)} k on k.deleted_at is null and k.${identifier(until)} >= r.${identifier(day)}${sql.join(concerns)}
          where ${mine} group by r.id limit 1;
        if found then ${refusal(site, states.locked, sql`, 'rule', ${String(at)}::integer, 'until', to_char(v.until, 'YYYY-MM-DD')`)}; end if;`,
    ]
  })
  return checks.length === 0 ? [] : [sql`perform pg_advisory_xact_lock_shared(${lockNumber(site)});`, ...checks]
}
