import { Notify, provide, UserError } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'
import { change } from '../records/change.ts'

/** Writes a message for a person with the transaction that tells it. */
export const notifyProvider = provide(Notify, plain => {
  const ctx = plain as CoreCtx
  return {
    async tell({ user, text, values, about }) {
      if (typeof text !== 'string' || text.trim() === '') throw new UserError('notice_empty', 'A notification needs a sentence.')
      await ctx.asSystem('Tells a person', system =>
        change(system as CoreCtx, 'core.notification', [{ verb: 'create', values: { user, text, values: values ?? {}, about: about ?? null } }], {
          server: true,
        }),
      )
      await ctx.tx.run(sql`
        insert into ${tableName(ctx.schema, 'core_outbox')} (at, kind, name, payload, actor, origin)
        values (${ctx.now()}::timestamptz, 'notice', 'core.notification', ${JSON.stringify({ user })}::jsonb, ${ctx.user.id}::uuid, ${ctx.origin})`)
    },
  }
})
