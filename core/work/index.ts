import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { automationSchedules } from '../automations/times.ts'
import { tableName } from '../data/identifiers.ts'
import { stayingOf } from '../invariants/of.ts'
import { foldSums } from '../invariants/sums.ts'
import { systemContext } from '../records/context.ts'
import type { Model } from '../registry/model.ts'
import { foldRollups } from '../rollups/fold.ts'
import { rollupsOf } from '../rollups/of.ts'
import type { World } from '../world.ts'
import { countWork } from './metrics.ts'
import { handOver } from './outbox.ts'
import { Park } from './park.ts'
import { anythingDue, type Claimed, claim, leaseSeconds, markFailed, release, renew } from './queue.ts'
import { kindOf, LeaseLost, runnable, runWork } from './run.ts'
import { planSchedules, type Schedule, schedulesEpoch, tickSchedules } from './schedule.ts'

export { workCounts } from './parked.ts'

export interface Work {
  /** Lets what runs finish, gives back what was not begun, and ends. */
  stop(): Promise<void>
  /** Does all that is due or waits for another try, and all that follows from it; gives a sentence for each thing that failed. */
  settle(): Promise<string[]>
}

/** Different things a node works at in one moment. */
const lanesPerNode = 4
/** Who has given no answer after so long is taken for failed. */
const longestMs = 15 * 60_000

/**
 * Starts delivering events and mail and running jobs, for all workspaces. Woken by a notice of the
 * database, and by a clock each second for what a notice missed. With `background: false` it only
 * works when told to settle.
 */
export async function startWork(world: World, options: { readonly background?: boolean } = {}): Promise<Work> {
  const worker = new Worker(world)
  if (options.background !== false) await worker.begin()
  return { stop: () => worker.stop(), settle: () => worker.settle() }
}

interface Eager {
  readonly tried: Set<string>
  readonly failures: string[]
}

class Worker {
  readonly #node = randomUUID()
  readonly #lanes = new Map<string, Promise<void>>()
  readonly #held = new Map<string, Set<string>>()
  readonly #rounds = new Map<string, Promise<number>>()
  readonly #planned = new Map<string, { readonly model: Model; readonly at: number; readonly epoch: number; readonly schedules: readonly Schedule[] }>()
  readonly #folded = new Map<string, number>()
  readonly #timers: NodeJS.Timeout[] = []
  #unlisten: (() => Promise<void>) | null = null
  #stopping = false
  #polling = false

  constructor(readonly world: World) {}

