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
  const { head } = locked
  const ofLock = new Map(Object.entries(locked.match).map(([theirs, ours]) => [ours, theirs]))
  const concerned = works.flatMap(({ next, changed }) => {
    const values = chain.map(name => next?.[ofLock.get(name) ?? ''] ?? null)
    // A lock of all companies concerns many chains, and notes none.
    return !next || values.some(value => value === null) ? [] : [{ next, changed, values }]
  })
  if (concerned.length === 0) return
  const chains = [...new Set(concerned.map(({ values }) => JSON.stringify(values)))]
  ctx.steadiness?.seal()
  const rows = await ctx.tx.run<{ at: number; head: string | null }>(sql`
    select c.at::int - 1 as at, (select s.chain || ' ' || s.place || ':' || encode(s.hash, 'hex') from ${tableName(ctx.schema, 'core_sealed')} s
      where s.entity = ${entity.name} and s.chain = case when ${chain.length}::int = 0 then 'all' else c.said::text end order by s.place desc limit 1) as head
    from jsonb_array_elements(${`[${chains.join()}]`}::jsonb) with ordinality c(said, at)`)
  const heads = new Map(rows.map(row => [chains[row.at], row.head]))
  for (const { next, changed, values } of concerned) {
    next[head] = heads.get(JSON.stringify(values)) ?? null
    changed.add(head)
  }
}
