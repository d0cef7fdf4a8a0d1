import type { Crumb, PagePart } from '@sangam/sdk/web'
import { css, html, LitElement, nothing } from 'lit'
import { apart } from '../shell/direction.ts'
import { t } from '../shell/words.ts'
import { base } from '../style/parts.ts'
import './icon.ts'

/**
 * The frame of a screen: heading, where it stands (crumbs), `actions` at the end of the head, a `toolbar`
 * under it, the body. `fill` gives the body the rest of the height without scrolling: lists and boards.
 */
export class SgPage extends LitElement implements PagePart {
  static override properties = { heading: {}, crumbs: { attribute: false }, fill: { type: Boolean, reflect: true }, narrow: { type: Boolean, reflect: true } }
  declare heading: string
  declare crumbs: readonly Crumb[]
  declare fill: boolean
  /** Text to read or a form: the body is kept to a comfortable width. */
  declare narrow: boolean

  constructor() {
    super()
    this.heading = ''
    this.crumbs = []
    this.fill = false
    this.narrow = false
  }

  static override styles = [
    base,
    css`
    :host { display: flex; flex-direction: column; block-size: 100%; min-block-size: 0; overflow: auto; }
    :host([fill]) { overflow: hidden; }
    header { display: flex; align-items: center; gap: var(--sg-space-3); padding: var(--sg-space-4) var(--sg-space-5) var(--sg-space-2); flex-wrap: wrap; }
    .title { flex: 1; min-inline-size: min(140px, 100%); }
    nav { display: flex; gap: 3px; align-items: center; font-size: var(--sg-text-sm); margin-block-end: 1px; }
    nav a { color: var(--sg-text-2); }
    nav sangam-icon { color: var(--sg-text-3); --sg-icon: 10px; }
    h1 { overflow-wrap: anywhere; display: flex; align-items: center; gap: 10px; }
    .actions { display: flex; gap: var(--sg-space-2); align-items: center; flex-wrap: wrap; }
    .body { padding: var(--sg-space-2) var(--sg-space-5) var(--sg-space-6); min-block-size: 0; }
    :host([fill]) .body { flex: 1; padding: 0; display: flex; flex-direction: column; }
    :host([narrow]) header, :host([narrow]) .body { inline-size: 100%; max-inline-size: 980px; margin-inline: auto; }
    slot[name='toolbar']::slotted(*) { padding: 0 var(--sg-space-5) var(--sg-space-2); }
    @media print { :host, :host([fill]) { display: block; block-size: auto; overflow: visible; } nav, .actions, slot[name='toolbar'] { display: none; } header, .body { padding: 0 0 8px; } }
    @media screen and (max-width: 760px) {
      header { padding: var(--sg-space-3) var(--sg-space-4) var(--sg-space-2); }
      .body { padding-inline: var(--sg-space-4); }
      slot[name='toolbar']::slotted(*) { padding-inline: var(--sg-space-4); }
    }
  `,
  ]

  protected override render(): unknown {
    return html`<header><div class="title">${
      this.crumbs.length > 0
        ? html`<nav aria-label=${t('Breadcrumb')}>${this.crumbs.map(
            (crumb, at) => html`${at > 0 ? html`<sangam-icon name="right"></sangam-icon>` : nothing}<a href=${crumb.href}>${crumb.label}</a>`,
          )}</nav>`
        : nothing
    }<h1>${apart(this.heading)}<slot name="beside"></slot></h1></div><div class="actions"><slot name="actions"></slot></div></header>
      <slot name="toolbar"></slot><div class="body"><slot></slot></div>`
  }

  override updated(): void {
    if (this.heading) document.title = `${this.heading} · Sangam`
  }
}
customElements.define('sangam-page', SgPage)
