import type { Json, Measure } from '@sangam/sdk'
import { fieldAt } from '../../data/meta.ts'
import { records } from '../../data/records.ts'
import { formatMoney, formatNumber, formatShortMoney } from '../../shell/format.ts'

/** The columns that can be summed: money, decimals and whole numbers of the entity itself. */
export function summable(entity: string, paths: readonly string[]): readonly string[] {
  return paths.filter(
    path => !path.includes('.') && ['money', 'decimal', 'integer'].includes(fieldAt(entity, path)?.type ?? '') && !fieldAt(entity, path)?.percent,
  )
}

/** The measures that give the sums of a level of groups. Money of several currencies can't be one sum, so it is counted by currency too. */
export function sumMeasures(entity: string, paths: readonly string[]): readonly Measure[] {
  return summable(entity, paths).flatMap((path): Measure[] =>
    fieldAt(entity, path)?.type === 'money' ? [`sum:${path}.amount`, `min:${path}.currency`, `max:${path}.currency`] : [`sum:${path}`],
  )
}

/** The sum of a column in a group, or nothing where currencies are mixed. */
export function groupSum(entity: string, path: string, row: { readonly [name: string]: Json }, short = false): string {
  if (fieldAt(entity, path)?.type !== 'money')
    return row[`sum:${path}`] === null || row[`sum:${path}`] === undefined ? '' : formatNumber(String(row[`sum:${path}`]))
  const amount = row[`sum:${path}.amount`]
  const currency = row[`min:${path}.currency`]
  if (amount === null || amount === undefined || !currency) return ''
  if (currency !== row[`max:${path}.currency`]) return '…'
  const sum = { amount: String(amount), currency: String(currency) }
  return short ? formatShortMoney(sum) : formatMoney(sum)
}

/** The foot of each column: what all records of the list add up to, money by currency. */
export async function footSums(
  entity: string,
  paths: readonly string[],
  query: { readonly where: object; readonly search: string },
): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(summable(entity, paths).map(async (path): Promise<[string, string]> => [path, await footSum(entity, path, query)]))
  return new Map(found)
}

async function footSum(entity: string, path: string, query: { readonly where: object; readonly search: string }): Promise<string> {
  if (fieldAt(entity, path)?.type !== 'money') {
    const [row] = await records.group(entity, { ...query, measures: [`sum:${path}`] })
    return row?.[`sum:${path}`] == null ? '' : formatNumber(String(row[`sum:${path}`]))
  }
  const rows = await records.group(entity, { ...query, group: [`${path}.currency`], measures: [`sum:${path}.amount`] })
  return rows
    .filter(row => row[`${path}.currency`])
    .map(row => formatMoney({ amount: String(row[`sum:${path}.amount`] ?? '0'), currency: String(row[`${path}.currency`]) }))
    .join(' + ')
}
