import type { LineColour, ListScreen, ListView, Measure, Meta } from '@sangam/sdk'
import { keep, keptFor } from '../../data/kept.ts'
import { entityMeta, fieldAt } from '../../data/meta.ts'
import type { Definition } from '../view/definition.ts'
import { coloursIn } from './colours.ts'
import { conditionOf, type Group, groupOf, nothing } from './conditions.ts'
import { lostName } from './lost.ts'

/** How a list is looked at: what a view keeps. */
export interface ListState {
  readonly columns: readonly { readonly path: string; readonly width?: number }[]
  readonly sort: readonly string[]
  readonly where: Group
  readonly search: string
  readonly group: readonly string[]
  readonly measures: readonly Measure[]
  /** How many columns, from the first, stay where they are. */
  readonly pinned: number
  readonly colours: readonly LineColour[]
  /** Columns, order and groups of fields that are gone: not drawn, and kept for when they come back. */
  readonly gone: Gone
}

export interface Gone {
  readonly columns: readonly Placed<ListState['columns'][number]>[]
  readonly sort: readonly Placed<string>[]
  readonly group: readonly Placed<string>[]
}

/** What is not there now, and the place it had. */
interface Placed<T> {
  readonly at: number
  readonly one: T
}

export const nothingGone: Gone = { columns: [], sort: [], group: [] }

/** A plugin's or a saved view, as the list's state; what it says of fields that are gone stays in it. */
export function stateOf(
  model: Meta,
  entity: string,
  view: Omit<ListView, 'label' | 'kind'> & { readonly widths?: { readonly [path: string]: number }; readonly search?: string },
): ListState {
  const known = (path: string): boolean => fieldAt(entity, path.replace(/^-/, '').split(':')[0] ?? '') !== undefined
  const usual = screenOf(model, entity)?.columns ?? defaultColumns(entity)
  const columns = parted(
    (view.columns ?? usual.filter(known)).map(path => ({ path, ...(view.widths?.[path] !== undefined && { width: view.widths[path] }) })),
    column => known(column.path),
  )
  const sort = parted(view.sort ?? entityMeta(entity)?.sort ?? [], known)
  const group = parted(view.group ?? [], known)
  return {
    columns: columns.there,
    sort: sort.there,
    where: view.where ? groupOf(view.where) : nothing,
    search: view.search ?? '',
    group: group.there,
    measures: view.measures ?? [],
    pinned: Math.max(1, Math.min(5, Number(view.pinned) || 1)),
    colours: coloursIn(view.colours),
    gone: { columns: columns.gone, sort: sort.gone, group: group.gone },
  }
}

/** Another look at the same records. Who puts them into another order, or other groups, means that instead of what is gone. */
export function changedBy(state: ListState, part: Partial<ListState>): ListState {
  return { ...state, ...part, gone: { ...(part.gone ?? state.gone), ...(part.sort && { sort: [] }), ...(part.group && { group: [] }) } }
}

/** How people would call what a view's columns, order and groups miss. */
export function goneFrom(entity: string, { gone }: ListState): readonly string[] {
  const paths = [...gone.columns.map(({ one }) => one.path), ...[...gone.sort, ...gone.group].map(({ one }) => one)]
  return [...new Set(paths.map(path => lostName(entity, path)))]
}

/** What a saved view keeps. */
export function shapeOf(state: ListState): Definition {
  const columns = together(state.columns, state.gone.columns)
  const widths = Object.fromEntries(columns.flatMap(column => (column.width === undefined ? [] : [[column.path, column.width]])))
  return {
    columns: columns.map(column => column.path),
    widths,
    sort: together(state.sort, state.gone.sort),
    where: conditionOf(state.where),
    search: state.search,
    group: together(state.group, state.gone.group),
    measures: state.measures,
    ...(state.pinned > 1 && { pinned: state.pinned }),
    ...(state.colours.length > 0 && { colours: state.colours }),
  }
}

export function sameState(a: ListState, b: ListState): boolean {
  return JSON.stringify(shapeOf(a)) === JSON.stringify(shapeOf(b))
}

/** Kept while the tab is open, so that one comes back to the list one left. */
export function rememberState(entity: string, view: string, state: ListState, place: number): void {
  keep(sessionStorage, keptFor(`list.${entity}`), { view, shape: shapeOf(state), place })
}

export function recallState(model: Meta, entity: string): { readonly view: string; readonly state: ListState; readonly place: number } | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(keptFor(`list.${entity}`)) ?? 'null') as { view: string; shape: ListView; place: number } | null
    return kept && { view: kept.view, state: stateOf(model, entity, kept.shape), place: kept.place }
  } catch {
    return null
  }
}

export function screenOf(model: Meta, entity: string): ListScreen | undefined {
  return model.lists.find(list => list.entity === entity)
}

/** The fields to ask the server for, so that these columns can be drawn and edited. */
export function fieldsFor(entity: string, columns: readonly string[]): readonly string[] {
  const title = entityMeta(entity)?.title
  const asked = columns.flatMap(path => {
    const field = fieldAt(entity, path)
    return ['reference', 'references', 'oneOf'].includes(field?.type ?? '')
      ? [path, `${path}.$title`]
      : path.endsWith('.amount') || path.endsWith('.currency')
        ? [path.split('.').slice(0, -1).join('.')]
        : [path]
  })
  return [...new Set([...(title ? [title] : []), ...asked])]
}

/** The column that leads to the record: its title field, or the first there is. */
export function leadColumn(entity: string, columns: ListState['columns']): ListState['columns'] {
  const title = entityMeta(entity)?.title
  const at = columns.findIndex(column => column.path === title)
  const lead = columns[at]
  return lead ? [lead, ...columns.toSpliced(at, 1)] : title ? [{ path: title }, ...columns] : columns
}

function defaultColumns(entity: string): readonly string[] {
  const fields = Object.values(entityMeta(entity)?.fields ?? {}).filter(field => !['lines', 'json', 'choices'].includes(field.type) && !field.multiline)
  return [...fields.slice(0, 6).map(field => field.name), 'updatedAt']
}

function parted<T>(all: readonly T[], isKnown: (one: T) => boolean): { readonly there: readonly T[]; readonly gone: readonly Placed<T>[] } {
  return { there: all.filter(isKnown), gone: all.flatMap((one, at) => (isKnown(one) ? [] : [{ at, one }])) }
}

/** All in their places again. */
function together<T>(there: readonly T[], gone: readonly Placed<T>[]): readonly T[] {
  return gone.reduce<readonly T[]>((all, { at, one }) => all.toSpliced(at, 0, one), there)
}
