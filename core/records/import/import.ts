import type { Access } from '../../access/access.ts'
import type { CoreCtx } from '../../data/context.ts'
import { catchUpStatistics, learnSize, sweepTakenBack } from '../../data/statistics.ts'
import { Refused } from '../../errors.ts'
import type { ModelEntity, ModelField } from '../../registry/model.ts'
import type { World } from '../../world.ts'
import { withContext } from '../context.ts'
import { Lookup } from './lookup.ts'
import type { Mapping } from './mapping.ts'
import { importable, jointOf, Profiler, suggest } from './profile.ts'
import { readRows } from './read-file.ts'
import { fieldAt, RowWriter } from './rows.ts'
import {
  type Counts,
  countVerdicts,
  createImport,
  distinctTexts,
  type Import,
  type JudgedRow,
  lastMapping,
  moveImport,
  problemsOf,
  readImport,
  saveImport,
  saveVerdicts,
  stagedRows,
  stageRows,
} from './store.ts'

/** Rows that go through the pipeline together. */
const chunk = 1000
/** From so many rows on the planner is told what they made of the tables. */
const many = 2000
/** Rows of a file that go to the staging table together. */
const batchRows = 5000

/** Who imports, and where. */
export interface Importer {
  readonly workspace: string
  readonly access: Access
  readonly locale: string
}

export interface Staged extends Import {
  readonly suggestion: Mapping
  readonly fields: readonly { readonly path: string; readonly label: string; readonly type: string; readonly required: boolean; readonly to: string | null }[]
}

/** Reads a file into the staging table, row by row and with flat memory, and proposes what its columns mean. */
export async function stage(world: World, who: Importer, entityName: string, file: string, body: AsyncIterable<Uint8Array>): Promise<Staged> {
  const { entity, joint } = await inContext(world, who, {}, async ctx => {
    const found = mayImport(ctx, entityName)
    const lines = lineFields(ctx, found)
    return { entity: found, joint: lines.size > 0 ? jointOf(lines, ctx.t) : undefined }
  })
  let joins: number | null = null
  const noting: typeof joint =
    joint &&
    ((first, second) => {
      const found = joint(first, second)
      joins = found?.first ?? null
      return found
    })
  const id = await createImport(world.db.app, who.workspace, entityName, file, who.access.caller.userId, world.clock.now())
  let profiler: Profiler | null = null
  let rows = 0
  let batch: { row: number; cells: string[] }[] = []
  for await (const { row, cells } of readRows(body, file, noting)) {
    if (!profiler) {
      profiler = new Profiler(cells.map((header, index) => header.trim() || `Column ${index + 1}`))
      continue
    }
    if (cells.every(cell => cell.trim() === '')) continue
    rows += 1
    profiler.see(cells)
    batch.push({ row, cells })
    if (batch.length === batchRows) {
      await stageRows(world.db.app, who.workspace, id, batch)
      batch = []
    }
  }
  if (!profiler || rows === 0) throw new Refused(422, 'file_empty', 'There are no rows in this file. The first line must name the columns, rows follow it.')
  if (batch.length > 0) await stageRows(world.db.app, who.workspace, id, batch)
  if (rows > many) await tidied(world, () => learnSize(world.db.owner, who.workspace, 'core_import_row'))
  const columns = profiler.profiles().map(column => (column.index === joins ? { ...column, joins: true } : column))
  await saveImport(world.db.app, who.workspace, id, { state: 'staged', rows, columns })
  return inContext(world, who, {}, async ctx => {
    const found = await readImport(ctx.tx, ctx.schema, entityName, id, who.access.caller.userId)
    return describe(ctx, entity, found, await lastMapping(ctx.tx, ctx.schema, found))
  })
}

/** An import with what its wizard needs to ask; how a file of the same columns was read before comes before what can be guessed. */
export function describe(ctx: CoreCtx, entity: ModelEntity, found: Import, before: Mapping | null = null): Staged {
  const lines = lineFields(ctx, entity)
  const writable = (path: string): boolean => {
    try {
      return fieldAt(ctx, entity, path) !== null
    } catch {
      return false
    }
  }
  const fields = [...importable(entity), ...lines]
    .filter(([path]) => writable(path))
    .map(([path, field]) => ({
      path,
      label: field.label,
      type: field.type.type,
      required: field.options.required === true && field.options.default === undefined,
      to: field.to,
    }))
  const proposal = before ?? suggest(entity, found.columns, lines, ctx.t)
  const kept = Object.fromEntries(Object.entries(proposal.fields).filter(([path]) => writable(path)))
  const key = proposal.key !== null && Object.hasOwn(kept, proposal.key) ? proposal.key : null
  const suggestion = { fields: kept, key, ...(key !== null && proposal.adds && { adds: true }) }
  return { ...found, fields, suggestion: found.mapping ?? suggestion }
}

