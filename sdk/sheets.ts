import type { Ctx } from './ctx.ts'
import type { Values } from './entity.ts'
import type { Fields } from './field.ts'
import type { Route } from './routes.ts'

/**
 * A column of a sheet. Figures stand under each other, a spreadsheet adds them up, and on paper they have `digits` after the point.
 *
 * @example const balance: SheetColumn = { label: ctx.t('Balance'), kind: 'number', digits: 2 }
 */
export interface SheetColumn {
  readonly label: string
  readonly kind: 'text' | 'number' | 'date'
  /** After the point, on paper: 2 unless told. */
  readonly digits?: number
}

/**
 * A row of a sheet: a cell for each column, figures as decimal strings and days as `2027-03-31`.
 *
 * @example const total: SheetRow = { cells: [ctx.t('Total'), '482.50'], style: 'total' }
 */
export interface SheetRow {
  readonly cells: readonly (string | null)[]
  /** A heading and a total stand out on paper. */
  readonly style?: 'heading' | 'total'
}

/** A report as a table, for a spreadsheet or for paper: in the words of who asks, by `ctx.t`. */
export interface Sheet {
  readonly title: string
  /** What stands small under the title on paper: of which days it is, in which money. */
  readonly facts?: readonly string[]
  readonly columns: readonly SheetColumn[]
  readonly rows: readonly SheetRow[]
}

/**
 * A report of the plugin as a file: `GET /api/plugins/{id}/x{path}?format=csv`, `xlsx` or `pdf`. The platform writes it: no cell of it is a formula to a spreadsheet, and
 * paper has the company's letterhead. A screen offers it by `download` of `@sangam/sdk/web`. Reading for a file is a right of its own: ask for `entity:export`.
 * Of that entity and its lines `run` then reads only the rows that the right reaches too.
 *
 * Errors: `bad_query` for another format.
 *
 * @param path - below `/api/plugins/{id}/x`; begins with a slash
 * @param definition.permission - `entity:verb`, usually `export`
 * @param definition.query - what it is asked with, beside `format`
 * @param definition.run - gives the rows, in a transaction that only reads
 * @example sheet('/trial-balance/sheet', { permission: 'ledger.balance:export', query: { to: date() }, run: async ctx => ({ title: ctx.t('Trial balance'), columns: [{ label: ctx.t('Account'), kind: 'text' }, { label: ctx.t('Balance'), kind: 'number' }], rows: [{ cells: [ctx.t('Total'), '0'], style: 'total' }] }) })
 */
export function sheet<const Q extends Fields = Record<never, never>>(
  path: `/${string}`,
  definition: {
    readonly permission: Route['permission']
    readonly query?: Q
    run(ctx: Ctx, request: { readonly query: Values<Q> }): Promise<Sheet>
  },
): Route {
  return { kind: 'route', method: 'GET', path, gives: 'sheet', ...(definition as unknown as Pick<Route, 'permission' | 'query' | 'run'>) }
}
