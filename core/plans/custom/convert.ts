import { type SQL, sql } from 'drizzle-orm'
import { wordsSql } from '../../records/words-sql.ts'
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
  text: {
    integer: toInteger,
    decimal: toDecimal,
    percent: toPercent,
    rating: toInteger,
    boolean: toBoolean,
    date: toDate,
    time: toTime,
    choice: toChoice,
    choices: toChoices,
    richText: toHtml,
    emails: toSeveral,
    phones: toSeveral,
    urls: toSeveral,
    series: toSeries,
  },
  choice: { text: asText, choices: toChoices, flow: toChoice },
  flow: { text: asText, choice: toChoice },
  series: { text: from => sql`nullif(${from}, '')` },
  integer: { text: asText, decimal: numberToNumber, percent: numberToNumber, rating: numberToNumber, duration: numberToNumber, boolean: numberToBoolean },
  decimal: { text: decimalToText, integer: decimalToInteger, percent: numberToNumber, boolean: numberToBoolean },
  percent: { text: decimalToText, decimal: numberToNumber, integer: decimalToInteger },
  rating: { text: asText, integer: numberToNumber },
  duration: { integer: numberToNumber },
  boolean: { text: asText, integer: from => sql`${from}::integer` },
  date: { text: asText, datetime: (from, { zone }, constant) => sql`(${from}::timestamp at time zone ${constant(zone)})` },
  datetime: { date: (from, { zone }, constant) => sql`(${from} at time zone ${constant(zone)})::date` },
  time: { text: from => sql`pg_catalog.left(${from}::text, 5)` },
  choices: { text: listToText, choice: theOnly },
  emails: { text: listToText },
  phones: { text: listToText },
  urls: { text: listToText },
  richText: { text: from => sql`nullif(pg_catalog.btrim(${wordsSql(from)}), '')` },
}

/** The types that a field of a type can become. */
export function becomes(type: string): readonly string[] {
  return [
    ...Object.keys(conversions[type] ?? {}),
    ...(type === 'decimal' || type === 'integer' ? ['money'] : []),
    ...(type === 'money' ? ['decimal', 'integer'] : []),
  ]
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
    return [{ column: second.name, value: to === 'integer' ? decimalToInteger(kept, given, constant) : within(kept, after, constant) }]
  }
  const convert = conversions[from]?.[to]
  if (!convert) return null
  const value = convert(column(first.name), given, constant)
  return [{ column: second.name, value: to === 'text' ? shortEnough(value, after, constant) : value }]
}

function shortEnough(value: SQL, { options }: ModelField, constant: Constant): SQL {
  const { max, multiline } = options as { readonly max?: number; readonly multiline?: boolean }
  return sql`case when pg_catalog.char_length(${value}) <= ${constant(String(max ?? (multiline ? 20_000 : 255)))}::integer then ${value} end`
}

function asText(from: SQL): SQL {
  return sql`${from}::text`
}

function decimalToText(from: SQL): SQL {
  return sql`pg_catalog.trim_scale(${from})::text`
}

function listToText(from: SQL): SQL {
  return sql`nullif(pg_catalog.array_to_string(${from}, ', '), '')`
}

/** Whole numbers stay whole where they were; only the limits of the new type are asked. */
function numberToNumber(from: SQL, { after }: Setting, constant: Constant): SQL {
  const number = within(sql`${from}::numeric`, after, constant)
  return after.columns[0]?.type === 'integer' ? sql`(${number})::integer` : number
}

/** Numbers as they were written; whoever has none is not numbered afterwards. */
function toSeries(from: SQL): SQL {
  return sql`case when ${from} is null then '' when pg_catalog.char_length(pg_catalog.btrim(${from})) <= 60 then pg_catalog.btrim(${from}) end`
}

/** With its sign or without: 18 % and 18 are the same share. */
function toPercent(from: SQL, setting: Setting, constant: Constant): SQL {
  // The sign itself would be read as a place to fill in where this becomes the text of a trigger.
  return toDecimal(sql`pg_catalog.rtrim(pg_catalog.btrim(${from}), ' ' || pg_catalog.chr(37))`, setting, constant)
}

/** 9:30 as people write it, of one day. */
function toTime(from: SQL): SQL {
  return sql`case when pg_catalog.btrim(${from}) ~ '^([01]?[0-9]|2[0-3]):[0-5][0-9](:00)?$' then pg_catalog.btrim(${from})::time(0) end`
}

/** A paragraph for each block of lines, as `htmlOf` makes them. */
function toHtml(from: SQL): SQL {
  const escaped = sql`pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.btrim(${from}), '&', '&amp;'), '<', '&lt;'), '>', '&gt;')`
  const blocks = sql`pg_catalog.regexp_replace(${escaped}, '\\n{2,}', '</p><p>', 'g')`
  return sql`case when pg_catalog.btrim(${from}) <> '' then '<p>' || pg_catalog.replace(${blocks}, pg_catalog.chr(10), '<br />') || '</p>' end`
}

/** What stands between commas, semicolons and line ends, each once, where every one of them is what the list holds. */
function toSeveral(from: SQL, { after }: Setting, constant: Constant): SQL {
  const { items } = after.type.schema(after.options as never) as { readonly items: { readonly pattern: string } }
  const said = after.type.type === 'emails' ? sql`pg_catalog.lower(${from})` : from
  const words = sql`pg_catalog.regexp_split_to_table(pg_catalog.btrim(${said}), '\\s*[,;]\\s+|\\s*;\\s*|\\s*\\n\\s*') with ordinality as w(word, place)`
  return sql`(select case when pg_catalog.bool_and(f.fits) then pg_catalog.array_agg(f.word order by f.place) end
    from (select w.word, pg_catalog.min(w.place) as place, pg_catalog.bool_and(w.word ~ ${constant(items.pattern)}) as fits from ${words} where w.word <> '' group by w.word) f)`
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

/** What types hold themselves to unless a field says otherwise. */
const limits: ReadonlyMap<string, { readonly min?: number; readonly max?: number; readonly digits?: number }> = new Map([
  ['money', { digits: 4 }],
  ['percent', { digits: 2 }],
  ['rating', { min: 1, max: 5 }],
  ['duration', { min: 0 }],
])

/** What is beyond the limits of the new field does not fit it. */
function within(value: SQL, { options, type }: ModelField, constant: Constant): SQL {
  const { min, max, digits } = { ...limits.get(type.type), ...(options as { readonly min?: unknown; readonly max?: unknown; readonly digits?: number }) }
  const places = type.columns(options as never)[0]?.type === 'integer' ? undefined : (digits ?? 6)
  const held = [
    ...(min === undefined ? [] : [sql`(${value}) >= ${constant(String(min))}::numeric`]),
    ...(max === undefined ? [] : [sql`(${value}) <= ${constant(String(max))}::numeric`]),
    ...(places === undefined ? [] : [sql`(${value}) = pg_catalog.round((${value}), ${constant(String(places))}::integer)`]),
  ]
  return held.length === 0 ? value : sql`case when ${sql.join(held, sql` and `)} then (${value}) end`
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

/** Of several choices the one, where there is but one. */
function theOnly(from: SQL, setting: Setting, constant: Constant): SQL {
  return sql`case when pg_catalog.cardinality(${from}) = 1 then ${toChoice(sql`${from}[1]`, setting, constant)} end`
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