function lineFields(ctx: CoreCtx, entity: ModelEntity): Map<string, ModelField> {
  const found = new Map<string, ModelField>()
  for (const [name, field] of entity.fields) {
    const line = field.type.type === 'lines' && field.to ? ctx.model.entities.get(field.to) : undefined
    for (const [inner, one] of line ? importable(line) : []) if (inner !== line?.linesOf?.by && inner !== 'position') found.set(`${name}.${inner}`, one)
  }
  return found
}

export interface PlanResult {
  readonly counts: Counts
  readonly problems: Awaited<ReturnType<typeof problemsOf>>
  /** Texts of reference columns that mean no record, with what they may mean. */
  readonly unmatched: readonly {
    readonly field: string
    readonly to: string
    readonly canCreate: boolean
    readonly texts: readonly { readonly text: string; readonly rows: number; readonly near: readonly { readonly id: string; readonly title: string }[] }[]
  }[]
}

class RolledBack extends Error {}

/** Tries every row through the real pipeline, keeps the verdicts and takes everything back. */
export async function plan(world: World, who: Importer, entityName: string, id: string, mapping: Mapping): Promise<PlanResult> {
  checkShape(mapping)
  let saving: Promise<void> = Promise.resolve()
  let unmatched: PlanResult['unmatched'] = []
  let tried = 0
  try {
    await inContext(world, who, { batch: id, rehearsal: true }, async ctx => {
      const entity = mayImport(ctx, entityName)
      const found = await readImport(ctx.tx, ctx.schema, entityName, id, who.access.caller.userId)
      if (!['staged', 'planned'].includes(found.state))
        throw new Refused(409, 'import_moved_on', 'This import is already under way. Drop the file again to begin anew.')
      unmatched = await findUnmatched(ctx, entity, found, mapping)
      const writer = await RowWriter.open(ctx, entity, mapping, id)
      for (let after = 0; ; ) {
        const rows = writer.whole(await stagedRows(ctx.tx, ctx.schema, id, after, chunk), chunk)
        if (rows.length === 0) break
        const verdicts = await writer.write(ctx, rows)
        after = rows.at(-1)?.row ?? after
        tried += rows.length
        // Kept beside the transaction, which is taken back, while the next rows are on their way.
        await saving
        saving = saveVerdicts(world.db.app, who.workspace, id, verdicts.map(planned), false)
        saving.catch(() => undefined)
      }
      await writer.finish(ctx)
      throw new RolledBack()
    })
  } catch (problem) {
    if (!(problem instanceof RolledBack)) throw problem
  }
  await saving
  if (tried > many) await tidied(world, () => sweepTakenBack(world.db.owner, who.workspace))
  const counts = await countVerdicts(world.db.app, who.workspace, id)
  await saveImport(world.db.app, who.workspace, id, { state: 'planned', mapping, counts })
  return { counts, problems: await problemsOf(world.db.app, who.workspace, id), unmatched }
}

/** What only makes an import faster does not end it: a table may go, or be held by others, meanwhile. */
async function tidied(world: World, work: () => Promise<void>): Promise<void> {
  await work().catch(error => world.log.warn('The planner could not be told of an import; it goes on, slower perhaps.', { error: String(error) }))
}

/** What would be made has no id yet. */
function planned(row: JudgedRow): JudgedRow {
  return row.verdict === 'create' ? { ...row, recordId: null } : row
}

/**
 * Writes what was planned: chunk after chunk, each in a transaction with its own marks, so that an
 * import cut off goes on where it stood and no row is written twice.
 */
