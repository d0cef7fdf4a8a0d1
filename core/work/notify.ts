import { Notify, provide, UserError } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'
import { change } from '../records/change.ts'

export interface Notice {
  readonly user: string
  readonly text: string
  readonly values?: { readonly [name: string]: string | number }
  readonly about?: { readonly entity: string; readonly id: string }
}

/** Writes a message for a person with the transaction that tells it. */
export const notifyProvider = provide(Notify, plain => ({ tell: message => tellAll(plain as CoreCtx, [message]) }))

/** The same for many people, in one set. */
export async function tellAll(ctx: CoreCtx, notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0) return
  if (notices.some(({ text }) => typeof text !== 'string' || text.trim() === '')) throw new UserError('notice_empty', 'A notification needs a sentence.')
  await ctx.asSystem('Tells a person', system =>
    change(
      system as CoreCtx,
      'core.notification',
      notices.map(({ user, text, values, about }) => ({ verb: 'create', values: { user, text, values: values ?? {}, about: about ?? null } })),
      { server: true },
    ),
  )
  await ctx.tx.run(sql`
    insert into ${tableName(ctx.schema, 'core_outbox')} (at, kind, name, payload, actor, origin)
    select ${ctx.now()}::timestamptz, 'notice', 'core.notification', jsonb_build_object('user', u), ${ctx.user.id}::uuid, ${ctx.origin}
    from jsonb_array_elements_text(${JSON.stringify([...new Set(notices.map(({ user }) => user))])}::jsonb) u`)
}
