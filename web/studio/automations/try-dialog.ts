import { css, html, LitElement, nothing } from 'lit'
import { ask, ProblemError } from '../../data/client.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import '../../ui/pick.ts'
import '../../ui/small.ts'
import type { Seen } from './seen.ts'
import { bodyOf, type Draft, type Entry } from './shape.ts'

/** Tries an automation on a record that one chooses; nothing of it stays. Tells `tried` with what it did, and `close`. */
class SgTryDialog extends LitElement {
  static override properties = {
    draft: { attribute: false },
    record: { state: true },
    input: { state: true },
    error: { state: true },
    busy: { state: true },
  }
  declare draft: Draft
  declare record: string
  declare input: string
  declare error: unknown
  declare busy: boolean

  constructor() {
    super()
    this.record = ''
    this.input = '{}'
    this.error = null
    this.busy = false
  }

  static override styles = [base, inputs, css`.all { display: grid; gap: 14px; min-inline-size: min(520px, 80vw); }`]

  protected override render(): unknown {
    const { draft } = this
    return html`<sangam-dialog open heading=${t('Try it')} @close=${() => this.dispatchEvent(new Event('close'))}><div class="all">
      <p class="quiet">${t('Every step is done with the real rules and taken back. Mails and calls are shown and not sent.')}</p>
      ${draft.entity ? html`<div class="field">${t('On this record')}<sangam-pick entity=${draft.entity} label=${t('On this record')} .value=${this.record} @pick=${(event: CustomEvent<{ id: string } | null>) => (this.record = event.detail?.id ?? '')}></sangam-pick></div>` : nothing}
      ${draft.trigger.on === 'hook' ? html`<label class="field">${t('What the call brings (JSON)')}<textarea .value=${this.input} @input=${(event: Event) => (this.input = (event.target as HTMLTextAreaElement).value)}></textarea></label>` : nothing}
      <sangam-problem .error=${this.error}></sangam-problem></div>
      <sangam-button slot="actions" kind="primary" ?busy=${this.busy} ?disabled=${draft.entity !== null && this.record === ''} @click=${() => void this.#try()}>${t('Try it')}</sangam-button></sangam-dialog>`
  }

  async #try(): Promise<void> {
    this.busy = true
    this.error = null
    try {
      const input: unknown = this.draft.trigger.on === 'hook' ? parsed(this.input) : null
      const definition = { ...bodyOf(this.draft), name: this.draft.name || t('Try it') }
      const body = { definition, record: this.record || null, input }
      const { meets, log } = await ask<{ meets: boolean; log: readonly Entry[] }>('/api/automations/dry-run', { method: 'POST', body })
      const state = log.some(entry => entry.state === 'failed') ? 'failed' : 'done'
      this.dispatchEvent(new CustomEvent<Seen>('tried', { detail: { run: null, meets, state, log, steps: this.draft.steps } }))
    } catch (error) {
      this.error = error
    } finally {
      this.busy = false
    }
  }
}
customElements.define('sangam-try-dialog', SgTryDialog)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const detail = t('What the call brings is no JSON. Write it as in {example}.', { example: '{ "order": 7 }' })
    throw new ProblemError({ type: 'about:blank', title: t('Try it'), status: 0, code: 'no_json', detail, requestId: '' })
  }
}
