import { readable } from '../access/told.ts'
import type { CoreCtx } from '../data/context.ts'
import { Refused } from '../errors.ts'
import type { GroupsQuery } from '../records/aggregate.ts'
import { exported, exportRecords } from '../records/export/export.ts'
import { exportGroups } from '../records/export/groups.ts'
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
export function askedOf(entity: ModelEntity, shown: Shown): FindQuery {
  const { sort = [], columns = [], group = [] } = shown
  const grouped = group.flatMap(path => sortPath(entity, path.split(':')[0] ?? ''))
  const order = [...grouped, ...sort.filter(path => !grouped.includes(path.replace(/^-/, '')))]
  return { ...whichOf(shown), ...(order.length > 0 && { sort: order }), ...(columns.length > 0 && { fields: columns }) }
}

/** What a pivot asks for: a line for each of its cells, as its export has them. */
export function groupsOf(shown: Shown): Pick<GroupsQuery, 'where' | 'search' | 'group' | 'measures'> {
  const { rows = [], columns = [], measures = ['count'] } = shown
  return { ...whichOf(shown), group: [...rows, ...columns], measures }
}

function whichOf({ where, search }: Shown): Pick<FindQuery, 'where' | 'search'> {
  return { ...(where && Object.keys(where).length > 0 && { where }), ...(search && { search }) }
}

/** The same for one reader: columns and orders that went meanwhile, or are not theirs to know, are left out; a condition is not, since that would be another list. */
function readableOf(ctx: CoreCtx, entity: ModelEntity, { sort, fields, ...which }: FindQuery): FindQuery {
  const known = (asked: string): boolean => {
    const path = asked.replace(/^-/, '')
    return typeof walkPath(ctx.model.entities, entity.name, path) !== 'string' && readable(ctx, entity.name, path)
  }
  const [order, columns] = [sort?.filter(known), fields?.filter(known)]
  if (columns?.length === 0) throw new Refused(422, 'no_columns', 'None of its columns is there any more, or may be seen. Set it up anew.')
  return { ...which, ...(order && order.length > 0 && { sort: order }), ...(columns && { fields: columns }) }
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
  const parts =
    shown.kind === 'pivot'
      ? exportGroups(ctx, name, groupsOf(shown), format)
      : exportRecords(ctx, name, readableOf(ctx, entity, askedOf(entity, shown)), format)
  const count = (await find(ctx, name, { ...whichOf(shown), fields: ['id'], limit: 1, count: 'exact', verb: 'export' })).count ?? 0
  try {
    const bytes = await gathered(parts, mostBytes)
    return { count, bytes, instead: bytes ? null : ctx.t('The file is larger than {most} MB, so it is not attached.', { most: mostBytes >> 20 }) }
  } catch (error) {
    // A paper of so many pages is nothing for a mail either; whoever opens the list can take it as XLSX.
    if (!(error instanceof Refused) || error.code !== 'too_many_rows') throw error
    return { count, bytes: null, instead: ctx.t(error.detail, error.options.values) }
  }
}

/** All of it, or null where it is more than so many bytes. */
async function gathered(parts: AsyncIterable<Uint8Array>, mostBytes: number): Promise<Buffer | null> {
  const kept: Uint8Array[] = []
  let size = 0
  for await (const part of parts) {
    size += part.byteLength
    if (size > mostBytes) return null
    kept.push(part)
  }
  return Buffer.concat(kept)
}
