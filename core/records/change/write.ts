import type { Json } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import { isMiscount, sameCount, sqlState } from '../../data/connection.ts'
import type { CoreCtx } from '../../data/context.ts'
import { throughDoor } from '../../data/door.ts'
import { identifier, tableName, word } from '../../data/identifiers.ts'
import { Refused } from '../../errors.ts'
import { columnTypes } from '../../plans/ddl.ts'
import type { ModelEntity, ModelField } from '../../registry/model.ts'
import type { Composer } from '../composer.ts'
import { settlePointers } from '../merge/pointers.ts'
import { tellMerge } from '../merge/told.ts'
import { type Prepared, prepared, valuesOf } from '../statements.ts'
import { dropLinks, writeLinks } from './links.ts'
import { authorOf } from './merge.ts'
import type { Batch, Item, Work } from './work.ts'

interface ColumnOf {
  readonly name: string
  readonly type: (typeof columnTypes)[number]
  readonly value: (record: Item) => Json
}

/** Writes a set: one statement for what is made, one for what is changed, one for what goes or comes back. Lines after what they belong to. */
export async function write(ctx: CoreCtx, batch: Batch): Promise<void> {
  await writeOne(ctx, batch, 'create', insert)
  await writeOne(ctx, batch, 'update', update)
  try {
    await writeOne(ctx, batch, 'remove', remove)
    await writeOne(ctx, batch, 'restore', restore)
  } catch (error) {
    throw explained(ctx, error, batch.entity)
  }
  writeLinks(ctx, batch)
  for (const [field, lines] of batch.lines) {
    place(batch, field, lines)
    await write(ctx, lines)
  }
}

async function writeOne(
  ctx: CoreCtx,
  batch: Batch,
  verb: Work['verb'],
  how: (ctx: CoreCtx, entity: ModelEntity, works: readonly Work[]) => Promise<void> | void,
): Promise<void> {
  const works = batch.works.filter(work => work.verb === verb && (verb !== 'update' || work.changed.size > 0))
  if (works.length > 0) await how(ctx, batch.entity, works)
}

/** Lines know their place in the list. */
function place(batch: Batch, field: string, lines: Batch): void {
  const works = new Map(lines.works.map(work => [work.id, work]))
  for (const work of batch.works) {
    const list = (work.next?.[field] ?? []) as unknown as Item[]
    for (const [index, line] of list.entries()) {
      if (line.position === index) continue
      line.position = index
      works.get(String(line.id))?.changed.add('position')
    }
  }
}

function columnsOf(entity: ModelEntity, names?: ReadonlySet<string>): ColumnOf[] {
  const fields = [...entity.fields.values()].filter(field => !names || names.has(field.name))
  const columns = fields.flatMap(field =>
    field.columns.map(column => ({ name: column.name, type: column.type, value: (record: Item) => partOf(record, field, column.part) })),
  )
  const position: ColumnOf = { name: 'position', type: 'integer', value: record => record.position ?? 0 }
  return entity.linesOf && (!names || names.has('position')) ? [...columns, position] : columns
}

function partOf(record: Item, field: ModelField, part: string | undefined): Json {
  const value = record[field.name] ?? null
  return part === undefined || value === null ? value : ((value as { readonly [part: string]: Json })[part] ?? null)
}

/** The version that a record is changed from, beside its columns: no field's column begins with a line. */
const before = '_before'

function recordset(columns: readonly ColumnOf[], rows: SQL): SQL {
  const shape = columns.map(column => sql`${identifier(column.name)} ${word(columnTypes, column.type)}`)
  return sql`json_to_recordset(${rows}) as x(${sql.join([sql`id uuid`, sql`${identifier(before)} integer`, ...shape], sql`, `)})`
}

function rowOf(columns: readonly ColumnOf[], work: Work, more: { readonly [column: string]: Json }): { [column: string]: Json } {
  const record = work.next as Item
  const row: { [column: string]: Json } = { id: work.id, ...more }
  // What is left out is null in the database too, and most of a record is empty.
  for (const { name, value } of columns) {
    const given = value(record)
    if (given !== null) row[name] = given
  }
  return row
}

interface Writing {
  readonly rows: string
  readonly now: string
  readonly by: string | null
  readonly count: number
}

/** What a changed number of rows is called between the statement and its refusal. */
const meanwhile = 'changed meanwhile: '

/** What stands in a statement where its values will be. */
function slots(composer: Composer): { readonly rows: SQL; readonly now: SQL; readonly by: SQL } {
  const slot = (read: (query: Writing) => unknown): SQL => composer.bind(query => read(query as Writing))
  return { rows: sql`${slot(query => query.rows)}::json`, now: sql`${slot(query => query.now)}::timestamptz`, by: sql`${slot(query => query.by)}::uuid` }
}

