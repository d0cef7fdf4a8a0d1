import type { Ctx } from './ctx.ts'
import type { Values } from './entity.ts'
import type { Fields } from './field.ts'
import type { Json } from './json.ts'

type ParamsOf<P extends string> = P extends `${string}:${infer Name}/${infer Rest}` ? Name | ParamsOf<Rest> : P extends `${string}:${infer Name}` ? Name : never

/** An address of a plugin’s own, made by `route`. */
export interface Route {
  readonly kind: 'route'
  readonly method: 'GET' | 'POST'
  /** Below `/api/plugins/{id}/x`; begins with a slash. */
  readonly path: string
  /** `entity:verb`, or `signedIn`. There is no way to leave it out. */
  readonly permission: `${string}:${string}` | 'signedIn'
  readonly body?: Fields
  readonly query?: Fields
  readonly run: (ctx: Ctx, request: never) => Promise<Json>
  /** A table, which the platform writes as a file (`sheet`), or a text part by part (`textFile`). */
  readonly gives?: 'sheet' | 'text'
}

/**
 * A route of a plugin's own, for what is neither a record nor an action. A GET runs in a read-only
 * transaction.
 *
 * @example route('GET', '/forecast', { permission: 'leads.lead:read', run: async ctx => [...await ctx.repo(Lead).group({ group: ['state'], measures: ['count'] })] })
 */
export function route<const P extends `/${string}`, const B extends Fields = Record<never, never>, const Q extends Fields = Record<never, never>>(
  method: Route['method'],
  path: P,
  definition: {
    readonly permission: Route['permission']
    readonly body?: B
    readonly query?: Q
    run(ctx: Ctx, request: { readonly params: { readonly [K in ParamsOf<P>]: string }; readonly body: Values<B>; readonly query: Values<Q> }): Promise<Json>
  },
): Route {
  return { kind: 'route', method, path, ...(definition as unknown as Pick<Route, 'permission' | 'body' | 'query' | 'run'>) }
}
