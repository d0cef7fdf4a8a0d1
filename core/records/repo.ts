import type { AnyEntity, Json } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { type GroupsQuery, group } from './aggregate.ts'
import { type ChangeRequest, change } from './change.ts'
import { type FindQuery, find, get } from './find.ts'
import { history } from './history.ts'
import { standingOf } from './merge/standing.ts'

type Values = { readonly [field: string]: Json }
type Write = { readonly id: string; readonly patch: Values; readonly version?: number }

/** The repo that plugins' server code is given: the compiler and the pipeline, in this context's transaction and with its rights. */
export function serverRepo(ctx: CoreCtx, entity: AnyEntity): object {
  const name: string = entity.name
  const all = async (requests: readonly ChangeRequest[], server = false): Promise<Json[]> =>
    await change(ctx, name, requests, { server: server || ctx.access.system !== null })
  return {
    find: async (query: FindQuery = {}) => find(ctx, name, query),
    first: async (where: object) => (await find(ctx, name, { where, limit: 1 })).items[0] ?? null,
    get: async (id: string, options: Pick<FindQuery, 'fields' | 'asOf'> = {}) => get(ctx, name, id, options.fields, options.asOf),
    count: async (where: object = {}, options: Pick<FindQuery, 'asOf'> = {}) =>
      (await find(ctx, name, { ...options, where, limit: 1, count: 'exact' })).count ?? 0,
    group: async (query: GroupsQuery) => group(ctx, name, query),
    create: async (values: Values) => (await all([{ verb: 'create', values }]))[0],
    createMany: (list: readonly Values[]) => all(list.map(values => ({ verb: 'create', values }))),
    update: async (id: string, patch: Values, expected?: { readonly version: number }) => (await all([{ verb: 'update', id, patch, ...expected }]))[0],
    updateMany: (list: readonly Write[]) => all(list.map(one => ({ verb: 'update', ...one }))),
    remove: async (id: string, expected?: { readonly version: number }) => void (await all([{ verb: 'remove', id, ...expected }])),
    removeMany: async (ids: readonly string[]) => void (await all(ids.map(id => ({ verb: 'remove', id })))),
    restore: async (id: string) => (await all([{ verb: 'restore', id }]))[0],
    history: async (id: string) => history(ctx, name, id),
    make: (list: readonly Values[]) =>
      all(
        list.map(values => ({ verb: 'create', values })),
        true,
      ),
    standing: async (ids: readonly string[]) => standingOf(ctx, name, ids),
    set: (list: readonly Write[]) =>
      all(
        list.map(one => ({ verb: 'update', ...one })),
        true,
      ),
    each: async (query: Omit<FindQuery, 'limit' | 'after' | 'count'>, work: (page: readonly object[]) => Promise<void>) => {
      let after: string | null = null
      do {
        const page: { items: object[]; next: string | null } = await find(ctx, name, { ...query, limit: 500, ...(after !== null && { after }) })
        if (page.items.length > 0) await work(page.items)
        after = page.next
      } while (after !== null)
    },
  }
}
