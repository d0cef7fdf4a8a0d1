import { type Condition, type Ctx, minus, type RecordOf, route, total, UserError } from '@sangam/sdk'
import { earlier } from '../model/days.ts'
import type { CashFlow, Days, StatementBlock, StatementRow } from '../model/statements.ts'
import type { Balance } from '../model.ts'
import { companyFor, type Placed, placedAccounts, type Sums, sums } from './books-of.ts'
import { type profitQuery, profitQuery as query } from './profit-and-loss.ts'
import { compared, negated, result } from './statement-lines.ts'
import { yearOf } from './years.ts'

type Asked = { readonly [name in keyof typeof profitQuery]: string | null } & { readonly company: Parameters<typeof companyFor>[1] }
type Section = 'operating' | 'investing' | 'financing'
type Balances = ReadonlyMap<string, Sums>

interface Flow extends StatementRow {
  readonly section: Section
  /** Part of the profit that is taken out of it, or a change of what is owed and owned. */
  readonly kind: 'adjustment' | 'change'
}

/**
 * Where cash came from and went to in some days, from the profit (the indirect way): what of it was no cash is taken out, what customers, suppliers and stock bound or freed is put beside
 * it, then what was invested and how it was paid for. All accounts together come to nothing, so what is left is what cash changed by, always.
 */
export async function cashFlowOf(ctx: Ctx, query: Asked): Promise<CashFlow> {
  const company = companyFor(ctx, query.company)
  const to = query.to ?? ctx.today()
  const from = query.from ?? (await yearOf(ctx, company, to)).from
  if (from > to) throw new UserError('days_swapped', 'The first day comes after the last. Swap them.', {}, 'from')
  const before = query.compare === null ? null : earlier({ from, to }, query.compare === 'lastYear')
  const read = (where: object) => sums(ctx, { company, ...where } as Condition<RecordOf<typeof Balance>>)
  // Closing entries move profit into equity, and are no flow.
  const span = async (days: Days): Promise<readonly [Balances, Balances]> => {
    const day = { gte: days.from, lte: days.to }
    return Promise.all([read({ kind: { ne: 'closing' }, day }), read({ day: { lt: days.from } })])
  }
  const [[now, nowBegins], then] = await Promise.all([span({ from, to }), before ? span(before) : null])
  const accounts = await placedAccounts(ctx, company, new Set([...now.keys(), ...nowBegins.keys(), ...(then?.[0].keys() ?? [])]))
  const cash = accounts.filter(isCash)
  const held = (balances: Balances): string => total(cash.map(({ id }) => balances.get(id)?.base ?? '0'))
  const opening = { amount: held(nowBegins), before: then ? held(then[1]) : null }
  const { blocks, change } = flowBlocks(ctx, accounts, { now, earlier: then?.[0] ?? null })
  const closing = compared([opening, change])
  return {
    ...{ from, to, before, opening, change, closing },
    blocks: [...blocks, result('opening', ctx.t('Cash at the beginning'), 2, opening), result('closing', ctx.t('Cash at the end'), 1, closing)],
  }
}

interface Spans {
  readonly now: Balances
  readonly earlier: Balances | null
  /** Whether accounts of which nothing came stand there too, so that several have the same rows. */
  readonly whole?: boolean
}

/** From the profit to what cash changed by. */
export function flowBlocks(
  ctx: Ctx,
  accounts: readonly Placed[],
  { now, earlier: then, whole = false }: Spans,
): { readonly blocks: readonly StatementBlock[]; readonly change: ReturnType<typeof compared> } {
  const of = (balances: Balances): string => total(accounts.filter(isEarned).map(({ id }) => effect(balances, id)))
  const profit = { amount: of(now), before: then && of(then) }
  const rows = accounts.filter(account => !isCash(account)).flatMap(account => flowsOf(account, { now, earlier: then, whole }))
  const blocks: StatementBlock[] = [
    { kind: 'heading', label: ctx.t('Operating activities'), level: 1 },
    { kind: 'line', line: 'profit', label: ctx.t('Net profit'), rows: [], ...profit },
    ...line('adjustments', ctx.t('What of it was no cash, or stands below'), rows, 'operating', 'adjustment'),
    ...line('workingCapital', ctx.t('Changes in what is owed and owned'), rows, 'operating', 'change'),
  ]
  const sectionOf = (section: Section, more: readonly ReturnType<typeof compared>[] = []) =>
    compared([{ amount: '0', before: then ? '0' : null }, ...more, ...rows.filter(row => row.section === section)])
  const [operating, investing, financing] = [sectionOf('operating', [profit]), sectionOf('investing'), sectionOf('financing')]
  blocks.push(result('operating', ctx.t('Cash from operating activities'), 2, operating))
  for (const [section, label, sum, of] of [
    ['investing', ctx.t('Investing activities'), ctx.t('Cash from investing activities'), investing],
    ['financing', ctx.t('Financing activities'), ctx.t('Cash from financing activities'), financing],
  ] as const)
    if (rows.some(row => row.section === section))
      blocks.push({ kind: 'heading', label, level: 1 }, ...line(section, ctx.t('Changes'), rows, section), result(section, sum, 2, of))
  const change = compared([operating, investing, financing])
  blocks.push(result('change', ctx.t('What cash changed by'), 1, change))
  return { blocks, change }
}

export const isCash = ({ type, cashFlow }: Placed): boolean => cashFlow === 'cash' && (type === 'asset' || type === 'liability')
const isEarned = ({ type }: Placed): boolean => type === 'income' || type === 'expense'

/** What an account did to cash: what it was credited with came in. */
function effect(balances: Balances, id: string): string {
  return negated(balances.get(id)?.base ?? '0')
}

/** What stands in the profit and belongs elsewhere is taken out of it and put there; what was no cash stands against what was invested, where it lowered a value. */
function flowsOf({ id, code, name, type, cashFlow }: Placed, { now, earlier: then, whole }: Spans): Flow[] {
  const [amount, before] = [effect(now, id), then ? effect(then, id) : null]
  if (amount === '0' && (before ?? '0') === '0' && !whole) return []
  const row = { account: id, code, name, part: null, amount, before }
  const section = cashFlow === 'investing' || cashFlow === 'financing' ? cashFlow : 'operating'
  if (type !== 'income' && type !== 'expense') return [{ ...row, section, kind: 'change' }]
  if (cashFlow === 'operating' || cashFlow === 'cash') return []
  const out = { ...row, amount: minus('0', amount), before: before === null ? null : minus('0', before) }
  return [
    { ...out, section: 'operating', kind: 'adjustment' },
    { ...row, section: cashFlow === 'nonCash' ? 'investing' : section, kind: 'change' },
  ]
}

function line(
  key: 'adjustments' | 'workingCapital' | 'investing' | 'financing',
  label: string,
  rows: readonly Flow[],
  section: Section,
  kind?: Flow['kind'],
): StatementBlock[] {
  const within = rows.filter(row => row.section === section && (kind === undefined || row.kind === kind))
  if (within.length === 0) return []
  const shown = within.map(({ account, code, name, part, amount, before }) => ({ account, code, name, part, amount, before }))
  return [{ kind: 'line', line: key, label, rows: shown, ...compared(within) }]
}

export const cashFlow = route('GET', '/cash-flow', {
  permission: 'ledger.balance:read',
  query,
  run: async (ctx, { query }) => ({ ...(await cashFlowOf(ctx, query)) }) as never,
})
