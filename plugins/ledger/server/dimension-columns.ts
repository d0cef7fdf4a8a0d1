import {
  type Condition,
  type Ctx,
  compareDecimals,
  type Id,
  minus,
  type RecordOf,
  Records,
  reference,
  type Sheet,
  type SheetRow,
  text,
  total,
} from '@sangam/sdk'
import type { DimensionColumn, Divided, DividedAmounts, DividedBlock } from '../model/dimension-report.ts'
import type { StatementBlock } from '../model/statements.ts'
import { type Balance, Dimension, DimensionBalance } from '../model.ts'
import { companyFor, companyOfBooks, none, type Placed, placedAccounts, type Sums } from './books-of.ts'
import { moneyOf } from './currencies.ts'
import { plus, slicedSums, type Tree, toldSums, treeOf } from './dimension-sums.ts'
import { valuesOf } from './dimensions.ts'

type BalanceWhere = Condition<RecordOf<typeof Balance>>

/** How a report that is divided is asked for. */
export const divideQuery = {
  company: reference('core.company'),
  dimension: reference(Dimension, { required: true }),
  under: text({ max: 40, help: 'The id of a value whose parts are shown.' }),
}

export interface DividedAsked {
  readonly company: Id<'core.company'>
  readonly dimension: Id<'ledger.dimension'>
  readonly under: string | null
  /** Whether what tells none has a column though its accounts come to nothing: something else stands in it. */
  readonly untold?: boolean
}

/** So many values stand alone: those with the most; what is left is one column. */
const most = 24

/** A column with what its accounts come to, on each of the spans of days that were asked for. */
export interface Filled extends Omit<DimensionColumn, 'label'> {
  readonly spans: readonly ReadonlyMap<string, Sums>[]
}

/** The books of some spans of days by the values of a dimension. */
export interface Division extends Pick<Divided, 'dimension' | 'under' | 'columns'> {
  readonly accounts: readonly Placed[]
  /** In the order of the columns. */
  readonly filled: readonly Filled[]
}

/**
 * What accounts come to by the values of a dimension, from kept balances. Nothing is lost: what tells no value stands in a column of its own, what is left of many in another, and
 * the last is all. Columns are of values that were told on accounts that count.
 */
export async function divisionOf(
  ctx: Ctx,
  { company, dimension: asked, under, untold = false }: DividedAsked,
  wheres: readonly BalanceWhere[],
  counts: (account: Placed) => boolean,
): Promise<Division> {
  const dimension = await ctx.repo(Dimension).get(asked, { fields: ['name', 'field'] })
  const tree = await treeOf(ctx, dimension.field)
  const whole = under === null ? null : tree.below(under)
  const slice = whole && { dimension: dimension.id, field: dimension.field, values: whole }
  const each = <T>(read: (where: BalanceWhere) => Promise<T>): Promise<T[]> => Promise.all(wheres.map(read))
  const [all, told] = await Promise.all([each(where => slicedSums(ctx, where, slice)), whole ? null : each(where => toldSums(ctx, where, dimension.id, null))])
  const accounts = await placedAccounts(ctx, company, new Set([...all, ...(told ?? [])].flatMap(sums => [...sums.keys()])))
  const counted = accounts.filter(counts).map(({ id }) => id)
  const columns: Filled[] = []
  for (const { values, ...column } of await columnsOf(ctx, wheres, { dimension: asked, under, tree, whole })) {
    const spans = await each(where => toldSums(ctx, where, dimension.id, values))
    if (spans.some(sums => counted.some(id => sums.has(id)))) columns.push({ ...column, spans })
  }
  const rest = (of: readonly ReadonlyMap<string, Sums>[], less: readonly ReadonlyMap<string, Sums>[], kind: 'others' | 'notTold'): void => {
    const base = (sums: ReadonlyMap<string, Sums> | undefined, id: string): string => sums?.get(id)?.base ?? '0'
    const spans = of.map((sums, at) => new Map(counted.map(id => [id, { ...none, base: minus(base(sums, id), base(less[at], id)) }])))
    if ((untold && kind === 'notTold') || spans.some(left => [...left.values()].some(sum => sum.base !== '0')))
      columns.push({ kind, value: null, opens: false, spans })
  }
  const named = wheres.map((_, at) => merged(columns.map(one => one.spans[at] ?? new Map<string, Sums>())))
  rest(told ?? all, named, 'others')
  if (told) rest(all, told, 'notTold')
  columns.push({ kind: 'total', value: null, opens: false, spans: all })
  // In the order in which they stand from here on.
  const [labelled, title] = await namedColumns(ctx, dimension, columns, under)
  return {
    ...{ accounts, filled: columns, columns: labelled, dimension: { id: dimension.id, name: ctx.t(dimension.name) } },
    under: under === null ? null : { value: under, label: title, above: tree.above.get(under) ?? null },
  }
}

