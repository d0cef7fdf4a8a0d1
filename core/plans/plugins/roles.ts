import type { Grant, Plugin, Role } from '@sangam/sdk'
import { canonical } from '../../registry/custom/document.ts'
import { labelOf, pluralOf } from '../../registry/names.ts'
import type { Sentence } from '../custom/sentence.ts'
import { listed } from '../rehearsal/said.ts'

/** What a role opens, as plain data: kept with the version of its plugin, and said by its package. */
export interface RoleShape {
  readonly label: string
  readonly grants: readonly Omit<Grant, 'kind'>[]
}
export type RoleShapes = { readonly [role: string]: RoleShape }

/** The roles of a plugin as data. */
export function rolesOf({ parts = [] }: Plugin): RoleShapes {
  const roles = parts.filter((part): part is Role => part.kind === 'role')
  const plain = roles.map(({ name, label, grants }) => [name, { label, grants: grants.map(({ kind: _, ...grant }) => grant) }] as const)
  return JSON.parse(JSON.stringify(Object.fromEntries(plain))) as RoleShapes
}

/** One right over the records of an entity: a verb, or fields that are seen or changed. */
export interface Right {
  readonly entity: string
  readonly verb: string
  /** Only these fields of records that one sees, or changes, anyway. */
  readonly fields?: readonly string[]
  /** On which records: `some`, where a condition holds; `others`, where it is another than before; `rest`, all of them where it was some. */
  readonly on: 'all' | 'some' | 'others' | 'rest'
}

/** A role that opens something else than before. */
export interface RoleChange {
  readonly role: string
  readonly label: string
  readonly gains: readonly Right[]
  readonly loses: readonly Right[]
}

/** The roles that were there before and open more or less than they did, or are gone; new ones are not among them. */
export function roleChanges(before: RoleShapes, after: RoleShapes): RoleChange[] {
  return Object.entries(before).flatMap(([role, was]) => {
    const is = after[role] ?? { label: was.label, grants: [] }
    const [gains, loses] = [moreThan(was, is), moreThan(is, was)]
    return gains.length + loses.length > 0 ? [{ role, label: is.label, gains, loses }] : []
  })
}

/** What one opens beyond the other. */
function moreThan(less: RoleShape, more: RoleShape): Right[] {
  const entities = [...new Set(more.grants.map(grant => grant.entity))]
  return entities.flatMap(entity => {
    const [was, is] = [grantsOn(less, entity), grantsOn(more, entity)]
    const verbs = [...new Set(is.flatMap(grant => grant.verbs))]
    return [
      ...verbs.flatMap((verb): Right[] => {
        const on = beyond(reach(was, verb), reach(is, verb))
        return on ? [{ entity, verb, on }] : []
      }),
      ...fieldsBeyond(entity, 'read', was, is),
      ...fieldsBeyond(entity, 'update', was, is),
    ]
  })
}

type Grants = RoleShape['grants']

function grantsOn({ grants }: RoleShape, entity: string): Grants {
  return grants.filter(grant => grant.entity === entity)
}

/** The conditions under which a verb is allowed: none where it never is, an empty one where it always is. */
function reach(grants: Grants, verb: string): readonly string[] {
  const found = grants.filter(grant => grant.verbs.includes(verb)).map(grant => canonical(grant.where ?? null))
  return found.includes(anything) ? [anything] : [...new Set(found)].sort()
}

const anything = canonical(null)

function beyond(was: readonly string[], is: readonly string[]): Right['on'] | null {
  if (is.every(one => was.includes(one)) || was[0] === anything) return null
  if (was.length === 0) return is[0] === anything ? 'all' : 'some'
  return is[0] === anything ? 'rest' : 'others'
}

