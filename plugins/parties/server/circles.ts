import type { Ctx, Id } from '@sangam/sdk'
import { Party } from '../model.ts'

/** How many organisations may stand above one another. */
const most = 50

type PartyId = Id<'parties.party'>

/**
 * Which of these parties would stand above themselves, given the parents the set is about to write.
 * One statement for each level, however many parties there are.
 */
export async function inCircles(ctx: Ctx, parents: ReadonlyMap<PartyId, PartyId | null>): Promise<ReadonlySet<PartyId>> {
  const known = new Map(parents)
  let above = unknownAbove(known)
  for (let level = 0; above.length > 0 && level < most; level += 1) {
    for (const id of above) known.set(id, null)
    for (let start = 0; start < above.length; start += 500) {
      const page = await ctx.repo(Party).find({ where: { id: { in: above.slice(start, start + 500) } }, fields: ['parent'], limit: 500, count: 'none' })
      for (const party of page.items) known.set(party.id, party.parent)
    }
    above = unknownAbove(known)
  }
  return new Set([...parents.keys()].filter(id => returnsTo(id, known)))
}

function unknownAbove(known: ReadonlyMap<PartyId, PartyId | null>): PartyId[] {
  return [...new Set([...known.values()].filter(id => id !== null))].filter(id => !known.has(id))
}

function returnsTo(start: PartyId, known: ReadonlyMap<PartyId, PartyId | null>): boolean {
  const seen = new Set<PartyId>()
  for (let id = known.get(start) ?? null; id !== null && !seen.has(id); id = known.get(id) ?? null) {
    if (id === start) return true
    seen.add(id)
  }
  return false
}
