import type { Fields, Plugin } from '@sangam/sdk'
import { migrationsAfter } from '../plans/upgrade/gate.ts'

/**
 * What a version of a plugin has that another leaves out or makes something else of: entities, and fields with their type. One that brings
 * migrations from the older says in them where everything goes, and is held to it when it is upgraded.
 */
export function lostBy(old: Plugin, next: Plugin): string[] {
  if (migrationsAfter(next, old.version).length > 0) return []
  const kept = fieldsOf(next)
  return [...fieldsOf(old)].filter(([name, type]) => kept.get(name) !== type).map(([name]) => name)
}

/** `vehicles.vehicle` and `vehicles.vehicle.plate`, each with what it is. */
function fieldsOf(plugin: Plugin): ReadonlyMap<string, string> {
  const own = (plugin.entities ?? []).map(one => ({ name: one.name, fields: one.fields }))
  const added = (plugin.extensions ?? []).map(({ extension }) => ({ name: extension.entity, fields: extension.fields }))
  return new Map([
    ...own.map(({ name }) => [name, 'entity'] as const),
    ...[...own, ...added].flatMap(({ name, fields }) =>
      Object.entries(fields as Fields).map(([field, { type }]) => [`${name}.${field}`, type as string] as const),
    ),
  ])
}
