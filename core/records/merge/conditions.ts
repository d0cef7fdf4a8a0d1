import type { Json } from '@sangam/sdk'
import type { CoreCtx } from '../../data/context.ts'
import { find } from '../find.ts'
import type { Move, Pair } from './moves.ts'

/** Where people keep conditions, and steps that name records. */
const keepers: { readonly [entity: string]: readonly string[] } = {
  'core.view': ['definition'],
  'core.dashboard': ['definition'],
  'core.automation': ['trigger', 'condition', 'steps'],
  'core.webhook': ['condition'],
}

/** What was saved with the id of the one that goes names the one that stays: an id stands for one record only, wherever it is written. */
export async function conditionMoves(ctx: CoreCtx, { winner, loser }: Pair): Promise<Move[]> {
  const moves: Move[] = []
  for (const [entity, fields] of Object.entries(keepers)) {
    for (let after: string | undefined, more = true; more; ) {
      const page = await find(ctx, entity, { fields: ['id', ...fields], sort: ['id'], limit: 500, ...(after && { after }) })
      for (const item of page.items) {
        const saved = JSON.stringify(Object.fromEntries(fields.map(name => [name, item[name] ?? null])))
        if (saved.includes(loser)) moves.push({ entity, id: item.id, patch: JSON.parse(saved.replaceAll(loser, winner)) as { [field: string]: Json } })
      }
      after = page.next ?? undefined
      more = page.next !== null
    }
  }
  return moves
}
