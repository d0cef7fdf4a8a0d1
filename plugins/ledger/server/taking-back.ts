import { type Ctx, type Id, minus, type RecordOf } from '@sangam/sdk'
import { type Entry, Match } from '../model.ts'
import { type ItemId, itemsWhere } from './items.ts'
import { isCredit, matchAll, matchOldest, unmatchAll } from './matching.ts'
import { reverseEntry } from './reversal.ts'
import { quietly } from './telling.ts'

/** An entry that was taken back: by which, and what is open again that it had settled or that had settled it. */
export interface TakenBack {
  readonly reversal: RecordOf<typeof Entry>
  readonly freed: readonly ItemId[]
  /** Those, and its own: `tellOpen` tells what of them is open once all is done. */
  readonly touched: readonly ItemId[]
}

/** Reverses an entry. What it settled, and what settled it, is open again; its own items and those of its reversal settle each other. */
export async function takenBack(ctx: Ctx, id: Id<'ledger.entry'>, on: string | null, because: string | null): Promise<TakenBack> {
  const reversal = await reverseEntry(ctx, id, on, because)
  const { freed, touched } = await ctx.asSystem('Opens again what a reversed entry had settled', async caller => {
    const system = quietly(caller)
    const own = await itemsWhere(system, some => ({ entry: { in: some } }), [id])
    if (own.length === 0) return { freed: [], touched: [] }
    const ids = own.map(item => item.id)
    const where = { or: [{ debit: { in: ids } }, { credit: { in: ids } }], voidedOn: { isEmpty: true } } as never
    const matches: RecordOf<typeof Match>[] = []
    await system.repo(Match).each({ where }, async page => void matches.push(...page))
    await unmatchAll(
      system,
      matches.map(one => one.id),
      because,
    )
    const back = await itemsWhere(system, some => ({ entry: { in: some } }), [reversal.id])
    const pairs = own.flatMap(item => {
      const at = back.findIndex(other => other.account === item.account && other.party === item.party && minus('0', other.amount) === item.amount)
      const [other] = at === -1 ? [] : back.splice(at, 1)
      return other ? [isCredit(item) ? { debit: other.id, credit: item.id } : { debit: item.id, credit: other.id }] : []
    })
    await matchAll(system, pairs)
    const freed = matches.flatMap(({ debit, credit }) => [debit, credit]).filter(other => !ids.includes(other))
    return { freed, touched: [...ids, ...freed] }
  })
  return { reversal, freed, touched }
}

/** What an entry in an earlier version had settled, or had been settled by, goes with the new one, the oldest first. */
export async function settleAgain(ctx: Ctx, freed: readonly ItemId[], entries: readonly Id<'ledger.entry'>[]): Promise<void> {
  if (freed.length === 0) return
  const items = await itemsWhere(ctx, some => ({ entry: { in: some } }), entries)
  await matchOldest(quietly(ctx), [...new Set([...freed, ...items.map(item => item.id)])])
}
