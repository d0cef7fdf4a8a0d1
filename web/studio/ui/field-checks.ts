import { css, html, LitElement } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { base, inputs } from '../../style/parts.ts'
import { said } from '../model/store.ts'

/** Some fields of an entity, as boxes to tick. Tells `change` with their names. */
class SgFieldChecks extends LitElement {
  static override properties = { fields: { attribute: false }, chosen: { attribute: false }, label: {} }
  declare fields: readonly { readonly name: string; readonly label: string }[]
  declare chosen: readonly string[]
  declare label: string

  constructor() {
    super()
    this.fields = []
    this.chosen = []
    this.label = ''
  }

  static override styles = [
    base,
    inputs,
    css`
    fieldset { border: 0; margin: 0; padding: 0; min-inline-size: 0; } legend { padding: 0; font-size: var(--sg-text-sm); font-weight: 550; color: var(--sg-text-2); margin-block-end: 7px; }
    div { display: grid; grid-template-columns: repeat(auto-fill, minmax(170px, 1fr)); gap: 2px 10px; max-block-size: 220px; overflow: auto; padding: 2px; } label { display: flex; gap: 8px; align-items: center; min-block-size: 28px; cursor: pointer; }
  `,
  ]

  protected override render(): unknown {
    return html`<fieldset><legend>${this.label}</legend><div>${repeat(
      // Each keeps its box, and with it the focus, when others come between.
      this.fields,
      field => field.name,
      field =>
        html`<label><input type="checkbox" .checked=${this.chosen.includes(field.name)} @change=${() => this.#flip(field.name)} />${said(field.label)}</label>`,
    )}</div></fieldset>`
  }

  #flip(name: string): void {
    const chosen = this.chosen.includes(name) ? this.chosen.filter(one => one !== name) : [...this.chosen, name]
    this.chosen = this.fields.map(field => field.name).filter(field => chosen.includes(field))
    this.dispatchEvent(new CustomEvent('change', { detail: this.chosen }))
  }
}
customElements.define('sangam-field-checks', SgFieldChecks)
