import { readable } from '../access/told.ts'
import type { CoreCtx } from '../data/context.ts'
import { Refused } from '../errors.ts'
import { exported, exportRecords } from '../records/export/export.ts'
import { type FindQuery, find } from '../records/find.ts'
import type { ModelEntity } from '../registry/model.ts'
import { walkPath } from '../registry/paths.ts'
import type { ReportFormat, Shown } from './report.ts'

/** What became of a list for one reader. */
export interface Made {
  readonly count: number
  /** Null where it is too much for a mail. */
  readonly bytes: Buffer | null
  /** Why there is no file, in the reader's words. */
  readonly instead: string | null
}

/** What a list asks for: its groups first, then its order. */
export function askedOf(entity: ModelEntity, { where, search, sort = [], columns = [], group = [] }: Shown): FindQuery {
  const grouped = group.flatMap(path => sortPath(entity, path.split(':')[0] ?? ''))
  const order = [...grouped, ...sort.filter(path => !grouped.includes(path.replace(/^-/, '')))]
  return {
    ...(where && Object.keys(where).length > 0 && { where }),
    ...(search && { search }),
    ...(order.length > 0 && { sort: order }),
    ...(columns.length > 0 && { fields: columns }),
  }
}

/** The same for one reader: columns and orders that went meanwhile, or are not theirs to know, are left out; a condition is not, since that would be another list. */
function readableOf(ctx: CoreCtx, entity: ModelEntity, { sort, fields, ...which }: FindQuery): FindQuery {
  const known = (asked: string): boolean => {
    const path = asked.replace(/^-/, '')
    return typeof walkPath(ctx.model.entities, entity.name, path) !== 'string' && readable(ctx, entity.name, path)
  }
  const [order, columns] = [sort?.filter(known), fields?.filter(known)]
  return { ...which, ...(order && order.length > 0 && { sort: order }), ...(columns && columns.length > 0 && { fields: columns }) }
}

/** Groups stand in the order of what they are called, as on the screen. */
function sortPath({ fields }: ModelEntity, path: string): string[] {
  const type = fields.get(path)?.type
  if (type ? type.type === 'reference' : path.endsWith('By')) return [`${path}.$title`]
  return type?.sortable === false ? [] : [path]
}

/** The file, made with the rights of the context's reader, at most so many bytes. */
export async function makeFile(ctx: CoreCtx, name: string, shown: Shown, format: ReportFormat, mostBytes: number): Promise<Made> {
  const entity = exported(ctx, name)
  const query = readableOf(ctx, entity, askedOf(entity, shown))
  const { fields: _, sort: __, ...which } = query
  const count = (await find(ctx, name, { ...which, fields: ['id'], limit: 1, count: 'exact', verb: 'export' })).count ?? 0
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for await (const part of exportRecords(ctx, name, query, format)) {
      size += part.byteLength
      if (size > mostBytes)
        return { count, bytes: null, instead: ctx.t('The file is larger than {most} MB, so it is not attached.', { most: mostBytes >> 20 }) }
      parts.push(part)
    }
  } catch (error) {
    // A paper of so many pages is nothing for a mail either; whoever opens the list can take it as XLSX.
    if (!(error instanceof Refused) || error.code !== 'too_many_rows') throw error
    return { count, bytes: null, instead: ctx.t(error.detail, error.options.values) }
  }
  return { count, bytes: Buffer.concat(parts), instead: null }
}
