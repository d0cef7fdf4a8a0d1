import type { FieldMeta, Json } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask, ProblemError } from '../data/client.ts'
import { download } from '../data/download.ts'
import { meta } from '../data/meta.ts'
import { checkValue } from '../fields/check.ts'
import { fieldEditor } from '../fields/index.ts'
import { same, type Values } from '../screens/record/draft.ts'
import { holdLeaving } from '../shell/router.ts'
import { shortcuts } from '../shell/shortcuts.ts'
import { called, t } from '../shell/words.ts'
import { base, inputs } from '../style/parts.ts'
import '../ui/button.ts'
import { confirm } from '../ui/dialog.ts'
import '../ui/page.ts'
import '../ui/small.ts'
import { toast } from '../ui/toast.ts'
import './mail-roads.ts'
import { studioStyles } from './studio.css.ts'

/** A page of settings; `backup` is core's own. What is secret can be set and never seen. */
class SgSettingsScreen extends LitElement {
  static override properties = {
    name: {},
    saved: { state: true },
    draft: { state: true },
    issues: { state: true },
    error: { state: true },
    busy: { state: true },
    key: { state: true },
  }
  declare name: string
  declare saved: Values | null
  declare draft: Values
  declare issues: { readonly [field: string]: string }
  declare error: unknown
  declare busy: boolean
  /** What the key is called that the backup just taken was signed with. */
  declare key: string | null
  #letGo: (() => void) | null = null
  #stop: (() => void) | null = null

  constructor() {
    super()
    this.saved = null
    this.draft = {}
    this.issues = {}
    this.error = null
    this.busy = false
    this.key = null
  }

  static override styles = [
    base,
    inputs,
    studioStyles,
    css`
    .card { display: grid; gap: 18px; max-inline-size: 640px; }
    .foot { display: flex; gap: 8px; justify-content: end; }
    .backup { justify-items: start; } .backup p { color: var(--sg-text-2); }
  `,
  ]

