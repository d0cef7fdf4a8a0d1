import { type Ctx, type Id, minus, type RecordOf } from '@sangam/sdk'
import { type Entry, Match } from '../model.ts'
import { type ItemId, itemsWhere } from './items.ts'
import { isCredit, lockItems, matchAll, matchOldest, unmatchAll } from './matching.ts'
import { reverseEntry } from './reversal.ts'
import { quietly } from './telling.ts'

/** An entry that was taken back: by which, and what is open again that it had settled or that had settled it. */
export interface TakenBack {
  readonly reversal: RecordOf<typeof Entry>
  readonly freed: readonly ItemId[]
  /** Those, and its own: `tellOpen` tells what of them is open once all is done. */
  readonly touched: readonly ItemId[]
}

/** The items of entries and the matches in force on them, with all that these reach locked, before a number is drawn: whoever draws numbers holds up everybody who does. */
async function lockSettled(ctx: Ctx, ids: readonly Id<'ledger.entry'>[]) {
  const own = await itemsWhere(ctx, 'entry', ids)
  if (own.length === 0) return { own, matches: [] }
  const read = async (): Promise<RecordOf<typeof Match>[]> => {
    const found: RecordOf<typeof Match>[] = []
    const items = own.map(item => item.id)
    for (let start = 0; start < items.length; start += 500) {
      const some = items.slice(start, start + 500)
      const where = { or: [{ debit: { in: some } }, { credit: { in: some } }], voidedOn: { isEmpty: true } } as never
      await ctx.repo(Match).each({ where }, async page => void found.push(...page))
    }
    return found
  }
  await lockItems(ctx, [...own.map(item => item.id), ...(await read()).flatMap(({ debit, credit }) => [debit, credit])])
  return { own, matches: await read() }
}

/** Before several entries are taken back one after the other: all that they reach is locked at once. */
export async function lockForTakingBack(ctx: Ctx, ids: readonly Id<'ledger.entry'>[]): Promise<void> {
  await lockSettled(ctx, ids)
}

/** Reverses an entry. What it settled, and what settled it, is open again; its own items and those of its reversal settle each other. */
export async function takenBack(ctx: Ctx, id: Id<'ledger.entry'>, on: string | null, because: string | null): Promise<TakenBack> {
  const why = 'Opens again what a reversed entry had settled'
  const { own, matches } = await ctx.asSystem(why, system => lockSettled(system, [id]))
  const reversal = await reverseEntry(ctx, id, on, because)
  if (own.length === 0) return { reversal, freed: [], touched: [] }
  const ids = own.map(item => item.id)
  await ctx.asSystem(why, async caller => {
    const system = quietly(caller)
    await unmatchAll(
      system,
      matches.map(one => one.id),
      because,
      reversal.date,
    )
    const back = await itemsWhere(system, 'entry', [reversal.id])
    const pairs = own.flatMap(item => {
      const at = back.findIndex(other => other.account === item.account && other.party === item.party && minus('0', other.amount) === item.amount)
      const [other] = at === -1 ? [] : back.splice(at, 1)
      return other ? [isCredit(item) ? { debit: other.id, credit: item.id } : { debit: item.id, credit: other.id }] : []
    })
    await matchAll(system, pairs)
  })
  const freed = matches.flatMap(({ debit, credit }) => [debit, credit]).filter(other => !ids.includes(other))
  return { reversal, freed, touched: [...ids, ...freed] }
}

/** What an entry in an earlier version had settled, or had been settled by, goes with the new one, the oldest first. */
export async function settleAgain(ctx: Ctx, freed: readonly ItemId[], entries: readonly Id<'ledger.entry'>[]): Promise<void> {
  if (freed.length === 0) return
  const items = await itemsWhere(ctx, 'entry', entries)
  await matchOldest(quietly(ctx), [...new Set([...freed, ...items.map(item => item.id)])])
}
