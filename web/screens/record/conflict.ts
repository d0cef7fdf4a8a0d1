import type { FieldMeta, Json } from '@sangam/sdk'
import { css, html, LitElement, type TemplateResult } from 'lit'
import { fieldDisplay } from '../../fields/index.ts'
import { called, t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'

/** Both changed the same fields: what each wrote, and the choice between them, field by field. Tells `settle` (a set of the fields that stay as the other wrote them) or `close`. */
class SgConflict extends LitElement {
  static override properties = { clashes: { attribute: false }, theirs: { state: true } }
  declare clashes: readonly { readonly field: FieldMeta; readonly mine: Json; readonly theirs: Json }[]
  /** The fields that stay as the other wrote them. */
  declare theirs: ReadonlySet<string>
  #decided = false

  constructor() {
    super()
    this.theirs = new Set()
  }

  static override styles = [
    base,
    inputs,
    css`
    p { color: var(--sg-text-2); margin-block-end: 12px; }
    .scroll { overflow-x: auto; border: 1px solid var(--sg-border); border-radius: var(--sg-radius); }
    table { inline-size: 100%; border-collapse: collapse; }
    th { text-align: start; font-weight: 550; font-size: var(--sg-text-sm); color: var(--sg-text-2); }
    thead th { background: var(--sg-surface-2); }
    th, td { padding: 8px 12px; vertical-align: top; overflow-wrap: anywhere; }
    label { display: flex; gap: 8px; align-items: start; cursor: pointer; min-block-size: 24px; } label input { margin-block-start: 3px; } td:has(input:checked) { background: var(--sg-selected); }
    tr + tr :is(th, td) { border-block-start: 1px solid var(--sg-border); }
  `,
  ]

  protected override render(): unknown {
    return html`<sangam-dialog open wide heading=${t('Someone saved first')} @close=${() => !this.#decided && this.dispatchEvent(new Event('close'))}>
      <p>${t('You both changed the same fields. Whatever else the other person changed is kept.')}</p>
      <div class="scroll"><table><thead><tr><th scope="col">${t('Field')}</th><th scope="col">${t('Yours')}</th><th scope="col">${t('Theirs')}</th></tr></thead>
        <tbody>${this.clashes.map(clash => html`<tr><th scope="row">${called(clash.field.label)}</th>${this.#choice(clash.field, clash.mine, 'mine')}${this.#choice(clash.field, clash.theirs, 'theirs')}</tr>`)}</tbody></table></div>
      <sangam-button slot="actions" @click=${() => this.#settle(new Set(this.clashes.map(clash => clash.field.name)))}>${t('Take theirs')}</sangam-button>
      <sangam-button slot="actions" @click=${() => this.#settle(new Set())}>${t('Keep mine')}</sangam-button>
      <sangam-button slot="actions" kind="primary" @click=${() => this.#settle(this.theirs)}>${t('Save this')}</sangam-button></sangam-dialog>`
  }

  #choice(field: FieldMeta, one: Json, whose: 'mine' | 'theirs'): TemplateResult {
    const name = { field: called(field.label) }
    const label = whose === 'mine' ? t('Yours for {field}', name) : t('Theirs for {field}', name)
    return html`<td><label><input type="radio" name=${field.name} aria-label=${label} .checked=${this.theirs.has(field.name) === (whose === 'theirs')} @change=${() => this.#take(field.name, whose === 'theirs')} /><span>${value(field, one)}</span></label></td>`
  }

  #take(field: string, theirs: boolean): void {
    const others = [...this.theirs].filter(name => name !== field)
    this.theirs = new Set(theirs ? [...others, field] : others)
  }

  #settle(take: ReadonlySet<string>): void {
    this.#decided = true
    this.dispatchEvent(new CustomEvent('settle', { detail: take }))
  }
}
customElements.define('sangam-conflict', SgConflict)

function value(field: FieldMeta, one: Json): unknown {
  return fieldDisplay(field, one) || html`<span class="quiet">${t('Nothing')}</span>`
}
