import { addDays } from './days.ts'
import type { Json } from './json.ts'

/**
 * The parts of a day or a moment that records can be grouped by; a group's key is the first day of its part.
 *
 * @example const groups = dateParts.map(part => `expectedClose:${part}`)
 */
export const dateParts = ['day', 'week', 'month', 'quarter', 'year', 'fiscal_quarter', 'fiscal_year'] as const
const months: { readonly [part: string]: number } = { month: 1, quarter: 3, year: 12, fiscal_quarter: 3, fiscal_year: 12 }

/**
 * The condition that holds of the records of a group and of no others: whose field is its key, or lies in its month.
 *
 * @example groupCondition('state', 'won') // { state: { eq: 'won' } }
 * @example groupCondition('closing:month', '2027-12-01') // { closing: { gte: '2027-12-01', lt: '2028-01-01' } }
 */
export function groupCondition(path: string, key: Json): object {
  const [field = '', part] = path.split(':')
  if (key === null) return { [field]: { isEmpty: true } }
  if (!part) return { [field]: { eq: typeof key === 'string' && key.startsWith('$') ? `$${key}` : key } }
  const from = String(key).slice(0, 10)
  return { [field]: { gte: from, lt: nextOf(from, part) } }
}

function nextOf(day: string, part: string): string {
  const count = months[part]
  if (count === undefined) return addDays(day, part === 'week' ? 7 : 1)
  const [year = 0, month = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 + count, 1)).toISOString().slice(0, 10)
}
