import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Json } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { Pool, Runner } from '../../data/connection.ts'
import { tableName } from '../../data/identifiers.ts'
import { notFound } from '../../errors.ts'
import type { ColumnProfile, Mapping } from './mapping.ts'

export type ImportState = 'staging' | 'staged' | 'planned' | 'committing' | 'committed' | 'undone'
export type Verdict = 'create' | 'update' | 'same' | 'refuse'
export type Counts = { readonly [V in Verdict]: number }

export interface Import {
  readonly id: string
  readonly entity: string
  readonly file: string
  readonly state: ImportState
  readonly rows: number
  readonly columns: readonly ColumnProfile[]
  readonly mapping: Mapping | null
  readonly counts: Counts | null
  /** Rows written so far while it commits. */
  readonly done: number
  readonly createdBy: string
  readonly createdAt: string
}

export interface StagedRow {
  readonly row: number
  readonly cells: readonly string[]
}

export interface JudgedRow {
  readonly row: number
  readonly verdict: Verdict
  readonly recordId: string | null
  readonly title: string | null
  readonly issues: readonly {
    readonly field?: string
    readonly code: string
    readonly message: string
    readonly values?: { readonly [name: string]: string | number }
  }[]
}

const head = (schema: string) => tableName(schema, 'core_import')
const body = (schema: string) => tableName(schema, 'core_import_row')

export async function createImport(run: Runner, schema: string, entity: string, file: string, user: string, now: Date): Promise<string> {
  const id = randomUUID()
  await run.run(sql`insert into ${head(schema)} (id, entity, file, state, rows, created_by, created_at)
    values (${id}::uuid, ${entity}, ${file.slice(0, 200)}, 'staging', 0, ${user}::uuid, ${now.toISOString()}::timestamptz)`)
  return id
}

/** Rows go in by COPY, a batch at a time: a slow upload holds no connection. JSON holds no line break; only its backslashes mean something there. */
export async function stageRows(pool: Pool, schema: string, id: string, rows: readonly StagedRow[]): Promise<void> {
  const lines = rows.map(({ row, cells }) => `${id}\t${row}\t${JSON.stringify(cells).replaceAll('\\', '\\\\')}\n`)
  const source = Readable.from([Buffer.from(lines.join(''))])
  await pool.transaction(tx => tx.copyIn(sql`copy ${body(schema)} (import, row, cells) from stdin`, source))
}

/** How the columns of a file of these headers were read last time, by this person, where that import was carried through. */
export async function lastMapping(run: Runner, schema: string, { id, entity, columns, createdBy }: Import): Promise<Mapping | null> {
  const headers = JSON.stringify(columns.map(column => column.header))
  const [row] = await run.run<{ mapping: Mapping }>(sql`select mapping from ${head(schema)}
    where entity = ${entity} and created_by = ${createdBy}::uuid and id <> ${id}::uuid and state = 'committed' and jsonb_path_query_array(columns, '$[*].header') = ${headers}::jsonb
    order by created_at desc limit 1`)
  return row?.mapping ?? null
}

/** The rows that are written, by the text they have in some columns: what an import that goes on has met already. */
export async function writtenTexts(run: Runner, schema: string, id: string, columns: readonly number[]): Promise<{ text: string; row: number }[]> {
  return run.run<{ text: string; row: number }>(sql`select text, min(row)::int as row from (
      select row, (select btrim(cells->>(c::text)::int) from jsonb_array_elements(${JSON.stringify(columns)}::jsonb) with ordinality as o(c, n)
              where btrim(coalesce(cells->>(c::text)::int, '')) <> '' order by n limit 1) as text
      from ${body(schema)} where import = ${id}::uuid and written) t
    where text is not null group by text`)
}

