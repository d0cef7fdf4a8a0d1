import type { CoreCtx } from '../../data/context.ts'
import type { ModelField } from '../../registry/model.ts'
import { getMany } from '../find.ts'
import type { Batch, Item } from './work.ts'

/** Records by their ids, as the caller sees them. */
export type Shown = ReadonlyMap<string, Item>

/** Whether a value follows from other records, so that its reader may see none of it though it is there. */
export function isFromElsewhere({ computed }: ModelField): boolean {
  return computed !== null && !(computed.kind === 'formula' && computed.local)
}

/**
 * What the caller sees of the records for which values that follow from others were given: only these they may send back. Compared with what
 * is there, a guess would be refused or not, and tell.
 */
export async function shownOf(ctx: CoreCtx, { entity, works }: Batch): Promise<Shown> {
  const beyond = [...entity.fields.values()].filter(isFromElsewhere).map(field => field.name)
  const asked = works.filter(({ verb, given }) => verb === 'update' && beyond.some(name => given[name] !== undefined))
  if (ctx.access.shape === 'all' || asked.length === 0 || !ctx.access.may(entity.name, 'read')) return new Map()
  return getMany(
    ctx,
    entity.name,
    asked.map(work => work.id),
  )
}
