import type { Condition, Json } from '@sangam/sdk'
import { systemContext } from '../../records/context.ts'
import { find } from '../../records/find.ts'
import { type CustomState, customFields } from '../../registry/custom/document.ts'
import type { Model, ModelField } from '../../registry/model.ts'
import type { World } from '../../world.ts'
import type { Comparison } from './compare.ts'
import type { Operation } from './operations.ts'
import type { Prepared } from './prepare.ts'
import { usageOf } from './usage.ts'

/** Something that names a field or an entity which will be gone, closed or of another type. */
export interface NamedBy {
  readonly kind: 'view' | 'list' | 'form' | 'board' | 'rule' | 'unique' | 'role' | 'reference' | 'formula' | 'api'
  readonly entity: string
  readonly field: string | null
  /** Which one: a view's name, a role's label, a path. */
  readonly name: string
}

/** What people and programs will meet changed: told before, so that nobody is surprised after. */
export async function whatNames(
  world: World,
  workspace: string,
  { was, before }: Prepared,
  found: Comparison,
  operations: readonly Operation[],
): Promise<NamedBy[]> {
  const fields = [
    ...found.fieldsGone.map(({ entity, field }) => ({ entity: entity.name, field: field.name as string | null })),
    ...found.converted.map(({ entity, after }) => ({ entity: entity.name, field: after.name as string | null })),
    ...found.entitiesGone.map(entity => ({ entity: entity.name, field: null })),
    ...operations.flatMap(one => (one.op === 'retireField' && one.retired !== false ? [{ entity: one.entity, field: one.field as string | null }] : [])),
  ]
  if (fields.length === 0) return []
  const entities = [...new Set(fields.map(one => one.entity))]
  const views = await viewsOf(world, workspace, entities)
  const uses = new Map(await Promise.all(entities.map(async one => [one, await usageOf(world, workspace, before, one)] as const)))
  return fields.flatMap(({ entity, field }) => [
    ...views
      .filter(view => view.entity === entity && (field === null || mentions(view.definition, field)))
      .map(view => ({ kind: 'view' as const, entity, field, name: view.name })),
    ...inDocument(was, entity, field),
    ...(field === null ? [] : workedOutOf(before, entity, field)),
    // From elsewhere, by a path that leads here.
    ...(uses.get(entity) ?? []).filter(use => use.field === field && use.entity !== entity && use.kind !== 'formula'),
    { kind: 'api', entity, field, name: field === null ? `/api/records/${entity}` : `/api/records/${entity} · ${field}` },
  ])
}

/** Formulas, lookups and rollups that a field goes into, wherever they stand. */
export function workedOutOf(model: Model, entity: string, field: string): NamedBy[] {
  return [...model.entities.values()].flatMap(other =>
    [...other.fields.values()]
      .filter(one => looksAt(one, entity, field) || one.computed?.uses.some(path => endsOn(model, other.name, path, entity, field)))
      .map(one => ({ kind: 'formula' as const, entity, field, name: `${other.name} · ${one.name}` })),
  )
}

/** Whether a rollup looks at a field of the records it counts. */
function looksAt({ computed }: ModelField, entity: string, field: string): boolean {
  if (computed?.kind !== 'rollup' || computed.of !== entity) return false
  return computed.by === field || computed.field === field || mentions((computed.where ?? {}) as Json, field)
}

/** Whether a path leads to a field: by its own names, and not through what it stands for. */
function endsOn(model: Model, from: string, path: string, entity: string, field: string): boolean {
  const parts = path.split('.')
  const owner = parts
    .slice(0, -1)
    .reduce<string | null>((name, part) => (name === null ? null : (model.entities.get(name)?.fields.get(part)?.to ?? null)), from)
  return owner === entity && parts.at(-1) === field
}

function inDocument({ document }: CustomState, entity: string, field: string | null): NamedBy[] {
  const of = (kind: NamedBy['kind'], name: string): NamedBy => ({ kind, entity, field, name })
  const named = (value: unknown): boolean => value !== undefined && (field === null || mentions(value as Json, field))
  const own = document.entities[entity] ?? document.extensions[entity]
  const pointing = Object.entries({ ...document.entities, ...document.extensions }).flatMap(([other]) =>
    customFields(document, other)
      .filter(one => field === null && one.options.to === entity)
      .map(one => of('reference', `${other} · ${one.name}`)),
  )
  return [
    ...(['lists', 'forms', 'boards'] as const).flatMap(part => (named(document[part][entity]) ? [of(part.slice(0, -1) as 'list', entity)] : [])),
    ...(own?.rules ?? []).flatMap((rule, at) => (named(rule) ? [of('rule', String(at + 1))] : [])),
    ...(own?.unique ?? []).flatMap(set => (named(set) ? [of('unique', set.join(', '))] : [])),
    ...Object.values(document.roles).flatMap(role => (role.grants.some(grant => grant.entity === entity && named(grant)) ? [of('role', role.label)] : [])),
    ...pointing,
  ]
}

interface SavedView {
  readonly name: string
  readonly entity: string
  readonly definition: Json
}

/** The views that people saved of some entities. */
export async function viewsOf(world: World, workspace: string, entities: readonly string[]): Promise<SavedView[]> {
  return systemContext(world, workspace, 'Looks which views name what is going to change', 'cli', async ctx => {
    const where = { entity: { in: entities } } as unknown as Condition
    return (await find(ctx, 'core.view', { where, fields: ['name', 'entity', 'definition'], limit: 500 })).items as unknown as SavedView[]
  })
}

/** Whether a field's name stands somewhere in a definition, as a key, a path or a sort. */
function mentions(value: Json | undefined, field: string): boolean {
  if (typeof value === 'string') return value.replace(/^-/, '').split(/[.:]/).includes(field)
  if (Array.isArray(value)) return value.some(one => mentions(one, field))
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, one]) => mentions(key, field) || mentions(one, field))
}
