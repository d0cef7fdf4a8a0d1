import type { GroupRow, Json } from '@sangam/sdk'
import type { CoreCtx } from '../../data/context.ts'
import { Refused } from '../../errors.ts'
import type { ModelEntity } from '../../registry/model.ts'
import { type GroupsQuery, group } from '../aggregate.ts'
import { badQuery } from '../query.ts'
import type { ExportColumn } from './cells.ts'
import { columnsOf } from './columns.ts'
import { csv, exported, xlsx } from './export.ts'

const most = 10_000

/**
 * Groups as a file, a line for each: its keys, the currency of its amounts, what is measured. The same question as `POST /api/query`, of
 * the records that one may export.
 */
export async function* exportGroups(ctx: CoreCtx, name: string, query: Omit<GroupsQuery, 'limit'>, format: string): AsyncGenerator<Uint8Array> {
  const entity = exported(ctx, name)
  if (format !== 'csv' && format !== 'xlsx') throw badQuery('Groups are exported as csv or xlsx.')
  const { group: asked = [], measures = ['count'] } = query
  const keys = asked.map(path => keyColumn(ctx, entity, path))
  const currencies = [...new Set(measures.flatMap(measure => currencyOf(entity, measure) ?? []))]
  const paths = [...new Set([...asked, ...keys.map(column => column.path), ...currencies])]
  const rows = await group(ctx, name, { ...query, group: paths, measures, limit: most, verb: 'export' })
  if (rows.length === most)
    throw new Refused(422, 'too_many_groups', 'A file holds at most {most} groups. Choose coarser groups, or a condition.', {
      values: { most: most.toLocaleString('en-IN') },
    })
  const columns = [
    ...keys,
    ...currencies.map((path): ExportColumn => ({ path, header: ctx.t('Currency'), kind: 'text' })),
    ...measures.map(measure => measureColumn(ctx, entity, measure)),
  ]
  const cells = columns.map(
    ({ path }) =>
      (row: unknown): Json | undefined =>
        (row as GroupRow)[path],
  )
  yield* format === 'csv' ? csv(columns, cells, onePage(rows)) : xlsx(ctx.t(entity.plural), columns, cells, onePage(rows))
}

async function* onePage(rows: readonly GroupRow[]): AsyncGenerator<readonly string[]> {
  yield rows.map(row => JSON.stringify(row))
}

/** A key as people read it: the name of what it refers to; the part of a day as its first day. */
function keyColumn(ctx: CoreCtx, entity: ModelEntity, asked: string): ExportColumn {
  const [path = '', part] = asked.split(':')
  const [column] = columnsOf(ctx, entity, [path])
  if (!column) return { path: asked, header: asked, kind: 'text' }
  return part === undefined ? column : { ...column, path: asked, header: `${column.header} (${ctx.t(part.replace('_', ' '))})`, kind: 'date' }
}

function measureColumn(ctx: CoreCtx, entity: ModelEntity, measure: string): ExportColumn {
  if (measure === 'count') return { path: measure, header: ctx.t('Number of records'), kind: 'number' }
  const [column] = columnsOf(ctx, entity, [measure.slice(4).replace(/\.amount$/, '')])
  const words: { readonly [way: string]: string } = { sum: ctx.t('Sum'), avg: ctx.t('Average'), min: ctx.t('Smallest'), max: ctx.t('Largest') }
  const header = `${column?.header ?? measure}: ${words[measure.slice(0, 3)] ?? measure}`
  return { path: measure, header, kind: column?.kind === 'amount' || column === undefined ? 'number' : column.kind }
}

/** Amounts of several currencies are no one number. */
function currencyOf(entity: ModelEntity, measure: string): string | null {
  const [, name = ''] = /^[a-z]{3}:(\w+)\.amount$/.exec(measure) ?? []
  return entity.fields.get(name)?.type.type === 'money' ? `${name}.currency` : null
}
