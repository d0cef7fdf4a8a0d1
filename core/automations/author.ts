import type { Access } from '../access/access.ts'
import { accessOfUser } from '../access/resolve.ts'
import type { CoreCtx } from '../data/context.ts'
import { change } from '../records/change.ts'
import { find } from '../records/find.ts'
import { tellAll } from '../work/notify.ts'
import type { StoredAutomation } from './definition.ts'
import { listAutomations } from './store.ts'

const everything = ['core.owner', 'core.admin']
const roleGone = 'The role it acts as is not there any more, or is not its author’s to give. Choose another role.'

/** With which rights an automation acts now, or the sentence why it acts no more. */
export async function rightsOf(
  ctx: CoreCtx,
  automation: Pick<StoredAutomation, 'author' | 'runAs'>,
): Promise<{ readonly access: Access } | { readonly text: string }> {
  const own = await accessOfUser(ctx.world, ctx.workspace, automation.author)
  if (!own) return { text: 'Whoever saved this automation may not sign in any more. Save it again to let it act in your name.' }
  if (!own.caller.roles.some(role => everything.includes(role)))
    return { text: 'Whoever saved this automation is no administrator any more. Save it again to let it act in your name.' }
  const { runAs } = automation
  if (runAs === null) return { access: own }
  const narrowed = ctx.model.roles.has(runAs) ? await accessOfUser(ctx.world, ctx.workspace, automation.author, { role: runAs }) : null
  if (!narrowed?.caller.roles.includes(runAs)) return { text: roleGone }
  return { access: narrowed }
}

/** Switches off those that act as one of some roles: one of the same name that is made later is another. */
export async function stopActingAs(ctx: CoreCtx, roles: readonly string[]): Promise<void> {
  for (const one of await listAutomations(ctx, { runAs: { in: roles }, active: true })) await stopAutomation(ctx, one, ctx.t(roleGone))
}

/** Switches an automation off with a sentence, and tells the administrators. */
export async function stopAutomation(ctx: CoreCtx, automation: StoredAutomation, sentence: string): Promise<void> {
  await ctx.asSystem('Stops an automation', async plain => {
    const system = plain as CoreCtx
    const [now] = (await find(system, 'core.automation', { where: { id: automation.id, active: true }, fields: ['id'], limit: 1 })).items
    if (!now) return
    await change(system, 'core.automation', [{ verb: 'update', id: automation.id, patch: { active: false, stopped: sentence } }], { server: true })
    const admins = await find(system, 'core.userRole', { where: { 'role.name': { in: everything }, 'user.active': true }, fields: ['user'], limit: 500 })
    await tellAll(
      system,
      [...new Set(admins.items.map(item => String(item.user)))].map(user => ({
        user,
        text: 'The automation “{name}” stopped. {why}',
        values: { name: automation.name, why: sentence },
      })),
    )
  })
}
