import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { tableName } from '../../data/identifiers.ts'
import type { Invariants, ModelEntity } from '../../registry/model.ts'
import { type Batch, effective, type Work } from './work.ts'

type Locked = Invariants['locked'][number]

/**
 * A lock notes where the chain that it concerns ends as it is set: the paper of the lock, printed or mailed, shows later whether what stood before it was cut off and written
 * anew by somebody who could reach below the platform.
 */
export async function noteHeads(ctx: CoreCtx, batch: Batch): Promise<void> {
  const made = effective(batch).filter(work => work.verb === 'create')
  if (made.length === 0) return
  for (const entity of ctx.model.entities.values())
    for (const locked of entity.holds?.locked ?? []) if (locked.by === batch.entity.name && locked.head !== null) await noteHead(ctx, entity, locked, made)
}

async function noteHead(ctx: CoreCtx, entity: ModelEntity, locked: Locked, works: readonly Work[]): Promise<void> {
  const { chain } = entity.holds?.stays ?? { chain: null }
  if (chain === null || locked.head === null) return
  const ofLock = new Map(Object.entries(locked.match).map(([theirs, ours]) => [ours, theirs]))
  for (const work of works) {
    const values = chain.map(name => work.next?.[ofLock.get(name) ?? ''] ?? null)
    // A lock of all companies concerns many chains, and notes none.
    if (!work.next || values.some(value => value === null)) continue
    const [row] = await ctx.tx.run<{ head: string }>(sql`
      select s.chain || ' ' || s.place || ':' || encode(s.hash, 'hex') as head from ${tableName(ctx.schema, 'core_sealed')} s
      where s.entity = ${entity.name} and s.chain = case when ${values.length}::int = 0 then 'all' else ${JSON.stringify(values)}::jsonb::text end order by s.place desc limit 1`)
    work.next[locked.head] = row?.head ?? null
    work.changed.add(locked.head)
  }
}
