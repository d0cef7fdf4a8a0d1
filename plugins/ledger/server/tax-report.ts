import {
  type Condition,
  type Ctx,
  canonicalDecimal,
  choice,
  date,
  type GroupRow,
  type Id,
  minus,
  type RecordOf,
  reference,
  route,
  text,
  total,
  UserError,
} from '@sangam/sdk'
import { earlier } from '../model/days.ts'
import type { Days } from '../model/statements.ts'
import type { Taxed, TaxReport, TaxRow, TaxSection, TaxSide, Withheld } from '../model/tax-report.ts'
import { TaxBalance, type TrialBalanceRow } from '../model.ts'
import { accountsOfRole } from './account-roles.ts'
import { companyFor, everyAccount } from './books-of.ts'
import { byHalves } from './by-days.ts'
import { trialBalanceOf } from './reports.ts'
import { yearOf } from './years.ts'

export const taxQuery = {
  company: reference('core.company'),
  from: date({ help: 'The first day of the fiscal year unless told.' }),
  to: date({ help: 'Today unless told.' }),
  registration: text({ max: 40, help: 'Of one tax number of ours alone; “none” for what tells no number.' }),
  compare: choice(['previous', 'lastYear'], { help: 'With as many days before them, or with the same days last year.' }),
}

interface Asked {
  readonly company: Id<'core.company'> | null
  readonly from: string | null
  readonly to: string | null
  readonly registration: string | null
  readonly compare: string | null
}

/** What is withheld goes to these accounts, without parts and rates. */
const withholding = ['tdsReceivable', 'tdsPayable', 'tcsReceivable', 'tcsPayable']

/**
 * Tax by its parts and rates, as lines of entries say it, from sums that the database keeps: of sales and of purchases, what was given back by notes and reversals apart, and what the
 * buyer owes to the state apart. Each tax account is followed from its opening to its closing balance, so that what stands on it and is in no part of the report is seen.
 */
export async function taxReportOf(ctx: Ctx, query: Asked): Promise<TaxReport> {
  const company = companyFor(ctx, query.company)
  const to = query.to ?? ctx.today()
  const from = query.from ?? (await yearOf(ctx, company, to)).from
  if (from > to) throw new UserError('days_swapped', 'The first day comes after the last. Swap them.', {}, 'from')
  const before = query.compare === null ? null : earlier({ from, to }, query.compare === 'lastYear')
  const [found, earlierOn, trial, roles, taxAccounts] = await Promise.all([
    sumsOf(ctx, company, { from, to }),
    before ? sumsOf(ctx, company, before) : [],
    trialBalanceOf(ctx, { company, from, to, closing: true }),
    Promise.all(withholding.map(role => accountsOfRole(ctx, company, role))),
    everyAccount(ctx, company, ['code'], { control: 'tax' }),
  ])
  const asked = (row: GroupRow): boolean => query.registration === null || numberOf(row) === (query.registration === 'none' ? null : query.registration)
  const [now, then] = [found.filter(asked), earlierOn.filter(asked)]
  const whole = query.registration === null
  const accounts = await namedAccounts(ctx, company, trial.rows, [...now, ...then], before)
  const rows = rowsOf(accounts, now, before && then)
  const held = new Set<string>(roles.flat())
  return {
    ...{ from, to, before, registrations: [...new Set([...found, ...earlierOn].map(numberOf))].sort(byNumber) },
    sections: sides.flatMap(([side, label]) => sectionOf(side, ctx.t(label), rows.get(side) ?? [], before !== null)),
    accounts: whole ? followed(trial.rows, now, new Set(taxAccounts.map(one => String(one.id))), held) : [],
    withheld: trial.rows
      .filter(row => whole && held.has(row.account))
      .map(({ account, code, name, opening, debit, credit, closing }): Withheld => ({ account, code, name, opening, debit, credit, closing })),
  }
}

const sides = [
  ['sales', 'Tax on sales'],
  ['purchases', 'Tax on purchases, to get back'],
  ['reverseCharge', 'Owed on purchases (reverse charge)'],
  ['reverseChargeBack', 'Got back of what is owed on purchases'],
] as const satisfies readonly (readonly [TaxSide, string])[]

/** So many sums are read at once. */
const most = 10_000

/** What lines of tax come to on some days; by the kind of their journal, of which there are a few, and not by journal. */
function sumsOf(ctx: Ctx, company: Id<'core.company'>, days: Days): Promise<readonly GroupRow[]> {
  const measures = ['sum:debit', 'sum:credit', 'sum:taxedDebit', 'sum:taxedCredit'] as const
  return byHalves(days, most, ({ from, to }) => {
    const where = { company, day: { gte: from, lte: to } } as Condition<RecordOf<typeof TaxBalance>>
    const group = ['account', 'component', 'rate', 'registration', 'journal.kind']
    return ctx.repo(TaxBalance).group({ where, group, measures: [...measures], limit: most })
  })
}

type Named = Pick<TrialBalanceRow, 'account' | 'code' | 'name' | 'type'>

/** Accounts by their ids; one that has tax on the days that are compared with alone is named by their trial balance. */
async function namedAccounts(
  ctx: Ctx,
  company: Id<'core.company'>,
  rows: readonly TrialBalanceRow[],
  sums: readonly GroupRow[],
  before: Days | null,
): Promise<ReadonlyMap<string, Named>> {
  const known = new Map<string, Named>(rows.map(row => [row.account, row]))
  if (before && sums.some(({ account }) => !known.has(String(account))))
    for (const row of (await trialBalanceOf(ctx, { company, ...before, closing: true })).rows) if (!known.has(row.account)) known.set(row.account, row)
  return known
}

