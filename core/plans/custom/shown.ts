import { fieldTypes, type Json } from '@sangam/sdk'
import type { CoreCtx } from '../../data/context.ts'
import { type CustomState, customFields } from '../../registry/custom/document.ts'
import type { ModelEntity } from '../../registry/model.ts'
import { adminPlugin } from '../../registry/names.ts'
import type { World } from '../../world.ts'
import { customState } from '../models.ts'
import { rowsOf } from './facts.ts'

/** The model as those who change it need it: who brought what, how many records there are, and what lies in the bin. */
export async function shownModel(world: World, workspace: string, { model }: CoreCtx): Promise<Json> {
  const state = await customState(world.db.app, workspace)
  const entities = [...model.entities.values()].filter(entity => !entity.internal)
  const shown = await Promise.all(entities.map(entity => shownEntity(world, workspace, state, entity)))
  const { lists, forms, boards, roles, words } = state.document
  return {
    number: model.number,
    setAside: model.setAside,
    entities: shown,
    lists,
    forms,
    boards,
    roles,
    words,
    bin: {
      entities: Object.entries(state.bin.entities).map(([name, { entity }]) => ({ name, label: entity.label })),
      fields: Object.entries(state.bin.fields).flatMap(([entity, fields]) => fields.map(({ field }) => ({ entity, ...field }))),
    },
    types: [...fieldTypes.keys()],
    plugins: [...model.plugins.values()].map(({ id, title }) => ({ id, title })),
  } as unknown as Json
}

async function shownEntity(world: World, workspace: string, { document }: CustomState, entity: ModelEntity) {
  const { rows, exact } = await rowsOf(world.db.owner, workspace, entity)
  const own = document.entities[entity.name]
  const made = customFields(document, entity.name)
  return {
    name: entity.name,
    plugin: entity.plugin,
    custom: entity.plugin === adminPlugin,
    label: entity.label,
    plural: entity.plural,
    description: entity.definition.description ?? null,
    title: entity.title,
    activities: entity.definition.activities ?? false,
    linesOf: entity.linesOf?.entity ?? null,
    records: rows,
    recordsExact: exact,
    rules: (own ?? document.extensions[entity.name])?.rules ?? [],
    unique: (own ?? document.extensions[entity.name])?.unique ?? [],
    fields: [...entity.fields.values()].map(field => {
      const custom = field.plugin === adminPlugin ? made.find(one => one.name === field.name) : undefined
      return {
        name: field.name,
        plugin: field.plugin,
        custom: custom !== undefined,
        type: field.type.type,
        label: field.label,
        to: field.to,
        // Of one's own, as it is written in an operation: choices and states as lists.
        options: custom?.options ?? field.options,
        retired: custom?.retired ?? false,
        place: custom?.place ?? null,
      }
    }),
  }
}
