import type { Field, FieldOptions, FieldType } from '../field.ts'

export type TimeOptions = FieldOptions<string>

/**
 * A time of the day to the minute, `09:30`, of no day and in no zone: when a shop opens.
 *
 * @example opens: time({ default: '09:30' })
 */
export function time<const O extends TimeOptions = TimeOptions>(options?: O): Field<string, O> {
  return { type: 'time', options: (options ?? {}) as O }
}

/**
 * A time of the day as people write it, `9:30`, `4 pm`, `4.15pm`, `16:00:00`, in its one form; null when it is none.
 *
 * @example readTime('4:15 pm') // '16:15'
 */
export function readTime(text: string): string | null {
  const found = /^\s*(\d{1,2})(?:[:.](\d{2}))?(?::00)?\s*([ap])?\.?\s*(?:m\.?)?\s*$/i.exec(text)
  if (!found || (found[2] === undefined && found[3] === undefined)) return null
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? 0)]
  const half = found[3]?.toLowerCase()
  if (minute > 59 || hour > (half ? 12 : 23) || (half && hour === 0)) return null
  const turned = half ? (hour % 12) + (half === 'p' ? 12 : 0) : hour
  return `${String(turned).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

export const timeType: FieldType<TimeOptions> = {
  type: 'time',
  columns: () => [{ suffix: '', type: 'time(0)' }],
  schema: () => ({ type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' }),
  normalise: value => (value === '' ? null : typeof value === 'string' && /^\d{1,2}:\d\d(:00)?$/.test(value) ? (readTime(value) ?? value) : value),
  compare: 'time',
  operators: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'notIn', 'between', 'isEmpty'],
  sortable: true,
  groupable: true,
}
