import type { EntityMeta, FieldMeta, FormScreen } from '@sangam/sdk'
import { isEmpty } from '../../fields/check.ts'
import { same, type Values } from './draft.ts'
import { layoutOf, type Section } from './layout.ts'
import { holds, type RuleState } from './rules.ts'

interface ShownTab {
  readonly name: string
  readonly label: string
  readonly sections: readonly Section[]
  readonly fields: ReadonlySet<string>
}

/** What of a page is there as the record stands: parts whose condition holds, fields that its rules show. */
export interface Parts {
  readonly above: readonly Section[]
  readonly tabs: readonly ShownTab[]
  /** Fields that stand on the page, under whichever tab. */
  readonly fields: ReadonlySet<string>
  /** Headings of the parts that stand there on a condition. */
  readonly conditional: readonly string[]
}

export function shownParts(shape: EntityMeta, form: FormScreen | undefined, values: Values, hides: (field: FieldMeta) => boolean): Parts {
  const layout = layoutOf(shape, form)
  const open = (section: Section): Section[] => {
    if (holds(shape, section.when, values) !== true) return []
    const groups = section.groups.map(group => group.filter(field => !hides(field))).filter(group => group.length > 0)
    return groups.length + section.related.length === 0 ? [] : [{ ...section, groups }]
  }
  const above = layout.above.flatMap(open)
  const tabs = layout.tabs
    .filter(tab => holds(shape, tab.when, values) === true)
    .map(({ name, label, sections }) => ({ name, label, sections: sections.flatMap(open) }))
    .filter(tab => tab.sections.length > 0)
    .map(tab => ({ ...tab, fields: new Set(namesIn(tab.sections)) }))
  const fields = new Set([...namesIn(above), ...tabs.flatMap(tab => [...tab.fields])])
  return { above, tabs, fields, conditional: [above, ...tabs.map(tab => tab.sections)].flat().flatMap(({ when, label }) => (when && label ? [label] : [])) }
}

function namesIn(sections: readonly Section[]): string[] {
  return sections.flatMap(section => section.groups.flat().map(field => field.name))
}

/**
 * Fields that stand nowhere on the page and keep the record from being saved: what is required and empty, what the server found wrong, and what is
 * `wrong` as it stands. One that is being filled in stays until it is saved.
 */
export function owedFields(
  shape: EntityMeta,
  parts: Parts,
  rules: RuleState,
  record: { readonly values: Values; readonly saved: Values | null; readonly issues: { readonly [field: string]: string } },
  before: ReadonlySet<string>,
  wrong: (field: FieldMeta) => boolean,
): readonly FieldMeta[] {
  const { values, saved, issues } = record
  const told = new Set(Object.keys(issues).map(place => place.split(/[.[]/)[0] ?? ''))
  return Object.values(shape.fields).filter(field => {
    const { name } = field
    if (parts.fields.has(name) || field.readonly || rules.hidden.has(name) || rules.locked.has(name)) return false
    const required = (field.required && field.type !== 'flow') || rules.required.has(name)
    return told.has(name) || wrong(field) || (required && isEmpty(values[name])) || (before.has(name) && !same(values[name], saved?.[name]))
  })
}