/** Texts of some columns whose rows do not stand one below another, with the row where they come again. */
export async function apartTexts(run: Runner, schema: string, id: string, columns: readonly number[]): Promise<{ text: string; row: number }[]> {
  return run.run<{ text: string; row: number }>(sql`select text, (array_agg(row order by row))[2]::int as row from (
      select row, text, lag(text) over (order by row) is distinct from text as begins from (
        select row, (select btrim(cells->>(c::text)::int) from jsonb_array_elements(${JSON.stringify(columns)}::jsonb) with ordinality as o(c, n)
                where btrim(coalesce(cells->>(c::text)::int, '')) <> '' order by n limit 1) as text
        from ${body(schema)} where import = ${id}::uuid) t) b
    where begins and text is not null group by text having count(*) > 1`)
}

export async function saveImport(
  run: Runner,
  schema: string,
  id: string,
  change: { state?: ImportState; rows?: number; columns?: readonly ColumnProfile[]; mapping?: Mapping; counts?: Counts; done?: number },
): Promise<void> {
  const text = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))
  await run.run(sql`update ${head(schema)} set
      state = coalesce(${change.state ?? null}, state),
      rows = coalesce(${change.rows ?? null}::int, rows),
      done = coalesce(${change.done ?? null}::int, done),
      columns = coalesce(${text(change.columns)}::jsonb, columns),
      mapping = coalesce(${text(change.mapping)}::jsonb, mapping),
      counts = coalesce(${text(change.counts)}::jsonb, counts)
    where id = ${id}::uuid`)
}

/** Moves it on only if it stands where it should: two clicks can't commit twice. */
export async function moveImport(run: Runner, schema: string, id: string, from: readonly ImportState[], to: ImportState): Promise<boolean> {
  // One by one and not as a set of rows: whoever waits for another's change looks again at the row alone, and would find no set then.
  const states = sql.join(
    from.map(state => sql`${state}::text`),
    sql`, `,
  )
  const moved = await run.run(sql`update ${head(schema)} set state = ${to}
    where id = ${id}::uuid and state in (${states}) returning id`)
  return moved.length === 1
}

interface HeadRow {
  id: string
  entity: string
  file: string
  state: ImportState
  rows: number
  done: number
  columns: ColumnProfile[] | null
  mapping: Mapping | null
  counts: Counts | null
  created_by: string
  created_at: string
}

const shown = (row: HeadRow): Import => ({
  id: row.id,
  entity: row.entity,
  file: row.file,
  state: row.state,
  rows: row.rows,
  // Kept is the number of the last row that was written, as the file counts them: the names of the columns before it.
  done: Math.min(Math.max(row.done - 1, 0), row.rows),
  columns: row.columns ?? [],
  mapping: row.mapping,
  counts: row.counts,
  createdBy: row.created_by,
  createdAt: row.created_at,
})

/** Another's import is not there: `user` is null only for those who may see all. */
export async function readImport(run: Runner, schema: string, entity: string, id: string, user: string | null): Promise<Import> {
  const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(id) ? id : null
  const [row] = await run.run<HeadRow>(sql`select id, entity, file, state, rows, done, columns, mapping, counts, created_by, created_at
    from ${head(schema)} where id = ${uuid}::uuid and entity = ${entity} and (${user}::uuid is null or created_by = ${user}::uuid)`)
  if (!row) throw notFound()
  return shown(row)
}

export async function listImports(run: Runner, schema: string, entity: string, user: string | null): Promise<Import[]> {
  const rows = await run.run<HeadRow>(sql`select id, entity, file, state, rows, done, null as columns, mapping, counts, created_by, created_at
    from ${head(schema)} where entity = ${entity} and state <> 'staging' and (${user}::uuid is null or created_by = ${user}::uuid) order by created_at desc limit 20`)
  return rows.map(shown)
}

export async function stagedRows(run: Runner, schema: string, id: string, after: number, limit: number, onlyWaiting = false): Promise<StagedRow[]> {
  return run.run<{ row: number; cells: string[] }>(sql`select row, cells from ${body(schema)}
    where import = ${id}::uuid and row > ${after} and (not ${onlyWaiting} or not written) order by row limit ${limit}`)
}

