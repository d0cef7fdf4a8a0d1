import type { Measure } from '@sangam/sdk'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { meta } from '../data/meta.ts'
import { formatNumber } from '../shell/format.ts'
import { t } from '../shell/words.ts'
import { chartStyles } from './chart/chart.css.ts'
import { type Charted, chartDrawn, chartSheet, chartTitle, roomOf, type Shape, shapeLabel, shapes, splits } from './chart/figure.ts'
import { atMost, type Read, readChart } from './chart/read.ts'
import { sheet } from './chart/sheet.ts'
import { pathLabel } from './list/conditions.ts'
import { groupPaths } from './list/paths.ts'
import type { Definition } from './view/definition.ts'
import { addsUp, isMeasure, measureLabel, measuresOf } from './view/measures.ts'
import { ViewScreen } from './view/screen.ts'

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
    const found = await readChart({ entity, group: this.#group, measure: this.#measure, currency, groups: roomOf(this.#shape), ...this.asked })
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
      ${splits(this.#shape) ? html`<select aria-label=${t('Then by')} @change=${(event: Event) => this.change({ group: [first, ...(chosen(event) ? [chosen(event)] : [])] }, { push: true })}>${option('', second, t('Not split'))}${paths.filter(path => path !== first).map(path => option(path, second, pathLabel(this.entity, path)))}</select>` : nothing}
      ${currencies.length > 1 ? html`<select aria-label=${t('Currency')} @change=${(event: Event) => this.change({ currency: chosen(event) })}>${currencies.map(code => option(code, currency ?? '', code))}</select>` : nothing}
      <div class="look" role="group" aria-label=${t('Show as')}>${(['chart', 'table'] as const).map(as => html`<button type="button" aria-pressed=${String(as === (this.#asTable ? 'table' : 'chart'))} @click=${() => this.change({ as })}>${as === 'table' ? t('Table') : t('Chart')}</button>`)}</div>`
  }

  protected body(): TemplateResult {
    const { found } = this
    if (!found) return html`${this.error ? nothing : html`<div class="loading"><sangam-skeleton lines="9"></sangam-skeleton></div>`}`
    if (found.figures.groups.length === 0)
      return html`<div class="empty"><sangam-empty icon="chart" heading=${t('Nothing to draw')} text=${t('No record answers to this search and filter, or none has what is measured.')}></sangam-empty></div>`
    const charted = this.#charted(found)
    const [table, title] = [chartSheet(charted), chartTitle(charted)]
    const total = addsUp(this.#measure) ? table.total?.(null, null) : undefined
    return html`<section class="figure" aria-label=${title}>
      <header>${total === undefined ? nothing : html`<b>${total}</b>`}<span>${title}</span></header>
      ${found.cut ? html`<p class="note">${t('Only the first {limit} groups are shown. Choose a coarser group or a filter.', { limit: formatNumber(atMost) })}</p>` : nothing}
      ${this.#asTable ? html`<div class="sheet" tabindex="0" role="group" aria-label=${t('Table')}>${sheet(table, true)}</div>` : html`${chartDrawn(charted, table, this.size)}<div class="visually-hidden">${sheet(table, false)}</div>`}</section>`
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

  get #group(): readonly string[] {
    const known = groupPaths(this.entity)
    const asked = Array.isArray(this.shown.group) ? this.shown.group : []
    const group = [...new Set(asked.filter((path): path is string => known.includes(path) || known.includes(`${String(path).split(':')[0]}:month`)))]
    return (group.length > 0 ? group : ((this.usual().group ?? []) as readonly string[])).slice(0, splits(this.#shape) ? 2 : 1)
  }

  #charted(found: Read): Charted {
    return { entity: this.entity, shape: this.#shape, group: this.#group, measure: this.#measure, asked: this.asked, found }
  }

  #measured(box: DOMRectReadOnly | undefined): void {
    if (!box || (Math.abs(box.width - this.size.width) < 2 && Math.abs(box.height - this.size.height) < 2)) return
    this.size = { width: Math.floor(box.width), height: Math.max(220, Math.min(560, Math.floor(box.height) - 90)) }
  }
}
customElements.define('sangam-chart-screen', SgChartScreen)
