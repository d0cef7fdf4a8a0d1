import type { Measure } from './ctx.ts'
import type { Colour } from './fields/choice.ts'

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
  /** How many columns, from the first, stay where they are while the others are looked through; one unless told. */
  readonly pinned?: number
  /** Colours of the lines for which a condition holds; the first that does counts. */
  readonly colours?: readonly LineColour[]
  /** That its records wait for somebody, as long as there are any. A plugin's view alone says so. */
  readonly waits?: Waits
}

/**
 * That the records of a list wait for somebody: the first page tells who may read them how many there are, and leads to the list, until there are none.
 *
 * @example const drafts: ListView = { label: 'Drafts', where: { state: 'draft' }, waits: { verb: 'post' } }
 * @example const late: ListView = { label: 'Overdue', where: { due: { lt: '$today' } }, waits: { measure: 'sum:open.amount', late: true } }
 */
export interface Waits {
  /** What is done about them: who lacks this verb is not told. */
  readonly verb?: string
  /** What they come to, beside how many they are; amounts of several currencies stand side by side. */
  readonly measure?: Measure
  /** It should have been done by now: told first, and in red. */
  readonly late?: true
  /** The page of the plugin on which it is done, for who has it; the list itself unless told. */
  readonly page?: string
}

/**
 * A colour that lines of a list have, or one cell of them.
 *
 * @example const late: LineColour = { where: { due: { lt: '$today' } }, colour: 'red', label: 'Late', column: 'due' }
 */
export interface LineColour {
  /** What must hold of the record: of its own fields, and of those of records it points to. */
  readonly where: object
  readonly colour: Colour
  /** What it means: shown with the mark that stands beside the colour. */
  readonly label?: string
  /** The column whose cell is coloured; the whole line unless told. */
  readonly column?: string
}

/**
 * Records on the days of a date or datetime field.
 *
 * @example const week: CalendarView = { label: 'This week', kind: 'calendar', by: 'due', span: 'week' }
 */
export interface CalendarView extends NamedView {
  readonly kind: 'calendar'
  /** The date or datetime field whose days they stand on. */
  readonly by: string
  /** How many days are seen at once; a month unless told. */
  readonly span?: 'day' | 'week' | 'month'
  /** What is told of a record where there is room, beside its title. */
  readonly card?: readonly string[]
}

/** Records as bars over time, from where they start to where they end. */
export interface GanttView extends NamedView {
  readonly kind: 'gantt'
  /** The date or datetime field at which a bar begins. */
  readonly start: string
  /** Where it ends: another such field, or a duration counted from the start. Without it a record stands on the day of its start. */
  readonly end?: string
  /** What the rows stand under: a field with a few values, such as a choice, a flow or a reference. */
  readonly group?: readonly [] | readonly [string]
  /** The choice or flow whose colours the bars have; the flow unless told, or the first choice that has colours. */
  readonly colour?: string
  /** The unit of the axis; weeks unless told. */
  readonly scale?: 'day' | 'week' | 'month' | 'quarter'
}

/** Records under the records that they belong to, branch by branch. */
export interface TreeView extends NamedView {
  readonly kind: 'tree'
  /** The reference to the entity itself that makes the tree (`parent(…)`); the first there is unless told. */
  readonly by?: string
  readonly columns?: readonly string[]
  /** How the records of a branch follow each other. */
  readonly sort?: readonly string[]
}

/**
 * Records counted or measured by group, drawn.
 *
 * @example const byMonth: ChartView = { label: 'By month', kind: 'chart', chart: 'line', group: ['expectedClose:month'], measure: 'count' }
 */
export interface ChartView extends NamedView {
  readonly kind: 'chart'
  /** What is drawn; bars unless told. */
  readonly chart?: 'bar' | 'line' | 'area' | 'pie' | 'funnel'
  /** What the groups are, and what each of them is split by if there is a second: `stage`, `expectedClose:month`. */
  readonly group: readonly [string] | readonly [string, string]
  /** How many records there are, unless told. */
  readonly measure?: Measure
}

/**
 * Records counted or measured by rows and columns, with totals.
 *
 * @example const byOwner: PivotView = { label: 'By owner', kind: 'pivot', rows: ['owner'], columns: ['expectedClose:month'], measures: ['count'] }
 */
export interface PivotView extends NamedView {
  readonly kind: 'pivot'
  /** One field, or a second whose rows stand under those of the first: `owner`, `expectedClose:month`. */
  readonly rows: readonly [string] | readonly [string, string]
  readonly columns?: readonly [] | readonly [string]
  /** What stands in a cell, three at most; how many records there are unless told. */
  readonly measures?: readonly Measure[]
}

/**
 * A named way of looking at an entity's records: what a list screen brings, and what a person saves.
 *
 * @example const late: ViewShape = { label: 'Late', where: { due: { lt: '$today' } }, sort: ['due'] }
 */
export type ViewShape = ListView | CalendarView | GanttView | TreeView | ChartView | PivotView

/**
 * The paths that a view names beside its condition, as they stand there: `-closing`, `closing:month`, `sum:value.amount`.
 *
 * @example viewPaths({ label: 'By month', group: ['closing:month'], measures: ['count', 'sum:value.amount'] }) // ['closing:month', 'count', 'sum:value.amount']
 */
export function viewPaths(view: ViewShape): readonly string[] {
  if (view.kind === 'calendar') return [view.by, ...(view.card ?? [])]
  if (view.kind === 'gantt') return [view.start, ...(view.end ? [view.end] : []), ...(view.group ?? []), ...(view.colour ? [view.colour] : [])]
  if (view.kind === 'tree') return [...(view.by ? [view.by] : []), ...(view.columns ?? []), ...(view.sort ?? [])]
  if (view.kind === 'chart') return [...view.group, ...(view.measure ? [view.measure] : [])]
  if (view.kind === 'pivot') return [...view.rows, ...(view.columns ?? []), ...(view.measures ?? [])]
  const coloured = (view.colours ?? []).flatMap(({ column }) => (column === undefined ? [] : [column]))
  const waiting = view.waits?.measure === undefined ? [] : [view.waits.measure]
  return [...(view.sort ?? []), ...(view.columns ?? []), ...(view.group ?? []), ...(view.measures ?? []), ...coloured, ...waiting]
}
