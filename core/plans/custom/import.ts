import { Refused } from '../../errors.ts'
import { buildModel } from '../../registry/build.ts'
import { type CustomField, type CustomModel, type CustomState, canonical, emptyDocument, type RoleForm } from '../../registry/custom/document.ts'
import type { Model } from '../../registry/model.ts'
import { isEverywhere } from '../../registry/names.ts'
import type { World } from '../../world.ts'
import { partsWith } from '../workspace.ts'
import { difference } from './difference.ts'
import { type Operation, readOperations } from './operations.ts'
import { perform } from './perform.ts'

/** What a document or a change set is written down as. */
export const exportFormat = 'sangam-model-1'

/** What a document or a change set from elsewhere asks for and is not so here yet. What is here and not named there stays. */
export async function missingFrom(world: World, workspace: string, given: { readonly [name: string]: unknown }): Promise<readonly Operation[]> {
  if (given.format !== exportFormat) throw new Refused(400, 'bad_export', 'This is no export of a model. Export it again, and send it as it is.')
  const { plugins, state } = await partsWith(world, workspace, [])
  if (given.operations !== undefined) return stillMissing(state, buildModel(plugins), readOperations(given.operations))
  const operations = difference(state, together(state.document, readDocument(given.document)))
  return readOperations(operations)
}

function readDocument(given: unknown): CustomModel {
  const isMap = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)
  const known = Object.keys(emptyDocument)
  if (!isMap(given) || !Object.entries(given as object).every(([part, value]) => known.includes(part) && isMap(value))) throw broken()
  const document = { ...emptyDocument, ...(given as CustomModel) }
  const all = [...Object.values(document.entities), ...Object.values(document.extensions)] as unknown[]
  const isField = (field: unknown): boolean => {
    const one = field as CustomField
    return isMap(one) && typeof one.name === 'string' && typeof one.type === 'string' && isMap(one.options)
  }
  const whole = all.every(one => isMap(one) && Array.isArray((one as { fields?: unknown }).fields) && (one as { fields: unknown[] }).fields.every(isField))
  const listed = Object.values(document.layouts as { readonly [entity: string]: unknown }).every(all => Array.isArray(all) && all.every(isMap))
  const named = Object.values(document).every(part => !Object.keys(part).some(isEverywhere))
  if (!whole || !listed || !named) throw broken()
  const titled = Object.values(document.entities).every(entity => entity.fields.some(field => field.name === entity.title))
  if (!titled) throw broken()
  return document
}

function broken(): Refused {
  return new Refused(400, 'bad_export', 'This is no export of a model. Export it again, and send it as it is.')
}

/** Two documents as one: the second wins, and takes nothing away. */
function together(here: CustomModel, there: CustomModel): CustomModel {
  const fields = (old: readonly CustomField[] = [], next: readonly CustomField[] = []): readonly CustomField[] => [
    ...next,
    ...old.filter(field => !next.some(one => one.name === field.name)),
  ]
  const merged = <T extends { readonly fields: readonly CustomField[] }>(old: { readonly [name: string]: T }, next: { readonly [name: string]: T }) => ({
    ...old,
    ...Object.fromEntries(Object.entries(next).map(([name, one]) => [name, { ...old[name], ...one, fields: fields(old[name]?.fields, one.fields) }])),
  })
  const layouts = (old: readonly RoleForm[] = [], next: readonly RoleForm[]): readonly RoleForm[] => [
    ...next,
    ...old.filter(form => !next.some(one => one.role === form.role)),
  ]
  return {
    entities: merged(here.entities, there.entities),
    extensions: merged(here.extensions, there.extensions),
    lists: { ...here.lists, ...there.lists },
    forms: { ...here.forms, ...there.forms },
    layouts: { ...here.layouts, ...Object.fromEntries(Object.entries(there.layouts).map(([entity, all]) => [entity, layouts(here.layouts[entity], all)])) },
    boards: { ...here.boards, ...there.boards },
    roles: { ...here.roles, ...there.roles },
    series: Object.fromEntries(
      [...Object.keys(here.series), ...Object.keys(there.series)].map(entity => [entity, { ...here.series[entity], ...there.series[entity] }]),
    ),
    words: Object.fromEntries(
      [...Object.keys(here.words), ...Object.keys(there.words)].map(language => [language, { ...here.words[language], ...there.words[language] }]),
    ),
  }
}

/** Refusals that mean: it is so already. */
const done = new Set(['name_taken', 'same_type', 'role_unknown', 'field_unknown', 'not_binned'])

/** One operation after the other, without those that would change nothing. */
function stillMissing(state: CustomState, base: Model, operations: readonly Operation[]): Operation[] {
  let now = state
  return operations.filter(operation => {
    try {
      const next = perform(now, base, [operation])
      const changes = canonical(next.document) !== canonical(now.document)
      now = next
      return changes
    } catch (error) {
      if (error instanceof Refused && done.has(error.code)) return false
      throw error
    }
  })
}
