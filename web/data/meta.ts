import type { EntityMeta, FieldMeta, Meta } from '@sangam/sdk'
import { ask, useWorkspace } from './client.ts'
import { Store } from './store.ts'

/** The model as the signed-in person may see it; null before sign-in. */
export const metaStore = new Store<Meta | null>(null)

/** Given what was asked for already, that is used, where it came. */
export async function loadMeta(asked?: Promise<Meta | null>): Promise<Meta> {
  const meta = (await asked) ?? (await ask<Meta>('/api/meta'))
  useWorkspace(meta.workspace.name)
  const known = { ...meta, entities: Object.fromEntries(Object.entries(meta.entities).map(([name, entity]) => [name, asPeopleMakeIt(entity)])) }
  metaStore.set(known)
  return known
}

/** A record that needs what nobody can give, such as the line of the books an open item is of, is made by the program alone: no screen offers to make one. */
function asPeopleMakeIt(entity: EntityMeta): EntityMeta {
  const needs = Object.values(entity.fields).some(
    field => field.required && field.readonly && field.default === null && !field.computed && field.type !== 'series',
  )
  return needs ? { ...entity, verbs: entity.verbs.filter(verb => verb !== 'create' && verb !== 'import') } : entity
}

export function meta(): Meta {
  if (!metaStore.value) throw new Error('The model is not loaded: screens are shown after sign-in only.')
  return metaStore.value
}

let ahead: { readonly [name: string]: EntityMeta } | null = null

/** Entities as they will be once a draft of changes is applied, for the screens that make it; null for as they are. */
export function lookAhead(entities: { readonly [name: string]: EntityMeta } | null): void {
  ahead = entities
}

export function entityMeta(name: string): EntityMeta | undefined {
  return ahead?.[name] ?? metaStore.value?.entities[name]
}

/** Whether the person has a verb on an entity: `can('leads.lead:create')`. */
export function can(permission: string): boolean {
  const [entity = '', verb = ''] = permission.split(':')
  return entityMeta(entity)?.verbs.includes(verb) ?? false
}

/** The field at the end of a path (`stage`, `party.name`, `party.$title`, `value.amount`, `createdAt`), or undefined where there is none to see. */
export function fieldAt(entity: string, path: string): FieldMeta | undefined {
  const back = reverseAt(entity, path)
  if (back) return back
  const [head = '', ...rest] = path.split('.')
  const shape = entityMeta(entity)
  const name = head === '$title' ? shape?.title : head
  const field = name === undefined ? undefined : (shape?.fields[name] ?? (shape ? systemFields[name] : undefined))
  if (!field || rest.length === 0) return field
  if (field.type === 'oneOf') return pointerPart(field, rest[0] ?? '')
  if (field.type === 'money') return moneyPart(field, rest[0] ?? '')
  if (field.type === 'address') return addressPart(field, rest[0] ?? '')
  return field.to ? fieldAt(field.to, rest.join('.')) : undefined
}

/** The records that point at an entity's by one of their fields, `leads.lead:party`, as a field to ask conditions of. */
function reverseAt(entity: string, path: string): FieldMeta | undefined {
  const [, child = '', name = ''] = /^([a-z][a-z0-9]*\.\w+):(\w+)$/.exec(path) ?? []
  const shape = child === '' ? undefined : entityMeta(child)
  const field = shape?.fields[name]
  if (!shape || !field || !pointsAt(field, entity)) return undefined
  return { ...systemField(path, shape.plural, 'related'), operators: ['some', 'none', 'every', 'isEmpty'], sortable: false, groupable: false, to: child }
}

/** Every way in which records point at an entity's. */
export function reversePaths(entity: string): readonly string[] {
  return Object.values(metaStore.value?.entities ?? {}).flatMap(child =>
    child.linesOf?.entity === entity
      ? []
      : Object.values(child.fields)
          .filter(field => pointsAt(field, entity))
          .map(field => `${child.name}:${field.name}`),
  )
}

function pointsAt(field: FieldMeta, entity: string): boolean {
  return field.type !== 'lines' && (field.to === entity || field.targets?.includes(entity) === true)
}

/**
 * How a path is called by people: "Party", "Party · City"; money and what is referred to are called as they are, not by their part. English; give it to `t` piece by
 * piece.
 */
export function labelsOf(entity: string, path: string): readonly string[] {
  const parts = path.split('.')
  const labels = parts.map((_, at) => fieldAt(entity, parts.slice(0, at + 1).join('.'))?.label ?? parts[at] ?? '')
  const above = fieldAt(entity, parts.slice(0, -1).join('.'))
  const whole = parts.at(-1) === '$title' || (parts.at(-1) === 'amount' && above?.type === 'money')
  return whole ? labels.slice(0, -1) : labels
}

/** Fields every entity has. */
export const systemFields: { readonly [name: string]: FieldMeta } = {
  createdAt: systemField('createdAt', 'Created', 'datetime'),
  createdBy: systemField('createdBy', 'Created by', 'reference'),
  updatedAt: systemField('updatedAt', 'Updated', 'datetime'),
  updatedBy: systemField('updatedBy', 'Updated by', 'reference'),
}

function systemField(name: string, label: string, type: 'datetime' | 'reference' | 'related'): FieldMeta {
  const operators = type === 'datetime' ? (['gte', 'lte', 'between', 'within'] as const) : (['eq', 'ne', 'in', 'isEmpty'] as const)
  return {
    name,
    type,
    label,
    help: null,
    required: false,
    readonly: true,
    default: null,
    operators,
    sortable: true,
    groupable: true,
    ...(type === 'reference' && { to: 'core.user' }),
  }
}

function pointerPart(field: FieldMeta, part: string): FieldMeta | undefined {
  if (part !== 'entity') return part === '$title' ? { ...field, type: 'text', operators: ['eq', 'isEmpty'], sortable: true } : undefined
  const choices = Object.fromEntries((field.targets ?? []).map(name => [name, { label: entityMeta(name)?.label ?? name }]))
  return { ...field, type: 'choice', label: 'Kind of record', choices, operators: ['eq', 'ne', 'in', 'notIn', 'isEmpty'], sortable: false, groupable: true }
}

function moneyPart(field: FieldMeta, part: string): FieldMeta | undefined {
  if (part === 'amount')
    return { ...field, type: 'decimal', operators: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'between', 'isEmpty'], sortable: true, groupable: false }
  if (part === 'currency')
    return { ...field, type: 'text', label: 'Currency', operators: ['eq', 'ne', 'in', 'notIn', 'isEmpty'], sortable: true, groupable: true }
  return undefined
}

const addressParts: { readonly [part: string]: string } = {
  lines: 'House and street',
  city: 'City',
  state: 'State of the address',
  postcode: 'Postcode',
  country: 'Country',
}

function addressPart(field: FieldMeta, part: string): FieldMeta | undefined {
  const label = Object.hasOwn(addressParts, part) ? addressParts[part] : undefined
  if (label === undefined) return undefined
  return {
    ...field,
    type: 'text',
    label,
    required: false,
    operators: ['eq', 'ne', 'in', 'notIn', 'contains', 'startsWith', 'isEmpty'],
    sortable: true,
    groupable: true,
  }
}
