import { entityMeta } from '../../data/meta.ts'
import { records } from '../../data/records.ts'
import { addDays } from '../../fields/dates.ts'
import { titlePath } from '../../fields/titles.ts'
import { both, type SourceQuery } from '../list/source.ts'
import type { Axis } from './axis.ts'
import type { Plan } from './plan.ts'

/** What is asked of the records, whatever the time. */
export interface Asked {
  readonly where: object
  readonly search: string
  readonly asOf?: string
}

/** The query for the bars that reach into the days of an axis, under their groups. */
export async function barsQuery(plan: Plan, axis: Axis, group: readonly string[], asked: Asked): Promise<SourceQuery> {
  const { entity, start, end, colour } = plan
  return {
    entity,
    ...asked,
    where: both(asked.where, await within(plan, axis, asked)),
    sort: [start.name],
    group,
    opened: true,
    fields: [...new Set([titlePath(entity), start.name, ...(end ? [end.name] : []), ...(colour ? [colour.name] : [])])],
    measures: [],
    split: [],
  }
}

/** How many records stand nowhere, as they have no start. */
export async function countUnplaced(plan: Plan, asked: Asked): Promise<number> {
  const { entity, start } = plan
  if (!entityMeta(entity)?.fields[start.name] || start.required) return 0
  const [all] = await records.group(entity, { ...asked, where: unplaced(plan, asked), measures: ['count'] })
  return Number(all?.count ?? 0)
}

export function unplaced({ start }: Plan, asked: Asked): object {
  return both(asked.where, { [start.name]: { isEmpty: true } })
}

/** The day nearest to those of an axis on which something starts; null where nothing does. */
export async function nearestDay({ entity, start }: Plan, axis: Axis, asked: Asked): Promise<string | null> {
  const find = async (test: object, sort: string): Promise<string | null> => {
    const { items } = await records.find(entity, { ...asked, where: both(asked.where, { [start.name]: test }), fields: [start.name], sort: [sort], limit: 1 })
    const value = items[0]?.[start.name]
    return typeof value === 'string' ? value : null
  }
  return (await find({ gte: addDays(axis.last, 1) }, start.name)) ?? (await find({ lt: axis.first }, `-${start.name}`))
}

async function within({ entity, start, end }: Plan, { first, last }: Axis, asked: Asked): Promise<object> {
  const begins = { [start.name]: { lt: addDays(last, 1) } }
  const inside = { [start.name]: { gte: first } }
  if (!end) return { and: [begins, inside] }
  const reaches = { [end.name]: { gte: first } }
  if (!entityMeta(entity)?.fields[end.name]) return { and: [begins, reaches] }
  if (end.type !== 'duration') return { and: [begins, { or: [reaches, { and: [{ [end.name]: { isEmpty: true } }, inside] }] }] }
  // When something ends is not asked of the database: how long the longest takes says how early it may have begun.
  const [all] = await records.group(entity, { ...asked, measures: [`max:${end.name}`] })
  const longest = Math.ceil(Number(all?.[`max:${end.name}`] ?? 0) / 86_400)
  return { and: [begins, { [start.name]: { gte: addDays(first, -longest) } }] }
}
