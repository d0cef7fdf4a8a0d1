import { css, html, LitElement } from 'lit'
import { ask } from '../data/client.ts'
import { meta } from '../data/meta.ts'
import type { Route } from '../shell/router.ts'
import { t } from '../shell/words.ts'
import { base } from '../style/parts.ts'
import '../ui/button.ts'
import '../ui/page.ts'
import '../ui/small.ts'

/** Where the link of a mail leads that asks whether an address is one's own: it is said by a button, since programs look into mails too. */
class SgProofScreen extends LitElement {
  static override properties = { route: { attribute: false }, done: { state: true }, busy: { state: true }, error: { state: true } }
  declare route: Route | undefined
  declare done: boolean
  declare busy: boolean
  declare error: unknown

  constructor() {
    super()
    this.done = false
    this.busy = false
    this.error = null
  }

  static override styles = [
    base,
    css`
    p { margin-block-end: 16px; }
  `,
  ]

  protected override render(): unknown {
    const email = meta().user.email ?? ''
    return html`<sangam-page narrow heading=${t('Is this your address?')}><sangam-problem .error=${this.error}></sangam-problem>
      ${
        this.done
          ? html`<p role="status">${t('You have shown that {email} is yours.', { email })}</p><sangam-button href="/">${t('Go home')}</sangam-button>`
          : html`<p>${t('You are signed in as {email}, and the link came to this address.', { email })}</p>
        <sangam-button kind="primary" ?busy=${this.busy} @click=${() => void this.#prove()}>${t('Yes, it is mine')}</sangam-button>`
      }</sangam-page>`
  }

  async #prove(): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.error = null
    try {
      await ask('/api/address/prove', { method: 'POST', body: { token: this.route?.params.token } })
      this.done = true
    } catch (error) {
      this.error = error
    } finally {
      this.busy = false
    }
  }
}
customElements.define('sangam-proof-screen', SgProofScreen)
