import type { Plugin } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { Tx } from '../../data/connection.ts'
import { tableOf } from '../../data/identifiers.ts'
import { linkFields, linkTable, targetsOf } from '../../registry/links.ts'
import type { Model, ModelEntity } from '../../registry/model.ts'
import type { World } from '../../world.ts'
import { wayBack } from '../plugins/away.ts'
import type { PluginRow } from '../plugins/states.ts'
import { type Parts, withCopy } from '../rehearsal/copy.ts'
import { heldOf, type Lock, strongest, tablesOf } from '../rehearsal/locks.ts'
import { type Rows, rowsIn } from '../rehearsal/rows.ts'
import type { Wanted } from '../wanted.ts'
import { gateOf, storedOf } from './gate.ts'
import { type Known, knownBefore, type Meant, refusedBy, type Upgraded, upgradeIn } from './perform.ts'
import { entitiesOf, shapeOf } from './shape.ts'

/** An upgrade as it would be. */
export interface Tried {
  readonly upgraded: Upgraded
  /** How long it took on the copy of the records, and what it will hold of what is in use. */
  readonly ms: number
  readonly locks: readonly Lock[]
  /** Indexes that are built beside the work once the rest is done, each on a table with so many rows. */
  readonly after: readonly After[]
}

export interface After extends Rows {
  readonly table: string
  readonly name: string
}

/** Where what an upgrade writes beside its records lies, and what it looks for names in. */
const counted = ['core_plugin', 'core_number', 'core_counter', 'core_seal_shape']
const written = [...counted, 'core_plugin_change', 'core_model']
const lookedInto = ['core_automation', 'core_webhook', 'core_document_template', 'core_duplicate_rule']
/** What conditions and formulas of any entity may read. */
const readAnyway = ['core_user', 'core_company', 'core_merge', 'core_rollup', 'core_rollup_delta']

class TakenBack extends Error {
  constructor(readonly tried: Omit<Tried, 'after'> & { readonly left: readonly Wanted[] }) {
    super('Only rehearsed.')
  }
}

/**
 * Does an upgrade on a copy of the records that it is about, as they are in one moment, and takes it back: what it finds is true of them, and nobody who works waits.
 * Null where there is nothing to upgrade. Errors: `plan_refused`.
 */
export async function rehearseUpgrade(world: World, workspace: string, plugin: Plugin, { id, away }: PluginRow): Promise<Tried | null> {
  const { owner } = world.db
  const known = await knownBefore(world, workspace, plugin)
  const live = await tablesOf(owner, workspace)
  const parts = await partsOf(world, workspace, plugin, known, live)
  if (!parts) return null
  const put = away ? [...away.tables, ...away.columns.map(column => column.table)] : []
  const whole = new Set([...parts.whole, ...put])
  const records = new Set([...parts.records, ...put])
  const rehearse = (copy: string, tables: ReadonlySet<string>): Promise<Omit<Tried, 'after'> & { readonly left: readonly Wanted[] }> =>
    owner.transaction(async tx => {
      const began = performance.now()
      for (const statement of away ? await wayBack(tx, copy, id, away) : []) await tx.run(statement)
      const said = { by: null, yes: true, meant: meantIn(copy, whole, live) }
      const done = await upgradeIn(tx, world, copy, plugin, known, said).catch(error => {
        throw refusedBy(error, plugin)
      })
      const ms = Math.ceil(performance.now() - began)
      throw done ? new TakenBack({ ...done, ms, locks: strongest(await heldOf(tx, copy, tables), ms) }) : null
    })
  try {
    await withCopy(owner, workspace, { ...parts, whole, records }, rehearse)
    return null
  } catch (error) {
    if (error === null) return null
    if (!(error instanceof TakenBack)) throw error
    const { left, ...tried } = error.tried
    return { ...tried, after: await onRows(owner, workspace, left) }
  }
}

