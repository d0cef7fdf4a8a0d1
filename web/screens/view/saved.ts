import type { Json, ViewShape } from '@sangam/sdk'
import { entityMeta, meta } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { choosable } from '../../shell/kept-views.ts'
import { called, t } from '../../shell/words.ts'
import { both } from '../list/source.ts'
import type { Definition } from './definition.ts'
import { isKind, kindsOf, type ViewKind } from './kinds.ts'

/** A view one can choose: all records, a plugin's, one's own, or one shared by a colleague. */
export interface View {
  readonly id: string
  readonly label: string
  readonly from: 'built' | 'mine' | 'shared'
  readonly kind: ViewKind
  readonly definition: Definition
  readonly saved?: SavedAs
}

/** What a saved view is called, who sees it, and where it stands. */
export interface Audience {
  readonly name: string
  readonly shared: boolean
  readonly team: string | null
  /** Roles that see it first. */
  readonly firstOf: readonly string[]
  /** Whether it has a place in the navigation. */
  readonly pinned: boolean
}

interface SavedAs extends Audience {
  /** Its place among one's own; null before they were put into an order. */
  readonly position: number | null
  readonly version: number
}

const entityOfViews = 'core.view'

/** The views plugins bring for an entity; the first is all records. */
export function builtViews(entity: string): readonly View[] {
  const built = meta().lists.find(list => list.entity === entity)?.views ?? []
  const all: View = { id: 'all', label: t('All'), from: 'built', kind: 'list', definition: {} }
  return [all, ...built.map((shape, at) => builtView(shape, at)).filter(view => kindsOf(entity).includes(view.kind))]
}

function builtView({ label, kind = 'list', ...definition }: ViewShape, at: number): View {
  return { id: `built-${at}`, label: called(label), from: 'built', kind, definition: definition as Definition }
}

/** One's own views and those colleagues share. */
export async function savedViews(entity: string): Promise<readonly View[]> {
  if (!entityMeta(entityOfViews)) return []
  const { items } = await records.find(entityOfViews, { where: both({ entity }, choosable), sort: ['position', 'name'], limit: 100 })
  return items.map(viewOf).filter(view => kindsOf(entity).includes(view.kind))
}

function viewOf(row: Row): View {
  const from = row.owner === meta().user.id ? 'mine' : 'shared'
  const kind = isKind(row.kind) ? row.kind : 'list'
  const firstOf = Array.isArray(row.firstOf) ? row.firstOf.filter(role => typeof role === 'string') : []
  const saved = {
    name: String(row.name),
    shared: row.shared === true,
    team: typeof row.team === 'string' ? row.team : null,
    firstOf,
    pinned: row.pinned === true,
    position: typeof row.position === 'number' ? row.position : null,
    version: row.version,
  }
  return { id: row.id, label: saved.name, from, kind, saved, definition: (row.definition ?? {}) as Definition }
}

/** Whether one may change a view itself, and not only a copy. */
export function mayKeep({ from }: View): boolean {
  return from === 'mine' || (from === 'shared' && meta().user.admin)
}

/** What of a view another kind can show too: which records, and how they are grouped. A plugin's list is narrowed the same way on a board and in a calendar. */
export function shownAs(view: View | undefined, kind: ViewKind): Definition {
  if (!view) return {}
  if (view.kind === kind) return view.definition
  const { where, search, group, measures } = view.definition
  const grouped = Array.isArray(group) && group.length > 0
  const pivoted = grouped && kind === 'pivot' && { rows: group.slice(0, 2), ...(Array.isArray(measures) && { measures: measures.slice(0, 3) }) }
  return {
    ...(where && { where }),
    ...(search && { search }),
    ...(grouped && kind === 'chart' && { group: group.slice(0, 2), ...measureOf(measures) }),
    ...(grouped && kind === 'gantt' && { group: group.slice(0, 1) }),
    ...pivoted,
  }
}

/** Of what a grouped list adds up, a chart draws the first. */
function measureOf(measures: unknown): { readonly measure?: unknown } {
  const first = Array.isArray(measures) ? (measures.find(one => one !== 'count') ?? measures[0]) : undefined
  return first === undefined ? {} : { measure: first }
}

export interface NewView {
  readonly entity: string
  readonly kind: ViewKind
  readonly definition: Definition
}

export async function saveView({ definition, ...view }: NewView, audience: Audience): Promise<string> {
  return (await records.create(entityOfViews, { ...view, ...said(audience), definition: definition as Json })).id
}

export async function updateView(view: View, definition: Definition): Promise<void> {
  await records.update(entityOfViews, view.id, { definition: definition as Json }, view.saved?.version)
}

export async function renameView(view: View, audience: Audience): Promise<void> {
  await records.update(entityOfViews, view.id, said(audience), view.saved?.version)
}

/** Puts one's own views into an order: all of it or nothing, and only those that stand elsewhere now. */
export async function orderViews(views: readonly View[]): Promise<void> {
  const placed = views.map(({ id, saved }, at) => ({ id, before: saved?.position, position: at + 1 })).filter(({ before, position }) => before !== position)
  await records.batch(placed.map(({ id, position }) => ({ entity: entityOfViews, verb: 'update', id, patch: { position } })))
}

export async function removeView(view: View): Promise<void> {
  await records.remove(entityOfViews, view.id)
}

/** Only who looks after roles says what they see first. */
function said({ firstOf, ...audience }: Audience): object {
  return { ...audience, ...(meta().user.admin && { firstOf: firstOf.length > 0 ? firstOf : null }) }
}
