import { type Condition, longestNumber, seriesNumber } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { tableName } from '../../data/identifiers.ts'
import { notFound, Refused } from '../../errors.ts'
import { change } from '../change.ts'
import { find } from '../find.ts'
import { companiesHere, countsToday, perOf } from './scopes.ts'

export interface NextAsked {
  readonly entity: string
  readonly field: string
  /** Where companies count apart: whose count. */
  readonly company: string | null
  /** The number the counter goes on at. */
  readonly next: number
}

/** Beyond this no business counts, and a slip of the hand is likelier. */
const mostCount = 2_000_000_000

/**
 * Lets a series go on at another number, later than every one that was given. Records that are being numbered are waited for, and those that come wait for
 * this; it is written down who did it. A slip can be mended as long as nothing was numbered since.
 */
export async function setNext(ctx: CoreCtx, { entity: name, field: of, company, next }: NextAsked): Promise<void> {
  const entity = ctx.model.entities.get(name)
  const field = entity?.fields.get(of)
  if (!entity || entity.internal || field?.type.type !== 'series') throw notFound()
  if (!Number.isInteger(next) || next < 1 || next > mostCount)
    throw new Refused(422, 'bad_next', 'The next number is a whole number from 1 to {most}.', { values: { most: mostCount } })
  const companies = await companiesHere(ctx)
  const counts = countsToday(ctx, entity, String(field.options.pattern), companies, await perOf(ctx, entity, field, companies))
  const found = counts.find(({ of: its }) => its.length === 0 || (company === null ? counts.length === 1 : its.some(one => one.id === company)))
  if (!found) throw new Refused(422, 'company_needed', 'Companies count apart here. Say which one is meant; it needs a short code where the pattern has one.')
  const { form, key } = found
  const number = seriesNumber(form, next)
  const most = (field.options.max as number | undefined) ?? longestNumber
  if (number.length > most)
    throw new Refused(422, 'bad_next', 'Numbers such as {number} have {length} characters, and at most {most} may stand here. Shorten the pattern.', {
      values: { number, length: number.length, most },
    })
  const series = `${name}.${of}`
  const counted = await held(ctx, series, key)
  const given = await givenOf(ctx, series, key, counted)
  if (next <= given)
    throw new Refused(409, 'number_given', '{number} was given already, and no number is given twice. The series can go on at {first}, or later.', {
      values: { number, first: seriesNumber(form, given + 1) },
    })
  if (next - 1 === counted) return
  await ctx.tx.run(sql`update ${tableName(ctx.schema, 'core_counter')} set value = ${next - 1}::bigint where series = ${series} and prefix = ${key}`)
  const values = { series, scope: JSON.stringify(key), given, next, number }
  await ctx.asSystem('Keeps where a series goes on', system => change(system as CoreCtx, 'core.nextNumber', [{ verb: 'create', values }], { server: true }))
}

/** The counter, held until the end of the transaction. */
async function held(ctx: CoreCtx, series: string, key: string): Promise<number> {
  const counter = tableName(ctx.schema, 'core_counter')
  await ctx.tx.run(sql`insert into ${counter} (series, prefix, value) values (${series}, ${key}, 0) on conflict do nothing`)
  const [row] = await ctx.tx.run<{ value: string }>(sql`select value::text from ${counter} where series = ${series} and prefix = ${key} for update`)
  return Number(row?.value ?? 0)
}

/** The last number that was given: where the counter stands, unless it was set there and nothing was numbered since. */
async function givenOf(ctx: CoreCtx, series: string, key: string, counted: number): Promise<number> {
  const where = { series, scope: JSON.stringify(key) } as unknown as Condition
  const [last] = (await find(ctx, 'core.nextNumber', { where, fields: ['given', 'next'], sort: ['-createdAt', '-id'], limit: 1 })).items
  return last && Number(last.next) - 1 === counted ? Number(last.given) : counted
}
