import type { Json } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { find } from '../records/find.ts'
import { isObject } from '../records/query.ts'
import type { Times } from './times.ts'

export const reportEntity = 'core.scheduledReport'

export type ReportFormat = 'pdf' | 'xlsx' | 'csv'

/** A report as it is kept. */
export interface StoredReport extends Times {
  readonly id: string
  readonly name: string
  readonly owner: string
  readonly entity: string
  readonly definition: Shown
  readonly format: ReportFormat
  readonly recipients: readonly string[]
  readonly skipEmpty: boolean
  readonly active: boolean
  readonly failures: number
}

/** What is sent, in the words of a saved view: records in lines, or figures by rows and columns. */
export interface Shown {
  readonly kind?: 'list' | 'pivot'
  readonly where?: object
  readonly search?: string
  /** Of a list, which fields; of a pivot, what stands across. */
  readonly columns?: readonly string[]
  readonly sort?: readonly string[]
  readonly group?: readonly string[]
  readonly rows?: readonly string[]
  readonly measures?: readonly string[]
}

const fields = [
  'name',
  'owner',
  'entity',
  'definition',
  'format',
  'every',
  'weekdays',
  'monthDay',
  'time',
  'zone',
  'recipients',
  'skipEmpty',
  'active',
  'failures',
]

/** Reports by a condition, as the system reads them. */
export async function findReports(system: CoreCtx, where: object): Promise<StoredReport[]> {
  const { items } = await find(system, reportEntity, { where, fields, sort: ['nextAt', 'id'], limit: 200 })
  return items as unknown as StoredReport[]
}

const lists = { list: ['sort', 'columns', 'group'], pivot: ['rows', 'columns', 'measures'] } as const

/** What is kept of a list or a pivot, or null where it is something else. */
export function shownOf(value: Json): Shown | null {
  if (!isObject(value)) return null
  const { kind = 'list', where, search, ...rest } = value as { readonly [name: string]: unknown }
  if (kind !== 'list' && kind !== 'pivot') return null
  const known = Object.entries(rest).every(
    ([name, given]) => (lists[kind] as readonly string[]).includes(name) && Array.isArray(given) && given.every(path => typeof path === 'string'),
  )
  return known && (where === undefined || isObject(where)) && (search === undefined || typeof search === 'string') ? (value as Shown) : null
}
