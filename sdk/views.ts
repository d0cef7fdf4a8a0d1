import type { Measure } from './ctx.ts'

interface NamedView {
  readonly label: string
  readonly where?: object
}

/** Records in lines, in groups if it says so. */
export interface ListView extends NamedView {
  readonly kind?: 'list'
  readonly sort?: readonly string[]
  readonly columns?: readonly string[]
  /** `stage`, `expectedClose:month`. */
  readonly group?: readonly string[]
  readonly measures?: readonly Measure[]
}

/** Records on the days of a date or datetime field. */
export interface CalendarView extends NamedView {
  readonly kind: 'calendar'
  /** The date or datetime field whose days they stand on. */
  readonly by: string
  /** How many days are seen at once; a month unless told. */
  readonly span?: 'day' | 'week' | 'month'
  /** What is told of a record where there is room, beside its title. */
  readonly card?: readonly string[]
}

/** Records counted or measured by group, drawn. */
export interface ChartView extends NamedView {
  readonly kind: 'chart'
  /** What is drawn; bars unless told. */
  readonly chart?: 'bar' | 'line' | 'area' | 'pie' | 'funnel'
  /** What the groups are, and what each of them is split by if there is a second: `stage`, `expectedClose:month`. */
  readonly group: readonly [string] | readonly [string, string]
  /** How many records there are, unless told. */
  readonly measure?: Measure
}

/** Records counted or measured by rows and columns, with totals. */
export interface PivotView extends NamedView {
  readonly kind: 'pivot'
  /** One field, or a second whose rows stand under those of the first: `owner`, `expectedClose:month`. */
  readonly rows: readonly [string] | readonly [string, string]
  readonly columns?: readonly [] | readonly [string]
  /** What stands in a cell, three at most; how many records there are unless told. */
  readonly measures?: readonly Measure[]
}

/** A named way of looking at an entity's records: what a list screen brings, and what a person saves. */
export type ViewShape = ListView | CalendarView | ChartView | PivotView

/**
 * The paths that a view names beside its condition, as they stand there: `-closing`, `closing:month`, `sum:value.amount`.
 *
 * @example viewPaths({ label: 'By month', group: ['closing:month'], measures: ['count', 'sum:value.amount'] }) // ['closing:month', 'count', 'sum:value.amount']
 */
export function viewPaths(view: ViewShape): readonly string[] {
  if (view.kind === 'calendar') return [view.by, ...(view.card ?? [])]
  if (view.kind === 'chart') return [...view.group, ...(view.measure ? [view.measure] : [])]
  if (view.kind === 'pivot') return [...view.rows, ...(view.columns ?? []), ...(view.measures ?? [])]
  return [...(view.sort ?? []), ...(view.columns ?? []), ...(view.group ?? []), ...(view.measures ?? [])]
}
