import type { LockExceptions } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import type { Statement } from '../data/connection.ts'
import { identifier, tableName } from '../data/identifiers.ts'
import { conditionSql } from '../records/where.ts'
import type { Invariants, Model } from '../registry/model.ts'
import { namesIn } from '../registry/numbering.ts'
import { resolved, withoutLists } from '../rollups/contribution.ts'
import type { Staying, StayingLines } from './of.ts'
import { lockNumber, refusal, type Site, siteOf, states, staying } from './site.ts'

/** That the lines of a record, as `l`, come to something, or are too few; null where there is no such column any more. */
export function outOfBalance({ entity }: StayingLines, { sum, atLeast }: Invariants['balanced'][number]): SQL | null {
  const column = entity.fields.get(sum)?.columns[0]?.name
  return column ? sql`(coalesce(sum(l.${identifier(column)}), 0) <> 0 or count(l.id) < ${String(atLeast)}::bigint)` : null
}

/** That lines come to nothing, as it is asked of all records that are being sealed where a look told that some don't (`off`). */
export function balanceChecks(site: Site, table: SQL, mine: SQL, off: (at: number) => SQL): SQL[] {
  const { schema, one, sealed } = site
  return one.holds.balanced.flatMap(({ lines: field, sum, atLeast }, at): SQL[] => {
    const lines = one.lines.find(line => line.field === field)
    const column = lines?.entity.fields.get(sum)?.columns[0]?.name
    if (!lines || !column) return []
    const amount = sql`coalesce(sum(l.${identifier(column)}), 0)`
    return [
      sql`if ${off(at)} then
        select r.id, ${amount} as difference, count(l.id) as lines into v from ${sealed} s join ${table} r on r.id = s.record_id
          left join ${tableName(schema, lines.entity.table)} l on l.${identifier(lines.by)} = r.id and l.deleted_at is null
          where ${mine} group by r.id having ${amount} <> 0 or count(l.id) < ${String(atLeast)}::bigint limit 1;
        if found then ${refusal(site, states.balance, sql`, 'rule', ${String(at)}::integer, 'difference', trim_scale(v.difference::numeric)::text, 'lines', v.lines`)}; end if;
        end if;`,
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
    const place = site.composer.place(lock)
    const k = identifier(place.alias)
    const hard = locked.hard === null ? null : sql`coalesce(${conditionSql(site.composer, place, withoutLists(locked.hard.when), null)}, false)`
    const named = namesIn(locked.hard?.when ?? {})
    const concerns = Object.entries(locked.match).map(([ofLock, ofRecord]) => {
      const [theirs, ours] = [lock.fields.get(ofLock)?.columns[0], one.entity.fields.get(ofRecord)?.columns[0]]
      const [left, right] = [sql`${k}.${identifier(theirs?.name ?? '')}`, sql`r.${identifier(ours?.name ?? '')}`]
      const always = hard !== null && named.includes(ofLock) ? sql`${hard} or ` : sql``
      return sql` and (${always}${left} is null or ${ours?.type === 'text[]' ? sql`${left} = any(${right})` : sql`${left} = ${right}`})`
    })
    const title = lock.fields.get(lock.title)?.columns[0]
    const called = title?.type === 'text' ? sql`${k}.${identifier(title.name)}` : sql`null::text`
    const lifted = locked.except === null ? sql`` : sql` and not (${hard === null ? sql`` : sql`not ${hard} and `}${exceptedSql(site, locked.except, k)})`
    return [
      sql`select r.id, ${k}.${identifier(until)} as until, ${called} as called, ${hard ?? sql`false`} as hard into v from ${sealed} s join ${table} r on r.id = s.record_id
          join ${tableName(schema, lock.table)} ${k} on ${k}.deleted_at is null and ${k}.${identifier(until)} >= r.${identifier(day)}${sql.join(concerns)}
          where ${mine}${lifted} order by hard desc, until desc limit 1;
        if found then ${refusal(site, states.locked, sql`, 'rule', ${String(at)}::integer, 'until', to_char(v.until, 'YYYY-MM-DD'), 'lock', v.called, 'hard', v.hard`)}; end if;`,
    ]
  })
  return checks.length === 0 ? [] : [sql`perform pg_advisory_xact_lock_shared(${lockNumber(site)});`, ...checks]
}

/**
 * That whoever wrote the record last, which is who lets it stay, has an exception to a lock that lasts. The later of two clocks counts, that of the database and that of the write, so that none that is set back
 * makes it last longer; and however long it says that it lasts, it lasts no longer than was agreed after it was given.
 */
function exceptedSql({ schema, model }: Site, except: LockExceptions, lock: SQL): SQL {
  const entity = model.entities.get(except.by)
  const e = (name: string): SQL => sql`e.${identifier(entity?.fields.get(name)?.columns[0]?.name ?? '')}`
  const now = sql`greatest(now(), r.updated_at)`
  return sql`exists (select from ${tableName(schema, entity?.table ?? '')} e where ${e(except.lock)} = ${lock}.id and ${e(except.person)} = r.updated_by and e.deleted_at is null
    and ${e(except.ended)} is null and ${now} < least(${e(except.until)}, e.created_at + make_interval(days => ${String(except.days)}::integer)))`
}
