import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask } from '../../data/client.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import '../../ui/small.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import { studioStyles } from '../studio.css.ts'
import './log-view.ts'
import { momentSaid, type Run, stateNames } from './shape.ts'

/** The runs of an automation, newest first; each opens with its steps. */
class SgRunsView extends LitElement {
  static override properties = { automation: {}, runs: { state: true }, next: { state: true }, opened: { state: true }, error: { state: true } }
  declare automation: string
  declare runs: readonly Run[] | null
  declare next: string | null
  declare opened: Run | null
  declare error: unknown

  constructor() {
    super()
    this.automation = ''
    this.runs = null
    this.next = null
    this.opened = null
    this.error = null
  }

  static override styles = [
    base,
    studioStyles,
    css`.foot { display: flex; gap: 8px; padding-block-start: 12px; } td small { display: block; color: var(--sg-text-2); } .all { display: grid; gap: 12px; }`,
  ]

  protected override render(): unknown {
    return html`<sangam-problem .error=${this.error} retry @retry=${() => void this.load()}></sangam-problem>
      ${this.runs === null ? (this.error ? nothing : html`<sangam-skeleton lines="4"></sangam-skeleton>`) : this.runs.length === 0 ? html`<sangam-empty icon="bolt" heading=${t('It has not run yet')} text=${t('Runs stand here with what each step did.')}></sangam-empty>` : this.#table(this.runs)}
      <div class="foot"><sangam-button size="small" icon="history" @click=${() => void this.load()}>${t('Look again')}</sangam-button>${this.next ? html`<sangam-button size="small" @click=${() => void this.load(true)}>${t('Older runs')}</sangam-button>` : nothing}</div>
      ${this.opened ? this.#dialog(this.opened) : nothing}`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.load()
  }

  async load(more = false): Promise<void> {
    try {
      const page = await ask<{ items: readonly Run[]; next: string | null }>(
        `/api/automations/${this.automation}/runs`,
        more && this.next ? { query: { after: this.next } } : {},
      )
      this.runs = [...(more ? (this.runs ?? []) : []), ...page.items]
      this.next = page.next
      this.error = null
    } catch (error) {
      this.error = error
    }
  }

  #table(runs: readonly Run[]): TemplateResult {
    return html`<div class="scroll"><table><thead><tr><th>${t('Record')}</th><th>${t('Status')}</th><th>${t('When')}</th><th>${t('Version')}</th><th></th></tr></thead><tbody>${runs.map(
      run => {
        const at = momentSaid(run.createdAt)
        return html`<tr><td>${run.entity && run.record ? html`<a href="/record/${run.entity}/${run.record}">${run.recordTitle || t('Record')}</a>` : t('None')}${run.error ? html`<small>${run.error}</small>` : nothing}</td>
        <td>${badge(run.state)}</td><td title=${at.long}>${at.short}</td><td>${run.automationVersion}</td><td><sangam-button size="small" @click=${() => void this.#open(run.id)}>${t('Steps')}</sangam-button></td></tr>`
      },
    )}</tbody></table></div>`
  }

  #dialog(run: Run): TemplateResult {
    const close = (): void => {
      this.opened = null
    }
    return html`<sangam-dialog open heading=${run.recordTitle || t('Run')} @close=${close}><div class="all"><p>${badge(run.state)}</p>${run.error ? html`<p role="alert">${run.error}</p>` : nothing}<sangam-log-view .log=${run.log ?? []}></sangam-log-view></div>
      ${run.state === 'failed' ? html`<sangam-button slot="actions" @click=${() => void this.#retry(run.id)}>${t('Try again')}</sangam-button>` : nothing}<sangam-button slot="actions" kind="primary" @click=${close}>${t('Close')}</sangam-button></sangam-dialog>`
  }

  async #open(id: string): Promise<void> {
    try {
      this.opened = await ask<Run>(`/api/automations/runs/${id}`)
    } catch (error) {
      toastProblem(error)
    }
  }

  async #retry(id: string): Promise<void> {
    try {
      await ask(`/api/automations/runs/${id}/retry`, { method: 'POST', body: {} })
      this.opened = null
      toast(t('It is tried again.'))
      await this.load()
    } catch (error) {
      toastProblem(error)
    }
  }
}
customElements.define('sangam-runs-view', SgRunsView)

function badge(state: string): TemplateResult {
  const [label, colour] = stateNames()[state] ?? [state, 'grey']
  return html`<sangam-badge colour=${colour} dot>${label}</sangam-badge>`
}