/** The values that may have a column, each with all that it stands for: the topmost, or those right below one and that one itself. */
async function columnsOf(
  ctx: Ctx,
  wheres: readonly BalanceWhere[],
  { dimension, under, tree, whole }: Pick<DividedAsked, 'dimension' | 'under'> & { readonly tree: Tree; readonly whole: readonly string[] | null },
) {
  // Those of the days that are compared with count too: what was there and is no more is not lost among others.
  const rows = await Promise.all(
    wheres.map(where =>
      ctx.repo(DimensionBalance).group({
        ...{ where: { ...where, dimension } as unknown as Condition<RecordOf<typeof DimensionBalance>>, group: ['value'] },
        ...{ measures: ['sum:debit', 'sum:credit'], sort: ['-sum:debit'], limit: 10_000 },
      }),
    ),
  )
  const within = whole && new Set(whole)
  const turnover = new Map<string, string>()
  for (const row of rows.flat()) {
    const value = String(row.value)
    if (within && !within.has(value)) continue
    const top = topOf(tree.above, value, under)
    turnover.set(top, total([turnover.get(top) ?? '0', String(row['sum:debit'] ?? '0'), String(row['sum:credit'] ?? '0')]))
  }
  const largest = [...turnover].sort(([, a], [, b]) => compareDecimals(b, a)).slice(0, most)
  return largest.map(([value]) => {
    const values = value === under ? [value] : tree.below(value)
    return { kind: value === under ? ('itself' as const) : ('value' as const), value, opens: value !== under && values.length > 1, values }
  })
}

/** The value above all others that one is part of, or the one right below that which is asked for. */
function topOf(above: ReadonlyMap<string, string | null>, value: string, under: string | null): string {
  let at = value
  for (let depth = 0; depth < 50; depth += 1) {
    const next = above.get(at) ?? null
    if (at === under || next === null || next === under) return at
    at = next
  }
  return at
}

/** The columns by what they are called, and what the value is called whose parts they are. Names are told to who may see them. */
async function namedColumns(
  ctx: Ctx,
  dimension: Pick<RecordOf<typeof Dimension>, 'name' | 'field'>,
  columns: Filled[],
  under: string | null,
): Promise<[DimensionColumn[], string]> {
  const of = dimension.field === null ? null : await valuesOf(ctx, dimension.field)
  const ids = [...columns.map(one => one.value ?? ''), under ?? '']
  const titles = of ? await ctx.use(Records).titles(ids.map(id => ({ entity: of.entity, id }))) : ids.map(() => null)
  const unnamed = ctx.t('Not yours to see')
  const own = titles.at(-1) ?? unnamed
  const words = { itself: ctx.t('{value} itself', { value: own }), others: ctx.t('Others'), notTold: ctx.t('Not told'), total: ctx.t('Total') }
  const labelled = columns.map((column, at) => ({ column, label: column.kind === 'value' ? (titles[at] ?? unnamed) : words[column.kind] }))
  const rank = { value: 0, itself: 1, others: 2, notTold: 3, total: 4 }
  const order = labelled.toSorted((a, b) => rank[a.column.kind] - rank[b.column.kind] || a.label.localeCompare(b.label))
  columns.splice(0, columns.length, ...order.map(one => one.column))
  return [order.map(({ column: { kind, value, opens }, label }) => ({ kind, value, opens, label })), own]
}

