import { entityMeta } from '../data/meta.ts'
import { type Row, records } from '../data/records.ts'
import { searchEverywhere } from '../data/search.ts'
import type { ComboItem } from './combo.ts'
import { rememberTitle, titleIn, titlePath } from './titles.ts'

/** The records of an entity that some words find, as a list to pick from. */
export async function foundItems(entity: string, text: string): Promise<readonly ComboItem[]> {
  const beside = besideTitle(entity)
  const page = await records.find(entity, { search: text, limit: 8, fields: [titlePath(entity), ...beside] }).catch(() => ({ items: [] as readonly Row[] }))
  // Nothing holds the words: what is written much alike may be meant.
  if (page.items.length === 0 && text.trim() !== '') return alike(entity, text)
  for (const row of page.items) rememberTitle(entity, row.id, titleIn(entity, row))
  return page.items.map(row => itemOf(entity, row, beside))
}

/** Records whose names are written nearly so. */
async function alike(entity: string, text: string): Promise<readonly ComboItem[]> {
  const found = await searchEverywhere(text, { entity, limit: 8 }).catch(() => [])
  return found.map(one => ({ id: one.id, label: one.title, ...(one.subtitle && { hint: one.subtitle }) }))
}

/** One or two short texts that tell records of one name apart. */
function besideTitle(entity: string): readonly string[] {
  const shape = entityMeta(entity)
  const worth = Object.values(shape?.fields ?? {}).filter(
    field =>
      field.name !== shape?.title &&
      (field.type === 'series' || field.format === 'email' || (field.type === 'text' && !field.multiline && ['code', 'number', 'city'].includes(field.name))),
  )
  return worth.slice(0, 2).map(field => field.name)
}

function itemOf(entity: string, row: Row, beside: readonly string[]): ComboItem {
  const hint = beside
    .map(name => row[name])
    .filter(Boolean)
    .join(' · ')
  return { id: row.id, label: titleIn(entity, row), ...(hint && { hint }) }
}
