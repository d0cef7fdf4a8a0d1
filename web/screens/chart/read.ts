import type { Json, Measure } from '@sangam/sdk'
import { fieldAt, meta } from '../../data/meta.ts'
import { records } from '../../data/records.ts'
import { t } from '../../shell/words.ts'
import { optionsOf } from '../list/cells.ts'
import { keyText, orderPath, rankOf, shortKeyText, titlesOf } from '../view/keys.ts'
import { currencyPath } from '../view/measures.ts'
import { type Figures, figuresOf, rest, withRest } from './figures.ts'

export interface ChartQuery {
  readonly entity: string
  readonly group: readonly string[]
  readonly measure: Measure
  /** Which currency is told, where there are several; that of the company unless told. */
  readonly currency: string | null
  readonly where: object
  readonly search: string
  readonly asOf?: string
  /** At most so many groups are drawn; the smallest others are put together. */
  readonly groups: number
}

/** What a chart says: its figures, what they are called, and in which currency. */
export interface Read {
  readonly figures: Figures
  readonly groupTexts: readonly { readonly text: string; readonly short: string }[]
  readonly seriesTexts: readonly string[]
  readonly seriesTones: readonly string[]
  readonly groupTones: readonly string[]
  readonly currency: string | null
  readonly currencies: readonly string[]
  /** Whether there were more groups than are read at once. */
  readonly cut: boolean
}

/** So many groups are read at once. */
export const atMost = 5000
const tones = ['blue', 'teal', 'orange', 'purple', 'green', 'red', 'yellow', 'grey'] as const

export async function readChart(query: ChartQuery): Promise<Read> {
  const { entity, group, measure } = query
  const path = currencyPath(entity, measure)
  const orders = group.map(one => orderPath(entity, one))
  const rows = await records.group(entity, {
    where: query.where,
    search: query.search,
    ...(query.asOf !== undefined && { asOf: query.asOf }),
    group: [...new Set([...group, ...orders.flatMap(one => one ?? []), ...(path ? [path] : [])])],
    measures: [measure],
    limit: atMost,
  })
  const currencies = path ? [...new Set(rows.map(row => row[path]).filter(code => typeof code === 'string'))].sort() : []
  const currency = path ? currencyOf(currencies, query.currency) : null
  // Records that have no amount are of no currency: they are not there in a chart of amounts.
  const told = path ? rows.filter(row => row[path] === currency) : rows
  const rank = (by: string, key: Json): number | string | undefined => {
    const order = orders[group.indexOf(by)]
    return order ? Number(rows.find(row => row[by] === key)?.[order] ?? 0) : rankOf(entity, by, key)
  }
  const timely = group[0]?.includes(':') ?? false
  const all = figuresOf(told, { group, measure, rank, series: tones.length })
  const figures = timely ? all : withRest(all, measure, query.groups)
  const [first = '', second] = group
  const [names, seriesNames] = await Promise.all([
    titlesOf(
      entity,
      first,
      figures.groups.map(slot => slot.key),
    ),
    second
      ? titlesOf(
          entity,
          second,
          figures.series.map(slot => slot.key),
        )
      : new Map<string, string | null>(),
  ])
  return {
    figures,
    groupTexts: figures.groups.map(({ key }) => {
      if (key === rest) return { text: t('The others'), short: t('The others') }
      const title = names.get(String(key)) ?? null
      return { text: keyText(entity, first, key, title), short: shortKeyText(entity, first, key, title) }
    }),
    seriesTexts: figures.series.map(({ key }) =>
      !second ? '' : key === rest ? t('The others') : keyText(entity, second, key, seriesNames.get(String(key)) ?? null),
    ),
    seriesTones: figures.series.map(({ key }, at) => (second ? toneOf(entity, second, key, at) : 'var(--sg-accent)')),
    groupTones: figures.groups.map(({ key }, at) => toneOf(entity, first, key, at)),
    currency,
    currencies,
    cut: rows.length === atMost,
  }
}

function currencyOf(currencies: readonly string[], asked: string | null): string | null {
  const own = meta().company?.currency
  return currencies.find(code => code === asked) ?? currencies.find(code => code === own) ?? currencies[0] ?? null
}

/** The colour that an option has of its own, else one of ours in turn. */
function toneOf(entity: string, grouped: string, key: Json, at: number): string {
  const field = fieldAt(entity, grouped.split(':')[0] ?? '')
  const options = field && !grouped.includes(':') ? optionsOf(field) : {}
  const coloured = new Set(Object.values(options).map(option => option.colour)).size > 1
  const own = coloured && typeof key === 'string' ? options[key]?.colour : undefined
  return `var(--sg-${own ?? tones[at % tones.length]})`
}
