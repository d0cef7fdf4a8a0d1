import type { Json } from '@sangam/sdk'
import { Refused } from '../../errors.ts'
import { roleAdopter } from '../../registry/custom/adopt.ts'
import { type CustomField, type CustomState, canonical, customFields } from '../../registry/custom/document.ts'
import { keptForm } from '../../registry/forms.ts'
import type { Model } from '../../registry/model.ts'
import { labelOf, pluralOf } from '../../registry/names.ts'
import { canBeFilled } from '../../registry/words.ts'
import { checkEntityName, checkField, checkFieldName, checkSeries, refuse } from './checks.ts'
import { type Draft, draftOf, eachForm, fieldsOf, forget, insertAt, say, storeFields, tidy } from './draft.ts'
import type { Operation, OperationOf } from './operations.ts'

type Perform = { readonly [K in Operation['op']]: (draft: Draft, base: Model, operation: OperationOf<K>) => void }

/**
 * What the custom model is after some operations. `base` is the model of the plugins alone. Each operation is refused with a sentence where it
 * makes no sense; whether the whole holds together is asked of the registry afterwards.
 */
export function perform(state: CustomState, base: Model, operations: readonly Operation[]): CustomState {
  const draft = draftOf(state)
  for (const [at, operation] of operations.entries()) {
    try {
      const one = performed[operation.op] as (draft: Draft, base: Model, operation: Operation) => void
      one(draft, base, operation)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const values = error.options.values ?? {}
      throw new Refused(error.status, error.code, error.detail, {
        values,
        errors: [{ field: `operations.${at}`, code: error.code, message: error.detail, values }],
      })
    }
  }
  return tidy(draft)
}

