import { css, html, LitElement, nothing } from 'lit'
import { entityMeta, meta } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { called, t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import '../../ui/small.ts'
import { type Audience, type Board, createBoard, keepsPlaces, type Shape, updateBoard } from './boards.ts'

/** Gives a dashboard its name and says who sees it; without `board` a new one of `shape`. Tells `saved` with its id, and `close`. */
class SgSaveBoard extends LitElement {
  static override properties = {
    board: { attribute: false },
    shape: { attribute: false },
    named: {},
    teams: { state: true },
    roles: { state: true },
    who: { state: true },
    error: { state: true },
    busy: { state: true },
  }
  declare board: Board | null
  declare shape: Shape | null
  declare named: string
  declare teams: readonly Row[]
  declare roles: readonly Row[]
  declare who: string
  declare error: unknown
  declare busy: boolean

  constructor() {
    super()
    this.board = null
    this.shape = null
    this.named = ''
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
    const { saved } = this.board ?? {}
    this.who = saved?.shared ? 'all' : (saved?.team ?? 'me')
    void this.#load()
  }

  protected override render(): unknown {
    const saved = this.board?.saved
    const homeOf = saved?.homeOf ?? []
    return html`<sangam-dialog open heading=${this.board ? t('Name and audience') : t('Save as a new dashboard')} @close=${() => this.dispatchEvent(new Event('close'))}><form @submit=${(event: SubmitEvent) => this.#save(event)}>
      <label class="field">${t('Name')}<input name="name" required maxlength="80" autofocus autocomplete="off" .value=${saved?.name ?? this.named} /></label>
      <label class="field">${t('Who sees it')}<select name="who" @change=${(event: Event) => (this.who = (event.target as HTMLSelectElement).value)}>
        <option value="me" ?selected=${this.who === 'me'}>${t('Only me')}</option>
        ${this.teams.map(team => html`<option value=${team.id} ?selected=${this.who === team.id}>${t('The team {team}', { team: String(team.name) })}</option>`)}
        <option value="all" ?selected=${this.who === 'all'}>${t('Everyone')}</option></select><small>${t('Whoever sees it sees in its cards only what their own role lets them see.')}</small></label>
      ${this.roles.length > 0 && this.who === 'all' ? html`<fieldset><legend>${t('First page of')}</legend>${this.roles.map(role => html`<label class="check"><input type="checkbox" name="role" value=${String(role.name)} ?checked=${homeOf.includes(String(role.name))} />${called(String(role.label))}</label>`)}</fieldset>` : nothing}
      ${this.shape && keepsPlaces(this.shape) ? html`<p class="help">${t('Cards that you may not see do not come along.')}</p>` : nothing}
      <sangam-problem .error=${this.error}></sangam-problem>
      <div class="end"><sangam-button kind="primary" type="submit" ?busy=${this.busy}>${t('Save')}</sangam-button></div></form></sangam-dialog>`
  }

  async #load(): Promise<void> {
    const some = async (entity: string, there: boolean): Promise<readonly Row[]> =>
      there && entityMeta(entity)
        ? (await records.find(entity, { sort: [entity === 'core.role' ? 'label' : 'name'], limit: 200 }).catch(() => ({ items: [] }))).items
        : []
    ;[this.teams, this.roles] = await Promise.all([some('core.team', true), some('core.role', meta().user.admin)])
  }

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const values = new FormData(event.target as HTMLFormElement)
    const { who } = this
    const audience: Audience = {
      name: String(values.get('name')).trim(),
      shared: who === 'all',
      team: who === 'all' || who === 'me' ? null : who,
      homeOf: who === 'all' ? values.getAll('role').map(String) : [],
    }
    this.busy = true
    this.error = null
    try {
      const id = this.board ? await updateBoard(this.board, { audience }).then(() => this.board?.id) : await createBoard(audience, this.shape ?? { cards: [] })
      this.dispatchEvent(new CustomEvent('saved', { detail: id }))
      this.dispatchEvent(new Event('close'))
    } catch (error) {
      this.error = error
    } finally {
      this.busy = false
    }
  }
}
customElements.define('sangam-save-board', SgSaveBoard)
