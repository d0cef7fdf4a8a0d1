import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { styleMap } from 'lit/directives/style-map.js'
import type { Row } from '../../data/records.ts'
import { titleIn } from '../../fields/titles.ts'
import { formatDate, formatNumber, today } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/icon.ts'
import { along, rightToLeft } from '../../shell/direction.ts'
import { heading, recordHref } from '../list/drawing.ts'
import type { GroupNode, Source } from '../list/source.ts'
import { type Axis, daysBetween } from './axis.ts'
import { ganttStyles } from './gantt.css.ts'
import { headText, unitText, Words } from './labels.ts'
import { mayShift, type Part, type Plan, shifted, spanOf, spanText, toneOf, writtenFields } from './plan.ts'
import { Pull, type Pulled, type PullHost } from './pull.ts'

/**
 * Bars of a source under an axis, drawn only where one looks. The arrows go from bar to bar, with Ctrl they move one and with Shift its end, F2
 * asks for its days, Enter opens the record. Tells `shift`, `ask` and `go`.
 */
export class SgGanttSheet extends LitElement implements PullHost {
  static override styles = [base, ganttStyles]
  static override properties = {
    source: { attribute: false },
    plan: { attribute: false },
    axis: { attribute: false },
    label: {},
    narrow: { type: Boolean, reflect: true },
    asOf: { attribute: false },
    busy: { attribute: false },
    tick: { type: Number },
    from: { state: true },
    to: { state: true },
    active: { state: true },
    under: { state: true },
  }
  declare source: Source
  declare plan: Plan
  declare axis: Axis
  declare label: string
  declare narrow: boolean
  /** The day that is looked back to; nothing is moved then. */
  declare asOf: string | null
  declare busy: (id: string) => boolean
  declare tick: number
  declare from: number
  declare to: number
  declare active: number
  /** The line under the pointer. */
  declare under: number
  #size = 38
  #asked: ReturnType<typeof setTimeout> | undefined
  readonly #pull = new Pull(this)
  readonly #words = new Words(this)
  readonly #sizes = new ResizeObserver(() => this.#look())

  constructor() {
    super()
    this.label = ''
    this.narrow = false
    this.asOf = null
    this.busy = () => false
    this.tick = 0
    this.from = 0
    this.to = 0
    this.active = 0
    this.under = -1
  }