const performed: Perform = {
  addEntity(draft, base, { entity, label, plural, labels, description, title, activities, keep, menu, icon, fields }) {
    checkEntityName(draft, entity)
    const first = title ?? fields?.[0]?.field ?? 'name'
    draft.document.entities[entity] = {
      label,
      ...(plural !== undefined && { plural }),
      ...(description !== undefined && { description }),
      ...(activities !== undefined && { activities }),
      ...(keep !== undefined && { keep }),
      title: first,
      fields: [],
    }
    if (menu !== undefined) draft.document.lists[entity] = { menu, ...(icon !== undefined && { icon }) }
    sayEntity(draft, label, plural, labels)
    const given = fields ?? [{ field: first, type: 'text', options: { required: true, max: 120 } }]
    for (const field of given) performed.addField(draft, base, { op: 'addField', entity, ...field })
    if (!given.some(field => field.field === first)) refuse('no_title', '{entity} has no field {field} to be known by.', { entity, field: first })
  },

  changeEntity(draft, _, { op: __, entity, label, plural, labels, description, title, activities, keep, sort }) {
    const own = ownEntity(draft, entity)
    if (title !== undefined && !own.fields.some(field => field.name === title))
      refuse('no_title', '{entity} has no field {field} to be known by.', { entity, field: title })
    const changed = { label, plural, description, title, activities, keep, sort }
    const merged = Object.entries({ ...own, ...Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined)) })
    draft.document.entities[entity] = Object.fromEntries(merged.filter(([, value]) => value !== null)) as never
    sayEntity(draft, label ?? own.label, plural === null ? undefined : (plural ?? own.plural), labels)
  },

  removeEntity(draft, _, { entity }) {
    const { document, bin } = draft
    const own = ownEntity(draft, entity)
    for (const [other, { fields }] of Object.entries({ ...document.entities, ...document.extensions })) {
      const pointing = fields.find(field => other !== entity && (field.options.to === entity || field.options.of === entity))
      if (pointing) refuse('referred_to', 'The field {field} of {other} points at {entity}. Remove that field first.', { field: pointing.name, other, entity })
    }
    const [list, form, layouts, board] = [document.lists[entity], document.forms[entity], document.layouts[entity], document.boards[entity]]
    bin.entities[entity] = { entity: own, ...(list && { list }), ...(form && { form }), ...(layouts && { layouts }), ...(board && { board }) }
    for (const part of ['entities', 'lists', 'forms', 'layouts', 'boards'] as const) delete document[part][entity]
    for (const [name, role] of Object.entries(document.roles)) document.roles[name] = { ...role, grants: role.grants.filter(grant => grant.entity !== entity) }
    eachForm(draft, form => keptForm(form, { field: () => true, related: one => (one.entity === entity ? null : one) }))
  },

  restoreEntity(draft, base, { entity }) {
    const { document, bin } = draft
    const binned = bin.entities[entity]
    if (!binned) return refuse('not_binned', 'There is no removed entity {entity}.', { entity })
    document.entities[entity] = binned.entity
    if (binned.list) document.lists[entity] = binned.list
    if (binned.form) document.forms[entity] = binned.form
    if (binned.layouts) document.layouts[entity] = binned.layouts.filter(one => base.roles.has(one.role) || document.roles[one.role])
    if (binned.board) document.boards[entity] = binned.board
    delete bin.entities[entity]
  },

  addField(draft, base, { entity, field: name, type, options = {}, labels, after, place, column }) {
    const fields = fieldsOf(draft, base, entity)
    checkFieldName(draft, base, entity, name)
    const field: CustomField = { name, type, options, ...(column !== undefined && { column }), ...(place && { place }) }
    checkField(draft, base, entity, field)
    storeFields(draft, entity, insertAt(fields, field, after))
    sayField(draft, field, labels)
  },

  changeField(draft, base, { entity, field: name, options = {}, labels, after, place }) {
    const [fields, old] = fieldOf(draft, base, entity, name)
    const merged = Object.fromEntries(Object.entries({ ...old.options, ...options }).filter(([, value]) => value !== null)) as CustomField['options']
    const { place: was, ...rest } = old
    const next = place === null ? undefined : (place ?? was)
    const field: CustomField = { ...rest, options: merged, ...(next && { place: next }) }
    checkField(draft, base, entity, field)
    const without = fields.filter(one => one !== old)
    storeFields(draft, entity, after === undefined ? fields.map(one => (one === old ? field : one)) : insertAt(without, field, after))
    sayField(draft, field, labels)
  },

  convertField(draft, base, { entity, field: name, type, options, column }) {
    const [fields, old] = fieldOf(draft, base, entity, name)
    if (old.type === type && column === undefined)
      refuse('same_type', 'Field {field} of {entity} is of the type {type} already.', { field: name, entity, type })
    const { column: was, ...rest } = old
    const stem = column ?? nextColumn(draft, entity, old)
    const given = options ?? keptOptions(old.options)
    const field: CustomField = { ...rest, type, options: given, ...(stem !== plainColumn(name) && { column: stem }) }
    checkField(draft, base, entity, field)
    if (was === field.column) refuse('same_type', 'Field {field} of {entity} is of the type {type} already.', { field: name, entity, type })
    storeFields(
      draft,
      entity,
      fields.map(one => (one === old ? field : one)),
    )
  },

  retireField(draft, base, { entity, field: name, retired = true }) {
    const [fields, old] = fieldOf(draft, base, entity, name)
    const { retired: _, ...rest } = old
    storeFields(
      draft,
      entity,
      fields.map(one => (one === old ? { ...rest, ...(retired && { retired }) } : one)),
    )
  },

  removeField(draft, base, { entity, field: name }) {
    const [fields, old] = fieldOf(draft, base, entity, name)
    if (draft.document.entities[entity]?.title === name)
      refuse('is_title', '{entity} is known by its field {field}. Choose another field for that first.', { entity, field: name })
    const after = fields[fields.indexOf(old) - 1]?.name ?? null
    const kept = { hide: rolesThat(draft, entity, 'hide', name), freeze: rolesThat(draft, entity, 'freeze', name) }
    const binned = { field: old, after, ...(kept.hide.length + kept.freeze.length > 0 && { kept }) }
    draft.bin.fields[entity] = [...(draft.bin.fields[entity] ?? []), binned]
    storeFields(
      draft,
      entity,
      fields.filter(one => one !== old),
    )
    forget(draft, entity, name)
  },

  restoreField(draft, base, { entity, field: name }) {
    const fields = fieldsOf(draft, base, entity)
    const binned = draft.bin.fields[entity]?.find(one => one.field.name === name)
    if (!binned) return refuse('not_binned', '{entity} has no removed field {field}.', { entity, field: name })
    const { after, kept } = binned
    for (const kind of ['hide', 'freeze'] as const) keepFrom(draft, entity, name, kind, kept?.[kind] ?? [])
    draft.bin.fields[entity] = (draft.bin.fields[entity] ?? []).filter(one => one !== binned)
    storeFields(
      draft,
      entity,
      insertAt(fields, binned.field, after !== null && fields.some(one => one.name === after) ? after : after === null ? null : undefined),
    )
  },

  setRules(draft, base, { entity, rules }) {
    setOf(draft, base, entity, { rules })
  },

  setUnique(draft, base, { entity, unique }) {
    setOf(draft, base, entity, { unique })
  },

  setList(draft, base, { entity, list }) {
    setScreen(draft, base, 'lists', entity, list && (draft.document.entities[entity] ? list : { columns: columnsNow(base, entity), ...list }))
  },

  setForm(draft, base, { entity, form }) {
    setScreen(draft, base, 'forms', entity, form)
  },

  setLayouts(draft, base, { entity, layouts }) {
    const roles = layouts.map(one => one.role)
    const again = roles.find((role, at) => roles.indexOf(role) !== at)
    if (again !== undefined) refuse('layout_twice', 'There are two layouts of {entity} for the role {role}. Keep one of them.', { entity, role: again })
    setScreen(draft, base, 'layouts', entity, layouts.length > 0 ? layouts : null)
  },

  setBoard(draft, base, { entity, board }) {
    setScreen(draft, base, 'boards', entity, board)
  },

  setRole(draft, base, { role, label, description, labels, grants }) {
    if (!/^x\.[a-z][a-zA-Z0-9]{0,39}$/.test(role))
      refuse('bad_role', 'A role of your own is called "x." and a short name, such as x.driver; not "{role}".', { role })
    const plugin = roleAdopter(draft, role)
    if (plugin !== null) refuse('name_taken', 'The plugin {plugin} took {name} over, enabled or not. Choose another name.', { plugin, name: role })
    for (const grant of grants) {
      if (guarded.has(grant.entity) && grant.verbs.some(verb => verb !== 'read'))
        refuse('grant_refused', 'Only administrators look after {entity}. A role may let people read it, and no more.', { entity: grant.entity })
      const lines = base.entities.get(grant.entity)?.linesOf
      if (lines)
        refuse('grant_refused', '{entity} are lines of {parent}: whoever may read or change that reads and changes its lines. Grant on {parent} instead.', {
          entity: base.entities.get(grant.entity)?.plural ?? grant.entity,
          parent: base.entities.get(lines.entity)?.label ?? lines.entity,
        })
    }
    draft.document.roles[role] = { label, ...(description !== undefined && { description }), grants }
    for (const [language, said] of Object.entries(labels ?? {})) say(draft, language, label, said)
  },

  removeRole(draft, _, { role }) {
    if (!draft.document.roles[role]) refuse('role_unknown', 'There is no role {role} of your own.', { role })
    delete draft.document.roles[role]
    for (const [entity, layouts] of Object.entries(draft.document.layouts)) draft.document.layouts[entity] = layouts.filter(one => one.role !== role)
  },

  setSeries(draft, base, { entity, field, pattern }) {
    const made = fieldsOf(draft, base, entity).find(one => one.name === field)
    if (made) return performed.changeField(draft, base, { op: 'changeField', entity, field, options: { pattern } })
    const there = base.entities.get(entity)?.fields.get(field)
    if (there?.type.type !== 'series') return refuse('no_series', '{entity} has no running number {field}.', { entity, field })
    const { [field]: _, ...others } = draft.document.series[entity] ?? {}
    // What the plugin says anyway needs no word of one’s own.
    const own = pattern === null || pattern === there.options.pattern ? null : pattern
    if (own !== null) checkSeries(own, there.options.max as number | undefined)
    draft.document.series[entity] = own === null ? others : { ...others, [field]: own }
  },

  setWords(draft, _, { language, words }) {
    for (const [english, said] of Object.entries(words)) {
      if (said !== null && slotsOf(said) !== slotsOf(english))
        refuse('words_slots', '“{said}” has to have the same places in braces as “{text}”: they are filled in when it is shown.', { said, text: english })
      if (said !== null && !canBeFilled(said))
        refuse('words_broken', '“{said}” breaks off within its braces: close each that is opened, and say what holds for “other”.', { said })
      say(draft, language, english, said)
    }
  },
}

