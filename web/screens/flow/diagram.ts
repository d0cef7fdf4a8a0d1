import { html, LitElement, nothing, type PropertyValues, svg, type TemplateResult } from 'lit'
import { along, rightToLeft } from '../../shell/direction.ts'
import { t } from '../../shell/words.ts'
import { Drag } from '../../studio/ui/drag.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/icon.ts'
import { diagramStyles } from './diagram.css.ts'
import { type DrawnArrow, type DrawnState, keyOf, type Mark } from './drawn.ts'
import type { Box, Drawing } from './layered.ts'
import { placed } from './measured.ts'

const icons: { readonly [mark in Mark]: string } = { when: 'filter', require: 'edit', verb: 'key', approval: 'users' }

/**
 * A flow as a diagram (what stands in it is put beside the buttons above it), which for who hears it is a list of its states with the arrows out of each. One tab stop: arrow keys go from part to part. Tells
 * `choose` with a state's or an arrow's key; where it may be edited also `link` ({ from, to }), `add` (the state out of which an arrow is wanted) and
 * `erase` (a key).
 */
class SgFlowDiagram extends LitElement {
  static override properties = {
    states: { attribute: false },
    arrows: { attribute: false },
    label: {},
    editable: { type: Boolean },
    present: {},
    chosen: {},
    at: { state: true },
    zoom: { state: true },
    near: { state: true },
  }
  declare states: readonly DrawnState[]
  declare arrows: readonly DrawnArrow[]
  declare label: string
  declare editable: boolean
  /** The state a record is in. */
  declare present: string
  declare chosen: string
  /** What the keyboard stands on. */
  declare at: string
  declare zoom: number
  /** The arrow, or the state with all of its arrows, that the pointer or the focus is on. */
  declare near: string
  /** An arrow that a hand draws out of a state, over the state where it would end. */
  readonly #link = new Drag<string, string>(this)
  #drawing: Drawing | null = null
  #fitted = false

  constructor() {
    super()
    this.states = []
    this.arrows = []
    this.label = ''
    this.editable = false
    this.present = ''
    this.chosen = ''
    this.at = ''
    this.zoom = 1
    this.near = ''
  }

  static override styles = [base, diagramStyles]

  override connectedCallback(): void {
    super.connectedCallback()
    // Widths of words are those of their font.
    void document.fonts.ready.then(() => {
      this.#drawing = null
      this.requestUpdate()
    })
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!this.#drawing || changed.has('states') || changed.has('arrows') || changed.has('present'))
      this.#drawing = placed(this.states, this.arrows, this.present, getComputedStyle(this))
  }

