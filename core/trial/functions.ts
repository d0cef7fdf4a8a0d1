import { type SQL, sql } from 'drizzle-orm'
import { identifier, tableName } from '../data/identifiers.ts'
import type { Model } from '../registry/model.ts'
import { type Going, seriesOf, type TrialPlan } from './of.ts'

/** Which rows of a table go, under an alias: those of the company that goes live, or those that name one that goes. */
function mine(schema: string, { by, with: above }: Going, alias: SQL): SQL {
  const column = sql`${alias}.${identifier(by)}`
  return above ? sql`${column} in (${idsOf(schema, above)})` : sql`${column} = new.company`
}

function idsOf(schema: string, going: Going): SQL {
  const alias = identifier(`g_${going.entity.table}`.slice(0, 60))
  return sql`select ${alias}.id from ${tableName(schema, going.entity.table)} ${alias} where ${mine(schema, going, alias)}`
}

/**
 * What happens as a company is written down as live: all of its trial goes, in the transaction of whoever writes that. It runs as the owner of the tables, so that it may remove what stays as it is; the functions that
 * hold such records let go only of those of a company whose row says this very transaction, and it says so no longer than this runs. Writers are waited for, and wait.
 */
export function trialBody(schema: string, model: Model, { going, cleared, links }: TrialPlan): SQL {
  const t = (name: string): SQL => tableName(schema, name)
  const sums = going.flatMap(({ entity }) =>
    (entity.holds?.kept ?? []).flatMap(kept => {
      const target = model.entities.get(kept.entity)
      const whose = Object.entries(kept.by).find(([, source]) => source === entity.trial)?.[0]
      const column = target?.fields.get(whose ?? '')?.columns[0]?.name
      return target && column ? [{ table: target.table, column }] : []
    }),
  )
  // In the order in which a posting goes: it holds its record, writes it, its lines, what follows from it, its sums. Who comes in another order (a number first) is let through, and waited for anew.
  const tables = [...new Set([...going.map(one => one.entity.table).reverse(), ...sums.map(one => one.table), 'core_counter'])]
  const x = identifier('x')
  const heads = going.flatMap(one =>
    one.entity.holds && one.entity.holds.stays.chain !== null
      ? [
          sql`said_heads := said_heads || array(select distinct on (s.chain) ${`${one.entity.name} `}::text || s.chain || ' ' || s.place || ':' || encode(s.hash, 'hex')
            from ${t('core_sealed')} s join ${t(one.entity.table)} ${x} on ${x}.id = s.record_id where s.entity = ${one.entity.name}::text and s.chain is not null and ${mine(schema, one, x)} order by s.chain, s.place desc);`,
        ]
      : [],
  )
  const steps = [
    ...cleared.flatMap(({ of, field, at }) => {
      const column = field.columns[0]?.name
      return column ? [sql`update ${t(of.table)} ${x} set ${identifier(column)} = null where ${x}.${identifier(column)} in (${idsOf(schema, at)});`] : []
    }),
    ...links.map(({ table, column, at }) => sql`delete from ${t(table)} ${x} where ${x}.${identifier(column)} in (${idsOf(schema, at)});`),
    ...going.flatMap(one =>
      one.entity.holds ? [sql`delete from ${t('core_sealed')} s where s.entity = ${one.entity.name}::text and s.record_id in (${idsOf(schema, one)});`] : [],
    ),
    ...going.map(
      one => sql`delete from ${t(one.entity.table)} ${x} where ${mine(schema, one, x)};
        get diagnostics n = row_count;
        ${one.with ? sql`` : sql`said_counts := said_counts || jsonb_build_object(${one.entity.name}::text, n);`}`,
    ),
    ...sums.map(({ table, column }) => sql`delete from ${t(table)} ${x} where ${x}.${identifier(column)} = new.company;`),
    ...going.flatMap(one => seriesOf(one.entity).map(field => countersOf(schema, one, field.name, field.columns[0]?.name ?? ''))),
  ]
  return sql`declare n bigint; said_counts jsonb := '{}'; said_heads text[] := '{}'; begin
    lock table ${sql.join(tables.map(t), sql`, `)} in exclusive mode;
    ${sql.join([...heads, ...steps], sql` `)}
    update ${t('core_live')} set xid = null, counts = said_counts, heads = said_heads where company = new.company;
    return null;
  end`
}

/** The counts of the company alone, and those of all where nothing is left that was numbered. */
function countersOf(schema: string, { entity }: Going, field: string, column: string): SQL {
  return sql`delete from ${tableName(schema, 'core_counter')} c where c.series = ${`${entity.name}.${field}`}::text
    and (right(c.prefix, 37) = chr(10) || new.company::text or not exists (select from ${tableName(schema, entity.table)} o where o.${identifier(column)} <> ''));`
}
