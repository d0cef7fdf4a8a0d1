import { css, html, LitElement, nothing } from 'lit'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import { printable } from './shape.ts'

/** A text with places for values, and a list to put them in from. Tells `change` with the text. */
class SgSlotText extends LitElement {
  static override properties = { value: {}, label: {}, entity: {}, short: { type: Boolean } }
  declare value: string
  declare label: string
  declare entity: string
  /** One line. */
  declare short: boolean

  constructor() {
    super()
    this.value = ''
    this.label = ''
    this.entity = ''
    this.short = false
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 4px 8px; align-items: end; min-inline-size: 0; } label { display: contents; } .said { font-size: var(--sg-text-sm); font-weight: 550; color: var(--sg-text-2); } :is(input, textarea) { grid-column: 1 / -1; grid-row: 2; inline-size: 100%; }
    textarea { min-block-size: 76px; font: inherit; resize: vertical; } select { grid-column: 2; grid-row: 1; min-block-size: 26px; padding-block: 1px; max-inline-size: 150px; font-size: var(--sg-text-sm); border-color: transparent; background-color: transparent; color: var(--sg-accent-text); }
  `,
  ]

  protected override render(): unknown {
    const told = (event: Event): void => this.#tell((event.target as HTMLInputElement).value)
    const own = [
      ['today', t('Today')],
      ['me', t('Who prints it')],
    ] as const
    return html`<label><span class="said">${this.label}</span>${this.short ? html`<input .value=${this.value} @input=${told} />` : html`<textarea .value=${this.value} @input=${told}></textarea>`}</label>
      <select aria-label=${t('Put a value into: {text}', { text: this.label })} @change=${(event: Event) => this.#put(event.target as HTMLSelectElement)}><option value="">${t('Put a value in…')}</option>
        ${own.map(([path, label]) => html`<option value=${path}>${label}</option>`)}
        ${this.entity ? printable(this.entity).map(({ label, choices }) => html`<optgroup label=${label}>${choices.map(choice => html`<option value=${`record.${choice.value}`}>${choice.label}</option>`)}</optgroup>`) : nothing}</select>`
  }

  /** Where the cursor stood last. */
  #put(select: HTMLSelectElement): void {
    const field = this.renderRoot.querySelector<HTMLInputElement | HTMLTextAreaElement>('input, textarea')
    if (!field || select.value === '') return
    field.setRangeText(`{{ ${select.value} }}`, field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length, 'end')
    select.value = ''
    field.focus()
    this.#tell(field.value)
  }

  #tell(value: string): void {
    this.value = value
    this.dispatchEvent(new CustomEvent('change', { detail: value }))
  }
}
customElements.define('sangam-slot-text', SgSlotText)
