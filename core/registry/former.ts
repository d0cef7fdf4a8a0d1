import type { Model } from './model.ts'

type Names = ReadonlyMap<string, readonly string[]>
const known = new WeakMap<Model, ReadonlyMap<string, Names>>()
const none: Names = new Map()

/** What fields of an entity were called in earlier versions of their plugins, the latest name first: the history goes on telling them so. */
export function formerNames(model: Model, entity: string): Names {
  const found = known.get(model) ?? namesOf(model)
  known.set(model, found)
  return found.get(entity) ?? none
}

function namesOf(model: Model): ReadonlyMap<string, Names> {
  const all = new Map<string, Map<string, readonly string[]>>()
  for (const plugin of model.plugins.values()) {
    const migrations = (plugin.parts ?? []).filter(part => part.kind === 'migration')
    for (const step of migrations.toSorted((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true })).flatMap(one => one.steps)) {
      if (step.step !== 'rename') continue
      const names = all.get(step.entity) ?? new Map<string, readonly string[]>()
      names.set(step.to, [step.field, ...(names.get(step.field) ?? [])])
      names.delete(step.field)
      all.set(step.entity, names)
    }
  }
  return all
}

/** A snapshot of the history under the names of now. */
export function namedNow<T extends { readonly [field: string]: unknown }>(model: Model, entity: string, snapshot: T): T {
  const names = formerNames(model, entity)
  if (names.size === 0) return snapshot
  const added = [...names].flatMap(([now, former]) => {
    const old = Object.hasOwn(snapshot, now) ? undefined : former.find(name => Object.hasOwn(snapshot, name))
    return old === undefined ? [] : [[now, snapshot[old]] as const]
  })
  return { ...snapshot, ...Object.fromEntries(added) }
}
