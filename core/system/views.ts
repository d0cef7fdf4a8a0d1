import { hooks, type Json, type Refusal } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { View } from './work.ts'

type Said = Omit<Refusal, 'index'>

/** Whose first view of an entity one is: of roles that there are, and only what everyone may choose. */
export const viewHooks = hooks(View, {
  async check(plain, changes) {
    const ctx = plain as CoreCtx
    return changes.flatMap(({ next, changed }, index) => {
      if (!next || !(changed.includes('firstOf') || changed.includes('shared'))) return []
      return firstRefusals(ctx, next, changed.includes('firstOf')).map(refusal => ({ index, ...refusal }))
    })
  },
})

function firstRefusals({ model, t }: CoreCtx, { firstOf, shared }: { readonly firstOf: Json; readonly shared: boolean }, chosen: boolean): Said[] {
  if (firstOf === null) return []
  const roles = Array.isArray(firstOf) ? firstOf.flatMap(role => (typeof role === 'string' && model.roles.get(role)) || []) : []
  if (chosen && (!Array.isArray(firstOf) || roles.length < firstOf.length))
    return [{ field: 'firstOf', code: 'role_unknown', message: 'Name roles that there are, such as "core.member".' }]
  if (shared || roles.length === 0) return []
  if (chosen) return [{ field: 'shared', code: 'first_not_shared', message: 'The first view of a role is for everyone who has it. Show it to everyone first.' }]
  const message = 'This is the first view of {roles}. An administrator has to choose another for them first.'
  return [{ field: 'shared', code: 'first_not_shared', message, values: { roles: roles.map(({ label }) => t(label)).join(', ') } }]
}
