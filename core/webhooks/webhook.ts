import type { Access } from '../access/access.ts'
import { accessOfUser } from '../access/resolve.ts'
import type { CoreCtx } from '../data/context.ts'
import { change } from '../records/change.ts'
import { find, isId } from '../records/find.ts'
import { tellAll } from '../work/notify.ts'

export interface StoredWebhook {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly entity: string | null
  readonly condition: object | null
  readonly event: string | null
  readonly runAs: string | null
  readonly author: string
  readonly active: boolean
  readonly stopped: string | null
}

const fields = ['name', 'url', 'entity', 'verbs', 'condition', 'event', 'runAs', 'author', 'author.$title', 'active', 'stopped'] as const
const everything = ['core.owner', 'core.admin']
const roleGone = 'The role it shows records by is not there any more. Choose another role.'

/** Every webhook that is not removed. */
export async function listWebhooks(ctx: CoreCtx, where?: object): Promise<StoredWebhook[]> {
  return ctx.asSystem('Reads webhooks', async plain => {
    const page = await find(plain as CoreCtx, 'core.webhook', { fields, sort: ['name'], limit: 500, ...(where && { where }) })
    return page.items as unknown as StoredWebhook[]
  })
}

export async function findWebhook(ctx: CoreCtx, id: string): Promise<StoredWebhook | null> {
  return isId(id) ? ((await listWebhooks(ctx, { id }))[0] ?? null) : null
}

/** With whose rights a webhook tells, or the sentence why it tells no more: never more than its author may see, who must be an administrator still. */
export async function rightsOf(ctx: CoreCtx, { author, runAs }: StoredWebhook): Promise<{ readonly access: Access } | { readonly text: string }> {
  const own = await accessOfUser(ctx.world, ctx.workspace, author)
  if (!own?.caller.roles.some(role => everything.includes(role)))
    return { text: 'Whoever saved this webhook is no administrator any more. Save it again to let it tell in your name.' }
  if (runAs === null) return { access: own }
  const narrowed = ctx.model.roles.has(runAs) ? await accessOfUser(ctx.world, ctx.workspace, author, { role: runAs }) : null
  return narrowed?.caller.roles.includes(runAs) ? { access: narrowed } : { text: roleGone }
}

/** Switches off those that show what one of some roles sees: one of the same name that is made later is another. */
export async function stopShowing(ctx: CoreCtx, roles: readonly string[]): Promise<void> {
  for (const one of await listWebhooks(ctx, { runAs: { in: roles }, active: true })) await stopWebhook(ctx, one, roleGone)
}

/** Switches a webhook off with a sentence, and tells the administrators. */
export async function stopWebhook(
  ctx: CoreCtx,
  webhook: StoredWebhook,
  sentence: string,
  values: { readonly [name: string]: string | number } = {},
): Promise<void> {
  await ctx.asSystem('Stops a webhook', async plain => {
    const system = plain as CoreCtx
    const why = ctx.t(sentence, values)
    await change(system, 'core.webhook', [{ verb: 'update', id: webhook.id, patch: { active: false, stopped: why } }], { server: true })
    const admins = await find(system, 'core.userRole', { where: { 'role.name': { in: everything }, 'user.active': true }, fields: ['user'], limit: 500 })
    await tellAll(
      system,
      [...new Set(admins.items.map(item => String(item.user)))].map(user => ({
        user,
        text: 'The webhook “{name}” stopped. {why}',
        values: { name: webhook.name, why },
      })),
    )
  })
}
