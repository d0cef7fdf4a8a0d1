import type { Action } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'
import { notFound, Refused } from '../errors.ts'
import type { ModelEntity } from '../registry/model.ts'
import { meeting } from './meeting.ts'
import type { Start } from './start.ts'

interface Button {
  readonly id: string
  readonly version: number
  readonly entity: string
  readonly condition: object | null
  readonly trigger: { readonly label: string; readonly confirm?: string; readonly roles?: readonly string[] }
}

const before = 'automation:'

/** Whether an action's name is that of a button an administrator made. */
export function isButton(action: string): boolean {
  return action.startsWith(before)
}

/** The buttons that a caller may press, by entity, as actions of its records. */
export async function buttonsFor(ctx: CoreCtx): Promise<ReadonlyMap<string, readonly Pick<Action, 'name' | 'shape'>[]>> {
  const found = new Map<string, Pick<Action, 'name' | 'shape'>[]>()
  for (const button of await buttons(ctx)) {
    if (!mayPress(ctx, button)) continue
    const { label, confirm } = button.trigger
    const action = { name: `${before}${button.id}`, shape: { label, ...(confirm && { confirm }), ...(button.condition && { when: button.condition }) } }
    found.set(button.entity, [...(found.get(button.entity) ?? []), action])
  }
  return found
}

/** Sets off the automation behind a button for records that the caller sees and that meet its condition. */
export async function press(ctx: CoreCtx, entity: ModelEntity, action: string, ids: readonly string[]): Promise<void> {
  const button = (await buttons(ctx)).find(one => one.id === action.slice(before.length) && one.entity === entity.name)
  if (!button) throw notFound()
  const { label } = button.trigger
  if (!mayPress(ctx, button))
    throw new Refused(403, 'forbidden', 'You may not do this: {action}. Ask an admin for the right to.', { values: { action: label } })
  const wanted = [...new Set(ids.map(id => id.toLowerCase()))]
  if ((await meeting(ctx, entity.name, null, wanted)).size < wanted.length) throw notFound()
  const met = await ctx.asSystem('Looks whether a button is offered', system => meeting(system as CoreCtx, entity.name, button.condition, wanted))
  if (met.size < wanted.length)
    throw new Refused(409, 'not_now', '"{action}" is not possible for this {entity} now.', { values: { action: label, entity: entity.label } })
  await ctx.enqueue('core.automate', { automation: button.id, version: button.version, records: wanted, pressedBy: ctx.user.id } satisfies Start)
}

/** Those whom its roles name; where it names none, whoever may change such a record. */
function mayPress({ access }: CoreCtx, { entity, trigger: { roles } }: Button): boolean {
  if (!access.may(entity, 'read')) return false
  return roles ? roles.some(role => access.caller.roles.includes(role)) || access.may('core.automation', 'update') : access.may(entity, 'update')
}

function buttons(ctx: CoreCtx): Promise<Button[]> {
  return ctx.tx.run<Button>(sql`
    select id, version, entity, condition, trigger from ${tableName(ctx.schema, 'core_automation')}
    where active and deleted_at is null and trigger->>'on' = 'button' order by name, id`)
}
