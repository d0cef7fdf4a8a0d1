import type { Json } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'
import { notFound, Refused } from '../errors.ts'
import { change } from '../records/change.ts'
import { find, isId } from '../records/find.ts'
import type { Step } from './definition.ts'
import { secretsOf } from './save.ts'
import { automationAt, getAutomation, listAutomations } from './store.ts'

interface Counts {
  readonly automation: string
  readonly lastRun: string | null
  readonly lastState: string | null
  readonly runs: number
  readonly failures: number
}

/** The automations with how they fared: the last run, and the runs and failures of a week. */
export async function shownAutomations(ctx: CoreCtx): Promise<Json[]> {
  const week = new Date(ctx.world.clock.now().getTime() - 7 * 86_400_000).toISOString()
  const rows = await ctx.tx.run<Counts>(sql`
    select automation, to_char(max(created_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastRun", (array_agg(state order by created_at desc, id desc))[1] as "lastState",
      count(*) filter (where created_at >= ${week}::timestamptz)::int as runs, count(*) filter (where created_at >= ${week}::timestamptz and state in ('failed', 'stopped'))::int as failures
    from ${tableName(ctx.schema, 'core_automation_run')} where deleted_at is null group by automation`)
  const counts = new Map(rows.map(({ automation, ...rest }) => [automation, rest]))
  const none = { lastRun: null, lastState: null, runs: 0, failures: 0 }
  return (await listAutomations(ctx)).map(one => ({ ...one, ...(counts.get(one.id) ?? none) }) as unknown as Json)
}

export async function shownAutomation(ctx: CoreCtx, id: string): Promise<Json> {
  const automation = await getAutomation(ctx, id)
  return { ...automation, secrets: await secretsOf(ctx, id) } as unknown as Json
}

const runFields = [
  'automation',
  'automation.name',
  'automationVersion',
  'entity',
  'record',
  'recordTitle',
  'state',
  'error',
  'attempts',
  'depth',
  'causedBy',
  'createdAt',
  'endedAt',
]

/** Runs, newest first. */
export async function shownRuns(ctx: CoreCtx, automation: string | null, query: { readonly state?: string; readonly after?: string }): Promise<Json> {
  const where = { ...(automation !== null && { automation }), ...(query.state !== undefined && { state: query.state }) }
  return ctx.asSystem('Shows the runs of automations', async system => {
    const page = await find(system as CoreCtx, 'core.automationRun', {
      ...(Object.keys(where).length > 0 && { where }),
      fields: runFields,
      sort: ['-createdAt'],
      limit: 50,
      ...(query.after !== undefined && { after: query.after }),
    })
    return page as unknown as Json
  })
}

/** One run with the data of its steps, and with what the automation said when it was set off; `ran` is null when that is not known any more. */
export async function shownRun(ctx: CoreCtx, id: string): Promise<Json> {
  if (!isId(id)) throw notFound()
  return ctx.asSystem('Shows a run of an automation', async system => {
    const page = await find(system as CoreCtx, 'core.automationRun', {
      where: { id },
      fields: [...runFields, 'log', 'input', 'pressedBy', 'pressedBy.name'],
      limit: 1,
    })
    const [found] = page.items
    if (!found) throw notFound()
    const ran = await automationAt(system as CoreCtx, String(found.automation), Number(found.automationVersion))
    return { ...found, ran: ran && { trigger: ran.trigger, condition: ran.condition, steps: ran.steps.map(shownStep) } } as unknown as Json
  })
}

/** A step as a run shows it: an address without what stands behind its `?`, where secrets travel. */
function shownStep(step: Step): Step {
  if (step.do === 'call') return { ...step, url: step.url.split('?')[0] ?? '' }
  return step.do === 'branch' ? { ...step, yes: step.yes.map(shownStep), ...(step.no && { no: step.no.map(shownStep) }) } : step
}

/** Begins anew with a run that failed, from the step that failed: what was done stays done. */
export async function retryRun(ctx: CoreCtx, id: string): Promise<void> {
  const run = (await shownRun(ctx, id)) as {
    readonly state: string
    readonly automation: string
    readonly log: readonly { readonly at: string; readonly state: string }[] | null
  }
  if (run.state !== 'failed') throw new Refused(409, 'not_failed', 'Only a run that failed can be tried again.')
  await ctx.asSystem('Tries a run again', async plain => {
    const system = plain as CoreCtx
    const log = (run.log ?? []).filter(entry => entry.state !== 'failed') as unknown as Json
    await change(system, 'core.automationRun', [{ verb: 'update', id, patch: { state: 'waiting', attempts: 0, error: null, endedAt: null, log } }], {
      server: true,
    })
    await system.enqueue(`core.automationRun#${run.automation}`, { runs: [id] })
  })
}
