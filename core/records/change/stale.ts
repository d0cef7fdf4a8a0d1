import type { CoreCtx } from '../../data/context.ts'
import type { ModelEntity } from '../../registry/model.ts'
import { snapshotsAt } from '../history.ts'
import { type Item, same } from './work.ts'

/** A change that was made upon a version which is no longer the last. */
export interface Stale {
  readonly row: number
  readonly id: string
  readonly version: number
  readonly given: readonly string[] | null
  readonly now: Item
}

/**
 * Who changes other fields than those that changed meanwhile takes nothing from anyone: only the others are told to look again. Nobody
 * learns by it what became of a value they may not read: a field that is hidden counts for nothing here, as if it were not there, and one
 * that is open on some records only is always to be looked at again, since this may not have been one of them.
 */
export async function trulyStale(ctx: CoreCtx, entity: ModelEntity, stale: readonly Stale[]): Promise<number[]> {
  if (stale.length === 0) return []
  const read = await snapshotsAt(ctx, entity.name, stale)
  return stale.flatMap(({ row, id, version, given, now }) => {
    const then = read.get(`${id} ${version}`)
    const untouched = (name: string): boolean => {
      const reach = entity.fields.has(name) ? ctx.access.field(entity.name, name, 'read') : 'none'
      return reach === 'none' || (reach === 'all' && same(then?.[name], now[name]))
    }
    return given !== null && then && given.every(untouched) ? [] : [row]
  })
}
