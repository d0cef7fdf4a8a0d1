import type { Json } from '@sangam/sdk'
import type { CoreCtx } from '../../data/context.ts'
import { isPicture } from '../../files/kinds.ts'
import { attach, type FileRow, filesById, mayRead } from '../../files/rights.ts'
import type { ModelField } from '../../registry/model.ts'
import { isId } from '../find.ts'
import { type Batch, report, type Work } from './work.ts'

interface Wish {
  readonly work: Work
  readonly entity: string
  readonly field: ModelField
  readonly id: string
}

/** A file is hung on a record by who sent it, or by who may read it where it hangs already; and it fits the field. */
export async function checkFiles(ctx: CoreCtx, batch: Batch): Promise<void> {
  const wishes = wishesOf(batch)
  if (wishes.length === 0) return
  const known = await filesById(ctx, [...new Set(wishes.map(wish => wish.id))])
  for (const wish of wishes) {
    const found = known.get(wish.id)
    if (!found || !(await mayHang(ctx, batch, found))) tell(wish, 'file_unknown', '{label}: this file is not there, or you may not use it. Send it again.')
    else checkFit(wish, found)
  }
  if (batch.works.some(work => work.issues.length > 0)) return
  attach(
    ctx,
    wishes.flatMap(({ id, entity, work }) => (known.get(id)?.record === null ? [{ id, entity, record: work.id }] : [])),
  )
}

async function mayHang(ctx: CoreCtx, batch: Batch, file: FileRow): Promise<boolean> {
  return batch.server || ctx.access.system !== null || mayRead(ctx, file)
}

function checkFit(wish: Wish, file: FileRow): void {
  const most = Number((wish.field.options as { readonly maxBytes?: number }).maxBytes ?? 25 * 1_048_576)
  if (wish.field.type.type === 'image' && !isPicture(file.contentType)) tell(wish, 'not_a_picture', '{label}: send a picture (PNG, JPEG, GIF or WebP).')
  if (file.bytes > most) tell(wish, 'file_too_large', '{label}: the file is larger than {limit} kB. Make it smaller.', { limit: Math.floor(most / 1000) })
}

function tell({ work, field }: Wish, code: string, message: string, values: { readonly [name: string]: number } = {}): void {
  if (!work.issues.some(issue => issue.field === work.prefix + field.name)) report(work, field.name, code, message, { label: field.label, ...values })
}

/** The files that are named anew. What hangs there already is left as it is. */
function wishesOf(batch: Batch): Wish[] {
  const own = [...batch.entity.fields.values()]
    .filter(field => field.type.files)
    .flatMap(field =>
      batch.works.flatMap((work): Wish[] => {
        if (work.verb === 'remove' || work.verb === 'restore' || !work.changed.has(field.name)) return []
        const before = listOf(work.before?.[field.name])
        return listOf(work.next?.[field.name]).flatMap(id => (isId(id) && !before.includes(id) ? [{ work, entity: batch.entity.name, field, id }] : []))
      }),
    )
  return [...own, ...[...batch.lines.values()].flatMap(wishesOf)]
}

function listOf(value: Json | undefined): readonly Json[] {
  return value === null || value === undefined ? [] : Array.isArray(value) ? value : [value]
}