export async function commit(world: World, who: Importer, entityName: string, id: string): Promise<{ counts: Counts }> {
  const found = await readImport(world.db.app, who.workspace, entityName, id, who.access.caller.userId)
  if (!found.mapping) throw new Refused(409, 'import_not_planned', 'Look at what the import will do first.')
  const mapping = found.mapping
  if (!(await moveImport(world.db.app, who.workspace, id, ['planned', 'committing'], 'committing'))) {
    // Whoever asked for the same a moment before may have ended it since it was read.
    const now = await readImport(world.db.app, who.workspace, entityName, id, who.access.caller.userId)
    if (now.state === 'committed') return { counts: now.counts as Counts }
    throw new Refused(409, 'import_moved_on', 'This import was already taken back. Drop the file again to begin anew.')
  }
  let writer: RowWriter | null = null
  let after = 0
  let done = 0
  let told = many
  for (let more = true; more; ) {
    more = await inContext(world, who, { batch: id }, async ctx => {
      await ctx.lock(`import:${id}`)
      const entity = mayImport(ctx, entityName)
      writer ??= await RowWriter.open(ctx, entity, mapping, id)
      const rows = writer.whole(await stagedRows(ctx.tx, ctx.schema, id, after, chunk, true), chunk)
      if (rows.length === 0) {
        await writer.finish(ctx)
        const counts = await countVerdicts(ctx.tx, ctx.schema, id)
        await saveImport(ctx.tx, ctx.schema, id, { state: 'committed', counts })
        return false
      }
      await saveVerdicts(ctx.tx, ctx.schema, id, await writer.write(ctx, rows), true)
      after = rows.at(-1)?.row ?? after
      done += rows.length
      await saveImport(ctx.tx, ctx.schema, id, { done: after })
      return true
    })
    if (done < told) continue
    told *= 2
    await tidied(world, () => catchUpStatistics(world.db.owner, who.workspace))
  }
  return { counts: await countVerdicts(world.db.app, who.workspace, id) }
}

/** Texts of reference columns that mean nothing yet, over the whole file. */
async function findUnmatched(ctx: CoreCtx, entity: ModelEntity, found: Import, mapping: Mapping): Promise<PlanResult['unmatched']> {
  const result: { field: string; to: string; canCreate: boolean; texts: { text: string; rows: number; near: { id: string; title: string }[] }[] }[] = []
  for (const [path, one] of Object.entries(mapping.fields)) {
    const { field } = fieldAt(ctx, entity, path)
    if (field.type.type !== 'reference' || field.to === entity.name || one.columns.length === 0) continue
    const lookup = await Lookup.open(ctx, field, one)
    const texts = await distinctTexts(ctx.tx, ctx.schema, found.id, one.columns)
    await lookup.prepare(
      ctx,
      texts.map(({ text }) => text),
    )
    const open = texts.filter(({ text }) => !lookup.find(text) && !(one.values && Object.hasOwn(one.values, text)))
    if (open.length > 0) {
      result.push({
        field: path,
        to: field.to as string,
        canCreate: ctx.access.may(field.to as string, 'create'),
        texts: open.slice(0, 200).map(({ text, rows }) => ({ text, rows, near: lookup.near(text) })),
      })
    }
  }
  return result
}

export function mayImport(ctx: CoreCtx, name: string): ModelEntity {
  const entity = ctx.model.entities.get(name)
  const open = entity && !entity.internal && entity.linesOf === null && ctx.access.may(name, 'read')
  if (!open) throw new Refused(404, 'not_found', 'There is no such record, or you may not see it.')
  if (!ctx.access.may(name, 'import') || !ctx.access.may(name, 'create')) {
    throw new Refused(403, 'forbidden', 'You may not import here. Ask an admin for the right to.')
  }
  return entity
}

function checkShape(mapping: Mapping): void {
  const whole = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 200
  const plain = (value: unknown): value is { [key: string]: unknown } => typeof value === 'object' && value !== null && !Array.isArray(value)
  const text = (value: unknown): boolean => value === undefined || typeof value === 'string'
  const good =
    plain(mapping) &&
    plain(mapping.fields) &&
    (mapping.key === null || typeof mapping.key === 'string') &&
    [undefined, true, false].includes(mapping.adds) &&
    Object.values(mapping.fields as { [path: string]: unknown }).every(
      one =>
        plain(one) &&
        Array.isArray(one.columns) &&
        one.columns.length <= 10 &&
        one.columns.every(whole) &&
        text(one.currency) &&
        text(one.match) &&
        (one.values === undefined || plain(one.values)) &&
        [undefined, 'refuse', 'create', 'empty'].includes(one.missing as string) &&
        [undefined, 'ymd', 'dmy', 'mdy'].includes(one.dateOrder as string),
    )
  if (!good) throw new Refused(400, 'bad_mapping', 'The mapping must name a field for each column: { fields: { name: { columns: [0] } }, key: null }.')
  for (const [path, one] of Object.entries(mapping.fields)) {
    if (one.columns.length === 0 && one.constant === undefined && one.fallback === undefined)
      throw new Refused(400, 'bad_mapping', 'Give "{path}" a column or a value.', { values: { path } })
  }
}

export function inContext<T>(world: World, who: Importer, options: { batch?: string; rehearsal?: boolean }, work: (ctx: CoreCtx) => Promise<T>): Promise<T> {
  return withContext(world, { workspace: who.workspace, access: who.access, origin: 'import', locale: who.locale, ...options }, work)
}
