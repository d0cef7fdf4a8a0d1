import type { Json } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { find } from '../records/find.ts'
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

/** What of a list is sent: the words of a saved view. */
export interface Shown {
  readonly where?: object
  readonly search?: string
  readonly sort?: readonly string[]
  readonly columns?: readonly string[]
  readonly group?: readonly string[]
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

const words = ['where', 'search', 'sort', 'columns', 'group']

/** What is kept of a list, or null where it is something else. */
export function shownOf(value: Json): Shown | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const given = value as { readonly [name: string]: unknown }
  const lists = [given.sort, given.columns, given.group].every(one => one === undefined || (Array.isArray(one) && one.every(path => typeof path === 'string')))
  const isWhere = given.where === undefined || (typeof given.where === 'object' && given.where !== null && !Array.isArray(given.where))
  const known = Object.keys(given).every(name => words.includes(name))
  return known && lists && isWhere && (given.search === undefined || typeof given.search === 'string') ? (value as Shown) : null
}
