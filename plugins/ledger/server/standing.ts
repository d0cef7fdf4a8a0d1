import { addDays, type Condition, type Ctx, type Id, minus, type RecordOf, reference, route, total } from '@sangam/sdk'
import type { Balance, Earned, OpenRow, Standing, StandingSide } from '../model.ts'
import { accountsOfRole } from './account-roles.ts'
import { companyFor, everyAccount, sums } from './books-of.ts'
import { openOn } from './open-items.ts'
import { profitAndLossOf } from './profit-and-loss.ts'

const named = 5

/** How a business stands today, for who owns it: what it is owed and owes, what it has, what this month brings, and what taxes it holds for others. */
export const standing = route('GET', '/standing', {
  permission: 'ledger.balance:read',
  query: { company: reference('core.company') },
  async run(ctx, { query }) {
    const company = companyFor(ctx, query.company)
    const on = ctx.today()
    const month = `${on.slice(0, 8)}01`
    const lastDay = addDays(month, -1)
    const open = await openOn(ctx, { company, on, side: null, party: null })
    const found: Standing = {
      on,
      owed: sideOf(open, 'receivable', on),
      owes: sideOf(open, 'payable', on),
      month: await earnedIn(ctx, company, month, on),
      monthBefore: await earnedIn(ctx, company, `${lastDay.slice(0, 8)}01`, lastDay),
      ...(await heldOf(ctx, company, on)),
    }
    return { ...found } as never
  },
})

/** What is owed by one side is not made less by what was paid in advance by another: both stand by themselves. */
function sideOf(open: readonly OpenRow[], side: OpenRow['side'], on: string): StandingSide {
  const sign = side === 'receivable' ? '1' : '-1'
  const signed = (row: OpenRow): string => (sign === '1' ? row.base : minus('0', row.base))
  const ours = open.filter(row => row.side === side)
  const own = ours.filter(row => !signed(row).startsWith('-'))
  const late = own.filter(row => row.late > 0)
  const week = addDays(on, 7)
  const parties = new Map<string, { party: string; name: string; late: string; days: number }>()
  for (const row of late) {
    const { party, partyName: name } = row
    const before = parties.get(party) ?? { party, name, late: '0', days: 0 }
    parties.set(party, { party, name, late: total([before.late, signed(row)]), days: Math.max(before.days, row.late) })
  }
  const larger = (a: string, b: string): number => (minus(a, b).startsWith('-') ? 1 : a === b ? 0 : -1)
  return {
    total: total(own.map(signed)),
    late: total(late.map(signed)),
    soon: total(own.filter(row => row.late <= 0 && row.due <= week).map(signed)),
    advances: minus('0', total(ours.filter(row => signed(row).startsWith('-')).map(signed))),
    parties: [...parties.values()].sort((a, b) => larger(a.late, b.late)).slice(0, named),
  }
}

async function earnedIn(ctx: Ctx, company: Id<'core.company'>, from: string, to: string): Promise<Earned> {
  const { blocks, net } = await profitAndLossOf(ctx, { company, from, to, compare: null })
  const earned = total(blocks.flatMap(block => (block.kind === 'line' && ['revenue', 'otherIncome'].includes(block.line) ? [block.amount] : [])))
  return { from, to, earned, spent: minus(earned, net.amount), net: net.amount }
}

/** Money in banks and in cash by account, and taxes that are held for the state: those of sales and purchases, and beside them what was withheld. */
async function heldOf(ctx: Ctx, company: Id<'core.company'>, on: string): Promise<Pick<Standing, 'money' | 'tax' | 'withheld' | 'posted'>> {
  const roles = await Promise.all(['tdsPayable', 'tcsPayable'].map(role => accountsOfRole(ctx, company, role)))
  const accounts = await everyAccount(ctx, company, ['code', 'name', 'control'], { isGroup: false })
  const balances = await sums(ctx, { company, day: { lte: on } } as Condition<RecordOf<typeof Balance>>)
  const base = (id: string): string => balances.get(id)?.base ?? '0'
  const of = (...controls: readonly string[]) => accounts.filter(account => account.control !== null && controls.includes(account.control))
  const taxes = of('tax')
  const withheld = [...new Set<string>(roles.flat())].filter(id => !taxes.some(account => account.id === id))
  return {
    money: of('bank', 'cash').flatMap(({ id, name }) => (balances.has(id) ? [{ account: id, name, amount: base(id) }] : [])),
    tax: taxes.length === 0 ? null : minus('0', total(taxes.map(account => base(account.id)))),
    withheld: minus('0', total(withheld.map(base))),
    posted: balances.size > 0,
  }
}
