import { type Colour, type FieldMeta, type Json, momentAt } from '@sangam/sdk'
import { entityMeta } from '../../data/meta.ts'
import type { Row } from '../../data/records.ts'
import { addDays } from '../../fields/dates.ts'
import { clockOf, dayOf, formatDate, formatDays, formatInstant, zone } from '../../shell/format.ts'
import { optionLabel, optionsOf } from '../list/cells.ts'
import { dayFields } from '../view/kinds.ts'
import { daysBetween } from './axis.ts'

/** What the bars of an entity's records are drawn by: where they start and end, and what colours them. */
export interface Plan {
  readonly entity: string
  readonly start: FieldMeta
  readonly end: FieldMeta | null
  readonly colour: FieldMeta | null
}

/** Which part of a bar is moved: all of it, or one of its ends. */
export type Part = 'all' | 'start' | 'end'

/** Where a bar stands, in days from the beginning of the axis; `open` where it has no end. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly open: boolean
}

/** What bars can end at: days and moments, and how long they take. */
export function endFields(entity: string): readonly FieldMeta[] {
  return [...dayFields(entity), ...Object.values(entityMeta(entity)?.fields ?? {}).filter(field => field.type === 'duration')]
}

export function colourFields(entity: string): readonly FieldMeta[] {
  return Object.values(entityMeta(entity)?.fields ?? {}).filter(field => field.type === 'choice' || field.type === 'flow')
}

export function spanOf({ start, end }: Plan, row: Row, first: string): Span | null {
  const begins = row[start.name]
  if (typeof begins !== 'string') return null
  const from = placeOf(start, begins, first)
  const ends = end && (row[end.name] ?? null)
  if (!end || ends === null) return { from, to: Math.floor(from) + 1, open: end !== null }
  const to = end.type === 'duration' ? from + Number(ends) / 86_400 : placeOf(end, String(ends), first) + (end.type === 'date' ? 1 : 0)
  return { from, to: Math.max(to, from), open: false }
}

/** From when to when, in words. */
export function spanText({ start, end }: Plan, row: Row): string {
  const begins = row[start.name]
  if (typeof begins !== 'string') return ''
  const ends = end && (row[end.name] ?? null)
  if (!end || ends === null) return start.type === 'date' ? formatDate(begins) : formatInstant(begins)
  if (start.type === 'date' && end.type === 'date') return formatDays(begins, String(ends))
  const until = end.type === 'duration' ? afterSeconds(start, begins, Number(ends)) : String(ends)
  const told = (field: FieldMeta, value: string): string => (field.type === 'date' ? formatDate(value) : formatInstant(value))
  return `${told(start, begins)} – ${told(end.type === 'duration' ? start : end, until)}`
}

/** Whether a part of the bars is moved by writing fields that people write. */
export function mayShift(plan: Plan, part: Part): boolean {
  const { start, end } = plan
  const written = writtenFields(plan)
  if (part === 'end') return end !== null && written.includes(end)
  // Of what has a length its start moves alone; pulled by its start, it gets shorter.
  const bound = end !== null && (end.type === 'duration') === (part === 'start')
  return written.includes(start) && (!bound || written.includes(end))
}

/** The fields of a bar that this person may write. */
export function writtenFields({ entity, start, end }: Plan): readonly FieldMeta[] {
  if (!entityMeta(entity)?.verbs.includes('update')) return []
  return [start, ...(end ? [end] : [])].filter(field => !field.readonly && !field.computed)
}

/** What is written when a part of a bar goes some days earlier or later; null where its end would come before its start. */
export function shifted({ start, end }: Plan, row: Row, part: Part, days: number): { readonly [field: string]: Json } | null {
  const begins = row[start.name]
  if (typeof begins !== 'string' || days === 0) return null
  const ends = end && (row[end.name] ?? null)
  const lasting = end?.type === 'duration'
  if (part === 'all') {
    const after = end && !lasting && ends !== null ? { [end.name]: later(end, String(ends), days) } : {}
    return { [start.name]: later(start, begins, days), ...after }
  }
  if (end && lasting) {
    const seconds = Number(ends ?? 0) + (part === 'end' ? days : -days) * 86_400
    if (seconds <= 0) return null
    return { [end.name]: seconds, ...(part === 'start' && { [start.name]: later(start, begins, days) }) }
  }
  if (part === 'start') {
    const moved = later(start, begins, days)
    return end && ends !== null && isBefore(end, String(ends), start, moved) ? null : { [start.name]: moved }
  }
  if (!end) return null
  const moved = later(end, ends === null ? sameMoment(start, begins, end) : String(ends), days)
  return isBefore(end, moved, start, begins) ? null : { [end.name]: moved }
}

/** The colour of a bar, and what it stands for. */
export function toneOf({ colour }: Plan, row: Row): { readonly colour: Colour; readonly label: string } {
  const value = colour && row[colour.name]
  if (!colour || typeof value !== 'string') return { colour: 'grey', label: '' }
  return { colour: colourOf(colour, value), label: optionLabel(colour, value) }
}

const palette: readonly Colour[] = ['blue', 'teal', 'orange', 'purple', 'green', 'yellow', 'red', 'grey']

/** The colour of an option; of options that have none, one in turn. */
export function colourOf(field: FieldMeta, value: string): Colour {
  const options = optionsOf(field)
  if (Object.values(options).some(option => option.colour)) return options[value]?.colour ?? 'grey'
  return palette[Object.keys(options).indexOf(value) % palette.length] ?? 'grey'
}

function placeOf(field: FieldMeta, value: string, first: string): number {
  if (field.type === 'date') return daysBetween(first, value)
  const [hour = 0, minute = 0] = clockOf(value).split(':').map(Number)
  return daysBetween(first, dayOf(value)) + (hour * 60 + minute) / 1440
}

function later(field: FieldMeta, value: string, days: number): string {
  return field.type === 'date' ? addDays(value, days) : momentAt(addDays(dayOf(value), days), clockOf(value), zone())
}

function afterSeconds(field: FieldMeta, value: string, seconds: number): string {
  // A day and a half from the morning of a day ends within its second day.
  if (field.type === 'date') return addDays(value, Math.max(0, Math.ceil(seconds / 86_400) - 1))
  return new Date(Date.parse(value) + seconds * 1000).toISOString()
}

/** Where an end begins that was not there: at the start. */
function sameMoment(start: FieldMeta, begins: string, end: FieldMeta): string {
  if (end.type === start.type) return begins
  return end.type === 'date' ? dayOf(begins) : momentAt(begins, '09:00', zone())
}

function isBefore(a: FieldMeta, one: string, b: FieldMeta, other: string): boolean {
  if (a.type === b.type) return a.type === 'date' ? one < other : Date.parse(one) < Date.parse(other)
  return (a.type === 'date' ? one : dayOf(one)) < (b.type === 'date' ? other : dayOf(other))
}
