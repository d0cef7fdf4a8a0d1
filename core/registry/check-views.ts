import {
  type CalendarView,
  type ChartView,
  dateParts,
  type GanttView,
  type ListView,
  type Measure,
  type PivotView,
  type TreeView,
  type ViewShape,
  viewPaths,
} from '@sangam/sdk'
import { conditionProblems } from './conditions.ts'
import type { ModelEntity } from './model.ts'
import { type Entities, type PathEnd, walkPath } from './paths.ts'
import { verbsOf } from './verbs.ts'

/** What is wrong with a view of an entity's records: its condition, the paths it names, what its kind asks of them. */
export function viewProblems(entities: Entities, entity: string, view: ViewShape): string[] {
  const condition = view.where && Object.keys(view.where).length > 0 ? conditionProblems(entities, entity, view.where) : []
  const sorts = 'sort' in view ? (view.sort ?? []) : []
  return [
    ...condition,
    ...sorts.flatMap(sort => sortProblems(entities, entity, sort)),
    ...viewPaths(view).flatMap(path => pathProblems(entities, entity, path)),
    ...kindProblems(entities, entity, view),
  ]
}

/** What is wrong with a path that leads to one value. */
export function valueProblems(entities: Entities, entity: string, path: string): string[] {
  const end = walkPath(entities, entity, path)
  if (typeof end === 'string') return [end]
  return path.includes(':') ? [`"${path}" is many records and no value. It stands in conditions only`] : []
}

/** What is wrong with something that a list goes by, where it leads somewhere: some values have no order. */
export function sortProblems(entities: Entities, entity: string, sort: string): string[] {
  const path = sort.replace(/^-/, '')
  const end = walkPath(entities, entity, path)
  if (typeof end === 'string' || end.sortable || end.part !== null) return []
  const instead = end.to !== null && end.compare === 'id' ? `Sort by "${path}.$title"` : 'Sort by another field'
  return [`no list can be sorted by "${path}", a ${end.field?.type.type ?? 'reference'}. ${instead}`]
}

function pathProblems(entities: Entities, entity: string, path: string): string[] {
  if (/^(count$|(sum|avg|min|max):)/.test(path)) return []
  return valueProblems(entities, entity, path.replace(/^-/, '').replace(/:[a-z_]+$/, ''))
}

function kindProblems(entities: Entities, entity: string, view: ViewShape): string[] {
  const { kind = 'list' } = view
  if (view.kind === 'calendar') return calendarProblems(entities, entity, view)
  if (view.kind === 'gantt') return ganttProblems(entities, entity, view)
  if (view.kind === 'tree') return treeProblems(entities, entity, view)
  if (view.kind === 'chart') return chartProblems(entities, entity, view)
  if (view.kind === 'pivot') return pivotProblems(entities, entity, view)
  if (view.kind === undefined || view.kind === 'list') return listProblems(entities, entity, view)
  return [`there is no view of the kind "${kind}". Use list, calendar, gantt, tree, chart or pivot`]
}

/** What a choice, a state and a line of a list can be drawn in. */
export const colours: readonly string[] = ['grey', 'blue', 'teal', 'green', 'yellow', 'orange', 'red', 'purple']

function listProblems(entities: Entities, entity: string, { pinned = 1, colours: rules = [], waits = {} }: ListView): string[] {
  const verbs = verbsOf(entities.get(entity) as ModelEntity)
  return [
    ...(Number.isInteger(pinned) && pinned >= 1 && pinned <= 5 ? [] : [`one to five columns stay where they are, not ${pinned}`]),
    ...rules.flatMap(({ where, colour }) => [
      ...conditionProblems(entities, entity, where),
      ...(asksOfOthers(where) ? ['a colour looks at what a line itself says: a condition of related records has no meaning there'] : []),
      ...(colours.includes(colour) ? [] : [`"${colour}" is no colour. Use one of ${colours.join(', ')}`]),
    ]),
    ...(waits.verb === undefined || verbs.includes(waits.verb)
      ? []
      : [`what waits is done by "${waits.verb}", which nothing there asks for. It has ${verbs.join(', ')}`]),
    ...measureProblems(entities, entity, waits.measure ?? 'count'),
  ]
}

