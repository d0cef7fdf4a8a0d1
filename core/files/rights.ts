import type { Condition } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'
import { find } from '../records/find.ts'
import type { ModelEntity } from '../registry/model.ts'

/** A file as the server knows it. */
export interface FileRow {
  readonly id: string
  readonly name: string
  readonly contentType: string
  readonly bytes: number
  readonly key: string
  /** The record that took it first; null while it hangs nowhere. */
  readonly entity: string | null
  readonly record: string | null
  readonly createdBy: string | null
}

/** Files by their ids, held so that the sweeper does not take one that is being hung. */
export async function filesById(ctx: CoreCtx, ids: readonly string[]): Promise<Map<string, FileRow>> {
  const rows = await ctx.tx.run<FileRow>(sql`
    select id, name, content_type as "contentType", bytes, key, entity, record, created_by as "createdBy" from ${tableName(ctx.schema, 'core_file')}
    where id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)) and deleted_at is null${ctx.readOnly ? sql`` : sql` for share`}`)
  return new Map(rows.map(row => [row.id, row]))
}

/**
 * Whether the caller may read a file: who sent it while it hangs nowhere; from then on whoever may read a field that holds it, by
 * the compiler that lists are read by.
 */
export async function mayRead(ctx: CoreCtx, file: FileRow): Promise<boolean> {
  if (file.record === null || file.entity === null) return file.createdBy !== null && file.createdBy === ctx.scope.me
  const first = ctx.model.entities.get(file.entity)
  if (first && (await holds(ctx, first, file.id, { id: file.record }))) return true
  for (const entity of ctx.model.entities.values()) if (await holds(ctx, entity, file.id, {})) return true
  return false
}

async function holds(ctx: CoreCtx, entity: ModelEntity, id: string, more: object): Promise<boolean> {
  const fields = [...entity.fields.values()].filter(field => field.type.files && ctx.access.field(entity.name, field.name, 'read') !== 'none')
  if (fields.length === 0 || !ctx.access.may(entity.name, 'read')) return false
  const where = { ...more, or: fields.map(field => ({ [field.name]: field.type.compare === 'set' ? { contains: id } : id })) } as unknown as Condition
  return (await find(ctx, entity.name, { where, fields: ['id'], limit: 1 })).items.length > 0
}

/** Notes which record took a file: with it the file is nobody's own any more. */
export function attach(ctx: CoreCtx, taken: readonly { readonly id: string; readonly entity: string; readonly record: string }[]): void {
  if (taken.length === 0) return
  ctx.tx.later(sql`
    update ${tableName(ctx.schema, 'core_file')} f set entity = x.entity, record = x.record
    from jsonb_to_recordset(${JSON.stringify(taken)}::jsonb) as x(id uuid, entity text, record text) where f.id = x.id and f.record is null`)
}
