import type { Formula, FormulaFunction, FormulaKind } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'

/** What a formula needs of the statement it stands in. */
export interface FormulaPlace {
  /** A stored value, by its path. */
  column(path: string): SQL
  /** A value of the formula itself, as a parameter. */
  constant(value: string | number | boolean | null): SQL
  today(): SQL
  zone(): SQL
}

type Call = Extract<Formula, { readonly op: 'call' }>
type Build = (args: readonly SQL[], call: Call, place: FormulaPlace) => SQL

/** A formula as SQL: never an error, and null where JavaScript says null. Numbers are numeric throughout. */
export function formulaSql(formula: Formula, place: FormulaPlace): SQL {
  if (formula.op === 'value') return sql`${place.constant(formula.value)}${casts[formula.kind]}`
  if (formula.op === 'field') return formula.kind === 'integer' ? sql`${place.column(formula.path)}::numeric` : place.column(formula.path)
  return builders[formula.name](
    formula.args.map(one => formulaSql(one, place)),
    formula,
    place,
  )
}

const casts: { readonly [K in FormulaKind]: SQL } = {
  text: sql`::text`,
  integer: sql`::numeric`,
  decimal: sql`::numeric`,
  boolean: sql`::boolean`,
  date: sql`::date`,
  datetime: sql`::timestamptz`,
  id: sql`::uuid`,
  money: sql`::numeric`,
}

const sign =
  (symbol: SQL): Build =>
  ([a, b]) =>
    sql`(${a} ${symbol} ${b})`
const called =
  (name: SQL): Build =>
  args =>
    sql`${name}(${sql.join([...args], sql`, `)})`

const builders: { readonly [N in FormulaFunction]: Build } = {
  add: sign(sql`+`),
  subtract: sign(sql`-`),
  multiply: sign(sql`*`),
  negate: ([a]) => sql`(- ${a})`,
  // The quotient of whole numbers is exact; dividing and rounding after would round twice.
  div: ([a, b], { places = 0 }, place) => {
    const [ten, small] = tens(places, place)
    return sql`(select sign(d.a) * sign(d.b) * div(2 * abs(d.a) * ${ten} + abs(d.b), nullif(2 * abs(d.b), 0)) * ${small} from (select ${a} as a, ${b} as b) d)`
  },
  mod: ([a, b]) => sql`mod(${a}, nullif(${b}, 0))`,
  round: rounded,
  abs: called(sql`abs`),
  min: called(sql`least`),
  max: called(sql`greatest`),
  eq: sign(sql`=`),
  ne: sign(sql`<>`),
  lt: sign(sql`<`),
  lte: sign(sql`<=`),
  gt: sign(sql`>`),
  gte: sign(sql`>=`),
  and: sign(sql`and`),
  or: sign(sql`or`),
  not: ([a]) => sql`(not ${a})`,
  if: ([condition, then, otherwise]) => sql`(case when ${condition} then ${then} else ${otherwise} end)`,
  in: ([value, ...list]) => sql`(${value} in (${sql.join(list, sql`, `)}))`,
  coalesce: called(sql`coalesce`),
  isEmpty: ([a], { args }) => (args[0]?.kind === 'text' ? sql`(coalesce(${a}, '') = '')` : sql`(${a} is null)`),
  concat: (args, call) =>
    sql`(${sql.join(
      args.map((one, at) => spelled(one, call.args[at]?.kind ?? 'text')),
      sql` || `,
    )})`,
  upper: ([a]) => sql`upper(${a} collate "und-x-icu")`,
  lower: ([a]) => sql`lower(${a} collate "und-x-icu")`,
  size: ([a]) => sql`char_length(${a})::numeric`,
  contains: ([a, b]) => sql`(strpos(${a}, ${b}) > 0)`,
  startsWith: called(sql`starts_with`),
  endsWith: ([a, b]) => sql`(select right(e.a, char_length(e.b)) = e.b from (select ${a} as a, ${b} as b) e)`,
  today: (_, __, place) => sql`${place.today()}::date`,
  addDays: ([a, b]) =>
    sql`(select case when abs(d.n) <= 4000000 and d.n between date '0001-01-01' - d.a and date '9999-12-31' - d.a then d.a + d.n::integer end from (select ${a} as a, ${b} as n) d)`,
  daysBetween: ([a, b]) => sql`(${b} - ${a})::numeric`,
  year: ([a]) => sql`extract(year from ${a})`,
  month: ([a]) => sql`extract(month from ${a})`,
  day: ([a]) => sql`extract(day from ${a})`,
  dateOf: ([a], _, place) => sql`(${a} at time zone ${place.zone()}::text)::date`,
  money: ([amount, currency]) => sql`(case when ${currency} is not null then ${amount} end)`,
}

function tens(places: number, place: FormulaPlace): readonly [SQL, SQL] {
  return [sql`${place.constant(`1${'0'.repeat(places)}`)}::numeric`, sql`${place.constant(places === 0 ? '1' : `0.${'0'.repeat(places - 1)}1`)}::numeric`]
}

function rounded([a]: readonly SQL[], { places = 0, how = 'half_up' }: Call, place: FormulaPlace): SQL {
  const digits = sql`${place.constant(String(places))}::integer`
  const [ten, small] = tens(places, place)
  switch (how) {
    case 'half_up':
      return sql`round(${a}, ${digits})`
    case 'down':
      return sql`trunc(${a}, ${digits})`
    case 'ceil':
      return sql`(ceil(${a} * ${ten}) * ${small})`
    case 'floor':
      return sql`(floor(${a} * ${ten}) * ${small})`
    case 'up':
      return sql`(select sign(r.v) * ceil(abs(r.v) * ${ten}) * ${small} from (select ${a} as v) r)`
    case 'half_even':
      return sql`(select case when abs(r.v * ${ten} - trunc(r.v * ${ten})) = 0.5 and mod(trunc(r.v * ${ten}), 2) = 0 then trunc(r.v, ${digits}) else round(r.v, ${digits}) end from (select ${a} as v) r)`
  }
}

function spelled(one: SQL, kind: FormulaKind): SQL {
  if (kind === 'integer' || kind === 'decimal') return sql`trim_scale(${one})::text`
  return kind === 'date' ? sql`to_char(${one}, 'YYYY-MM-DD')` : one
}
