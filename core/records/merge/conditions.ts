import type { Json } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { throughDoor } from '../../data/door.ts'
import { identifier, tableName } from '../../data/identifiers.ts'
import type { Move, Pair } from './moves.ts'

/** Where people keep conditions, and steps that name records: views, automations, webhooks. */
const keepers: { readonly [entity: string]: readonly string[] } = {
  'core.view': ['definition'],
  'core.automation': ['trigger', 'condition', 'steps'],
  'core.webhook': ['condition'],
}

/** What was saved with the id of the one that goes names the one that stays: an id stands for one record only, wherever it is written. */
export async function conditionMoves(ctx: CoreCtx, { winner, loser }: Pair): Promise<Move[]> {
  const moves: Move[] = []
  for (const [entity, names] of Object.entries(keepers)) {
    const keeper = ctx.model.entities.get(entity)
    const columns = names.flatMap(name => (keeper?.fields.get(name)?.columns ?? []).map(column => ({ name, column: identifier(column.name) })))
    if (!keeper || columns.length === 0) continue
    const whole = sql`jsonb_build_object(${sql.join(
      columns.map(({ name, column }) => sql`${name}::text, t.${column}`),
      sql`, `,
    )})`
    const rows = await ctx.tx.run<{ id: string; saved: { readonly [field: string]: Json } }>(
      throughDoor(
        sql`select t.id, ${whole} as saved from ${tableName(ctx.schema, keeper.table)} t where t.deleted_at is null and strpos(${whole}::text, ${loser}) > 0 order by t.id`,
      ),
    )
    for (const { id, saved } of rows) moves.push({ entity, id, patch: JSON.parse(JSON.stringify(saved).replaceAll(loser, winner)) as Move['patch'] })
  }
  return moves
}
