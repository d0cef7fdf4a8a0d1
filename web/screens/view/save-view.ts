import { css, html, LitElement, nothing } from 'lit'
import { entityMeta, meta } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { called, t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import '../../ui/small.ts'
import type { Definition } from './definition.ts'
import type { ViewKind } from './kinds.ts'
import { type Audience, renameView, saveView, type View } from './saved.ts'

/** Gives what is shown now a name, or a view another, and says who sees it. Tells `saved` with its id, and `close`. */
class SgSaveView extends LitElement {
  static override properties = {
    view: { attribute: false },
    entity: {},
    kind: {},
    definition: { attribute: false },
    teams: { state: true },
    roles: { state: true },
    who: { state: true },
    error: { state: true },
    busy: { state: true },
  }
  /** The view that is changed; null for a new one. */
  declare view: View | null
  declare entity: string
  declare kind: ViewKind
  declare definition: Definition
  declare teams: readonly Row[]
  declare roles: readonly Row[]
  declare who: string
  declare error: unknown
  declare busy: boolean

  constructor() {
    super()
    this.view = null
    this.entity = ''
    this.kind = 'list'
    this.definition = {}
    this.teams = []
    this.roles = []
    this.who = 'me'
    this.error = null
    this.busy = false
  }

  static override styles = [
    base,
    inputs,
    css`form { display: grid; gap: 14px; } fieldset { border: 0; margin: 0; padding: 0; display: grid; grid-template-columns: 1fr 1fr; gap: 8px 12px; } legend { padding: 0 0 6px; font-size: var(--sg-text-sm); font-weight: 500; color: var(--sg-text-2); } .check { display: flex; gap: 9px; align-items: center; } .end { display: flex; justify-content: flex-end; }`,
  ]

  override connectedCallback(): void {
    super.connectedCallback()
    const { saved } = this.view ?? {}
    this.who = saved?.shared ? 'all' : (saved?.team ?? 'me')
    void this.#load()
  }

  protected override render(): unknown {
    const saved = this.view?.saved
    return html`<sangam-dialog open heading=${this.view ? t('Name and audience') : t('Save as a new view')} @close=${() => this.dispatchEvent(new Event('close'))}>
      <form id="form" @submit=${(event: SubmitEvent) => this.#save(event)}>
        <label class="field">${t('Name')}<input name="name" required maxlength="80" autofocus autocomplete="off" .value=${saved?.name ?? ''} /></label>
        <label class="field">${t('Who sees it')}<select name="who" @change=${(event: Event) => (this.who = (event.target as HTMLSelectElement).value)}>
          <option value="me" ?selected=${this.who === 'me'}>${t('Only me')}</option>
          ${this.teams.map(team => html`<option value=${team.id} ?selected=${this.who === team.id}>${t('The team {team}', { team: String(team.name) })}</option>`)}
          <option value="all" ?selected=${this.who === 'all'}>${t('Everyone')}</option></select><small>${t('Whoever sees it sees in it only what their own role lets them see.')}</small></label>
        ${this.#mayPin ? html`<label class="check"><input type="checkbox" name="pinned" ?checked=${saved?.pinned ?? false} />${t('A place in the navigation, for all who see it')}</label>` : nothing}
        ${this.#choosesRoles ? html`<fieldset><legend>${t('The first view of')}</legend>${this.roles.map(role => html`<label class="check"><input type="checkbox" name="role" value=${String(role.name)} ?checked=${saved?.firstOf.includes(String(role.name)) ?? false} />${called(String(role.label))}</label>`)}</fieldset>` : nothing}
        <sangam-problem .error=${this.error}></sangam-problem>
        <div class="end"><sangam-button kind="primary" type="submit" ?busy=${this.busy}>${t('Save')}</sangam-button></div></form></sangam-dialog>`
  }

  /** What an administrator gave a place in everyone’s navigation keeps it, or is taken out. */
  get #mayPin(): boolean {
    const { saved } = this.view ?? {}
    return this.who !== 'all' || meta().user.admin || (saved?.shared === true && saved.pinned)
  }

  /** Not before the roles have come: what is not drawn stays as it was. */
  get #choosesRoles(): boolean {
    return this.who === 'all' && this.roles.length > 0
  }

  async #load(): Promise<void> {
    const some = async (entity: string, sort: string, wanted: boolean): Promise<readonly Row[]> =>
      wanted && entityMeta(entity) ? (await records.find(entity, { sort: [sort], limit: 200 }).catch(() => ({ items: [] }))).items : []
    ;[this.teams, this.roles] = await Promise.all([some('core.team', 'name', true), some('core.role', 'label', meta().user.admin)])
  }

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const values = new FormData(event.target as HTMLFormElement)
    const { who, view, entity, kind, definition } = this
    const audience: Audience = {
      name: String(values.get('name')).trim(),
      shared: who === 'all',
      team: who === 'all' || who === 'me' ? null : who,
      firstOf: this.#choosesRoles ? values.getAll('role').map(String) : who === 'all' ? (view?.saved?.firstOf ?? []) : [],
      pinned: values.has('pinned'),
    }
    this.busy = true
    this.error = null
    try {
      const id = view ? await renameView(view, audience).then(() => view.id) : await saveView({ entity, kind, definition }, audience)
      this.dispatchEvent(new CustomEvent('saved', { detail: id }))
      this.dispatchEvent(new Event('close'))
    } catch (error) {
      this.error = error
    } finally {
      this.busy = false
    }
  }
}
customElements.define('sangam-save-view', SgSaveView)
