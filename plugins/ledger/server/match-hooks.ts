import { type Ctx, handle, hooks, provide, type Refusal, total, UserError } from '@sangam/sdk'
import { Item, Match, Matching, match, unmatch } from '../model.ts'
import { type ItemId, type ItemRecord, itemsWhere, usedOf } from './items.ts'
import { lockItems, type MatchRecord, matchAll, matchOldest, unmatchAll } from './matching.ts'
import { isQuiet, tellOpen } from './telling.ts'

/** What holds of matches whoever writes them: one at a time for each item, and never more of it than there is. */
export const matchHooks = hooks(Match, {
  async derive(ctx, changes) {
    const made = changes.flatMap(({ before, next }) => (!before && next ? [next] : []))
    if (made.length === 0) return []
    const places = await ctx.asSystem('Finds the place of a match among those of its items', async system => {
      await lockItems(system, idsOf(made))
      return new Map([...(await usedOf(system, idsOf(made)))].map(([id, { places: had }]) => [id, had]))
    })
    const next = (id: string): number => {
      const place = (places.get(id) ?? 0) + 1
      places.set(id, place)
      return place
    }
    return changes.map(({ before, next: made }) => (!before && made ? { debitPlace: next(made.debit), creditPlace: next(made.credit) } : null))
  },

  async check(ctx, changes) {
    const refused = changes.flatMap(({ verb, before, next }, index): Refusal[] =>
      verb === 'remove' || (before && before.voidedOn !== null && before.voidedOn !== next?.voidedOn)
        ? [{ index, code: 'stays', message: 'A match stays as it is. Take it apart, and match anew.' }]
        : [],
    )
    const made = changes.flatMap(({ before, next }, index) => (!before && next && next.voidedOn === null ? [{ next, index }] : []))
    if (made.length === 0) return refused
    const ids = idsOf(made.map(({ next }) => next))
    const [items, used] = await ctx.asSystem(
      'Looks how much of an item is open',
      async system => [await itemsOf(system, ids), await usedOf(system, ids)] as const,
    )
    const left = new Map(items.map(({ id, amount }) => [String(id), total([amount.replace('-', ''), `-${used.get(id)?.amount ?? '0'}`])]))
    for (const { next, index } of made) {
      for (const side of ['debit', 'credit'] as const) {
        const rest = total([left.get(next[side]) ?? '0', `-${next.amount}`])
        left.set(next[side], rest)
        if (rest.startsWith('-'))
          refused.push({ index, field: 'amount', code: 'more_than_open', message: 'More is matched than is open. Match at most what is.' })
      }
    }
    return refused
  },

  /** Notes which items are settled, and tells whose documents they are what of them is open. */
  async react(ctx, changes) {
    await ctx.asSystem('Notes what is settled', async system => {
      const ids = idsOf(changes.flatMap(({ before, next }) => next ?? before ?? []))
      const items = await itemsOf(system, ids)
      const days = await lastDays(system, items)
      const settled = items.flatMap(item => {
        const on = item.open === '0' ? (days.get(item.id) ?? null) : null
        return on === item.settledOn ? [] : [{ id: item.id, patch: { settledOn: on } }]
      })
      if (settled.length > 0) await system.repo(Item).set(settled)
      const last = changes.flatMap(({ next }) => (next ? [next.voidedOn ?? next.on] : [])).sort()
      if (!isQuiet(ctx)) await tellOpen(system, ids, last.at(-1) ?? ctx.today())
    })
  },
})

/** What a posted line says is to be settled stays as long as the line does. */
const stays = hooks(Item, {
  check: async (_, changes) =>
    changes.flatMap(({ verb }, index): Refusal[] =>
      verb === 'remove' ? [{ index, code: 'stays', message: 'An open item stays with its entry. Reverse the entry, and it is settled.' }] : [],
    ),
})

function idsOf(matches: readonly Pick<MatchRecord, 'debit' | 'credit'>[]): ItemId[] {
  return [...new Set(matches.flatMap(({ debit, credit }) => [debit, credit]))]
}

function itemsOf(ctx: Ctx, ids: readonly ItemId[]): Promise<ItemRecord[]> {
  return itemsWhere(ctx, 'id', ids)
}

/** The day on which the last of an item's matches takes effect. */
async function lastDays(ctx: Ctx, items: readonly ItemRecord[]): Promise<ReadonlyMap<string, string>> {
  const done = items.filter(item => item.open === '0')
  const days = new Map<string, string>()
  for (let start = 0; start < done.length; start += 500)
    for (const side of ['debit', 'credit'] as const) {
      const where = { [side]: { in: done.slice(start, start + 500).map(({ id }) => id) }, voidedOn: { isEmpty: true } }
      for (const row of await ctx.repo(Match).group({ where: where as never, group: [side], measures: ['max:on'], limit: 10_000 }))
        days.set(String(row[side]), String(row['max:on']))
    }
  return days
}

const matchHandler = handle(match, async (ctx, item, { with: others, amount }) => {
  const all = [item.id, ...others] as ItemId[]
  // Who matches must be able to see all of it; what follows is written by the system.
  const seen = await itemsOf(ctx, all)
  if (seen.length < new Set(all).size) throw new UserError('not_there', 'One of these items is not there any more. Load the page again.')
  const made = await ctx.asSystem('Matches open items', system => {
    const [debits, credits] = [seen.filter(one => !one.amount.startsWith('-')), seen.filter(one => one.amount.startsWith('-'))]
    const [debit, credit] = [debits[0], credits[0]]
    if (debit && credit && debits.length + credits.length === 2) return matchAll(system, [{ debit: debit.id, credit: credit.id, amount: amount ?? undefined }])
    if (amount !== null) throw new UserError('one_amount', 'An amount is said of two that are matched. Choose one of each side, or leave it empty.')
    return matchOldest(system, all)
  })
  if (made.length === 0)
    throw new UserError('nothing_matched', 'Nothing of these settles each other: choose debits and credits of one party, account and currency that are open.')
  return { matches: made.length }
})

const unmatchHandler = handle(unmatch, async (ctx, one, { why }) => {
  await ctx.asSystem('Takes a match apart', system => unmatchAll(system, [one.id], why))
})

const matching = provide(Matching, ctx => ({
  match: pairs =>
    ctx.asSystem('Matches for another plugin', async system =>
      (
        await matchAll(
          system,
          pairs.map(({ debit, credit, amount }) => ({ debit: debit as ItemId, credit: credit as ItemId, amount })),
        )
      ).map(({ id }) => id),
    ),
  between: entries =>
    ctx.asSystem('Matches for another plugin', async system => {
      const items = await itemsWhere(system, 'entry', entries)
      return (
        await matchOldest(
          system,
          items.map(({ id }) => id),
        )
      ).map(({ id }) => id)
    }),
}))

export const matchingParts = [matchHooks, stays, matchHandler, unmatchHandler, matching]
