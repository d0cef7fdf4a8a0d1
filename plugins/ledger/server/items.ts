import { type Change, type Condition, type Ctx, everyOf, type Id, inParts, type RecordOf, type ServerNewOf, total } from '@sangam/sdk'
import { Account, type Entry, Item, Match } from '../model.ts'
import { moneyOf } from './currencies.ts'

export type ItemId = Id<'ledger.item'>
export type ItemRecord = RecordOf<typeof Item>

/** Every line that is posted to an account kept by party becomes something to be settled; where the due day of a posted line changes, that of its item does too. */
export async function itemsOf(ctx: Ctx, changes: readonly Change<typeof Entry>[]): Promise<void> {
  const posted = changes.flatMap(({ before, next }) => (next?.state === 'posted' && before?.state !== 'posted' ? [next] : []))
  const later = changes.flatMap(({ before, next }) => (next && before?.state === 'posted' ? next.lines.filter(line => isDueElse(before, line)) : []))
  if (later.length > 0) await moveDue(ctx, later)
  if (posted.some(entry => entry.lines.some(line => line.party !== null))) await makeItems(ctx, posted)
}

type LineRecord = RecordOf<typeof Entry>['lines'][number]

function isDueElse(before: RecordOf<typeof Entry>, { id, due }: LineRecord): boolean {
  return before.lines.some(line => line.id === id && line.due !== due)
}

async function makeItems(ctx: Ctx, entries: readonly RecordOf<typeof Entry>[]): Promise<void> {
  await ctx.asSystem('Notes what is to be settled', async system => {
    const ids = entries.flatMap(entry => entry.lines.flatMap(line => (line.party === null ? [] : [line.account])))
    const sides = new Map<string, 'receivable' | 'payable'>()
    for (const { id, control } of await everyOf(system.repo(Account), 'id', ids, { fields: ['control'] }))
      if (control === 'receivable' || control === 'payable') sides.set(id, control)
    if (sides.size === 0) return
    const money = await moneyOf(
      system,
      entries.flatMap(entry => entry.company ?? []),
    )
    const made = entries.flatMap(entry =>
      entry.lines.flatMap((line): ServerNewOf<typeof Item>[] => {
        const side = sides.get(line.account)
        const amount = line.amount ?? line.base
        // What exchange rates made of others is nothing in its currency, and nothing to settle.
        if (!side || line.party === null || entry.company === null || amount === '0') return []
        return [
          {
            ...{ narration: entry.narration, party: line.party, side, reference: entry.reference, date: entry.date, due: line.due ?? entry.date, amount },
            ...{ currency: line.currency ?? money.get(entry.company)?.currency ?? '', base: line.base, account: line.account, entry: entry.id, line: line.id },
            ...{ company: entry.company, sourceEntity: entry.sourceEntity, sourceId: entry.sourceId },
          },
        ]
      }),
    )
    if (made.length > 0) await system.repo(Item).make(made)
  })
}

async function moveDue(ctx: Ctx, lines: readonly LineRecord[]): Promise<void> {
  const due = new Map(lines.map(line => [String(line.id), line.due]))
  await ctx.asSystem('Moves the day on which something is due', async system => {
    const found = await itemsWhere(system, 'line', due.keys())
    await system.repo(Item).set(found.map(({ id, line, date }) => ({ id, patch: { due: due.get(line) ?? date } })))
  })
}

/** Items by ids of theirs or of what they belong to, however many. */
export async function itemsWhere(ctx: Ctx, field: 'id' | 'entry' | 'line' | 'sourceId', values: Iterable<string>): Promise<ItemRecord[]> {
  return everyOf(ctx.repo(Item), field, values, { sort: ['due', 'date', 'id'] })
}

/** What of an item is settled by its matches, in its currency and in the money of the books, and how many matches it ever had. */
export interface Used {
  readonly amount: string
  readonly base: string
  readonly places: number
}

export const unused: Used = { amount: '0', base: '0', places: 0 }

/** Counted from the matches themselves: asked under the lock of the items, it is what is so. */
export async function usedOf(ctx: Ctx, ids: readonly ItemId[]): Promise<Map<string, Used>> {
  const found = new Map<string, Used>()
  for (const some of inParts(ids)) {
    for (const side of ['debit', 'credit'] as const) {
      const base = `sum:${side}Base` as const
      const all = { where: { [side]: { in: some } } as Condition<RecordOf<typeof Match>>, group: [side] }
      const live = { ...all, where: { ...all.where, voidedOn: { isEmpty: true } } as Condition<RecordOf<typeof Match>> }
      const [ever, now] = [
        await ctx.repo(Match).group({ ...all, measures: ['count'], limit: 10_000 }),
        await ctx.repo(Match).group({ ...live, measures: ['sum:amount', base], limit: 10_000 }),
      ]
      const sums = new Map(now.map(row => [String(row[side]), row]))
      for (const row of ever) {
        const id = String(row[side])
        const { amount, base: had, places } = found.get(id) ?? unused
        const sum = sums.get(id)
        found.set(id, {
          amount: total([amount, String(sum?.['sum:amount'] ?? '0')]),
          base: total([had, String(sum?.[base] ?? '0')]),
          places: places + Number(row.count),
        })
      }
    }
  }
  return found
}
