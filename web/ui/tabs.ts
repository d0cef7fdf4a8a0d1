import type { Tab, TabsPart } from '@sangam/sdk/web'
import { css, html, LitElement, nothing } from 'lit'
import { formatNumber } from '../shell/format.ts'
import { t } from '../shell/words.ts'
import { base } from '../style/parts.ts'
import { tellCut } from './cut.ts'
import './icon.ts'
import { along } from '../shell/direction.ts'

export type { Tab }

/** A row of tabs; tells `change` with `detail` = the id. The panel is the caller's: give it `role="tabpanel"`. */
export class SgTabs extends LitElement implements TabsPart {
  static override properties = { tabs: { attribute: false }, chosen: {}, label: {} }
  declare tabs: readonly Tab[]
  declare chosen: string
  declare label: string

  constructor() {
    super()
    this.tabs = []
    this.chosen = ''
    this.label = ''
  }

  static override styles = [
    base,
    css`
    :host { display: block; overflow-x: auto; scrollbar-width: none; border-block-end: 1px solid var(--sg-border); }
    div { display: flex; gap: 4px; }
    button { all: unset; cursor: pointer; padding: 8px 10px; font-weight: 500; color: var(--sg-text-2); white-space: nowrap; border-block-end: 2px solid transparent; }
    button:hover { color: var(--sg-text); }
    button[aria-selected='true'] { color: var(--sg-text); border-color: var(--sg-accent); }
    button:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: -2px; border-radius: 5px; }
    sangam-icon { margin-inline-start: 5px; color: var(--sg-danger); --sg-icon: 12px; }
    /* Takes no room, and keeps the name and its count apart for who hears them. */
    .gap { font-size: 0; }
    small { margin-inline-start: 5px; padding: 0 6px; border-radius: 9px; background: var(--sg-surface-2); font-size: var(--sg-text-xs); color: var(--sg-text-2); }
  `,
  ]

  protected override render(): unknown {
    return html`<div role="tablist" aria-label=${this.label || nothing} @keydown=${(event: KeyboardEvent) => this.#key(event)}>${this.tabs.map(
      tab =>
        html`<button type="button" role="tab" aria-selected=${String(tab.id === this.chosen)} tabindex=${tab.id === this.chosen ? 0 : -1} @click=${() => this.#choose(tab.id)}>${tab.label}${tab.count === undefined ? nothing : html`<span class="gap"> </span><small>${formatNumber(tab.count)}</small>`}${tab.wrong ? html`<sangam-icon name="warning" label=${t('Something is wrong here')}></sangam-icon>` : nothing}</button>`,
    )}</div>`
  }

  protected override updated(): void {
    const tab = this.renderRoot.querySelector<HTMLElement>('[aria-selected=true]')
    tellCut(this)
    if (tab) this.scrollLeft += overhang(this.getBoundingClientRect(), tab.getBoundingClientRect())
  }

  #choose(id: string): void {
    if (id === this.chosen) return
    this.chosen = id
    this.dispatchEvent(new CustomEvent('change', { detail: id }))
  }

  #key(event: KeyboardEvent): void {
    const here = this.tabs.findIndex(tab => tab.id === this.chosen)
    const { length } = this.tabs
    const places: { readonly [key: string]: number } = { Home: 0, End: length - 1 }
    const step = along(event.key)
    const next = step === 0 ? places[event.key] : (here + step + length) % length
    if (next === undefined) return
    event.preventDefault()
    this.#choose(this.tabs[next]?.id ?? this.chosen)
    this.renderRoot.querySelectorAll<HTMLElement>('button')[next]?.focus()
  }
}
customElements.define('sangam-tabs', SgTabs)

/** How far a row has to be scrolled for all of a tab to be seen: the chosen one may stand beyond the edge of a phone. */
function overhang(row: DOMRect, tab: DOMRect): number {
  if (tab.right > row.right) return tab.right - row.right
  return Math.min(0, tab.left - row.left)
}
