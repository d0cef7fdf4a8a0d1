import type { Json } from '@sangam/sdk'
import { entityMeta, meta } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { formatTime, zone } from '../../shell/format.ts'
import { called, t } from '../../shell/words.ts'
import type { Definition } from '../view/definition.ts'

export const reportEntity = 'core.scheduledReport'

/** A list that comes by mail, as the API gives it. */
export interface Report extends Row {
  readonly name: string
  readonly owner: string
  readonly 'owner.$title': string | null
  readonly entity: string
  readonly definition: Json
  readonly format: string
  readonly every: string
  readonly weekdays: readonly string[] | null
  readonly monthDay: number | null
  readonly time: string
  readonly zone: string
  /** Told to whoever set it up. */
  readonly recipients: readonly string[] | null
  readonly skipEmpty: boolean
  readonly active: boolean
  readonly stopped: string | null
  readonly nextAt: string | null
  readonly lastAt: string | null
  readonly lastOutcome: string | null
  readonly lastSaid: string | null
}

/** One's own and those that colleagues send. Who sees those of all says whose; others see no more than that. */
export async function findReports(whose: 'mine' | 'all'): Promise<readonly Report[]> {
  const fields = Object.keys(entityMeta(reportEntity)?.fields ?? {})
  const where = whose === 'mine' && maySeeAll() && { or: [{ owner: '$me' }, { recipients: { contains: '$me' } }] }
  const { items } = await records.find(reportEntity, { ...(where && { where }), fields: [...fields, 'owner.$title'], sort: ['name'], limit: 500 })
  return items as readonly Row[] as readonly Report[]
}

/** Whether someone looks after the reports of all. */
export function maySeeAll(): boolean {
  const { user } = meta()
  return user.admin || user.owner
}

/** What of a view is sent: which records, and how they are shown; widths are of the screen. */
export function sentOf(kind: 'list' | 'pivot', { where, search, sort, columns, group, rows, measures }: Definition): Json {
  const kept = kind === 'pivot' ? { where, search, rows, columns, measures } : { where, search, sort, columns, group }
  return { kind, ...Object.fromEntries(Object.entries(kept).filter(([, value]) => !isEmpty(value))) } as Json
}

/** Whether it is figures by rows and columns, which no paper holds. */
export function isPivot(definition: Json): boolean {
  return (definition as { readonly kind?: string } | null)?.kind === 'pivot'
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
}

/** When it comes, as people say it; the zone where it is another than the company's. */
export function whenSaid({ every, weekdays, monthDay, time, zone: of }: Report): string {
  const said = { time: formatTime(time), day: monthDay ?? 0, days: daysSaid(weekdays ?? []) }
  const when = sentence(every, said)
  return of === zone() ? when : `${when} (${of})`
}

function sentence(every: string, said: { readonly time: string; readonly day: number; readonly days: string }): string {
  if (every === 'week') return t('{days} at {time}', said)
  if (every === 'month') return t('On day {day} of each month at {time}', said)
  return every === 'monthEnd' ? t('On the last day of each month at {time}', said) : t('Monday to Friday at {time}', said)
}

function daysSaid(chosen: readonly string[]): string {
  const choices = Object.entries(entityMeta(reportEntity)?.fields.weekdays?.choices ?? {})
  return choices
    .filter(([day]) => chosen.includes(day))
    .map(([, { label }]) => called(label ?? ''))
    .join(', ')
}
