import { type CalendarView, type ViewShape, viewPaths } from '@sangam/sdk'
import { conditionProblems } from './conditions.ts'
import { type Entities, walkPath } from './paths.ts'

/** What is wrong with a view of an entity's records: its condition, the paths it names, what its kind asks of them. */
export function viewProblems(entities: Entities, entity: string, view: ViewShape): string[] {
  const condition = view.where && Object.keys(view.where).length > 0 ? conditionProblems(entities, entity, view.where) : []
  return [...condition, ...viewPaths(view).flatMap(path => pathProblems(entities, entity, path)), ...kindProblems(entities, entity, view)]
}

/** What is wrong with a path that leads to one value. */
export function valueProblems(entities: Entities, entity: string, path: string): string[] {
  const end = walkPath(entities, entity, path)
  if (typeof end === 'string') return [end]
  return path.includes(':') ? [`"${path}" is many records and no value. It stands in conditions only`] : []
}

function pathProblems(entities: Entities, entity: string, path: string): string[] {
  if (/^(count$|(sum|avg|min|max):)/.test(path)) return []
  return valueProblems(entities, entity, path.replace(/^-/, '').replace(/:[a-z_]+$/, ''))
}

function kindProblems(entities: Entities, entity: string, view: ViewShape): string[] {
  const { kind = 'list' } = view
  if (view.kind === 'calendar') return calendarProblems(entities, entity, view)
  return kind === 'list' ? [] : [`there is no view of the kind "${kind}". Use list or calendar`]
}

const spans: readonly string[] = ['day', 'week', 'month']

function calendarProblems(entities: Entities, entity: string, { by, span }: CalendarView): string[] {
  const end = walkPath(entities, entity, by)
  const timely = typeof end === 'string' || (!by.includes('.') && (end.compare === 'date' || end.compare === 'instant'))
  return [
    ...(timely ? [] : [`a calendar stands on the days of a date or datetime field of its own, and "${by}" is none`]),
    ...(span === undefined || spans.includes(span) ? [] : [`a calendar spans a day, a week or a month, not "${span}"`]),
  ]
}
