import type { Json } from '@sangam/sdk'
import type { Access } from '../access/access.ts'
import { isLost, sqlState } from '../data/connection.ts'
import type { CoreCtx } from '../data/context.ts'
import type { Model } from '../registry/model.ts'
import type { World } from '../world.ts'
import { type ChangeRequest, change } from './change.ts'
import { type Who, withContext } from './context.ts'

/** One record that somebody asks to be made or changed. */
export interface Asked<T> {
  readonly request: ChangeRequest
  /** Whether its caller may still do what they could as they asked, where it had to wait. */
  readonly mayStill: () => Promise<boolean>
  /** Does it by itself, as its caller may by now. */
  readonly alone: () => Promise<T>
  /** What is told of it. */
  readonly told: (record: Json) => T
  /** Keeps what was told of all that were done with it, in the transaction that did them: the same for every one of a kind. */
  readonly keep: (ctx: CoreCtx, all: readonly T[]) => void
}

interface Waiting extends Asked<unknown> {
  readonly done: (told: unknown) => void
  readonly failed: (error: unknown) => void
}

/** What one caller changes of one entity. */
interface Queue {
  readonly who: Who
  readonly entity: string
  readonly mostUnderWay: number
  waiting: Waiting[]
  underWay: number
  patience: NodeJS.Timeout | null
}

/** So many sets at once: some are prepared while the database works on others. What is numbered waits for whoever holds the counter in any case, and comes in larger sets meanwhile. */
const [several, ofNumbered] = [4, 1]
const mostInSet = 32
/** A change may have to wait for others, whoever made them: what comes behind it waits no longer than this. */
const patienceMs = 100

const queues = new WeakMap<World, WeakMap<Access, Map<string, Queue>>>()

/**
 * Changes one record, in one set with others that the same caller asks for meanwhile: a program that sends its records one by one and several at
 * once is served as if it had sent a list. Who comes alone waits for nobody. A set that can't be done whole has done nothing, and each is then
 * done by itself, so that none is refused for another's fault; only where nobody knows whether it was done, since the connection was lost, all are
 * told so.
 */
export async function changeTogether<T>(world: World, who: Who & { readonly access: Access }, entity: string, asked: Asked<T>): Promise<T> {
  const model = await world.models.current(who.workspace)
  const queue = queueOf(world, model, who, entity, asked.request.verb)
  return new Promise<T>((resolve, reject) => {
    queue.waiting.push({ ...asked, done: told => resolve(told as T), failed: reject } as Waiting)
    if (queue.underWay < queue.mostUnderWay) void next(world, queue)
    else waitFor(world, queue)
  })
}

function waitFor(world: World, queue: Queue): void {
  queue.patience ??= setTimeout(() => void next(world, queue), patienceMs).unref()
}

function queueOf(world: World, model: Model, who: Who & { readonly access: Access }, entity: string, verb: string): Queue {
  const byAccess = queues.get(world) ?? new WeakMap<Access, Map<string, Queue>>()
  queues.set(world, byAccess)
  const own = byAccess.get(who.access) ?? new Map<string, Queue>()
  byAccess.set(who.access, own)
  const key = JSON.stringify([who.workspace, who.origin, who.locale, who.program, entity, verb])
  const known = own.get(key)
  if (known) return known
  const isNumbered = [...(model.entities.get(entity)?.fields.values() ?? [])].some(field => field.type.type === 'series')
  const queue: Queue = { who, entity, mostUnderWay: isNumbered ? ofNumbered : several, waiting: [], underWay: 0, patience: null }
  own.set(key, queue)
  return queue
}

async function next(world: World, queue: Queue): Promise<void> {
  if (queue.patience) clearTimeout(queue.patience)
  queue.patience = null
  queue.underWay += 1
  try {
    // Whatever has come by now is read within this turn.
    await new Promise(setImmediate)
    const set = taken(queue)
    // More are left, and this one may have to wait as well.
    if (queue.waiting.length > 0) waitFor(world, queue)
    if (set.length > 0) await doAll(world, queue, await stillTheirs(set))
  } finally {
    queue.underWay -= 1
    if (queue.waiting.length > 0) void next(world, queue)
  }
}

/** Those that waited longest; of several changes of one record the first, since each is judged by what the one before left. */
function taken(queue: Queue): Waiting[] {
  const [set, left, ids]: [Waiting[], Waiting[], Set<string>] = [[], [], new Set()]
  for (const one of queue.waiting) {
    const id = one.request.id?.toLowerCase()
    if (set.length >= mostInSet || (id !== undefined && ids.has(id))) left.push(one)
    else set.push(one)
    if (id !== undefined) ids.add(id)
  }
  queue.waiting = left
  return set
}

/** Those whose callers may do as before; what was taken from the others while they waited is found out of each by itself. */
async function stillTheirs(set: readonly Waiting[]): Promise<readonly Waiting[]> {
  const may = await Promise.all(
    set.map(one =>
      one.mayStill().then(
        still => still,
        () => false,
      ),
    ),
  )
  for (const [at, one] of set.entries()) if (!may[at]) void one.alone().then(one.done, one.failed)
  return set.filter((_, at) => may[at])
}

async function doAll(world: World, { who, entity }: Queue, set: readonly Waiting[]): Promise<void> {
  const [first, ...others] = set
  if (first && others.length > 0) {
    try {
      const all = await withContext(world, who, async ctx => {
        const records = await change(
          ctx,
          entity,
          set.map(one => one.request),
        )
        const told = set.map((one, at) => one.told(records[at] as Json))
        first.keep(ctx, told)
        return told
      })
      for (const [at, one] of set.entries()) one.done(all[at])
      return
    } catch (error) {
      if (isDoubtful(error)) {
        for (const one of set) one.failed(error)
        return
      }
    }
  }
  await Promise.all(set.map(one => one.alone().then(one.done, one.failed)))
}

/** Nobody knows whether it was done: the connection was lost, or the database ended it. */
function isDoubtful(error: unknown): boolean {
  return isLost(error) || /^(?:08|57P)/.test(sqlState(error) ?? '')
}