/** The same statement of each column, side by side: given the same rows, each has the same lines. */
export function sideBySide(each: readonly (readonly StatementBlock[])[]): DividedBlock[] {
  return (each.at(-1) ?? []).map((block, at): DividedBlock => {
    if (block.kind === 'heading') return block
    const own = amountsOf(each.map(blocks => same(blocks[at])))
    if (block.kind === 'result') return { kind: 'result', key: block.key, label: block.label, level: block.level, ...own }
    const rows = block.rows.map(({ account, code, name, part }, row) => {
      const ofRow = each.map(blocks => {
        const line = blocks[at]
        return line?.kind === 'line' ? line.rows[row] : undefined
      })
      return { account, code, name, part, ...amountsOf(ofRow) }
    })
    return { kind: 'line', label: block.label, ...own, rows }
  })
}

type Amounts = { readonly amount: string; readonly before: string | null } | undefined

function same(block: StatementBlock | undefined): Amounts {
  return block?.kind === 'heading' ? undefined : block
}

function amountsOf(columns: readonly Amounts[]): DividedAmounts {
  const compares = columns.some(one => one !== undefined && one.before !== null)
  return { amounts: columns.map(one => one?.amount ?? '0'), before: compares ? columns.map(one => one?.before ?? '0') : null }
}

function merged(all: readonly ReadonlyMap<string, Sums>[]): Map<string, Sums> {
  const found = new Map<string, Sums>()
  for (const sums of all) for (const [id, sum] of sums) found.set(id, plus(found.get(id) ?? none, sum))
  return found
}

/** A divided statement as a table. */
export async function dividedSheet(
  ctx: Ctx,
  company: Id<'core.company'> | null,
  { title, days, found, compared = null }: { readonly title: string; readonly days: string; readonly found: Divided; readonly compared?: string | null },
): Promise<Sheet> {
  const id = companyFor(ctx, company)
  const [{ name }, money] = await Promise.all([companyOfBooks(ctx, id), moneyOf(ctx, [id])])
  const { currency, digits } = money.get(id) ?? { currency: 'INR', digits: 2 }
  const { under, columns, blocks } = found
  // Beside each column what stood there on the day or the days that are compared with.
  const cells = ({ amounts, before }: DividedAmounts): string[] =>
    amounts.flatMap((amount, at) => (compared === null ? [amount] : [amount, before?.[at] ?? '0']))
  const rows = blocks.flatMap((block): SheetRow[] => {
    if (block.kind === 'heading')
      return [{ cells: [null, block.label, ...columns.flatMap(() => (compared === null ? [null] : [null, null]))], style: 'heading' }]
    if (block.kind === 'result') return [{ cells: [null, block.label, ...cells(block)], style: 'total' }]
    return [{ cells: [null, block.label, ...cells(block)], style: 'heading' }, ...block.rows.map(row => ({ cells: [row.code, row.name, ...cells(row)] }))]
  })
  const figure = (label: string) => ({ label, kind: 'number' as const, digits })
  return {
    title,
    facts: [name, ...(under ? [under.label] : []), days, ctx.t('Amounts in {currency}', { currency })],
    columns: [
      { label: ctx.t('Code'), kind: 'text' },
      { label: ctx.t('Account'), kind: 'text' },
      ...columns.flatMap(({ label }) => [figure(label), ...(compared === null ? [] : [figure(`${label}, ${compared}`)])]),
    ],
    rows,
  }
}
