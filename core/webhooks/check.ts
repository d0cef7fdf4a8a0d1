import { accessOfUser } from '../access/resolve.ts'
import type { CoreCtx } from '../data/context.ts'
import { notAsked } from '../records/askable.ts'

interface Given {
  readonly url: string
  readonly entity: string | null
  readonly verbs: readonly string[] | null
  readonly condition: unknown
  readonly event: string | null
  readonly runAs: string | null
}

interface Wrong {
  readonly field: string
  readonly code: string
  readonly message: string
}

/** What is wrong with a webhook, before it is kept. */
export async function checkWebhook(ctx: CoreCtx, hook: Given): Promise<Wrong[]> {
  const wrong = [...address(hook), ...subject(ctx, hook), ...rights(ctx, hook)]
  const { entity, condition, runAs } = hook
  if (wrong.length > 0 || entity === null || condition === null) return wrong
  const narrowed = runAs === null ? null : await accessOfUser(ctx.world, ctx.workspace, ctx.user.id, { role: runAs })
  const refused = notAsked({ ...ctx, access: narrowed ?? ctx.access }, entity, condition)
  return refused ? [{ field: 'condition', code: refused.code, message: ctx.t(refused.detail, refused.options.values) }] : []
}

function address({ url }: Given): Wrong[] {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed && ['http:', 'https:'].includes(parsed.protocol) && !parsed.username && !parsed.password) return []
  return [{ field: 'url', code: 'address_invalid', message: 'Give an address that begins with https:// or http:// and holds no name or password.' }]
}

function subject(ctx: CoreCtx, { entity, verbs, event }: Given): Wrong[] {
  if ((entity === null) === (event === null)) return [{ field: 'entity', code: 'subject', message: 'Choose either records or an event.' }]
  if (event !== null) return ctx.model.events.has(event) ? [] : [{ field: 'event', code: 'unknown', message: 'There is no such event.' }]
  const shape = ctx.model.entities.get(entity ?? '')
  if (!shape || shape.internal || shape.linesOf) return [{ field: 'entity', code: 'unknown', message: 'There are no such records.' }]
  if (!verbs || verbs.length === 0) return [{ field: 'verbs', code: 'required', message: 'Say when it is told: created, changed, removed or restored.' }]
  return []
}

function rights(ctx: CoreCtx, { runAs, event }: Given): Wrong[] {
  if (runAs === null) return []
  if (!ctx.model.roles.has(runAs)) return [{ field: 'runAs', code: 'unknown', message: 'There is no such role.' }]
  return event === null ? [] : [{ field: 'runAs', code: 'event_whole', message: 'An event tells all that it holds. Leave the role empty, or choose records.' }]
}
