import type { Comparison, Json } from '@sangam/sdk'
import { systemAccess } from '../../access/resolve.ts'
import type { CoreCtx } from '../../data/context.ts'
import type { Model, ModelEntity } from '../../registry/model.ts'
import { walkPath } from '../../registry/paths.ts'
import { find, isId } from '../find.ts'
import type { Item } from './work.ts'

/** How values are compared at a path of an entity, as the database compares them. */
export function kindsOf(model: Model, entity: ModelEntity): (path: string) => Comparison | undefined {
  return path => {
    const [first = '', ...rest] = path.split('.')
    const field = entity.fields.get(first)
    if (field?.type.type === 'lines' && rest.length > 0) {
      const line = model.entities.get(field.to ?? '')
      return line && kindsOf(model, line)(rest.join('.'))
    }
    const end = walkPath(model.entities, entity.name, path)
    return typeof end === 'string' ? undefined : end.compare
  }
}

/**
 * The records with the values of related records that conditions look at (`party.kind`), read as the
 * system: what a rule sees does not depend on who asks. One statement for each reference.
 */
export async function withRelated(ctx: CoreCtx, entity: ModelEntity, records: readonly Item[], conditions: readonly object[]): Promise<Map<Item, Item>> {
  const byReference = new Map<string, Set<string>>()
  for (const path of new Set(conditions.flatMap(pathsOf))) {
    const [first = '', ...rest] = path.split('.')
    if (rest.length > 0 && entity.fields.get(first)?.type.type === 'reference')
      byReference.set(first, (byReference.get(first) ?? new Set()).add(rest.join('.')))
  }
  const made = new Map<Item, Item>()
  if (byReference.size === 0) return made
  for (const record of records) made.set(record, { ...record })
  for (const [name, paths] of byReference) {
    const target = entity.fields.get(name)?.to ?? ''
    const found = await valuesOf(
      ctx,
      target,
      records.map(record => record[name]),
      [...paths],
    )
    for (const record of made.values()) for (const path of paths) record[`${name}.${path}`] = found.get(String(record[name]))?.[path] ?? null
  }
  return made
}

async function valuesOf(ctx: CoreCtx, entity: string, ids: readonly (Json | undefined)[], fields: readonly string[]): Promise<Map<string, Item>> {
  const wanted = [...new Set(ids.filter(isId))]
  const reader = { tx: ctx.tx, model: ctx.model, schema: ctx.schema, scope: ctx.scope, access: systemAccess(ctx.access.caller, 'looks at what a rule names') }
  const found = new Map<string, Item>()
  for (let start = 0; start < wanted.length; start += 500) {
    const page = await find(reader, entity, { where: { id: { in: wanted.slice(start, start + 500) } }, fields, sort: ['id'], limit: 500 })
    for (const item of page.items) found.set(item.id, item)
  }
  return found
}

/** The paths a condition names. */
function pathsOf(condition: object): string[] {
  return Object.entries(condition).flatMap(([key, value]) => {
    if (key === 'or' || key === 'and') return (value as object[]).flatMap(pathsOf)
    return key === 'not' ? pathsOf(value as object) : [key]
  })
}
