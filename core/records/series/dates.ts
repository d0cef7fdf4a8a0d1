import { type Condition, type SeriesForm, seriesNumber } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import { fixedStatement } from '../../data/connection.ts'
import type { CoreCtx } from '../../data/context.ts'
import { tableName } from '../../data/identifiers.ts'
import { Refused } from '../../errors.ts'
import { find } from '../find.ts'

/** What becomes of a record that is dated before the last one of its series: it is refused, or numbered in a series of its own. */
export type DateOrder = { readonly dates: 'refuse' } | { readonly dates: 'apart'; readonly pattern: string }

/** In which order the dates of a series go; null where they are free. Set-up, and remembered. */
export async function orderOf(ctx: CoreCtx, series: string): Promise<DateOrder | null> {
  const found = await rowOf(ctx, series)
  return found && (found.dates === 'apart' ? { dates: 'apart', pattern: String(found.pattern) } : { dates: 'refuse' })
}

/** The record that says so; null where there is none. */
export async function rowOf(ctx: CoreCtx, series: string) {
  const where = { series } as unknown as Condition
  const { items } = await ctx.asSystem('Looks in which order the dates of a series go', system =>
    find(system as CoreCtx, 'core.seriesOrder', { where, fields: ['dates', 'pattern'], limit: 1 }),
  )
  return items[0] ?? null
}

/** Numbers that are taken from one count at once: the first of them, and who gets them, in their order. */
export interface Drawn<W> {
  readonly form: SeriesForm
  readonly first: bigint
  readonly works: readonly W[]
}

export interface Asked<W> {
  readonly series: string
  readonly key: string
  readonly form: SeriesForm
  readonly works: readonly W[]
  /** The day of a record; null where the series goes by none. */
  readonly dayOf: ((work: W) => string) | null
  readonly order: DateOrder | null
  /** The count of a record that comes too late for its series. */
  readonly late: (work: W, pattern: string) => { readonly form: SeriesForm; readonly key: string }
}

/** Takes numbers from a count, which is held from here to the end, with the last day that was numbered beside it: whoever comes next goes on behind both. */
export async function draw<W>(ctx: CoreCtx, asked: Asked<W>): Promise<readonly Drawn<W>[]> {
  const { series, key, form, dayOf, order, late } = asked
  const counter = tableName(ctx.schema, 'core_counter')
  const works = order && dayOf ? asked.works.toSorted((a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : 0)) : asked.works
  const days = dayOf ? works.map(dayOf).sort() : []
  const [first, last] = [days[0] ?? null, days.at(-1) ?? null]
  const ordered = order !== null && dayOf !== null
  const slot = (name: string) => sql`${sql.placeholder(name)}`
  const counting = fixedStatement(ordered ? 'draw in order' : 'draw', ctx.schema, () => {
    const inOrder = ordered ? sql`where c.day is null or c.day <= ${slot('first')}::date` : sql``
    return sql`
    insert into ${counter} as c (series, prefix, value, day) values (${slot('series')}, ${slot('key')}, ${slot('count')}::bigint, ${slot('last')}::date)
    on conflict (series, prefix) do update set value = c.value + excluded.value, day = greatest(c.day, excluded.day) ${inOrder} returning value::text`
  })
  const [row] = await ctx.tx.run<{ value: string }>(counting, { series, key, count: works.length, first, last })
  if (row) return [{ form, works, first: BigInt(row.value) - BigInt(works.length) + 1n }]
  if (!order || !dayOf) throw new Error('A count gave no number.')
  // The statement holds the counter though it changed nothing.
  const [held] = await ctx.tx.run<{ value: string; day: string }>(
    sql`select value::text, day::text from ${counter} where series = ${series} and prefix = ${key}`,
  )
  if (!held) throw new Error('A count that is held is not there.')
  if (order.dates === 'refuse')
    throw new Refused(
      422,
      'date_behind',
      'The last number of this series, {number}, is dated {last}, and {day} comes before it. Choose {last} or a later date. Administrators can let earlier dates have a series of their own, under Number series.',
      { values: { number: seriesNumber(form, BigInt(held.value)), last: held.day, day: first ?? '' } },
    )
  const behind = new Map<string, { form: SeriesForm; works: W[] }>()
  for (const work of works.filter(one => dayOf(one) < held.day)) {
    const own = late(work, order.pattern)
    behind.set(own.key, { form: own.form, works: [...(behind.get(own.key)?.works ?? []), work] })
  }
  const after = works.filter(one => dayOf(one) >= held.day)
  const parts: Drawn<W>[] = []
  for (const [own, one] of [...behind].sort(([a], [b]) => (a < b ? -1 : 1))) parts.push(...(await draw(ctx, { ...asked, ...one, key: own, order: null })))
  return [...parts, ...(after.length > 0 ? await draw(ctx, { ...asked, works: after }) : [])]
}