/** Of a copy: the tables that lie in it, and those that are new; no keys that it has and did not look up. */
function meantIn(copy: string, whole: ReadonlySet<string>, live: ReadonlySet<string>): Meant {
  return async tx => {
    const keys = await tx.run<{ at: string }>(
      sql`select c.relname || ' ' || k.conname as at from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = ${copy}`,
    )
    const there = new Set(keys.map(one => one.at))
    return ({ kind, table, name }) => (whole.has(table) || !live.has(table)) && !(kind === 'constraint' && there.has(`${table} ${name}`))
  }
}

/** What an upgrade is rehearsed on; null where there is none. */
async function partsOf(
  { db: { owner } }: World,
  workspace: string,
  plugin: Plugin,
  { others }: Known,
  live: ReadonlySet<string>,
): Promise<(Parts & Required<Pick<Parts, 'records' | 'read'>>) | null> {
  const [stored] = await storedOf(owner, workspace, [plugin.id])
  const gate = stored && gateOf(plugin, stored)
  if (gate?.kind !== 'waits') return null
  const target = shapeOf(plugin)
  const [before, after] = [entitiesOf(gate.shape, others.entities), entitiesOf(target, others.entities)]
  const touched = [gate.shape, target].flatMap(shape => [...Object.keys(shape.entities), ...Object.keys(shape.extensions)])
  const own = new Set([before, after].flatMap(entities => touched.flatMap(name => tablesIn(entities.get(name)))))
  const said = JSON.stringify(gate.migrations)
  const read = new Set([...readAnyway, ...[before, after].flatMap(entities => reachedFrom(entities, touched, said))])
  // What it will have a key to must be there.
  const beside = new Set([...after.values()].filter(entity => touched.includes(entity.name)).flatMap(pointedAt))
  const whole = new Set([...own, ...written, ...lookedInto].filter(table => live.has(table)))
  return { whole, beside, names: new Set(), records: new Set([...own, ...counted, ...lookedInto, ...read]), read }
}

function tablesIn(entity: ModelEntity | undefined): string[] {
  return entity ? [entity.table, ...linkFields(entity).map(field => linkTable(entity, field))] : []
}

function pointedAt(entity: ModelEntity): string[] {
  return [...entity.fields.values()].flatMap(field => targetsOf(field).map(tableOf))
}

/** The tables that formulas and conditions may read from some entities: rather one too many, by the names of fields that stand in them, and of those that these are worked out of. */
function reachedFrom(entities: Model['entities'], from: readonly string[], said: string): string[] {
  const words = new Set(said.match(/[\w]+(?:\.\w+(?=:))?/g) ?? [])
  const reached = new Set<string>()
  const open = [...from, ...[...entities.keys()].filter(name => said.includes(`${name}:`))]
  for (let name = open.shift(); name !== undefined; name = open.shift()) {
    const entity = entities.get(name)
    if (!entity || reached.has(name)) continue
    reached.add(name)
    for (const field of entity.fields.values()) {
      if (!words.has(field.name)) continue
      open.push(...targetsOf(field))
      if (!field.computed) continue
      const more = (JSON.stringify([field.options, field.computed]).match(/\w+/g) ?? []).filter(word => !words.has(word))
      for (const word of more) words.add(word)
      // What was passed by before is looked at once more.
      if (more.length > 0) open.push(...[...reached].splice(0))
      if (more.length > 0) reached.clear()
    }
  }
  return [...reached].flatMap(name => tablesIn(entities.get(name)))
}

/** What is left to build, with the rows that it goes through; what has none is there at once. */
async function onRows(owner: Pick<Tx, 'run'>, schema: string, left: readonly Wanted[]): Promise<readonly After[]> {
  const rows = await rowsIn(owner, schema, new Set(left.map(one => one.table)))
  return left.flatMap(({ table, name }) => {
    const found = rows.get(table)
    return found && found.rows > 0 ? [{ table, name, ...found }] : []
  })
}
