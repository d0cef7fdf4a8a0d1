import type { Condition } from './condition.ts'
import type { Query, ServerRepo } from './ctx.ts'
import type { RecordOf } from './entity.ts'
import type { Json } from './json.ts'

/** A condition names 1,000 values at most, and one answer brings 500 records. */
const most = 500

/**
 * Many values, each once, in parts of as many as one question may name.
 *
 * @example inParts(['2027-03-31', '2027-04-30', '2027-03-31']) // [['2027-03-31', '2027-04-30']]
 */
export function inParts<V>(values: Iterable<V>): V[][] {
  const all = [...new Set(values)]
  return Array.from({ length: Math.ceil(all.length / most) }, (_, at) => all.slice(at * most, (at + 1) * most))
}

/**
 * All records that have one of many values in a field, however many values there are and however many records have each: a `find` would name too
 * many of the ones, or leave out the others behind its first page. What hooks get comes in sets of any size, so this is how they look up what
 * belongs to it.
 *
 * @example const dueOn = (ctx: Ctx, days: readonly string[]) => everyOf(ctx.repo(Note), 'due', days, { fields: ['title'], sort: ['due'] })
 */
export async function everyOf<E>(
  repo: ServerRepo<E>,
  field: (keyof RecordOf<NoInfer<E>> & string) | `${string}.${string}`,
  values: Iterable<Json | undefined>,
  query: Omit<Query<NoInfer<E>>, 'limit' | 'after' | 'count'> = {},
): Promise<RecordOf<E>[]> {
  const found: RecordOf<E>[] = []
  for (const some of inParts([...values].filter(one => one !== null && one !== undefined))) {
    const of = { [field]: { in: some } }
    const where = (query.where ? { and: [query.where, of] } : of) as Condition<RecordOf<E>>
    await repo.each({ ...query, where }, async page => void found.push(...page))
  }
  return found
}
