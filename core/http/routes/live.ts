import type { Hono } from 'hono'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'
import { Refused } from '../../errors.ts'
import { withContext } from '../../records/context.ts'
import { find } from '../../records/find.ts'
import type { World } from '../../world.ts'
import { type Env, type SignedIn, signedIn } from '../env.ts'
import { OutboxReader, type Told } from '../outbox-reader.ts'

/** How many open lines one person may have; a browser shares one between its tabs. */
const linesPerUser = 8

/** Wakes every open line of a workspace when its outbox grew. */
export class LiveHub {
  readonly #waiting = new Map<string, Set<() => void>>()
  readonly #lines = new Map<string, number>()
  readonly #closing = new Set<() => void>()
  #over = false
  #unlisten: (() => Promise<void>) | null = null
  constructor(readonly world: World) {}

  async begin(): Promise<void> {
    this.#unlisten = await this.world.db.app.listen(
      'sangam_outbox',
      workspace => this.#wake(workspace),
      () => this.#wakeAll(),
    )
  }

  /** Ends every open line, and whichever was just about to open. */
  letGo(): void {
    this.#over = true
    for (const close of this.#closing) close()
  }

  async stop(): Promise<void> {
    this.letGo()
    await this.#unlisten?.().catch(() => undefined)
  }

  onWake(workspace: string, told: () => void): () => void {
    const set = this.#waiting.get(workspace) ?? new Set()
    this.#waiting.set(workspace, set.add(told))
    return () => set.delete(told)
  }

  onStop(close: () => void): () => void {
    if (this.#over) close()
    this.#closing.add(close)
    return () => this.#closing.delete(close)
  }

  open(user: string): () => void {
    const lines = this.#lines.get(user) ?? 0
    if (lines >= linesPerUser) throw new Refused(429, 'too_many', 'Too many windows listen at once. Close some of them.')
    this.#lines.set(user, lines + 1)
    return () => void this.#lines.set(user, (this.#lines.get(user) ?? 1) - 1)
  }

  #wake(workspace: string): void {
    for (const told of this.#waiting.get(workspace) ?? []) told()
  }

  #wakeAll(): void {
    for (const workspace of this.#waiting.keys()) this.#wake(workspace)
  }
}

/** `GET /api/live`: what changed, of what the listener may read; a line cut off goes on where it was. */
export function liveRoutes(app: Hono<Env>, world: World, hub: LiveHub, again: (who: SignedIn) => Promise<SignedIn | null>): void {
  app.get('/api/live', c => {
    const who = signedIn(c)
    const close = hub.open(who.access.caller.userId)
    const last = Number(c.req.header('Last-Event-ID') ?? '')
    return streamSSE(c, async out => {
      try {
        await listen(world, hub, who, Number.isSafeInteger(last) && last > 0 ? last : null, again, out)
      } catch (error) {
        // The browser comes again by itself; what went wrong is nothing for it to know.
        world.log.error('A live line broke.', { error: String(error) })
      } finally {
        close()
      }
    })
  })
}

/** Tells what came since a number, and goes on until the listener leaves or may not listen any more. */
async function listen(
  world: World,
  hub: LiveHub,
  who: SignedIn,
  after: number | null,
  again: (who: SignedIn) => Promise<SignedIn | null>,
  out: SSEStreamingApi,
): Promise<void> {
  let open = true
  const reader = await OutboxReader.open(world, who.workspace, after)
  let wake: () => void = () => undefined
  const leave = (): void => {
    open = false
    wake()
  }
  const stops = [hub.onWake(who.workspace, () => wake()), hub.onStop(leave)]
  out.onAbort(leave)
  try {
    await out.writeSSE({ event: 'hello', data: '{}', id: String(reader.position) })
    let model = (await world.models.current(who.workspace)).number
    for (let turns = 0; open; turns += 1) {
      const woken = new Promise<void>(resolve => {
        wake = resolve
      })
      // Asked behind what was read: of what was written after somebody might not listen any more they hear nothing.
      const { rows, more } = await reader.next()
      const now = await again(who)
      if (!now) break
      const told = await heard(world, now, rows)
      for (const row of told)
        await out.writeSSE({
          event: row.kind,
          data: JSON.stringify(row.kind !== 'change' ? {} : { entity: row.name, id: row.recordId, verb: row.verb, version: row.version }),
          id: String(reader.position),
        })
      const number = (await world.models.current(who.workspace)).number
      if (number !== model) await out.writeSSE({ event: 'model', data: JSON.stringify({ number }), id: String(reader.position) })
      model = number
      if (more) continue
      if (told.length === 0 && turns % 10 === 9) await out.write(': still here\n\n')
      let timer: NodeJS.Timeout | undefined
      const tick = new Promise<void>(resolve => {
        timer = setTimeout(resolve, 2500)
      })
      await Promise.race([woken, tick])
      clearTimeout(timer)
    }
  } finally {
    for (const stop of stops) stop()
  }
}

/** What of it this person may read: asked through the compiler, like everything. */
async function heard(world: World, who: SignedIn, given: readonly Told[]): Promise<readonly Told[]> {
  const rows = given.filter(row => row.kind === 'change' || row.kind === 'notice' || row.kind === 'merge')
  if (rows.length === 0) return rows
  const mine = who.access.caller.userId
  const seen = await withContext(world, { workspace: who.workspace, access: who.access, origin: 'api', readOnly: true }, async ctx => {
    const byEntity = new Map<string, Set<string>>()
    for (const row of rows) {
      const entity = row.kind === 'notice' ? undefined : ctx.model.entities.get(row.name)
      if (entity && !entity.internal && row.recordId && ctx.access.may(row.name, 'read'))
        byEntity.set(row.name, (byEntity.get(row.name) ?? new Set()).add(row.recordId))
    }
    const visible = new Set<string>()
    for (const [entity, ids] of byEntity) {
      const list = [...ids]
      const all = ctx.access.rows(entity, 'read') === 'all' && !ctx.model.entities.get(entity)?.definition.about
      // A removed record can't be asked for any more; only who sees all records hears of it.
      if (all) for (const id of list) visible.add(id)
      else
        for (let start = 0; start < list.length; start += 500)
          for (const item of (await find(ctx, entity, { where: { id: { in: list.slice(start, start + 500) } }, fields: ['id'], sort: ['id'], limit: 500 }))
            .items)
            visible.add(item.id)
    }
    return visible
  })
  return rows.filter(row => (row.kind === 'notice' ? row.payload?.user === mine : row.recordId !== null && seen.has(row.recordId)))
}
