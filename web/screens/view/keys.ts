import type { Json } from '@sangam/sdk'
import { entityMeta, fieldAt, meta } from '../../data/meta.ts'
import { titleOf } from '../../fields/titles.ts'
import { isYear } from '../../fields/years.ts'
import { formatDate, formatDuration, formatInstant, formatNumber, formatTime } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { optionLabel, optionsOf } from '../list/cells.ts'
import { pathLabel } from '../list/conditions.ts'

/** What the key of a group is called: the name of a stage, a month, a person's name that was asked for before. */
export function keyText(entity: string, grouped: string, key: Json, title: string | null = null): string {
  const [path = '', part] = grouped.split(':')
  const field = fieldAt(entity, path)
  if (key === null || !field) return t('No {field}', { field: pathLabel(entity, path) })
  if (part) return partText(part, String(key).slice(0, 10))
  switch (field.type) {
    case 'reference':
      return title ?? t('Not visible to you')
    case 'boolean':
      return key === true ? t('Yes') : t('No')
    case 'choice':
    case 'flow':
      return optionLabel(field, String(key))
    case 'date':
      return formatDate(String(key))
    case 'datetime':
      return formatInstant(String(key))
    case 'time':
      return formatTime(String(key))
    case 'duration':
      return formatDuration(Number(key))
    case 'integer':
    case 'decimal':
    case 'percent':
      return formatNumber(key as string | number, { percent: field.type === 'percent', plain: isYear(field) })
    default:
      return String(key)
  }
}

function partText(part: string, day: string): string {
  const year = day.slice(0, 4)
  if (part === 'month') return formatDate(day, 'month')
  if (part === 'fiscal_year') return t('Fiscal year {year}', { year: fiscalYear(day) })
  if (part === 'week') return t('Week of {day}', { day: formatDate(day) })
  if (part === 'year') return year
  if (part === 'quarter') return t('Quarter {quarter} of {year}', { quarter: Math.ceil(Number(day.slice(5, 7)) / 3), year })
  return formatDate(day)
}

/** The same in a word or two, for an axis. */
export function shortKeyText(entity: string, grouped: string, key: Json, title: string | null = null): string {
  const part = grouped.split(':')[1]
  if (key === null || !part) return keyText(entity, grouped, key, title)
  const day = String(key).slice(0, 10)
  if (part === 'month') return formatDate(day, 'short-month')
  if (part === 'fiscal_year') return fiscalYear(day)
  return part === 'week' || part === 'day' ? formatDate(day, 'short') : partText(part, day)
}

/** `2027–28`, by the year's first day. */
function fiscalYear(from: string): string {
  const year = Number(from.slice(0, 4))
  return `${year}–${String((year + 1) % 100).padStart(2, '0')}`
}

/** The names of what keys refer to, by key; empty where they refer to nothing. */
export async function titlesOf(entity: string, grouped: string, keys: readonly Json[]): Promise<ReadonlyMap<string, string | null>> {
  const field = fieldAt(entity, grouped.split(':')[0] ?? '')
  if (field?.type !== 'reference' || !field.to || !entityMeta(field.to)) return new Map()
  const ids = [...new Set(keys.filter((key): key is string => typeof key === 'string'))]
  return new Map(await Promise.all(ids.map(async id => [id, await titleOf(field.to ?? '', id)] as const)))
}

/** Where a key stands among its like: options as they were laid out, days by time; undefined where only size or name tell. */
export function rankOf(entity: string, grouped: string, key: Json): number | string | undefined {
  const [path = '', part] = grouped.split(':')
  const field = fieldAt(entity, path)
  if (key === null || !field) return undefined
  if (part || field.type === 'date' || field.type === 'datetime') return String(key)
  if (field.type === 'choice' || field.type === 'flow') return Object.keys(optionsOf(field)).indexOf(String(key))
  return undefined
}

/** Stages stand as they stand on the board: by a field of theirs. */
export function orderPath(entity: string, grouped: string): string | null {
  const board = meta().boards.find(one => one.entity === entity && one.by === grouped)
  return board?.order && fieldAt(entity, grouped)?.type === 'reference' ? `${grouped}.${board.order}` : null
}
