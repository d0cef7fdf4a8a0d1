import type { Json } from '@sangam/sdk'
import { hashOf, newSecret } from '../auth/secret.ts'
import type { CoreCtx } from '../data/context.ts'
import { change } from '../records/change.ts'
import { schedulesChanged } from '../work/schedule.ts'
import { checkDefinition } from './check.ts'
import { cycleOf } from './cycles.ts'
import type { Definition } from './definition.ts'
import { getAutomation, keepBeside, keptBeside, listAutomations } from './store.ts'

export interface Saved {
  readonly id: string
  /** What to think about; nothing is refused for it. */
  readonly warnings: readonly string[]
}

/** Writes an automation in the name of whoever saves it. A new version begins; runs under way stay with theirs. */
export async function saveAutomation(
  ctx: CoreCtx,
  id: string | null,
  definition: Definition,
  more: { readonly active: boolean; readonly version?: number },
): Promise<Saved> {
  checkDefinition(ctx, definition)
  const values = {
    name: definition.name.trim(),
    active: more.active,
    entity: definition.entity,
    trigger: definition.trigger as unknown as Json,
    condition: definition.condition as Json,
    steps: definition.steps as unknown as Json,
    // Who is narrowed to one role, as by a key, makes nothing that may do more than it.
    runAs: definition.runAs ?? ctx.access.role,
    author: ctx.user.id,
    stopped: null,
  }
  const saved = await ctx.asSystem('Saves an automation', async plain => {
    const system = plain as CoreCtx
    const [made] = await change(
      system,
      'core.automation',
      [id === null ? { verb: 'create', values } : { verb: 'update', id, patch: values, ...(more.version !== undefined && { version: more.version }) }],
      { server: true },
    )
    return (made as { readonly id: string }).id
  })
  // A day that was waited for is looked at anew from today.
  await keepBeside(ctx, saved, 'lastDay', null)
  schedulesChanged()
  return { id: saved, warnings: await warningsFor(ctx, saved, definition) }
}

async function warningsFor(ctx: CoreCtx, id: string, definition: Definition): Promise<string[]> {
  const cycle = cycleOf({ ...definition, id }, await listAutomations(ctx, { active: true }))
  return cycle === null
    ? []
    : [
        ctx.t('This may set itself off again and again: {names}. A condition should end it; after 8 times in a row it is stopped.', {
          names: cycle.map(name => `“${name}”`).join(' → '),
        }),
      ]
}

export async function removeAutomation(ctx: CoreCtx, id: string): Promise<void> {
  await getAutomation(ctx, id)
  await ctx.asSystem('Removes an automation', system => change(system as CoreCtx, 'core.automation', [{ verb: 'remove', id }], { server: true }))
  for (const name of ['hook', 'signing', 'lastDay']) await keepBeside(ctx, id, name, null)
  schedulesChanged()
}

/** A new address for calls from outside; the old one ends. It is shown this once, only what knows it again is kept. */
export async function newHookAddress(ctx: CoreCtx, id: string): Promise<string> {
  await getAutomation(ctx, id)
  const secret = newSecret()
  await keepBeside(ctx, id, 'hook', hashOf(secret))
  return `${ctx.world.config.url}/api/hooks/${ctx.workspace}.${secret}`
}

/** A new secret with which calls are signed, both ways; shown this once. */
export async function newSigningSecret(ctx: CoreCtx, id: string): Promise<string> {
  await getAutomation(ctx, id)
  const secret = `whsec_${Buffer.from(newSecret(), 'base64url').toString('base64')}`
  await keepBeside(ctx, id, 'signing', secret)
  return secret
}

export async function secretsOf(ctx: CoreCtx, id: string): Promise<{ readonly address: boolean; readonly signing: boolean }> {
  const [address, signing] = [await keptBeside(ctx, id, 'hook'), await keptBeside(ctx, id, 'signing')]
  return { address: address !== null, signing: signing !== null }
}
