import type { Meta } from '@sangam/sdk'
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { onChange } from '../data/live.ts'
import { entityMeta, meta, metaStore } from '../data/meta.ts'
import { watch } from '../data/store.ts'
import { today, zone } from '../shell/format.ts'
import { go, type Route, setQuery } from '../shell/router.ts'
import { t } from '../shell/words.ts'
import { base } from '../style/parts.ts'
import '../ui/button.ts'
import { confirm } from '../ui/dialog.ts'
import '../ui/menu.ts'
import type { MenuItem } from '../ui/menu.ts'
import '../ui/page.ts'
import '../ui/small.ts'
import { toast, toastProblem } from '../ui/toast.ts'
import { type Board, builtBoards, homeBoard, mayKeep, removeBoard, rolesHere, type Shape, savedBoards, updateBoard } from './dashboard/boards.ts'
import { viewStyles } from './view/view.css.ts'

const [day, fresh] = ['day', 'new']

/** The first page, and every dashboard: the one the address names, else the home of one's role, else one's day. */
class SgHomeScreen extends LitElement {
  static override properties = {
    id: {},
    route: { attribute: false },
    saved: { state: true },
    saving: { state: true },
    busy: { state: true },
    error: { state: true },
  }
  declare route: Route | undefined
  declare saved: readonly Board[] | null
  /** What is given a name: a shape that becomes a new dashboard, or the one that is open. */
  declare saving: Shape | 'open' | null
  declare busy: boolean
  declare error: unknown
  #stop: (() => void) | null = null

  constructor() {
    super()
    this.id = ''
    this.saved = null
    this.saving = null
    this.busy = false
    this.error = null
    watch(this, metaStore)
  }

  static override styles = [
    base,
    viewStyles,
    css`
    .boards { max-inline-size: 100%; margin-block-end: 12px; } .wide { max-inline-size: 1600px; }
    .views .view[aria-current] { background: var(--sg-accent-soft); color: var(--sg-accent-text); text-decoration: none; } .views .view:hover { text-decoration: none; }
    .day { color: var(--sg-text-2); font-size: var(--sg-text-md); font-weight: 400; letter-spacing: 0; } @media (max-width: 600px) { .day { display: none; } }
  `,
  ]

