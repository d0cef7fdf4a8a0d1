import { type SQL, sql } from 'drizzle-orm'
import { systemAccess } from '../../access/resolve.ts'
import type { CoreCtx } from '../../data/context.ts'
import { identifier } from '../../data/identifiers.ts'
import { targetsOf } from '../../registry/links.ts'
import type { ModelEntity, ModelField } from '../../registry/model.ts'
import { fromSql } from '../composer.ts'
import { isId } from '../find.ts'
import { reachOf } from '../reach.ts'
import { prepared, runPrepared } from '../statements.ts'
import { type Batch, report, type Work } from './work.ts'

interface Wish {
  readonly work: Work
  readonly field: ModelField
  readonly id: string
}

/** What is pointed at must live and be in the caller's sight; it is held so that nobody removes it meanwhile. One statement for each target. */
export async function checkReferences(ctx: CoreCtx, batch: Batch): Promise<void> {
  const wishes = new Map<string, Wish[]>()
  gather(batch, wishes)
  await Promise.all([...wishes].map(([target, wanted]) => checkTarget(ctx, target, wanted)))
}

function gather(batch: Batch, wishes: Map<string, Wish[]>): void {
  for (const field of batch.entity.fields.values()) {
    if (!pointing.has(field.type.type) || batch.entity.linesOf?.by === field.name) continue
    for (const work of batch.works) {
      if (work.verb === 'remove' || !(work.changed.has(field.name) || work.verb === 'restore')) continue
      for (const { to, id } of pointedAt(field, work)) {
        const list = wishes.get(to)
        if (list) list.push({ work, field, id })
        else wishes.set(to, [{ work, field, id }])
      }
    }
  }
  for (const lines of batch.lines.values()) gather(lines, wishes)
}

const pointing = new Set(['reference', 'references', 'oneOf'])

/** The records a field of a record points at from now on; of a list those that come to it, so that who may not see all of it may still add to it. */
function pointedAt(field: ModelField, work: Work): { readonly to: string; readonly id: string }[] {
  const value = work.next?.[field.name] ?? null
  if (field.type.type === 'oneOf') {
    const { entity, id } = (value ?? {}) as { readonly entity?: unknown; readonly id?: unknown }
    return typeof entity === 'string' && targetsOf(field).includes(entity) && isId(id) ? [{ to: entity, id }] : []
  }
  const to = field.to
  if (to === null) return []
  if (!Array.isArray(value)) return isId(value) ? [{ to, id: value }] : []
  const before = new Set(work.verb === 'update' ? ((work.before?.[field.name] ?? []) as unknown[]) : [])
  return value.filter(isId).flatMap(id => (before.has(id) ? [] : [{ to, id }]))
}

async function checkTarget(ctx: CoreCtx, target: string, wishes: readonly Wish[]): Promise<void> {
  const entity = ctx.model.entities.get(target) as ModelEntity
  const statement = prepared(ctx, `refer ${target}`, composer => {
    const whole = composer.as(systemAccess(composer.access.caller, 'looks for what is pointed at'))
    const place = composer.place(entity)
    const alias = identifier(place.alias)
    const sight: SQL = reachOf(composer, place, 'read') ?? sql`true`
    const ids = composer.bind(asked => (asked as { ids: readonly string[] }).ids)
    return sql`select ${alias}.id, (${sight}) is true as seen from ${fromSql(whole, place)} where ${alias}.id = any(${ids}::uuid[]) and ${alias}.deleted_at is null order by ${alias}.id for key share of ${alias}`
  })
  const rows = await runPrepared<{ id: string; seen: boolean }>(ctx, statement, { ids: [...new Set(wishes.map(wish => wish.id))] })
  const seen = new Set(rows.filter(row => row.seen).map(row => row.id))
  // Records of the set itself may point at each other.
  for (const { work, field, id } of wishes) {
    if (!seen.has(id))
      report(work, field.name, 'reference_unknown', '{label}: what was chosen is not there, or you may not see it. Choose another.', { label: field.label })
  }
}
