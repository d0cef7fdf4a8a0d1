import { type SQL, sql } from 'drizzle-orm'
import type { columnTypes } from '../../plans/ddl.ts'

type ColumnType = (typeof columnTypes)[number]

/** Where a text is tested in the same `case`, nothing else is ever cast. Expressions that count (`{8}`) cost ten times what these tests do. */
function tested(text: SQL, test: SQL, cast: SQL): SQL {
  return sql`case when ${test} then ${text}${cast} end`
}

/** That the text begins as `2027-03-31` does and the calendar has that day. */
function hasDay(text: SQL): SQL {
  return sql`substr(${text}, 1, 4) > '0000' and substr(${text}, 6, 2) between '01' and '12' and substr(${text}, 9, 2) >= '01' and case when substr(${text}, 9, 2) < '29' then true
    else substr(${text}, 9, 2)::integer <= extract(day from (substr(${text}, 1, 7) || '-01')::date + interval '1 month - 1 day') end`
}

const uuid = (text: SQL): SQL => sql`${text} like '________-____-____-____-____________' and ${text} !~ '[^0-9a-f-]' and length(replace(${text}, '-', '')) = 32`

const day = (text: SQL): SQL =>
  sql`case when ${text} like '____-__-__' and ${text} !~ '[^0-9-]' and length(replace(${text}, '-', '')) = 8 then ${hasDay(text)} end`

/** As the pipeline writes them. */
const instant = (text: SQL): SQL =>
  sql`case when ${text} like '____-__-__T__:__:__.___Z' and ${text} !~ '[^0-9TZ:.-]' and length(translate(${text}, 'TZ:.-', '')) = 17
    then substr(${text}, 12, 2) < '24' and substr(${text}, 15, 2) < '60' and substr(${text}, 18, 2) < '60' and ${hasDay(text)} end`

/**
 * A value of a snapshot as a column of today has it: null where it was of another kind then and does not fit, never an error. PostgreSQL
 * tells whether a text can be cast only from version 16 on.
 */
export function castSql(type: ColumnType, value: SQL): SQL {
  const text = sql`(${value} #>> '{}')`
  switch (type) {
    case 'text':
      return sql`(case when jsonb_typeof(${value}) in ('string', 'number', 'boolean') then ${text} end collate "und-x-icu")`
    case 'integer':
      return sql`case when ${text} ~ '^-?[0-9]+$' and length(${text}) < 12 then case when ${text}::bigint between -2147483648 and 2147483647 then ${text}::integer end end`
    case 'bigint':
      return tested(text, sql`${text} ~ '^-?[0-9]+$' and length(${text}) < 19`, sql`::bigint`)
    case 'numeric':
      return tested(text, sql`${text} ~ '^-?[0-9]+([.][0-9]+)?$' and length(${text}) < 1000`, sql`::numeric`)
    case 'boolean':
      return sql`case ${text} when 'true' then true when 'false' then false end`
    case 'date':
      return tested(text, day(text), sql`::date`)
    case 'timestamptz(3)':
      return tested(text, instant(text), sql`::timestamptz(3)`)
    case 'time(0)':
      return tested(text, sql`${text} ~ '^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$'`, sql`::time(0)`)
    case 'uuid':
      return tested(text, uuid(text), sql`::uuid`)
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
