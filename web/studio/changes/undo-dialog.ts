import { css, html, LitElement, nothing } from 'lit'
import { ask } from '../../data/client.ts'
import { loadMeta } from '../../data/meta.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import '../../ui/small.ts'
import { toast } from '../../ui/toast.ts'
import type { ChangeSet } from '../model/shown.ts'
import type { Plan } from './plan.ts'
import './plan-view.ts'

/** Takes an applied set back, after its plan was read. Tells `done` with the id of the set that did it, and `close`. */
class SgUndoDialog extends LitElement {
  static override properties = { set: { attribute: false }, plan: { state: true }, error: { state: true }, busy: { state: true } }
  declare set: ChangeSet
  declare plan: Plan | null
  declare error: unknown
  declare busy: boolean

  constructor() {
    super()
    this.plan = null
    this.error = null
    this.busy = false
  }

  static override styles = [base, css`div { display: grid; gap: 12px; }`]

  protected override render(): unknown {
    const ready = this.plan !== null && this.plan.refused.length === 0 && !this.plan.unchanged
    return html`<sangam-dialog wide open heading=${t('Take back “{title}”', { title: this.set.title })} @close=${() => this.dispatchEvent(new Event('close'))}><div>
      <p class="quiet">${t('What was changed since by others stays. What is hidden keeps its values.')}</p>
      <sangam-problem .error=${this.error}></sangam-problem>
      ${this.plan ? (this.plan.unchanged ? html`<p>${t('There is nothing left to take back.')}</p>` : html`<sangam-plan-view .plan=${this.plan}></sangam-plan-view>`) : this.error ? nothing : html`<sangam-skeleton lines="3"></sangam-skeleton>`}</div>
      <sangam-button slot="actions" @click=${() => this.dispatchEvent(new Event('close'))}>${t('Cancel')}</sangam-button>
      <sangam-button slot="actions" kind="primary" ?disabled=${!ready} ?busy=${this.busy} @click=${() => void this.#undo()}>${t('Take back')}</sangam-button></sangam-dialog>`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#plan()
  }

  async #plan(): Promise<void> {
    try {
      this.plan = await ask<Plan>(`/api/model/sets/${this.set.id}/undo/plan`, { method: 'POST' })
    } catch (error) {
      this.error = error
    }
  }

  async #undo(): Promise<void> {
    this.busy = true
    this.error = null
    try {
      const done = await ask<{ set: ChangeSet }>(`/api/model/sets/${this.set.id}/undo`, { method: 'POST' })
      await loadMeta()
      toast(t('Taken back.'))
      this.dispatchEvent(new CustomEvent('done', { detail: done.set.id }))
      this.dispatchEvent(new Event('close'))
    } catch (error) {
      this.error = error
    } finally {
      this.busy = false
    }
  }
}
customElements.define('sangam-undo-dialog', SgUndoDialog)