/** Tax that is charged stands on the credit side of what is owed, and on the debit side of what one gets back. */
const isInput = ({ type }: Named): boolean => type === 'asset' || type === 'expense'

function rowsOf(accounts: ReadonlyMap<string, Named>, now: readonly GroupRow[], then: readonly GroupRow[] | null): ReadonlyMap<TaxSide, readonly TaxRow[]> {
  // A part of a tax that is owed on what was bought is got back under the same name: both stand apart.
  const isOwed = (row: GroupRow): boolean => {
    const account = accounts.get(String(row.account))
    return account !== undefined && !isInput(account) && row['journal.kind'] === 'purchase'
  }
  const owed = new Set([...now, ...(then ?? [])].filter(isOwed).map(row => String(row.component)))
  const sideOf = (row: GroupRow, account: Named): TaxSide => {
    if (isInput(account)) return owed.has(String(row.component)) ? 'reverseChargeBack' : 'purchases'
    return isOwed(row) ? 'reverseCharge' : 'sales'
  }
  const found = new Map<string, { readonly side: TaxSide; row: TaxRow }>()
  const none: Taxed = { taxable: '0', tax: '0' }
  const add = (row: GroupRow, isBefore: boolean): void => {
    const account = accounts.get(String(row.account))
    if (!account) return
    const side = sideOf(row, account)
    const rate = row.rate === null || row.rate === undefined ? null : canonicalDecimal(String(row.rate))
    const registration = numberOf(row)
    const key = `${side} ${account.account} ${row.component} ${rate} ${registration}`
    const own = found.get(key)?.row ?? {
      ...{
        account: account.account,
        code: account.code,
        name: account.name,
        component: String(row.component),
        rate: rate === null ? null : String(rate),
        registration,
      },
      ...{ charged: none, back: none, net: none, before: then ? none : null },
    }
    const [debit, credit] = [
      { taxable: figure(row, 'sum:taxedDebit'), tax: figure(row, 'sum:debit') },
      { taxable: figure(row, 'sum:taxedCredit').replace('-', ''), tax: figure(row, 'sum:credit') },
    ]
    const [charged, back] = isInput(account) ? [debit, credit] : [credit, debit]
    const more = isBefore
      ? { before: plus(own.before ?? none, less(charged, back)) }
      : { charged: plus(own.charged, charged), back: plus(own.back, back), net: plus(own.net, less(charged, back)) }
    found.set(key, { side, row: { ...own, ...more } })
  }
  for (const row of now) add(row, false)
  for (const row of then ?? []) add(row, true)
  const by = new Map<TaxSide, TaxRow[]>()
  for (const { side, row } of found.values()) by.set(side, [...(by.get(side) ?? []), row])
  return by
}

function sectionOf(side: TaxSide, label: string, rows: readonly TaxRow[], compares: boolean): TaxSection[] {
  if (rows.length === 0) return []
  const sorted = rows.toSorted(
    (a, b) =>
      Number(b.rate ?? 0) - Number(a.rate ?? 0) ||
      a.component.localeCompare(b.component) ||
      a.code.localeCompare(b.code) ||
      byNumber(a.registration, b.registration),
  )
  return [{ side, label, rows: sorted, tax: total(rows.map(row => row.net.tax)), before: compares ? total(rows.map(row => row.before?.tax ?? '0')) : null }]
}

/** Tax accounts, and those with lines of tax on these days, each from its opening to its closing balance: what of it the report shows, and what else was posted to it. */
function followed(rows: readonly TrialBalanceRow[], sums: readonly GroupRow[], ofTax: ReadonlySet<string>, held: ReadonlySet<string>): TaxReport['accounts'] {
  const reported = new Map<string, string>()
  for (const row of sums)
    reported.set(String(row.account), total([reported.get(String(row.account)) ?? '0', minus(figure(row, 'sum:debit'), figure(row, 'sum:credit'))]))
  return rows
    .filter(row => !held.has(row.account) && (reported.has(row.account) || ofTax.has(row.account)))
    .map(({ account, code, name, opening, debit, credit, closing }) => {
      const own = reported.get(account) ?? '0'
      return { account, code, name, opening, reported: own, other: minus(minus(debit, credit), own), closing }
    })
    .filter(row => [row.opening, row.reported, row.other, row.closing].some(one => one !== '0'))
}

function numberOf(row: GroupRow): string | null {
  return row.registration === null || row.registration === undefined ? null : String(row.registration)
}

/** What tells no number comes last. */
function byNumber(a: string | null, b: string | null): number {
  return a === b ? 0 : b === null || (a !== null && a < b) ? -1 : 1
}

function figure(row: GroupRow, name: string): string {
  return String(row[name] ?? '0')
}

function plus(a: Taxed, b: Taxed): Taxed {
  return { taxable: total([a.taxable, b.taxable]), tax: total([a.tax, b.tax]) }
}

function less(a: Taxed, b: Taxed): Taxed {
  return { taxable: minus(a.taxable, b.taxable), tax: minus(a.tax, b.tax) }
}

export const taxReport = route('GET', '/tax-report', {
  permission: 'ledger.taxBalance:read',
  query: taxQuery,
  run: async (ctx, { query }) => ({ ...(await taxReportOf(ctx, query)) }) as never,
})
