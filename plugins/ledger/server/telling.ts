import { type Ctx, total } from '@sangam/sdk'
import { Settled } from '../model.ts'
import { type ItemId, itemsWhere } from './items.ts'

/** Contexts in which matches are taken apart and made anew as one step: what is open between the two is told nobody. */
const quiet = new WeakSet<Ctx>()

/** Matches that are written through this context are not told; `tellOpen` tells of all of them once the step is done. */
export function quietly(ctx: Ctx): Ctx {
  quiet.add(ctx)
  return ctx
}

export function isQuiet(ctx: Ctx): boolean {
  return quiet.has(ctx)
}

/** Tells those whose documents these items are what of each document is open now. */
export async function tellOpen(ctx: Ctx, ids: readonly ItemId[], on: string): Promise<void> {
  const touched = await itemsWhere(ctx, 'id', ids)
  const sources = touched.flatMap(({ sourceEntity, sourceId }) => (sourceEntity === null || sourceId === null ? [] : [sourceId]))
  if (sources.length === 0) return
  const of = new Set(touched.map(({ sourceEntity, sourceId }) => `${sourceEntity} ${sourceId}`))
  const open = new Map<string, { readonly sourceEntity: string; readonly sourceId: string; readonly currency: string; readonly open: string }>()
  for (const item of await itemsWhere(ctx, 'sourceId', sources)) {
    const { sourceEntity, sourceId, currency } = item
    if (sourceEntity === null || sourceId === null || !of.has(`${sourceEntity} ${sourceId}`)) continue
    const key = `${sourceEntity} ${sourceId} ${currency}`
    open.set(key, { sourceEntity, sourceId, currency, open: total([open.get(key)?.open ?? '0', (item.open ?? '0').replace('-', '')]) })
  }
  for (const one of open.values()) ctx.emit(Settled, { ...one, on })
}
