import type { EntityMeta, FieldMeta, FormScreen, RelatedList } from '@sangam/sdk'

/** Fields that stand side by side; one alone takes the width. */
export type Group = readonly FieldMeta[]

export interface Section {
  readonly label: string | null
  readonly groups: readonly Group[]
  /** With 2, groups of one stand two by two. */
  readonly columns: 1 | 2
  readonly when: object | null
  readonly related: readonly RelatedList[]
}

interface Tab {
  readonly name: string
  readonly label: string
  readonly when: object | null
  readonly sections: readonly Section[]
}

/** How a page is laid out: what stands above the tabs, and the tabs. */
interface Layout {
  readonly above: readonly Section[]
  readonly tabs: readonly Tab[]
}

/** The tab that takes up what no section names. */
const moreTab = 'more'

/** The page as it was laid out, of the fields this person may see; what no section names, and was not left out on purpose, comes last. */
export function layoutOf(shape: EntityMeta, form: FormScreen | undefined): Layout {
  const placed = (form?.sections ?? []).map(section => ({
    tab: section.tab,
    label: section.label ?? null,
    columns: section.columns ?? 1,
    when: section.when ?? null,
    related: section.related ?? [],
    groups: section.fields.map(one => [one].flat().flatMap(name => fieldIn(shape, name) ?? [])).filter(group => group.length > 0),
  }))
  const named = new Set([...placed.flatMap(section => section.groups.flat().map(field => field.name)), ...(form?.hidden ?? [])])
  const rest = Object.values(shape.fields).filter(
    field => !named.has(field.name) && (!form || !field.readonly || field.type === 'series' || field.computed !== undefined),
  )
  const last: Section = { label: placed.length === 0 ? null : 'More', columns: 1, when: null, related: [], groups: pairs(rest) }
  const tabs = form?.tabs ?? []
  const under = (name: string): Section[] => placed.filter(section => section.tab === name && !isBare(section))
  const above = placed.filter(section => section.tab === undefined && !isBare(section))
  if (tabs.length === 0) return { above: [...above, last].filter(section => !isBare(section)), tabs: [] }
  const own = tabs.map(({ name, label, when = null }) => ({ name, label, when, sections: under(name) }))
  const withRest = own.some(tab => tab.name === moreTab)
    ? own.map(tab => (tab.name === moreTab ? { ...tab, sections: [...tab.sections, last] } : tab))
    : [...own, { name: moreTab, label: 'More', when: null, sections: [{ ...last, label: null }] }]
  const filled = withRest.map(tab => ({ ...tab, sections: tab.sections.filter(section => !isBare(section)) }))
  return { above, tabs: filled.filter(tab => tab.sections.length > 0) }
}

/** What takes the whole width of a page. */
export function isWide(field: FieldMeta | undefined): boolean {
  return field?.multiline === true || ['lines', 'json', 'richText', 'address'].includes(field?.type ?? '')
}

function fieldIn(shape: EntityMeta, name: string): FieldMeta | undefined {
  return Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined
}

function isBare({ groups, related }: Section): boolean {
  return groups.length === 0 && related.length === 0
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
