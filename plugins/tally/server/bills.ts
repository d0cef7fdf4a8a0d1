import { Item, Line, Matching } from '@sangam/plugin-ledger/model'
import { type Ctx, minus } from '@sangam/sdk'

const together = 500

interface Open {
  readonly item: string
  readonly date: string
  left: string
}

/**
 * Settles with each other what Tally settled: bills and what was paid against them carry one name, of one party and account. The oldest come first, and what is open already
 * from before is left to it.
 *
 * @param entries those that were posted
 */
export async function settleBills(ctx: Ctx, entries: readonly string[]): Promise<void> {
  const bills = await billsOf(ctx, entries)
  const pairs = [...bills.values()].flatMap(({ debits, credits }) => pairsOf(debits, credits))
  for (let start = 0; start < pairs.length; start += together) await ctx.use(Matching).match(pairs.slice(start, start + together))
}

type Bills = Map<string, { readonly debits: Open[]; readonly credits: Open[] }>

async function billsOf(ctx: Ctx, entries: readonly string[]): Promise<Bills> {
  const bills: Bills = new Map()
  for (let start = 0; start < entries.length; start += together) {
    const entry = { in: entries.slice(start, start + together) }
    const names = new Map<string, string>()
    await ctx.repo(Line).each({ where: { entry, memo: { isEmpty: false } } as never, fields: ['memo'] }, async page => {
      for (const { id, memo } of page) if (memo !== null) names.set(id, memo)
    })
    const fields = ['line', 'party', 'account', 'date', 'open'] as const
    await ctx.repo(Item).each({ where: { entry, settledOn: { isEmpty: true } } as never, fields: [...fields] }, async page => {
      for (const { id, line, party, account, date, open } of page) {
        const name = names.get(line)
        if (name === undefined || open === null || open === '0') continue
        const key = `${party} ${account} ${name.trim().toLowerCase()}`
        const bill = bills.get(key) ?? { debits: [], credits: [] }
        bills.set(key, bill)
        bill[open.startsWith('-') ? 'credits' : 'debits'].push({ item: id, date, left: open.replace('-', '') })
      }
    })
  }
  return bills
}

function pairsOf(debits: Open[], credits: Open[]): { readonly debit: string; readonly credit: string; readonly amount: string }[] {
  for (const side of [debits, credits]) side.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
  const pairs = []
  for (let [d, c] = [0, 0]; d < debits.length && c < credits.length; ) {
    const [debit, credit] = [debits[d] as Open, credits[c] as Open]
    const amount = minus(debit.left, credit.left).startsWith('-') ? debit.left : credit.left
    pairs.push({ debit: debit.item, credit: credit.item, amount })
    debit.left = minus(debit.left, amount)
    credit.left = minus(credit.left, amount)
    if (debit.left === '0') d += 1
    if (credit.left === '0') c += 1
  }
  return pairs
}
