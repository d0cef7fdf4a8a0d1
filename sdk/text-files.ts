import type { Ctx } from './ctx.ts'
import type { Values } from './entity.ts'
import type { Fields } from './field.ts'
import type { Route } from './routes.ts'

/** A part of a text: what is written now, and where the next part begins; null, it was the last. */
export interface TextFilePart {
  /** What the file is called. That of the first part counts. */
  readonly name: string
  readonly text: string
  readonly next: string | null
}

/**
 * Something of the plugin as a text of its own format, such as a journal for another program: `GET /api/plugins/{id}/x{path}`. It is asked part by part in one transaction that
 * only reads, each part sent before the next is made, so that a text of any length takes no more memory than a part. A screen offers it by `download` of `@sangam/sdk/web`.
 *
 * @param path - below `/api/plugins/{id}/x`; begins with a slash
 * @param definition.permission - `entity:verb`, usually `export`
 * @param definition.query - what it is asked with
 * @param definition.run - gives a part; `after` is the `next` of the part before, null at first
 * @example textFile('/names', { permission: 'leads.lead:export', run: async (ctx, { after }) => { const { items, next } = await ctx.repo(Lead).find({ limit: 500, ...(after !== null && { after }) }); return { name: 'names.txt', text: items.map(lead => `${lead.title}\n`).join(''), next } } })
 */
export function textFile<const Q extends Fields = Record<never, never>>(
  path: `/${string}`,
  definition: {
    readonly permission: Route['permission']
    readonly query?: Q
    run(ctx: Ctx, request: { readonly query: Values<Q>; readonly after: string | null }): Promise<TextFilePart>
  },
): Route {
  return { kind: 'route', method: 'GET', path, gives: 'text', ...(definition as unknown as Pick<Route, 'permission' | 'query' | 'run'>) }
}
