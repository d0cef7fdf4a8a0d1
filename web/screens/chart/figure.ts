import type { Measure } from '@sangam/sdk'
import { html, nothing, type TemplateResult } from 'lit'
import { formatNumber } from '../../shell/format.ts'
import { go } from '../../shell/router.ts'
import { t } from '../../shell/words.ts'
import { pathLabel } from '../list/conditions.ts'
import { both } from '../list/source.ts'
import { addsUp, currencyPath, measureLabel, measureText, shortMeasureText } from '../view/measures.ts'
import type { Drawing } from './draw/drawing.ts'
import { bars, funnel } from './draw/lying.ts'
import { pie } from './draw/pie.ts'
import { columns, lines } from './draw/upright.ts'
import { sum } from './figures.ts'
import type { Read } from './read.ts'
import type { Sheet } from './sheet.ts'

export const shapes = ['bar', 'line', 'area', 'pie', 'funnel'] as const
export type Shape = (typeof shapes)[number]

/** A chart: of what, how, and what was found. */
export interface Charted {
  readonly entity: string
  readonly shape: Shape
  readonly group: readonly string[]
  readonly measure: Measure
  readonly asked: { readonly where: object; readonly search: string; readonly asOf?: string }
  readonly found: Read
}

/** Shares and steps are of one thing. */
export function splits(shape: Shape): boolean {
  return shape !== 'pie' && shape !== 'funnel'
}

/** How many groups a shape has room for; the smallest others are put together. */
export function roomOf(shape: Shape): number {
  return shape === 'pie' ? 8 : shape === 'bar' ? 60 : 40
}

export function chartTitle({ entity, group, measure }: Omit<Charted, 'found'>): string {
  const [first = '', second] = group.map(path => pathLabel(entity, path))
  return `${measureLabel(entity, measure)}: ${[first, second].filter(Boolean).join(', ')}`
}

/** The figures, each with the words and the link of its records. */
export function chartSheet(chart: Charted): Sheet {
  const { entity, group, measure, found } = chart
  const { figures, currency } = found
  const told = (value: string | null): string => measureText(entity, measure, value, currency)
  const added = (values: readonly (string | null)[]): string => told(sum(values)?.toFixed() ?? null)
  return {
    caption: chartTitle(chart),
    head: pathLabel(entity, group[0] ?? ''),
    groups: found.groupTexts.map(({ text }, at) => ({ text, href: hrefOf(chart, at, null) })),
    series: group.length > 1 ? found.seriesTexts : [measureLabel(entity, measure)],
    told: (of, series) => told(figures.values[of]?.[series] ?? null),
    hrefOf: (of, series) => hrefOf(chart, of, series),
    total: addsUp(measure)
      ? (of, series) => added(figures.values.filter((_, at) => of === null || at === of).flatMap(row => (series === null ? row : [row[series] ?? null])))
      : null,
  }
}

/** The picture, with what its colours mean. */
export function chartDrawn(chart: Charted, table: Sheet, { width, height }: { readonly width: number; readonly height: number }): TemplateResult {
  if (width === 0) return html`<div class="drawn"></div>`
  const { entity, shape, group, measure, found } = chart
  const upright = shape === 'line' || shape === 'area' || (shape === 'bar' && (group[0]?.includes(':') ?? false))
  const one = (of: number): string => (table.series.length > 1 ? (table.total?.(of, null) ?? '') : table.told(of, 0))
  const draw: Drawing = {
    width,
    height,
    label: chartTitle(chart),
    groups: found.groupTexts.map((text, at) => ({ ...text, href: table.groups[at]?.href ?? null })),
    series: table.series.map((text, at) => ({ text, tone: found.seriesTones[at] ?? 'var(--sg-accent)' })),
    values: found.figures.values.map(row => row.map(value => (value === null ? null : Number(value)))),
    stacked: addsUp(measure),
    told: (of, series) =>
      series < 0 ? one(of) : `${table.groups[of]?.text ?? ''}${table.series.length > 1 ? `, ${table.series[series] ?? ''}` : ''}: ${table.told(of, series)}`,
    toldOf: of => `${table.groups[of]?.text ?? ''}: ${one(of) || table.series.map((text, series) => `${text} ${table.told(of, series)}`).join(', ')}`,
    hrefOf: table.hrefOf,
    axis: value => shortMeasureText(entity, measure, value, found.currency),
    go: href => void go(href),
  }
  if (shape === 'pie') return html`<div class="drawn round">${pie(draw, found.groupTones)}${shares(found, table)}</div>`
  if (shape === 'funnel') return html`<div class="drawn high">${funnel(draw)}</div>`
  return html`${draw.series.length > 1 ? html`<ul class="legend" aria-hidden="true">${draw.series.map(one => html`<li style="--tone:${one.tone}"><i></i>${one.text}</li>`)}</ul>` : nothing}
    ${upright ? html`<div class="drawn">${shape === 'bar' ? columns(draw) : lines(draw, shape === 'area')}</div>` : html`<div class="drawn high">${bars(draw)}</div>`}`
}

/** What the slices of a pie are, with what they come to. */
function shares(found: Read, table: Sheet): TemplateResult {
  const values = found.figures.values.map(([value]) => Number(value ?? 0))
  const whole = values.reduce((sum, value) => sum + Math.max(0, value), 0)
  const share = (value: number): string => (whole > 0 && value >= 0 ? formatNumber(((value / whole) * 100).toFixed(1), { percent: true }) : '')
  return html`<ul class="legend">${table.groups.map(
    ({ text, href }, at) =>
      html`<li style="--tone:${found.groupTones[at]}"><i></i>${href ? html`<a href=${href}>${text}</a>` : html`<span>${text}</span>`}<b>${table.told(at, 0)}</b><small>${share(values[at] ?? 0)}</small></li>`,
  )}</ul>`
}

/** The list of the records of a figure; null where no one condition tells them. */
function hrefOf({ entity, measure, asked, found }: Charted, group: number, series: number | null): string | null {
  const { figures, currency, currencies } = found
  const [of, one] = [figures.groups[group]?.where ?? null, series === null ? {} : (figures.series[series]?.where ?? null)]
  if (of === null || one === null) return null
  const path = currencyPath(entity, measure)
  const money = path && currency !== null && currencies.length > 1 ? { [path]: { eq: currency } } : {}
  const where = both(both(asked.where, both(of, one)), money)
  return `/list/${entity}?${new URLSearchParams({ where: JSON.stringify(where), ...(asked.search && { search: asked.search }), ...(asked.asOf !== undefined && { asOf: asked.asOf }) })}`
}

export function shapeLabel(shape: Shape): string {
  const words: { readonly [S in Shape]: string } = {
    bar: t('Bar chart'),
    line: t('Line chart'),
    area: t('Area chart'),
    pie: t('Pie chart'),
    funnel: t('Funnel'),
  }
  return words[shape]
}
