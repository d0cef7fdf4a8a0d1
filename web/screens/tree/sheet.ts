import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { counted } from '../../data/counted.ts'
import type { Row } from '../../data/records.ts'
import { titleIn } from '../../fields/titles.ts'
import { formatNumber } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/icon.ts'
import '../../ui/menu.ts'
import { along } from '../../shell/direction.ts'
import type { MenuItem } from '../../ui/menu.ts'
import { toast } from '../../ui/toast.ts'
import { recordHref } from '../list/drawing.ts'
import type { TreeLine, TreeLines } from './lines.ts'
import { treeStyles } from './tree.css.ts'

export interface TreeColumn {
  readonly path: string
  readonly label: string
  readonly right: boolean
}

/** A record that goes under another, or to the top. */
export interface TreeMove {
  readonly row: Row
  readonly to: string | null
}

/**
 * Lines of a tree, drawn only where one looks. The arrows walk: down and up, right into a branch, left out of it; with Ctrl, right puts a record
 * under the one before it and left one level up. Enter opens it. Tells `move`, `open` and `at` (the record one is on).
 */
export class SgTreeSheet extends LitElement {
  static override styles = [base, treeStyles]
  static override properties = {
    lines: { attribute: false },
    entity: {},
    by: {},
    columns: { attribute: false },
    cell: { attribute: false },
    items: { attribute: false },
    foot: { attribute: false },
    label: {},
    narrow: { type: Boolean, reflect: true },
    movable: { type: Boolean },
    asOf: { attribute: false },
    tick: { type: Number },
    from: { state: true },
    to: { state: true },
    active: { state: true },
    under: { state: true },
    over: { state: true },
  }
  declare lines: TreeLines
  declare entity: string
  /** The reference that makes the tree. */
  declare by: string
  declare columns: readonly TreeColumn[]
  declare cell: (row: Row, path: string) => TemplateResult | string
  /** What can be done with a record, for its menu. */
  declare items: (row: Row) => readonly MenuItem[]
  /** What all below the record one is on adds up to. */
  declare foot: { readonly words: string; readonly sums: ReadonlyMap<string, string> } | null
  declare label: string
  declare narrow: boolean
  declare movable: boolean
  declare asOf: string | null
  declare tick: number
  declare from: number
  declare to: number
  declare active: number
  declare under: number
  /** What a dragged record would stand under; empty is the top. */
  declare over: string | null
  #size = 38
  #dragged: Row | null = null
  #asked: ReturnType<typeof setTimeout> | undefined
  readonly #sizes = new ResizeObserver(() => this.#look())

  constructor() {
    super()
    this.entity = ''
    this.by = ''
    this.columns = []
    this.cell = () => ''
    this.items = () => []
    this.foot = null
    this.label = ''
    this.narrow = false
    this.movable = false
    this.asOf = null
    this.tick = 0
    this.from = 0
    this.to = 0
    this.active = 0
    this.under = -1
    this.over = null
  }

