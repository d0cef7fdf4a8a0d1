import type { EntityMeta } from '@sangam/sdk'
import { css, html, LitElement, nothing } from 'lit'
import { ask } from '../../data/client.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/icon.ts'
import { same, type Values } from './draft.ts'

interface Double {
  readonly id: string
  readonly title: string
  readonly why: string
}

/** While one types a new record: those that are probably the same. */
class SgDoubles extends LitElement {
  static override properties = { shape: { attribute: false }, values: { attribute: false }, found: { state: true } }
  declare shape: EntityMeta
  declare values: Values
  declare found: readonly Double[]
  #asked: Values = {}
  #later: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.values = {}
    this.found = []
  }

  static override styles = [
    base,
    css`
    :host { display: block; }
    div { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 4px 10px; padding: 10px 14px; border-radius: var(--sg-radius); background: var(--sg-warning-soft); margin-block-end: 16px; }
    div > sangam-icon { color: var(--sg-warning); margin-block-start: 2px; }
    ul { list-style: none; padding: 0; margin: 4px 0 0; display: grid; gap: 3px; } small { color: var(--sg-text-2); } a { font-weight: 500; }
  `,
  ]

  protected override willUpdate(): void {
    const asked = Object.fromEntries(
      this.shape.duplicates.flatMap(name =>
        typeof this.values[name] === 'string' && String(this.values[name]).trim().length >= 3 ? [[name, this.values[name] ?? null]] : [],
      ),
    )
    if (same(asked, this.#asked)) return
    this.#asked = asked
    clearTimeout(this.#later)
    if (Object.keys(asked).length === 0) this.found = []
    else this.#later = setTimeout(() => void this.#find(asked), 350)
  }

  protected override render(): unknown {
    return html`<section role="status">${
      this.found.length === 0
        ? nothing
        : html`<div><sangam-icon name="warning"></sangam-icon><span>${t('Perhaps it is here already:')}
      <ul>${this.found.map(one => html`<li><a href="/record/${this.shape.name}/${one.id}" target="_blank" rel="noopener">${one.title}</a> <small>${one.why}</small></li>`)}</ul></span></div>`
    }</section>`
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#later)
  }

  async #find(asked: Values): Promise<void> {
    // A hint that can't be had is no hint; saving still finds what is truly the same.
    const { items } = await ask<{ items: readonly Double[] }>(`/api/duplicates/${this.shape.name}`, { query: { values: JSON.stringify(asked) } }).catch(() => ({
      items: [],
    }))
    if (asked === this.#asked) this.found = items
  }
}
customElements.define('sangam-doubles', SgDoubles)
