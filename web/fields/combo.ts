import type { Colour } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { t } from '../shell/words.ts'
import { base, inputs } from '../style/parts.ts'
import '../ui/small.ts'
import { placeUnder } from './under.ts'

export interface ComboItem {
  readonly id: string
  readonly label: string
  readonly hint?: string
  readonly colour?: Colour
  readonly icon?: string
}

/**
 * A box to type in and a list to pick from. It tells `search` (what is typed), `pick` (the item), `clear`
 * (the box was emptied), `back` (Backspace in an empty box) and `leave`. Who uses it gives the items.
 */
export class SgCombo extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static override properties = {
    items: { attribute: false },
    text: {},
    label: {},
    placeholder: {},
    busy: { type: Boolean },
    disabled: { type: Boolean },
    invalid: {},
    describedby: {},
    bare: { type: Boolean, reflect: true },
    free: { type: Boolean },
    open: { state: true },
    active: { state: true },
    typing: { state: true },
  }
  declare items: readonly ComboItem[]
  /** What stands in the box when one does not type. */
  declare text: string
  declare label: string
  declare placeholder: string
  declare busy: boolean
  declare disabled: boolean
  declare invalid: string
  declare bare: boolean
  /** What is typed counts as it is: nothing of the list is chosen before one goes to it, and there is no list where nothing is found. */
  declare free: boolean
  declare open: boolean
  declare active: number
  declare typing: string | null
  /** Enter was pressed before what is typed was found. */
  #entered = false

  constructor() {
    super()
    this.items = []
    this.text = ''
    this.label = ''
    this.placeholder = ''
    this.busy = false
    this.disabled = false
    this.invalid = ''
    this.bare = false
    this.free = false
    this.open = false
    this.active = 0
    this.typing = null
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: block; min-inline-size: 0; flex: 1; } input[role] { padding-inline-end: var(--sg-combo-end, 10px); }
    :host([bare]) input { border-color: var(--sg-cell-edge, transparent); background: transparent; padding-inline: var(--sg-cell-inset, 4px); } :host([bare]) input:focus-visible { outline: var(--sg-cell-ring, none); }
    :host([bare]) input[aria-invalid='true'] { border-color: var(--sg-cell-wrong, transparent); }
    ul { list-style: none; margin: 0; padding: 5px; border: 0; max-block-size: 320px; max-inline-size: min(480px, calc(100vw - 16px)); overflow: auto; border-radius: 10px; background: var(--sg-raised); color: inherit; box-shadow: var(--sg-shadow-2); }
    li { display: flex; align-items: center; gap: 8px; min-block-size: 34px; padding: 5px 10px; border-radius: 6px; cursor: pointer; }
    li[aria-selected='true'], li:not(.none):hover { background: var(--sg-surface-2); }
    li > span:first-of-type { flex: 1; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    li small { color: var(--sg-text-2); font-size: var(--sg-text-xs); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; max-inline-size: 45%; }
    li sangam-icon { color: var(--sg-text-2); } li.none { color: var(--sg-text-2); cursor: default; }
  `,
  ]

  protected override render(): TemplateResult {
    const active = this.#isShown() ? this.items[this.active] : undefined
    return html`<input role="combobox" autocomplete="off" spellcheck="false" aria-expanded=${String(this.#isShown())} aria-controls="list" aria-autocomplete="list" aria-label=${this.label || nothing}
        aria-activedescendant=${active ? `item-${this.active}` : nothing} aria-invalid=${this.invalid ? 'true' : nothing} aria-description=${this.invalid || nothing} placeholder=${this.placeholder} ?readonly=${this.disabled} .value=${this.typing ?? this.text}
        @focus=${(event: FocusEvent) => (event.target as HTMLInputElement).select()} @click=${() => this.show()} @input=${(event: Event) => this.#typed((event.target as HTMLInputElement).value)} @keydown=${(event: KeyboardEvent) => this.#key(event)} @blur=${() => this.#left()} />
      <ul id="list" role="listbox" popover="manual" aria-label=${this.label || nothing} @mousedown=${(event: Event) => event.preventDefault()}>${this.#isShown() ? this.#list() : nothing}</ul>`
  }

  show(): void {
    if (this.open || this.disabled) return
    this.open = true
    this.active = this.#first()
    this.#ask('')
  }

  hide(): void {
    this.open = false
    this.typing = null
    this.#entered = false
  }

  protected override updated(): void {
    // Whoever was quicker than the search meant what it finds.
    if (this.#entered && !this.busy) this.#enter()
    const list = this.renderRoot.querySelector<HTMLElement>('ul')
    if (!list) return
    const shown = this.#isShown()
    if (shown && !list.matches(':popover-open')) list.showPopover()
    if (!shown && list.matches(':popover-open')) list.hidePopover()
    if (!shown) return
    placeUnder(list, this.renderRoot.querySelector('input') ?? this, { width: true })
    list.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }

  #isShown(): boolean {
    return this.open && !(this.free && this.items.length === 0)
  }

  /** The place in the list that is chosen at first. */
  #first(): number {
    return this.free ? -1 : 0
  }

  #list(): TemplateResult | readonly TemplateResult[] {
    if (this.items.length === 0)
      return html`<li class="none" role="option" aria-disabled="true" aria-selected="false">${this.busy ? t('Searching…') : t('Nothing found.')}</li>`
    return this.items.map(
      (
        item,
        at,
      ) => html`<li id="item-${at}" role="option" aria-selected=${String(at === this.active)} @mousemove=${() => this.#over(at)} @click=${() => this.#pick(item)}>
        ${item.icon ? html`<sangam-icon name=${item.icon}></sangam-icon>` : nothing}<span>${item.colour ? html`<sangam-badge colour=${item.colour}>${item.label}</sangam-badge>` : item.label}</span>${item.hint ? html`<small>${item.hint}</small>` : nothing}</li>`,
    )
  }

  #typed(text: string): void {
    this.typing = text
    this.open = true
    this.active = this.#first()
    this.#entered = false
    if (text === '' && this.text !== '') this.dispatchEvent(new Event('clear'))
    this.#ask(text)
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing || this.disabled) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!this.open) {
        this.show()
        return
      }
      const step = event.key === 'ArrowDown' ? 1 : -1
      this.#entered = false
      this.active = this.items.length === 0 ? 0 : (Math.max(this.active, step === 1 ? -1 : 0) + step + this.items.length) % this.items.length
    } else if (event.key === 'Enter' && this.open && this.free && this.active < 0) this.hide()
    else if (event.key === 'Enter' && this.open) {
      event.preventDefault()
      event.stopPropagation()
      // What was found for fewer letters is not what is meant.
      if (this.busy && this.typing && this.active === 0) this.#entered = true
      else this.#enter()
    } else if (event.key === 'Escape' && this.#isShown()) {
      event.stopPropagation()
      event.preventDefault()
      this.hide()
    } else if (event.key === 'Backspace' && (this.typing ?? this.text) === '') this.dispatchEvent(new Event('back'))
  }

  #enter(): void {
    const item = this.items[this.active]
    if (item && (this.free || this.typing !== null || this.active > 0 || this.text === '')) this.#pick(item)
    else this.hide()
  }

  #over(at: number): void {
    // Enter takes what is typed there, wherever the pointer rests.
    if (at !== this.active && !this.free) this.active = at
  }

  #pick(item: ComboItem): void {
    this.hide()
    this.dispatchEvent(new CustomEvent('pick', { detail: item }))
  }

  #left(): void {
    if (this.#entered) this.open = false
    else this.hide()
    this.dispatchEvent(new Event('leave'))
  }

  #ask(text: string): void {
    this.dispatchEvent(new CustomEvent('search', { detail: text }))
  }
}
customElements.define('sangam-combo', SgCombo)