const whole = new WeakMap<ModelEntity, readonly ColumnOf[]>()

function insert(ctx: CoreCtx, entity: ModelEntity, works: readonly Work[]): void {
  const columns = whole.get(entity) ?? columnsOf(entity)
  whole.set(entity, columns)
  const statement = prepared(ctx, `insert ${entity.name}`, composer => {
    const { rows, now, by } = slots(composer)
    const names = columns.map(column => identifier(column.name))
    const made = sql`
      insert into ${tableName(ctx.schema, entity.table)} (id, version, created_at, created_by, updated_at, updated_by, ${sql.join(names, sql`, `)})
      select x.id, 1, c.now, c.by, c.now, c.by, ${sql.join(
        names.map(name => sql`x.${name}`),
        sql`, `,
      )}
      from (select ${now} as now, ${by} as by) c, ${recordset(columns, rows)}`
    return { with: [[identifier(entity.table), made]], select: null }
  })
  const rows = JSON.stringify(works.map(work => rowOf(columns, work, {})))
  send(ctx, entity, statement, rows, works.length)
}

function update(ctx: CoreCtx, entity: ModelEntity, works: readonly Work[]): void {
  const changed = new Set(works.flatMap(work => [...work.changed]))
  const columns = columnsOf(entity, changed)
  const statement = prepared(ctx, `update ${entity.name} ${columns.map(column => column.name).join()}`, composer => {
    const { rows, now, by } = slots(composer)
    const sets = columns.map(column => sql`${identifier(column.name)} = x.${identifier(column.name)}`)
    const asked = composer.bind(query => (query as Writing).count)
    const name = identifier(entity.table)
    const changed = sql`update ${tableName(ctx.schema, entity.table)} t set ${sql.join([...sets, sql`version = t.version + 1`, sql`updated_at = ${now}`, sql`updated_by = ${by}`], sql`, `)}
      from ${recordset(columns, rows)} where t.id = x.id and t.version = x.${identifier(before)} returning t.id`
    return { with: [[name, changed]], select: sql`(select ${sameCount(sql`count(*)`, sql`${asked}::int`, meanwhile)} from ${name})` }
  })
  // In the order of their ids, as those who hold records do, so that two sets don't wait for each other.
  const ordered = works.length === 1 ? works : [...works].sort((a, b) => (a.id < b.id ? -1 : 1))
  const rows = JSON.stringify(ordered.map(work => rowOf(columns, work, { [before]: versionOf(work.before) })))
  for (const work of works) stamp(ctx, work)
  send(ctx, entity, statement, rows, works.length)
}

/** Nobody waits for a write: what comes after it stands behind it in the same transaction. */
function send(ctx: CoreCtx, entity: ModelEntity, statement: Prepared, rows: string, count: number): void {
  const values = valuesOf(ctx, statement, { rows, now: ctx.now(), by: authorOf(ctx), count } satisfies Writing)
  ctx.tx.later(statement.statement, values, undefined, error => explained(ctx, error, entity))
}

export function changedMeanwhile(rows: readonly number[] = []): Refused {
  const message = 'Someone saved this record first. Look at what changed, then save again.'
  return new Refused(409, 'changed_meanwhile', message, rows.length > 0 ? { errors: rows.map(row => ({ code: 'changed_meanwhile', message, row })) } : {})
}

function versionOf(record: Item | null): number {
  return Number(record?.version ?? 0)
}

function stamp(ctx: CoreCtx, work: Work): void {
  Object.assign(work.next as Item, { version: versionOf(work.before) + 1, updatedAt: ctx.now(), updatedBy: authorOf(ctx) })
}