/** Texts of some columns over the whole file, once each, with how many rows have them. */
export async function distinctTexts(run: Runner, schema: string, id: string, columns: readonly number[]): Promise<{ text: string; rows: number }[]> {
  return run.run<{ text: string; rows: number }>(sql`select text, count(*)::int as rows from (
      select (select btrim(cells->>(c::text)::int) from jsonb_array_elements(${JSON.stringify(columns)}::jsonb) with ordinality as o(c, n)
              where btrim(coalesce(cells->>(c::text)::int, '')) <> '' order by n limit 1) as text
      from ${body(schema)} where import = ${id}::uuid) t
    where text is not null group by text order by count(*) desc limit 2000`)
}

/** Texts of some columns that no row of the file has as its own title, in small letters. */
export async function textsWithoutRow(
  run: Runner,
  schema: string,
  id: string,
  columns: readonly number[],
  titles: readonly number[],
): Promise<ReadonlySet<string>> {
  const first = (
    of: readonly number[],
  ) => sql`(select lower(btrim(cells->>(c::text)::int)) from jsonb_array_elements(${JSON.stringify(of)}::jsonb) with ordinality as o(c, n)
    where btrim(coalesce(cells->>(c::text)::int, '')) <> '' order by n limit 1)`
  const rows = await run.run<{ text: string }>(sql`select text from (
      select ${first(columns)} as text from ${body(schema)} where import = ${id}::uuid
      except select ${first(titles)} from ${body(schema)} where import = ${id}::uuid) t where text is not null`)
  return new Set(rows.map(row => row.text))
}

export async function saveVerdicts(run: Runner, schema: string, id: string, rows: readonly JudgedRow[], written: boolean): Promise<void> {
  await run.run(sql`update ${body(schema)} r set verdict = v.verdict, record_id = v.record_id, title = v.title, issues = v.issues, written = ${written}
    from jsonb_to_recordset(${JSON.stringify(rows.map(one => ({ row: one.row, verdict: one.verdict, record_id: one.recordId, title: one.title, issues: one.issues })))}::jsonb)
      as v(row int, verdict text, record_id uuid, title text, issues jsonb)
    where r.import = ${id}::uuid and r.row = v.row`)
}

export interface ShownRow extends JudgedRow {
  readonly cells: readonly string[]
}

export async function judgedRows(run: Runner, schema: string, id: string, verdict: Verdict | null, after: number, limit: number): Promise<ShownRow[]> {
  return run.run<ShownRow>(sql`select row, cells, verdict, record_id as "recordId", title, coalesce(issues, '[]'::jsonb) as issues from ${body(schema)}
    where import = ${id}::uuid and row > ${after} and verdict is not null and (${verdict}::text is null or verdict = ${verdict}) order by row limit ${limit}`)
}

/** What an import wrote, in the order it wrote it. */
export async function writtenRows(run: Runner, schema: string, id: string): Promise<{ row: number; verdict: Verdict; recordId: string }[]> {
  return run.run(sql`select row, verdict, record_id as "recordId" from ${body(schema)}
    where import = ${id}::uuid and written and verdict in ('create', 'update') and record_id is not null order by row desc`)
}

export async function countVerdicts(run: Runner, schema: string, id: string): Promise<Counts> {
  const rows = await run.run<{ verdict: Verdict; n: number }>(
    sql`select verdict, count(*)::int as n from ${body(schema)} where import = ${id}::uuid and verdict is not null group by verdict`,
  )
  const counts = { create: 0, update: 0, same: 0, refuse: 0 }
  for (const { verdict, n } of rows) counts[verdict] = n
  return counts
}

/** What stands in the way, most frequent first: each problem once, with how many rows have it. */
export async function problemsOf(
  run: Runner,
  schema: string,
  id: string,
): Promise<{ field: string | null; code: string; message: string; values: Json; rows: number; first: number }[]> {
  return run.run(sql`select i->>'field' as field, i->>'code' as code, min(i->>'message') as message, (array_agg(i->'values' order by row))[1] as values, count(*)::int as rows, min(row)::int as first
    from ${body(schema)}, jsonb_array_elements(issues) i where import = ${id}::uuid and verdict = 'refuse' group by 1, 2 order by 5 desc limit 50`)
}
