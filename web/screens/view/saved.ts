import type { Json, ViewShape } from '@sangam/sdk'
import { entityMeta, meta } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { t } from '../../shell/words.ts'
import type { Definition } from './definition.ts'
import { isKind, kindsOf, type ViewKind } from './kinds.ts'

/** A view one can choose: all records, a plugin's, one's own, or one shared by a colleague. */
export interface View {
  readonly id: string
  readonly label: string
  readonly from: 'built' | 'mine' | 'shared'
  readonly kind: ViewKind
  readonly definition: Definition
  readonly version?: number
}

const saved = 'core.view'

/** The views plugins bring for an entity; the first is all records. */
export function builtViews(entity: string): readonly View[] {
  const built = meta().lists.find(list => list.entity === entity)?.views ?? []
  const all: View = { id: 'all', label: t('All'), from: 'built', kind: 'list', definition: {} }
  return [all, ...built.map((shape, at) => builtView(shape, at)).filter(view => kindsOf(entity).includes(view.kind))]
}

function builtView({ label, kind = 'list', ...definition }: ViewShape, at: number): View {
  return { id: `built-${at}`, label: t(label), from: 'built', kind, definition: definition as Definition }
}

/** One's own views and those colleagues share. */
export async function savedViews(entity: string): Promise<readonly View[]> {
  if (!entityMeta(saved)) return []
  const { items } = await records.find(saved, { where: { entity }, sort: ['name'], limit: 100 })
  return items.map(viewOf).filter(view => kindsOf(entity).includes(view.kind))
}

function viewOf(row: Row): View {
  const from = row.owner === meta().user.id ? 'mine' : 'shared'
  const kind = isKind(row.kind) ? row.kind : 'list'
  return { id: row.id, label: String(row.name), from, kind, version: row.version, definition: (row.definition ?? {}) as Definition }
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
  readonly name: string
  readonly shared: boolean
  readonly definition: Definition
}

export async function saveView({ definition, ...view }: NewView): Promise<string> {
  return (await records.create(saved, { ...view, definition: definition as Json })).id
}

export async function updateView(view: View, definition: Definition): Promise<void> {
  await records.update(saved, view.id, { definition: definition as Json }, view.version)
}

export async function removeView(view: View): Promise<void> {
  await records.remove(saved, view.id)
}
