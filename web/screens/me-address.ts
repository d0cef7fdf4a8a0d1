import { css, html, LitElement, nothing } from 'lit'
import { ask } from '../data/client.ts'
import { t } from '../shell/words.ts'
import { base } from '../style/parts.ts'
import '../ui/button.ts'
import { toast, toastProblem } from '../ui/toast.ts'

interface Address {
  readonly email: string
  readonly proven: boolean
  readonly from: string | null
}

/** Whether one has shown that one's address is one's own; nothing where the installation can mail nobody. */
class SgMyAddress extends LitElement {
  static override properties = { address: { state: true }, busy: { state: true } }
  declare address: Address | null
  declare busy: boolean

  constructor() {
    super()
    this.address = null
    this.busy = false
  }

  static override styles = [
    base,
    css`
    :host { display: block; } p { color: var(--sg-text-2); margin-block-end: 8px; }
  `,
  ]

  protected override render(): unknown {
    if (!this.address?.from) return nothing
    if (this.address.proven) return html`<p>${t('You have shown that {email} is yours.', { email: this.address.email })}</p>`
    return html`<p>${t('You have not shown yet that {email} is yours. Until then whoever has that mailbox can take this sign-in over.', { email: this.address.email })}</p>
      <sangam-button ?busy=${this.busy} @click=${() => void this.#send()}>${t('Mail me a link')}</sangam-button>`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void ask<Address>('/api/address')
      .then(address => {
        this.address = address
      })
      .catch(() => undefined)
  }

  async #send(): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      await ask('/api/address/proof', { method: 'POST', body: {} })
      toast(t('A link is on its way from {from}. Open it in this browser.', { from: this.address?.from ?? '' }))
    } catch (error) {
      toastProblem(error)
    } finally {
      this.busy = false
    }
  }
}
customElements.define('sangam-my-address', SgMyAddress)
