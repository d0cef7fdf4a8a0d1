import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { classMap } from 'lit/directives/class-map.js'
import { repeat } from 'lit/directives/repeat.js'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/icon.ts'
import { rightToLeft } from '../../shell/direction.ts'
import type { Place } from './held.ts'
import type { Row, Rows } from './rows.ts'
import { rowSaid } from './said.ts'

/** What the keyboard asks of a row. */
export type Wish = 'up' | 'down' | 'beside' | 'alone' | 'remove' | 'settings'
const icons = { tab: 'sidebar', section: 'group', field: 'dot', related: 'list', foot: 'down' } as const

/**
 * The parts of a layout as a tree: one tab stop, arrows go from part to part, with Alt they move the part. Tells `choose` with a key, `wish` ({ key, wish })
 * and `grab` ({ event, row }) as a pointer presses one.
 */
export class SgLayoutCanvas extends LitElement {
  static override properties = { rows: { attribute: false }, entity: {}, chosen: {}, target: { attribute: false }, held: {} }
  declare rows: Rows
  declare entity: string
  declare chosen: string
  /** Where what is dragged would stand. */
  declare target: Place | null
  /** The row that is dragged. */
  declare held: string

  constructor() {
    super()
    this.rows = []
    this.entity = ''
    this.chosen = ''
    this.target = null
    this.held = ''
  }

  static override styles = [
    base,
    css`
    :host { display: block; }
    .tree { padding: 6px; border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); }
    .row { position: relative; display: flex; flex-wrap: wrap; align-items: center; gap: 0 8px; min-block-size: 32px; padding: 3px 8px; border-radius: 7px; cursor: default; outline-offset: -2px; --sg-icon: 13px; overflow-wrap: anywhere; }
    .row > span { flex: 1 1 90px; min-inline-size: 0; } .row > sangam-icon { color: var(--sg-text-2); } .row:hover { background: var(--sg-surface-2); }
    .row[aria-selected='true'] { background: var(--sg-selected); }
    .tab { margin-block-start: 8px; font-weight: 650; background: var(--sg-surface-2); } .section { margin-block-start: 4px; font-weight: 600; border-block-end: 1px solid var(--sg-border); border-radius: 7px 7px 0 0; }
    .foot { margin-block-start: 10px; padding-block-start: 8px; color: var(--sg-text-2); border-block-start: 1px dashed var(--sg-border-strong); border-radius: 0; font-size: var(--sg-text-sm); }
    .two { margin-inline-start: 14px; } .three { margin-inline-start: 28px; } .beside { padding-inline-start: 28px; }
    .grip { flex: none; display: grid; place-items: center; inline-size: 24px; block-size: 24px; margin-inline-start: -4px; color: var(--sg-text-2); cursor: grab; touch-action: none; }
    .held { opacity: 0.45; }
    .before::before, .after::after { content: ''; position: absolute; inset-inline: 4px; block-size: 3px; border-radius: 2px; background: var(--sg-accent); }
    .before::before { inset-block-start: -2px; } .after::after { inset-block-end: -2px; }
    .flank { box-shadow: inset calc(-4px * var(--sg-way)) 0 0 var(--sg-accent); }
    small { color: var(--sg-text-2); font-weight: 450; font-size: var(--sg-text-xs); white-space: nowrap; }
  `,
  ]

  protected override render(): TemplateResult {
    const tabs = this.rows.some(one => one.kind === 'tab')
    let under = false
    return html`<div class="tree" role="tree" aria-label=${t('Parts of the page')} @keydown=${(event: KeyboardEvent) => this.#key(event)}>${repeat(
      this.rows,
      one => one.key,
      (one, at) => {
        under = one.kind === 'tab' || (under && one.kind !== 'foot')
        return this.#row(one, at, levelOf(one, tabs && under))
      },
    )}</div>`
  }

  async focusRow(key: string): Promise<void> {
    await this.updateComplete
    const found = this.renderRoot.querySelector<HTMLElement>(`[data-key="${key}"]`)
    found?.focus()
    found?.scrollIntoView({ block: 'nearest' })
  }

