import type { BoardScreen } from '@sangam/sdk'
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { sentenceOf } from '../data/client.ts'
import { onChange, onLive } from '../data/live.ts'
import { can, entityMeta, fieldAt, meta } from '../data/meta.ts'
import type { Row } from '../data/records.ts'
import { titleIn } from '../fields/titles.ts'
import { formatMoney, formatNumber, formatShortMoney } from '../shell/format.ts'
import { type Route, setQuery } from '../shell/router.ts'
import { shortcuts } from '../shell/shortcuts.ts'
import { t } from '../shell/words.ts'
import { base, inputs } from '../style/parts.ts'
import '../ui/button.ts'
import '../ui/menu.ts'
import '../ui/page.ts'
import '../ui/small.ts'
import { toast } from '../ui/toast.ts'
import { boardStyles } from './board/board.css.ts'
import { cardBody } from './board/card.ts'
import { atOnce, type Column, cards, emptyColumns, filled, type Sight } from './board/columns.ts'
import { beyond, mayMove, moved, neighbour, saveMove, takenBack } from './board/move.ts'
import { rememberScope, type Scope, scopesOf, usualScope } from './board/scopes.ts'
import { conditionOf } from './list/conditions.ts'
import type { View } from './list/state.ts'
import { builtViews, savedViews } from './list/views.ts'

/** Records as cards in columns: dragged, or moved from the keyboard or a card's menu; followed live. */
class SgBoardScreen extends LitElement {
  static override styles = [base, inputs, boardStyles]
  static override properties = {
    entity: {},
    route: { attribute: false },
    columns: { state: true },
    scopes: { state: true },
    scope: { state: true },
    views: { state: true },
    view: { state: true },
    search: { state: true },
    dragged: { state: true },
    over: { state: true },
    saving: { state: true },
    error: { state: true },
    said: { state: true },
  }
  declare entity: string
  declare route: Route | undefined
  declare columns: readonly Column[] | null
  declare scopes: readonly Scope[]
  declare scope: string | null
  declare views: readonly View[]
  declare view: string
  declare search: string
  declare dragged: { readonly row: Row; readonly from: Column } | null
  declare over: string | null | undefined
  declare saving: ReadonlySet<string>
  declare error: unknown
  declare said: string
  #stops: (() => void)[] = []
  #later: ReturnType<typeof setTimeout> | undefined
  #typing: ReturnType<typeof setTimeout> | undefined
  #round = 0
  readonly #more = new Set<string | null>()

  constructor() {
    super()
    this.columns = null
    this.scopes = []
    this.scope = null
    this.views = []
    this.view = 'all'
    this.search = ''
    this.dragged = null
    this.over = undefined
    this.saving = new Set()
    this.error = null
    this.said = ''
  }

