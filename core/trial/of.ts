import { createHash } from 'node:crypto'
import { linkFields, linkTable } from '../registry/links.ts'
import type { Model, ModelEntity, ModelField } from '../registry/model.ts'

/** Records that go with a trial: those of a company, or those that name one that goes. */
export interface Going {
  readonly entity: ModelEntity
  /** The column that says whose it is, or that names what it goes with. */
  readonly by: string
  readonly with: Going | null
}

/** A pointer at what goes. */
export interface Pointing {
  readonly of: ModelEntity
  readonly field: ModelField
  readonly at: Going
}

/** All that a model throws away as a company goes live, in an order in which nothing names what is gone. */
export interface TrialPlan {
  /** The name of its function: another for another meaning. */
  readonly key: string
  readonly going: readonly Going[]
  /** Pointers of records that stay, and those within a circle: emptied first. */
  readonly cleared: readonly Pointing[]
  /** Tables of links from or to what goes, and which of its columns. */
  readonly links: readonly { readonly table: string; readonly column: 'from_id' | 'to_id'; readonly at: Going }[]
}

/** Grows when the function of the database does something else of the same plan. */
const made = 1

const known = new WeakMap<Model, TrialPlan | null>()

/** What a model throws away; null where no plugin says so. */
export function trialOf(model: Model): TrialPlan | null {
  const found = known.get(model)
  if (found !== undefined) return found
  const plan = planOf(model.entities)
  known.set(model, plan)
  return plan
}

function planOf(entities: ReadonlyMap<string, ModelEntity>): TrialPlan | null {
  const going = goingOf(entities)
  if (going.size === 0) return null
  const { order, cleared } = ordered(going, pointersAt(entities, going))
  const links = [...entities.values()].flatMap(entity =>
    linkFields(entity).flatMap(field => {
      const table = linkTable(entity, field)
      const [from, to] = [going.get(entity.name), going.get(field.to ?? '')]
      return [...(from ? [{ table, column: 'from_id' as const, at: from }] : []), ...(to ? [{ table, column: 'to_id' as const, at: to }] : [])]
    }),
  )
  const meaning = [
    made,
    order.map(one => [one.entity.table, one.by, one.with?.entity.table, one.entity.holds, seriesOf(one.entity)]),
    cleared.map(({ of, field }) => [of.table, field.columns]),
    links.map(({ table, column }) => [table, column]),
  ]
  return { key: `trial_${createHash('sha256').update(JSON.stringify(meaning)).digest('hex').slice(0, 20)}`, going: order, cleared, links }
}

export function seriesOf(entity: ModelEntity): ModelField[] {
  return [...entity.fields.values()].filter(field => field.type.type === 'series')
}

/** Those that plugins name, their lines, and what stands below them. */
function goingOf(entities: ReadonlyMap<string, ModelEntity>): Map<string, Going> {
  const going = new Map<string, Going>()
  for (const entity of entities.values()) {
    const by = entity.fields.get(entity.trial ?? '')?.columns[0]?.name
    if (by) going.set(entity.name, { entity, by, with: null })
  }
  for (let grown = true; grown; ) {
    grown = false
    for (const entity of entities.values()) {
      if (going.has(entity.name)) continue
      const field = [...entity.fields.values()].find(
        one =>
          one.type.type === 'reference' &&
          going.has(one.to ?? '') &&
          (entity.linesOf?.by === one.name || (one.options as { readonly onRemove?: string }).onRemove === 'cascade'),
      )
      const above = going.get(field?.to ?? '')
      const by = field?.columns[0]?.name
      if (!above || !by) continue
      going.set(entity.name, { entity, by, with: above })
      grown = true
    }
  }
  return going
}

function pointersAt(entities: ReadonlyMap<string, ModelEntity>, going: ReadonlyMap<string, Going>): Pointing[] {
  return [...entities.values()].flatMap(of =>
    [...of.fields.values()].flatMap((field): Pointing[] => {
      const at = field.type.type === 'reference' && !field.computed ? going.get(field.to ?? '') : undefined
      return at ? [{ of, field, at }] : []
    }),
  )
}

/** What names another goes before it; where two name each other, one lets go first. Records that stay let go too. */
function ordered(
  going: ReadonlyMap<string, Going>,
  pointers: readonly Pointing[],
): { readonly order: readonly Going[]; readonly cleared: readonly Pointing[] } {
  const cleared = pointers.filter(({ of }) => !going.has(of.name))
  let open = pointers.filter(({ of, at }) => going.has(of.name) && at.entity !== of)
  const left = new Set(going.values())
  const order: Going[] = []
  while (left.size > 0) {
    const next = [...left].find(one => !open.some(({ at }) => at === one))
    if (next) {
      left.delete(next)
      order.push(next)
      open = open.filter(({ of }) => of !== next.entity)
      continue
    }
    const loose = open.find(({ field }) => field.options.required !== true)
    if (!loose) return { order: [...order, ...left], cleared }
    cleared.push(loose)
    open = open.filter(one => one !== loose)
  }
  return { order, cleared }
}

/** What a plugin says of a trial and can't be done, with the plugin, the thing and the fix. */
export function trialProblems(entities: ReadonlyMap<string, ModelEntity>): string[] {
  const going = goingOf(entities)
  return pointersAt(entities, going)
    .filter(({ of, field }) => !going.has(of.name) && field.options.required === true)
    .map(
      ({ of, field, at }) =>
        `Plugin ${of.plugin}: "${field.name}" of ${of.name} must name a ${at.entity.name}, which goes with a trial. Say \`trial\` of ${of.name} too, or \`onRemove: 'cascade'\`, or don't require it.`,
    )
}