/** Whether a condition asks for records that belong to one, or for a branch: what a line does not carry. */
function asksOfOthers(condition: unknown): boolean {
  if (typeof condition !== 'object' || condition === null) return false
  return Object.entries(condition).some(([path, match]) => {
    if (path === 'and' || path === 'or') return Array.isArray(match) && match.some(asksOfOthers)
    if (path === 'not') return asksOfOthers(match)
    return typeof match === 'object' && match !== null && ['some', 'every', 'none', 'under'].some(operator => Object.hasOwn(match, operator))
  })
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

const scales: readonly string[] = ['day', 'week', 'month', 'quarter']

function ganttProblems(entities: Entities, entity: string, { start, end, group = [], colour, scale }: GanttView): string[] {
  const own = (path: string, fits: (field: PathEnd) => boolean): boolean => {
    const found = walkPath(entities, entity, path)
    return typeof found === 'string' || (!path.includes('.') && fits(found))
  }
  const timely = ({ compare }: PathEnd): boolean => compare === 'date' || compare === 'instant'
  const type = ({ field }: PathEnd): string => field?.type.type ?? ''
  return [
    ...(own(start, timely) ? [] : [`a bar starts at a date or datetime field of its own, and "${start}" is none`]),
    ...(end === undefined || own(end, found => timely(found) || type(found) === 'duration')
      ? []
      : [`a bar ends at a date, datetime or duration field of its own, and "${end}" is none`]),
    ...((group as readonly string[]).length <= 1 ? [] : [`bars stand under one field, not ${group.length}`]),
    ...group.flatMap(path => groupProblems(entities, entity, path)),
    ...(colour === undefined || own(colour, found => ['choice', 'flow'].includes(type(found)))
      ? []
      : [`bars are coloured by a choice or flow field of its own, and "${colour}" is none`]),
    ...(scale === undefined || scales.includes(scale) ? [] : [`the axis of a gantt is of ${scales.join(', ')}, not "${scale}"`]),
  ]
}

function treeProblems(entities: Entities, entity: string, { by }: TreeView): string[] {
  const trees = [...(entities.get(entity)?.fields.values() ?? [])].filter(field => field.options.tree === true).map(field => field.name)
  if (by === undefined) return trees.length > 0 ? [] : [`a tree needs a reference to ${entity} itself, made with parent('${entity}')`]
  return trees.includes(by) || typeof walkPath(entities, entity, by) === 'string'
    ? []
    : [`a tree is made by a reference to ${entity} itself, made with parent('${entity}'), and "${by}" is none`]
}

const charts: readonly string[] = ['bar', 'line', 'area', 'pie', 'funnel']

function chartProblems(entities: Entities, entity: string, { chart = 'bar', group, measure = 'count' }: ChartView): string[] {
  const count = (group as readonly string[]).length
  return [
    ...(charts.includes(chart) ? [] : [`a chart is one of ${charts.join(', ')}, not "${chart}"`]),
    ...(count === 1 || count === 2 ? [] : [`a chart has one group, or a second that splits it, not ${count}`]),
    ...group.flatMap(path => groupProblems(entities, entity, path)),
    ...measureProblems(entities, entity, measure),
  ]
}

function pivotProblems(entities: Entities, entity: string, { rows, columns = [], measures = ['count'] }: PivotView): string[] {
  const [down, across] = [rows as readonly string[], columns as readonly string[]]
  return [
    ...(down.length === 1 || down.length === 2 ? [] : [`a pivot has rows of one field or two, not ${down.length}`]),
    ...(across.length <= 1 ? [] : [`a pivot has columns of one field, not ${across.length}`]),
    ...(measures.length >= 1 && measures.length <= 3 ? [] : [`a pivot has one to three measures, not ${measures.length}`]),
    ...[...down, ...across].flatMap(path => groupProblems(entities, entity, path)),
    ...measures.flatMap(measure => measureProblems(entities, entity, measure)),
  ]
}

/** What is wrong with something that records are grouped by: `stage`, `closing:month`. */
function groupProblems(entities: Entities, entity: string, grouped: string): string[] {
  const [path = '', part] = grouped.split(':')
  const end = walkPath(entities, entity, path)
  if (typeof end === 'string') return []
  const timely = end.compare === 'date' || end.compare === 'instant'
  if (part === undefined) return timely ? [`"${path}" is grouped by a part of it: ${path}:month`] : []
  return timely && (dateParts as readonly string[]).includes(part)
    ? []
    : [`"${grouped}" is no part of a day. Use one of ${dateParts.join(', ')} with a date or datetime`]
}

function measureProblems(entities: Entities, entity: string, measure: Measure): string[] {
  if (measure === 'count') return []
  const [, path = ''] = /^(?:sum|avg|min|max):(.+)$/.exec(measure) ?? []
  const end = walkPath(entities, entity, path)
  const fine = typeof end !== 'string' && (end.compare === 'decimal' || end.compare === 'number')
  return fine ? [] : [`"${measure}" measures no number. Use count, or sum, avg, min, max of one: sum:value.amount`]
}