  /** The place a pointer is over: before which row, or beside the one before; null outside. */
  placeAt(x: number, y: number): Place | null {
    const box = this.getBoundingClientRect()
    if (x < box.left - 20 || x > box.right + 20 || y < box.top - 20 || y > box.bottom + 20) return null
    const drawn = [...this.renderRoot.querySelectorAll<HTMLElement>('.row')].map(one => one.getBoundingClientRect())
    const at = drawn.findIndex(one => y < one.top + one.height / 2)
    const place = at === -1 ? drawn.length : at
    const on = drawn.findIndex(one => y >= one.top && y <= one.bottom)
    const row = drawn[on]
    const end = row && (rightToLeft() ? x < row.left + row.width / 4 : x > row.right - row.width / 4)
    return end && this.rows[on]?.kind === 'field' ? { at: on + 1, beside: true } : { at: place, beside: false }
  }

  #row(one: Row, at: number, level: number): TemplateResult {
    const name = rowSaid(this.entity, one)
    const { target } = this
    const last = at === this.rows.length - 1
    const classes = classMap({
      row: true,
      [one.kind]: true,
      two: level === 2,
      three: level === 3,
      beside: one.kind === 'field' && one.beside,
      held: this.held === one.key,
      before: target !== null && !target.beside && target.at === at,
      after: target !== null && !target.beside && last && target.at > at,
      flank: target?.beside === true && target.at === at + 1,
    })
    const stop = this.chosen === one.key || (at === 0 && !this.rows.some(other => other.key === this.chosen))
    return html`<div class=${classes} role="treeitem" data-key=${one.key} aria-level=${level} aria-selected=${String(this.chosen === one.key)} tabindex=${stop ? 0 : -1} @focus=${() => this.#choose(one.key)} @pointerdown=${(event: PointerEvent) => this.#grab(event, one)}>
      ${one.kind === 'foot' ? nothing : html`<div class="grip"><sangam-icon name="grip"></sangam-icon></div>`}${one.kind === 'field' ? nothing : html`<sangam-icon name=${icons[one.kind]}></sangam-icon>`}<span>${name}</span>${notesOf(one).map(note => html`<small>${note}</small>`)}</div>`
  }

  #choose(key: string): void {
    if (key !== this.chosen) this.dispatchEvent(new CustomEvent('choose', { detail: key }))
  }

  #grab(event: PointerEvent, row: Row): void {
    if (row.kind !== 'foot') this.dispatchEvent(new CustomEvent('grab', { detail: { event, row } }))
  }

  #key(event: KeyboardEvent): void {
    const at = this.rows.findIndex(one => one.key === this.chosen)
    const one = this.rows[at]
    if (!one || event.ctrlKey || event.metaKey) return
    const goes: { readonly [key: string]: number } = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: this.rows.length - 1 }
    const alone: { readonly [key: string]: Wish } = { Delete: 'remove', Backspace: 'remove', Enter: 'settings', ' ': 'settings' }
    const moves: { readonly [key: string]: Wish } = {
      ArrowDown: 'down',
      ArrowUp: 'up',
      [rightToLeft() ? 'ArrowLeft' : 'ArrowRight']: 'beside',
      [rightToLeft() ? 'ArrowRight' : 'ArrowLeft']: 'alone',
    }
    const wish = (event.altKey ? moves : alone)[event.key]
    const next = this.rows[event.altKey ? -1 : (goes[event.key] ?? -1)]
    if (wish && one.kind !== 'foot') this.dispatchEvent(new CustomEvent('wish', { detail: { key: one.key, wish } }))
    else if (next) void this.focusRow(next.key)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
}
customElements.define('sangam-layout-canvas', SgLayoutCanvas)

function levelOf(one: Row, underTab: boolean): number {
  if (one.kind === 'tab' || one.kind === 'foot') return 1
  const deep = underTab ? 1 : 0
  return one.kind === 'section' ? 1 + deep : 2 + deep
}

function notesOf(one: Row): readonly string[] {
  const when = 'when' in one && one.when ? [t('on a condition')] : []
  if (one.kind === 'section' && one.columns === 2) return [t('two columns'), ...when]
  return one.kind === 'field' && one.beside ? [t('beside')] : when
}
