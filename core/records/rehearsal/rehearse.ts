import type { Json } from '@sangam/sdk'
import { type Pressed, pressedIn, rehearsePressed } from '../../automations/pressed.ts'
import type { CoreCtx } from '../../data/context.ts'
import type { World } from '../../world.ts'
import type { Written } from '../change/record.ts'
import type { Item } from '../change/work.ts'
import { type Who, withContext } from '../context.ts'
import { getMany } from '../find.ts'
import { differences, toldFields } from '../history.ts'
import { type Afterwards, afterwardsOf } from './afterwards.ts'
import { netOf } from './net.ts'
import { type Stood, stoodOf } from './stood.ts'
import { takenBack } from './taken-back.ts'

/** What would become of one record. */
export interface PlannedChange {
  readonly entity: string
  /** `new 1` of a record that would be made: it has no id yet. */
  readonly id: string
  readonly title: string | null
  readonly verb: Written['verb']
  readonly fields: { readonly [field: string]: { readonly from: Json; readonly to: Json } }
  /** The caller sees it now and would not afterwards: what would become of it is not theirs to know. */
  readonly outOfSight?: true
}

export interface Plan {
  readonly changes: readonly PlannedChange[]
  /** How many more records would change than are told one by one. */
  readonly more: number
  /** What begins only once the change holds, in words. None of it is done by a rehearsal. */
  readonly afterwards: readonly Afterwards[]
}

/** A plan, and what it was made on. */
export interface Rehearsal {
  readonly plan: Plan
  readonly stood: readonly Stood[]
}

/** How many changes are told one by one. */
const most = 100

/**
 * Does a write whole, with its hooks, rules and numbers, tells what came of it and takes it back: nothing is kept, told or sent. It is
 * refused as the write itself would be. Of records the caller does not see, before or after, nothing is told. What begins only after a write
 * holds (automations, mails, what others do when they hear of it) is told in words; of a button, whose automation is all that it does, also what
 * that would change. `from` leaves out so many changes, which were told before.
 */
export async function rehearse(world: World, who: Who, work: (ctx: CoreCtx) => Promise<unknown>, from = 0): Promise<Rehearsal> {
  const told: Told[] = []
  const stood: Stood[] = []
  const afterwards: Afterwards[] = []
  const pressed: Pressed[] = []
  let eyes: Eyes | null = null
  await takenBack(world, who, async (ctx, rehearsed) => {
    await work(ctx)
    await ctx.tx.settled()
    const { access, scope, t } = ctx
    eyes = { access, scope, t }
    const net = netOf(rehearsed.written)
    stood.push(...stoodOf(net))
    told.push(await tell(ctx, net))
    afterwards.push(...(await afterwardsOf(ctx, rehearsed)))
    pressed.push(...(await pressedIn(ctx, rehearsed.jobs)))
  })
  for (const one of pressed)
    afterwards.push(
      ...(await rehearsePressed(world, one, async (run, rehearsed) => {
        const seen = { ...run, ...(eyes as Eyes), seen: null }
        const net = netOf(rehearsed.written)
        stood.push(...stoodOf(net))
        told.push(await tell(seen, net))
        afterwards.push(...(await afterwardsOf(seen, rehearsed)))
      })),
    )
  const missed = told.flatMap(({ missed }) => missed)
  const before = missed.length === 0 ? [] : await withContext(world, { ...who, readOnly: true }, ctx => tellFromBefore(ctx, missed))
  const changes = named([...told.flatMap(one => one.changes), ...before])
  const shown = changes.slice(from, from + most)
  const words = [...new Map(afterwards.map(one => [one.text, one])).values()]
  return { plan: { changes: shown, more: Math.max(0, changes.length - from - shown.length), afterwards: words }, stood }
}

type Eyes = Pick<CoreCtx, 'access' | 'scope' | 't'>

interface Told {
  readonly changes: readonly PlannedChange[]
  /** Not to be seen any more: they are looked for where they still are. */
  readonly missed: readonly Written[]
}

/** What the caller sees of it in the end. */
async function tell(ctx: CoreCtx, written: readonly Written[]): Promise<Told> {
  const seen = await itemsOf(
    ctx,
    written.filter(({ verb }) => verb !== 'remove'),
  )
  const changes: PlannedChange[] = []
  const missed: Written[] = []
  for (const one of written) {
    const item = seen.get(keyOf(one))
    const { entity, verb, before, next } = one
    if (item) changes.push({ ...called(one, item), fields: differences(toldFields(ctx, entity), before ?? {}, next, verb === 'create') })
    else if (verb === 'remove' || verb === 'update') missed.push(one)
  }
  return { changes, missed }
}

/** What would be gone, or out of the caller's sight, as they see it now. */
async function tellFromBefore(ctx: CoreCtx, written: readonly Written[]): Promise<PlannedChange[]> {
  const seen = await itemsOf(ctx, written)
  return written.flatMap(one => {
    const item = seen.get(keyOf(one))
    return item ? [{ ...called(one, item), fields: {}, ...(one.verb === 'update' && { outOfSight: true as const }) }] : []
  })
}

async function itemsOf(ctx: CoreCtx, written: readonly Written[]): Promise<Map<string, Item>> {
  const found = new Map<string, Item>()
  for (const entity of new Set(written.map(one => one.entity))) {
    if (entity.internal || entity.linesOf || !ctx.access.may(entity.name, 'read')) continue
    const ids = written.filter(one => one.entity === entity).map(one => one.id)
    for (const [id, item] of await getMany(ctx, entity.name, ids)) found.set(keyOf({ entity, id }), item)
  }
  return found
}

const keyOf = ({ entity, id }: Pick<Written, 'entity' | 'id'>): string => `${entity.name} ${id}`

function called({ entity, id, verb }: Written, item: Item): Omit<PlannedChange, 'fields'> {
  const title = item[entity.title]
  return { entity: entity.name, id, title: typeof title === 'string' ? title : null, verb }
}

/** Ids of what would be made mean nothing afterwards: the records are called by their place, where others point at them too. */
function named(changes: readonly PlannedChange[]): PlannedChange[] {
  const names = new Map(changes.filter(one => one.verb === 'create').map((one, at) => [one.id, `new ${at + 1}`]))
  return names.size === 0
    ? [...changes]
    : (JSON.parse(JSON.stringify(changes), (_, value: unknown) => (typeof value === 'string' ? (names.get(value) ?? value) : value)) as PlannedChange[])
}
