import type { Measure } from '@sangam/sdk'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { meta } from '../data/meta.ts'
import { formatNumber } from '../shell/format.ts'
import { go } from '../shell/router.ts'
import { t } from '../shell/words.ts'
import { chartStyles } from './chart/chart.css.ts'
import type { Drawing } from './chart/draw/drawing.ts'
import { bars, funnel } from './chart/draw/lying.ts'
import { pie } from './chart/draw/pie.ts'
import { columns, lines } from './chart/draw/upright.ts'
import { sum } from './chart/figures.ts'
import { atMost, type Read, readChart } from './chart/read.ts'
import { type Sheet, sheet } from './chart/sheet.ts'
import { pathLabel } from './list/conditions.ts'
import { groupPaths } from './list/paths.ts'
import { both } from './list/source.ts'
import type { Definition } from './view/definition.ts'
import { addsUp, currencyPath, isMeasure, measureLabel, measuresOf, measureText, shortMeasureText } from './view/measures.ts'
import { ViewScreen } from './view/screen.ts'

const shapes = ['bar', 'line', 'area', 'pie', 'funnel'] as const
type Shape = (typeof shapes)[number]

/** The records of an entity counted and measured by group: drawn, or as a table; each figure leads to its records. */
class SgChartScreen extends ViewScreen {
  static override styles = [ViewScreen.styles, chartStyles]
  static override properties = { ...ViewScreen.properties, found: { state: true }, size: { state: true } }
  declare found: Read | null
  /** What is drawn has so many pixels. */
  declare size: { readonly width: number; readonly height: number }
  readonly kind = 'chart'
  protected readonly settings = ['chart', 'group', 'measure', 'currency', 'as']
  readonly #sizes = new ResizeObserver(([one]) => this.#measured(one?.contentRect))

  constructor() {
    super()
    this.found = null
    this.size = { width: 0, height: 0 }
  }

  protected usual(): Definition {
    const board = meta().boards.find(one => one.entity === this.entity)?.by
    const paths = groupPaths(this.entity)
    const first = paths.find(path => path === board) ?? paths.find(path => !path.includes(':')) ?? paths[0] ?? ''
    return { chart: first.includes(':') ? 'line' : 'bar', group: [first], measure: 'count', as: 'chart' }
  }

