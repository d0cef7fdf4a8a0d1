import { type Json, provide, Timeline, UserError } from '@sangam/sdk'
import { systemUser } from '../access/caller.ts'
import type { CoreCtx } from '../data/context.ts'
import { change } from '../records/change.ts'
import { isId } from '../records/find.ts'

interface Happened {
  readonly about: { readonly entity: string; readonly id: string }
  readonly text: string
  readonly values?: { readonly [name: string]: string | number }
  readonly icon?: string
}

/** What plugins say happened around a record. */
export const timelineProvider = provide(Timeline, plain => ({ add: event => addEvents(plain as CoreCtx, [event]) }))

/** Many at once, in one set. */
export async function addEvents(ctx: CoreCtx, events: readonly Happened[]): Promise<void> {
  if (events.length === 0) return
  if (events.some(({ text }) => typeof text !== 'string' || text.trim() === '')) throw new UserError('event_empty', 'An event of a timeline needs a sentence.')
  for (const { about } of events)
    if (!ctx.model.entities.has(about.entity) || !isId(about.id))
      throw new UserError('event_about_unknown', 'An event of a timeline names the record it is about.', {}, 'about')
  const by = ctx.user.id === systemUser ? null : ctx.user.id
  await ctx.asSystem('Adds to a timeline', system =>
    change(
      system as CoreCtx,
      'core.timelineEvent',
      events.map(({ about, text, values, icon }) => ({
        verb: 'create',
        values: { entity: about.entity, record: about.id, text, values: (values ?? {}) as Json, icon: icon ?? null, by },
      })),
      { server: true },
    ),
  )
}
