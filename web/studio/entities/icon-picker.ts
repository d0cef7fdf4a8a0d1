import { css, html, LitElement } from 'lit'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/icon.ts'
import { entityIcons } from './icons.ts'

/** A picture for an entity, as a row of radio buttons. Tells `change` with its name. */
class SgIconPicker extends LitElement {
  static override properties = { value: {} }
  declare value: string

  constructor() {
    super()
    this.value = 'list'
  }

  static override styles = [
    base,
    css`
    fieldset { border: 0; margin: 0; padding: 0; min-inline-size: 0; } legend { padding: 0; font-size: var(--sg-text-sm); font-weight: 500; color: var(--sg-text-2); margin-block-end: 5px; }
    div { display: flex; flex-wrap: wrap; gap: 4px; }
    label { position: relative; display: grid; place-items: center; inline-size: 34px; block-size: 34px; border-radius: var(--sg-radius); border: 1px solid var(--sg-border); cursor: pointer; color: var(--sg-text-2); }
    label:hover { background: var(--sg-surface-2); } label:has(:checked) { border-color: var(--sg-accent); background: var(--sg-accent-soft); color: var(--sg-accent-text); } label:has(:focus-visible) { outline: 2px solid var(--sg-focus); outline-offset: 1px; }
    input { position: absolute; inset: 0; opacity: 0; margin: 0; cursor: pointer; }
  `,
  ]

  protected override render(): unknown {
    return html`<fieldset><legend>${t('Picture')}</legend><div>${entityIcons.map(
      (icon, at) =>
        html`<label><input type="radio" name="icon" aria-label=${t('Picture {number}', { number: at + 1 })} .checked=${icon === this.value} @change=${() => this.#pick(icon)} /><sangam-icon name=${icon}></sangam-icon></label>`,
    )}</div></fieldset>`
  }

  #pick(icon: string): void {
    this.value = icon
    this.dispatchEvent(new CustomEvent('change', { detail: icon }))
  }
}
customElements.define('sangam-icon-picker', SgIconPicker)
