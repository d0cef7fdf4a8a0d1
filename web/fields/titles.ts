import { keep, keptFor } from '../data/kept.ts'
import { entityMeta } from '../data/meta.ts'
import { type Row, records } from '../data/records.ts'
import { formatDate } from '../shell/format.ts'
import { optionOf } from './options.ts'

// Titles of records, asked for together: what is asked within one turn goes out as one request for each entity.
const known = new Map<string, string | null>()
let wanted = new Map<string, Set<string>>()
let coming: Promise<void> | null = null

export function titleKnown(entity: string, id: string): string | null | undefined {
  return known.get(`${entity} ${id}`)
}

export function rememberTitle(entity: string, id: string, title: string): void {
  known.set(`${entity} ${id}`, title)
}

/** The title of a record; null when the person may not see it. */
export async function titleOf(entity: string, id: string): Promise<string | null> {
  const found = titleKnown(entity, id)
  if (found !== undefined) return found
  if (!entityMeta(entity)) return null
  wanted.set(entity, (wanted.get(entity) ?? new Set()).add(id))
  coming ??= Promise.resolve().then(fetchWanted)
  await coming
  return titleKnown(entity, id) ?? null
}

/** Where the text a record is known by is found: a field, or the name of what it refers to; its id for who may not read that. */
export function titlePath(entity: string): string {
  const shape = entityMeta(entity)
  const name = shape?.title || 'id'
  return shape?.fields[name]?.type === 'reference' ? `${name}.$title` : name
}

/** What things are called is nothing that the next one to sign in here may have seen. */
export function forgetTitles(): void {
  known.clear()
}

/** The text a record is known by. */
export function titleIn(entity: string, row: Row): string {
  const path = titlePath(entity)
  const field = entityMeta(entity)?.fields[path]
  const title = path === 'id' ? '' : row[path]
  if (field && typeof title === 'string' && (field.choices ?? field.states)) return optionOf(field, title).label
  if (field?.type === 'date' && typeof title === 'string') return formatDate(title)
  return typeof title === 'string' && title !== '' ? title : (otherCalled(entity, row) ?? row.id.slice(0, 8))
}

/** What a record that is known by another is called, where the name of that did not come with it: as that was picked. */
function otherCalled(entity: string, row: Row): string | null {
  const shape = entityMeta(entity)
  const field = shape?.fields[shape.title]
  const other = field?.type === 'reference' ? row[field.name] : null
  return typeof other === 'string' ? (titleKnown(field?.to ?? '', other) ?? null) : null
}

async function fetchWanted(): Promise<void> {
  const asked = wanted
  wanted = new Map()
  coming = null
  await Promise.all(
    [...asked].map(async ([entity, ids]) => {
      const { items } = await records.find(entity, { where: { id: { in: [...ids] } }, fields: [titlePath(entity)], limit: 500 })
      for (const id of ids) known.set(`${entity} ${id}`, null)
      for (const row of items) rememberTitle(entity, row.id, titleIn(entity, row))
    }),
  )
}

/** The records of an entity a person picked last, newest first. */
export function recent(entity: string): readonly { readonly id: string; readonly title: string }[] {
  try {
    const kept = JSON.parse(localStorage.getItem(keptFor(`picked.${entity}`)) ?? '[]') as readonly { id: string; title: string }[]
    return Array.isArray(kept) ? kept : []
  } catch {
    return []
  }
}

export function rememberPick(entity: string, id: string, title: string): void {
  rememberTitle(entity, id, title)
  keep(localStorage, keptFor(`picked.${entity}`), [{ id, title }, ...recent(entity).filter(one => one.id !== id)].slice(0, 5))
}