/** The places of a text that are filled in, `{count}`, each named once. */
function slotsOf(text: string): string {
  return [...new Set([...text.matchAll(/\{\{?\s*([\w.]+)\s*[,}|]/g)].map(([, name]) => name))].sort().join()
}

/** The roles of which a grant hides or freezes a field. */
function rolesThat(draft: Draft, entity: string, kind: 'hide' | 'freeze', field: string): string[] {
  return Object.entries(draft.document.roles).flatMap(([role, { grants }]) =>
    grants.some(grant => grant.entity === entity && grant[kind]?.includes(field)) ? [role] : [],
  )
}

/** A field that comes back is hidden and frozen where it was: on all that those roles grant, since nobody knows which grant is which any more. */
function keepFrom(draft: Draft, entity: string, field: string, kind: 'hide' | 'freeze', roles: readonly string[]): void {
  for (const name of roles) {
    const role = draft.document.roles[name]
    if (!role) continue
    const grants = role.grants.map(grant =>
      grant.entity === entity && !grant[kind]?.includes(field) ? { ...grant, [kind]: [...(grant[kind] ?? []), field] } : grant,
    )
    draft.document.roles[name] = { ...role, grants }
  }
}

/** What decides who may do what is not given away by a role. */
const guarded = new Set([
  'core.user',
  'core.role',
  'core.userRole',
  'core.team',
  'core.teamMember',
  'core.share',
  'core.publicLink',
  'core.setting',
  'core.changeSet',
  'core.company',
])

function ownEntity(draft: Draft, entity: string) {
  return draft.document.entities[entity] ?? refuse('entity_unknown', 'There is no entity {entity} of your own.', { entity })
}

/** The fields of an entity and the one that is meant. */
function fieldOf(draft: Draft, base: Model, entity: string, name: string): [readonly CustomField[], CustomField] {
  const fields = fieldsOf(draft, base, entity)
  const found = fields.find(field => field.name === name)
  if (found) return [fields, found]
  if (base.entities.get(entity)?.fields.has(name))
    refuse(
      'field_of_plugin',
      'The field {field} of {entity} comes with a plugin. Its words can be changed under setWords, the pattern of a running number under setSeries; the rest can’t.',
      {
        field: name,
        entity,
      },
    )
  return refuse('field_unknown', '{entity} has no field {field} of your own.', { entity, field: name })
}

function setOf(
  draft: Draft,
  base: Model,
  entity: string,
  values: { readonly rules: readonly object[] } | { readonly unique: readonly (readonly string[])[] },
): void {
  const fields = fieldsOf(draft, base, entity)
  const part = draft.document.entities[entity] ? draft.document.entities : draft.document.extensions
  part[entity] = { fields, ...part[entity], ...values } as never
}

function setScreen(draft: Draft, base: Model, part: 'lists' | 'forms' | 'layouts' | 'boards', entity: string, screen: object | null): void {
  fieldsOf(draft, base, entity)
  if (screen === null) delete draft.document[part][entity]
  else draft.document[part][entity] = screen as never
}

function columnsNow(base: Model, entity: string): readonly string[] {
  return base.lists.find(list => list.entity === entity)?.columns ?? [base.entities.get(entity)?.title ?? 'id']
}

function sayEntity(draft: Draft, label: string, plural: string | undefined, labels: OperationOf<'addEntity'>['labels']): void {
  for (const [language, said] of Object.entries(labels ?? {})) {
    if (said.label !== undefined) say(draft, language, label, said.label)
    if (said.plural !== undefined) say(draft, language, plural ?? pluralOf(label), said.plural)
  }
}

function sayField(draft: Draft, { name, options }: CustomField, labels: OperationOf<'addField'>['labels']): void {
  for (const [language, said] of Object.entries(labels ?? {})) say(draft, language, (options.label as string | undefined) ?? labelOf(name), said)
}

/** What every type of field has goes along when the type changes. */
function keptOptions(options: CustomField['options']): CustomField['options'] {
  const kept = ['label', 'help', 'required', 'unique', 'index', 'readonly', 'search', 'choices']
  return Object.fromEntries(Object.entries(options).filter(([name]) => kept.includes(name)))
}

function plainColumn(name: string): string {
  return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
}

/** A new column for a new type: the old one stays, so that the change can be taken back. */
function nextColumn(draft: Draft, entity: string, { name, column }: CustomField): string {
  const stem = plainColumn(name)
  const last = Number(/_v(\d+)$/.exec(column ?? '')?.[1] ?? 1)
  const taken = new Set(customFields(draft.document, entity).map(field => field.column))
  for (let at = last + 1; ; at += 1) if (!taken.has(`${stem}_v${at}`)) return `${stem}_v${at}`
}

/** Whether two values are the same, whatever the order of their keys. */
export function alike(a: Json | object | undefined, b: Json | object | undefined): boolean {
  return canonical(a ?? null) === canonical(b ?? null)
}
