import { css, html, LitElement, nothing, t } from '@sangam/sdk/web'
import { sided } from '../sides.ts'
import { type AccountChoice, found } from './voucher.ts'

const most = 12

/**
 * Finds an account by its code or its name as one types: arrows choose, Enter takes it and goes on. Tells `choose` with the account, and `enter` where Enter was pressed.
 */
export class LedgerAccountField extends LitElement {
  static override properties = {
    accounts: { attribute: false },
    balances: { attribute: false },
    value: { attribute: false },
    label: {},
    text: { state: true },
    at: { state: true },
    open: { state: true },
  }
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  declare accounts: readonly AccountChoice[]
  /** What accounts come to today, by their ids. */
  declare balances: ReadonlyMap<string, string>
  declare value: AccountChoice | null
  declare label: string
  declare text: string | null
  declare at: number
  declare open: boolean

  constructor() {
    super()
    this.accounts = []
    this.balances = new Map()
    this.value = null
    this.label = ''
    this.text = null
    this.at = 0
    this.open = false
  }

  static override styles = css`
    :host { display: block; position: relative; }
    * { box-sizing: border-box; }
    input { inline-size: 100%; block-size: 32px; padding-inline: 8px; border: 1px solid var(--sg-border-strong); border-radius: var(--sg-radius); background: var(--sg-surface); color: var(--sg-text); font: inherit; }
    input:focus { outline: 2px solid var(--sg-focus); outline-offset: -1px; }
    ul { position: absolute; z-index: 20; inset-block-start: calc(100% + 3px); inset-inline-start: 0; inline-size: max(100%, min(340px, 84vi)); margin: 0; padding: 4px; list-style: none; background: var(--sg-raised); border: 1px solid var(--sg-border); border-radius: var(--sg-radius); box-shadow: var(--sg-shadow-2); max-block-size: 320px; overflow: auto; }
    li { display: grid; grid-template-columns: 52px 1fr auto; gap: 8px; align-items: center; min-block-size: 30px; padding-inline: 8px; border-radius: var(--sg-radius-sm); cursor: pointer; }
    li[aria-selected='true'] { background: var(--sg-selected); }
    .code, .balance { color: var(--sg-text-2); font-size: var(--sg-text-sm); font-variant-numeric: tabular-nums; }
    .balance { white-space: nowrap; }
    .none { padding: 8px; color: var(--sg-text-2); cursor: default; }
  `

  get #found(): readonly AccountChoice[] {
    return found(this.accounts, this.text ?? '').slice(0, most)
  }

  protected override render(): unknown {
    const list = this.open ? this.#found : []
    return html`<input role="combobox" aria-expanded=${this.open ? 'true' : 'false'} aria-autocomplete="list" aria-controls="list" aria-activedescendant=${list[this.at] ? `one${this.at}` : ''} aria-label=${this.label} autocomplete="off" spellcheck="false"
        .value=${this.text ?? this.value?.name ?? ''} placeholder=${t('Code or name')}
        @focus=${(event: FocusEvent) => (event.target as HTMLInputElement).select()} @blur=${() => this.#leave()}
        @click=${() => this.#show()} @input=${(event: InputEvent) => this.#type((event.target as HTMLInputElement).value)} @keydown=${(event: KeyboardEvent) => this.#key(event)} />
      <ul id="list" role="listbox" aria-label=${this.label} ?hidden=${!this.open}>
        ${list.map((account, at) => html`<li id=${`one${at}`} role="option" aria-selected=${at === this.at ? 'true' : 'false'} @pointerdown=${(event: PointerEvent) => event.preventDefault()} @click=${() => this.#take(account, true)}><span class="code">${account.code}</span><span>${account.name}</span><span class="balance">${sided(this.balances.get(account.id) ?? '0')}</span></li>`)}
        ${this.open && list.length === 0 ? html`<li class="none" role="option" aria-selected="false" aria-disabled="true">${t('No account is called so.')}</li>` : nothing}</ul>`
  }

  protected override updated(): void {
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }

  #show(): void {
    this.open = true
    this.at = 0
  }

  #type(text: string): void {
    this.text = text
    this.#show()
  }

  #key(event: KeyboardEvent): void {
    const { key } = event
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault()
      if (!this.open) return this.#show()
      const count = this.#found.length
      this.at = count === 0 ? 0 : (this.at + (key === 'ArrowDown' ? 1 : count - 1)) % count
    } else if (key === 'Escape' && this.open) {
      event.stopPropagation()
      this.open = false
      this.text = null
    } else if (key === 'Enter' && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault()
      const meant = this.text === null && !this.open ? this.value : this.text === '' ? null : this.#found[this.at]
      // What is no account keeps the hand where it is.
      if (meant === undefined) return
      this.#take(meant, true)
    } else if (key === 'Tab' && this.text) {
      const meant = this.#found[this.at]
      if (meant) this.#take(meant, false)
    }
  }

  #take(account: AccountChoice | null, enter: boolean): void {
    this.open = false
    this.text = null
    this.dispatchEvent(new CustomEvent('choose', { detail: account }))
    if (enter) this.dispatchEvent(new CustomEvent('enter'))
  }

  /** Left with what was typed and not taken: emptied on purpose, or as it was. */
  #leave(): void {
    if (this.text === '') this.dispatchEvent(new CustomEvent('choose', { detail: null }))
    this.open = false
    this.text = null
  }
}
customElements.define('ledger-account-field', LedgerAccountField)
