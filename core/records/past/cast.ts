import { type SQL, sql } from 'drizzle-orm'
import type { columnTypes } from '../../plans/ddl.ts'

type ColumnType = (typeof columnTypes)[number]

/** The text of a JSON value that is no list and no object. */
function textOf(value: SQL): SQL {
  return sql`case when jsonb_typeof(${value}) in ('string', 'number', 'boolean') then ${value} #>> '{}' end`
}

/** A text in a form, as something else: what is tested first stands in the same `case`, so that nothing else is ever cast. */
function shaped(value: SQL, shape: SQL, cast: SQL): SQL {
  return sql`case when (${value} #>> '{}') ~ ${shape} then (${value} #>> '{}')${cast} end`
}

/** That the text begins with a day that the calendar has. */
function hasDay(value: SQL): SQL {
  const text = sql`(${value} #>> '{}')`
  return sql`case when ${text} !~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])' or substr(${text}, 1, 4) = '0000' then false when substr(${text}, 9, 2) < '29' then true
    else substr(${text}, 9, 2)::integer <= extract(day from (substr(${text}, 1, 7) || '-01')::date + interval '1 month - 1 day') end`
}

/**
 * A value of a snapshot as a column of today has it: null where it was of another kind then and does not fit, never an error. PostgreSQL
 * tells whether a text can be cast only from version 16 on.
 */
export function castSql(type: ColumnType, value: SQL): SQL {
  switch (type) {
    case 'text':
      return sql`(${textOf(value)} collate "und-x-icu")`
    case 'integer':
      return sql`case when (${value} #>> '{}') ~ '^-?[0-9]{1,10}$' then case when (${value} #>> '{}')::bigint between -2147483648 and 2147483647 then (${value} #>> '{}')::integer end end`
    case 'bigint':
      return shaped(value, sql`'^-?[0-9]{1,18}$'`, sql`::bigint`)
    case 'numeric':
      return shaped(value, sql`'^-?[0-9]{1,100}([.][0-9]{1,100})?$'`, sql`::numeric`)
    case 'boolean':
      return sql`case ${value} #>> '{}' when 'true' then true when 'false' then false end`
    case 'date':
      return sql`case when (${value} #>> '{}') ~ '^.{10}$' and ${hasDay(value)} then (${value} #>> '{}')::date end`
    case 'timestamptz(3)':
      return sql`(case when (${value} #>> '{}') ~ '^.{10}T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?Z$' and ${hasDay(value)} then (${value} #>> '{}')::timestamptz(3) end)`
    case 'time(0)':
      return shaped(value, sql`'^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$'`, sql`::time(0)`)
    case 'uuid':
      return shaped(value, sql`'^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'`, sql`::uuid`)
    case 'text[]':
      return sql`case when jsonb_typeof(${value}) = 'array' then array(select jsonb_array_elements_text(${value})) end`
    case 'jsonb':
      return sql`nullif(${value}, 'null'::jsonb)`
  }
}

/** A list as it is, and an empty one for anything else. */
export function listOf(value: SQL): SQL {
  return sql`case when jsonb_typeof(${value}) = 'array' then ${value} else '[]'::jsonb end`
}
