import type { FieldMeta, Json } from '@sangam/sdk'
import { css, html, LitElement } from 'lit'
import { fieldDisplay } from '../../fields/index.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'

/** Both changed the same fields: what each wrote, and the choice between them. Tells `settle` ('mine' | 'theirs') or `close`. */
class SgConflict extends LitElement {
  static override properties = { clashes: { attribute: false } }
  declare clashes: readonly { readonly field: FieldMeta; readonly mine: Json; readonly theirs: Json }[]
  #decided = false

  static override styles = [
    base,
    css`
    p { color: var(--sg-text-2); margin-block-end: 12px; }
    .scroll { overflow-x: auto; border: 1px solid var(--sg-border); border-radius: var(--sg-radius); }
    table { inline-size: 100%; border-collapse: collapse; }
    th { text-align: start; font-weight: 550; font-size: var(--sg-text-sm); color: var(--sg-text-2); }
    thead th { background: var(--sg-surface-2); }
    th, td { padding: 8px 12px; vertical-align: top; overflow-wrap: anywhere; }
    tr + tr :is(th, td) { border-block-start: 1px solid var(--sg-border); }
  `,
  ]

  protected override render(): unknown {
    return html`<sg-dialog open wide heading=${t('Someone saved first')} @close=${() => !this.#decided && this.dispatchEvent(new Event('close'))}>
      <p>${t('You both changed the same fields. Whatever else the other person changed is kept.')}</p>
      <div class="scroll"><table><thead><tr><th scope="col">${t('Field')}</th><th scope="col">${t('Yours')}</th><th scope="col">${t('Theirs')}</th></tr></thead>
        <tbody>${this.clashes.map(clash => html`<tr><th scope="row">${t(clash.field.label)}</th><td>${value(clash.field, clash.mine)}</td><td>${value(clash.field, clash.theirs)}</td></tr>`)}</tbody></table></div>
      <sg-button slot="actions" @click=${() => this.#settle('theirs')}>${t('Take theirs')}</sg-button>
      <sg-button slot="actions" kind="primary" @click=${() => this.#settle('mine')}>${t('Keep mine')}</sg-button></sg-dialog>`
  }

  #settle(take: 'mine' | 'theirs'): void {
    this.#decided = true
    this.dispatchEvent(new CustomEvent('settle', { detail: take }))
  }
}
customElements.define('sg-conflict', SgConflict)

function value(field: FieldMeta, one: Json): unknown {
  return fieldDisplay(field, one) || html`<span class="quiet">${t('Nothing')}</span>`
}
