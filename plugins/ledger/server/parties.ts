import { Party } from '@sangam/plugin-parties/model'
import type { Ctx, Id } from '@sangam/sdk'

type PartyId = Id<'parties.party'>

/** Who the parties of a posted entry are now: one that was merged since lies in the bin, and the one that it became stands for it. Those that still are who they were are left out. */
export async function partiesNow(ctx: Ctx, parties: readonly (PartyId | null)[]): Promise<ReadonlyMap<string, PartyId>> {
  const ids = [...new Set(parties)].filter(id => id !== null)
  return ctx.asSystem('Looks who the parties of an entry are now', async system => {
    const gone = new Set<PartyId>(ids)
    for (let start = 0; start < ids.length; start += 500) {
      const { items } = await system.repo(Party).find({ where: { id: { in: ids.slice(start, start + 500) } }, fields: ['name'], limit: 500 })
      for (const { id } of items) gone.delete(id)
    }
    const now = new Map<string, PartyId>()
    for (const id of gone) now.set(id, await became(system, id))
    return now
  })
}

/** A party that was merged says into whom in its history; that one may have been merged in turn. */
async function became(system: Ctx, id: PartyId, seen: ReadonlySet<string> = new Set()): Promise<PartyId> {
  if (seen.has(id) || (await system.repo(Party).first({ id }))) return id
  const past = await system.repo(Party).history(id)
  const into = past.find(({ changes }) => changes.mergedInto?.to)?.changes.mergedInto?.to
  return typeof into === 'string' ? became(system, into as PartyId, new Set([...seen, id])) : id
}
