import { sql } from 'drizzle-orm'
import { closeTable } from '../../data/door.ts'
import { tableName } from '../../data/identifiers.ts'
import { dropFunction, goingStays, standHolding } from '../../invariants/keep.ts'
import { type Staying, stayingOf } from '../../invariants/of.ts'
import type { Model } from '../../registry/model.ts'
import { goingRollups, standTriggers, withoutTriggers } from '../../rollups/keep.ts'
import type { World } from '../../world.ts'
import { setAside } from '../apply.ts'
import { type Converting, keepingBoth, withoutConverter } from '../custom/converting.ts'
import { wantedOf } from '../ddl.ts'
import { expandGroups, isFree, statementsOf } from '../expand.ts'
import { planWorkspace, type WorkspacePlan } from '../plan.ts'
import { type Belongings, stepsAway, stepsBack } from '../plugins/away.ts'
import { retiredIn } from '../retired.ts'
import type { Wanted } from '../wanted.ts'
import { rowsIn } from './rows.ts'
import { type About, type Rehearsed, rehearseOnCopy, type Stage } from './stage.ts'

/** What of a thing the step that does it is called by. */
function about({ what, how, table, name }: { readonly what: About['what']; readonly how: About['how']; readonly table: string; readonly name: string }) {
  return { what, how, table, name }
}

/** Where a plan leads, and by which way. */
export interface Course {
  readonly model: Model
  /** What is missing now. */
  readonly live: WorkspacePlan
  /** What is put back first. */
  readonly back?: readonly Belongings[]
  /** What is put away when all is done. */
  readonly away?: readonly Belongings[]
  readonly converting?: readonly Converting[]
  /** Indexes that go in the end. */
  readonly dropped?: readonly Pick<Wanted, 'table' | 'name'>[]
}

/** Tries all that `applyModel`, and what is done around it, would do in the database, in the same order. */
export async function rehearsePlan(world: World, schema: string, course: Course): Promise<Rehearsed> {
  const { model, live, back = [], away = [], converting = [] } = course
  const { owner } = world.db
  const [rollups, retired] = [await goingRollups(owner, schema, model), await retiredIn(owner, schema, model, live.indexes)]
  const dropped = (course.dropped ?? []).filter(one => !retired.some(({ name }) => name === one.name))
  const stays = (await goingStays(owner, schema, model)).filter(one => one.tables.length > 0)
  const touched = [
    ...[...live.missing, ...live.strange, ...rollups, ...retired, ...dropped].map(one => one.table),
    ...[...live.rollups.map(one => one.child), ...converting.map(one => one.entity)].map(one => one.table),
    ...[...stays.flatMap(one => one.tables), ...live.stays.flatMap(heldBy)],
    // Looked at wherever something stays.
    ...(stayingOf(model).length > 0 ? ['core_seal_shape'] : []),
    ...[...back, ...away].flatMap(one => [...one.tables, ...one.columns.map(column => column.table)]),
  ]
  const whole = new Set([...touched, ...live.open].filter(table => table !== null))
  const wanted = wantedOf(schema, model).filter(one => whole.has(one.table))
  const parts = { whole, beside: new Set(wanted.flatMap(one => one.alsoLocks ?? [])), names: new Set(wanted.map(one => one.name)) }
  return rehearseOnCopy(world, schema, parts, await rowsIn(owner, schema, whole), async stage => {
    for (const one of back)
      for (const moved of await stepsBack(stage.owner, stage.schema, one)) await stage.step({ phase: 'expand', ...about(moved) }, [moved.statement])
    await leadTo(stage, course)
    await stage.step({ phase: 'switch', what: 'model', table: null, name: 'model', how: 'make' }, [])
    for (const { key, table } of rollups)
      if (table !== null) await stage.step({ phase: 'switch', what: 'values', table, name: key, how: 'drop' }, [withoutTriggers(stage.schema, key)])
    for (const { name, tables } of stays)
      await stage.step({ phase: 'switch', what: 'values', table: tables[0] ?? null, name, how: 'drop' }, [dropFunction(stage.schema, name)])
    for (const one of [...retired, ...dropped])
      await stage.step(
        { phase: 'switch', ...about({ ...one, what: 'index', how: 'drop' }) },
        [sql`drop index if exists ${tableName(stage.schema, one.name)}`],
        { concurrently: true },
      )
    for (const one of converting)
      await stage.step(
        { phase: 'switch', what: 'values', table: one.entity.table, name: one.after.columns[0]?.name ?? '', how: 'drop' },
        withoutConverter(stage.schema, one),
      )
    for (const one of away)
      for (const moved of await stepsAway(stage.owner, stage.schema, one)) await stage.step({ phase: 'switch', ...about(moved) }, [moved.statement])
  })
}

