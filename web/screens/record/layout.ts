import type { EntityMeta, FieldMeta, FormScreen } from '@sangam/sdk'

/** Fields that stand side by side; one alone takes the width. */
export type Group = readonly FieldMeta[]

export interface Section {
  readonly label: string | null
  readonly groups: readonly Group[]
}

/** The form as its plugin laid it out, of the fields this person may see; what no form names comes last. */
export function sectionsOf(shape: EntityMeta, form: FormScreen | undefined): readonly Section[] {
  const placed = (form?.sections ?? []).map(section => ({
    label: section.label ?? null,
    groups: section.fields.map(one => (typeof one === 'string' ? [one] : one).flatMap(name => shape.fields[name] ?? [])).filter(group => group.length > 0),
  }))
  const named = new Set(placed.flatMap(section => section.groups.flat().map(field => field.name)))
  const rest = Object.values(shape.fields).filter(
    field => !named.has(field.name) && (!form || !field.readonly || field.type === 'series' || field.computed !== undefined),
  )
  const last = rest.length === 0 ? [] : [{ label: placed.length === 0 ? null : 'More', groups: pairs(rest) }]
  return [...placed, ...last].filter(section => section.groups.length > 0)
}

/** Two by two where no one laid them out; what needs room stands alone. */
function pairs(fields: readonly FieldMeta[]): readonly Group[] {
  const groups: FieldMeta[][] = []
  for (const field of fields) {
    const open = groups.at(-1)
    if (open && open.length === 1 && !isWide(open[0]) && !isWide(field)) open.push(field)
    else groups.push([field])
  }
  return groups
}

function isWide(field: FieldMeta | undefined): boolean {
  return field?.multiline === true || field?.type === 'lines' || field?.type === 'json' || field?.type === 'richText' || field?.type === 'address'
}
