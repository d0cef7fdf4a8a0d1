import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { onChange } from '../../data/live.ts'
import type { PageOf, Row } from '../../data/records.ts'
import { formatNumber } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/icon.ts'
import '../../ui/small.ts'
import { chartStyles } from '../chart/chart.css.ts'
import { type Charted, chartDrawn, chartSheet, roomOf } from '../chart/figure.ts'
import { readChart } from '../chart/read.ts'
import { sheet } from '../chart/sheet.ts'
import { both } from '../list/source.ts'
import { addressOf } from '../view/definition.ts'
import type { Card } from './boards.ts'
import { cardStyles } from './card.css.ts'
import { isShown, labelOf, type Shown } from './cards.ts'
import { type Figure, readFigure } from './figure.ts'
import { listBody, readList } from './list.ts'
import { numberBody } from './number.ts'
import './tasks.ts'
import { inTurn } from './turns.ts'

type Found = { readonly figure: Figure } | { readonly charted: Charted } | { readonly page: PageOf<Row> }

/** One card of a dashboard. It reads for itself: what is slow or fails in it holds up no other. */
class SgDashboardCard extends LitElement {
  static override properties = {
    card: { attribute: false },
    narrowed: { attribute: false },
    found: { state: true },
    error: { state: true },
    size: { state: true },
  }
  static override styles = [base, chartStyles, cardStyles]
  declare card: Card
  /** What the whole board is narrowed by. */
  declare narrowed: object
  declare found: Found | null
  declare error: unknown
  declare size: { readonly width: number; readonly height: number }
  #asked = ''
  #round = 0
  #stop: (() => void) | null = null
  #later: ReturnType<typeof setTimeout> | undefined
  readonly #sizes = new ResizeObserver(([one]) => this.#measured(one?.contentRect))

  constructor() {
    super()
    this.card = { kind: 'hidden' }
    this.narrowed = {}
    this.found = null
    this.error = null
    this.size = { width: 0, height: 0 }
  }

  protected override render(): unknown {
    const { card } = this
    if (!isShown(card))
      return html`<div class="away"><sangam-icon name="eye"></sangam-icon><p>${t('What this card shows is no longer there, or not yours to see.')}</p></div>`
    if (card.kind === 'heading') return html`<h2 class="over">${labelOf(card)}</h2>`
    const href = this.#href(card)
    return html`<section aria-label=${labelOf(card)} class=${card.kind}><header><h2>${href ? html`<a href=${href}>${labelOf(card)}</a>` : labelOf(card)}</h2>${this.#beside(card)}</header>
      <div class="body">${card.kind === 'tasks' ? html`<sangam-tasks></sangam-tasks>` : this.error ? html`<div class="pad"><sangam-problem .error=${this.error} retry @retry=${() => void this.#read()}></sangam-problem></div>` : this.found ? this.#body(card, this.found) : html`<div class="pad"><sangam-skeleton lines=${card.kind === 'number' ? '2' : '6'}></sangam-skeleton></div>`}</div></section>`
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
    clearTimeout(this.#later)
    this.#sizes.disconnect()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.#asked) this.#follow(true)
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('card') || changed.has('narrowed')) this.#follow(false)
  }

  protected override updated(): void {
    const place = this.renderRoot.querySelector('.chart .body')
    if (place) this.#sizes.observe(place)
  }

  #beside(card: Shown): TemplateResult | typeof nothing {
    const { found } = this
    if (card.kind === 'list' && found && 'page' in found && (found.page.count ?? 0) > found.page.items.length)
      return html`<a class="all" href=${this.#href(card) ?? ''}>${t('All {count}', { count: formatNumber(found.page.count ?? 0) })}</a>`
    if (card.kind !== 'chart' || !found || !('charted' in found)) return nothing
    const total = chartSheet(found.charted).total?.(null, null)
    return total ? html`<b class="total">${total}</b>` : nothing
  }

  #body(card: Shown, found: Found): TemplateResult {
    if ('figure' in found && card.kind === 'number') return numberBody(card, found.figure, listHref(card.entity, found.figure.where))
    if ('page' in found && card.kind === 'list')
      return found.page.items.length === 0 ? html`<p class="none">${t('None at the moment.')}</p>` : listBody(card, found.page.items)
    if (!('charted' in found)) return html``
    if (found.charted.found.figures.groups.length === 0) return html`<p class="none">${t('Nothing to draw')}</p>`
    const table = chartSheet(found.charted)
    return html`${chartDrawn(found.charted, table, this.size)}<div class="visually-hidden">${sheet(table, false)}</div>`
  }

  /** Where the same is seen at full size. */
  #href(card: Shown): string | null {
    if (card.kind === 'list') return listHref(card.entity, both(card.where ?? {}, this.narrowed), card.sort)
    if (card.kind === 'tasks') return listHref('core.activity', { assignee: '$me', doneAt: { isEmpty: true } }, ['due'])
    if (card.kind !== 'chart') return null
    const { entity, chart, group, measure } = card
    const said = addressOf({}, { where: both(card.where ?? {}, this.narrowed), chart, group, measure }, ['chart', 'group', 'measure'])
    return `/chart/${entity}?${new URLSearchParams(Object.entries(said).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])))}`
  }

  #follow(again: boolean): void {
    const { width: _width, height: _height, ...shown } = this.card
    const asked = JSON.stringify([shown, this.narrowed])
    if (asked === this.#asked && !again) return
    this.#asked = asked
    this.#stop?.()
    this.#stop = null
    const { card } = this
    if (!isShown(card) || card.kind === 'tasks' || card.kind === 'heading') return
    this.#stop = onChange(card.entity, () => {
      clearTimeout(this.#later)
      // Cards of one entity do not all ask at the same moment.
      this.#later = setTimeout(() => void this.#read(), 1200 + Math.random() * 800)
    })
    void this.#read()
  }

  async #read(): Promise<void> {
    const round = ++this.#round
    const { card, narrowed } = this
    try {
      const found = await inTurn(() => readCard(card, narrowed))
      if (round !== this.#round) return
      this.found = found
      this.error = null
    } catch (error) {
      if (round === this.#round) this.error = error
    }
  }

  #measured(box: DOMRectReadOnly | undefined): void {
    if (!box || (Math.abs(box.width - this.size.width) < 2 && Math.abs(box.height - this.size.height) < 2)) return
    this.size = { width: Math.floor(box.width), height: Math.max(140, Math.floor(box.height)) }
  }
}
customElements.define('sangam-dashboard-card', SgDashboardCard)

async function readCard(card: Card, narrowed: object): Promise<Found | null> {
  if (card.kind === 'number') return { figure: await readFigure(card, narrowed) }
  if (card.kind === 'list') return { page: await readList(card, narrowed) }
  if (card.kind !== 'chart') return null
  const { entity, chart: shape = 'bar', group, measure = 'count', where = {} } = card
  const asked = { where: both(where, narrowed), search: '' }
  const found = await readChart({ entity, group, measure, currency: null, groups: shape === 'bar' ? 12 : roomOf(shape), ...asked })
  return { charted: { entity, shape, group, measure, asked, found } }
}

function listHref(entity: string, where: object, sort?: readonly string[]): string {
  const query = new URLSearchParams({
    ...(Object.keys(where).length > 0 && { where: JSON.stringify(where) }),
    ...(sort && sort.length > 0 && { sort: sort.join(',') }),
  })
  return `/list/${entity}${query.size > 0 ? `?${query}` : ''}`
}
