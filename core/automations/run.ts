import { type Json, UserError } from '@sangam/sdk'
import type { Access } from '../access/access.ts'
import type { CoreCtx } from '../data/context.ts'
import { Refused } from '../errors.ts'
import { lockRecords } from '../records/change/lock.ts'
import { change } from '../records/change.ts'
import { systemContext, withContext } from '../records/context.ts'
import { find } from '../records/find.ts'
import { fill } from '../registry/words.ts'
import { rightsOf, stopAutomation } from './author.ts'
import { type Entry, mostTries, type StoredAutomation } from './definition.ts'
import { perform } from './perform.ts'
import { automationAt } from './store.ts'
import { type Live, type Walk, walkSteps } from './walk.ts'

/** A run with what it runs. */
export interface Taken {
  readonly automation: StoredAutomation
  readonly depth: number
  readonly access: Access
}

/**
 * The job `core.automationRun`: takes runs through their steps in one transaction of their own, with the rights of the
 * automation. What they did and what their log says commit together, so work that comes twice finds it done. A set of
 * which one record is refused is taken apart, and only that one fails.
 */
export async function runRuns(ctx: CoreCtx, ids: readonly string[]): Promise<void> {
  const taken = await takenOf(ctx, ids)
  if (!taken) return
  const where: { at: string } = { at: '' }
  try {
    await inRun(ctx, taken, ids, async (run, lives) => {
      await goOn(run, taken, lives, where)
    })
  } catch (error) {
    if (refusalOf(error) && ids.length > 1) return takeApart(ctx, taken.automation, ids)
    await failed(ctx, ids, where.at, error)
  }
}

/** What some runs of one automation run, and with which rights; null where it stopped. */
export async function takenOf(ctx: CoreCtx, ids: readonly string[]): Promise<Taken | null> {
  const page = await find(ctx, 'core.automationRun', { where: { id: { in: [...ids] } }, fields: ['automation', 'automationVersion', 'depth'], limit: 1 })
  const [first] = page.items
  const automation = first ? await automationAt(ctx, String(first.automation), Number(first.automationVersion)) : null
  if (!first || !automation) return null
  const rights = await rightsOf(ctx, automation)
  if (!('text' in rights)) return { automation, depth: Number(first.depth), access: rights.access }
  const why = ctx.t(rights.text)
  await systemContext(ctx.world, ctx.workspace, 'Ends the runs of a stopped automation', 'automation', async system => {
    const lives = await takeUp(system, ids)
    await write(
      system,
      lives.map(live => ({ id: live.id, patch: { state: 'stopped', error: why, endedAt: system.now() } })),
    )
    await stopAutomation(system, automation, why)
  })
  return null
}

/** Work of runs that nobody else is at and that have not ended, in a transaction with the automation's rights. */
export async function inRun(ctx: CoreCtx, taken: Taken, ids: readonly string[], work: (run: CoreCtx, lives: readonly Live[]) => Promise<void>): Promise<void> {
  const { automation, access, depth } = taken
  const cause = { run: ids[0] ?? '', depth }
  await withContext(ctx.world, { workspace: ctx.workspace, access, origin: 'automation', cause, reason: automation.name }, async run => {
    const lives = await run.asSystem('Takes up runs of an automation', system => takeUp(system as CoreCtx, ids))
    if (lives.length > 0) await work(run, lives)
  })
}

/** From where the runs stand to their end, or to the next call. */
export async function goOn(run: CoreCtx, { automation }: Taken, lives: readonly Live[], where: { at: string }): Promise<void> {
  const walk: Walk = {
    ctx: run,
    automation,
    entity: automation.entity === null ? null : (run.model.entities.get(automation.entity) ?? null),
    dry: false,
    get at() {
      return where.at
    },
    set at(place) {
      where.at = place
    },
  }
  const through = await walkSteps(walk, perform, automation.steps, lives)
  await run.asSystem('Writes down what an automation did', async plain => {
    const system = plain as CoreCtx
    await write(
      system,
      lives.map(live => ({
        id: live.id,
        patch: { log: live.log as unknown as Json, error: null, ...(through.includes(live) ? { state: 'done', endedAt: run.now() } : { state: 'calling' }) },
      })),
    )
    for (const live of lives)
      if (live.calls !== null)
        await system.enqueue(`core.automationCall#${automation.id}`, { run: live.id, at: live.calls }, { key: `${live.id}:${live.calls}` })
  })
}