  protected override render(): unknown {
    const { length } = this.lines
    const shown = Array.from({ length: Math.max(0, Math.min(this.to, length) - this.from) }, (_, at) => this.from + at)
    const columns = this.narrow ? [] : this.columns
    return html`<div class="scroll" role="treegrid" aria-label=${this.label} aria-rowcount=${length + 1} aria-colcount=${columns.length + 1} style="--row:${this.#size}px" @scroll=${() => this.#look()} @keydown=${(event: KeyboardEvent) => this.#key(event)}>
      <div class="head ${this.over === '' ? 'over' : ''}" role="row" aria-rowindex="1" @dragover=${(event: DragEvent) => this.#dragOver(event, '')} @dragleave=${() => (this.over = null)} @drop=${(event: DragEvent) => this.#drop(event, null)}><div class="lead" role="columnheader">${this.over === '' ? t('To the top') : this.label}</div>${columns.map(column => html`<div class="cell ${column.right ? 'right' : ''}" role="columnheader">${column.label}</div>`)}</div>
      <div class="space" role="rowgroup" style="block-size:${length * this.#size}px">${repeat(
        shown,
        at => at,
        at => this.#line(at),
      )}</div>
      ${this.foot ? html`<div class="foot" role="row" aria-rowindex=${length + 2}><div class="lead" role="gridcell">${this.foot.words}</div>${columns.map(column => html`<div class="cell ${column.right ? 'right' : ''}" role="gridcell">${this.foot?.sums.get(column.path) ?? ''}</div>`)}</div>` : nothing}</div>`
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('lines')) {
      this.active = 0
      this.#scroll()?.scrollTo({ top: 0 })
    }
    this.#measure()
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('lines') || changed.has('active')) this.dispatchEvent(new CustomEvent('at', { detail: this.lines.at(this.active)?.row ?? null }))
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

  /** Goes to the line of a record, where it is laid out. */
  focusRow(id: string): void {
    const at = this.lines.indexOf(id)
    if (at >= 0) void this.#focus(at)
  }

  #line(at: number): TemplateResult {
    const line = this.lines.at(at)
    const top = `transform:translateY(${at * this.#size}px)`
    const row = line?.row
    if (!line || !row) return html`<div class="row" role="row" aria-rowindex=${at + 2} style=${top}><div class="lead" role="gridcell"><u></u></div></div>`
    const branch = (line.children ?? 0) > 0
    const name = titleIn(this.entity, row)
    const menu = this.narrow || at === this.under || at === this.active ? this.items(row) : []
    return html`<div class="row ${line.asked ? '' : 'beyond'} ${this.over === row.id ? 'over' : ''}" id="row-${row.id}" role="row" aria-rowindex=${at + 2} aria-level=${line.level} aria-posinset=${line.place + 1} aria-setsize=${line.beside} aria-expanded=${branch ? String(line.open) : nothing}
      aria-keyshortcuts=${this.movable ? 'Control+ArrowRight Control+ArrowLeft' : nothing} tabindex=${at === this.#reached ? '0' : '-1'} style=${top} draggable=${this.movable ? 'true' : 'false'} @focus=${() => (this.active = at)} @pointerenter=${() => (this.under = at)}
      @dragstart=${(event: DragEvent) => this.#grab(event, row)} @dragend=${() => this.#letGo()} @dragover=${(event: DragEvent) => this.#dragOver(event, row.id)} @dragleave=${() => (this.over = null)} @drop=${(event: DragEvent) => this.#drop(event, row.id)}>
      <div class="lead" role="gridcell" style="--indent:calc(var(--edge) + ${line.level - 1} * var(--step))">${branch ? html`<button class="twist" type="button" tabindex="-1" aria-expanded=${String(line.open)} aria-label=${t('Parts of {name}', { name })} @click=${() => this.#toggle(row.id)}><sangam-icon name="down"></sangam-icon></button>` : html`<span class="twist"></span>`}<a href=${recordHref(this.entity, row.id, this.asOf)} tabindex="-1" draggable="false">${name}</a>${branch && line.whole ? html`<small title=${t('{what} directly below', { what: counted(this.entity, line.children ?? 0) })}>${formatNumber(line.children ?? 0)}</small>` : nothing}${this.narrow ? this.#more(row) : nothing}<span class="grow"></span>${menu.length > 0 ? html`<sangam-menu end .items=${menu} label=${t('More')}><sangam-button slot="opener" kind="quiet" size="small" icon="more" label=${t('More about {name}', { name })}></sangam-button></sangam-menu>` : nothing}</div>
      ${this.narrow ? nothing : this.columns.map(column => html`<div class="cell ${column.right ? 'right' : ''}" role="gridcell">${this.cell(row, column.path)}</div>`)}</div>`
  }

  /** On a phone the first values stand under the name. */
  #more(row: Row): TemplateResult {
    const values = this.columns.map(column => this.cell(row, column.path)).filter(value => value !== '')
    return html`<span class="more ${values.length > 0 ? 'some' : ''}">${values.slice(0, 2).map((value, at) => html`${at > 0 ? ' · ' : nothing}${value}`)}</span>`
  }

  #key(event: KeyboardEvent): void {
    const on = event.composedPath()[0] as HTMLElement
    const line = this.lines.at(this.active)
    const row = line?.row
    if (!on.id.startsWith('row-') || !line || !row || event.altKey) return
    const side = along(event.key)
    const page = Math.max(1, Math.floor((this.#scroll()?.clientHeight ?? 400) / this.#size) - 3)
    const steps: { readonly [key: string]: number } = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -this.lines.length,
      End: this.lines.length,
    }
    const step = steps[event.key]
    const branch = (line.children ?? 0) > 0
    if (side !== 0 && (event.ctrlKey || event.metaKey)) this.#shift(side > 0, line, row)
    else if (event.ctrlKey || event.metaKey) return
    else if (side > 0 && branch && !line.open) this.#toggle(row.id)
    else if (side > 0 && branch) void this.#focus(this.active + 1)
    else if (side < 0 && line.open) this.#toggle(row.id)
    else if (side < 0 && line.above >= 0) void this.#focus(line.above)
    else if (step !== undefined) void this.#focus(this.active + step)
    else if (event.key === 'Enter') this.dispatchEvent(new CustomEvent<Row>('open', { detail: row }))
    else if (side === 0) return
    event.preventDefault()
    event.stopPropagation()
  }

  /** One level deeper, under the one before; or one level up, beside the one above. */
  #shift(deeper: boolean, line: TreeLine, row: Row): void {
    if (!this.movable) return
    if (deeper) {
      let at = this.active - 1
      while (at > line.above && this.lines.at(at)?.level !== line.level) at -= 1
      const before = at > line.above ? this.lines.at(at)?.row : undefined
      if (before) this.#move(row, before.id)
    } else if (line.above >= 0) {
      const above = this.lines.at(line.above)
      if (above) this.#beside(above, row)
    }
  }

  /** Where the one above stands at the top because its own is out of sight, the top of all is not one level up. */
  #beside({ row: above, above: drawn }: TreeLine, row: Row): void {
    const to = above?.[this.by]
    if (!above || to === undefined) return
    const name = titleIn(this.entity, above)
    if (to === null || (typeof to === 'string' && drawn >= 0)) this.#move(row, to)
    else toast(t('“{name}” stands under something that you may not see. Choose what this one belongs to with “Move under another…”.', { name }))
  }

  #move(row: Row, to: string | null): void {
    this.dispatchEvent(new CustomEvent<TreeMove>('move', { detail: { row, to } }))
  }

  #toggle(id: string): void {
    this.active = Math.max(0, this.lines.indexOf(id))
    void this.lines.toggle(id)
  }

  #grab(event: DragEvent, row: Row): void {
    this.#dragged = row
    event.dataTransfer?.setData('text/uri-list', new URL(recordHref(this.entity, row.id, null), location.origin).href)
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move'
  }

  #dragOver(event: DragEvent, over: string): void {
    if (!this.#dragged || this.#dragged.id === over) return
    event.preventDefault()
    this.over = over
  }

  #drop(event: DragEvent, to: string | null): void {
    event.preventDefault()
    const row = this.#dragged
    this.#letGo()
    // What stands at the top here may stand under something out of sight: it stays.
    if (row && row.id !== to && !(to === null && this.lines.at(this.lines.indexOf(row.id))?.level === 1)) this.#move(row, to)
  }

  #letGo(): void {
    this.#dragged = null
    this.over = null
  }

  async #focus(wanted: number): Promise<void> {
    const at = Math.max(0, Math.min(this.lines.length - 1, wanted))
    await this.lines.need(at - 20, at + 40)
    this.active = at
    const scroll = this.#scroll()
    if (!scroll) return
    const [top, room] = [at * this.#size, scroll.clientHeight - 34 - (this.foot ? 34 : 0) - this.#size]
    if (top < scroll.scrollTop) scroll.scrollTop = top
    else if (top > scroll.scrollTop + room) scroll.scrollTop = top - room
    this.requestUpdate()
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>(`#row-${CSS.escape(this.lines.at(at)?.row?.id ?? '')}`)?.focus({ preventScroll: true })
  }

  /** The line that the tab key comes to: the one that was left, or the first that is drawn. */
  get #reached(): number {
    return this.active >= this.from && this.active < this.to ? this.active : this.from
  }

  #look(): void {
    this.requestUpdate()
    clearTimeout(this.#asked)
    this.#asked = setTimeout(() => void this.lines.need(this.from - 20, this.to + 40), 40)
  }

  #measure(): void {
    const scroll = this.#scroll()
    this.#size = this.narrow ? 56 : Number.parseFloat(getComputedStyle(this).getPropertyValue('--sg-row')) || 38
    const [top, tall] = [scroll?.scrollTop ?? 0, scroll?.clientHeight ?? 600]
    this.from = Math.max(0, Math.min(Math.floor(top / this.#size) - 1, this.lines.length - 1))
    this.to = Math.ceil((top + tall) / this.#size) + 1
  }

  #scroll(): HTMLElement | null {
    return this.renderRoot?.querySelector<HTMLElement>('.scroll') ?? null
  }
}
customElements.define('sangam-tree-sheet', SgTreeSheet)
