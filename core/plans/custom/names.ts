import type { Json } from '@sangam/sdk'
import { type CustomState, customFields } from '../../registry/custom/document.ts'
import type { World } from '../../world.ts'
import type { Comparison } from './compare.ts'
import { cardsOf, documentsOf, mentions, type NamedBy, viewsOf, workedOutOf } from './named.ts'
import type { Operation } from './operations.ts'
import type { Prepared } from './prepare.ts'
import { usageOf } from './usage.ts'

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
  const [views, cards, documents] = await Promise.all([
    viewsOf(world, workspace, entities),
    cardsOf(world, workspace, before),
    documentsOf(world, workspace, before),
  ])
  const uses = new Map(await Promise.all(entities.map(async one => [one, await usageOf(world, workspace, before, one)] as const)))
  return fields.flatMap(({ entity, field }) => [
    ...views
      .filter(view => view.entity === entity && (field === null || mentions(view.definition, field)))
      .map(({ kind, name }) => ({ kind, entity, field, name })),
    ...cards
      .filter(card => card.entity === entity && (field === null || mentions(card.says, field)))
      .map(card => ({ kind: 'dashboard' as const, entity, field, name: card.name })),
    ...documents
      .filter(document => document.entity === entity && (field === null || mentions(document.says, field)))
      .map(document => ({ kind: 'document' as const, entity, field, name: document.name })),
    ...inDocument(was, entity, field),
    ...(field === null ? [] : workedOutOf(before, entity, field)),
    // From elsewhere, by a path that leads here.
    ...(uses.get(entity) ?? []).filter(use => use.field === field && use.entity !== entity && use.kind !== 'formula'),
    { kind: 'api', entity, field, name: field === null ? `/api/records/${entity}` : `/api/records/${entity} · ${field}` },
  ])
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
    ...(named(document.layouts[entity]) ? [of('form', entity)] : []),
    ...(own?.rules ?? []).flatMap((rule, at) => (named(rule) ? [of('rule', String(at + 1))] : [])),
    ...(own?.unique ?? []).flatMap(set => (named(set) ? [of('unique', set.join(', '))] : [])),
    ...Object.values(document.roles).flatMap(role => (role.grants.some(grant => grant.entity === entity && named(grant)) ? [of('role', role.label)] : [])),
    ...pointing,
  ]
}
