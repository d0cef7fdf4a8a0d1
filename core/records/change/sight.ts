import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { identifier } from '../../data/identifiers.ts'
import { hopedSql } from '../../data/steady.ts'
import { fromSql } from '../composer.ts'
import { heldSql, reachOf } from '../reach.ts'
import { idsShape, idsSql, prepared, runPrepared, valuesOf } from '../statements.ts'
import { type Batch, effective, type RowIssue, report, type Work } from './work.ts'

/** Nobody makes a record where they may make none, nor writes one out of their own sight. */
export async function keepInSight(ctx: CoreCtx, batch: Batch): Promise<void> {
  const { entity } = batch
  for (const [verbs, rights] of [
    [['create'], ['create', 'read']],
    [['update', 'restore'], ['read']],
  ] as const) {
    const works = effective(batch).filter(work => (verbs as readonly string[]).includes(work.verb))
    if (works.length === 0) continue
    const ids = works.map(work => work.id)
    const hopeful = ctx.steadiness?.hopeful === true
    const statement = prepared(ctx, `${hopeful ? 'hope for ' : ''}sight ${entity.name} ${rights.join()} ${idsShape(ids)}`, composer => {
      const place = composer.place(entity)
      const reaches = rights.map(right => reachOf(composer, place, right)).filter(reach => reach !== null)
      if (reaches.length === 0) return sql`select null::uuid as id where false`
      const what = hopeful ? hopedSql(sql`count(*)`, sql`0`) : sql`${identifier(place.alias)}.id`
      return sql`select ${what} from ${fromSql(composer, place)} where ${idsSql(composer, place.alias, ids)} and (${sql.join(reaches, sql` and `)}) is not true`
    })
    if (statement.statement.params.length === 0) continue
    if (hopeful) {
      ctx.steadiness?.hope(statement.statement, valuesOf(ctx, statement, { ids }))
      continue
    }
    const rows = await runPrepared<{ id: string }>(ctx, statement, { ids })
    const lost = new Set(rows.map(row => row.id))
    for (const work of works)
      if (lost.has(work.id))
        report(
          work,
          null,
          'out_of_sight',
          'With this change you would not see the record any more. Leave it with yourself or your team, or ask someone who may see it all.',
        )
  }
  await keepClaims(ctx, batch)
}

/** What a new record was given by a right that holds on some records only: now it can be asked whether it is one of those. */
async function keepClaims(ctx: CoreCtx, { entity, works }: Batch): Promise<void> {
  const claimed = new Map<string, Work[]>()
  for (const work of works) for (const right of work.claims?.keys() ?? []) claimed.set(right, [...(claimed.get(right) ?? []), work])
  for (const [right, wanting] of claimed) {
    const [kind = '', name = ''] = right.split(' ')
    const reach = kind === 'field' ? ctx.access.field(entity.name, name, 'create') : ctx.access.rows(entity.name, name)
    if (typeof reach === 'string') continue
    const statement = prepared(ctx, `claim ${entity.name} ${right}`, composer => {
      const place = composer.place(entity)
      const held = heldSql(composer, place, reach, '')
      composer.asked(place)
      const ids = composer.bind(asked => (asked as { ids: readonly string[] }).ids)
      return sql`select ${identifier(place.alias)}.id from ${fromSql(composer, place)} where ${identifier(place.alias)}.id = any(${ids}::uuid[]) and (${held}) is not true`
    })
    const rows = await runPrepared<{ id: string }>(ctx, statement, { ids: wanting.map(work => work.id) })
    const lost = new Set(rows.map(row => row.id))
    for (const work of wanting) if (lost.has(work.id)) work.issues.push(work.claims?.get(right) as RowIssue)
  }
}
