import type { FieldMeta, GroupRow, Json, Measure, Money } from '@sangam/sdk'
import Big from 'big.js'
import { fieldAt } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { formatDuration, formatMoney, formatNumber } from '../../shell/format.ts'
import { keyText } from '../view/keys.ts'

/** The columns that can be summed: money, decimals and whole numbers of the entity itself. What several shares or ratings add up to says nothing. */
export function summable(entity: string, paths: readonly string[]): readonly string[] {
  return paths.filter(path => {
    const field = path.includes('.') ? undefined : fieldAt(entity, path)
    return field !== undefined && ['money', 'decimal', 'integer', 'duration'].includes(field.type) && field.adds !== false && !isShare(field)
  })
}

/** Those of them that can be summed in each group: where records of several kinds would be added, the first groups must be of these kinds. */
function summableIn(entity: string, paths: readonly string[], group: readonly string[]): readonly string[] {
  return summable(entity, paths).filter(path => {
    const kind = alike(entity, path)
    return kind === null || group[0] === kind
  })
}

/** What makes records alike enough to be added up in a column; null where all are. */
function alike(entity: string, path: string): string | null {
  return fieldAt(entity, path)?.adds || null
}

/** What has to be read beside the columns to know which records belong together in a sum. */
export function alikePaths(entity: string, paths: readonly string[]): readonly string[] {
  return summable(entity, paths).flatMap(path => alike(entity, path) ?? [])
}

/** A number that calls itself a share or a rating, in the languages here. What bounds it has tells nothing: hours and pieces have them too. */
function isShare({ type, label }: FieldMeta): boolean {
  return type !== 'money' && /\bper ?cent(age)?\b|%|\brating\b|प्रतिशत|रेटिंग/iu.test(label)
}

/** The measures that give the sums of a level of groups. */
export function sumMeasures(entity: string, paths: readonly string[], group: readonly string[]): readonly Measure[] {
  return summableIn(entity, paths, group).map((path): Measure => (isMoney(entity, path) ? `sum:${path}.amount` : `sum:${path}`))
}

/** Money of several currencies is no one sum: groups are counted by these too, and put together again by `groupSum`. */
export function currencyPaths(entity: string, paths: readonly string[], group: readonly string[]): readonly string[] {
  return summableIn(entity, paths, group)
    .filter(path => isMoney(entity, path))
    .slice(0, 3)
    .map(path => `${path}.currency`)
}

/** The sum of a column in a group; of money, one for each currency. */
export function groupSum(entity: string, path: string, row: { readonly [name: string]: Json }): string {
  if (!isMoney(entity, path)) return plainSum(entity, path, row)
  const sums = row[`sum:${path}.amount`]
  return Array.isArray(sums) ? (sums as unknown as readonly Money[]).map(sum => formatMoney(sum)).join(' + ') : ''
}

function plainSum(entity: string, path: string, row: { readonly [name: string]: Json }): string {
  const sum = row[`sum:${path}`]
  if (sum === null || sum === undefined) return ''
  const { type, least } = fieldAt(entity, path) ?? {}
  if (type === 'duration') return formatDuration(Number(sum))
  return formatNumber(String(sum), least !== undefined && String(sum).includes('.') ? { least } : {})
}

/** The rows of one group, split by currency, as one: counts and sums added up, sums of money as a list of amounts. */
export function joined(rows: readonly GroupRow[], split: readonly string[]): GroupRow {
  const sums = Object.keys(rows[0] ?? {}).filter(name => name.startsWith('sum:'))
  const count = rows.reduce((sum, row) => sum + Number(row.count ?? 0), 0)
  return {
    ...rows[0],
    count,
    ...Object.fromEntries(
      sums.map(name => [
        name,
        added(
          rows,
          name,
          split.find(path => name === `sum:${path.replace(/currency$/, 'amount')}`),
        ),
      ]),
    ),
  }
}

