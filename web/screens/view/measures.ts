import type { Json, Measure } from '@sangam/sdk'
import { entityMeta, fieldAt } from '../../data/meta.ts'
import { formatDuration, formatMoney, formatNumber, formatShort, formatShortMoney } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { pathLabel } from '../list/conditions.ts'

/** Words for what is done with the numbers of a group, besides counting its records. */
const ways = ['sum', 'avg', 'min', 'max'] as const
const numbers = ['money', 'decimal', 'integer', 'percent', 'duration']

/** What can be measured of an entity's records: how many there are, and each number of them in four ways. */
export function measuresOf(entity: string): readonly Measure[] {
  const fields = Object.values(entityMeta(entity)?.fields ?? {}).filter(field => numbers.includes(field.type))
  return ['count', ...fields.flatMap(field => ways.map((way): Measure => `${way}:${field.type === 'money' ? `${field.name}.amount` : field.name}`))]
}

export function isMeasure(entity: string, word: unknown): word is Measure {
  return (measuresOf(entity) as readonly unknown[]).includes(word)
}

export function measureLabel(entity: string, measure: Measure): string {
  if (measure === 'count') return t('Number of records')
  const field = pathLabel(entity, measurePath(measure))
  const words: { readonly [way: string]: string } = {
    sum: t('Sum of {field}', { field }),
    avg: t('Average of {field}', { field }),
    min: t('Smallest {field}', { field }),
    max: t('Largest {field}', { field }),
  }
  return words[measure.slice(0, 3)] ?? measure
}

/** Whether the measures of groups add up to the measure of them all. */
export function addsUp(measure: Measure): boolean {
  return measure === 'count' || measure.startsWith('sum:')
}

/** Where the currency of a measure of money is found: amounts of several currencies are no one number. */
export function currencyPath(entity: string, measure: Measure): string | null {
  const path = measurePath(measure)
  return path.endsWith('.amount') && fieldAt(entity, path.slice(0, -7))?.type === 'money' ? `${path.slice(0, -7)}.currency` : null
}

/** A measure as it is told: exactly, whatever it is a measure of; only an average of money is rounded, to what can be paid. */
export function measureText(entity: string, measure: Measure, value: Json | undefined, currency: string | null): string {
  if (value === null || value === undefined) return ''
  if (currency !== null && currencyPath(entity, measure)) return formatMoney({ amount: String(value), currency }, { rounded: measure.startsWith('avg:') })
  const type = fieldAt(entity, measurePath(measure))?.type
  if (type === 'duration') return formatDuration(Number(value))
  return formatNumber(String(value), { percent: type === 'percent' })
}

/** The same in few letters, for an axis. */
export function shortMeasureText(entity: string, measure: Measure, value: number, currency: string | null): string {
  if (currency !== null && currencyPath(entity, measure)) return formatShortMoney({ amount: String(value), currency })
  return fieldAt(entity, measurePath(measure))?.type === 'duration' ? formatDuration(Math.round(value)) : formatShort(value)
}

/** What a measure is of: `value.amount` of `sum:value.amount`. */
export function measurePath(measure: Measure): string {
  return measure === 'count' ? '' : measure.slice(4)
}
