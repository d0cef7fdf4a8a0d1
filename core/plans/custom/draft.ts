import type { Rule, ViewShape } from '@sangam/sdk'
import { type CustomField, type CustomModel, type CustomState, emptyState } from '../../registry/custom/document.ts'
import { type FormShape, keptForm } from '../../registry/forms.ts'
import type { Model } from '../../registry/model.ts'
import { refuse } from './checks.ts'

type Open<T> = { -readonly [K in keyof T]: { [name: string]: T[K] extends { readonly [name: string]: infer V } ? V : never } }
/** A state that is being changed. */
export interface Draft extends CustomState {
  readonly document: Open<CustomModel>
  readonly bin: Open<CustomState['bin']>
}

export function draftOf(state: CustomState): Draft {
  return structuredClone({ ...emptyState, ...state }) as Draft
}

/** The admin-made fields of an entity that is there, in their order. */
export function fieldsOf(draft: Draft, base: Model, entity: string): readonly CustomField[] {
  const own = draft.document.entities[entity]
  if (own) return own.fields
  const there = base.entities.get(entity)
  if (!there || there.internal) refuse('entity_unknown', 'There is no entity {entity} here.', { entity })
  return draft.document.extensions[entity]?.fields ?? []
}

export function storeFields(draft: Draft, entity: string, fields: readonly CustomField[]): void {
  const own = draft.document.entities[entity]
  if (own) draft.document.entities[entity] = { ...own, fields }
  else draft.document.extensions[entity] = { ...draft.document.extensions[entity], fields }
}

/** Behind a field, first (`null`) or last. */
export function insertAt(fields: readonly CustomField[], field: CustomField, after: string | null | undefined): readonly CustomField[] {
  if (after === undefined) return [...fields, field]
  if (after === null) return [field, ...fields]
  const at = fields.findIndex(one => one.name === after)
  if (at === -1) return refuse('field_unknown', 'There is no field {field} of your own to stand behind.', { field: after })
  return fields.toSpliced(at + 1, 0, field)
}

export function say(draft: Draft, language: string, english: string, said: string | null): void {
  const words: { [english: string]: string } = { ...draft.document.words[language] }
  if (said === null) delete words[english]
  else words[english] = said
  draft.document.words[language] = words
}

/** Puts another in place of every layout, everyone's and those of roles. */
export function eachForm({ document }: Draft, change: <F extends FormShape>(form: F, entity: string) => F): void {
  for (const [entity, form] of Object.entries(document.forms)) document.forms[entity] = change(form, entity)
  for (const [entity, layouts] of Object.entries(document.layouts)) document.layouts[entity] = layouts.map(form => change(form, entity))
}

/** A removed field leaves the screens, sets and grants that name it; a condition that names it has to be changed by hand. */
export function forget(draft: Draft, entity: string, name: string): void {
  const { document } = draft
  const other = (path: string): boolean => path.replace(/^-/, '').split(/[.:]/)[0] !== name
  const one = document.entities[entity] ?? document.extensions[entity]
  if (one) {
    const rules = (one.rules ?? []).flatMap(rule => ruleWithout(rule, name))
    const unique = (one.unique ?? []).filter(set => !set.includes(name))
    const sort = (document.entities[entity]?.sort ?? []).filter(other)
    const part = document.entities[entity] ? document.entities : document.extensions
    part[entity] = { ...one, ...(one.rules && { rules }), ...(one.unique && { unique }), ...(sort.length > 0 && { sort }) } as never
    if (sort.length === 0 && document.entities[entity]?.sort) delete (document.entities[entity] as { sort?: unknown }).sort
  }
  const list = document.lists[entity]
  if (list) {
    const views = list.views?.flatMap(view => viewWithout(view, other))
    document.lists[entity] = { ...list, ...(list.columns && { columns: list.columns.filter(other) }), ...(views && { views }) }
  }
  eachForm(draft, (form, of) =>
    keptForm(form, {
      field: field => of !== entity || field !== name,
      related: one => (one.entity !== entity ? one : one.by === name ? null : { ...one, columns: one.columns.filter(other) }),
    }),
  )
  const board = document.boards[entity]
  if (board?.by === name) delete document.boards[entity]
  else if (board) document.boards[entity] = { ...board, card: board.card.filter(other) }
  for (const [role, shape] of Object.entries(document.roles)) {
    const grants = shape.grants.map(grant =>
      grant.entity !== entity
        ? grant
        : {
            ...grant,
            ...(grant.hide && { hide: grant.hide.filter(field => field !== name) }),
            ...(grant.freeze && { freeze: grant.freeze.filter(field => field !== name) }),
          },
    )
    document.roles[role] = { ...shape, grants }
  }
}

