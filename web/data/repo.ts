import type { Entity, Fields, Json, Repo } from '@sangam/sdk'
import { type Row, records } from './records.ts'

/** The SDK's repo over HTTP. What comes back is what the server says; the types are the definition's. */
export function repoOf<N extends string, F extends Fields>(entity: Entity<N, F>): Repo<Entity<N, F>> {
  const { name } = entity
  const untyped = {
    find: (query = {}) => records.find(name, query),
    first: async (where: object) => (await records.find(name, { where, limit: 1 })).items[0] ?? null,
    get: (id: string, options?: { readonly fields?: readonly string[]; readonly asOf?: string }) => records.get(name, id, options?.fields, options?.asOf),
    count: async (where: object = {}, options?: { readonly asOf?: string }) =>
      (await records.find(name, { ...options, where, limit: 1, count: 'exact' })).count ?? 0,
    group: (query: object) => records.group(name, query),
    create: (values: object) => records.create(name, values),
    createMany: (values: readonly object[]) => records.createMany(name, values),
    update: (id: string, patch: object, expected?: { readonly version: number }) => records.update(name, id, patch, expected?.version),
    updateMany: (changes: readonly { readonly id: string; readonly patch: object; readonly version?: number }[]) =>
      records.batch(changes.map(change => ({ entity: name, verb: 'update' as const, ...change }))) as Promise<readonly Row[]>,
    remove: async (id: string, expected?: { readonly version: number }) => {
      await records.remove(name, id, expected?.version)
    },
    removeMany: async (ids: readonly string[]) => {
      await records.batch(ids.map(id => ({ entity: name, verb: 'remove' as const, id })))
    },
    restore: (id: string) => records.restore(name, id),
    history: (id: string) => records.history(name, id),
  }
  return untyped as unknown as Repo<Entity<N, F>>
}

export function runOn(action: { readonly entity: string; readonly name: string }, id: string, input: object): Promise<Json> {
  return records.run(action.entity, id, action.name, input)
}
