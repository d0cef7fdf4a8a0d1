import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { classMap } from 'lit/directives/class-map.js'
import { guard } from 'lit/directives/guard.js'
import { live } from 'lit/directives/live.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Row } from '../../data/records.ts'
import { formatNumber } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/menu.ts'
import '../../ui/small.ts'
import { along } from '../../shell/direction.ts'
import type { Tone } from './colours.ts'
import { gridStyles } from './grid.css.ts'
import type { GridColumn, GridDrawing } from './grid-types.ts'
import { Heads } from './heads.ts'
import { Printing } from './printing.ts'
import { Cells, columnUnder } from './sheet/cells.ts'
import type { Place } from './sheet/range.ts'
import type { GroupNode, Source } from './source.ts'

/**
 * Lines of a source, drawn only where one looks: a hundred thousand cost as much as forty. One tab stop;
 * arrows move a cell, with Shift they take in others to copy, fill or empty; Enter opens, F2 edits, Space selects. Tells `choose`, `reorder`,
 * `resize`, `edit`, `cells`.
 */
export class SgGrid extends LitElement {
  static override styles = [base, inputs, gridStyles]
  static override properties = {
    source: { attribute: false },
    columns: { attribute: false },
    drawing: { attribute: false },
    chosen: { attribute: false },
    cards: { type: Boolean, reflect: true },
    foot: {},
    tick: { type: Number },
    label: {},
    choosing: { type: Boolean },
    fixed: { type: Boolean, reflect: true },
    from: { state: true },
    to: { state: true },
    active: { state: true },
    editing: { state: true },
    over: { state: true },
  }
  declare source: Source
  declare columns: readonly GridColumn[]
  declare drawing: GridDrawing
  declare chosen: ReadonlySet<string>
  declare cards: boolean
  /** On a phone: whether lines show their boxes. */
  declare choosing: boolean
  /** Lines of the past: they are looked at, and none is chosen, as nothing can be done with them. */
  declare fixed: boolean
  declare foot: string
  declare label: string
  /** Raised by the list when the source has changed inside. */
  declare tick: number
  declare from: number
  declare to: number
  declare active: Place
  declare editing: { readonly row: number; readonly path: string } | null
  declare over: string
  #size = 38
  /** How far one has jumped to lines of which none was drawn: those that were are drawn anew as these, which costs a fraction of making them. */
  #shift = 0
  #drawn: readonly [number, number] = [0, 0]
  #watch: ResizeObserver | null = null
  #asked: ReturnType<typeof setTimeout> | undefined
  #lastChosen = -1
  readonly #heads = new Heads(this)
  readonly #cells = new Cells(this)
  readonly #printing = new Printing(this, () => {
    this.#measure()
    this.performUpdate()
  })

  constructor() {
    super()
    this.columns = []
    this.chosen = new Set()
    this.cards = false
    this.choosing = false
    this.fixed = false
    this.foot = ''
    this.label = ''
    this.tick = 0
    this.from = 0
    this.to = 0
    this.active = { row: 0, column: 0 }
    this.editing = null
    this.over = ''
  }

  protected override render(): unknown {
    const { length } = this.source
    const shown = Array.from({ length: Math.max(0, Math.min(this.to, length) - this.from) }, (_, at) => this.from + at)
    const columns = this.cards ? 1 : this.columns.length + this.#before
    return html`<div class="scroll" role=${this.source.grouped ? 'treegrid' : 'grid'} tabindex="0" aria-label=${this.label} aria-rowcount=${length + 1} aria-colcount=${columns} aria-multiselectable=${this.fixed ? nothing : 'true'} aria-activedescendant=${this.#activeId() ?? nothing}
        style="--row:${this.#size}px" @scroll=${() => this.#look()} @keydown=${(event: KeyboardEvent) => this.#key(event)} @copy=${(event: ClipboardEvent) => this.#cells.copy(event)} @paste=${(event: ClipboardEvent) => this.#cells.paste(event)}>
      ${this.cards ? nothing : this.#head()}
      <div class="space" role="rowgroup" style="block-size:${length * this.#size}px">${repeat(
        shown,
        at => at - this.#shift,
        at => guard(this.#seen(at), () => this.#line(at)),
      )}</div>
      ${this.cards ? nothing : this.#foot()}</div>`
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('source')) {
      this.active = { row: 0, column: 0 }
      this.editing = null
      this.#cells.reach = null
    }
    if (changed.has('source') || changed.has('cards') || changed.has('tick')) this.#measure()
    const [from, to] = this.#drawn
    if (this.from >= to || this.to <= from) this.#shift += this.from - from
    this.#drawn = [this.from, this.to]
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('source')) requestAnimationFrame(() => this.#look())
  }

  override firstUpdated(): void {
    const scroll = this.#scroll()
    this.#watch = new ResizeObserver(() => this.#look())
    if (scroll) this.#watch.observe(scroll)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#watch?.disconnect()
  }

  /** Where the person has scrolled to, to come back to. */
  get place(): number {
    return this.#scroll()?.scrollTop ?? 0
  }

  set place(top: number) {
    this.#scroll()?.scrollTo({ top })
  }

  /** First and last line on the screen. */
  get window(): readonly [number, number] {
    return [this.from, this.to]
  }

  scrollToRow(row: number): void {
    const scroll = this.#scroll()
    if (!scroll) return
    const top = row * this.#size
    const room = scroll.clientHeight - (this.cards ? 0 : 34 + 34) - this.#size
    if (top < scroll.scrollTop) scroll.scrollTop = top
    else if (top > scroll.scrollTop + room) scroll.scrollTop = top - room
  }

  override focus(): void {
    this.#scroll()?.focus()
  }

  /** How many columns stand before the first field: the one of the boxes. */
  get #before(): number {
    return this.fixed ? 0 : 1
  }

  #head(): TemplateResult {
    const all = this.chosen.size > 0 && this.chosen.size >= this.source.length
    const corner = html`<div class="corner" role="columnheader" aria-label=${t('Select')}><input type="checkbox" tabindex="-1" aria-label=${t('Select all rows shown')} .checked=${live(all)} .indeterminate=${live(this.chosen.size > 0 && !all)} @change=${() => this.#tellChosen({ all: !all })} /></div>`
    return html`<div class="head" role="row" aria-rowindex="1">${this.fixed ? nothing : corner}
      ${this.columns.map(
        (
          column,
          at,
        ) => html`<div class=${classMap({ th: true, first: at === 0, pin: column.pinned !== undefined, right: column.right, sorted: column.sorted !== null, over: this.over === column.path })} role="columnheader" style=${sized(column)} aria-sort=${column.sorted === 'up' ? 'ascending' : column.sorted === 'down' ? 'descending' : 'none'}
        draggable=${at > 0 ? 'true' : 'false'} @dragstart=${(event: DragEvent) => this.#heads.drag(event, column.path)} @dragover=${(event: DragEvent) => this.#heads.dragOver(event, column.path)} @dragleave=${() => (this.over = '')} @drop=${(event: DragEvent) => this.#heads.drop(event, column.path)}>
        <sangam-menu .items=${column.menu} label=${column.label}><button slot="opener" type="button" aria-haspopup="menu"><span>${column.label}</span>${column.sorted ? html`<sangam-icon name=${column.sorted === 'up' ? 'sort-up' : 'sort-down'}></sangam-icon>` : nothing}</button></sangam-menu>
        <span class="size" @pointerdown=${(event: PointerEvent) => this.#heads.resize(event, column)}></span></div>`,
      )}<div class="rest"></div></div>`
  }

  /** What the columns add up to; while cells are chosen together, what those do. */
  #foot(): TemplateResult {
    const { range, rows } = this.#cells.chosen
    return html`<div class="foot" role="row" aria-rowindex=${this.source.length + 2}>${this.fixed ? nothing : html`<div class="corner" role="gridcell"></div>`}${this.columns.map(
      (column, at) => {
        const ranged = rows.length > 0 && at >= range.left && at <= range.right
        const total = ranged ? this.drawing.sum(column.path, rows) : column.total
        const words = rows.length > 0 ? t('{count, plural, one {# line chosen} other {# lines chosen}}', { count: rows.length }) : this.foot
        return html`<div class=${classMap({ tf: true, first: at === 0, pin: column.pinned !== undefined, right: column.right, ranged })} role="gridcell" style=${sized(column)} title=${total}>${at === 0 ? words : total}</div>`
      },
    )}<div class="rest"></div></div>`
  }

  /** What a line is drawn from: while one scrolls, those that stay are not drawn anew. */
  #seen(at: number): unknown[] {
    const item = this.source.at(at)
    const row = item?.kind === 'row' ? item.row : undefined
    const active = this.active.row === at ? this.active.column : null
    const ranged = this.#cells.several ? this.columns.map((_, column) => this.#cells.holds(at, column)).join() : ''
    const group = item?.kind === 'group' ? [item.node, item.node.open, item.node.count] : []
    const look = [this.#size, this.cards, this.choosing, this.fixed, this.columns, this.drawing, this.tick]
    return [at, row, row !== undefined && this.chosen.has(row.id), active, ranged, this.editing?.row === at ? this.editing : null, ...look, ...group]
  }

  #line(at: number): TemplateResult {
    const item = this.source.at(at)
    const top = `transform:translateY(${at * this.#size}px)`
    if (item?.kind === 'group') return this.#group(item.node, at, top)
    const row = item?.row
    const chosen = row !== undefined && this.chosen.has(row.id)
    const tone = (row && this.drawing.tone?.(row)) ?? null
    const look = tone && tone.path === null ? `${top};${tone.style}` : top
    const line = tone && tone.path === null ? 'row toned' : 'row'
    const box = this.fixed
      ? nothing
      : html`<div class="check" role="gridcell"><input type="checkbox" tabindex="-1" aria-label=${t('Select')} .checked=${live(chosen)} ?disabled=${!row} @click=${(event: MouseEvent) => row && this.#choose(at, event.shiftKey)} /></div>`
    if (this.cards)
      return html`<div class=${line} role="row" aria-rowindex=${at + 2} aria-selected=${this.fixed ? nothing : String(chosen)} style=${look}>${this.choosing ? box : nothing}<div role="gridcell" id="c${at}-0" style="display:flex;flex:1;min-inline-size:0">${row ? html`<a class="card" href=${this.drawing.href(row)}>${this.drawing.card(row)}</a>` : html`<div class="card"><i></i></div>`}</div></div>`
    return html`<div class=${line} role="row" aria-rowindex=${at + 2} aria-selected=${this.fixed ? nothing : String(chosen)} style=${look} @pointerdown=${(event: PointerEvent) => this.#cells.press(event, at)} @pointermove=${(event: PointerEvent) => this.#cells.move(event, at)} @click=${(event: MouseEvent) => this.#clicked(event, at)} @dblclick=${(event: MouseEvent) => this.#twice(event, at)}>${box}${this.columns.map((column, place) => this.#cell(at, place, column, row, tone))}</div>`
  }

  #cell(at: number, place: number, column: GridColumn, row: Row | undefined, tone: Tone | null): TemplateResult {
    const editing =
      row && this.editing?.row === at && this.editing.path === column.path
        ? this.drawing.editor(
            row,
            column.path,
            value => this.#edited(row, column.path, value),
            () => this.#stop(),
          )
        : null
    const content = row ? this.drawing.cell(row, column.path) : ''
    const toned = tone?.path === column.path
    const mark = tone && (toned || (tone.path === null && place === 0)) ? tone.mark : nothing
    const classes = classMap({
      cell: true,
      coming: !row,
      plain: typeof content === 'string' && place > 0 && mark === nothing,
      first: place === 0,
      pin: column.pinned !== undefined,
      toned,
      right: column.right,
      active: this.active.row === at && this.active.column === place,
      ranged: this.#cells.holds(at, place),
      editing: editing !== null,
    })
    const body =
      editing ??
      (place === 0 && row ? html`<a href=${this.drawing.href(row)} tabindex="-1" draggable="false">${content === '' ? t('Untitled') : content}</a>` : content)
    return html`<div id="c${at}-${place}" class=${classes} role="gridcell" data-column=${place} data-editing=${editing ? '' : nothing} aria-colindex=${place + 1 + this.#before} aria-readonly=${column.editable ? nothing : 'true'} aria-selected=${this.#cells.holds(at, place) ? 'true' : nothing} style=${toned ? `${sized(column)};${tone.style}` : sized(column)}>${editing ? nothing : mark}${body}</div>`
  }

  #group(node: GroupNode, at: number, top: string): TemplateResult {
    const active = this.active.row === at
    return html`<div class="group ${node.open ? 'open' : ''} ${active ? 'active' : ''}" id="c${at}-0" role="row" aria-rowindex=${at + 2} aria-expanded=${String(node.open)} style=${top} @click=${() => this.#toggle(node, at)}><span role="gridcell" style="display:contents">
      <span class="held" style="margin-inline:${12 + node.depth * 22}px ${this.cards ? 0 : -12 - node.depth * 22}px"><sangam-icon name="down"></sangam-icon>${this.drawing.group(node, this.cards)}<small>${formatNumber(node.count)}</small></span>${this.cards ? nothing : this.#sums(node)}</span></div>`
  }

  #sums(node: GroupNode): unknown {
    return html`${this.fixed ? nothing : html`<span class="check"></span>`}${this.columns.map((column, at) => html`<span class="cell right" style=${sized(column)}>${at === 0 ? nothing : this.drawing.groupSum(node, column.path)}</span>`)}`
  }

  #key(event: KeyboardEvent): void {
    if (event.composedPath()[0] !== this.#scroll()) return
    const { row, column } = event.shiftKey ? this.#cells.end : this.active
    const page = Math.max(1, Math.floor((this.#scroll()?.clientHeight ?? 400) / this.#size) - 3)
    const mod = event.ctrlKey || event.metaKey
    const moves: { readonly [key: string]: readonly [number, number] } = {
      ArrowDown: [row + 1, column],
      ArrowUp: [row - 1, column],
      [along(event.key) === 0 ? '' : event.key]: [row, column + along(event.key)],
      PageDown: [row + page, column],
      PageUp: [row - page, column],
      Home: mod ? [0, column] : [row, 0],
      End: mod ? [this.source.length - 1, column] : [row, this.columns.length - 1],
    }
    const move = moves[event.key]
    const item = this.source.at(this.active.row)
    if (
      item?.kind === 'group' &&
      ((along(event.key) === 1 && !item.node.open) || (along(event.key) === -1 && item.node.open) || event.key === 'Enter' || event.key === ' ')
    )
      this.#toggle(item.node, this.active.row)
    else if (this.#cells.key(event, move)) return
    else if (move) this.#go(move[0], move[1])
    else if (event.key === 'Enter' && item?.kind === 'row' && item.row) this.dispatchEvent(new CustomEvent('open', { detail: item.row }))
    else if (event.key === 'F2' && item?.kind === 'row') this.#edit(this.active.row, this.active.column)
    else if (event.key === ' ' && item?.kind === 'row') this.#choose(this.active.row, event.shiftKey)
    else if (mod && event.key.toLowerCase() === 'a') this.#tellChosen({ all: true })
    else if (event.key === 'Escape' && this.chosen.size > 0) this.#tellChosen({ all: false })
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #go(row: number, column: number): void {
    this.active = this.held({ row, column })
    this.#cells.reach = null
    this.scrollToRow(this.active.row)
  }

  /** The cell nearest to a place that may lie outside. */
  held({ row, column }: Place): Place {
    return { row: Math.max(0, Math.min(row, this.source.length - 1)), column: Math.max(0, Math.min(column, this.columns.length - 1)) }
  }

  #clicked(event: MouseEvent, at: number): void {
    const column = columnUnder(event)
    // With Shift it was taken into the range, and opens nothing.
    if (column !== null && event.shiftKey) event.preventDefault()
    if (column === null || event.shiftKey || this.#cells.several) return
    this.active = { row: at, column }
    this.focus()
  }

  #twice(event: MouseEvent, at: number): void {
    const column = columnUnder(event)
    if (column === null) return
    const item = this.source.at(at)
    if (!this.#edit(at, column) && item?.kind === 'row' && item.row) this.dispatchEvent(new CustomEvent('open', { detail: item.row }))
  }

  #edit(at: number, place: number): boolean {
    const column = this.columns[place]
    const item = this.source.at(at)
    if (!column?.editable || item?.kind !== 'row' || !item.row) return false
    this.editing = { row: at, path: column.path }
    return true
  }

  #edited(row: Row, path: string, value: unknown): void {
    this.#stop()
    this.dispatchEvent(new CustomEvent('edit', { detail: { row, path, value } }))
  }

  #stop(): void {
    this.editing = null
    this.focus()
  }

  #choose(at: number, through: boolean): void {
    const ends = through && this.#lastChosen >= 0 ? [Math.min(at, this.#lastChosen), Math.max(at, this.#lastChosen)] : [at, at]
    const rows: Row[] = []
    for (let line = ends[0] ?? at; line <= (ends[1] ?? at); line++) {
      const item = this.source.at(line)
      if (item?.kind === 'row' && item.row) rows.push(item.row)
    }
    this.#lastChosen = at
    this.#tellChosen({ rows, through })
  }

  #tellChosen(detail: { readonly all?: boolean; readonly rows?: readonly Row[]; readonly through?: boolean }): void {
    if (!this.fixed) this.dispatchEvent(new CustomEvent('choose', { detail }))
  }

  #toggle(node: GroupNode, at: number): void {
    this.active = { row: at, column: 0 }
    // What it holds is asked for at once: it may show without anything being scrolled.
    void this.source.toggle(node).then(() => this.#look())
  }

  #look(): void {
    this.#measure()
    clearTimeout(this.#asked)
    this.#asked = setTimeout(() => void this.source.need(this.from - 20, this.to + 40), 40)
  }

  #measure(): void {
    const scroll = this.#scroll()
    const row = this.cards ? 68 : Number.parseFloat(getComputedStyle(this).getPropertyValue('--sg-row')) || 38
    this.#size = row
    const top = scroll?.scrollTop ?? 0
    const tall = scroll?.clientHeight ?? 600
    this.from = Math.max(0, Math.min(Math.floor(top / row) - 1, Math.max(0, this.source.length - 1)))
    this.to = Math.ceil((top + tall) / row) + 1
    if (this.#printing.now) [this.from, this.to] = [0, this.#printing.fetched(this.source)]
  }

  #activeId(): string | null {
    const { row, column } = this.active
    if (row < this.from || row >= this.to) return null
    return this.source.at(row)?.kind === 'group' || this.cards ? `c${row}-0` : `c${row}-${column}`
  }

  #scroll(): HTMLElement | null {
    return this.renderRoot?.querySelector<HTMLElement>('.scroll') ?? null
  }
}
customElements.define('sangam-grid', SgGrid)

function sized({ width, grows, pinned }: GridColumn): string {
  return `inline-size:${width}px;flex:${grows ? 1 : 0} 0 auto;max-inline-size:${grows ? Math.round(width * 1.6) : width}px${pinned === undefined ? '' : `;inset-inline-start:${pinned}px`}`
}
