import type { Json, ViewShape } from '@sangam/sdk'
import { entityMeta, meta } from '../../data/meta.ts'
import { records } from '../../data/records.ts'
import { t } from '../../shell/words.ts'
import { firstState, type ListState, screenOf, shapeOf, stateOf, type View } from './state.ts'

const saved = 'core.view'

/** The views plugins bring for a list; the first is all records. */
export function builtViews(entity: string): readonly View[] {
  const model = meta()
  const all: View = { id: 'all', label: t('All'), kind: 'built', state: firstState(model, entity) }
  const built = screenOf(model, entity)?.views ?? []
  return [all, ...built.map((view, at): View => ({ id: `built-${at}`, label: t(view.label), kind: 'built', state: stateOf(model, entity, view) }))]
}

/** One's own views and those colleagues share. */
export async function savedViews(entity: string): Promise<readonly View[]> {
  if (!entityMeta(saved)) return []
  const { items } = await records.find(saved, { where: { entity, kind: 'list' }, sort: ['name'], limit: 100 })
  const { user } = meta()
  return items.map(row => ({
    id: row.id,
    label: String(row.name),
    kind: row.owner === user.id ? 'mine' : 'shared',
    version: row.version,
    state: stateOf(meta(), entity, (row.definition ?? {}) as unknown as ViewShape),
  }))
}

export async function saveView(entity: string, name: string, shared: boolean, state: ListState): Promise<string> {
  const made = await records.create(saved, { entity, kind: 'list', name, shared, definition: shapeOf(state) as Json })
  return made.id
}

export async function updateView(view: View, state: ListState): Promise<void> {
  await records.update(saved, view.id, { definition: shapeOf(state) as Json }, view.version)
}

export async function removeView(view: View): Promise<void> {
  await records.remove(saved, view.id)
}
