import type { DialogPart } from '@sangam/sdk/web'
import { css, html, LitElement, nothing } from 'lit'
import { t } from '../shell/words.ts'
import { base } from '../style/parts.ts'
import './button.ts'

/**
 * A dialog over the page, on the browser's own `<dialog>`: focus stays in it, Escape closes it, focus
 * returns to where it was. Slots: the body, and `actions` at its foot. Tells `close`.
 */
export class SgDialog extends LitElement implements DialogPart {
  static override properties = {
    open: { type: Boolean, reflect: true },
    heading: {},
    side: { type: Boolean, reflect: true },
    wide: { type: Boolean, reflect: true },
    plain: { type: Boolean, reflect: true },
    bare: { state: true },
  }
  declare open: boolean
  declare heading: string
  /** Comes from the side and takes the page's height. */
  declare side: boolean
  declare wide: boolean
  /** No heading or foot: the content draws itself. `heading` is still its name for screen readers. */
  declare plain: boolean
  /** Whether nothing stands at its foot. */
  declare bare: boolean

  constructor() {
    super()
    this.open = false
    this.heading = ''
    this.side = false
    this.wide = false
    this.plain = false
    this.bare = true
  }

  static override styles = [
    base,
    css`
    dialog { inline-size: min(480px, calc(100vw - 32px)); max-block-size: min(85dvh, 900px); padding: 0; border: 0; border-radius: var(--sg-radius-lg); color: inherit; background: var(--sg-raised); box-shadow: var(--sg-shadow-3); overflow: hidden; }
    dialog:focus-visible { outline: none; }
    dialog[open] { display: flex; flex-direction: column; animation: rise 140ms ease-out; }
    :host([wide]) dialog { inline-size: min(760px, calc(100vw - 32px)); }
    :host([plain]) footer { display: none; }
    :host([plain]) dialog { margin-block-start: 12dvh; inline-size: min(640px, calc(100vw - 24px)); }
    :host([side]) dialog { margin-block: 0; margin-inline: auto 0; block-size: 100dvh; max-block-size: none; border-radius: 0; border-start-start-radius: var(--sg-radius-lg); border-end-start-radius: var(--sg-radius-lg); }
    dialog::backdrop { background: var(--sg-scrim); animation: fade 140ms; }
    header { display: flex; align-items: center; justify-content: space-between; gap: var(--sg-space-3); padding-block: var(--sg-space-4) 0; padding-inline: var(--sg-space-5) var(--sg-space-4); }
    .body { padding: var(--sg-space-3) var(--sg-space-5) var(--sg-space-5); overflow: auto; flex: 1; container-type: inline-size; }
    :host([plain]) .body { padding: 0; display: flex; flex-direction: column; overflow: hidden; }
    footer { display: flex; justify-content: flex-end; gap: var(--sg-space-2); padding: var(--sg-space-3) var(--sg-space-5) var(--sg-space-4); flex-wrap: wrap; }
    footer.bare { display: none; }
    @keyframes rise { from { opacity: 0; translate: 0 8px; } }
    @keyframes fade { from { opacity: 0; } }
    @media (max-width: 600px) { :host(:not([plain])) dialog { margin-block-end: 0; inline-size: 100vw; max-inline-size: 100vw; border-radius: var(--sg-radius-lg) var(--sg-radius-lg) 0 0; } :host([side]) dialog { border-radius: 0; } }
  `,
  ]

  protected override render(): unknown {
    return html`<dialog aria-label=${this.heading} @close=${() => this.#closed()} @cancel=${(event: Event) => event.stopPropagation()} @mousedown=${(event: MouseEvent) => this.#outside(event)}>
      ${this.plain ? nothing : html`<header><h2>${this.heading}</h2><sangam-button kind="quiet" size="small" icon="close" label=${t('Close')} @click=${() => this.hide()}></sangam-button></header>`}
      <div class="body"><slot></slot></div><footer class=${this.bare ? 'bare' : ''}><slot name="actions" @slotchange=${(event: Event) => (this.bare = (event.target as HTMLSlotElement).assignedElements().length === 0)}></slot></footer></dialog>`
  }

  override updated(): void {
    const dialog = this.renderRoot.querySelector('dialog')
    if (this.open && !dialog?.open) dialog?.showModal()
    if (!this.open && dialog?.open) dialog.close()
  }

  hide(): void {
    this.renderRoot.querySelector('dialog')?.close()
  }

  #closed(): void {
    this.open = false
    this.dispatchEvent(new Event('close'))
  }

  #outside(event: MouseEvent): void {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect()
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom
    if (event.target === event.currentTarget && !inside) this.hide()
  }
}
customElements.define('sangam-dialog', SgDialog)

/** Asks a question with two answers; true when the person goes on. */
export function confirm(
  question: string,
  options: { readonly heading?: string; readonly go?: string; readonly danger?: boolean; readonly stay?: string } = {},
): Promise<boolean> {
  return new Promise(resolve => {
    const dialog = new SgDialog()
    dialog.heading = options.heading ?? t('Are you sure?')
    const body = document.createElement('p')
    body.textContent = question
    let answer = false
    dialog.append(
      body,
      choice(options.stay ?? t('Cancel'), 'plain', () => false),
      choice(options.go ?? t('Go on'), options.danger ? 'danger' : 'primary', () => true),
    )
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve(answer)
    })
    document.body.append(dialog)
    dialog.open = true

    function choice(words: string, kind: 'plain' | 'primary' | 'danger', value: () => boolean): HTMLElement {
      const button = document.createElement('sangam-button')
      button.slot = 'actions'
      button.textContent = words
      Object.assign(button, { kind })
      button.addEventListener('click', () => {
        answer = value()
        dialog.hide()
      })
      return button
    }
  })
}
