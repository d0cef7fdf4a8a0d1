import type { Operation, OwnForm, Place, ShownEntity } from '../model/shown.ts'
import { studioStore } from '../model/store.ts'

/** Where a field stands. */
export interface Placement {
  /** Behind this field of the form; null is first, an empty text is last. */
  readonly after: string | null
  readonly list: boolean
}

/** Where a field stands now, or would stand if nobody said: last in the form, in the list while there is room. */
export function placementOf(entity: ShownEntity, name: string | null): Placement {
  const columns = columnsOf(entity.name)
  const list = name === null ? entity.custom && !studioStore.value?.model.lists[entity.name]?.columns && columns.length < 6 : columns.includes(name)
  if (!entity.custom) {
    const place = entity.fields.find(field => field.name === name)?.place
    return { after: place && 'after' in place ? place.after : '', list }
  }
  const order = orderOf(entity)
  const at = name === null ? -1 : order.indexOf(name)
  return { after: at === -1 ? '' : (order[at - 1] ?? null), list }
}

/** The fields in the order of the form. */
export function orderOf(entity: ShownEntity): readonly string[] {
  const form = studioStore.value?.model.screens.forms[entity.name]
  const placed = (form?.sections ?? []).flatMap(section => section.fields.flat())
  return [...placed, ...entity.fields.map(field => field.name).filter(name => !placed.includes(name))]
}

/** What an operation on the field itself says of its place; nothing where that stays. */
export function placeOf(
  entity: ShownEntity,
  placement: Placement,
  before: Placement | null,
): { readonly after?: string | null; readonly place?: Place | null } {
  if (placement.after === (before?.after ?? '')) return {}
  if (!entity.custom) return { place: placement.after ? { after: placement.after } : null }
  if (studioStore.value?.model.forms[entity.name]) return {}
  return { after: placement.after === '' ? (entity.fields.at(-1)?.name ?? null) : placement.after }
}

/** What the list and the form have to say of a field's place. */
export function screenOperations(entity: ShownEntity, name: string, placement: Placement, before: Placement | null): readonly Operation[] {
  const { model } = studioStore.value ?? {}
  const form = model?.forms[entity.name]
  const moved = form && placement.after !== (before?.after ?? '')
  const wasListed = before?.list ?? placementOf(entity, null).list
  const columns = columnsOf(entity.name)
  const next = placement.list ? [...columns, name] : columns.filter(column => column !== name)
  return [
    ...(moved ? [{ op: 'setForm', entity: entity.name, form: withField(form, name, placement.after) }] : []),
    ...roleOperations(entity, name, placement, before),
    ...(placement.list === wasListed ? [] : [{ op: 'setList', entity: entity.name, list: { ...model?.lists[entity.name], columns: next } }]),
  ]
}

/** Of one's own entity also the pages of roles show it behind the field that it stands behind, where they have that; elsewhere it comes last. */
function roleOperations(entity: ShownEntity, name: string, { after }: Placement, before: Placement | null): readonly Operation[] {
  const layouts = studioStore.value?.model.layouts[entity.name] ?? []
  const has = (form: OwnForm): boolean => after !== null && form.sections.some(section => section.fields.flat().includes(after))
  if (!entity.custom || after === (before?.after ?? '') || !layouts.some(has)) return []
  return [{ op: 'setLayouts', entity: entity.name, layouts: layouts.map(form => (has(form) ? { ...form, ...withField(form, name, after) } : form)) }]
}

export function columnsOf(entity: string): readonly string[] {
  return studioStore.value?.model.screens.lists.find(list => list.entity === entity)?.columns ?? []
}

function withField(form: OwnForm, name: string, after: string | null): OwnForm {
  const without = form.sections.map(section => ({
    ...section,
    fields: section.fields.map(row => (typeof row === 'string' ? row : row.filter(one => one !== name))).filter(row => row !== name && row.length > 0),
  }))
  const home = after ? without.findIndex(section => section.fields.some(row => [row].flat().includes(after))) : -1
  const at = home === -1 ? (after === null ? 0 : without.length - 1) : home
  return {
    ...form,
    sections: without.map((section, index) => {
      if (index !== at) return section
      const behind = section.fields.findIndex(row => [row].flat().includes(after ?? ''))
      const place = behind !== -1 ? behind + 1 : after === null ? 0 : section.fields.length
      return { ...section, fields: section.fields.toSpliced(place, 0, name) }
    }),
  }
}
