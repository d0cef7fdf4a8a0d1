import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask } from '../../data/client.ts'
import { formatInstant, formatRelative } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import '../../ui/small.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import type { Webhook } from './ask-webhook.ts'

interface Delivery {
  readonly id: string
  readonly type: string
  readonly record: string | null
  readonly body: string
  readonly state: 'waiting' | 'delivered' | 'failed'
  readonly attempts: number
  readonly status: number | null
  readonly response: string | null
  readonly error: string | null
  readonly ms: number | null
  readonly createdAt: string
  readonly triedAt: string | null
}

/** What a webhook sent and what it was answered, newest first; each can be sent again. */
class SgWebhookDeliveries extends LitElement {
  static override properties = { webhook: { attribute: false }, items: { state: true }, more: { state: true }, error: { state: true } }
  declare webhook: Webhook
  declare items: readonly Delivery[] | null
  declare more: boolean
  declare error: unknown

  constructor() {
    super()
    this.items = null
    this.more = false
    this.error = null
  }

  static override styles = [
    base,
    css`
    .list { display: grid; gap: 6px; max-block-size: 60dvh; overflow: auto; } details { border: 1px solid var(--sg-border); border-radius: var(--sg-radius); padding: 8px 12px; }
    summary { display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: center; cursor: pointer; } summary span { flex: 1; min-inline-size: 12ch; overflow-wrap: anywhere; } summary time, dt { color: var(--sg-text-2); font-size: var(--sg-text-sm); }
    dl { margin: 8px 0 0; display: grid; gap: 6px; } dd { margin: 0; } pre { margin: 0; padding: 8px; max-block-size: 180px; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; border-radius: var(--sg-radius); background: var(--sg-surface-2); font-size: var(--sg-text-sm); }
  `,
  ]

  protected override render(): unknown {
    return html`<sangam-dialog open wide heading=${t('What was sent to {name}', { name: this.webhook.name })} @close=${() => this.dispatchEvent(new Event('close'))}>
      <sangam-problem .error=${this.error} retry @retry=${() => void this.#load(null)}></sangam-problem>
      ${this.items === null ? html`<sangam-skeleton lines="4"></sangam-skeleton>` : this.items.length === 0 ? html`<sangam-empty icon="history" heading=${t('Nothing was sent yet')} text=${t('Change a record it tells of, or send a test.')}></sangam-empty>` : html`<div class="list">${this.items.map(one => this.#one(one))}</div>`}
      ${this.more ? html`<sangam-button @click=${() => void this.#load(this.items?.at(-1)?.id ?? null)}>${t('Show more')}</sangam-button>` : nothing}
      <sangam-button slot="actions" icon="history" @click=${() => void this.#load(null)}>${t('Look again')}</sangam-button></sangam-dialog>`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load(null)
  }

  #one(one: Delivery): TemplateResult {
    const states = { waiting: ['yellow', t('Waiting')], delivered: ['green', t('Delivered')], failed: ['red', t('Failed')] } as const
    const [colour, label] = states[one.state]
    return html`<details><summary><sangam-badge colour=${colour} dot>${label}</sangam-badge><span>${one.type}</span><time title=${formatInstant(one.createdAt)}>${formatRelative(one.createdAt)}</time></summary>
      <dl><div><dt>${t('Answer')}</dt><dd>${one.attempts === 0 ? t('Not tried yet.') : t('{status} after {count, plural, one {# attempt} other {# attempts}}, {ms} ms', { status: one.status ?? t('no answer'), count: one.attempts, ms: one.ms ?? 0 })}${one.error ? html`<p>${one.error}</p>` : nothing}${one.response ? html`<pre tabindex="0">${one.response}</pre>` : nothing}</dd></div>
      <div><dt>${t('Message')} ${one.id}</dt><dd><pre tabindex="0">${pretty(one.body)}</pre></dd></div></dl>
      <sangam-button size="small" icon="send" @click=${() => void this.#again(one)}>${t('Send again')}</sangam-button></details>`
  }

  async #again(one: Delivery): Promise<void> {
    try {
      await ask(`/api/webhooks/${this.webhook.id}/deliveries/${one.id}/replay`, { method: 'POST' })
      toast(t('It is sent again.'))
      await this.#load(null)
    } catch (error) {
      toastProblem(error)
    }
  }

  async #load(before: string | null): Promise<void> {
    try {
      const { items } = await ask<{ items: readonly Delivery[] }>(`/api/webhooks/${this.webhook.id}/deliveries`, { query: { before: before ?? undefined } })
      this.items = before === null ? items : [...(this.items ?? []), ...items]
      this.more = items.length === 50
      this.error = null
    } catch (error) {
      this.error = error
    }
  }
}
customElements.define('sangam-webhook-deliveries', SgWebhookDeliveries)

function pretty(body: string): string {
  return JSON.stringify(JSON.parse(body), null, 2)
}
