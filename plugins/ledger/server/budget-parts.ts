import { type Condition, type Ctx, type GroupRow, type RecordOf, Records, total } from '@sangam/sdk'
import { type Balance, Balance as Balances, type Budget, DimensionBalance } from '../model.ts'
import { treeOf } from './dimension-sums.ts'
import { type Known, knownDimensions, type Told, toldBy, toldIn, valuesOf } from './dimensions.ts'

/** The part of the books that a budget is of: lines that tell one of some values by a field. */
export interface BudgetPart {
  readonly dimension: Known
  readonly values: ReadonlySet<string>
  readonly title: string
}

/** What a budget says of dimensions: those in use that it tells, and whether it tells one that is not in use. */
export function partsTold(
  budget: Told,
  known: readonly Known[],
): { readonly told: readonly (readonly [Known, string])[]; readonly unused: string | undefined } {
  const told = known.flatMap(one => {
    const value = toldIn(budget, one)
    return value === null ? [] : [[one, value] as const]
  })
  return { told, unused: Object.keys(toldBy(budget)).find(field => !field.startsWith('x_') && !known.some(one => one.field === field)) }
}

/** As a budget keeps it, so that an account has one for each part and one for all. */
export function partKey([told]: readonly (readonly [Pick<Known, 'id'>, string])[]): string {
  return told ? `${told[0].id} ${told[1]}` : 'all'
}

/** The part that a budget is of, with all below it; null of one that is of all, undefined where its dimension is not in use any more. */
export async function partOf(ctx: Ctx, { part }: Pick<RecordOf<typeof Budget>, 'part'>): Promise<BudgetPart | null | undefined> {
  if (part === 'all') return null
  const [id, value = ''] = part.split(' ')
  const dimension = (await knownDimensions(ctx)).find(one => one.id === id)
  if (!dimension) return undefined
  const [tree, of] = [await treeOf(ctx, dimension.field), await valuesOf(ctx, dimension.field)]
  const [title] = of ? await ctx.use(Records).titles([{ entity: of.entity, id: value }]) : []
  return { dimension, values: new Set(tree.below(value)), title: title ?? '' }
}

/** Whether a line is in a part; all are where there is none. */
export function isIn(line: unknown, part: BudgetPart | null): boolean {
  return part === null || part.values.has(toldIn(line as Told, part.dimension) ?? '')
}

/** What accounts came to by month, in a part of the books or in all. */
export async function monthsOf(ctx: Ctx, where: Condition<RecordOf<typeof Balance>>, part: BudgetPart | null): Promise<ReadonlyMap<string, string>> {
  const asked = { group: ['day:month'], measures: ['sum:base' as const], limit: 1000 }
  if (part === null) return byMonth([], await ctx.repo(Balances).group({ where, ...asked }))
  const values = [...part.values]
  let found: ReadonlyMap<string, string> = new Map()
  // However many values are below the part: those that one reading leaves out would be spent beside the budget.
  for (let start = 0; start < values.length; start += 500) {
    const within = { ...where, dimension: part.dimension.id, value: { in: values.slice(start, start + 500) } } as Condition<RecordOf<typeof DimensionBalance>>
    found = byMonth(found, await ctx.repo(DimensionBalance).group({ where: within, ...asked }))
  }
  return found
}

function byMonth(found: Iterable<readonly [string, string]>, rows: readonly GroupRow[]): ReadonlyMap<string, string> {
  const months = new Map(found)
  for (const row of rows) {
    const month = String(row['day:month']).slice(0, 7)
    months.set(month, total([months.get(month) ?? '0', String(row['sum:base'] ?? '0')]))
  }
  return months
}