async function leadTo(stage: Stage, { model, live, converting = [] }: Course): Promise<void> {
  const { owner, schema, whole } = stage
  for (const one of live.strange) await stage.step({ phase: 'expand', what: 'column', ...one, how: 'move' }, [setAside(schema, one)])
  const plan = await planWorkspace(owner, schema, model)
  const fresh = new Set(live.missing.flatMap(one => (one.kind === 'table' && !whole.has(one.table) ? [one.table] : [])))
  const missing = plan.missing.filter(one => whole.has(one.table) || fresh.has(one.table))
  const slow = missing.filter(one => one.kind === 'index' && stage.rowsOf(one.table).rows > 0)
  for (const group of expandGroups(missing.filter(one => !slow.includes(one)))) await expand(stage, group, fresh)
  for (const table of plan.open)
    if (whole.has(table)) await stage.step({ phase: 'expand', what: 'table', table, name: table, how: 'fill' }, [closeTable(schema, table)])
  for (const one of converting)
    await stage.step(
      { phase: 'fill', what: 'values', table: one.entity.table, name: one.after.columns[0]?.name ?? '', how: 'fill' },
      keepingBoth(schema, one),
      eachRow,
    )
  const checked = missing.flatMap(one => (one.validate ? [{ ...about({ ...one, what: one.kind, how: 'make' }), validate: one.validate }] : []))
  await stage.step(
    [],
    checked.filter(one => fresh.has(one.table)).map(one => one.validate),
  )
  for (const { validate, ...one } of checked) if (!fresh.has(one.table)) await stage.step({ phase: 'fill', ...one }, [validate], eachRow)
  for (const one of slow)
    await stage.step({ phase: 'fill', ...about({ ...one, what: one.kind, how: 'make' }) }, [one.create], { ...eachRow, concurrently: true })
  for (const one of live.rollups)
    await stage.step(
      { phase: 'fill', what: 'values', table: one.child.table, name: `${one.parent.table}.${one.field.name}`, how: 'fill' },
      tx => standTriggers(tx, schema, model, one),
      eachRow,
    )
  for (const one of live.stays)
    await stage.step(
      { phase: 'fill', what: 'values', table: one.entity.table, name: 'stays', how: 'fill' },
      tx => standHolding(tx, schema, model, one),
      eachRow,
    )
}

/** The tables whose records are held together with those of an entity, and the one that their hashes are written to. */
function heldBy({ entity, lines, kept }: Staying): string[] {
  return ['core_sealed', entity.table, ...lines.map(line => line.entity.table), ...kept.map(one => one.table)]
}

const eachRow = { eachRow: true } as const

/** What holds no table in use is made at once; of the rest each by itself, so that it is known what holds what. */
async function expand(stage: Stage, group: readonly Wanted[], fresh: ReadonlySet<string>): Promise<void> {
  const made = (one: Wanted) => ({ phase: 'expand', ...about({ ...one, what: one.kind, how: 'make' }) }) as const
  if (isFree(group, fresh)) await stage.step(group.filter(one => one.kind === 'table').map(made), [...statementsOf(stage.schema, group)])
  else for (const one of group) await stage.step(made(one), [...statementsOf(stage.schema, [one])])
}
