import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { tableName } from '../../data/identifiers.ts'

/** Pages that are open hear that one of these records is others, too, now, or is itself again: they ask anew who those are whom they name. Whoever sees none of them hears nothing. */
export async function tellMerge(ctx: Pick<CoreCtx, 'tx' | 'schema' | 'now'>, entity: string, ids: readonly string[]): Promise<void> {
  await ctx.tx.run(sql`
    insert into ${tableName(ctx.schema, 'core_outbox')} (at, kind, name, record_id)
    select ${ctx.now()}::timestamptz, 'merge', ${entity}, value::uuid from jsonb_array_elements_text(${JSON.stringify([...new Set(ids)])}::jsonb)`)
}
