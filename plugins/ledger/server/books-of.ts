import { type Condition, type Ctx, type Id, type RecordOf, UserError } from '@sangam/sdk'
import { type AccountType, type Place, type Placeable, placeOf } from '../model/placing.ts'
import { Account, Balance } from '../model.ts'
import { Company } from './core.ts'

/** What reports read of the books: accounts with their places, and kept balances. No line is read. */

type BalanceWhere = Condition<RecordOf<typeof Balance>>

/** Debits and credits of some days, and what they come to. */
export interface Sums {
  readonly debit: string
  readonly credit: string
  readonly base: string
}

export const none: Sums = { debit: '0', credit: '0', base: '0' }

/** What accounts come to on the days of a condition, by their ids. */
export async function sums(ctx: Ctx, where: BalanceWhere): Promise<Map<string, Sums>> {
  const rows = await ctx.repo(Balance).group({ where, group: ['account'], measures: ['sum:debit', 'sum:credit', 'sum:base'], limit: 10_000 })
  const figure = (value: unknown): string => String(value ?? '0')
  return new Map(rows.map(row => [String(row.account), { debit: figure(row['sum:debit']), credit: figure(row['sum:credit']), base: figure(row['sum:base']) }]))
}

/** An account as reports show it. */
export interface Placed extends Place {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly type: AccountType
  readonly control: string | null
}

const fields = ['code', 'name', 'type', 'control', 'isGroup', 'above', 'statement', 'term', 'cashFlow', 'monetary'] as const

/** The accounts of a company by their codes, each where it stands; and of those that have balances and were removed, what they were. */
export async function placedAccounts(ctx: Ctx, company: string, withBalances: Iterable<string>): Promise<Placed[]> {
  const all = await everyAccount(ctx, company, fields)
  const byId = new Map(all.map(account => [String(account.id), account]))
  const headings = (above: string | null): Placeable[] => {
    const found: Placeable[] = []
    for (let at = byId.get(String(above)); at && found.length < 20; at = byId.get(String(at.above))) found.push(at)
    return found
  }
  const known = all
    .filter(account => !account.isGroup)
    .map(account => {
      const { id, code, name, type, control } = account
      return { id: String(id), code, name, type, control, ...placeOf(account, headings(account.above)) }
    })
  const gone = await formerAccounts(
    ctx,
    [...withBalances].filter(id => !byId.has(id)),
  )
  return [...known, ...gone.map(one => ({ ...one, type: one.type as AccountType, control: null, ...placeOf({ type: one.type as AccountType }) }))]
}

/** All accounts of a company, headings with them, or of all companies. */
export async function everyAccount(ctx: Ctx, company: string | null, fields: readonly string[], more: object = {}): Promise<RecordOf<typeof Account>[]> {
  const found: RecordOf<typeof Account>[] = []
  const where = { ...more, ...(company && { company }) } as Condition<RecordOf<typeof Account>>
  for (let after: string | null = null; ; ) {
    const page: { readonly items: readonly RecordOf<typeof Account>[]; readonly next: string | null } = await ctx
      .repo(Account)
      .find({ where, fields, sort: ['code'], limit: 500, ...(after !== null && { after }) })
    found.push(...page.items)
    if (page.next === null) return found
    after = page.next
  }
}

/** What has balances and is no account of the list any more is named by what it was: without its line the totals would not agree. */
export async function formerAccounts(
  ctx: Ctx,
  ids: readonly string[],
): Promise<{ readonly id: string; readonly code: string; readonly name: string; readonly type: string }[]> {
  return ctx.asSystem('Names removed accounts that have balances', system =>
    Promise.all(
      ids.map(async id => {
        const past = await system.repo(Account).history(id as Id<'ledger.account'>)
        const last = (field: string): string => String(past.find(({ changes }) => changes[field]?.to)?.changes[field]?.to ?? '')
        return { id, code: last('code'), name: last('name'), type: last('type') }
      }),
    ),
  )
}

/** The company whose books a report is of: the one that is asked for, else the one that the reader works in. */
export function companyFor(ctx: Ctx, asked: Id<'core.company'> | null): Id<'core.company'> {
  const company = asked ?? ctx.company
  if (company === null) throw new UserError('no_company', 'Choose the company you work for first: its books are meant.', {}, 'company')
  return company
}

/** What the reports need to know of a company. */
export async function companyOfBooks(ctx: Ctx, id: Id<'core.company'>) {
  return ctx.asSystem('Looks how a company keeps its books', system =>
    system.repo(Company).get(id, { fields: ['name', 'country', 'currency', 'fiscalYearStart', 'entityType', 'zone'] }),
  )
}