  protected override updated(): void {
    if (this.#fitted || !this.#frame()?.clientWidth) return
    this.#fitted = true
    this.#fit(0.7)
    void this.updateComplete.then(() => this.#begun())
  }

  protected override render(): unknown {
    const drawing = this.#drawing
    if (!drawing || this.states.length === 0) return nothing
    const { width, height } = drawing
    const first = this.states[0]?.key ?? ''
    const size = `inline-size:${width}px;block-size:${height}px`
    return html`<div class="tools"><slot></slot><span class="zoom" role="group" aria-label=${t('Size of the drawing')}><sangam-button kind="quiet" size="small" icon="minus" label=${t('Smaller')} ?disabled=${this.zoom <= 0.4} @click=${() => this.#scale(this.zoom - 0.1)}></sangam-button><sangam-button kind="quiet" size="small" icon="fit" label=${t('Fit into the frame')} @click=${() => this.#fit(0.4, true)}></sangam-button><sangam-button kind="quiet" size="small" icon="plus" label=${t('Larger')} ?disabled=${this.zoom >= 1.6} @click=${() => this.#scale(this.zoom + 0.1)}></sangam-button></span></div>
      <div class="frame ${this.#link.held ? 'dragging' : ''}" tabindex="-1" @wheel=${(event: WheelEvent) => this.#wheel(event)}><div class="space" style="inline-size:${width * this.zoom}px;block-size:${height * this.zoom}px">
      <div class="canvas" style="${size};transform:scale(${this.zoom})"><svg class="lines" aria-hidden="true" width=${width} height=${height}>${this.arrows.map(arrow => this.#line(drawing, arrow))}</svg>
      ${this.#begin(drawing.nodes.get(first))}
      <ol aria-label=${this.label} @keydown=${(event: KeyboardEvent) => this.#key(event)} @focusin=${(event: FocusEvent) => this.#stand(event)} @focusout=${() => (this.near = '')}>${this.states.map((state, at) => this.#state(drawing, state, at === 0))}</ol>${this.#drawnLink(drawing)}</div></div></div>
      ${this.#legend()}`
  }

  /** For the hand that draws an arrow: which other state lies there. */
  placeAt(from: string, x: number, y: number): string | null {
    const under = this.shadowRoot?.elementFromPoint(x, y)?.closest<HTMLElement>('.state')?.dataset.key
    return under === undefined || under === from ? null : under
  }

  drop(from: string, to: string | null): void {
    if (to !== null) this.dispatchEvent(new CustomEvent('link', { detail: { from, to } }))
  }

  /** Sets the focus on a state or an arrow. */
  async stand(key: string): Promise<void> {
    this.at = key
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus()
  }

  #state(drawing: Drawing, state: DrawnState, begins: boolean): TemplateResult {
    const { key, label, colour } = state
    const box = drawing.nodes.get(key)
    const present = key === this.present
    const marked = [present ? 'present' : '', key === this.chosen ? 'chosen' : '', key === this.#link.over ? 'over' : ''].join(' ')
    const about = [begins ? t('begins here') : '', present ? t('now here') : ''].filter(Boolean).join(', ')
    const out = this.arrows.filter(arrow => arrow.from === key)
    return html`<li @pointerenter=${() => (this.near = key)} @pointerleave=${() => (this.near = '')}><button class="state ${marked}" data-key=${key} data-colour=${colour} style=${placeOf(box)} tabindex=${this.#tab(key)} title=${label} aria-current=${present ? 'step' : nothing} aria-description=${about || nothing} @pointerdown=${(event: PointerEvent) => this.editable && this.#link.begin(event, key)} @click=${() => this.#choose(key)}>${present ? html`<sangam-icon name="pin"></sangam-icon>` : nothing}<span>${label}</span></button>
      ${this.editable && box ? html`<button class="handle grip" tabindex="-1" style="inset-inline-start:${box.x + box.width - 15}px;inset-block-start:${box.y + box.height - 13}px" aria-label=${t('Add an arrow out of {state}', { state: label })} title=${t('Add an arrow: press, or drag to a state')} @pointerdown=${(event: PointerEvent) => this.#link.begin(event, key)} @click=${() => this.#add(key)}><sangam-icon name="plus"></sangam-icon></button>` : nothing}
      ${out.length > 0 ? html`<ul aria-label=${t('Arrows out of {state}', { state: label })}>${out.map(arrow => this.#words(drawing, arrow))}</ul>` : nothing}</li>`
  }

  #words(drawing: Drawing, arrow: DrawnArrow): TemplateResult {
    const key = keyOf(arrow)
    const box = drawing.words.get(key)
    const named = { from: this.#named(arrow.from), to: this.#named(arrow.to) }
    const name = arrow.label ? t('{label}: from {from} to {to}', { ...named, label: arrow.label }) : t('From {from} to {to}', named)
    const marked = [
      key === this.chosen ? 'chosen' : '',
      this.#isNear(arrow) ? 'near' : '',
      arrow.from === this.present ? 'ahead' : '',
      arrow.label || arrow.marks.length > 0 ? '' : 'bare',
    ].join(' ')
    return html`<li @pointerenter=${(event: Event) => this.#over(event, key)} @pointerleave=${() => (this.near = '')}><button class="words ${marked}" data-key=${key} style=${placeOf(box)} ?hidden=${!box} tabindex=${this.#tab(key)} title=${arrow.said || nothing} aria-label=${name} aria-description=${arrow.said || nothing} @click=${() => this.#choose(key)}>${arrow.label ? html`<span>${arrow.label}</span>` : nothing}${arrow.marks.map(mark => html`<sangam-icon name=${icons[mark]}></sangam-icon>`)}${arrow.label || arrow.marks.length > 0 ? nothing : html`<sangam-icon name="dot"></sangam-icon>`}</button></li>`
  }

  #line(drawing: Drawing, arrow: DrawnArrow): TemplateResult | typeof nothing {
    const line = drawing.lines.get(keyOf(arrow))
    const near = this.#isNear(arrow) || keyOf(arrow) === this.chosen || arrow.from === this.present
    return line ? (svg`<g class=${near ? 'near' : ''}><path d=${line.path}></path><polygon points=${line.head}></polygon></g>` as TemplateResult) : nothing
  }

  #begin(box: Box | undefined): TemplateResult | typeof nothing {
    return box ? html`<i class="begin" style="inset-inline-start:${box.x + box.width / 2}px;inset-block-start:${box.y - 18}px"></i>` : nothing
  }

  #drawnLink({ nodes, width, height }: Drawing): TemplateResult | typeof nothing {
    const { held, at } = this.#link
    const canvas = this.renderRoot.querySelector('.canvas')?.getBoundingClientRect()
    const box = held === null ? undefined : nodes.get(held)
    if (!canvas || !box) return nothing
    const middle = box.x + box.width / 2
    const x = rightToLeft() ? width - middle : middle
    return html`<svg aria-hidden="true" width=${width} height=${height}><line x1=${x} y1=${box.y + box.height} x2=${(at.x - canvas.left) / this.zoom} y2=${(at.y - canvas.top) / this.zoom}></line></svg>`
  }

  #legend(): TemplateResult {
    const used = (Object.keys(icons) as Mark[]).filter(mark => this.arrows.some(({ marks }) => marks.includes(mark)))
    const words: { readonly [mark in Mark]: string } = {
      when: t('on a condition'),
      require: t('fields must be filled'),
      verb: t('not for everyone'),
      approval: t('others agree first'),
    }
    const chosen = this.editable ? undefined : this.arrows.find(arrow => keyOf(arrow) === this.chosen)
    return html`<p class="about" role="status" ?hidden=${!chosen}>${chosen ? this.#about(chosen) : nothing}</p><div class="legend" ?hidden=${used.length === 0 && !this.editable}>${used.map(mark => html`<span><sangam-icon name=${icons[mark]}></sangam-icon>${words[mark]}</span>`)}${this.editable ? html`<span class="keys">${t('Drag from one state to another to make an arrow. Arrow keys walk, Enter opens, + adds an arrow, Delete removes.')}</span>` : nothing}</div>`
  }

