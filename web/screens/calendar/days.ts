import { type Colour, type FieldMeta, momentAt } from '@sangam/sdk'
import { entityMeta, fieldAt } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { addDays } from '../../fields/dates.ts'
import { titlePath } from '../../fields/titles.ts'
import { clockOf, dayOf, formatTime, zone } from '../../shell/format.ts'
import { optionLabel, optionsOf } from '../list/cells.ts'
import { both } from '../list/source.ts'
import { fieldsFor } from '../list/state.ts'

/** The records of one day: those that were read, and how many there are. */
export interface Day {
  readonly rows: readonly Row[]
  readonly count: number
}

export type Days = ReadonlyMap<string, Day>

/** At most so many records are read for the days that are shown; of more, their number is told. */
export const atMost = 500

export interface DaysQuery {
  readonly entity: string
  readonly by: string
  readonly card: readonly string[]
  readonly days: readonly string[]
  readonly where: object
  readonly search: string
}

/** The records on some days, and how many stand on each: a day that could not be read whole says so by its count. */
export async function readDays({ entity, by, card, days, where, search }: DaysQuery): Promise<Days> {
  const within = { [by]: { gte: days[0] ?? '', lt: addDays(days.at(-1) ?? '', 1) } }
  const asked = { where: both(where, within), search }
  const tone = toneField(entity, by)
  const [page, counts] = await Promise.all([
    records.find(entity, {
      ...asked,
      fields: [...new Set([titlePath(entity), by, ...(tone ? [tone.name] : []), ...fieldsFor(entity, card)])],
      sort: [by],
      limit: atMost,
    }),
    records.group(entity, { ...asked, group: [`${by}:day`], measures: ['count'], limit: 100 }),
  ])
  const byDay = new Map<string, Row[]>()
  for (const row of page.items) {
    const day = placeOf(entity, by, row) ?? ''
    byDay.set(day, [...(byDay.get(day) ?? []), row])
  }
  const counted = new Map(counts.map(row => [String(row[`${by}:day`]).slice(0, 10), Number(row.count)]))
  return new Map(days.map(day => [day, { rows: byDay.get(day) ?? [], count: counted.get(day) ?? 0 }]))
}

/** The day a record stands on. A day of the calendar is itself in every zone; a moment has its day in the zone in which moments are shown. */
export function placeOf(entity: string, by: string, row: Row): string | null {
  const value = row[by]
  if (typeof value !== 'string') return null
  return isMoment(entity, by) ? dayOf(value) : value
}

/** The time it stands at, where it has one. */
export function timeOf(entity: string, by: string, row: Row): string {
  const value = row[by]
  return typeof value === 'string' && isMoment(entity, by) ? formatTime(clockOf(value)) : ''
}

/** What its field has to be for a record to stand on a day: a moment keeps its time of day, and a new one is at nine. */
export function valueOn(entity: string, by: string, day: string, now?: Row[string]): string {
  if (!isMoment(entity, by)) return day
  return momentAt(day, typeof now === 'string' ? clockOf(now) : '09:00', zone())
}

/** Whether this person may move the records of an entity in time: the field is one that people write. */
export function mayMove(entity: string, by: string): boolean {
  const field = fieldAt(entity, by)
  return field !== undefined && !field.readonly && !field.computed && (entityMeta(entity)?.verbs.includes('update') ?? false)
}

export function mayMake(entity: string, by: string): boolean {
  const field = fieldAt(entity, by)
  return field !== undefined && !field.readonly && !field.computed && (entityMeta(entity)?.verbs.includes('create') ?? false)
}

/** What colours a record: its flow, else its first choice that has colours. */
function toneField(entity: string, by: string): FieldMeta | undefined {
  const fields = Object.values(entityMeta(entity)?.fields ?? {}).filter(field => field.name !== by)
  const coloured = fields.filter(field => field.type === 'choice' && Object.values(optionsOf(field)).some(option => option.colour))
  return fields.find(field => field.type === 'flow') ?? coloured[0]
}

/** The colour of a record and what it stands for. */
export function toneOf(entity: string, by: string, row: Row): { readonly colour: Colour; readonly label: string } {
  const field = toneField(entity, by)
  const value = field && row[field.name]
  if (!field || typeof value !== 'string') return { colour: 'grey', label: '' }
  return { colour: optionsOf(field)[value]?.colour ?? 'grey', label: optionLabel(field, value) }
}

/** The days as they are once a record stands on another. */
export function movedTo(days: Days, row: Row, from: string, to: string): Days {
  const changed = (day: string, change: (one: Day) => Day): readonly (readonly [string, Day])[] => {
    const one = days.get(day)
    return one ? [[day, change(one)]] : []
  }
  return new Map([
    ...days,
    ...changed(from, ({ rows, count }) => ({ rows: rows.filter(one => one.id !== row.id), count: Math.max(0, count - 1) })),
    ...changed(to, ({ rows, count }) => ({ rows: [row, ...rows.filter(one => one.id !== row.id)], count: count + 1 })),
  ])
}

/** A record in place of what it was before it was written, on the day where it stands. */
export function renewed(days: Days, row: Row, day: string): Days {
  const one = days.get(day)
  return one ? new Map([...days, [day, { ...one, rows: one.rows.map(old => (old.id === row.id ? row : old)) }]]) : days
}

function isMoment(entity: string, by: string): boolean {
  return fieldAt(entity, by)?.type === 'datetime'
}
