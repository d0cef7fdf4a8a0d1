import type { ButtonPart } from '@sangam/sdk/web'
import { css, html, LitElement, nothing } from 'lit'
import './icon.ts'

/**
 * A button. `kind`: primary (one for each place), plain, quiet (no border) or danger. With `label` and
 * no words inside it is an icon button. `href` makes it a link. `type="submit"` sends the form around it.
 */
export class SgButton extends LitElement implements ButtonPart {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static formAssociated = true
  static override properties = {
    kind: { reflect: true },
    size: { reflect: true },
    icon: {},
    label: {},
    href: {},
    type: {},
    shortcut: {},
    disabled: { type: Boolean, reflect: true },
    busy: { type: Boolean, reflect: true },
    pressed: {},
    expanded: {},
    popup: {},
  }
  declare kind: 'primary' | 'plain' | 'quiet' | 'danger'
  declare size: 'small' | 'medium' | 'large'
  declare icon: string
  declare label: string
  declare href: string
  declare type: 'button' | 'submit'
  declare shortcut: string
  declare disabled: boolean
  declare busy: boolean
  declare pressed: 'true' | 'false' | ''
  declare expanded: 'true' | 'false' | ''
  declare popup: string
  readonly #internals: ElementInternals

  constructor() {
    super()
    this.#internals = this.attachInternals()
    this.kind = 'plain'
    this.size = 'medium'
    this.icon = ''
    this.label = ''
    this.href = ''
    this.type = 'button'
    this.shortcut = ''
    this.disabled = false
    this.busy = false
    this.pressed = ''
    this.expanded = ''
    this.popup = ''
    this.addEventListener('click', event => this.#clicked(event))
  }

  static override styles = css`
    :host { display: inline-flex; vertical-align: middle; --sg-icon: 14px; }
    :host([hidden]) { display: none; }
    button, a {
      display: inline-flex; align-items: center; justify-content: center; gap: 6px; inline-size: 100%; block-size: var(--sg-control); padding: 0 12px;
      font: 500 var(--sg-text-md)/1 var(--sg-font); white-space: nowrap; text-decoration: none; cursor: pointer; user-select: none;
      color: var(--sg-text); background: var(--sg-surface); border: 1px solid var(--sg-border); border-radius: var(--sg-radius); box-shadow: var(--sg-shadow-1);
      transition: background 100ms, border-color 100ms;
    }
    button:hover, a:hover { background: var(--sg-surface-2); }
    button:focus-visible, a:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: 2px; }
    :host([size='small']) :is(button, a) { block-size: max(24px, calc(var(--sg-control) - 6px)); padding: 0 9px; font-size: var(--sg-text-sm); }
    :host([size='large']) :is(button, a) { block-size: 42px; padding: 0 18px; font-size: var(--sg-text-lg); }
    :host([kind='primary']) :is(button, a) { color: var(--sg-on-accent); background: var(--sg-accent); border-color: transparent; }
    :host([kind='primary']) :is(button, a):hover { background: var(--sg-accent-hover); }
    :host([kind='quiet']) :is(button, a) { background: transparent; border-color: transparent; box-shadow: none; color: var(--sg-text-2); }
    :host([kind='quiet']) :is(button, a):hover { background: var(--sg-surface-2); color: var(--sg-text); }
    :host([kind='danger']) :is(button, a) { color: #fff; background: var(--sg-danger-solid); border-color: transparent; }
    :is(button, a).bare { padding: 0; inline-size: var(--sg-control); }
    :host([size='small']) .bare { inline-size: max(24px, calc(var(--sg-control) - 6px)); padding: 0; }
    button[aria-pressed='true'] { background: var(--sg-accent-soft) !important; color: var(--sg-accent-text) !important; border-color: transparent; }
    button:disabled { opacity: 0.55; cursor: default; }
    .spin { inline-size: 14px; block-size: 14px; border: 2px solid currentcolor; border-inline-end-color: transparent; border-radius: 50%; animation: spin 700ms linear infinite; }
    @keyframes spin { to { rotate: 1turn; } }
    ::slotted(sangam-icon) { margin-inline-end: 2px; }
  `

  protected override render(): unknown {
    const bare = this.label !== '' && this.textContent?.trim() === ''
    const inside = html`${this.busy ? html`<span class="spin"></span>` : this.icon ? html`<sangam-icon name=${this.icon}></sangam-icon>` : nothing}<slot></slot>`
    const label = this.label || nothing
    if (this.href && !this.disabled)
      return html`<a class=${bare ? 'bare' : ''} href=${this.href} aria-label=${label} title=${this.label || nothing}>${inside}</a>`
    return html`<button type="button" class=${bare ? 'bare' : ''} ?disabled=${this.disabled || this.busy} aria-label=${label} title=${this.#title() || nothing}
      aria-pressed=${this.pressed || nothing} aria-expanded=${this.expanded || nothing} aria-haspopup=${this.popup || nothing} aria-busy=${this.busy ? 'true' : nothing}>${inside}</button>`
  }

  #title(): string {
    return this.shortcut ? `${this.label || this.textContent?.trim() || ''} (${this.shortcut})` : this.label
  }

  #clicked(event: Event): void {
    if (this.disabled || this.busy) event.stopImmediatePropagation()
    else if (this.type === 'submit') this.#internals.form?.requestSubmit()
  }
}
customElements.define('sangam-button', SgButton)
