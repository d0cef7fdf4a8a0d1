import type { BoardScreen, Colour, GroupRow, Money } from '@sangam/sdk'
import Big from 'big.js'
import { entityMeta, fieldAt } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { optionsOf } from '../../fields/options.ts'
import { titleIn, titlePath } from '../../fields/titles.ts'
import { t } from '../../shell/words.ts'

/** One column of a board: what its cards share, and as many of them as were looked at. */
export interface Column {
  /** Null: those that have no value. */
  readonly value: string | null
  readonly label: string
  readonly colour: Colour
  readonly rows: readonly Row[]
  readonly next: string | null
  readonly count: number
  readonly sums: readonly Money[]
}

/** What narrows a board: its scope, a view, what is searched. */
export interface Sight {
  readonly where: object
  readonly search: string
  readonly asOf?: string
}

/** Cards of a column at first: more than a screen is high; and those that come as one scrolls. */
const atOnce = 20
export const more = 50

/** So many records have a column on a board by a reference. */
export const mostColumns = 200

/** The columns without their cards: the options of a choice, or the records a reference may point to, and whether there are more of those. */
export async function emptyColumns(screen: BoardScreen, scope: string | null): Promise<{ readonly columns: readonly Column[]; readonly cut: boolean }> {
  const field = fieldAt(screen.entity, screen.by)
  if (!field) return { columns: [], cut: false }
  if (field.type !== 'reference') return { columns: optionsOf(field).map(option => columnOf(option.value, option.label, option.colour)), cut: false }
  const to = field.to ?? ''
  const shape = entityMeta(to)
  const kind = Object.values(shape?.fields ?? {}).find(one => one.type === 'choice' && one.name === 'kind')
  const within = screen.scope && scope !== null ? { [screen.scope.within]: scope } : {}
  const page = await records.find(to, {
    where: within,
    fields: [titlePath(to), ...(kind ? [kind.name] : [])],
    sort: screen.order ? [screen.order] : (shape?.sort ?? []),
    limit: mostColumns,
  })
  const columns = page.items.map(row => columnOf(row.id, titleIn(to, row), kind?.choices?.[String(row[kind.name])]?.colour ?? 'grey'))
  return { columns, cut: page.next !== null }
}

/** The first cards of each column, its count and its sums. Columns for what has no value come only where there is something. */
export async function filled(screen: BoardScreen, columns: readonly Column[], sight: Sight): Promise<readonly Column[]> {
  const money = moneyPath(screen)
  const groups = await records.group(screen.entity, {
    ...asked(sight),
    group: [screen.by, ...(money ? [`${money}.currency`] : [])],
    measures: ['count', ...(money ? ([`sum:${money}.amount`] as const) : [])],
    limit: 1000,
  })
  const known = new Set(columns.map(column => column.value))
  const loose = groups.some(group => (group[screen.by] ?? null) === null) && !known.has(null) ? [columnOf(null, t('None'), 'grey')] : []
  return Promise.all(
    [...loose, ...columns.filter(column => column.value !== null)].map(async column => {
      const own = groups.filter(group => (group[screen.by] ?? null) === column.value)
      const page = own.length === 0 ? { items: [], next: null } : await cards(screen, column, sight, Math.min(500, Math.max(atOnce, column.rows.length)))
      return {
        ...column,
        rows: page.items,
        next: page.next,
        count: own.reduce((sum, group) => sum + Number(group.count ?? 0), 0),
        sums: money ? sumsOf(own, money) : [],
      }
    }),
  )
}

/** A page of a column's cards. */
export function cards(
  screen: BoardScreen,
  column: Column,
  sight: Sight,
  limit: number,
  after?: string,
): Promise<{ readonly items: readonly Row[]; readonly next: string | null }> {
  const own = { [screen.by]: column.value === null ? { isEmpty: true } : column.value }
  const where = Object.keys(sight.where).length > 0 ? { and: [sight.where, own] } : own
  return records.find(screen.entity, { where, search: sight.search, fields: cardFields(screen), limit, ...(after !== undefined && { after }), ...past(sight) })
}

/** What a card needs: its paths, the names of what they refer to, its own name. */
export function cardFields(screen: BoardScreen): readonly string[] {
  const paths = screen.card.filter(path => fieldAt(screen.entity, path) !== undefined)
  return [
    ...new Set([
      titlePath(screen.entity),
      screen.by,
      ...paths.flatMap(path => (['reference', 'references', 'oneOf'].includes(fieldAt(screen.entity, path)?.type ?? '') ? [path, `${path}.$title`] : [path])),
    ]),
  ]
}

function asked(sight: Sight): { readonly where?: object; readonly search?: string; readonly asOf?: string } {
  return { ...(Object.keys(sight.where).length > 0 && { where: sight.where }), ...(sight.search && { search: sight.search }), ...past(sight) }
}

function past({ asOf }: Sight): { readonly asOf?: string } {
  return asOf === undefined ? {} : { asOf }
}

function columnOf(value: string | null, label: string, colour: Colour): Column {
  return { value, label, colour, rows: [], next: null, count: 0, sums: [] }
}

/** The money that a board adds up: `sum:value.amount` of the field `value`. */
function moneyPath(screen: BoardScreen): string | null {
  const measure = (screen.measures ?? []).find(one => one.startsWith('sum:') && one.endsWith('.amount'))
  const path = measure?.slice(4, -7)
  return path && fieldAt(screen.entity, path)?.type === 'money' ? path : null
}

function sumsOf(groups: readonly GroupRow[], money: string): readonly Money[] {
  const byCurrency = new Map<string, Big>()
  for (const group of groups) {
    const currency = group[`${money}.currency`]
    const amount = group[`sum:${money}.amount`]
    if (typeof currency === 'string' && amount !== null && amount !== undefined)
      byCurrency.set(currency, (byCurrency.get(currency) ?? new Big(0)).plus(String(amount)))
  }
  return [...byCurrency].map(([currency, amount]) => ({ amount: amount.toFixed(), currency }))
}
