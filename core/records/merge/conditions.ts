import type { Json } from '@sangam/sdk'
import type { CoreCtx } from '../../data/context.ts'
import { lockRecords } from '../change/lock.ts'
import type { Item } from '../change/work.ts'
import { pagesOf } from '../pages.ts'
import { entityFor } from '../statements.ts'
import type { Move, Pair } from './moves.ts'

/** Where people keep conditions, and steps that name records. */
export const keepers: { readonly [entity: string]: readonly string[] } = {
  'core.view': ['definition'],
  'core.scheduledReport': ['definition'],
  'core.dashboard': ['definition'],
  'core.documentTemplate': ['definition'],
  'core.automation': ['trigger', 'condition', 'steps'],
  'core.webhook': ['condition'],
}

/**
 * What was saved with the id of the one that goes names the one that stays: an id stands for one record only, wherever it is written.
 * What names it is held before it is read to be rewritten, so that nothing someone saves meanwhile is taken back.
 */
export async function conditionMoves(ctx: CoreCtx, { winner, loser }: Pair): Promise<Move[]> {
  const moves: Move[] = []
  for (const [entity, fields] of Object.entries(keepers)) {
    const saved = (item: Item): string => JSON.stringify(Object.fromEntries(fields.map(name => [name, item[name] ?? null])))
    for await (const page of pagesOf(ctx, entity, { fields: ['id', ...fields], sort: ['id'] })) {
      const naming = page.filter(item => saved(item).includes(loser)).map(item => item.id)
      for (const item of await hold(ctx, entity, naming)) {
        const now = saved(item)
        if (now.includes(loser)) moves.push({ entity, id: String(item.id), patch: JSON.parse(now.replaceAll(loser, winner)) as { [field: string]: Json } })
      }
    }
  }
  return moves
}

async function hold(ctx: CoreCtx, entity: string, ids: readonly string[]): Promise<Item[]> {
  if (ids.length === 0) return []
  const held = await lockRecords(ctx, entityFor(ctx, entity), 'update', 'update', ids)
  return [...held.values()].map(({ record }) => record)
}
