import {
  type Condition,
  type Ctx,
  compareDecimals,
  date,
  type Id,
  minus,
  type RecordOf,
  Records,
  reference,
  route,
  type SheetRow,
  sheet,
  text,
  total,
  UserError,
} from '@sangam/sdk'
import type { DimensionColumn, DividedBlock, PlainBlock, ProfitByDimension } from '../model/dimension-report.ts'
import { type Balance, Dimension, DimensionBalance } from '../model.ts'
import { companyFor, companyOfBooks, none, type Placed, placedAccounts, type Sums } from './books-of.ts'
import { moneyOf } from './currencies.ts'
import { plus, slicedSums, toldSums, treeOf } from './dimension-sums.ts'
import { valuesOf } from './dimensions.ts'
import { blocksOf } from './profit-and-loss.ts'
import { negated, type Standing } from './statement-lines.ts'
import { yearOf } from './years.ts'

const query = {
  company: reference('core.company'),
  dimension: reference(Dimension, { required: true }),
  under: text({ max: 40, help: 'The id of a value whose parts are shown.' }),
  from: date({ help: 'The first day of the fiscal year unless told.' }),
  to: date({ help: 'Today unless told.' }),
}

interface Asked {
  readonly company: Id<'core.company'> | null
  readonly dimension: Id<'ledger.dimension'>
  readonly under: string | null
  readonly from: string | null
  readonly to: string | null
}

/** So many values stand alone: those with the most; what is left is one column. */
const most = 24

/** A column with what its accounts come to. */
interface Filled extends Omit<DimensionColumn, 'label'> {
  readonly sums: ReadonlyMap<string, Sums>
}

/** What was earned and spent in some days by the values of a dimension, from kept balances. Nothing is lost: what tells no value stands in a column of its own, and the last is all. */
async function profitBy(ctx: Ctx, asked: Asked): Promise<ProfitByDimension> {
  const company = companyFor(ctx, asked.company)
  const to = asked.to ?? ctx.today()
  const from = asked.from ?? (await yearOf(ctx, company, to)).from
  if (from > to) throw new UserError('days_swapped', 'The first day comes after the last. Swap them.', {}, 'from')
  const dimension = await ctx.repo(Dimension).get(asked.dimension, { fields: ['name', 'field'] })
  const where = { company, kind: { ne: 'closing' }, day: { gte: from, lte: to } } as Condition<RecordOf<typeof Balance>>
  const tree = await treeOf(ctx, dimension.field)
  const whole = asked.under === null ? null : tree.below(asked.under)
  const [all, told, by] = await Promise.all([
    slicedSums(ctx, where, whole && { dimension: dimension.id, field: dimension.field, values: whole }),
    whole ? null : toldSums(ctx, where, dimension.id, null),
    columnsOf(ctx, where, asked, tree, whole),
  ])
  const columns: Filled[] = []
  for (const { values, ...column } of by) columns.push({ ...column, sums: await toldSums(ctx, where, dimension.id, values) })
  const accounts = await placedAccounts(ctx, company, new Set([...all.keys(), ...(told?.keys() ?? [])]))
  const results = accounts.flatMap(({ id, type }) => (type === 'income' || type === 'expense' ? [id] : []))
  const rest = (of: ReadonlyMap<string, Sums>, less: ReadonlyMap<string, Sums>, kind: 'others' | 'notTold'): void => {
    const left = new Map(results.map(id => [id, { ...none, base: minus(of.get(id)?.base ?? '0', less.get(id)?.base ?? '0') }]))
    if ([...left.values()].some(({ base }) => base !== '0')) columns.push({ kind, value: null, opens: false, sums: left })
  }
  rest(told ?? all, merged(columns.map(one => one.sums)), 'others')
  if (told) rest(all, told, 'notTold')
  columns.push({ kind: 'total', value: null, opens: false, sums: all })
  // In the order in which they stand from here on.
  const [named, title] = await namedColumns(ctx, dimension, columns, asked.under)
  return {
    ...{ from, to, dimension: { id: dimension.id, name: ctx.t(dimension.name) } },
    under: asked.under === null ? null : { value: asked.under, label: title, above: tree.above.get(asked.under) ?? null },
    columns: named,
    blocks: dividedBlocks(ctx, accounts, columns),
  }
}

