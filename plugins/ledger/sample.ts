import { addDays, type Id, type NewOf, seed } from '@sangam/sdk'
import { Account, AccountRole, Entry, Journal } from './model.ts'

type Row = readonly [monthsAgo: number, day: number, narration: string, debit: string, credit: string, amount: string]

const months = [5, 4, 3, 2, 1] as const
const rows: readonly Row[] = [
  [6, 1, 'Capital brought in', '1120', '3110', '800000'],
  [6, 2, 'Desks and chairs', '1210', '1120', '86500'],
  [6, 4, 'Two computers', '1220', '1120', '112000'],
  [6, 9, 'Cash drawn for small expenses', '1110', '1120', '25000'],
  ...months.flatMap((month, at): Row[] => [
    [month, 1, 'Rent of the office', '5220', '1120', '32000'],
    [month, 6, 'Goods bought', '5110', '1120', String(84000 + at * 9250)],
    [month, 11, 'Sales by bank', '1120', '4110', String(148200 + at * 21450)],
    [month, 17, 'Sales by cash', '1110', '4110', String(18650 + at * 1325)],
    [month, 19, 'Electricity', '5230', '1120', String(4120 + at * 365)],
    [month, 22, 'Travel to customers', '5240', '1110', String(3480 + at * 540)],
    [month, 28, 'Salaries', '5210', '1120', '76000'],
  ]),
]

/** Half a year of a small business: what it began with, bought, sold and spent. */
export const sample = seed('ledger.sample', {
  sample: true,
  async run(ctx) {
    const { company } = (await ctx.repo(AccountRole).first({ role: 'capital' })) ?? { company: null }
    if (company === null) return
    const { items: accounts } = await ctx.repo(Account).find({ where: { company, isGroup: false }, fields: ['code'], limit: 500 })
    const { items: journals } = await ctx.repo(Journal).find({ where: { company }, fields: ['code', 'kind'], limit: 50 })
    const idOf = (code: string): Id<'ledger.account'> | undefined => accounts.find(account => account.code === code)?.id
    const today = ctx.today()
    const made = rows.flatMap(([ago, day, narration, debit, credit, amount]): NewOf<typeof Entry>[] => {
      const [to, from, date] = [idOf(debit), idOf(credit), dayOf(today, ago, day)]
      const journal = journals.find(one => one.kind === ([debit, credit].includes('1110') ? 'cash' : 'bank'))
      if (!to || !from || date > today) return []
      const lines = [
        { account: to, debit: amount },
        { account: from, credit: amount },
      ]
      return [{ narration: ctx.t(narration), date, lines, company, ...(journal && { journal: journal.id }), state: 'posted' }]
    })
    await ctx.repo(Entry).createMany(made)
  },
})

/** A day of the month that lies so many months back. */
function dayOf(today: string, ago: number, day: number): string {
  const [year = 0, month = 1] = today.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 - ago, 1)).toISOString().slice(0, 10)
  return addDays(first, day - 1)
}
