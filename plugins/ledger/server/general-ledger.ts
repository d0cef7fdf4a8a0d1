import { type Ctx, date, type Id, reference, route, text, UserError, type Values } from '@sangam/sdk'
import type { GeneralLedger, LedgerBlock } from '../model/general-ledger.ts'
import { Account, type TrialBalanceRow } from '../model.ts'
import { companyFor } from './books-of.ts'
import { sliceOf, sliceQuery } from './dimension-sums.ts'
import { linesOf, trialBalanceOf, withBalance } from './reports.ts'

export const generalLedgerQuery = {
  company: reference('core.company'),
  account: reference(Account, { help: 'One account, or all below a heading; all accounts unless told.' }),
  from: date({ help: 'All from the beginning unless told.' }),
  to: date({ help: 'Today unless told.' }),
  ...sliceQuery,
}

/** What a page holds at most: lines, and accounts of which some have none. */
const mostLines = 200
const mostAccounts = 60
/** So many accounts are read at once where those before them had few lines: one that fills the page is read alone. */
const mostAtOnce = 8

/** Where a page begins: at an account, after one of its lines, with what it came to by then. */
interface Place {
  readonly account: string
  readonly line: string | null
  readonly balance: string
}

/**
 * All accounts that something was posted to in some days or before, each with its lines in their order and what it comes to after each. What an account begins and ends with comes
 * from kept balances; lines are read a page at a time from where the last one ended, so that a page takes as long in books of ten years.
 */
export const generalLedger = route('GET', '/general-ledger', {
  permission: 'ledger.entry:read',
  query: { ...generalLedgerQuery, after: text({ max: 2000, help: 'What the page before gave as “next”.' }) },
  async run(ctx, { query }) {
    const { from, account } = query
    const company = companyFor(ctx, query.company)
    const to = query.to ?? ctx.today()
    const [accounts, slice] = await Promise.all([accountsOf(ctx, company, account, from, to, query), sliceOf(ctx, query)])
    const place = query.after === null ? null : placeOf(query.after)
    const start = place === null ? 0 : accounts.findIndex(one => one.account === place.account)
    if (start === -1) throw new UserError('place_gone', 'The books changed meanwhile. Begin with the first page again.', {}, 'after')
    const blocks: LedgerBlock[] = []
    let [lines, next]: [number, Place | null] = [0, null]
    const days = from === null ? { lte: to } : { gte: from, lte: to }
    for (let at = start, atOnce = 1; at < accounts.length && next === null; at += atOnce, atOnce = Math.min(atOnce * 2, mostAtOnce)) {
      const left = mostLines - lines
      const some = accounts.slice(at, at + atOnce)
      const read = await Promise.all(
        some.map(({ account: id, debit, credit }) =>
          debit === '0' && credit === '0' ? null : linesOf(ctx, id as Id<'ledger.account'>, days, id === place?.account ? place.line : null, left, slice),
        ),
      )
      for (const [turn, one] of some.entries()) {
        const brought = one.account === place?.account && place.line !== null
        const { items = [], next: more = null } = read[turn] ?? {}
        // What is read beside a long account may be more than fits: the next page begins with it.
        if (blocks.length === mostAccounts || (blocks.length > 0 && lines + items.length > mostLines) || lines === mostLines) {
          next = { account: one.account, line: null, balance: one.opening }
          break
        }
        const opening = brought ? place.balance : one.opening
        const rows = withBalance(items, opening)
        lines += rows.length
        blocks.push({
          ...{ account: one.account, code: one.code, name: one.name, brought, opening, rows, debit: one.debit, credit: one.credit },
          closing: more === null ? one.closing : null,
        })
        if (more !== null) {
          next = { account: one.account, line: more, balance: rows.at(-1)?.balance ?? opening }
          break
        }
      }
    }
    const found: GeneralLedger = { from, to, blocks, next: next && JSON.stringify([next.account, next.line, next.balance]) }
    return found as never
  },
})

/** The accounts that the ledger shows, with what each begins and ends with. */
export async function accountsOf(
  ctx: Ctx,
  company: Id<'core.company'>,
  account: Id<'ledger.account'> | null,
  from: string | null,
  to: string,
  part: Values<typeof sliceQuery>,
): Promise<readonly TrialBalanceRow[]> {
  const [{ rows }, wanted] = await Promise.all([
    trialBalanceOf(ctx, { company, from, to, closing: true, dimension: part.dimension, value: part.value }),
    account === null ? null : below(ctx, account),
  ])
  const sorted = rows.filter(row => [row.opening, row.debit, row.credit].some(one => one !== '0') && (wanted === null || wanted.has(row.account)))
  return sorted.sort((a, b) => (a.code === b.code ? 0 : a.code < b.code ? -1 : 1))
}

/** An account, and where it is a heading all that stand below it. */
async function below(ctx: Ctx, account: Id<'ledger.account'>): Promise<ReadonlySet<string>> {
  // One that is not there, or out of sight, has no ledger: an empty one would say that nothing was posted.
  await ctx.repo(Account).get(account, { fields: ['code'] })
  const found = new Set<string>([account])
  await ctx.repo(Account).each({ where: { above: { under: account } }, fields: ['code'] }, async page => page.forEach(one => void found.add(one.id)))
  return found
}

function placeOf(after: string): Place {
  const wrong = (): UserError => new UserError('place_wrong', '“after” is what the page before gave as “next”.', {}, 'after')
  let read: unknown
  try {
    read = JSON.parse(after)
  } catch {
    throw wrong()
  }
  const [account, line, balance] = Array.isArray(read) ? (read as unknown[]) : []
  if (typeof account !== 'string' || !(line === null || typeof line === 'string') || typeof balance !== 'string' || !/^-?\d+(\.\d+)?$/.test(balance))
    throw wrong()
  return { account, line, balance }
}