const open = ['waiting', 'calling', 'retrying']

/** Holds runs until the transaction ends; those that have ended are left out. */
async function takeUp(system: CoreCtx, ids: readonly string[]): Promise<Live[]> {
  const entity = system.model.entities.get('core.automationRun')
  if (!entity) return []
  const locked = await lockRecords(system, entity, 'update', 'update', ids)
  return [...locked.values()].flatMap(({ record }): Live[] =>
    open.includes(String(record.state))
      ? [
          {
            id: String(record.id),
            record: (record.record as string | null) ?? null,
            input: record.input ?? null,
            pressedBy: (record.pressedBy as string | null) ?? null,
            log: [...((record.log ?? []) as unknown as Entry[])],
            item: null,
            calls: null,
          },
        ]
      : [],
  )
}

async function write(system: CoreCtx, list: readonly { readonly id: string; readonly patch: { readonly [field: string]: Json } }[]): Promise<void> {
  await change(
    system,
    'core.automationRun',
    list.map(({ id, patch }) => ({ verb: 'update', id, patch })),
    { server: true },
  )
}

async function takeApart(ctx: CoreCtx, automation: StoredAutomation, ids: readonly string[]): Promise<void> {
  await systemContext(
    ctx.world,
    ctx.workspace,
    'Takes a set of runs apart',
    'automation',
    async system => {
      for (const id of ids) await system.enqueue(`core.automationRun#${automation.id}`, { runs: [id] })
    },
    ctx.cause,
  )
}

/** A refusal is final, since nothing would be different the next time; anything else is tried again after a pause. */
export async function failed(ctx: CoreCtx, ids: readonly string[], at: string, error: unknown): Promise<void> {
  const refusal = refusalOf(error)
  const sentence = (refusal ? ctx.t(refusal.text, refusal.values) : error instanceof Error ? error.message : String(error)).slice(0, 1000)
  const again = await systemContext(ctx.world, ctx.workspace, 'Writes down that an automation failed', 'automation', async system => {
    const lives = await takeUp(system, ids)
    const page = await find(system, 'core.automationRun', {
      where: { id: { in: lives.map(live => live.id) } },
      fields: ['attempts', 'automation', 'automationVersion'],
      limit: 500,
    })
    const attempts = new Map(page.items.map(item => [item.id, Number(item.attempts) + 1]))
    const [first] = page.items
    const steps = first ? await automationAt(system, String(first.automation), Number(first.automationVersion)) : null
    const last = (live: Live): boolean => refusal !== null || (attempts.get(live.id) ?? 0) >= mostTries
    await write(
      system,
      lives.map(live => ({
        id: live.id,
        patch: {
          attempts: attempts.get(live.id) ?? 1,
          error: sentence,
          ...(last(live)
            ? { state: 'failed', endedAt: system.now(), log: [...live.log, entryOf(steps, at, sentence, system)] as unknown as Json }
            : { state: 'retrying' }),
        },
      })),
    )
    return lives.some(live => !last(live))
  })
  if (again) throw error
}

function entryOf(automation: StoredAutomation | null, at: string, error: string, ctx: CoreCtx): Entry {
  return { at, do: stepAt(automation, at), state: 'failed', time: ctx.now(), data: null, error }
}

function stepAt(automation: StoredAutomation | null, at: string): Entry['do'] {
  let steps: unknown = automation?.steps
  for (const name of at.split('.')) steps = (steps as { readonly [name: string]: unknown } | undefined)?.[name]
  return (steps as { readonly do?: Entry['do'] } | undefined)?.do ?? 'set'
}

/** What refused, as a sentence with its values; null for what merely failed. */
export function refusalOf(error: unknown): { readonly text: string; readonly values: { readonly [name: string]: string | number } } | null {
  if (error instanceof UserError) return { text: error.message, values: error.values }
  if (!(error instanceof Refused) || error.status >= 500 || error.status === 429) return null
  const issues = error.options.errors ?? []
  const [first] = issues
  if (issues.length > 1 || !first)
    return {
      text: issues.length > 1 ? issues.map(issue => fill(issue.message, issue.values ?? {}, 'en')).join(' ') : error.detail,
      values: error.options.values ?? {},
    }
  return { text: first.message, values: first.values ?? {} }
}