async function remove(ctx: CoreCtx, entity: ModelEntity, works: readonly Work[]): Promise<void> {
  const table = tableName(ctx.schema, entity.table)
  const ids = sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(works.map(work => work.id))}::jsonb))`
  for (const work of works) {
    work.next = { ...work.before }
    stamp(ctx, work)
  }
  const tables = lineTables(ctx, entity)
  const at = entity.bin ? await momentBehind(ctx, tables, ids) : ctx.now()
  for (const line of tables) {
    const own = sql`${tableName(ctx.schema, line.table)} where ${identifier(line.column)} in ${ids}`
    if (!entity.bin) await ctx.tx.run(throughDoor(sql`delete from ${own}`))
    else
      await ctx.tx.run(
        throughDoor(
          sql`update ${tableName(ctx.schema, line.table)} set deleted_at = ${at}::timestamptz where ${identifier(line.column)} in ${ids} and deleted_at is null`,
        ),
      )
  }
  await dropLinks(ctx, entity, ids)
  if (!entity.bin) await ctx.tx.run(throughDoor(sql`delete from ${table} where id in ${ids}`))
  else
    await ctx.tx.run(
      throughDoor(
        sql`update ${table} set deleted_at = ${at}::timestamptz, version = version + 1, updated_at = ${ctx.now()}::timestamptz, updated_by = ${authorOf(ctx)}::uuid where id in ${ids}`,
      ),
    )
}

/** The moment by which lines that go with their record are known from those that went before, be it in the same instant. */
async function momentBehind(ctx: CoreCtx, tables: readonly { readonly table: string; readonly column: string }[], ids: SQL): Promise<string> {
  if (tables.length === 0) return ctx.now()
  const gone = tables.map(({ table, column }) => sql`select max(deleted_at) as at from ${tableName(ctx.schema, table)} where ${identifier(column)} in ${ids}`)
  const [row] = await ctx.tx.run<{ at: string }>(
    throughDoor(sql`select greatest(${ctx.now()}::timestamptz, max(at) + interval '1 millisecond') as at from (${sql.join(gone, sql` union all `)}) g`),
  )
  return row?.at ?? ctx.now()
}

/** Lines that went with their record come back with it. */
async function restore(ctx: CoreCtx, entity: ModelEntity, works: readonly Work[]): Promise<void> {
  const table = tableName(ctx.schema, entity.table)
  const ids = sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(works.map(work => work.id))}::jsonb))`
  for (const work of works) {
    work.next = { ...work.before }
    stamp(ctx, work)
  }
  for (const line of lineTables(ctx, entity)) {
    await ctx.tx.run(
      throughDoor(sql`
      update ${tableName(ctx.schema, line.table)} l set deleted_at = null from ${table} t
      where t.id = l.${identifier(line.column)} and t.id in ${ids} and l.deleted_at = t.deleted_at`),
    )
  }
  await unmerge(ctx, entity, works)
  await ctx.tx.run(
    throughDoor(
      sql`update ${table} set deleted_at = null, version = version + 1, updated_at = ${ctx.now()}::timestamptz, updated_by = ${authorOf(ctx)}::uuid where id in ${ids}`,
    ),
  )
}

/** Who was merged into another and is back is itself again. */
async function unmerge(ctx: CoreCtx, entity: ModelEntity, works: readonly Work[]): Promise<void> {
  const ids = JSON.stringify(works.map(work => work.id))
  const gone = await ctx.tx.run<{ loser: string; final: string }>(sql`
    delete from ${tableName(ctx.schema, 'core_merge')} where entity = ${entity.name} and loser in (select value::uuid from jsonb_array_elements_text(${ids}::jsonb)) returning loser, final`)
  if (gone.length === 0) return
  await settlePointers(ctx, entity.name)
  await tellMerge(
    ctx,
    entity.name,
    gone.flatMap(({ loser, final }) => [loser, final]),
  )
  const pointer = entity.fields.get('mergedInto')
  if (pointer?.to !== entity.name) return
  const column = identifier(pointer.columns[0]?.name ?? '')
  await ctx.tx.run(
    throughDoor(
      sql`update ${tableName(ctx.schema, entity.table)} set ${column} = null where id in (select value::uuid from jsonb_array_elements_text(${ids}::jsonb))`,
    ),
  )
  for (const work of works) if (work.next) work.next.mergedInto = null
}

function lineTables(ctx: CoreCtx, entity: ModelEntity): { table: string; column: string }[] {
  return [...entity.fields.values()].flatMap(field => {
    const line = field.type.type === 'lines' ? ctx.model.entities.get(field.to ?? '') : undefined
    const column = line?.fields.get((field.options as unknown as { by: string }).by)?.columns[0]?.name
    return line && column ? [{ table: line.table, column }] : []
  })
}

/** What only the database could know: another wrote the same value, or pointed at this, in the same moment. */
function explained({ steadiness }: CoreCtx, error: unknown, entity: ModelEntity): unknown {
  if (isMiscount(error, meanwhile)) return changedMeanwhile()
  switch (sqlState(error)) {
    // What was not held before met another set in another order: held in its order it waits.
    case '40P01':
      return steadiness?.hopeful ? steadiness.doubt(error) : error
    case '23505':
      if (steadiness?.hopeful) return steadiness.doubt(error)
      return new Refused(409, 'not_unique', 'Another {entity} has got the same value in this moment. Look at it, then try again.', {
        values: { entity: entity.label },
      })
    case '23503':
      return new Refused(409, 'reference_unknown', 'What was chosen has been removed in this moment. Choose another.')
    case '22003':
      return new Refused(422, 'too_large', 'A number is larger than can be kept.')
    default:
      return error
  }
}
