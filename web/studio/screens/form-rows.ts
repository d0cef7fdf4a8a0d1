import type { OwnForm } from '../model/shown.ts'

type Section = OwnForm['sections'][number]

/** A field of a form as it is arranged: in a row of its own, or beside the one before. */
export interface Item {
  readonly field: string
  readonly beside: boolean
}

export function itemsOf(section: Section): readonly Item[] {
  return section.fields.flatMap(row => [row].flat().map((field, at) => ({ field, beside: at > 0 })))
}

/** At most four stand side by side. */
export function rowsOf(items: readonly Item[]): Section['fields'] {
  const rows: string[][] = []
  for (const { field, beside } of items) {
    const open = rows.at(-1)
    if (beside && open && open.length < 4) open.push(field)
    else rows.push([field])
  }
  return rows.map(row => (row.length === 1 ? (row[0] as string) : row))
}

/** Moves a field one place up or down; over the edge of a section into the next. */
export function moved(sections: readonly Section[], at: number, index: number, by: number): readonly Section[] {
  const items = sections.map(section => itemsOf(section))
  const item = items[at]?.[index]
  if (!item) return sections
  const to = index + by
  const within = to >= 0 && to < (items[at]?.length ?? 0)
  const next = within ? at : at + by
  if (next < 0 || next >= sections.length) return sections
  const without = items.map((list, place) => (place === at ? list.toSpliced(index, 1) : list))
  const target = within ? to : by > 0 ? 0 : (without[next]?.length ?? 0)
  const placed = without.map((list, place) => (place === next ? list.toSpliced(target, 0, { ...item, beside: within && item.beside && target > 0 }) : list))
  return sections.map((section, place) => ({ ...section, fields: rowsOf(placed[place] ?? []) }))
}
