import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { called, t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import type { ShownModel } from '../model/shown.ts'

/** What of a screen is kept and not shown, because the plugin that it comes from is not enabled. */
class SgAside extends LitElement {
  static override properties = { names: { attribute: false }, known: { attribute: false } }
  declare names: readonly string[]
  /** How they are called, and by which plugin they come; a view goes by its own name. */
  declare known: ShownModel['aside'][string]

  constructor() {
    super()
    this.names = []
    this.known = {}
  }

  static override styles = [
    base,
    css`
    :host { display: block; } :host([hidden]) { display: none; } section { display: grid; gap: 6px; } h2 { font-size: var(--sg-text-sm); color: var(--sg-text-2); } p { margin: 0; color: var(--sg-text-2); font-size: var(--sg-text-sm); }
    ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 6px; } li { padding: 3px 10px; border: 1px dashed var(--sg-border-strong); border-radius: 7px; background: var(--sg-surface-2); color: var(--sg-text-2); overflow-wrap: anywhere; } small { font-size: var(--sg-text-xs, 11px); color: var(--sg-text-3, inherit); }
  `,
  ]

  protected override updated(): void {
    this.hidden = this.names.length === 0
  }

  #one(name: string): TemplateResult {
    const known = this.known[name]
    return known ? html`<li title=${name}>${known.label} <small>${known.plugin}</small></li>` : html`<li>${called(name)}</li>`
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.names.length === 0) return nothing
    return html`<section aria-label=${t('Set aside')}><h2>${t('Set aside')}</h2><ul>${this.names.map(name => this.#one(name))}</ul>
      <p>${t('These come from a plugin that is not enabled. They keep their place, and are there again with it.')}</p></section>`
  }
}
customElements.define('sangam-aside', SgAside)