/** What is left of a view without a field: nothing where it stood on it. */
function viewWithout(view: ViewShape, other: (path: string) => boolean): ViewShape[] {
  if (view.kind === 'calendar') return other(view.by) ? [{ ...view, ...(view.card && { card: view.card.filter(other) }) }] : []
  if (view.kind === 'gantt') {
    const { group, colour, ...bars } = view
    return other(bars.start) && other(bars.end ?? '') ? [{ ...bars, ...(group?.every(other) && { group }), ...(colour && other(colour) && { colour }) }] : []
  }
  if (view.kind === 'tree') {
    const { columns, sort } = view
    return other(view.by ?? '') ? [{ ...view, ...(columns && { columns: columns.filter(other) }), ...(sort && { sort: sort.filter(other) }) }] : []
  }
  if (view.kind === 'chart') return [...view.group, view.measure?.slice(4) ?? ''].every(other) ? [view] : []
  if (view.kind === 'pivot') return [...view.rows, ...(view.columns ?? []), ...(view.measures ?? []).map(one => one.slice(4))].every(other) ? [view] : []
  const { sort, columns, group, colours, waits } = view
  const { measure, ...waiting } = waits ?? {}
  return [
    {
      ...view,
      ...(waits && measure !== undefined && !other(measure.slice(4)) && { waits: waiting }),
      ...(sort && { sort: sort.filter(other) }),
      ...(columns && { columns: columns.filter(other) }),
      ...(group && { group: group.filter(other) }),
      ...(colours && { colours: colours.filter(rule => other(rule.column ?? '') && pathsIn(rule.where).every(other)) }),
    },
  ]
}

/** The fields that a condition names, wherever in it. */
function pathsIn(condition: object): readonly string[] {
  return Object.entries(condition).flatMap(([key, value]) =>
    key === 'and' || key === 'or' ? (value as object[]).flatMap(pathsIn) : key === 'not' ? pathsIn(value as object) : [key],
  )
}

/** What is left of a rule without a field: nothing where it was about that field alone. */
function ruleWithout(rule: Rule, name: string): Rule[] {
  const left = (names: readonly string[]): readonly string[] => names.filter(field => field !== name)
  if ('refuse' in rule) return rule.field === name ? [{ refuse: rule.refuse, when: rule.when }] : [rule]
  if ('require' in rule) return left(rule.require).length > 0 ? [{ ...rule, require: left(rule.require) }] : []
  if ('show' in rule) return left(rule.show).length > 0 ? [{ ...rule, show: left(rule.show) }] : []
  return rule.lock === 'all' ? [rule] : left(rule.lock).length > 0 ? [{ ...rule, lock: left(rule.lock) }] : []
}

/** What holds nothing is not there: a document after an undo is the document before. */
export function tidy(draft: Draft): CustomState {
  const { document, bin } = draft
  for (const [entity, { fields, rules, unique }] of Object.entries(document.extensions)) {
    const full = { fields, ...(rules && rules.length > 0 && { rules }), ...(unique && unique.length > 0 && { unique }) }
    if (fields.length === 0 && Object.keys(full).length === 1) delete document.extensions[entity]
    else document.extensions[entity] = full
  }
  for (const [name, { rules, unique, sort, ...entity }] of Object.entries(document.entities)) {
    document.entities[name] = {
      ...entity,
      ...(rules && rules.length > 0 && { rules }),
      ...(unique && unique.length > 0 && { unique }),
      ...(sort && sort.length > 0 && { sort }),
    }
  }
  for (const [entity, layouts] of Object.entries(document.layouts)) if (layouts.length === 0) delete document.layouts[entity]
  for (const [entity, patterns] of Object.entries(document.series)) if (Object.keys(patterns).length === 0) delete document.series[entity]
  for (const [language, words] of Object.entries(document.words)) if (Object.keys(words).length === 0) delete document.words[language]
  for (const [entity, fields] of Object.entries(bin.fields)) if (fields.length === 0) delete bin.fields[entity]
  return draft
}