function added(rows: readonly GroupRow[], name: string, currencyPath: string | undefined): Json {
  const known = rows.filter(row => row[name] !== null && row[name] !== undefined)
  const total = (some: readonly GroupRow[]): string => some.reduce((sum, row) => sum.plus(String(row[name])), new Big(0)).toFixed()
  if (currencyPath === undefined) return known.length === 0 ? null : total(known)
  const currencies = [...new Set(known.map(row => row[currencyPath]).filter(code => typeof code === 'string'))]
  return currencies.map(currency => ({ amount: total(known.filter(row => row[currencyPath] === currency)), currency }))
}

/** What some records add up to in a column, those of each kind by themselves; nothing where it can't be summed. */
export function sumOf(entity: string, path: string, rows: readonly Row[]): string {
  if (summable(entity, [path]).length === 0) return ''
  const kind = alike(entity, path)
  if (kind === null) return sumOfAll(entity, path, rows)
  const kinds = [...new Set(rows.map(row => row[kind] ?? null))]
  return saidByKind(
    entity,
    kind,
    kinds.map(key => [
      key,
      sumOfAll(
        entity,
        path,
        rows.filter(row => (row[kind] ?? null) === key),
      ),
    ]),
  )
}

/** One sum as it is; several each with the name of its kind, on lines of their own. */
function saidByKind(entity: string, kind: string, sums: readonly (readonly [key: Json, sum: string])[]): string {
  const there = sums.filter(([, sum]) => sum !== '')
  return there.map(([key, sum]) => (there.length > 1 ? `${keyText(entity, kind, key)} ${sum}` : sum)).join('\n')
}

function sumOfAll(entity: string, path: string, rows: readonly Row[]): string {
  if (!isMoney(entity, path))
    return groupSum(
      entity,
      path,
      joined(
        rows.map(row => ({ [`sum:${path}`]: row[path] ?? null })),
        [],
      ),
    )
  const amounts = rows.map(row => row[path] as unknown as Money | null)
  const split = amounts.map(one => ({ [`sum:${path}.amount`]: one?.amount ?? null, [`${path}.currency`]: one?.currency ?? null }))
  return groupSum(entity, path, joined(split, [`${path}.currency`]))
}

function isMoney(entity: string, path: string): boolean {
  return fieldAt(entity, path)?.type === 'money'
}

interface FootQuery {
  readonly where: object
  readonly search: string
  readonly asOf?: string
}

/** The foot of each column: what all records of the list add up to, money by currency. */
export async function footSums(entity: string, paths: readonly string[], { where, search, asOf }: FootQuery): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    summable(entity, paths).map(
      async (path): Promise<[string, string]> => [path, await footSum(entity, path, { where, search, ...(asOf !== undefined && { asOf }) })],
    ),
  )
  return new Map(found)
}

async function footSum(entity: string, path: string, query: FootQuery): Promise<string> {
  const kind = alike(entity, path)
  const group = [...(kind === null ? [] : [kind]), ...(isMoney(entity, path) ? [`${path}.currency`] : [])]
  const rows = await records.group(entity, {
    ...query,
    ...(group.length > 0 && { group }),
    measures: [isMoney(entity, path) ? `sum:${path}.amount` : `sum:${path}`],
  })
  if (kind === null) return footSumOf(entity, path, rows)
  const kinds = [...new Set(rows.map(row => row[kind] ?? null))]
  return saidByKind(
    entity,
    kind,
    kinds.map(key => [
      key,
      footSumOf(
        entity,
        path,
        rows.filter(row => (row[kind] ?? null) === key),
      ),
    ]),
  )
}

function footSumOf(entity: string, path: string, rows: readonly GroupRow[]): string {
  if (!isMoney(entity, path)) return plainSum(entity, path, rows[0] ?? {})
  return rows
    .filter(row => row[`${path}.currency`])
    .map(row => formatMoney({ amount: String(row[`sum:${path}.amount`] ?? '0'), currency: String(row[`${path}.currency`]) }))
    .join(' + ')
}
