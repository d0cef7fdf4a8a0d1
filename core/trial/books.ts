import { provide, TrialBooks, type TrialRecords } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import { sqlState } from '../data/connection.ts'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'
import { Refused } from '../errors.ts'
import { group } from '../records/aggregate.ts'
import { change } from '../records/change.ts'
import { trialOf } from './of.ts'

/** The trial of a company: what it is, and its end. */
export const trialProvider = provide(TrialBooks, plain => {
  const ctx = plain as CoreCtx
  return { of: company => shown(ctx, company), end: company => end(ctx, company) }
})

async function shown(ctx: CoreCtx, company: string): Promise<{ liveSince: string | null; records: readonly TrialRecords[] }> {
  const [row] = await ctx.tx.run<{ at: string }>(
    sql`select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from ${tableName(ctx.schema, 'core_live')} where company = ${company}::uuid`,
  )
  if (row) return { liveSince: row.at, records: [] }
  const counts = await ctx.asSystem('Counts what a company tried out', async system => {
    const found = new Map<string, number>()
    for (const { entity, with: above } of trialOf(ctx.model)?.going ?? []) {
      if (above !== null) continue
      const [counted] = await group(system as CoreCtx, entity.name, { where: { [entity.trial ?? '']: company }, group: [], measures: ['count'] })
      found.set(entity.name, Number(counted?.count ?? 0))
    }
    return found
  })
  return { liveSince: null, records: told(ctx, counts) }
}

function told(ctx: CoreCtx, counts: ReadonlyMap<string, number>): readonly TrialRecords[] {
  return [...ctx.model.entities.values()].flatMap(({ name, plural }) => {
    const count = counts.get(name) ?? 0
    return count > 0 ? [{ entity: name, label: ctx.t(plural), count }] : []
  })
}

/** How often those who are writing are waited for anew. */
const tries = 20

async function end(ctx: CoreCtx, company: string): Promise<{ records: readonly TrialRecords[]; heads: readonly string[] }> {
  if (!ctx.access.system) throw new Refused(403, 'forbidden', 'You may not do this here. Ask an admin for the right to.')
  const live = tableName(ctx.schema, 'core_live')
  // What was tried out may be much, and is gone whole or not at all.
  await ctx.tx.run(sql`select pg_catalog.set_config('statement_timeout', '0', true)`)
  for (let attempt = 1; ; attempt += 1) {
    try {
      await ctx.attempt(() => ctx.tx.run(sql`insert into ${live} (company, by_user) values (${company}::uuid, ${ctx.scope.me}::uuid)`))
      break
    } catch (error) {
      const state = sqlState(error)
      if (state === '23505') throw new Refused(409, 'live_already', 'The company is live already: that happens once.')
      if (state === '23503') throw new Refused(409, 'still_named', 'Records of a plugin that is switched off name what would go. Switch it on, then go live.')
      if (state !== '55P03' && state !== '40P01') throw error
      if (attempt === tries) throw new Refused(409, 'books_busy', 'Others are writing into the books right now. Try again in a moment.')
      await new Promise(resolve => setTimeout(resolve, 20 + Math.random() * 80))
    }
  }
  ctx.steadiness?.change()
  ctx.seen?.clear()
  await change(ctx, 'core.company', [{ verb: 'update', id: company, patch: { stage: 'live' } }], { server: true })
  const [row] = await ctx.tx.run<{ counts: { [entity: string]: number } | null; heads: string[] | null }>(
    sql`select counts, heads from ${live} where company = ${company}::uuid`,
  )
  return { records: told(ctx, new Map(Object.entries(row?.counts ?? {}))), heads: row?.heads ?? [] }
}
