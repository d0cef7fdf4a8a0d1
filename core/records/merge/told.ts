import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { tableName } from '../../data/identifiers.ts'

/** Pages that are open hear that somebody of an entity is another now, or is themselves again: they ask anew who those are whom they name. */
export async function tellMerge(ctx: Pick<CoreCtx, 'tx' | 'schema' | 'now'>, entity: string): Promise<void> {
  await ctx.tx.run(sql`insert into ${tableName(ctx.schema, 'core_outbox')} (at, kind, name) values (${ctx.now()}::timestamptz, 'merge', ${entity})`)
}