  protected override render(): unknown {
    const { length } = this.source
    const lines = Array.from({ length: Math.max(0, Math.min(this.to, length) - this.from) }, (_, at) => this.from + at)
    return html`<div class="scroll" role="grid" aria-label=${this.label} aria-rowcount=${length + 1} aria-colcount="2" style="--row:${this.#size}px" @scroll=${() => this.#look()} @keydown=${(event: KeyboardEvent) => this.#key(event)}>
      ${this.#head()}
      <div class="space" role="rowgroup" style="block-size:${length * this.#size}px">${this.#grid()}${repeat(
        lines,
        at => at,
        at => this.#line(at),
      )}</div></div>`
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('source')) {
      this.active = 0
      this.#scroll()?.scrollTo({ top: 0 })
    }
    this.#measure()
  }

  protected override firstUpdated(): void {
    const scroll = this.#scroll()
    if (scroll) this.#sizes.observe(scroll)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#sizes.disconnect()
    clearTimeout(this.#asked)
  }

  /** First and last line on the screen. */
  get window(): readonly [number, number] {
    return [this.from, this.to]
  }

  get dayWidth(): number {
    return (this.renderRoot.querySelector('.axis')?.clientWidth ?? 1) / this.axis.days
  }

  get rightToLeft(): boolean {
    return rightToLeft()
  }

  get pulling(): boolean {
    return this.#pull.now !== null
  }

  pulled(detail: Pulled): void {
    this.dispatchEvent(new CustomEvent<Pulled>('shift', { detail }))
  }

  /** Puts the focus on the bar of a record, where it is on the screen. */
  focusBar(id: string): void {
    for (let at = this.from; at < this.to; at += 1) {
      const item = this.source.at(at)
      if (item?.kind === 'row' && item.row?.id === id) return void this.#focus(at)
    }
  }

  #head(): TemplateResult {
    const { axis } = this
    const stretch = (at: number, days: number): ReturnType<typeof styleMap> =>
      styleMap({ 'inset-inline-start': this.#part(at), 'inline-size': this.#part(days) })
    return html`<div class="head" role="row" aria-rowindex="1"><div class="lead" role="columnheader">${this.label}</div>
      <div class="axis" role="columnheader" aria-label=${t('{from} to {to}', { from: formatDate(axis.first), to: formatDate(axis.last) })}><div aria-hidden="true">${axis.heads.map(
        head => html`<b style=${stretch(head.at, head.days)}>${headText(axis.scale, head, axis.days)}</b>`,
      )}${axis.units.map(unit => html`<span class=${unit.day === today() && axis.scale === 'day' ? 'now' : ''} style=${stretch(unit.at, unit.days)}>${unitText(axis.scale, unit.day)}</span>`)}</div></div></div>`
  }

  /** Where units begin, and today. */
  #grid(): TemplateResult {
    const now = daysBetween(this.axis.first, today())
    return html`<div class="lines" aria-hidden="true">${this.axis.units.map(unit => html`<i style=${styleMap({ 'inset-inline-start': this.#part(unit.at) })}></i>`)}${now >= 0 && now < this.axis.days ? html`<i class="today" title=${t('Today')} style=${styleMap({ 'inset-inline-start': this.#part(now + 0.5) })}></i>` : nothing}</div>`
  }

  #line(at: number): TemplateResult {
    const item = this.source.at(at)
    const top = `transform:translateY(${at * this.#size}px)`
    if (item?.kind === 'group') return this.#group(item.node, at, top)
    const row = item?.row
    if (!row)
      return html`<div class="row" role="row" aria-rowindex=${at + 2} style=${top}><div class="name" role="rowheader"><u></u></div><div class="track" role="gridcell"></div></div>`
    const { entity } = this.plan
    const name = titleIn(entity, row)
    const asks = this.narrow || at === this.under || at === this.active
    const moves = asks && this.asOf === null && writtenFields(this.plan).length > 0
    return html`<div class="row ${this.active === at ? 'active' : ''}" role="row" aria-rowindex=${at + 2} style=${top} @pointerenter=${() => (this.under = at)} @focusin=${() => (this.active = at)}>
      <div class="name" role="rowheader"><a href=${recordHref(entity, row.id, this.asOf)} tabindex="-1" title=${name}>${name}</a>${moves ? html`<sangam-button kind="quiet" size="small" icon="calendar" label=${t('Move “{name}”', { name })} @click=${() => this.#ask(row)}></sangam-button>` : nothing}</div>
      <div class="track" role="gridcell">${this.#bar(row, at, name)}</div></div>`
  }

  #bar(given: Row, at: number, name: string): TemplateResult | typeof nothing {
    const pulled = this.#pull.now?.row.id === given.id ? this.#pull.now : null
    const row = pulled ? { ...given, ...shifted(this.plan, given, pulled.part, pulled.days) } : given
    const span = spanOf(this.plan, row, this.axis.first)
    if (!span) return nothing
    const words = spanText(this.plan, row)
    const tab = at === this.#reached ? '0' : '-1'
    if (span.to <= 0 || span.from >= this.axis.days) return this.#away(row, span.to <= 0, words, tab)
    const [from, to] = [Math.max(0, span.from), Math.min(this.axis.days, span.to)]
    const { colour, label } = toneOf(this.plan, row)
    const may = (part: Part): boolean => this.asOf === null && mayShift(this.plan, part)
    const look = [
      this.#besides(label, from, to),
      span.from < 0 ? 'before' : '',
      span.to > this.axis.days ? 'after' : '',
      span.open ? 'open' : '',
      pulled ? 'moving' : this.busy(row.id) ? 'saving' : '',
      may('all') ? 'moves' : '',
    ]
    const place = `inset-inline-start:${this.#part(from)};inline-size:${this.#part(to - from)};--tone:var(--sg-${colour});--ground:var(--sg-${colour}-soft)`
    const told = [name, words, span.open ? t('without an end') : '', label].filter(Boolean).join(', ')
    return html`<a class="bar ${look.filter(Boolean).join(' ')}" id="bar-${row.id}" href=${recordHref(this.plan.entity, row.id, this.asOf)} tabindex=${tab} draggable="false" style=${place} aria-label=${told} title=${told}
      aria-keyshortcuts=${may('all') || may('end') ? 'Control+ArrowRight Control+ArrowLeft Control+Shift+ArrowRight Control+Shift+ArrowLeft F2' : nothing}
      @pointerdown=${(event: PointerEvent) => this.#press(event, given)} @click=${(event: MouseEvent) => this.#clicked(event)}><span>${label}</span>${may('start') && span.from >= 0 ? html`<i class="edge start"></i>` : nothing}${may('end') && span.to <= this.axis.days ? html`<i class="edge end"></i>` : nothing}</a>${pulled ? html`<output class="tip" style=${styleMap({ 'inset-inline-start': this.#part(from) })}>${words}</output>` : nothing}`
  }

  /** What does not fit into a bar stands after it, or before it where the days end: a word that is cut says nothing. */
  #besides(label: string, from: number, to: number): string {
    const [day, edges] = [this.dayWidth, 16]
    const wide = this.#words.widthOf(label) + edges
    if (label === '' || (to - from) * day >= wide) return ''
    return (this.axis.days - to) * day >= wide ? 'beside' : from * day >= wide ? 'beside ahead' : ''
  }

  /** A bar that is not within these days leads to its own. */
  #away(row: Row, before: boolean, words: string, tab: string): TemplateResult {
    return html`<button class="away ${before ? 'before' : 'after'}" id="bar-${row.id}" type="button" tabindex=${tab} @click=${() => this.dispatchEvent(new CustomEvent<Row>('go', { detail: row }))}><sangam-icon name=${before ? 'left' : 'right'}></sangam-icon>${words}</button>`
  }

  #group(node: GroupNode, at: number, top: string): TemplateResult {
    return html`<div class="row group ${node.open ? 'open' : ''}" role="row" aria-rowindex=${at + 2} style=${top}><div class="whole" role="gridcell" aria-colspan="2"><button type="button" id="group-${at}" tabindex=${at === this.#reached ? '0' : '-1'} aria-expanded=${String(node.open)} @focus=${() => (this.active = at)} @click=${() => this.source.toggle(node)}><sangam-icon name="down"></sangam-icon><span>${heading(this.plan.entity, node)}</span><small>${formatNumber(node.count)}</small></button></div></div>`
  }

  #press(event: PointerEvent, row: Row): void {
    const edge = (event.composedPath()[0] as HTMLElement).classList
    const part: Part = edge.contains('start') ? 'start' : edge.contains('end') ? 'end' : 'all'
    if (this.asOf === null && mayShift(this.plan, part) && !this.busy(row.id)) this.#pull.begin(event, row, part)
  }

  #clicked(event: MouseEvent): void {
    if (!this.#pull.moved) return
    event.preventDefault()
    this.#pull.moved = false
  }

  #key(event: KeyboardEvent): void {
    const item = this.source.at(this.active)
    const row = item?.kind === 'row' ? item.row : undefined
    const on = event.composedPath()[0] as HTMLElement
    if (!/^(bar|group)-/.test(on.id)) return
    const side = along(event.key)
    const page = Math.max(1, Math.floor((this.#scroll()?.clientHeight ?? 400) / this.#size) - 3)
    const steps: { readonly [key: string]: number } = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -this.source.length,
      End: this.source.length,
    }
    const step = steps[event.key]
    if (row && side !== 0 && (event.ctrlKey || event.metaKey)) {
      if (this.asOf === null) this.pulled({ row, part: event.shiftKey ? 'end' : 'all', days: side })
    } else if (row && event.key === 'F2') this.#ask(row)
    else if (item?.kind === 'group' && side !== 0 && side > 0 !== item.node.open) void this.source.toggle(item.node)
    else if (step !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey)
      void this.#focus(Math.max(0, Math.min(this.source.length - 1, this.active + step)))
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #ask(row: Row): void {
    if (this.asOf === null) this.dispatchEvent(new CustomEvent<Row>('ask', { detail: row }))
  }

  async #focus(at: number): Promise<void> {
    await this.source.need(at - 20, at + 40)
    this.active = at
    const scroll = this.#scroll()
    if (!scroll) return
    const [top, room] = [at * this.#size, scroll.clientHeight - 56 - this.#size]
    if (top < scroll.scrollTop) scroll.scrollTop = top
    else if (top > scroll.scrollTop + room) scroll.scrollTop = top - room
    this.requestUpdate()
    await this.updateComplete
    const item = this.source.at(at)
    const id = item?.kind === 'group' ? `group-${at}` : `bar-${item?.row?.id}`
    this.renderRoot.querySelector<HTMLElement>(`#${CSS.escape(id)}`)?.focus({ preventScroll: true })
  }

  /** The line that the tab key comes to: the one that was left, or the first that is drawn. */
  get #reached(): number {
    return this.active >= this.from && this.active < this.to ? this.active : this.from
  }

  #part(days: number): string {
    return `${((days / this.axis.days) * 100).toFixed(4)}%`
  }

  #look(): void {
    this.requestUpdate()
    clearTimeout(this.#asked)
    this.#asked = setTimeout(() => void this.source.need(this.from - 20, this.to + 40), 40)
  }

  #measure(): void {
    const scroll = this.#scroll()
    this.#size = this.narrow ? 58 : Number.parseFloat(getComputedStyle(this).getPropertyValue('--sg-row')) || 38
    const [top, tall] = [scroll?.scrollTop ?? 0, scroll?.clientHeight ?? 600]
    this.from = Math.max(0, Math.min(Math.floor(top / this.#size) - 1, this.source.length - 1))
    this.to = Math.ceil((top + tall) / this.#size) + 1
  }

  #scroll(): HTMLElement | null {
    return this.renderRoot?.querySelector<HTMLElement>('.scroll') ?? null
  }
}
customElements.define('sangam-gantt-sheet', SgGanttSheet)