  protected override render(): unknown {
    const { board, saved } = this
    const heading = board && this.id ? board.label : this.id === fresh ? t('New dashboard') : greeting(meta())
    const several = this.#boards().length > 0
    return html`<sangam-page heading=${heading}>
      <div slot="actions" class="toolbar">${this.#editing || !entityMeta('core.dashboard') || saved === null ? nothing : html`${board ? html`<sangam-button icon="edit" @click=${() => this.#edit(true)}>${t('Arrange')}</sangam-button>` : nothing}<sangam-menu end .items=${this.#more(board)} label=${t('More')}><sangam-button slot="opener" icon="more" label=${t('More')}></sangam-button></sangam-menu>`}</div>
      ${this.id ? nothing : html`<span slot="beside" class="day">${new Intl.DateTimeFormat(`${document.documentElement.lang}-IN`, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(`${today()}T00:00:00Z`))}</span>`}
      ${several && !this.#editing ? html`<nav class="views boards" aria-label=${t('Dashboards')}>${this.#tab(day, t('My day'), '')}${this.#boards().map(one => this.#tab(one.id, one.label, one.from === 'shared' ? 'users' : ''))}</nav>` : nothing}
      <sangam-problem .error=${this.error} retry @retry=${() => void this.#load()}></sangam-problem>
      ${this.#shown(board)}</sangam-page>
      ${this.saving ? html`<sangam-save-board .board=${this.saving === 'open' ? (board ?? null) : null} .shape=${this.saving === 'open' ? null : this.saving} named=${board && board.from !== 'built' ? '' : (board?.label ?? '')} @saved=${(event: CustomEvent<string>) => void this.#saved(event.detail)} @close=${() => (this.saving = null)}></sangam-save-board>` : nothing}`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // What is most likely shown is fetched while the saved ones are asked for.
    void (this.id !== day && (this.id || homeBoard(builtBoards())) ? import('./dashboard/dashboard.ts') : import('./dashboard/my-day.ts'))
    void this.#load()
    this.#stop = onChange('core.dashboard', () => !this.#editing && void this.#load())
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('saved') || changed.has('route')) void this.#fetch()
  }

  /** What is shown; undefined for one's day, and until it is known. */
  get board(): Board | undefined {
    if (this.id === fresh) return newBoard
    const all = this.#boards()
    if (this.id) return all.find(board => board.id === this.id)
    return this.#known ? homeBoard(all) : undefined
  }

  get #editing(): boolean {
    return this.id === fresh || this.route?.query.get('edit') === '1'
  }

  /** Whether it is known what is shown: the saved ones came, or there is none among them to wait for, as there was none last time. */
  get #known(): boolean {
    const last = localStorage.getItem('sangam.home')
    return this.saved !== null || this.id === day || (!this.id && last === (homeBoard(builtBoards())?.id ?? day))
  }

  #boards(): readonly Board[] {
    return [...builtBoards(), ...(this.saved ?? [])]
  }

  #shown(board: Board | undefined): TemplateResult | typeof nothing {
    if (board)
      return html`<div class="wide"><sangam-dashboard .board=${board} .query=${this.route?.query ?? new URLSearchParams()} ?editing=${this.#editing} ?busy=${this.busy} @keep=${(event: CustomEvent<Shape>) => void this.#keep(board, event.detail)} @leave=${() => this.#edit(false)}></sangam-dashboard></div>`
    if (!this.#known) return html`<sangam-skeleton lines="8"></sangam-skeleton>`
    if (this.id && this.id !== day)
      return html`<sangam-empty icon="search" heading=${t('This dashboard is not here')} text=${t('It was removed, or you may not see it.')}><sangam-button href="/">${t('Go home')}</sangam-button></sangam-empty>`
    return html`<sangam-my-day></sangam-my-day>`
  }

  #tab(id: string, label: string, icon: string): TemplateResult {
    const here = this.id ? this.id === id : id === (this.board?.id ?? day)
    return html`<a class="view" href="/dashboard/${id}" aria-current=${here ? 'page' : nothing}>${icon ? html`<sangam-icon name=${icon} label=${t('Shared')}></sangam-icon>` : nothing}${label}</a>`
  }

  #more(board: Board | undefined): readonly MenuItem[] {
    const own = board && mayKeep(board)
    return [
      { label: t('New dashboard'), icon: 'plus', href: `/dashboard/${fresh}` },
      ...(board ? [{ label: t('Save as a new dashboard'), icon: 'copy', run: () => this.#ask(board.shape) }] : []),
      ...(own
        ? [
            { label: t('Name and audience'), icon: 'users', run: () => this.#ask('open') },
            { label: t('Remove “{board}”', { board: board.label }), icon: 'remove', danger: true, run: () => this.#remove(board) },
          ]
        : []),
    ]
  }

  async #load(): Promise<void> {
    try {
      this.saved = await savedBoards()
      this.error = null
      localStorage.setItem('sangam.home', homeBoard(this.#boards())?.id ?? day)
    } catch (error) {
      this.saved ??= []
      this.error = error
    }
  }

  /** The code of what is shown comes when it is shown. */
  async #fetch(): Promise<void> {
    if (this.board) await import('./dashboard/dashboard.ts')
    else if (this.saved !== null) await import('./dashboard/my-day.ts')
  }

  #edit(on: boolean): void {
    if (this.id === fresh) void go('/', { force: true })
    else setQuery({ edit: on ? '1' : undefined })
  }

  async #ask(what: Shape | 'open'): Promise<void> {
    await import('./dashboard/save-board.ts')
    this.saving = what
  }

  /** One's own is saved; of another's or a plugin's one makes a dashboard of one's own. */
  async #keep(board: Board, shape: Shape): Promise<void> {
    if (!mayKeep(board) || board === newBoard) {
      await this.#ask(shape)
      return
    }
    this.busy = true
    try {
      await updateBoard(board, { shape })
      await this.#load()
      this.#edit(false)
      toast(t('Saved.'))
    } catch (error) {
      toastProblem(error)
    } finally {
      this.busy = false
    }
  }

  async #saved(id: string): Promise<void> {
    this.saving = null
    await this.#load()
    toast(t('Saved.'))
    await go(`/dashboard/${id}`, { force: true })
  }

  async #remove(board: Board): Promise<void> {
    const roles = await rolesHere(board).catch(() => [])
    const stays = t('The records on it stay.')
    const question = roles.length > 0 ? `${t('It is the first page of {roles}.', { roles: roles.join(', ') })} ${stays}` : stays
    const sure = await confirm(question, { heading: t('Remove “{board}”?', { board: board.label }), go: t('Remove'), danger: true })
    if (!sure) return
    try {
      await removeBoard(board)
      await go('/')
    } catch (error) {
      toastProblem(error)
    }
  }
}
customElements.define('sangam-home-screen', SgHomeScreen)

const newBoard: Board = { id: fresh, label: '', from: 'mine', home: false, shape: { cards: [] } }

function greeting(model: Meta): string {
  const hour = Number(new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone: zone() }).format())
  const name = model.user.name.split(' ')[0] ?? model.user.name
  return hour < 12 ? t('Good morning, {name}', { name }) : hour < 17 ? t('Good afternoon, {name}', { name }) : t('Good evening, {name}', { name })
}