  protected override render(): unknown {
    if (this.name === 'backup') return this.#backup()
    const page = meta().settings.find(one => one.name === this.name)
    if (!page)
      return html`<sangam-page narrow heading=${t('Settings')}><sangam-empty icon="settings" heading=${t('There is nothing to set here')} text=${t('These settings belong to a plugin that is not enabled, or you may not see them.')}><sangam-button href="/">${t('Go home')}</sangam-button></sangam-empty></sangam-page>`
    const dirty = this.#dirty()
    return html`<sangam-page narrow heading=${t('{page} settings', { page: called(page.label) })}><sangam-problem .error=${this.error} ?retry=${this.saved === null} @retry=${() => void this.#load()}></sangam-problem>
      ${
        this.saved === null
          ? this.error
            ? nothing
            : html`<div class="card"><sangam-skeleton lines="5"></sangam-skeleton></div>`
          : html`${this.name === 'core.mail' ? html`<sangam-mail-roads></sangam-mail-roads>` : nothing}<div class="card">${Object.values(page.fields).map(field => this.#field(field))}
        <div class="foot">${dirty ? html`<sangam-button @click=${() => this.#set(this.saved ?? {})}>${t('Discard')}</sangam-button>` : nothing}<sangam-button kind="primary" ?busy=${this.busy} ?disabled=${!dirty} shortcut="Ctrl S" @click=${() => void this.#save()}>${t('Save')}</sangam-button></div></div>`
      }</sangam-page>`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stop = shortcuts({ keys: 'mod+s', label: t('Save'), group: t('In a record'), run: () => this.#save() })
    if (this.name !== 'backup') void this.#load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
    this.#letGo?.()
  }

  #field(field: FieldMeta): TemplateResult {
    const set = (value: Json): void => this.#set({ ...this.draft, [field.name]: value })
    if (!field.secret) return fieldEditor(field, this.draft[field.name], { invalid: this.issues[field.name], onChange: set, record: this.draft })
    const kept = this.saved?.[field.name] !== null && this.saved?.[field.name] !== undefined
    const typed = same(this.draft[field.name], this.saved?.[field.name]) ? '' : String(this.draft[field.name] ?? '')
    return html`<label class="field">${called(field.label)}<input type="password" autocomplete="new-password" .value=${typed} placeholder=${kept ? t('Set. Type to change it.') : ''} aria-invalid=${this.issues[field.name] ? 'true' : nothing} @input=${(event: Event) => set((event.target as HTMLInputElement).value || (this.saved?.[field.name] ?? null))} />
      <small>${field.help ? called(field.help) : t('It is never shown again.')}</small>${this.issues[field.name] ? html`<span class="wrong" role="alert">${this.issues[field.name]}</span>` : nothing}</label>`
  }

  #backup(): TemplateResult {
    const owner = meta().user.owner
    return html`<sangam-page narrow heading=${t('Backup')}><sangam-problem .error=${this.error}></sangam-problem><div class="card backup"><h2>${t('Everything in one file')}</h2>
      <p>${t('All workspaces with their records, history, files and people. Keep it somewhere safe: whoever has it has everything. It is put back on the command line.')}</p>
      ${owner ? html`<sangam-button kind="primary" icon="download" ?busy=${this.busy} @click=${() => void this.#download()}>${t('Download a backup')}</sangam-button>` : html`<p>${t('Only an owner may take a backup.')}</p>`}${this.key ? html`<p role="status">${t('It is signed with the key {key}. Keep that apart from the file: a restore on another machine asks for it.', { key: this.key })}</p>` : nothing}</div></sangam-page>`
  }

  #set(draft: Values): void {
    this.draft = draft
    this.issues = {}
    if (this.#dirty())
      this.#letGo ??= holdLeaving(() =>
        confirm(t('What you typed here is not saved.'), { heading: t('Leave without saving?'), go: t('Leave'), stay: t('Stay'), danger: true }),
      )
    else {
      this.#letGo?.()
      this.#letGo = null
    }
  }

  #dirty(): boolean {
    return this.saved !== null && !same(this.saved as Json, this.draft as Json)
  }

  async #load(): Promise<void> {
    this.error = null
    try {
      const { values } = await ask<{ values: Values }>(`/api/settings/${this.name}`)
      this.saved = values
      this.#set(values)
    } catch (error) {
      this.error = error
    }
  }

  async #save(): Promise<void> {
    const page = meta().settings.find(one => one.name === this.name)
    if (!page || this.busy || !this.#dirty()) return
    const changed = Object.values(page.fields).filter(field => !same(this.saved?.[field.name], this.draft[field.name]))
    const wrong = changed
      .flatMap(field => [[field.name, checkValue(field, this.draft[field.name], field.required)] as const])
      .filter(([, message]) => message !== null)
    this.issues = Object.fromEntries(wrong) as { [field: string]: string }
    if (wrong.length > 0) return
    this.busy = true
    this.error = null
    try {
      const { values } = await ask<{ values: Values }>(`/api/settings/${this.name}`, {
        method: 'PUT',
        body: { values: Object.fromEntries(changed.map(field => [field.name, this.draft[field.name] ?? null])) },
      })
      this.saved = values
      this.#set(values)
      toast(t('Saved.'))
    } catch (error) {
      this.issues = error instanceof ProblemError ? error.fields : {}
      this.error = Object.keys(this.issues).some(name => page.fields[name]) ? null : error
    } finally {
      this.busy = false
    }
  }

  async #download(): Promise<void> {
    this.busy = true
    await download({
      path: '/api/backup',
      method: 'POST',
      label: t('Backup'),
      done: said => {
        this.key = said.get('Sangam-Backup-Key')
      },
    })
    this.busy = false
  }
}
customElements.define('sangam-settings-screen', SgSettingsScreen)
