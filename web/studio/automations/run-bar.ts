import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { ask } from '../../data/client.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/small.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import { runSaid, type Seen } from './seen.ts'
import { type Run, type Step, stateNames } from './shape.ts'

/** Of which run the drawing shows the data: the last one at first, another that one chooses, a trial, or none. Tells `show` with it. */
class SgRunBar extends LitElement {
  static override properties = {
    automation: {},
    steps: { attribute: false },
    trial: { attribute: false },
    runs: { state: true },
    chosen: { state: true },
    seen: { state: true },
  }
  /** Empty while it is not saved. */
  declare automation: string
  /** As they are saved. */
  declare steps: readonly Step[]
  /** What the last trial did. */
  declare trial: Seen | null
  declare runs: readonly Run[]
  declare chosen: string
  declare seen: Seen | null

  constructor() {
    super()
    this.automation = ''
    this.steps = []
    this.trial = null
    this.runs = []
    this.chosen = ''
    this.seen = null
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: grid; gap: 6px; } .bar { display: flex; gap: 8px; align-items: center; flex-wrap: wrap; } label { display: flex; gap: 8px; align-items: center; flex: 1 1 260px; color: var(--sg-text-2); font-size: var(--sg-text-sm); white-space: nowrap; } select { min-inline-size: 0; max-inline-size: 420px; }
    p { display: flex; gap: 8px; align-items: baseline; } .error { color: var(--sg-danger-text, var(--sg-danger)); }
  `,
  ]

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('automation') && this.automation !== '') void this.#load(true)
    if (changed.has('trial') && this.trial) this.#show('trial', this.trial)
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.automation === '' && !this.trial) return nothing
    const option = (value: string, words: string): TemplateResult => html`<option value=${value} ?selected=${value === this.chosen}>${words}</option>`
    const none = this.runs.length === 0 && !this.trial
    return html`<div class="bar"><label>${t('Data of')}<select ?disabled=${none} @change=${(event: Event) => void this.#choose((event.target as HTMLSelectElement).value)}>${option('', none ? t('It has not run yet') : t('No run'))}${this.trial ? option('trial', t('The trial')) : nothing}${this.runs.map(run => option(run.id, runSaid(run)))}</select></label>
      ${this.automation === '' ? nothing : html`<sangam-button size="small" icon="history" @click=${() => void this.#load(true)}>${t('Look again')}</sangam-button>`}
      ${this.seen?.run?.state === 'failed' ? html`<sangam-button size="small" @click=${() => void this.#retry(this.seen?.run?.id ?? '')}>${t('Try again')}</sangam-button>` : nothing}</div>
      <div role="status">${this.seen ? this.#outcome(this.seen) : nothing}</div>`
  }

  #outcome({ run, meets, state }: Seen): TemplateResult {
    const [label, colour] = stateNames()[state] ?? [state, 'grey']
    if (!run) return html`<p>${meets ? t('The record meets the condition.') : t('The record does not meet the condition: it would not run.')}</p>`
    return run.error ? html`<p class="error"><sangam-badge colour=${colour} dot>${label}</sangam-badge>${run.error}</p>` : html``
  }

  async #load(newest: boolean): Promise<void> {
    try {
      this.runs = (await ask<{ items: readonly Run[] }>(`/api/automations/${this.automation}/runs`)).items
      const [last] = this.runs
      if (newest && last) await this.#choose(last.id)
    } catch (error) {
      toastProblem(error)
    }
  }

  async #choose(id: string): Promise<void> {
    this.chosen = id
    if (id === '' || id === 'trial') {
      this.#show(id, id === 'trial' ? this.trial : null)
      return
    }
    try {
      const run = await ask<Run>(`/api/automations/runs/${id}`)
      if (this.chosen === id) this.#show(id, { run, meets: true, state: run.state, log: run.log ?? [], steps: run.ran?.steps ?? this.steps })
    } catch (error) {
      toastProblem(error)
    }
  }

  #show(id: string, seen: Seen | null): void {
    this.chosen = id
    this.seen = seen
    this.dispatchEvent(new CustomEvent('show', { detail: seen }))
  }

  async #retry(id: string): Promise<void> {
    try {
      await ask(`/api/automations/runs/${id}/retry`, { method: 'POST', body: {} })
      toast(t('It is tried again.'))
      await this.#load(true)
    } catch (error) {
      toastProblem(error)
    }
  }
}
customElements.define('sangam-run-bar', SgRunBar)
