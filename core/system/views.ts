import { hooks, type Json, type Refusal } from '@sangam/sdk'
import { hasEverything } from '../access/access.ts'
import type { CoreCtx } from '../data/context.ts'
import { View } from './work.ts'

type Said = Omit<Refusal, 'index'>

interface Kept {
  readonly firstOf: Json
  readonly shared: boolean
}

/** Whose first view of an entity one is: of roles that there are, and only what everyone may choose. What stands in everyone’s navigation is an administrator’s to say. */
export const viewHooks = hooks(View, {
  async check(plain, changes) {
    const ctx = plain as CoreCtx
    const admin = ctx.access.system !== null || hasEverything(ctx.access.caller)
    return changes.flatMap(({ before, next, changed }, index) => {
      const refusals = next
        ? [...firstRefusals(ctx, next, changed), ...(admin ? [] : placeRefusals(next, changed))]
        : before && !admin
          ? goneRefusals(ctx, before)
          : []
      return refusals.map(refusal => ({ index, ...refusal }))
    })
  },
})

function placeRefusals({ pinned, shared }: { readonly pinned: boolean; readonly shared: boolean }, changed: readonly string[]): Said[] {
  if (!pinned || !shared || !(changed.includes('pinned') || changed.includes('shared'))) return []
  const message = 'Only an administrator gives a view a place in everyone’s navigation. Take the place away, or show the view to yourself or your team alone.'
  return [{ field: 'pinned', code: 'pinned_for_all', message }]
}

/** Its owner may not take from a role what it sees first by removing it. */
function goneRefusals({ model, t }: CoreCtx, { firstOf }: Kept): Said[] {
  const roles = rolesOf(model, firstOf)
  return roles.length > 0 ? [stillFirst(roles.map(({ label }) => t(label)).join(', '))] : []
}

function rolesOf({ roles }: CoreCtx['model'], firstOf: Json): readonly { readonly label: string }[] {
  return Array.isArray(firstOf) ? firstOf.flatMap(role => (typeof role === 'string' && roles.get(role)) || []) : []
}

function firstRefusals({ model, t }: CoreCtx, { firstOf, shared }: Kept, changed: readonly string[]): Said[] {
  const chosen = changed.includes('firstOf')
  if (firstOf === null || !(chosen || changed.includes('shared'))) return []
  const roles = rolesOf(model, firstOf)
  if (chosen && (!Array.isArray(firstOf) || roles.length < firstOf.length))
    return [{ field: 'firstOf', code: 'role_unknown', message: 'Name roles that there are, such as "core.member".' }]
  if (shared || roles.length === 0) return []
  if (chosen) return [{ field: 'shared', code: 'first_not_shared', message: 'The first view of a role is for everyone who has it. Show it to everyone first.' }]
  return [stillFirst(roles.map(({ label }) => t(label)).join(', '))]
}

function stillFirst(roles: string): Said {
  const message = 'This is the first view of {roles}. An administrator has to choose another for them first.'
  return { field: 'shared', code: 'first_not_shared', message, values: { roles } }
}