/** The values that have a column, each with all that it stands for: the topmost, or those right below one and that one itself. */
async function columnsOf(
  ctx: Ctx,
  where: Condition<RecordOf<typeof Balance>>,
  { dimension, under }: Asked,
  tree: Awaited<ReturnType<typeof treeOf>>,
  whole: readonly string[] | null,
) {
  const result = { ...where, dimension, 'account.type': { in: ['income', 'expense'] } } as unknown as Condition<RecordOf<typeof DimensionBalance>>
  const rows = await ctx
    .repo(DimensionBalance)
    .group({ where: result, group: ['value'], measures: ['sum:debit', 'sum:credit'], sort: ['-sum:debit'], limit: 10_000 })
  const within = whole && new Set(whole)
  const turnover = new Map<string, string>()
  for (const row of rows) {
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

/** The statement as it is for all, with an amount for each column: the same lines in each, so that they stand side by side. */
function dividedBlocks(ctx: Ctx, accounts: readonly Placed[], columns: readonly Filled[]): DividedBlock[] {
  const rowsOf = (sums: ReadonlyMap<string, Sums>): Standing[] =>
    accounts.flatMap(({ id, code, name, type, line, term }) => {
      if ((type !== 'income' && type !== 'expense') || columns.every(one => (one.sums.get(id)?.base ?? '0') === '0')) return []
      const base = sums.get(id)?.base ?? '0'
      return [{ account: id, code, name, part: null, amount: type === 'income' ? negated(base) : base, before: null, side: type, line, term }]
    })
  const each = columns.map(({ sums }) => blocksOf(ctx, rowsOf(sums), false).blocks as readonly PlainBlock[])
  const last = each.at(-1) ?? []
  return last.map((block, at): DividedBlock => {
    const amounts = each.map(blocks => blocks[at]?.amount ?? '0')
    if (block.kind === 'result') return { kind: 'result', key: block.key, label: block.label, level: block.level, amounts }
    const rows = block.rows.map(({ account, code, name }, row) => {
      const own = each.map(blocks => {
        const same = blocks[at]
        return same?.kind === 'line' ? (same.rows[row]?.amount ?? '0') : '0'
      })
      return { account: account ?? '', code, name, amounts: own }
    })
    return { kind: 'line', label: block.label, amounts, rows }
  })
}

function merged(all: readonly ReadonlyMap<string, Sums>[]): Map<string, Sums> {
  const found = new Map<string, Sums>()
  for (const sums of all) for (const [id, sum] of sums) found.set(id, plus(found.get(id) ?? none, sum))
  return found
}

const report = route('GET', '/profit-and-loss/by', {
  permission: 'ledger.dimensionBalance:read',
  query,
  run: async (ctx, { query }) => ({ ...(await profitBy(ctx, query)) }) as never,
})

const asSheet = sheet('/profit-and-loss/by/sheet', {
  permission: 'ledger.dimensionBalance:export',
  query,
  async run(ctx, { query }) {
    const id = companyFor(ctx, query.company)
    const [{ name }, money, { from, to, dimension, under, columns, blocks }] = await Promise.all([
      companyOfBooks(ctx, id),
      moneyOf(ctx, [id]),
      profitBy(ctx, query),
    ])
    const { currency, digits } = money.get(id) ?? { currency: 'INR', digits: 2 }
    const rows = blocks.flatMap((block): SheetRow[] => {
      if (block.kind === 'result') return [{ cells: [null, block.label, ...block.amounts], style: 'total' }]
      return [{ cells: [null, block.label, ...block.amounts], style: 'heading' }, ...block.rows.map(row => ({ cells: [row.code, row.name, ...row.amounts] }))]
    })
    return {
      title: ctx.t('Profit and loss by {dimension}', { dimension: dimension.name }),
      facts: [name, ...(under ? [under.label] : []), ctx.t('{from} to {to}', { from, to }), ctx.t('Amounts in {currency}', { currency })],
      columns: [
        { label: ctx.t('Code'), kind: 'text' },
        { label: ctx.t('Account'), kind: 'text' },
        ...columns.map(({ label }) => ({ label, kind: 'number' as const, digits })),
      ],
      rows,
    }
  },
})

export const profitByDimension = [report, asSheet]
