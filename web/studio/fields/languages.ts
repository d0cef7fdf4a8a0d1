import { css, html, LitElement } from 'lit'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'

/** A label in the other languages of the shell. Tells `change` with all of them. */
class SgFieldLanguages extends LitElement {
  static override properties = { labels: { attribute: false } }
  declare labels: { readonly [language: string]: string }

  constructor() {
    super()
    this.labels = {}
  }

  static override styles = [base, inputs, css`:host { display: grid; gap: 12px; }`]

  protected override render(): unknown {
    return html`<label class="field">${t('Label in Hindi')}<input lang="hi" maxlength="80" autocomplete="off" .value=${this.labels.hi ?? ''} @input=${(event: Event) => this.#set('hi', (event.target as HTMLInputElement).value)} /></label>`
  }

  #set(language: string, said: string): void {
    this.labels = { ...this.labels, [language]: said }
    this.dispatchEvent(new CustomEvent('change', { detail: this.labels }))
  }
}
customElements.define('sangam-field-languages', SgFieldLanguages)