  protected override render(): unknown {
    const shape = entityMeta(this.entity)
    const screen = this.#screen()
    if (!shape || !screen)
      return html`<sg-empty icon="board" heading=${t('There is no board here')} text=${t('This board belongs to a plugin that is not enabled, or you may not see it.')}><sg-button href="/">${t('Go home')}</sg-button></sg-empty>`
    return html`<sg-page fill heading=${t(shape.plural)}>
      <div slot="actions" class="tools"><div class="look" role="group" aria-label=${t('Show as')}><a href="/list/${this.entity}" aria-label=${t('List')} title=${t('List')} @click=${() => localStorage.removeItem(`sangam.look.${this.entity}`)}><sg-icon name="list"></sg-icon></a><a href="/board/${this.entity}" aria-current="true" aria-label=${t('Board')} title=${t('Board')}><sg-icon name="board"></sg-icon></a></div>
        ${can(`${this.entity}:create`) ? html`<sg-button kind="primary" icon="plus" href="/new/${this.entity}${screen.scope && this.scope ? `?${screen.scope.field}=${this.scope}` : ''}">${t('New {entity}', { entity: t(shape.label) })}</sg-button>` : nothing}</div>
      <div slot="toolbar" class="tools">
        ${screen.scope && this.scopes.length > 1 ? html`<select aria-label=${t(fieldAt(this.entity, screen.scope.field)?.label ?? '')} @change=${(event: Event) => this.#chooseScope((event.target as HTMLSelectElement).value)}>${this.scopes.map(one => html`<option value=${one.id} ?selected=${one.id === this.scope}>${one.title}</option>`)}</select>` : nothing}
        <select aria-label=${t('Views')} @change=${(event: Event) => this.#chooseView((event.target as HTMLSelectElement).value)}>${this.views.map(view => html`<option value=${view.id} ?selected=${view.id === this.view}>${view.label}</option>`)}</select>
        <div class="search"><sg-icon name="search"></sg-icon><input type="search" aria-label=${t('Search on the board')} placeholder=${t('Search')} .value=${this.search} @input=${(event: Event) => this.#typed((event.target as HTMLInputElement).value)} /></div></div>
      <sg-problem .error=${this.error} retry @retry=${() => void this.#begin()}></sg-problem>
      ${this.columns ? this.#board(screen, this.columns) : this.error ? nothing : html`<div class="wait">${[1, 2, 3, 4].map(() => html`<div><sg-skeleton lines="5"></sg-skeleton></div>`)}</div>`}</sg-page>
      <div class="visually-hidden" role="status" aria-live="assertive">${this.said}</div>`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.view = this.route?.query.get('view') ?? 'all'
    this.#stops = [
      onChange(this.entity, () => this.#soon()),
      onLive('again', () => this.#soon()),
      shortcuts({
        keys: '/',
        label: t('Search on the board'),
        group: t('On a board'),
        run: () => this.renderRoot.querySelector<HTMLElement>('.search input')?.focus(),
      }),
    ]
    void this.#begin()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    for (const stop of this.#stops) stop()
    clearTimeout(this.#later)
    clearTimeout(this.#typing)
  }

  protected override willUpdate(changed: PropertyValues): void {
    const view = this.route?.query.get('view') ?? 'all'
    if (changed.has('route') && changed.get('route') !== undefined && view !== this.view) this.#chooseView(view)
  }

  #board(screen: BoardScreen, columns: readonly Column[]): TemplateResult {
    if (columns.length === 0)
      return html`<sg-empty icon="board" heading=${t('No columns yet')} text=${t('The columns of this board are records of their own: make the first one.')}></sg-empty>`
    return html`<div class="board" role="group" tabindex="0" aria-label=${t('Board')}>${repeat(
      columns,
      column => column.value ?? '',
      column => this.#column(screen, column),
    )}</div>`
  }

  #column(screen: BoardScreen, column: Column): TemplateResult {
    const target = this.dragged !== null && mayMove(screen, this.dragged.from, column)
    const here = target && this.over === column.value
    return html`<section class="column ${here ? 'over' : ''}" aria-label=${t('{column}, {count, plural, one {# record} other {# records}}', { column: column.label, count: column.count })}
        @dragover=${(event: DragEvent) => this.#dragOver(event, column, target)} @dragleave=${(event: DragEvent) => this.#dragLeave(event)} @drop=${(event: DragEvent) => this.#drop(event, column)}>
      <header><i style="--tone:var(--sg-${column.colour})"></i><h2 title=${column.label}>${column.label}</h2><b>${formatNumber(column.count)}</b>
        ${(screen.measures ?? []).some(measure => measure.startsWith('sum:')) ? html`<small title=${column.sums.map(sum => formatMoney(sum)).join(' + ')}>${column.sums.map(sum => formatShortMoney(sum)).join(' + ')}</small>` : nothing}</header>
      <ul class="cards" @scroll=${(event: Event) => this.#scrolled(event, screen, column)}>${here ? html`<li class="place" role="presentation"></li>` : nothing}
        ${repeat(
          column.rows,
          row => row.id,
          row => this.#card(screen, column, row),
        )}
        ${column.rows.length === 0 && !here ? html`<li class="none">${t('Nothing here.')}</li>` : nothing}
        ${column.next ? html`<li><sg-button kind="quiet" size="small" style="inline-size:100%" @click=${() => void this.#showMore(screen, column)}>${t('Show more')}</sg-button></li>` : nothing}</ul></section>`
  }

  #card(screen: BoardScreen, column: Column, row: Row): TemplateResult {
    const others = (this.columns ?? []).filter(other => mayMove(screen, column, other))
    const state = this.dragged?.row.id === row.id ? 'moving' : this.saving.has(row.id) ? 'saving' : ''
    return html`<li><a class="card ${state}" id="card-${row.id}" href="/record/${this.entity}/${row.id}" draggable=${others.length > 0 ? 'true' : 'false'} aria-keyshortcuts=${others.length > 0 ? 'Control+ArrowRight Control+ArrowLeft' : nothing}
        @dragstart=${(event: DragEvent) => this.#dragStart(event, row, column)} @dragend=${() => this.#dragEnd()} @keydown=${(event: KeyboardEvent) => this.#key(event, screen, column, row)}>${cardBody(screen, row)}</a>
      ${others.length > 0 ? html`<sg-menu end label=${t('Move to')} .items=${[{ heading: t('Move to') }, ...others.map(other => ({ label: other.label, run: () => this.#move(screen, row, column, other) }))]}><sg-button slot="opener" kind="quiet" size="small" icon="more" label=${t('Move “{name}”', { name: titleIn(this.entity, row) })}></sg-button></sg-menu>` : nothing}</li>`
  }

  async #move(screen: BoardScreen, row: Row, from: Column, to: Column): Promise<void> {
    if (!this.columns || this.saving.has(row.id)) return
    const name = titleIn(this.entity, row)
    this.columns = moved(this.columns, row, from, to, screen.by)
    this.saving = new Set([...this.saving, row.id])
    void this.updateComplete.then(() => this.#focus(row.id))
    try {
      const saved = await saveMove(screen, row, to)
      if (!saved) this.#takeBack(screen, row, from, to)
      else this.#replace(row.id, { version: saved.version, [screen.by]: to.value })
      this.said = saved ? t('“{name}” moved to {column}.', { name, column: to.label }) : t('“{name}” stays in {column}.', { name, column: from.label })
    } catch (error) {
      this.#takeBack(screen, row, from, to)
      this.said = t('“{name}” stays in {column}.', { name, column: from.label })
      toast(`${this.said} ${sentenceOf(error)}`, { kind: 'problem' })
    } finally {
      this.saving = new Set([...this.saving].filter(id => id !== row.id))
      this.#soon()
    }
  }

  #takeBack(screen: BoardScreen, row: Row, from: Column, to: Column): void {
    this.columns = takenBack(this.columns ?? [], row, from, to, screen.by)
    void this.updateComplete.then(() => this.#focus(row.id))
  }

  #replace(id: string, patch: Partial<Row>): void {
    this.columns = (this.columns ?? []).map(column => ({ ...column, rows: column.rows.map(row => (row.id === id ? ({ ...row, ...patch } as Row) : row)) }))
  }

  #key(event: KeyboardEvent, screen: BoardScreen, column: Column, row: Row): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const down = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0 && down === 0) return
    const columns = this.columns ?? []
    event.preventDefault()
    if (step !== 0 && (event.ctrlKey || event.altKey || event.metaKey)) {
      const to = beyond(columns, column, step).find(other => mayMove(screen, column, other))
      if (to) void this.#move(screen, row, column, to)
      else this.said = t('It can’t be moved further that way.')
      return
    }
    const next = neighbour(columns, column, row, step, down)
    if (next) this.#focus(next.id)
  }

  #dragStart(event: DragEvent, row: Row, from: Column): void {
    event.dataTransfer?.setData('text/uri-list', new URL(`/record/${this.entity}/${row.id}`, location.origin).href)
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move'
    // The picture under the pointer is taken before the card fades.
    setTimeout(() => (this.dragged = { row, from }))
  }

  #dragOver(event: DragEvent, column: Column, target: boolean): void {
    if (!target) return
    event.preventDefault()
    this.over = column.value
  }

  #dragLeave(event: DragEvent): void {
    const to = event.relatedTarget
    if (!(to instanceof Node) || !(event.currentTarget as HTMLElement).contains(to)) this.over = undefined
  }

  #drop(event: DragEvent, to: Column): void {
    event.preventDefault()
    const moving = this.dragged
    const screen = this.#screen()
    this.#dragEnd()
    if (moving && screen && mayMove(screen, moving.from, to)) void this.#move(screen, moving.row, moving.from, to)
  }

  #dragEnd(): void {
    this.dragged = null
    this.over = undefined
  }

  #scrolled(event: Event, screen: BoardScreen, column: Column): void {
    const list = event.currentTarget as HTMLElement
    if (column.next && list.scrollTop + list.clientHeight > list.scrollHeight - 400) void this.#showMore(screen, column)
  }

  async #showMore(screen: BoardScreen, column: Column): Promise<void> {
    if (!column.next || this.#more.has(column.value)) return
    this.#more.add(column.value)
    try {
      const page = await cards(screen, column, this.#sight(screen), atOnce, column.next)
      this.columns = (this.columns ?? []).map(one =>
        one.value === column.value
          ? { ...one, rows: [...one.rows, ...page.items.filter(row => !one.rows.some(known => known.id === row.id))], next: page.next }
          : one,
      )
    } catch (error) {
      toast(sentenceOf(error), { kind: 'problem' })
    } finally {
      this.#more.delete(column.value)
    }
  }

  async #begin(): Promise<void> {
    const screen = this.#screen()
    if (!screen) return
    this.error = null
    try {
      this.views = builtViews(this.entity)
      if (screen.scope && this.scopes.length === 0) {
        this.scopes = await scopesOf(screen)
        this.scope = usualScope(screen, this.scopes, this.route?.query.get('scope') ?? null)
      }
      this.columns = await this.#filled(screen, await emptyColumns(screen, this.scope))
      this.views = [...builtViews(this.entity), ...(await savedViews(this.entity).catch(() => []))]
    } catch (error) {
      this.error = error
    }
  }

  async #refresh(): Promise<void> {
    const screen = this.#screen()
    if (!screen || !this.columns || this.dragged || this.saving.size > 0) return this.#soon()
    const round = ++this.#round
    try {
      const columns = await this.#filled(screen, this.columns)
      if (round === this.#round && this.saving.size === 0) this.columns = columns
      this.error = null
    } catch (error) {
      this.error = error
    }
  }

  #filled(screen: BoardScreen, columns: readonly Column[]): Promise<readonly Column[]> {
    return filled(screen, columns, this.#sight(screen))
  }

  #sight(screen: BoardScreen): Sight {
    const view = this.views.find(one => one.id === this.view)
    const narrowed = view ? conditionOf(view.state.where) : {}
    const scoped = screen.scope && this.scope !== null ? { [screen.scope.field]: this.scope } : {}
    const parts = [narrowed, scoped].filter(part => Object.keys(part).length > 0)
    return { where: parts.length > 1 ? { and: parts } : (parts[0] ?? {}), search: this.search }
  }

  #chooseScope(id: string): void {
    this.scope = id
    rememberScope(this.entity, id)
    setQuery({ scope: id })
    this.columns = null
    void this.#begin()
  }

  #chooseView(id: string): void {
    this.view = id
    setQuery({ view: id === 'all' ? undefined : id })
    void this.#refresh()
  }

  #typed(text: string): void {
    this.search = text
    clearTimeout(this.#typing)
    this.#typing = setTimeout(() => void this.#refresh(), 200)
  }

  #soon(): void {
    clearTimeout(this.#later)
    this.#later = setTimeout(() => void this.#refresh(), 500)
  }

  #screen(): BoardScreen | undefined {
    return meta().boards.find(board => board.entity === this.entity)
  }

  #focus(id: string): void {
    const card = this.renderRoot.querySelector<HTMLElement>(`#card-${CSS.escape(id)}`)
    card?.focus()
    card?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
}
customElements.define('sg-board-screen', SgBoardScreen)
