import { type SQL, sql } from 'drizzle-orm'
import type { Pool, Runner } from '../data/connection.ts'
import { identifier, tableName } from '../data/identifiers.ts'
import { appRole } from '../data/roles.ts'
import type { Composer } from '../records/composer.ts'
import type { Model } from '../registry/model.ts'
import { resolved } from '../rollups/contribution.ts'
import { type Drawn, type KeptSums, stayingOf } from './of.ts'

/** A sum that is fresh, and one that is folded: told apart by the version, which nothing else uses here. */
const [fresh, folded] = ['1', '2'] as const

function names(list: readonly Drawn[]): SQL {
  return sql.join(
    list.map(one => identifier(one.column)),
    sql`, `,
  )
}

function of(one: Drawn): SQL {
  return sql`${identifier(one.from === 'line' ? 'l' : 'r')}.${identifier(one.source)}`
}

/** That a line has all that a sum needs, under the aliases that its lines and records have there. */
export function hasPart({ by }: KeptSums): SQL {
  return sql.join([sql`true`, ...by.filter(one => one.needed).map(one => sql`${of(one)} is not null`)], sql` and `)
}

/** What lines come to, by what they are kept by; `from` gives the lines as `l` and their records as `r`. Those that lack what the sum needs are left out. */
function summed({ by, sums }: KeptSums, from: SQL, sign: SQL = sql``): SQL {
  const parts = [
    ...by.map(one => sql`${of(one)} as ${identifier(one.column)}`),
    ...sums.map(one => sql`${sign}coalesce(sum(${of(one)})${partOf(one, of(one))}, 0) as ${identifier(one.column)}`),
  ]
  const needed = by.filter(one => one.needed).map(one => sql`${of(one)} is not null`)
  const having = needed.length === 0 ? sql`` : sql` having ${sql.join(needed, sql` and `)}`
  return sql`select ${sql.join(parts, sql`, `)} from ${from} group by ${sql.join(by.map(of), sql`, `)}${having}`
}

/** Which lines are added up. */
function partOf({ only }: Drawn, value: SQL): SQL {
  if (only === undefined) return sql``
  return only === 'above' ? sql` filter (where ${value} > 0)` : sql` filter (where ${value} < 0)`
}

/** Adds what lines come to. */
export function addSums(schema: string, kept: KeptSums, from: SQL): SQL {
  const columns = [...kept.by, ...kept.sums]
  // By their table: the function that runs this has variables of its own, and a plugin may call a field as they are called.
  const values = columns.map(one => sql`x.${identifier(one.column)}`)
  return sql`insert into ${tableName(schema, kept.table)} (id, version, created_at, updated_at, ${names(columns)})
    select gen_random_uuid(), ${fresh}::integer, now(), now(), ${sql.join(values, sql`, `)} from (${summed(kept, from)}) x where ${isSomething(kept.sums, 'x')}`
}

function isSomething(sums: readonly Drawn[], alias: string): SQL {
  return sql`(${sql.join(
    sums.map(one => sql`${identifier(alias)}.${identifier(one.column)} <> 0`),
    sql` or `,
  )})`
}

/** The index by which a sum finds the one it is folded into, named by what it means, and that nobody of the application writes here. */
export function guardSums(schema: string, { table, by, key }: KeptSums): SQL[] {
  return [
    sql`do $do$ declare o text; begin
      for o in select c.relname from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
        where i.indrelid = pg_catalog.to_regclass('${tableName(schema, table)}') and c.relname like 'sums\\_%' and c.relname <> (pg_catalog.parse_ident('${identifier(key)}'))[1]
      loop execute pg_catalog.format('drop index %s.%I', '${identifier(schema)}', o); end loop;
    end $do$`,
    sql`create unique index if not exists ${identifier(key)} on ${tableName(schema, table)} (${names(by)}) nulls not distinct where version = 2`,
    sql`revoke insert, update, delete on ${tableName(schema, table)} from ${identifier(appRole)}`,
  ]
}

const most = 5000

/** Adds fresh sums to those that are folded; whoever reads sees each on one side or the other. */
export async function foldSums(owner: Pool, schema: string, model: Model): Promise<number> {
  let done = 0
  for (const kept of stayingOf(model).flatMap(one => one.kept)) {
    const table = tableName(schema, kept.table)
    const [by, all] = [names(kept.by), names([...kept.by, ...kept.sums])]
    const added = kept.sums.map(one => sql`${identifier(one.column)} = k.${identifier(one.column)} + excluded.${identifier(one.column)}`)
    const totals = [...kept.by.map(one => identifier(one.column)), ...kept.sums.map(one => sql`sum(${identifier(one.column)}) as ${identifier(one.column)}`)]
    for (;;) {
      const [row] = await owner.run<{ taken: number }>(sql`
        with taken as (delete from ${table} where id in (select id from ${table} where version = ${fresh}::integer order by id limit ${most}::int for update skip locked) returning ${all}),
        put as (
          insert into ${table} as k (id, version, created_at, updated_at, ${all})
          select gen_random_uuid(), ${folded}::integer, now(), now(), ${all} from (select ${sql.join(totals, sql`, `)} from taken group by ${by}) x order by ${by}
          on conflict (${by}) where version = 2 do update set ${sql.join([...added, sql`updated_at = now()`], sql`, `)})
        select count(*)::int as taken from taken`)
      done += row?.taken ?? 0
      if ((row?.taken ?? 0) < most) break
    }
  }
  return done
}

/** How many of what sums are kept by differ from what the lines come to when they are counted again. */
export async function driftedSums(runner: Runner, schema: string, kept: KeptSums, from: SQL, composer: Composer): Promise<number> {
  const [by, all] = [names(kept.by), names([...kept.by, ...kept.sums])]
  const totals = kept.sums.map(one => sql`sum(${identifier(one.column)}) <> 0`)
  const query = sql`select count(*)::int as count from (select ${by} from (select ${all} from ${tableName(schema, kept.table)} union all select ${all} from (${summed(kept, from, sql`-`)}) c) u
      group by ${by} having ${sql.join(totals, sql` or `)}) d`
  const [row] = await runner.run<{ count: number }>(resolved(query, composer))
  return row?.count ?? 0
}
