import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/icon.ts'
import { RowMoves } from './row-moves.ts'

export interface Choice {
  readonly value: string
  readonly label: string
}

/** Some of a set of things in an order: moved by the grip, by buttons or Alt with the arrow keys, taken out, and added from a list. Tells `change` with the values. */
class SgOrder extends LitElement {
  static override properties = { chosen: { attribute: false }, choices: { attribute: false }, label: {}, fixed: { type: Number } }
  declare chosen: readonly string[]
  declare choices: readonly Choice[]
  declare label: string
  /** So many at the beginning stay where they are. */
  declare fixed: number
  readonly #moves = new RowMoves(this, (from, to) => this.#move(from, to))

  constructor() {
    super()
    this.chosen = []
    this.choices = []
    this.label = ''
    this.fixed = 0
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: grid; gap: 8px; } .head { font-size: var(--sg-text-sm); font-weight: 550; color: var(--sg-text-2); }
    ol { list-style: none; margin: 0; padding: 0; border: 1px solid var(--sg-border); border-radius: var(--sg-radius); background: var(--sg-surface); } ol:empty { display: none; }
    li { display: flex; gap: 8px; align-items: center; min-block-size: 36px; padding-block: 2px; padding-inline: 10px 6px; border-block-start: 1px solid var(--sg-border); } li:first-child { border: 0; } li:focus-visible { outline-offset: -2px; border-radius: var(--sg-radius); } li span { flex: 1; min-inline-size: 0; overflow-wrap: anywhere; }
    li .grip { flex: none; display: grid; place-items: center; inline-size: 16px; block-size: 28px; color: var(--sg-text-2); cursor: grab; touch-action: none; --sg-icon: 14px; } li .grip:active { cursor: grabbing; } select { max-inline-size: 300px; }
  `,
  ]

  protected override render(): TemplateResult {
    const free = this.choices.filter(choice => !this.chosen.includes(choice.value))
    return html`<span class="head">${this.label}</span><ol aria-label=${this.label}>${this.chosen.map((value, at) => this.#item(value, at))}</ol>
      ${free.length > 0 ? html`<select aria-label=${t('Add to: {list}', { list: this.label })} .value=${''} @change=${(event: Event) => this.#add(event.target as HTMLSelectElement)}><option value="">${t('Add…')}</option>${free.map(choice => html`<option value=${choice.value}>${choice.label}</option>`)}</select>` : nothing}`
  }

  #item(value: string, at: number): TemplateResult {
    const name = this.choices.find(choice => choice.value === value)?.label ?? value
    return html`<li tabindex="0" @keydown=${(event: KeyboardEvent) => this.#moves.key(event, at)}>${at < this.fixed ? nothing : html`<span class="grip" aria-hidden="true" @pointerdown=${(event: PointerEvent) => this.#moves.drag(event, at)}><sangam-icon name="grip"></sangam-icon></span>`}<span>${name}</span>${
      at < this.fixed
        ? nothing
        : html`<sangam-button kind="quiet" size="small" icon="up" label=${t('Move {name} up', { name })} ?disabled=${at === this.fixed} @click=${() => this.#moves.move(at, at - 1)}></sangam-button>
        <sangam-button kind="quiet" size="small" icon="down" label=${t('Move {name} down', { name })} ?disabled=${at === this.chosen.length - 1} @click=${() => this.#moves.move(at, at + 1)}></sangam-button>
        <sangam-button kind="quiet" size="small" icon="close" label=${t('Remove {name}', { name })} @click=${() => this.#tell(this.chosen.toSpliced(at, 1))}></sangam-button>`
    }</li>`
  }

  #move(from: number, to: number): boolean {
    const value = this.chosen[from]
    if (value === undefined || from < this.fixed || to < this.fixed || to >= this.chosen.length) return false
    this.#tell(this.chosen.toSpliced(from, 1).toSpliced(to, 0, value))
    return true
  }

  #add(select: HTMLSelectElement): void {
    if (select.value === '') return
    const { value } = select
    select.value = ''
    this.#tell([...this.chosen, value])
  }

  #tell(chosen: readonly string[]): void {
    this.chosen = chosen
    this.dispatchEvent(new CustomEvent('change', { detail: chosen }))
  }
}
customElements.define('sangam-order', SgOrder)
