import type { DuplicateRule, Json } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { identifier, tableName } from '../../data/identifiers.ts'
import { Refused } from '../../errors.ts'
import type { ModelEntity } from '../../registry/model.ts'
import { columnAt } from '../compile.ts'
import { fromSql } from '../composer.ts'
import { isId } from '../find.ts'
import { sightOf } from '../reach.ts'
import { entityFor, prepared, runPrepared } from '../statements.ts'
import { titlesOf } from '../titles.ts'
import { agreeSql, rulesFor } from './rules.ts'

/** Records looked at for one page of pairs, and partners found for each. */
const atOnce = 200
const partners = 5

export interface Pair {
  readonly a: { readonly id: string; readonly title: string }
  readonly b: { readonly id: string; readonly title: string }
  readonly why: readonly string[]
}

/** Records that may well be the same as one being typed. */
export async function doubles(ctx: CoreCtx, name: string, values: { readonly [field: string]: unknown }): Promise<Json[]> {
  const entity = entityFor(ctx, name)
  const found = new Map<string, string>()
  for (const rule of await rulesFor(ctx, entity)) {
    const given = rule.fields.map(field => values[field])
    if (!given.every(value => typeof value === 'string' && value.trim().length >= 3)) continue
    const statement = prepared(ctx, `double ${name} ${JSON.stringify(rule)}`, composer => {
      const place = composer.place(entity)
      const alias = identifier(place.alias)
      const one = rule.fields.map(
        (field, at) => sql`${composer.bind(asked => (asked as { given: readonly string[] }).given[at]?.trim())}::text${castOf(entity, field)}`,
      )
      const two = rule.fields.map(field => columnAt(composer, place, field).sql)
      const where = sql`${sightOf(composer, place, 'read')} and ${agreeSql(ctx.model, entity, rule, { one, two, other: place.alias })}`
      return sql`select ${alias}.id from ${fromSql(composer, place)} where ${where} limit ${composer.bind(() => partners)}::int`
    })
    const rows = await runPrepared<{ id: string }>(ctx, statement, { given }).catch(unfit)
    for (const { id } of rows) if (!found.has(id)) found.set(id, whyOf(ctx, entity, rule))
  }
  const ids = [...found.keys()].slice(0, partners)
  const titles = await titlesOf(
    ctx,
    ids.map(id => ({ entity: name, id })),
  )
  return ids.map(id => ({ id, title: titles.get(`${name} ${id}`) ?? '', why: found.get(id) ?? '' }))
}

/** A half-typed day or number is no value yet, so nothing equals it. */
function unfit(error: unknown): never[] {
  if (/^22/.test(String((error as { code?: unknown }).code))) return []
  throw error
}

function castOf(entity: ModelEntity, field: string): SQL {
  const casts: { readonly [type: string]: SQL } = {
    uuid: sql`::uuid`,
    date: sql`::date`,
    numeric: sql`::numeric`,
    integer: sql`::integer`,
    boolean: sql`::boolean`,
    'timestamptz(3)': sql`::timestamptz`,
  }
  return casts[entity.fields.get(field)?.columns[0]?.type ?? 'text'] ?? sql``
}

/**
 * Probable pairs among the records a caller sees, newest first: one page looks at so many records, each against all older ones, and `next` leads on.
 * A page may hold no pair and yet not be the last.
 */
export async function pairs(ctx: CoreCtx, name: string, after: string | undefined): Promise<{ items: Pair[]; next: string | null; looked: number }> {
  const entity = entityFor(ctx, name)
  if (after !== undefined && !isId(after)) throw new Refused(400, 'bad_query', '"after" is what the page before gave as "next".')
  const rules = await rulesFor(ctx, entity)
  const ids = rules.length === 0 ? [] : await pageOf(ctx, entity, after)
  const found = new Map<string, { a: string; b: string; why: string[] }>()
  for (const rule of ids.length === 0 ? [] : rules) {
    for (const { a, b } of await pairsBy(ctx, entity, rule, ids)) {
      const pair = found.get(`${a} ${b}`) ?? { a, b, why: [] }
      pair.why.push(whyOf(ctx, entity, rule))
      found.set(`${a} ${b}`, pair)
    }
  }
  const titles = await titlesOf(
    ctx,
    [...found.values()].flatMap(({ a, b }) => [
      { entity: name, id: a },
      { entity: name, id: b },
    ]),
  )
  const told = (id: string) => ({ id, title: titles.get(`${name} ${id}`) ?? '' })
  const items = [...found.values()].map(({ a, b, why }) => ({ a: told(a), b: told(b), why: [...new Set(why)] }))
  return { items, next: ids.length === atOnce ? (ids.at(-1) ?? null) : null, looked: ids.length }
}