/** A field is held back only where no grant that gives the verb leaves it open. */
function fieldsBeyond(entity: string, verb: 'read' | 'update', was: Grants, is: Grants): Right[] {
  const held = (grants: Grants): string[] => {
    const [first = [], ...others] = grants
      .filter(grant => grant.verbs.includes(verb))
      .map(grant => [...(grant.hide ?? []), ...(verb === 'update' ? (grant.freeze ?? []) : [])])
    return first.filter(field => others.every(list => list.includes(field)))
  }
  const may = (grants: Grants): boolean => grants.some(grant => grant.verbs.includes(verb))
  // What is new as a whole is told as a whole.
  if (!may(was) || !may(is)) return []
  const now = held(is)
  const fields = held(was).filter(field => !now.includes(field))
  return fields.length > 0 ? [{ entity, verb, fields, on: 'all' }] : []
}

/** What plugins, entities and their fields are called for people. */
export interface Called {
  plugin(id: string): string
  entity(name: string): string
  field(entity: string, name: string): string
  event(name: string): string
}

/** As some plugins say; what none of them has goes by its name. */
export function calledBy(plugins: Iterable<Plugin>): Called {
  const all = [...plugins]
  const entities = new Map(all.flatMap(({ entities = [] }) => entities.map(one => [one.name, one.definition] as const)))
  const events = new Map(all.flatMap(({ parts = [] }) => parts.flatMap(part => (part.kind === 'event' ? [[part.name, part.label] as const] : []))))
  const added = all.flatMap(({ extensions = [] }) => extensions.map(({ extension }) => extension))
  return {
    plugin: id => all.find(one => one.id === id)?.title ?? id,
    entity(name) {
      const { plural, label } = entities.get(name) ?? {}
      return plural ?? (label === undefined ? (entities.has(name) ? pluralOf(labelOf(name)) : name) : pluralOf(label))
    },
    field(entity, name) {
      const field = entities.get(entity)?.fields[name] ?? added.find(one => one.entity === entity && one.fields[name])?.fields[name]
      return String((field?.options as { readonly label?: string } | undefined)?.label ?? (field ? labelOf(name) : name))
    },
    event: name => events.get(name) ?? labelOf(name),
  }
}

/** What roles open that they did not, in sentences. */
export function gainsSaid(changes: readonly RoleChange[], called: Called): Sentence[] {
  return said(changes, called, 'gains', 'The role {role} opens more than before: {rights}.')
}

/** What roles open no more, in sentences. */
export function losesSaid(changes: readonly RoleChange[], called: Called): Sentence[] {
  return said(changes, called, 'loses', 'The role {role} no longer opens: {rights}.')
}

function said(changes: readonly RoleChange[], called: Called, of: 'gains' | 'loses', text: string): Sentence[] {
  return changes.flatMap(change => {
    const rights = change[of].map(right => rightSaid(right, called))
    return rights.length > 0 ? [{ text, values: { role: change.label, rights: listed(rights, mostNamed) } }] : []
  })
}

const mostNamed = 12

const verbTexts: { readonly [verb: string]: string } = {
  read: 'see {entities}',
  create: 'create {entities}',
  update: 'change {entities}',
  remove: 'remove {entities}',
  import: 'import {entities}',
  export: 'export {entities}',
  share: 'share {entities}',
  shareLink: 'share {entities} by a public link',
  startElsewhere: 'begin {entities} in any state',
}

function rightSaid({ entity, verb, fields, on }: Right, called: Called): Sentence {
  const entities = called.entity(entity)
  if (fields) {
    const values = { fields: listed(fields.map(field => called.field(entity, field))), entities }
    return { text: verb === 'read' ? 'see {fields} of {entities}' : 'change {fields} of {entities}', values }
  }
  const text = verbTexts[verb]
  const right: Sentence = text === undefined ? { text: '“{verb}” on {entities}', values: { verb, entities } } : { text, values: { entities } }
  if (on === 'all') return right
  return { text: { some: '{right}, where a condition holds', others: '{right}, under another condition', rest: '{right}, all of them' }[on], values: { right } }
}
