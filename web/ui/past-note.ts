import { css, html, LitElement } from 'lit'
import { t } from '../shell/words.ts'
import { base } from '../style/parts.ts'
import './button.ts'
import './small.ts'

/** Stands over what is shown as it was: says so, and leads back. Slot: other ways to go. Tells `back`. */
class SgPastNote extends LitElement {
  static override properties = { text: {} }
  declare text: string

  constructor() {
    super()
    this.text = ''
  }

  static override styles = [
    base,
    css`
    :host { display: block; }
    div { display: flex; flex-wrap: wrap; gap: 8px 10px; align-items: center; padding: 9px 14px; border-radius: var(--sg-radius); background: var(--sg-warning-soft); }
    span { flex: 1; min-inline-size: 220px; } sangam-icon { color: var(--sg-warning); }
  `,
  ]

  protected override render(): unknown {
    return html`<div role="status"><sangam-icon name="history"></sangam-icon><span>${this.text}</span><slot></slot>
      <sangam-button size="small" @click=${() => this.dispatchEvent(new Event('back'))}>${t('Back to today')}</sangam-button></div>`
  }
}
customElements.define('sangam-past-note', SgPastNote)