function whyOf(ctx: CoreCtx, entity: ModelEntity, rule: DuplicateRule): string {
  const label = rule.fields.map(name => ctx.t(entity.fields.get(name)?.label ?? name)).join(', ')
  return rule.how === 'similar' ? ctx.t('{label} is alike.', { label }) : ctx.t('{label} is the same.', { label })
}

async function pageOf(ctx: CoreCtx, entity: ModelEntity, after: string | undefined): Promise<string[]> {
  const statement = prepared(ctx, `pairs of ${entity.name} ${after === undefined}`, composer => {
    const place = composer.place(entity)
    const alias = identifier(place.alias)
    const older = after === undefined ? sql`` : sql` and ${alias}.id < ${composer.bind(asked => (asked as { after: string }).after)}::uuid`
    const where = sql`${sightOf(composer, place, 'read')}${older}`
    return sql`select ${alias}.id from ${fromSql(composer, place)} where ${where} order by ${alias}.id desc limit ${composer.bind(() => atOnce)}::int`
  })
  return (await runPrepared<{ id: string }>(ctx, statement, { after })).map(row => row.id)
}

function pairsBy(ctx: CoreCtx, entity: ModelEntity, rule: DuplicateRule, ids: readonly string[]): Promise<{ a: string; b: string }[]> {
  const statement = prepared(ctx, `pairs ${entity.name} ${JSON.stringify(rule)}`, composer => {
    const [first, second] = [composer.place(entity), composer.place(entity)]
    const [a, b] = [identifier(first.alias), identifier(second.alias)]
    const one = rule.fields.map((_, at) => sql`p.${identifier(`k${at}`)}`)
    const keys = rule.fields.map((name, at) => sql`${columnAt(composer, first, name).sql} as ${identifier(`k${at}`)}`)
    const two = rule.fields.map(name => columnAt(composer, second, name).sql)
    const named = composer.bind(asked => (asked as { ids: readonly string[] }).ids)
    const seen = sightOf(composer, first, 'read')
    const agree = sql`${sightOf(composer, second, 'read')} and ${b}.id < p.id and ${agreeSql(ctx.model, entity, rule, { one, two, other: second.alias })}`
    const apart = sql`not exists (select from ${tableName(ctx.schema, 'core_distinct')} d where d.entity = ${composer.bind(() => entity.name)} and d.a = p.id and d.b = m.id)`
    return sql`
      with p as materialized (select ${a}.id, ${sql.join(keys, sql`, `)} from ${fromSql(composer, first)} where ${a}.id = any(${named}::uuid[]) and ${seen})
      select p.id as a, m.id as b from p cross join lateral (
        select ${b}.id from ${fromSql(composer, second)} where ${agree} limit ${composer.bind(() => partners)}::int) m
      where ${apart} order by p.id desc`
  })
  return runPrepared(ctx, statement, { ids })
}

/** Two records that look alike and are not the same: nobody is shown them again. */
export async function keepApart(ctx: CoreCtx, name: string, ids: readonly unknown[]): Promise<void> {
  const entity = entityFor(ctx, name)
  if (!ctx.access.may(name, 'update')) throw new Refused(403, 'forbidden', 'You may not do this here. Ask an admin for the right to.')
  if (ids.length !== 2 || !ids.every(isId)) throw new Refused(400, 'bad_body', 'Name the two records by their ids.')
  const [newer, older] = [...ids].sort().reverse() as [string, string]
  const seen = await titlesOf(
    ctx,
    [newer, older].map(id => ({ entity: entity.name, id })),
  )
  if (seen.size !== 2) throw new Refused(404, 'not_found', 'There is no such record, or you may not see it.')
  await ctx.tx.run(sql`
    insert into ${tableName(ctx.schema, 'core_distinct')} (entity, a, b, by_user, at) values (${name}, ${newer}::uuid, ${older}::uuid, ${ctx.scope.me}::uuid, ${ctx.now()}::timestamptz) on conflict do nothing`)
}
