import { type FormScreen, fieldTypes, type Json, type PlacedFields, type PlacedList, type Role } from '@sangam/sdk'
import { formsOf } from '../../registry/build.ts'
import { type CustomState, canonical, customFields } from '../../registry/custom/document.ts'
import type { Model, ModelEntity } from '../../registry/model.ts'
import { adminPlugin } from '../../registry/names.ts'
import { inEnglish } from '../../registry/problems.ts'
import type { World } from '../../world.ts'
import { becomes } from './convert.ts'
import { rowsOf } from './facts.ts'

/** A model and what it is made of; `was` is what holds now, where the rest is what a draft would lead to. */
export interface Seen {
  readonly model: Model
  readonly was: CustomState
  readonly state: CustomState
}

/** The model as those who change it need it: who brought what, how many records there are, what a draft makes of it, and what lies in the bin. */
export async function shownModel(world: World, workspace: string, { model, was, state }: Seen): Promise<Json> {
  const entities = [...model.entities.values()].filter(entity => !entity.internal)
  const shown = await Promise.all(entities.map(entity => shownEntity(world, workspace, was, state, entity)))
  const { lists, forms, layouts, boards, roles, words } = state.document
  return {
    number: model.number,
    setAside: model.setAside.map(inEnglish),
    entities: shown,
    // As they are with what plugins bring.
    screens: {
      lists: model.lists,
      forms: Object.fromEntries(model.forms),
      layouts: Object.fromEntries(model.layouts),
      boards: model.boards,
      built: builtForms(model),
    },
    allRoles: [...model.roles.values()].map(shownRole),
    lists,
    forms,
    layouts,
    boards,
    roles,
    words,
    bin: {
      entities: Object.entries(state.bin.entities).map(([name, { entity }]) => ({ name, label: entity.label })),
      fields: Object.entries(state.bin.fields).flatMap(([entity, fields]) => fields.map(({ field }) => ({ entity, ...field }))),
    },
    types: [...fieldTypes.keys()],
    becomes: Object.fromEntries([...fieldTypes.keys()].map(type => [type, becomes(type)])),
    plugins: [...model.plugins.values()].map(({ id, title }) => ({ id, title })),
  } as unknown as Json
}

/** The layouts of pages that plugins bring: what is there again where administrators take theirs away. */
function builtForms({ plugins }: Model) {
  const parts = [...plugins.values()].flatMap(({ id, parts: own = [] }) => own.map(part => ({ ...part, plugin: id })))
  const { forms, layouts } = formsOf(
    parts.filter(part => part.kind === 'form' && part.plugin !== adminPlugin) as (FormScreen & { plugin: string })[],
    parts.filter(part => part.kind === 'placed') as PlacedFields[],
    parts.filter(part => part.kind === 'placedList') as PlacedList[],
  )
  return { forms: Object.fromEntries(forms), layouts: Object.fromEntries(layouts) }
}

function shownRole({ name, plugin, label, description, grants }: Role & { readonly plugin: string }) {
  return {
    name,
    label,
    description: description ?? null,
    plugin,
    grants: grants.map(({ entity, verbs, where, hide, freeze }) => ({ entity, verbs, where: where ?? null, hide: hide ?? [], freeze: freeze ?? [] })),
  }
}

async function shownEntity(world: World, workspace: string, was: CustomState, { document }: CustomState, entity: ModelEntity) {
  const { rows, exact } = await rowsOf(world.db.owner, workspace, entity)
  const own = document.entities[entity.name]
  const made = customFields(document, entity.name)
  const before = customFields(was.document, entity.name)
  const added = (own ?? document.extensions[entity.name])?.rules ?? []
  return {
    name: entity.name,
    plugin: entity.plugin,
    custom: entity.plugin === adminPlugin,
    label: entity.label,
    plural: entity.plural,
    description: entity.definition.description ?? null,
    title: entity.title,
    activities: entity.definition.activities ?? false,
    keptYears: entity.definition.keep?.years ?? null,
    linesOf: entity.linesOf?.entity ?? null,
    records: rows,
    recordsExact: exact,
    pending: pendingOf(was.document.entities[entity.name] ?? was.document.extensions[entity.name], own ?? document.extensions[entity.name], own !== undefined),
    rules: added,
    // Of the plugins it comes from; they can't be changed here.
    pluginRules: entity.rules.filter(rule => !added.some(one => canonical(one) === canonical(rule))),
    unique: (own ?? document.extensions[entity.name])?.unique ?? [],
    fields: [...entity.fields.values()].map(field => {
      const custom = field.plugin === adminPlugin ? made.find(one => one.name === field.name) : undefined
      return {
        name: field.name,
        plugin: field.plugin,
        custom: custom !== undefined,
        type: field.computed?.kind ?? field.type.type,
        label: field.label,
        to: field.to,
        // Of one's own, as it is written in an operation: choices and states as lists.
        options: custom?.options ?? field.options,
        retired: custom?.retired ?? false,
        place: custom?.place ?? null,
        pending: custom
          ? pendingOf(
              before.find(one => one.name === field.name),
              custom,
              true,
            )
          : null,
      }
    }),
  }
}

/** What a draft does with it: `new`, `changed`, or nothing. */
function pendingOf(before: object | undefined, after: object | undefined, made: boolean): 'new' | 'changed' | null {
  if (canonical(before ?? null) === canonical(after ?? null)) return null
  return before === undefined && made ? 'new' : 'changed'
}
