import { addDays, startOfDay } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'
import { find } from '../records/find.ts'
import type { Schedule } from '../work/schedule.ts'
import type { StoredAutomation } from './definition.ts'
import type { Start } from './start.ts'
import { getAutomation, keepBeside, keptBeside, listAutomations } from './store.ts'

/** When automations look for themselves: on their schedule, or once a day for days that come. */
export async function automationSchedules(ctx: CoreCtx): Promise<Schedule[]> {
  const [some] = await ctx.tx.run(
    sql`select 1 as yes from ${tableName(ctx.schema, 'core_automation')} where active and deleted_at is null and trigger->>'on' in ('date', 'schedule') limit 1`,
  )
  if (!some) return []
  return (await listAutomations(ctx, { active: true })).flatMap(({ id, trigger }): Schedule[] => {
    const name = `core.automationTick#${id}`
    if (trigger.on === 'schedule') return [{ name, pattern: trigger.cron, zone: trigger.zone ?? ctx.scope.zone }]
    if (trigger.on !== 'date') return []
    const [hour = '8', minute = '0'] = trigger.time.split(':')
    return [{ name, pattern: `${Number(minute)} ${Number(hour)} * * *`, zone: ctx.scope.zone }]
  })
}

/** The job `core.automationTick`: what the clock sets off. */
export async function tick(ctx: CoreCtx, id: string): Promise<void> {
  const automation = await getAutomation(ctx, id).catch(() => null)
  if (!automation?.active) return
  const { trigger, version } = automation
  if (trigger.on === 'schedule') await ctx.enqueue('core.automate', { automation: id, version } satisfies Start)
  if (trigger.on !== 'date') return
  for (const day of await daysSince(ctx, id)) await theDay(ctx, automation, trigger, day)
  await keepBeside(ctx, id, 'lastDay', ctx.today())
}

/** Today, and the days on which the server was off: a month at the most. */
async function daysSince(ctx: CoreCtx, id: string): Promise<string[]> {
  const today = ctx.today()
  const last = await keptBeside(ctx, id, 'lastDay')
  const first = last === null || last >= today ? today : addDays(last, 1)
  const days: string[] = []
  for (let day = [first, addDays(today, -31)].toSorted()[1] ?? today; day <= today; day = addDays(day, 1)) days.push(day)
  return days
}

async function theDay(ctx: CoreCtx, automation: StoredAutomation, trigger: { readonly field: string; readonly days: number }, day: string): Promise<void> {
  const { entity: name } = automation
  const field = ctx.model.entities.get(name ?? '')?.fields.get(trigger.field)
  if (name === null || !field) return
  const wanted = addDays(day, -trigger.days)
  const where =
    field.type.compare === 'date'
      ? { [trigger.field]: wanted }
      : { and: [{ [trigger.field]: { gte: startOfDay(wanted, ctx.scope.zone) } }, { [trigger.field]: { lt: startOfDay(addDays(wanted, 1), ctx.scope.zone) } }] }
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<typeof find>> = await find(ctx, name, { where, fields: ['id'], sort: ['id'], limit: 500, ...(after !== null && { after }) })
    const records = page.items.map(item => item.id)
    if (records.length > 0)
      await ctx.enqueue('core.automate', {
        automation: automation.id,
        version: automation.version,
        records,
        once: `${trigger.field}:${wanted}`,
      } satisfies Start)
    after = page.next
  } while (after !== null)
}
