import type { Json } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import type { World } from '../world.ts'
import type { Written } from './change/record.ts'
import type { Item } from './change/work.ts'
import { type Who, withContext } from './context.ts'
import { getMany } from './find.ts'
import { differences, toldFields } from './history.ts'

/** What would become of one record. */
export interface PlannedChange {
  readonly entity: string
  /** `new 1` of a record that would be made: it has no id yet. */
  readonly id: string
  readonly title: string | null
  readonly verb: Written['verb']
  readonly fields: { readonly [field: string]: { readonly from: Json; readonly to: Json } }
}

export interface Plan {
  readonly changes: readonly PlannedChange[]
  /** How many more records would change than are told one by one. */
  readonly more: number
}

/** How many changes are told one by one. */
const most = 100

class TakenBack extends Error {
  override readonly name = 'TakenBack'
}

/**
 * Does a write whole, with its hooks, rules and numbers, tells what came of it and takes it back: nothing is kept, told or sent. It is
 * refused as the write itself would be. Of records the caller does not see, before or after, nothing is told. What begins only after a write
 * holds (automations, mails, what others do when they hear of it) is no part of it.
 */
export async function rehearse(world: World, who: Who, work: (ctx: CoreCtx) => Promise<unknown>): Promise<Plan> {
  const written: Written[] = []
  let told: (PlannedChange | null)[] = []
  try {
    await withContext(world, { ...who, hopeful: false, rehearsal: true, written }, async ctx => {
      await work(ctx)
      await ctx.tx.settled()
      told = await toldOf(ctx, perRecord(written))
      throw new TakenBack()
    })
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error
  }
  // What would be gone is looked for where it still is.
  const gone = perRecord(written).filter(one => one.verb === 'remove')
  const left = await withContext(world, { ...who, readOnly: true }, ctx => toldOf(ctx, gone, true))
  const changes = [...told, ...left].filter(one => one !== null)
  return { changes: named(changes.slice(0, most)), more: Math.max(0, changes.length - most) }
}

/** One entry for each record, from what it was at first to what it is in the end. */
function perRecord(written: readonly Written[]): Written[] {
  const found = new Map<string, Written>()
  for (const one of written) {
    const key = `${one.entity.name} ${one.id}`
    const first = found.get(key)
    found.set(key, first ? { ...one, verb: one.verb === 'remove' ? 'remove' : first.verb, before: first.before } : one)
  }
  return [...found.values()].filter(one => one.before !== null || one.verb !== 'remove')
}

async function toldOf(ctx: CoreCtx, written: readonly Written[], gone = false): Promise<(PlannedChange | null)[]> {
  const seen = new Map<string, Map<string, Item>>()
  for (const entity of new Set(written.map(one => one.entity))) {
    if (entity.internal || entity.linesOf || !ctx.access.may(entity.name, 'read')) continue
    const ids = written.filter(one => one.entity === entity && (gone || one.verb !== 'remove')).map(one => one.id)
    if (ids.length > 0) seen.set(entity.name, await getMany(ctx, entity.name, ids))
  }
  return written.map(({ entity, id, verb, before, next }) => {
    const item = seen.get(entity.name)?.get(id)
    if (!item) return null
    const fields = verb === 'remove' ? {} : differences(toldFields(ctx, entity), before ?? {}, next, verb === 'create')
    const title = item[entity.title]
    return { entity: entity.name, id, title: typeof title === 'string' ? title : null, verb, fields }
  })
}

/** Ids of what would be made mean nothing afterwards: the records are called by their place, where others point at them too. */
function named(changes: readonly PlannedChange[]): PlannedChange[] {
  const names = new Map(changes.filter(one => one.verb === 'create').map((one, at) => [one.id, `new ${at + 1}`]))
  return names.size === 0
    ? [...changes]
    : (JSON.parse(JSON.stringify(changes), (_, value: unknown) => (typeof value === 'string' ? (names.get(value) ?? value) : value)) as PlannedChange[])
}
