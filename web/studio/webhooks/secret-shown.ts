import { css, html, LitElement, nothing } from 'lit'
import { formatInstant } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import { toast } from '../../ui/toast.ts'

/** A secret, once. */
class SgWebhookSecret extends LitElement {
  static override properties = { name: {}, secret: {}, until: {} }
  declare name: string
  declare secret: string
  declare until: string

  static override styles = [base, inputs, css`.body { display: grid; gap: 12px; } .row { display: flex; gap: 8px; } p { color: var(--sg-text-2); }`]

  protected override render(): unknown {
    return html`<sangam-dialog open heading=${t('The secret of {name}', { name: this.name })} @close=${() => this.dispatchEvent(new Event('close'))}><div class="body">
      <p>${t('Give it to whoever looks after the receiver: with it they know that a message is from here. It is shown this once.')}</p>
      <div class="row"><input readonly aria-label=${t('Secret')} .value=${this.secret} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} /><sangam-button icon="copy" @click=${() => void this.#copy()}>${t('Copy')}</sangam-button></div>
      ${this.until ? html`<p>${t('The old secret is valid until {when}.', { when: formatInstant(this.until) })}</p>` : nothing}</div></sangam-dialog>`
  }

  async #copy(): Promise<void> {
    await navigator.clipboard.writeText(this.secret)
    toast(t('Copied.'))
  }
}
customElements.define('sangam-webhook-secret', SgWebhookSecret)
