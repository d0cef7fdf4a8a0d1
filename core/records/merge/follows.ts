import type { CoreCtx } from '../../data/context.ts'
import { find } from '../find.ts'
import { type Move, moveAll, type Pair } from './moves.ts'

const page = 500

/** Who followed the one that goes follows the one that stays, from its version on; who followed both goes on as before. */
export async function moveFollows(system: CoreCtx, entity: string, { winner, loser }: Pair, version: number): Promise<void> {
  const moves: Move[] = []
  for (let after: string | undefined, more = true; more; ) {
    const left = await find(system, 'core.follow', { where: { entity, record: loser }, fields: ['user'], sort: ['id'], limit: page, ...(after && { after }) })
    const users = left.items.map(({ user }) => user)
    const both = await find(system, 'core.follow', { where: { entity, record: winner, user: { in: users } }, fields: ['user'], sort: ['id'], limit: page })
    const there = new Set(both.items.map(({ user }) => user))
    for (const { id, user } of left.items) if (!there.has(user)) moves.push({ entity: 'core.follow', id, patch: { record: winner, told: version } })
    after = left.next ?? undefined
    more = left.next !== null
  }
  await moveAll(system, moves)
}
