import { css, html, LitElement, nothing } from 'lit'
import { ask } from '../../data/client.ts'
import { go } from '../../shell/router.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import '../../ui/small.ts'
import type { ChangeSet } from '../model/shown.ts'
import { loadStudio } from '../model/store.ts'
import type { Plan } from './plan.ts'
import './plan-view.ts'

/** Takes in a file of another workspace: shows what it would change here, then keeps that as a draft. Tells `close`. */
class SgImportModel extends LitElement {
  static override properties = { plan: { state: true }, name: { state: true }, file: { state: true }, error: { state: true }, busy: { state: true } }
  declare plan: Plan | null
  declare name: string
  /** What the chosen file is called. */
  declare file: string
  declare error: unknown
  declare busy: boolean

  constructor() {
    super()
    this.plan = null
    this.name = ''
    this.file = ''
    this.error = null
    this.busy = false
  }

  static override styles = [
    base,
    css`.body { display: grid; gap: 14px; } .file { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; } .file span { overflow-wrap: anywhere; color: var(--sg-text-2); }`,
  ]

  protected override render(): unknown {
    const { plan } = this
    return html`<sangam-dialog wide open heading=${t('Import a file of changes')} @close=${() => this.dispatchEvent(new Event('close'))}><div class="body">
      <p>${t('A file that another workspace exported')}</p>
      <div class="file"><sangam-button icon="upload" @click=${() => this.renderRoot.querySelector<HTMLInputElement>('input')?.click()}>${this.file ? t('Choose another file…') : t('Choose a file…')}</sangam-button><span>${this.file}</span>
        <input type="file" hidden accept="application/json,.json" aria-label=${t('A file that another workspace exported')} @change=${(event: Event) => void this.#read((event.target as HTMLInputElement).files?.[0])} /></div>
      <sangam-problem .error=${this.error}></sangam-problem>
      ${plan ? (plan.unchanged ? html`<p>${t('Nothing would change: all of this is so already.')}</p>` : html`<sangam-plan-view .plan=${plan}></sangam-plan-view>`) : nothing}</div>
      <sangam-button slot="actions" @click=${() => this.dispatchEvent(new Event('close'))}>${t('Cancel')}</sangam-button>
      <sangam-button slot="actions" kind="primary" ?disabled=${!plan || plan.unchanged} ?busy=${this.busy} @click=${() => void this.#keep()}>${t('Keep as a draft')}</sangam-button></sangam-dialog>`
  }

  async #read(file: File | undefined): Promise<void> {
    this.plan = null
    this.error = null
    this.file = file?.name ?? ''
    if (!file) return
    this.busy = true
    try {
      const given = await parsed(file)
      this.name = typeof given.title === 'string' ? given.title : file.name.replace(/\.json$/, '')
      this.plan = await ask<Plan>('/api/model/import', { method: 'POST', body: given })
    } catch (error) {
      this.error = error
    } finally {
      this.busy = false
    }
  }

  async #keep(): Promise<void> {
    if (!this.plan) return
    this.busy = true
    try {
      const made = await ask<ChangeSet>('/api/model/sets', { method: 'POST', body: { title: this.name, operations: this.plan.operations } })
      await loadStudio()
      await go(`/studio/changes/${made.id}`)
    } catch (error) {
      this.error = error
    } finally {
      this.busy = false
    }
  }
}
customElements.define('sangam-import-model', SgImportModel)

/** What can't be read is sent as nothing: the server says what a file must be. */
async function parsed(file: File): Promise<{ readonly [part: string]: unknown }> {
  try {
    const given: unknown = JSON.parse(await file.text())
    return typeof given === 'object' && given !== null && !Array.isArray(given) ? (given as { [part: string]: unknown }) : {}
  } catch {
    return {}
  }
}