  async begin(): Promise<void> {
    this.#unlisten = await this.world.db.app.listen('sangam_outbox', workspace => this.#wake(workspace))
    this.#timers.push(
      setInterval(() => void this.#poll(), 1000),
      setInterval(() => void this.#renew(), (leaseSeconds / 3) * 1000),
    )
    void this.#poll()
  }

  async stop(): Promise<void> {
    this.#stopping = true
    for (const timer of this.#timers) clearInterval(timer)
    await this.#unlisten?.().catch(() => undefined)
    await Promise.allSettled(this.#rounds.values())
    await Promise.race([Promise.allSettled(this.#lanes.values()), new Promise(resolve => setTimeout(resolve, 10_000).unref())])
    for (const [workspace, ids] of this.#held) if (ids.size > 0) await release(this.world.db.app, workspace, [...ids], this.#node).catch(() => undefined)
  }

  async settle(): Promise<string[]> {
    const eager: Eager = { tried: new Set(), failures: [] }
    for (;;) {
      let did = 0
      for (const workspace of await this.#workspaces()) did += await this.#round(workspace, eager)
      if (this.#lanes.size > 0) {
        await Promise.allSettled(this.#lanes.values())
        did += 1
      }
      if (did === 0) return eager.failures
    }
  }

  async #workspaces(): Promise<string[]> {
    const rows = await this.world.db.app.run<{ name: string }>(sql`select name from ${tableName('sangam', 'workspace')} order by name`)
    return rows.map(row => row.name)
  }

  async #poll(): Promise<void> {
    if (this.#polling || this.#stopping) return
    this.#polling = true
    try {
      for (const workspace of await this.#workspaces()) if (!this.#stopping) await this.#once(workspace)
    } catch (error) {
      this.world.log.warn('The work queue could not be read; it is tried again.', { error: String(error) })
    } finally {
      this.#polling = false
    }
  }

  #wake(workspace: string): void {
    if (!this.#stopping) void this.#once(workspace)
  }

  /** One round at a time for each workspace; a wake during a round asks for one more. */
  async #once(workspace: string): Promise<void> {
    const running = this.#rounds.get(workspace)
    if (running) await running.catch(() => 0)
    if (this.#rounds.has(workspace) || this.#stopping) return
    const round = this.#round(workspace, null)
    this.#rounds.set(workspace, round)
    await round
      .catch(error => this.world.log.warn('A round of the work queue failed; it is tried again.', { workspace, error: String(error) }))
      .finally(() => this.#rounds.delete(workspace))
  }

  /** Hands over events, enqueues schedules that are due, and begins what may begin. Gives how much there was. */
  async #round(workspace: string, eager: Eager | null): Promise<number> {
    const { db, clock, models } = this.world
    const model = await models.current(workspace)
    const folded = await this.#fold(workspace, model, eager !== null)
    const schedules = await this.#schedules(workspace, model)
    if (!eager && !(await anythingDue(db.app, workspace, clock.now()))) return 0
    const handed = await handOver(db.app, workspace, model)
    const ticked = await tickSchedules(db.app, workspace, schedules, clock.now())
    const lanes = lanesPerNode - this.#lanes.size
    if (lanes <= 0) return handed + ticked + folded
    const claimed = await claim(db.app, workspace, {
      node: this.#node,
      now: clock.now(),
      names: runnable(model),
      lanes,
      ...(eager && { eager: { except: [...eager.tried] } }),
    })
    for (const [name, works] of byName(claimed)) this.#startLane(workspace, model, name, works, eager)
    return handed + ticked + folded + claimed.length
  }

  /** Sums that writes appended are folded every two seconds: often enough for readers, seldom enough to touch a busy row once. */
  async #fold(workspace: string, model: Model, now: boolean): Promise<number> {
    const [sums, rollups] = [stayingOf(model).some(one => one.kept.length > 0), rollupsOf(model).length > 0]
    if (!(sums || rollups) || (!now && Date.now() - (this.#folded.get(workspace) ?? 0) < 2000)) return 0
    this.#folded.set(workspace, Date.now())
    const { owner, app } = this.world.db
    return (sums ? await foldSums(owner, workspace, model) : 0) + (rollups ? await foldRollups(app, workspace) : 0)
  }

  #startLane(workspace: string, model: Model, name: string, works: readonly Claimed[], eager: Eager | null): void {
    const key = `${workspace} ${name}`
    const held = this.#held.get(workspace) ?? new Set<string>()
    this.#held.set(workspace, held)
    for (const work of works) held.add(work.id)
    const lane = (async () => {
      for (const work of works) {
        if (this.#stopping) return
        eager?.tried.add(work.id)
        const failure = await this.#one(workspace, model, work)
        held.delete(work.id)
        if (failure) eager?.failures.push(failure)
      }
    })()
    this.#lanes.set(key, lane)
    void lane.finally(() => {
      this.#lanes.delete(key)
      if (!eager) this.#wake(workspace)
    })
  }

  /** Never throws: whatever happens to one piece of work, the others go on. */
  async #one(workspace: string, model: Model, work: Claimed): Promise<string | null> {
    const { db, clock, log } = this.world
    try {
      await limited(runWork(this.world, workspace, model, work, this.#node))
      countWork(kindOf(work.name), 'done')
      return null
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (error instanceof LeaseLost) return null
      const park = work.last || error instanceof Park
      countWork(kindOf(work.name), park ? 'parked' : 'failed')
      log.warn(park ? 'Work failed and is parked.' : 'Work failed and will be tried again.', {
        workspace,
        name: work.name,
        id: work.id,
        attempt: work.attempt,
        error: message,
      })
      await markFailed(db.app, workspace, work, this.#node, clock.now(), message, park).catch(lost =>
        log.warn('A failure could not be written down; the lease will run out.', { error: String(lost) }),
      )
      return `${work.name}: ${message}`
    }
  }

  async #renew(): Promise<void> {
    for (const [workspace, ids] of this.#held) {
      if (ids.size > 0)
        await renew(this.world.db.app, workspace, [...ids], this.#node).catch(error =>
          this.world.log.warn('A lease could not be renewed.', { error: String(error) }),
        )
    }
  }

  /** The jobs with a pattern, in the company's zone, and what administrators scheduled; written down again when the model changes and each minute. */
  async #schedules(workspace: string, model: Model): Promise<readonly Schedule[]> {
    const known = this.#planned.get(workspace)
    const epoch = schedulesEpoch()
    if (known && known.model === model && known.epoch === epoch && Date.now() - known.at < 60_000) return known.schedules
    const schedules = await systemContext(this.world, workspace, 'Plans scheduled jobs', 'job', async ctx => [
      ...[...model.jobs.values()].flatMap(job => (job.schedule ? [{ name: job.name, pattern: job.schedule, zone: ctx.scope.zone }] : [])),
      ...(await automationSchedules(ctx)),
    ])
    await planSchedules(this.world.db.app, workspace, schedules, this.world.clock.now())
    this.#planned.set(workspace, { model, at: Date.now(), epoch, schedules })
    return schedules
  }
}

function byName(claimed: readonly Claimed[]): Map<string, Claimed[]> {
  const lanes = new Map<string, Claimed[]>()
  for (const work of claimed) lanes.set(work.name, [...(lanes.get(work.name) ?? []), work])
  return lanes
}

async function limited(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('It gave no answer for 15 minutes.')), longestMs)
    timer.unref()
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
