import { type SQL, sql } from 'drizzle-orm'
import type { ModelField } from '../../registry/model.ts'

/** Puts a constant into a statement: a parameter in a query, a place to fill in where DDL takes none. */
export type Constant = (value: string) => SQL
/** A value of one type as a value of another; null where it does not fit. */
type Conversion = (from: SQL, setting: Setting, constant: Constant) => SQL

/** What a conversion needs to know beside the value. */
export interface Setting {
  readonly after: ModelField
  /** Where days begin. */
  readonly zone: string
  /** Of amounts that had none; the only one that is kept where a currency goes. */
  readonly currency: string
}

/** What each type of field can become, column by column. A type that is not here stays what it is. */
const conversions: { readonly [from: string]: { readonly [to: string]: Conversion } } = {
  text: { integer: toInteger, decimal: toDecimal, boolean: toBoolean, date: toDate, choice: toChoice, choices: toChoices },
  choice: { text: asText, choices: toChoices, flow: toChoice },
  flow: { text: asText, choice: toChoice },
  series: { text: asText },
  integer: { text: asText, decimal: (from, { after }, constant) => within(sql`${from}::numeric`, after, constant), boolean: numberToBoolean },
  decimal: { text: from => sql`pg_catalog.trim_scale(${from})::text`, integer: decimalToInteger, boolean: numberToBoolean },
  boolean: { text: asText, integer: from => sql`${from}::integer` },
  date: { text: asText, datetime: (from, { zone }, constant) => sql`(${from}::timestamp at time zone ${constant(zone)})` },
  datetime: { date: (from, { zone }, constant) => sql`(${from} at time zone ${constant(zone)})::date` },
  choices: { text: from => sql`nullif(pg_catalog.array_to_string(${from}, ', '), '')` },
}

/** The types that a field of a type can become. */
export function becomes(type: string): readonly string[] {
  return [...Object.keys(conversions[type] ?? {}), ...(type === 'decimal' || type === 'integer' ? ['money'] : []), ...(type === 'money' ? ['decimal'] : [])]
}

/** For each column of the new type the value it takes from the old columns; null where the one can't become the other. */
export function conversionOf(
  before: ModelField,
  after: ModelField,
  setting: Omit<Setting, 'after'>,
  constant: Constant,
  column: (name: string) => SQL,
): readonly { readonly column: string; readonly value: SQL }[] | null {
  const [from, to] = [before.type.type, after.type.type]
  const [source, target] = [before.columns, after.columns]
  const given = { ...setting, after }
  const [first, second] = [source[0], target[0]]
  if (!first || !second || !becomes(from).includes(to)) return null
  if (to === 'money') {
    const [amount, currency] = target
    const old = column(first.name)
    if (!amount || !currency) return null
    return [
      { column: amount.name, value: within(sql`${old}::numeric`, after, constant) },
      { column: currency.name, value: sql`case when ${old} is not null then ${constant(setting.currency)} end` },
    ]
  }
  if (from === 'money') {
    const kept = sql`case when ${column(source[1]?.name ?? '')} = ${constant(setting.currency)} then ${column(first.name)} end`
    return [{ column: second.name, value: within(kept, after, constant) }]
  }
  const convert = conversions[from]?.[to]
  return convert ? [{ column: second.name, value: convert(column(first.name), given, constant) }] : null
}

function asText(from: SQL): SQL {
  return sql`${from}::text`
}

function toInteger(from: SQL, { after }: Setting, constant: Constant): SQL {
  const fits = sql`pg_catalog.btrim(${from}) ~ '^[+-]?[0-9]{1,10}$'`
  const number = sql`case when ${fits} then pg_catalog.btrim(${from})::numeric end`
  return sql`case when ${number} between -2147483648 and 2147483647 then (${within(number, after, constant)})::integer end`
}

function decimalToInteger(from: SQL, { after }: Setting, constant: Constant): SQL {
  return sql`case when ${from} = pg_catalog.trunc(${from}) and ${from} between -2147483648 and 2147483647 then (${within(from, after, constant)})::integer end`
}

function toDecimal(from: SQL, { after }: Setting, constant: Constant): SQL {
  const plain = sql`pg_catalog.replace(pg_catalog.btrim(${from}), ',', '')`
  return within(sql`case when ${plain} ~ '^[+-]?[0-9]{1,15}([.][0-9]{1,30})?$' then pg_catalog.trim_scale(${plain}::numeric) end`, after, constant)
}

/** What is beyond the limits of the new field does not fit it. */
function within(value: SQL, { options, type }: ModelField, constant: Constant): SQL {
  const { min, max, digits } = options as { readonly min?: unknown; readonly max?: unknown; readonly digits?: number }
  const places = type.type === 'integer' ? undefined : (digits ?? (type.type === 'money' ? 4 : 6))
  const limits = [
    ...(min === undefined ? [] : [sql`(${value}) >= ${constant(String(min))}::numeric`]),
    ...(max === undefined ? [] : [sql`(${value}) <= ${constant(String(max))}::numeric`]),
    ...(places === undefined ? [] : [sql`(${value}) = pg_catalog.round((${value}), ${constant(String(places))}::integer)`]),
  ]
  return limits.length === 0 ? value : sql`case when ${sql.join(limits, sql` and `)} then (${value}) end`
}

function toBoolean(from: SQL): SQL {
  return sql`case when pg_catalog.lower(pg_catalog.btrim(${from})) in ('true', 'yes', 'y', '1', 'हाँ') then true when pg_catalog.lower(pg_catalog.btrim(${from})) in ('false', 'no', 'n', '0', 'नहीं') then false end`
}

function numberToBoolean(from: SQL): SQL {
  return sql`case ${from} when 1 then true when 0 then false end`
}

/** A day as ISO writes it, and one that the calendar has. */
function toDate(from: SQL): SQL {
  const plain = sql`pg_catalog.btrim(${from})`
  const day = sql`pg_catalog.substr(${plain}, 9, 2)::integer`
  const first = sql`pg_catalog.make_date(pg_catalog.substr(${plain}, 1, 4)::integer, pg_catalog.substr(${plain}, 6, 2)::integer, 1)`
  return sql`case when pg_catalog.btrim(${from}) ~ '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
    then case when ${day} <= pg_catalog.date_part('day', ${first} + interval '1 month' - interval '1 day') then ${first} + (${day} - 1) end end`
}

/** By what the choice is stored as, or by what people call it. */
function toChoice(from: SQL, { after }: Setting, constant: Constant): SQL {
  return sql`(${constant(JSON.stringify(choiceMap(after)))}::jsonb ->> pg_catalog.lower(pg_catalog.btrim(${from})))`
}

function toChoices(from: SQL, { after }: Setting, constant: Constant): SQL {
  const map = choiceMap(after)
  if (after.options.open === true) return sql`pg_catalog.regexp_split_to_array(nullif(pg_catalog.btrim(${from}), ''), '\\s*,\\s*')`
  const one = sql`(${constant(JSON.stringify(map))}::jsonb ->> pg_catalog.lower(pg_catalog.btrim(${from})))`
  return sql`case when ${one} is not null then array[${one}] end`
}

function choiceMap({ options }: ModelField): { readonly [said: string]: string } {
  const { choices, states } = options as { readonly choices?: Shapes; readonly states?: Shapes }
  const named = Object.entries(choices ?? states ?? {})
  return Object.fromEntries([
    ...named.map(([value, { label }]) => [(label ?? value).toLowerCase(), value]),
    ...named.map(([value]) => [value.toLowerCase(), value]),
  ])
}

type Shapes = { readonly [value: string]: { readonly label?: string } }
