import { type SQL, sql } from 'drizzle-orm'
import { identifier, tableName } from '../data/identifiers.ts'
import type { Composer } from '../records/composer.ts'
import { conditionSql } from '../records/where.ts'
import type { Model } from '../registry/model.ts'
import { composerOf, withoutLists } from '../rollups/contribution.ts'
import type { KeptSums, Staying } from './of.ts'

/** How the database says that something stays as it is, does not balance, or lies in locked days. */
export const states = { stays: 'SGM01', balance: 'SGM02', locked: 'SGM03' } as const

/** Where the functions of an entity are written: what they are composed with. */
export interface Site {
  readonly schema: string
  readonly model: Model
  readonly one: Staying
  readonly composer: Composer
  readonly sealed: SQL
  readonly name: SQL
}
export function siteOf(schema: string, model: Model, one: Staying): Site {
  const composer = composerOf(model, schema)
  return { schema, model, one, composer, sealed: tableName(schema, 'core_sealed'), name: sql`${one.entity.name}::text` }
}

/** That a record under an alias stays, by its own condition. Of each use its own place: the alias is the composer's. */
export function staying(site: Site): { readonly alias: SQL; readonly holds: SQL } {
  const place = site.composer.place(site.one.entity)
  const holds = conditionSql(site.composer, place, withoutLists(site.one.holds.stays.when), null)
  return { alias: identifier(place.alias), holds }
}

/** The records that stay, as a condition over their table under an alias, and the chain that each is in. */
export function stayingRows(
  schema: string,
  model: Model,
  one: Staying,
): { readonly composer: Composer; readonly alias: SQL; readonly holds: SQL; readonly chain: SQL } {
  const site = siteOf(schema, model, one)
  const { alias, holds } = staying(site)
  return { composer: site.composer, alias, holds, chain: chainSql(site, alias) }
}

export function refusal(site: Site, state: string, more: SQL = sql``): SQL {
  return sql`raise exception using errcode = ${state}, message = ${`${site.one.entity.name} is held by the database`}, detail = json_build_object('entity', ${site.name}, 'id', v.id${more})::text`
}

/** That a record under an alias is of a company that goes live in this very transaction, and was tried out: it goes whatever else holds it. */
export function discarding({ schema, one }: Site, alias: SQL): SQL {
  const column = one.entity.fields.get(one.entity.trial ?? '')?.columns[0]?.name
  return column
    ? sql`exists (select from ${tableName(schema, 'core_live')} g where g.company = ${alias}.${identifier(column)} and g.xid = pg_current_xact_id())`
    : sql`false`
}

export function lockNumber({ schema, name }: Site): SQL {
  return sql`hashtextextended('sangam days ' || ${schema}::text || ${name}, 0)`
}

/** The lines of records of which something holds, in the same form. */
export function linesOf(schema: string, one: Staying, { lines }: KeptSums, holds: SQL): SQL {
  return sql`${tableName(schema, one.entity.table)} r join ${tableName(schema, lines.entity.table)} l on l.${identifier(lines.by)} = r.id and l.deleted_at is null where ${holds}`
}

export function chainSql({ one }: Site, alias: SQL): SQL {
  const { chain } = one.holds.stays
  if (chain === null) return sql`null::text`
  const columns = chain.flatMap(name => one.entity.fields.get(name)?.columns ?? [])
  return columns.length === 0
    ? sql`'all'::text`
    : sql`jsonb_build_array(${sql.join(
        columns.map(column => sql`${alias}.${identifier(column.name)}`),
        sql`, `,
      )})::text`
}
