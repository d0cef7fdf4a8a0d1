import { createHash } from 'node:crypto'
import type { AnyEntity, EntityDefinition, Extension, Fields, Json, Part, Plugin } from '@sangam/sdk'
import { adminPlugin } from '../names.ts'
import { type CustomEntity, type CustomField, type CustomModel, canonical, ordered } from './document.ts'

type Named = { readonly [key: string]: Json | undefined }

/** The document as a plugin: after this nothing knows who made what. It stands on every plugin that is there, so that it may name them all. */
export function pluginOf(given: CustomModel, others: readonly Plugin[]): Plugin {
  const document = ordered(given)
  return {
    kind: 'plugin',
    id: adminPlugin,
    version: `1.0.0-${createHash('sha256').update(canonical(document)).digest('hex').slice(0, 16)}`,
    title: 'Your own',
    description: 'What the administrators of this workspace made themselves.',
    icon: 'star',
    engines: { sangam: '*' },
    needs: Object.fromEntries(others.map(plugin => [plugin.id, '*'])),
    entities: Object.entries(document.entities).map(([name, entity]) => entityOf(name, entity)),
    extensions: Object.entries(document.extensions).map(([entity, { fields, rules, unique }]) => ({
      extension: { kind: 'extension', entity, fields: fieldsOf(fields), rules: rules ?? [], ...(unique && { unique }) } satisfies Extension,
    })),
    parts: partsOf(document),
  }
}

function entityOf(name: string, { fields: list, rules, ...rest }: CustomEntity): AnyEntity {
  const fields = fieldsOf(list)
  const definition: EntityDefinition = { ...rest, fields, ...(rules && rules.length > 0 && { rules }) }
  return { kind: 'entity', name, fields, definition }
}

function fieldsOf(fields: readonly CustomField[]): Fields {
  return Object.fromEntries(fields.map(field => [field.name, { type: field.type, options: optionsOf(field) }]))
}

/** The options as code would have written them. */
export function optionsOf({ type, options, column, retired }: CustomField): Named {
  const { required, ...open } = options
  return settled(type, {
    ...(retired ? { ...open, readonly: true } : options),
    ...(column !== undefined && { column }),
    ...(Array.isArray(options.choices) && { choices: byName(options.choices, 'value') }),
    ...(Array.isArray(options.states) && { states: byName(options.states, 'state', arrows) }),
  })
}

function byName(list: readonly Json[], key: string, shape: (one: Named) => Named = one => one): Named {
  return Object.fromEntries(
    list.map(one => {
      if (typeof one === 'string') return [one, {}]
      const { [key]: name, ...rest } = one as Named
      return [String(name), shape(rest)]
    }),
  )
}

/** The arrows of a state: names, or a list of what each asks. */
function arrows({ to, ...rest }: Named): Named {
  const list = (to ?? []) as readonly Json[]
  return { ...rest, to: list.every(one => typeof one === 'string') ? list : byName(list, 'state') }
}

/** What the functions of the SDK add by themselves: both ways of making a field end in the same one. */
function settled(type: string, options: Named): Named {
  switch (type) {
    case 'choices':
    case 'emails':
    case 'phones':
    case 'urls':
    case 'files':
      return { default: [], ...options }
    case 'references':
      return options.required === true ? options : { default: [], ...options }
    case 'lines':
      return { ...options, default: [] }
    case 'flow':
      return { ...options, required: true, default: Object.keys((options.states ?? {}) as object)[0] ?? null }
    case 'formula':
    case 'lookup':
    case 'rollup':
      return { ...options, readonly: true }
    case 'series':
      return { ...options, readonly: true, required: true, default: '', unique: true }
    default:
      return options
  }
}

function partsOf(document: CustomModel): Part[] {
  const of = <T>(part: { readonly [name: string]: T }): [string, T][] => Object.entries(part)
  return [
    ...of(document.lists).map(([entity, list]): Part => ({ kind: 'list', entity, ...list, columns: list.columns ?? firstColumns(document, entity) })),
    ...of(document.forms).map(([entity, form]): Part => ({ kind: 'form', entity, ...form })),
    ...of(document.layouts).flatMap(([entity, layouts]) => layouts.map((form): Part => ({ kind: 'form', entity, ...form }))),
    ...of(document.boards).map(([entity, board]): Part => ({ kind: 'board', entity, ...board })),
    ...of(document.extensions).flatMap(([entity, { fields }]) =>
      fields.flatMap(({ name, place }): Part[] => (place ? [{ kind: 'placed', entity, fields: [name], where: place }] : [])),
    ),
    ...of(document.roles).map(([name, { label, description, grants }]): Part => {
      return { kind: 'role', name, label, ...(description !== undefined && { description }), grants: grants.map(grant => ({ kind: 'grant', ...grant })) }
    }),
    ...of(document.series).flatMap(([entity, patterns]) => of(patterns).map(([field, pattern]): Part => ({ kind: 'numbering', entity, field, pattern }))),
    ...of(document.words).map(([language, sources]): Part => ({ kind: 'translations', language, sources })),
  ]
}

const mostColumns = 6

/** A list nobody arranged shows the title, then what fits. */
function firstColumns(document: CustomModel, name: string): string[] {
  const entity = document.entities[name]
  if (!entity) return []
  const fitting = entity.fields
    .filter(({ type, options }) => type !== 'lines' && type !== 'json' && type !== 'richText' && options.multiline !== true)
    .map(field => field.name)
  return [...new Set([entity.title, ...fitting])].slice(0, mostColumns)
}
