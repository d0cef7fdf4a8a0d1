import { type SQL, sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { throughDoor } from '../../data/door.ts'
import { identifier, tableName } from '../../data/identifiers.ts'
import { uniqueForm } from '../../plans/indexes.ts'
import type { ModelEntity, ModelField } from '../../registry/model.ts'
import { type Batch, report, type Work } from './work.ts'

/**
 * Finds values that another live record has already, so that each can be told. The unique index of
 * the database stands behind it for those who write in the same moment, and before it where a change
 * is tried on hope: what the index refuses is asked about the second time.
 */
export async function checkUnique(ctx: CoreCtx, batch: Batch): Promise<void> {
  await Promise.all(batch.entity.unique.map(set => checkSet(ctx, batch, set)))
  for (const lines of batch.lines.values()) await checkUnique(ctx, lines)
}

async function checkSet(ctx: CoreCtx, batch: Batch, set: readonly string[]): Promise<void> {
  const { entity } = batch
  if (set.some(name => entity.fields.get(name)?.type.type === 'series')) return
  const wanted = batch.works.filter(
    work =>
      work.verb !== 'remove' &&
      work.next &&
      (work.verb === 'restore' || set.some(name => work.changed.has(name))) &&
      set.every(name => (work.next?.[name] ?? null) !== null) &&
      // What is no value at all has been told, and PostgreSQL could not compare it.
      !work.issues.some(issue => set.some(name => issue.field === work.prefix + name)),
  )
  if (wanted.length === 0) return
  const first = new Map<string, Work>()
  for (const work of wanted) {
    const key = keyOf(entity, work, set)
    if (first.has(key)) tell(entity, work, set)
    else first.set(key, work)
  }
  if (ctx.steadiness?.hopeful) {
    ctx.steadiness.leaned = true
    return
  }
  for (const { key, id } of await taken(ctx, entity, set, wanted)) {
    const work = first.get(key)
    // A record of the same set that gives the value up makes room for another.
    const leaving = batch.works.some(other => other.id === id && (other.verb === 'remove' || keyOf(entity, other, set) !== key))
    if (work && work.id !== id && !leaving) tell(entity, work, set)
  }
}

async function taken(ctx: CoreCtx, entity: ModelEntity, set: readonly string[], works: readonly Work[]): Promise<{ id: string; key: string }[]> {
  const fields = set.map(name => entity.fields.get(name)).filter(field => field !== undefined)
  const columns = fields.map(field => identifier(field.columns[0]?.name ?? ''))
  const types = fields.map(field => sql`${columnType(field.columns[0]?.type ?? 'text')}`)
  const form = (at: number, column: SQL): SQL => uniqueForm(fields[at] as ModelField, column)
  const rows = works.map(work => Object.fromEntries(set.map((name, at) => [`k${at}`, work.next?.[name] ?? null])))
  const shape = sql.join(
    types.map((type, at) => sql`${identifier(`k${at}`)} ${type}`),
    sql`, `,
  )
  const match = sql.join(
    columns.map((column, at) => sql`${form(at, sql`t.${column}`)} = ${form(at, identifier(`k${at}`))}`),
    sql` and `,
  )
  const key = sql.join(
    columns.map((column, at) => sql`${form(at, sql`t.${column}`)}::text`),
    sql`, `,
  )
  const found = await ctx.tx.run<{ id: string; parts: string[] }>(
    throughDoor(
      sql`select t.id, array[${key}] as parts from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(${shape}) join ${tableName(ctx.schema, entity.table)} t on ${match} and t.deleted_at is null`,
    ),
  )
  return found.map(row => ({ id: row.id, key: JSON.stringify(row.parts) }))
}

function columnType(type: string) {
  const known = new Map([
    ['text', sql`text`],
    ['integer', sql`integer`],
    ['uuid', sql`uuid`],
    ['date', sql`date`],
    ['time(0)', sql`time`],
    ['numeric', sql`numeric`],
    ['boolean', sql`boolean`],
    ['timestamptz(3)', sql`timestamptz`],
  ])
  return known.get(type) ?? sql`text`
}

function keyOf(entity: ModelEntity, work: Work, set: readonly string[]): string {
  const one = (name: string): string => String(work.next?.[name] ?? '')
  return JSON.stringify(set.map(name => (entity.fields.get(name)?.options.ignoreCase ? one(name).toLowerCase() : one(name))))
}

function tell(entity: ModelEntity, work: Work, set: readonly string[]): void {
  const label = set.map(name => entity.fields.get(name)?.label ?? name).join(', ')
  report(work, set.at(-1) ?? null, 'not_unique', 'Another {entity} has this already ({label}). Use that one, or give another value.', {
    entity: entity.label,
    label,
  })
}