  #about(arrow: DrawnArrow): TemplateResult {
    const named = t('From {from} to {to}', { from: this.#named(arrow.from), to: this.#named(arrow.to) })
    return html`<b>${named}</b>${arrow.label ? html` “${arrow.label}”` : nothing}${arrow.said ? html`: ${arrow.said}` : nothing}`
  }

  #named(key: string): string {
    return this.states.find(state => state.key === key)?.label ?? key
  }

  #isNear(arrow: DrawnArrow): boolean {
    return this.near !== '' && (this.near === keyOf(arrow) || this.near === arrow.from)
  }

  #tab(key: string): string {
    const at = this.#keys().includes(this.at) ? this.at : this.present || (this.states[0]?.key ?? '')
    return key === at ? '0' : '-1'
  }

  /** As one hears them: each state, then the arrows out of it. */
  #keys(): readonly string[] {
    return this.states.flatMap(({ key }) => [key, ...this.arrows.filter(({ from, to }) => from === key && from !== to).map(keyOf)])
  }

  #key(event: KeyboardEvent): void {
    const keys = this.#keys()
    const here = keys.indexOf(this.at)
    const key = keys[here]
    if (event.altKey || event.ctrlKey || event.metaKey || key === undefined) return
    const state = this.states.some(one => one.key === key) ? key : (this.arrows.find(one => keyOf(one) === key)?.from ?? '')
    const beside = along(event.key)
    const to = beside === 0 ? { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: keys.length - 1 }[event.key] : here + beside
    const next = to === undefined ? undefined : keys[to]
    if (next !== undefined) void this.stand(next)
    else if (this.editable && event.key === '+') this.#add(state)
    else if (this.editable && event.key === 'Delete') this.dispatchEvent(new CustomEvent('erase', { detail: key }))
    else if (to === undefined) return
    event.preventDefault()
  }

  #stand(event: FocusEvent): void {
    const key = (event.target as HTMLElement).dataset.key
    if (key === undefined) return
    this.at = key
    this.near = key
  }

  #over(event: Event, key: string): void {
    event.stopPropagation()
    this.near = key
  }

  #choose(key: string): void {
    if (this.#link.moved) return
    this.at = key
    if (!this.editable) this.chosen = key
    this.dispatchEvent(new CustomEvent('choose', { detail: key }))
  }

  #add(key: string): void {
    if (!this.#link.moved) this.dispatchEvent(new CustomEvent('add', { detail: key }))
  }

  #frame(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.frame')
  }

  /** What is wider than the frame begins at the state the record is in, or where records begin. */
  #begun(): void {
    const frame = this.#frame()
    const [first, present] = ['.state', '.state.present'].map(one => this.renderRoot.querySelector(one)?.getBoundingClientRect())
    const box = present ?? first
    const around = frame?.getBoundingClientRect()
    if (frame && around && box) frame.scrollLeft += box.left + box.width / 2 - around.left - around.width / 2
  }

  /** As large as the frame allows, but readable; with `whole` also no higher than it. */
  #fit(least: number, whole = false): void {
    const frame = this.#frame()
    const drawing = this.#drawing
    if (!frame || !drawing) return
    const high = whole ? frame.clientHeight / (drawing.height + 24) : 1
    this.#scale(Math.max(least, Math.min(1, frame.clientWidth / drawing.width, high)))
  }

  #scale(zoom: number): void {
    this.zoom = Math.min(1.6, Math.max(0.4, Math.round(zoom * 100) / 100))
  }

  #wheel(event: WheelEvent): void {
    if (!event.ctrlKey) return
    event.preventDefault()
    this.#scale(this.zoom - Math.sign(event.deltaY) * 0.1)
  }
}
customElements.define('sangam-flow-diagram', SgFlowDiagram)

function placeOf(box: Box | undefined): string {
  return box ? `inset-inline-start:${box.x}px;inset-block-start:${box.y}px;inline-size:${box.width}px;block-size:${box.height}px` : ''
}
