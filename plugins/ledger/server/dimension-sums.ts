import { type Condition, type Ctx, type Id, minus, type RecordOf, reference, text, total, type Values } from '@sangam/sdk'
import { type Balance, Dimension, DimensionBalance } from '../model.ts'
import { none, type Sums, sums } from './books-of.ts'
import { valuesOf } from './dimensions.ts'

type BalanceWhere = Condition<RecordOf<typeof Balance>>
type DimensionId = Id<'ledger.dimension'>

/** What of the books is asked for: what was posted with one of some values of a dimension, or with none of it. */
export interface Slice {
  readonly dimension: DimensionId
  /** The field of lines that tells it; null of a dimension that is not found any more. */
  readonly field: string | null
  /** Null for what tells nothing of the dimension. */
  readonly values: readonly string[] | null
}

/** The lines of a part: those that told it as they were posted, which a field alone does not know of lines that are older than the dimension. */
export function linesIn({ dimension, field, values }: Slice): object {
  const told = { 'entry.divided': { some: { dimension } } }
  if (field === null) return { id: { in: [] } }
  if (values === null) return { not: { and: [{ [field]: { isEmpty: false } }, told] } }
  // However many there are, by as many as one condition may name.
  const some = Array.from({ length: Math.ceil(values.length / 500) }, (_, part) => ({ [field]: { in: values.slice(part * 500, (part + 1) * 500) } }))
  return { and: [{ or: some }, told] }
}

/** How reports are asked for a part of the books. */
export const sliceQuery = {
  dimension: reference(Dimension, { help: 'Of which the report shows one value alone.' }),
  value: text({ max: 40, help: 'The id of the value, all below it with it; “none” for what tells none.' }),
}

/** Of what each value is a part, for dimensions whose values are a tree. */
export interface Tree {
  readonly above: ReadonlyMap<string, string | null>
  readonly below: (value: string) => readonly string[]
}

export async function treeOf(ctx: Ctx, field: string | null): Promise<Tree> {
  const of = field === null ? null : await valuesOf(ctx, field)
  const above = new Map<string, string | null>()
  if (of?.above) {
    const name = of.above
    await ctx.asSystem('Looks of what parts of the business are parts', system =>
      system.repo(of.handle).each({ fields: [name], sort: ['id'] as never }, async page => {
        for (const one of page as unknown as readonly { readonly id: string; readonly [above: string]: unknown }[])
          above.set(one.id, typeof one[name] === 'string' ? String(one[name]) : null)
      }),
    )
  }
  const children = new Map<string, string[]>()
  for (const [id, parent] of above) if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), id])
  const below = (value: string): readonly string[] => [value, ...(children.get(value) ?? []).flatMap(below)]
  return { above, below }
}

/** The part of the books that is asked for; null where that is all. */
export async function sliceOf(ctx: Ctx, { dimension = null, value = null }: Partial<Values<typeof sliceQuery>>): Promise<Slice | null> {
  if (dimension === null || value === null) return null
  const { field } = await ctx.repo(Dimension).get(dimension, { fields: ['field'] })
  return { dimension, field, values: value === 'none' ? null : (await treeOf(ctx, field)).below(value) }
}

/** What accounts come to on the days of a condition, by their ids: of all, or of a part of the books. */
export async function slicedSums(ctx: Ctx, where: BalanceWhere, slice: Slice | null): Promise<Map<string, Sums>> {
  if (slice === null) return sums(ctx, where)
  if (slice.values !== null) return toldSums(ctx, where, slice.dimension, slice.values)
  const [all, told] = await Promise.all([sums(ctx, where), toldSums(ctx, where, slice.dimension, null)])
  return new Map([...all].map(([account, sum]) => [account, less(sum, told.get(account) ?? none)]))
}

/** What was posted with values of a dimension, or with any of it. */
export async function toldSums(ctx: Ctx, where: BalanceWhere, dimension: DimensionId, values: readonly string[] | null): Promise<Map<string, Sums>> {
  const found = new Map<string, Sums>()
  for (let start = 0; start < (values?.length ?? 1); start += 500) {
    const of = { ...where, dimension, ...(values && { value: { in: values.slice(start, start + 500) } }) } as Condition<RecordOf<typeof DimensionBalance>>
    const measures = ['sum:debit', 'sum:credit', 'sum:base'] as const
    for (const row of await ctx.repo(DimensionBalance).group({ where: of, group: ['account'], measures: [...measures], limit: 10_000 })) {
      const [debit, credit, base] = measures.map(name => String(row[name] ?? '0')) as [string, string, string]
      found.set(String(row.account), plus(found.get(String(row.account)) ?? none, { debit, credit, base }))
    }
  }
  return found
}

export function plus(a: Sums, b: Sums): Sums {
  return { debit: total([a.debit, b.debit]), credit: total([a.credit, b.credit]), base: total([a.base, b.base]) }
}

function less(a: Sums, b: Sums): Sums {
  return { debit: minus(a.debit, b.debit), credit: minus(a.credit, b.credit), base: minus(a.base, b.base) }
}