  protected async read(latest: () => boolean): Promise<void> {
    const { entity } = this
    const currency = typeof this.shown.currency === 'string' ? this.shown.currency : null
    const groups = this.#shape === 'pie' ? 8 : this.#shape === 'bar' ? 60 : 40
    const found = await readChart({ entity, group: this.#group, measure: this.#measure, currency, groups, ...this.asked })
    if (latest()) this.found = found
  }

  protected tools(): TemplateResult {
    const [first = '', second = ''] = this.#group
    const paths = groupPaths(this.entity)
    const option = (value: string, now: string, label: string): TemplateResult => html`<option value=${value} ?selected=${value === now}>${label}</option>`
    const chosen = (event: Event): string => (event.target as HTMLSelectElement).value
    const { currencies = [], currency = null } = this.found ?? {}
    return html`<select aria-label=${t('Kind of chart')} @change=${(event: Event) => this.change({ chart: chosen(event) }, { push: true })}>${shapes.map(one => option(one, this.#shape, shapeLabel(one)))}</select>
      <select aria-label=${t('What is measured')} @change=${(event: Event) => this.change({ measure: chosen(event) }, { push: true })}>${measuresOf(this.entity).map(one => option(one, this.#measure, measureLabel(this.entity, one)))}</select>
      <select aria-label=${t('Group by')} @change=${(event: Event) => this.change({ group: [chosen(event), ...(second && second !== chosen(event) ? [second] : [])] }, { push: true })}>${paths.map(path => option(path, first, pathLabel(this.entity, path)))}</select>
      ${this.#splits ? html`<select aria-label=${t('Then by')} @change=${(event: Event) => this.change({ group: [first, ...(chosen(event) ? [chosen(event)] : [])] }, { push: true })}>${option('', second, t('Not split'))}${paths.filter(path => path !== first).map(path => option(path, second, pathLabel(this.entity, path)))}</select>` : nothing}
      ${currencies.length > 1 ? html`<select aria-label=${t('Currency')} @change=${(event: Event) => this.change({ currency: chosen(event) })}>${currencies.map(code => option(code, currency ?? '', code))}</select>` : nothing}
      <div class="look" role="group" aria-label=${t('Show as')}>${(['chart', 'table'] as const).map(as => html`<button type="button" aria-pressed=${String(as === (this.#asTable ? 'table' : 'chart'))} @click=${() => this.change({ as })}>${as === 'table' ? t('Table') : t('Chart')}</button>`)}</div>`
  }

  protected body(): TemplateResult {
    const { found } = this
    if (!found) return html`${this.error ? nothing : html`<div class="loading"><sg-skeleton lines="9"></sg-skeleton></div>`}`
    if (found.figures.groups.length === 0)
      return html`<div class="empty"><sg-empty icon="chart" heading=${t('Nothing to draw')} text=${t('No record answers to this search and filter, or none has what is measured.')}></sg-empty></div>`
    const table = this.#sheet(found)
    const total = addsUp(this.#measure) ? table.total?.(null, null) : undefined
    return html`<section class="figure" aria-label=${this.#title()}>
      <header>${total === undefined ? nothing : html`<b>${total}</b>`}<span>${this.#title()}</span></header>
      ${found.cut ? html`<p class="note">${t('Only the first {limit} groups are shown. Choose a coarser group or a filter.', { limit: formatNumber(atMost) })}</p>` : nothing}
      ${this.#asTable ? html`<div class="sheet" tabindex="0" role="group" aria-label=${t('Table')}>${sheet(table, true)}</div>` : html`${this.#drawn(found, table)}<div class="visually-hidden">${sheet(table, false)}</div>`}</section>`
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#sizes.disconnect()
  }

  protected override updated(_changed: PropertyValues): void {
    const place = this.renderRoot.querySelector('.figure')
    if (place) this.#sizes.observe(place)
  }

  get #shape(): Shape {
    return shapes.find(one => one === this.shown.chart) ?? 'bar'
  }

  get #measure(): Measure {
    const { measure } = this.shown
    return isMeasure(this.entity, measure) ? measure : 'count'
  }

  get #asTable(): boolean {
    return this.shown.as === 'table'
  }

  /** Shares and steps are of one thing. */
  get #splits(): boolean {
    return this.#shape !== 'pie' && this.#shape !== 'funnel'
  }

  get #group(): readonly string[] {
    const known = groupPaths(this.entity)
    const asked = Array.isArray(this.shown.group) ? this.shown.group : []
    const group = [...new Set(asked.filter((path): path is string => known.includes(path) || known.includes(`${String(path).split(':')[0]}:month`)))]
    return (group.length > 0 ? group : ((this.usual().group ?? []) as readonly string[])).slice(0, this.#splits ? 2 : 1)
  }

  #title(): string {
    const [first = '', second] = this.#group.map(path => pathLabel(this.entity, path))
    const measure = measureLabel(this.entity, this.#measure)
    return `${measure}: ${[first, second].filter(Boolean).join(', ')}`
  }

  #sheet(found: Read): Sheet {
    const { figures, currency } = found
    const { entity } = this
    const told = (value: string | null): string => measureText(entity, this.#measure, value, currency)
    const added = (values: readonly (string | null)[]): string => told(sum(values)?.toFixed() ?? null)
    return {
      caption: this.#title(),
      head: pathLabel(entity, this.#group[0] ?? ''),
      groups: found.groupTexts.map(({ text }, at) => ({ text, href: this.#href(found, at, null) })),
      series: this.#group.length > 1 ? found.seriesTexts : [measureLabel(entity, this.#measure)],
      told: (group, series) => told(figures.values[group]?.[series] ?? null),
      hrefOf: (group, series) => this.#href(found, group, series),
      total: addsUp(this.#measure)
        ? (group, series) =>
            added(figures.values.filter((_, at) => group === null || at === group).flatMap(row => (series === null ? row : [row[series] ?? null])))
        : null,
    }
  }

  #drawn(found: Read, table: Sheet): TemplateResult {
    const { width, height } = this.size
    if (width === 0) return html`<div class="drawn"></div>`
    const shape = this.#shape
    const upright = shape === 'line' || shape === 'area' || (shape === 'bar' && (this.#group[0]?.includes(':') ?? false))
    const one = (group: number): string => (table.series.length > 1 ? (table.total?.(group, null) ?? '') : table.told(group, 0))
    const draw: Drawing = {
      width,
      height,
      label: this.#title(),
      groups: found.groupTexts.map((text, at) => ({ ...text, href: table.groups[at]?.href ?? null })),
      series: table.series.map((text, at) => ({ text, tone: found.seriesTones[at] ?? 'var(--sg-accent)' })),
      values: found.figures.values.map(row => row.map(value => (value === null ? null : Number(value)))),
      stacked: addsUp(this.#measure),
      told: (group, series) =>
        series < 0
          ? one(group)
          : `${table.groups[group]?.text ?? ''}${table.series.length > 1 ? `, ${table.series[series] ?? ''}` : ''}: ${table.told(group, series)}`,
      toldOf: group =>
        `${table.groups[group]?.text ?? ''}: ${one(group) || table.series.map((text, series) => `${text} ${table.told(group, series)}`).join(', ')}`,
      hrefOf: table.hrefOf,
      axis: value => shortMeasureText(this.entity, this.#measure, value, found.currency),
      go: href => void go(href),
    }
    if (shape === 'pie') return html`<div class="drawn round">${pie(draw, found.groupTones)}${this.#shares(found, table)}</div>`
    if (shape === 'funnel') return html`<div class="drawn high">${funnel(draw)}</div>`
    return html`${draw.series.length > 1 ? html`<ul class="legend" aria-hidden="true">${draw.series.map(one => html`<li style="--tone:${one.tone}"><i></i>${one.text}</li>`)}</ul>` : nothing}
      ${upright ? html`<div class="drawn">${shape === 'bar' ? columns(draw) : lines(draw, shape === 'area')}</div>` : html`<div class="drawn high">${bars(draw)}</div>`}`
  }

  /** What the slices of a pie are, with what they come to. */
  #shares(found: Read, table: Sheet): TemplateResult {
    const values = found.figures.values.map(([value]) => Number(value ?? 0))
    const whole = values.reduce((sum, value) => sum + Math.max(0, value), 0)
    const share = (value: number): string => (whole > 0 && value >= 0 ? formatNumber(((value / whole) * 100).toFixed(1), { percent: true }) : '')
    return html`<ul class="legend">${table.groups.map(
      ({ text, href }, at) =>
        html`<li style="--tone:${found.groupTones[at]}"><i></i>${href ? html`<a href=${href}>${text}</a>` : html`<span>${text}</span>`}<b>${table.told(at, 0)}</b><small>${share(values[at] ?? 0)}</small></li>`,
    )}</ul>`
  }

  /** The list of the records of a figure; null where no one condition tells them. */
  #href(found: Read, group: number, series: number | null): string | null {
    const { figures, currency, currencies } = found
    const [of, one] = [figures.groups[group]?.where ?? null, series === null ? {} : (figures.series[series]?.where ?? null)]
    if (of === null || one === null) return null
    const path = currencyPath(this.entity, this.#measure)
    const money = path && currency !== null && currencies.length > 1 ? { [path]: { eq: currency } } : {}
    const where = both(both(this.asked.where, both(of, one)), money)
    return `/list/${this.entity}?${new URLSearchParams({ where: JSON.stringify(where), ...(this.asked.search && { search: this.asked.search }) })}`
  }

  #measured(box: DOMRectReadOnly | undefined): void {
    if (!box || (Math.abs(box.width - this.size.width) < 2 && Math.abs(box.height - this.size.height) < 2)) return
    this.size = { width: Math.floor(box.width), height: Math.max(220, Math.min(560, Math.floor(box.height) - 90)) }
  }
}
customElements.define('sg-chart-screen', SgChartScreen)

function shapeLabel(shape: Shape): string {
  const words: { readonly [S in Shape]: string } = {
    bar: t('Bar chart'),
    line: t('Line chart'),
    area: t('Area chart'),
    pie: t('Pie chart'),
    funnel: t('Funnel'),
  }
  return words[shape]
}
