import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask, ProblemError } from '../../data/client.ts'
import { loadMeta } from '../../data/meta.ts'
import { go, holdLeaving } from '../../shell/router.ts'
import { called, t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import { confirm } from '../../ui/dialog.ts'
import '../../ui/page.ts'
import '../../ui/small.ts'
import '../../ui/tabs.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import { studioStyles } from '../studio.css.ts'
import './automation-editor.ts'
import type { Wrong } from './node-panel.ts'
import './runs-view.ts'
import type { Seen } from './seen.ts'
import { type Automation, blank, bodyOf, type Draft } from './shape.ts'
import './try-dialog.ts'

type RoleName = { readonly name: string; readonly label: string }

/** One automation: when, if, do, as whom; tried before it is switched on, and its runs. */
class SgAutomationScreen extends LitElement {
  static override properties = {
    id: {},
    draft: { state: true },
    saved: { state: true },
    roles: { state: true },
    issues: { state: true },
    warnings: { state: true },
    error: { state: true },
    busy: { state: true },
    tab: { state: true },
    trying: { state: true },
    shownOnce: { state: true },
    trial: { state: true },
  }
  declare id: string
  declare draft: Draft | null
  declare saved: Automation | null
  declare roles: readonly RoleName[]
  declare issues: Wrong
  declare warnings: readonly string[]
  declare error: unknown
  declare busy: boolean
  declare tab: 'edit' | 'runs'
  declare trying: boolean
  declare shownOnce: string
  declare trial: Seen | null
  #letGo: (() => void) | null = null

  constructor() {
    super()
    this.draft = null
    this.saved = null
    this.roles = []
    this.issues = []
    this.warnings = []
    this.error = null
    this.busy = false
    this.tab = 'edit'
    this.trying = false
    this.shownOnce = ''
    this.trial = null
  }

  static override styles = [
    base,
    inputs,
    studioStyles,
    css`
    .all { display: grid; gap: 14px; grid-template-columns: minmax(0, 1fr); }
    .about { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 1.4fr) auto; gap: 4px 14px; align-items: end; } .about .hint { grid-column: 1 / -1; } .on { display: flex; gap: 8px; align-items: center; min-block-size: var(--sg-control); } @media (max-width: 600px) { .about { grid-template-columns: minmax(0, 1fr); gap: 10px; } } .issue { color: var(--sg-danger-text, var(--sg-danger)); font-size: var(--sg-text-sm); }
    .warning { display: flex; gap: 8px; padding: 10px 14px; border-radius: 9px; background: var(--sg-surface-2); --sg-icon: 15px; } code { overflow-wrap: anywhere; user-select: all; } sangam-tabs { margin-block-end: 14px; }
    .two { display: flex; gap: 8px; flex-wrap: wrap; } .hint { color: var(--sg-text-2); font-size: var(--sg-text-sm); }
  `,
  ]

  protected override render(): unknown {
    const { draft } = this
    const crumbs = [{ label: t('Automations'), href: '/automations' }]
    if (!draft)
      return html`<sangam-page heading=${t('Automation')} .crumbs=${crumbs}><sangam-problem .error=${this.error} retry @retry=${() => void this.#load()}></sangam-problem>${this.error ? nothing : html`<sangam-skeleton lines="6"></sangam-skeleton>`}</sangam-page>`
    const tabs = [
      { id: 'edit', label: t('What it does') },
      { id: 'runs', label: t('Runs') },
    ]
    return html`<sangam-page heading=${this.saved?.name ?? t('New automation')} .crumbs=${crumbs}>
      ${this.saved ? html`<sangam-button slot="actions" icon="remove" label=${t('Remove')} @click=${() => void this.#remove()}></sangam-button>` : nothing}
      <sangam-button slot="actions" ?disabled=${draft.steps.length === 0} @click=${() => (this.trying = true)}>${t('Try it')}</sangam-button>
      <sangam-button slot="actions" kind="primary" ?busy=${this.busy} @click=${() => void this.#save()}>${t('Save')}</sangam-button>
      ${this.saved ? html`<sangam-tabs .tabs=${tabs} .chosen=${this.tab} label=${t('Automation')} @change=${(event: CustomEvent<'edit' | 'runs'>) => (this.tab = event.detail)}></sangam-tabs>` : nothing}
      ${this.tab === 'runs' && this.saved ? html`<sangam-runs-view automation=${this.saved.id}></sangam-runs-view>` : this.#editor(draft)}</sangam-page>
      ${this.trying ? html`<sangam-try-dialog .draft=${draft} @tried=${(event: CustomEvent<Seen>) => this.#tried(event.detail)} @close=${() => (this.trying = false)}></sangam-try-dialog>` : nothing}`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#release()
  }

  #editor(draft: Draft): TemplateResult {
    return html`<div class="all" role="tabpanel">${this.error ? html`<sangam-problem .error=${this.error}></sangam-problem>` : nothing}
      ${[...(this.saved?.stopped ? [this.saved.stopped] : []), ...this.warnings].map(warning => html`<p class="warning" role="status"><sangam-icon name="warning"></sangam-icon>${warning}</p>`)}
      ${this.#about(draft)}${this.#wrong('steps', true)}
      <sangam-automation-editor .draft=${draft} .saved=${this.saved} .roles=${this.roles} .issues=${this.issues} .trial=${this.trial} .outside=${this.#outside(draft)} @put=${(event: CustomEvent<Partial<Draft>>) => this.#put(event.detail)}></sangam-automation-editor></div>`
  }

  #about(draft: Draft): TemplateResult {
    return html`<section class="card about"><label class="field">${t('Name')}<input maxlength="120" .value=${draft.name} @change=${(event: Event) => this.#put({ name: textIn(event) })} /></label>
      <label class="field">${t('As whom')}<select @change=${(event: Event) => this.#put({ runAs: textIn(event) || null })}><option value="">${t('Everything that you may do')}</option>${this.roles.map(role => html`<option value=${role.name} ?selected=${role.name === draft.runAs}>${called(role.label)}</option>`)}</select></label>
      <label class="on"><input type="checkbox" .checked=${draft.active} @change=${() => this.#put({ active: !draft.active })} />${t('Switched on')}</label>
      <p class="hint">${t('It acts in the name of whoever saved it last, and never does what that person may not.')}</p>${this.#wrong('name')}${this.#wrong('runAs')}</section>`
  }

  /** Another kind of record has other fields: what was said of the one before goes. */
  #put(more: Partial<Draft>): void {
    if (!this.draft) return
    const other = more.trigger !== undefined && more.entity !== this.draft.entity
    this.draft = { ...this.draft, ...more, ...(other && { condition: null, steps: [] }) }
    this.#letGo ??= holdLeaving(() =>
      confirm(t('What you typed here is not saved.'), { heading: t('Leave without saving?'), go: t('Leave'), stay: t('Stay'), danger: true }),
    )
  }

  #release(): void {
    this.#letGo?.()
    this.#letGo = null
  }

  #tried(trial: Seen): void {
    this.trial = trial
    this.trying = false
    this.tab = 'edit'
  }

  #outside(draft: Draft): TemplateResult | typeof nothing {
    const calls = JSON.stringify(draft.steps).includes('"do":"call"')
    if (!this.saved || (draft.trigger.on !== 'hook' && !calls)) return nothing
    return html`<div class="two">${draft.trigger.on === 'hook' ? html`<sangam-button size="small" @click=${() => void this.#secret('address')}>${this.saved.secrets?.address ? t('New address (the old one ends)') : t('Make the address')}</sangam-button>` : nothing}
      <sangam-button size="small" @click=${() => void this.#secret('signing')}>${this.saved.secrets?.signing ? t('New secret for signatures') : t('Make a secret for signatures')}</sangam-button></div>
      ${this.shownOnce ? html`<p role="status">${t('Shown this once; keep it safe:')} <code>${this.shownOnce}</code></p>` : nothing}`
  }

  #wrong(field: string, exact = false): readonly TemplateResult[] {
    return this.issues
      .filter(issue => issue.field === field || (!exact && issue.field.startsWith(`${field}.`)))
      .map(({ message }) => html`<p class="issue" role="alert">${message}</p>`)
  }

  async #save(): Promise<void> {
    if (!this.draft || this.busy) return
    this.busy = true
    this.error = null
    this.issues = []
    try {
      const { saved } = this
      const body = bodyOf(this.draft)
      const done = await ask<Automation & { warnings: readonly string[] }>(
        saved ? `/api/automations/${saved.id}` : '/api/automations',
        saved ? { method: 'PUT', body, version: saved.version } : { method: 'POST', body },
      )
      this.#take(done)
      this.warnings = done.warnings
      toast(t('Saved.'))
      await loadMeta()
      if (!saved && done.warnings.length === 0) await go(`/automations/${done.id}`, { replace: true, force: true })
    } catch (error) {
      this.issues = error instanceof ProblemError ? (error.problem.errors ?? []).map(({ field = '', message }) => ({ field, message })) : []
      this.error = error
    } finally {
      this.busy = false
    }
  }

  async #secret(kind: 'address' | 'signing'): Promise<void> {
    if (!this.saved) return
    try {
      const made = await ask<{ address?: string; secret?: string }>(`/api/automations/${this.saved.id}/${kind}`, { method: 'POST', body: {} })
      this.shownOnce = made.address ?? made.secret ?? ''
    } catch (error) {
      toastProblem(error)
    }
  }

  async #remove(): Promise<void> {
    const { saved } = this
    if (
      !saved ||
      !(await confirm(t('Its runs are kept in the history. It will not happen by itself any more.'), {
        heading: t('Remove “{name}”?', { name: saved.name }),
        go: t('Remove'),
        danger: true,
      }))
    )
      return
    try {
      await ask(`/api/automations/${saved.id}`, { method: 'DELETE' })
      await loadMeta()
      await go('/automations', { force: true })
    } catch (error) {
      toastProblem(error)
    }
  }

  #take(automation: Automation): void {
    this.saved = automation
    this.draft = bodyOf(automation)
    this.#release()
  }

  async #load(): Promise<void> {
    try {
      this.roles = (await ask<{ items: readonly RoleName[] }>('/api/roles')).items
      if (this.id === 'new') this.draft = blank
      else this.#take(await ask<Automation>(`/api/automations/${this.id}`))
      this.error = null
    } catch (error) {
      this.error = error
    }
  }
}
customElements.define('sangam-automation-screen', SgAutomationScreen)

function textIn(event: Event): string {
  return (event.target as HTMLInputElement).value
}
