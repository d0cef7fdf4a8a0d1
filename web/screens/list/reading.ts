import { measurePath } from '../view/measures.ts'
import { colourPaths } from './colours.ts'
import { conditionOf } from './conditions.ts'
import { isThere } from './lost.ts'
import { summedThen } from './past.ts'
import { Source } from './source.ts'
import { fieldsFor, type ListState } from './state.ts'
import { alikePaths, currencyPaths, sumMeasures } from './totals.ts'

/** The lines of a list as it is looked at: today's, or those of the past. */
export function sourceOf(entity: string, state: ListState, asOf: string | null, told: () => void): Source {
  const { where, search, sort, group, columns, measures, colours } = state
  const shown = columns.map(column => column.path)
  const summed = asOf === null ? shown : summedThen(entity, shown)
  const grouped = group.length > 0
  const own = measures.filter(measure => measure !== 'count' && !measure.endsWith('.amount') && isThere(entity, measurePath(measure)))
  return new Source(
    {
      entity,
      where: conditionOf(where),
      search,
      ...(asOf !== null && { asOf }),
      sort,
      group,
      fields: fieldsFor(entity, [...shown, ...colourPaths(entity, colours), ...alikePaths(entity, shown)]),
      split: grouped ? currencyPaths(entity, summed, group) : [],
      measures: [...new Set([...own, ...(grouped ? sumMeasures(entity, summed, group) : [])])],
    },
    told,
  )
}

/** Whether another look needs other lines, and not only another drawing of them. */
export function readsOther(entity: string, before: ListState, after: ListState): boolean {
  const asked = ({ where, sort, search, group, columns, colours }: ListState): string => {
    const paths = columns.map(column => column.path)
    return JSON.stringify([
      conditionOf(where),
      sort,
      search,
      group,
      fieldsFor(entity, [...paths, ...colourPaths(entity, colours), ...alikePaths(entity, paths)]).toSorted(),
    ])
  }
  return asked(before) !== asked(after)
}
