import type { BoardScreen } from '@sangam/sdk'
import { html, nothing, type TemplateResult } from 'lit'
import { guard } from 'lit/directives/guard.js'
import { repeat } from 'lit/directives/repeat.js'
import { sentenceOf } from '../data/client.ts'
import { counted } from '../data/counted.ts'
import { fieldAt } from '../data/meta.ts'
import type { Row } from '../data/records.ts'
import { askFields } from '../fields/ask-fields.ts'
import { asked } from '../fields/asked.ts'
import { titleIn } from '../fields/titles.ts'
import { along } from '../shell/direction.ts'
import { formatMoney, formatNumber, formatShortMoney } from '../shell/format.ts'
import { called, t } from '../shell/words.ts'
import type { MenuItem } from '../ui/menu.ts'
import { toast } from '../ui/toast.ts'
import { boardStyles } from './board/board.css.ts'
import { boardBy, columnFields, limitOf, withLimit } from './board/by.ts'
import { cardBody } from './board/card.ts'
import { type Column, cards, emptyColumns, filled, more, mostColumns, type Sight } from './board/columns.ts'
import { beyond, mayMove, moved, neighbour, saveMove, takenBack } from './board/move.ts'
import { rememberScope, type Scope, scopesOf, usualScope } from './board/scopes.ts'
import { recordHref } from './list/drawing.ts'
import { both } from './list/source.ts'
import type { Definition } from './view/definition.ts'
import { ViewScreen } from './view/screen.ts'

/** Records as cards in columns: dragged, or moved from the keyboard or a card's menu; followed live. */
class SgBoardScreen extends ViewScreen {
  static override styles = [ViewScreen.styles, boardStyles]
  static override properties = {
    ...ViewScreen.properties,
    columns: { state: true },
    scopes: { state: true },
    dragged: { state: true },
    over: { state: true },
    cardsSaving: { state: true },
    said: { state: true },
  }
  declare columns: readonly Column[] | null
  declare scopes: readonly Scope[]
  declare dragged: { readonly row: Row; readonly from: Column } | null
  declare over: string | null | undefined
  declare cardsSaving: ReadonlySet<string>
  declare said: string
  readonly kind = 'board'
  protected readonly settings = ['scope', 'by', 'folded', 'limits']
  /** Whether there are more columns than a board has. */
  #cut = false
  /** What the columns that are there belong to. */
  #columnsOf: string | null = null
  readonly #more = new Set<string | null>()
  readonly #moveOn = new Map<string, Column>()

  constructor() {
    super()
    this.columns = null
    this.scopes = []
    this.dragged = null
    this.over = undefined
    this.cardsSaving = new Set()
    this.said = ''
  }

  protected usual(): Definition {
    return {}
  }

  protected override missing(): TemplateResult {
    return html`<sangam-empty icon="board" heading=${t('There is no board here')} text=${t('This board belongs to a plugin that is not enabled, or you may not see it.')}><sangam-button href="/">${t('Go home')}</sangam-button></sangam-empty>`
  }

  protected override newHref(): string {
    const field = this.#screen()?.scope?.field
    return `${super.newHref()}${field && this.#scope() ? `?${field}=${this.#scope()}` : ''}`
  }

  protected tools(): TemplateResult | typeof nothing {
    const screen = this.#screen()
    const fields = columnFields(this.entity)
    return html`${fields.length > 1 ? html`<select aria-label=${t('Columns by')} @change=${(event: Event) => this.#chooseBy((event.target as HTMLSelectElement).value)}>${fields.map(one => html`<option value=${one.name} ?selected=${one.name === screen?.by}>${t('By {field}', { field: called(one.label) })}</option>`)}</select>` : nothing}${this.#scopeTool(screen?.scope?.field)}`
  }

  #scopeTool(field: string | undefined): TemplateResult | typeof nothing {
    if (field === undefined || this.scopes.length < 2) return nothing
    return html`<select aria-label=${called(fieldAt(this.entity, field)?.label ?? '')} @change=${(event: Event) => this.#chooseScope((event.target as HTMLSelectElement).value)}>${this.scopes.map(one => html`<option value=${one.id} ?selected=${one.id === this.#scope()}>${one.title}</option>`)}</select>`
  }

  protected body(): TemplateResult {
    const screen = this.#screen()
    return html`${screen && this.columns ? this.#board(screen, this.columns) : this.error ? nothing : html`<div class="wait">${[1, 2, 3, 4].map(() => html`<div><sangam-skeleton lines="5"></sangam-skeleton></div>`)}</div>`}
      <div class="visually-hidden" role="status" aria-live="assertive">${this.said}</div>`
  }

  protected async read(latest: () => boolean): Promise<void> {
    const screen = this.#screen()
    if (!screen) return
    // What is under a hand stays where it is.
    if (this.dragged || this.cardsSaving.size > 0) return this.soon()
    if (screen.scope && this.scopes.length === 0) this.scopes = await scopesOf(screen)
    const scope = this.#scope()
    const belong = `${screen.by} ${scope}`
    const known = this.#columnsOf === belong ? this.columns : null
    const empty = known ? { columns: known, cut: this.#cut } : await emptyColumns(screen, scope)
    const columns = await filled(screen, empty.columns, this.#sight(screen))
    if (!latest() || this.cardsSaving.size > 0) return
    this.#cut = empty.cut
    this.columns = columns
    this.#columnsOf = belong
  }

  #board(screen: BoardScreen, columns: readonly Column[]): TemplateResult {
    if (columns.length === 0)
      return html`<sangam-empty icon="board" heading=${t('No columns yet')} text=${t('The columns of this board are records of their own: make the first one.')}></sangam-empty>`
    const field = fieldAt(this.entity, screen.by)
    return html`${this.#cut ? html`<p class="note" role="status">${t('Only the first {what} have a column here.', { what: counted(field?.to ?? '', mostColumns) })} <a href="/list/${this.entity}?group=${screen.by}">${t('The list, grouped by {field}, has all', { field: called(field?.label ?? '') })}</a></p>` : nothing}<div class="board" role="group" tabindex="0" aria-label=${t('Board')}>${repeat(
      columns,
      column => column.value ?? '',
      column => this.#column(screen, column),
    )}</div>`
  }

  #column(screen: BoardScreen, column: Column): TemplateResult {
    const target = this.dragged !== null && mayMove(screen, this.dragged.from, column)
    const here = target && this.over === column.value
    const name = column.value ?? 'none'
    if (Array.isArray(this.shown.folded) && this.shown.folded.includes(name)) return this.#folded(column, name, target, here)
    const limit = limitOf(this.shown.limits, name)
    const beyondIt = limit !== null && column.count > limit
    return html`<section class="column ${here ? 'over' : ''}" aria-label=${t('{column}, {what}', { column: column.label, what: counted(this.entity, column.count) })}
        @dragover=${(event: DragEvent) => this.#dragOver(event, column, target)} @dragleave=${(event: DragEvent) => this.#dragLeave(event)} @drop=${(event: DragEvent) => this.#drop(event, column)}>
      <header><i style="--tone:var(--sg-${column.colour})"></i><h2 title=${column.label}>${column.label}</h2><b class=${beyondIt ? 'beyond' : ''} title=${limit === null ? nothing : t('At most {limit}', { limit: formatNumber(limit) })}>${formatNumber(column.count)}${limit === null ? nothing : html`&thinsp;/&thinsp;${formatNumber(limit)}`}${beyondIt ? html`<span class="visually-hidden">${t('More than the limit')}</span>` : nothing}</b><sangam-menu end label=${t('Column {column}', { column: column.label })} .items=${() => this.#columnMenu(column, name)}><sangam-button slot="opener" kind="quiet" size="small" icon="more" label=${t('Column {column}', { column: column.label })}></sangam-button></sangam-menu>
        ${(screen.measures ?? []).some(measure => measure.startsWith('sum:')) ? html`<small title=${column.sums.map(sum => formatMoney(sum)).join(' + ')}>${column.sums.map(sum => formatShortMoney(sum)).join(' + ')}</small>` : nothing}</header>
      <ul class="cards" @scroll=${(event: Event) => this.#scrolled(event, screen, column)}>${here ? html`<li class="place" role="presentation"></li>` : nothing}
        ${repeat(
          column.rows,
          row => row.id,
          row => guard([row, column, this.#stateOf(row), this.columns, this.asOf], () => this.#card(screen, column, row)),
        )}
        ${column.rows.length === 0 && !here ? html`<li class="none">${t('Nothing here.')}</li>` : nothing}
        ${column.next ? html`<li><sangam-button kind="quiet" size="small" style="inline-size:100%" @click=${() => void this.#showMore(screen, column)}>${t('Show more')}</sangam-button></li>` : nothing}</ul></section>`
  }

  /** A column that takes no room: its name and how many, and what is let go over it still goes there. */
  #folded(column: Column, name: string, target: boolean, here: boolean): TemplateResult {
    return html`<section class="column folded ${here ? 'over' : ''}" aria-label=${t('{column}, {what}', { column: column.label, what: counted(this.entity, column.count) })}
        @dragover=${(event: DragEvent) => this.#dragOver(event, column, target)} @dragleave=${(event: DragEvent) => this.#dragLeave(event)} @drop=${(event: DragEvent) => this.#drop(event, column)}>
      <button type="button" aria-expanded="false" title=${t('Unfold')} @click=${() => this.#fold(name, false)}><i style="--tone:var(--sg-${column.colour})"></i><b>${formatNumber(column.count)}</b><span>${column.label}</span></button></section>`
  }

  #card(screen: BoardScreen, column: Column, row: Row): TemplateResult {
    const others = this.#targets(screen, column)
    const state = this.#stateOf(row)
    return html`<li><a class="card ${state}" id="card-${row.id}" href=${recordHref(this.entity, row.id, this.asOf)} draggable=${others.length > 0 ? 'true' : 'false'} aria-keyshortcuts=${others.length > 0 ? 'Control+ArrowRight Control+ArrowLeft' : nothing}
        @dragstart=${(event: DragEvent) => this.#dragStart(event, row, column)} @dragend=${() => this.#dragEnd()} @keydown=${(event: KeyboardEvent) => this.#key(event, screen, column, row)}>${cardBody(screen, row)}</a>
      ${others.length > 0 ? html`<sangam-menu end label=${t('Move to')} .items=${() => [{ heading: t('Move to') }, ...others.map(other => ({ label: other.label, run: () => this.#move(screen, row, column, other) }))]}><sangam-button slot="opener" kind="quiet" size="small" icon="more" label=${t('Move “{name}”', { name: titleIn(this.entity, row) })}></sangam-button></sangam-menu>` : nothing}</li>`
  }

  #stateOf(row: Row): string {
    return this.dragged?.row.id === row.id ? 'moving' : this.cardsSaving.has(row.id) ? 'saving' : ''
  }

  /** The columns that a card of this one may go to; of the past, none. */
  #targets(screen: BoardScreen, from: Column, among: readonly Column[] = this.columns ?? []): readonly Column[] {
    return this.asOf === null ? among.filter(other => mayMove(screen, from, other)) : []
  }

  async #move(screen: BoardScreen, row: Row, from: Column, to: Column): Promise<void> {
    // Whoever moves it on while it is being saved means that too: it goes on from where it then stands.
    if (this.cardsSaving.has(row.id)) return void this.#moveOn.set(row.id, to)
    if (!this.columns) return
    const name = titleIn(this.entity, row)
    this.forget()
    this.columns = moved(this.columns, row, from, to, screen.by)
    this.cardsSaving = new Set([...this.cardsSaving, row.id])
    void this.updateComplete.then(() => this.#focus(row.id))
    let saved: Row | null = null
    try {
      saved = await saveMove(screen, row, to)
      if (!saved) this.#takeBack(screen, row, from, to)
      else this.#replace(row.id, { version: saved.version, [screen.by]: to.value })
      this.said = saved ? t('“{name}” moved to {column}.', { name, column: to.label }) : t('“{name}” stays in {column}.', { name, column: from.label })
    } catch (error) {
      this.#takeBack(screen, row, from, to)
      this.said = t('“{name}” stays in {column}.', { name, column: from.label })
      toast(`${this.said} ${sentenceOf(error)}`, { kind: 'problem' })
    } finally {
      this.cardsSaving = new Set([...this.cardsSaving].filter(id => id !== row.id))
      this.soon()
    }
    const next = this.#moveOn.get(row.id)
    this.#moveOn.delete(row.id)
    if (next && saved) this.#goOn(screen, row.id, next)
  }

  /** The move that was asked for while the card's last one was being saved; after a refusal there is none. */
  #goOn(screen: BoardScreen, id: string, next: Column): void {
    const from = this.columns?.find(column => column.rows.some(row => row.id === id))
    const row = from?.rows.find(one => one.id === id)
    if (from && row && mayMove(screen, from, next)) void this.#move(screen, row, from, next)
  }

  #takeBack(screen: BoardScreen, row: Row, from: Column, to: Column): void {
    this.columns = takenBack(this.columns ?? [], row, from, to, screen.by)
    void this.updateComplete.then(() => this.#focus(row.id))
  }

  #replace(id: string, patch: Partial<Row>): void {
    this.columns = (this.columns ?? []).map(column => ({ ...column, rows: column.rows.map(row => (row.id === id ? ({ ...row, ...patch } as Row) : row)) }))
  }

  #key(event: KeyboardEvent, screen: BoardScreen, column: Column, row: Row): void {
    const step = along(event.key)
    const down = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0 && down === 0) return
    const columns = this.columns ?? []
    event.preventDefault()
    if (step !== 0 && (event.ctrlKey || event.altKey || event.metaKey)) {
      const at = this.#moveOn.get(row.id) ?? column
      const to = this.#targets(screen, at, beyond(columns, at, step))[0]
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
      const page = await cards(screen, column, this.#sight(screen), more, column.next)
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

  #sight(screen: BoardScreen): Sight {
    const scope = this.#scope()
    const scoped = screen.scope && scope !== null ? { [screen.scope.field]: scope } : {}
    return { ...this.asked, where: both(this.asked.where, scoped) }
  }

  /** The pipeline, or whatever the columns belong to: as the address says, else the usual one. */
  #scope(): string | null {
    const screen = this.#screen()
    return screen?.scope ? usualScope(screen, this.scopes, typeof this.shown.scope === 'string' ? this.shown.scope : null) : null
  }

  #chooseBy(by: string): void {
    this.columns = null
    this.scopes = []
    this.change({ by, scope: undefined, folded: [], limits: [] }, { push: true })
  }

  #fold(name: string, fold: boolean): void {
    const folded = (Array.isArray(this.shown.folded) ? this.shown.folded : []).filter(one => one !== name)
    this.change({ folded: fold ? [...folded, name] : folded })
  }

  async #limit(column: Column, name: string): Promise<void> {
    const now = limitOf(this.shown.limits, name)
    await askFields({
      heading: t('Limit of {column}', { column: column.label }),
      text: t('How many may stand here at once. More are marked, and not refused; empty is no limit.'),
      fields: [asked('limit', 'integer', t('At most'), { min: 1, max: 9999 })],
      values: { limit: now },
      go: t('Set the limit'),
      submit: async values => this.change({ limits: withLimit(this.shown.limits, name, typeof values.limit === 'number' ? values.limit : null) }),
    })
  }

  #columnMenu(column: Column, name: string): readonly MenuItem[] {
    return [
      { label: t('Fold'), icon: 'left', run: () => this.#fold(name, true) },
      { label: t('Set a limit…'), icon: 'flag', run: () => void this.#limit(column, name) },
    ]
  }

  #chooseScope(id: string): void {
    rememberScope(this.entity, id)
    this.columns = null
    this.change({ scope: id }, { push: true })
  }

  #screen(): BoardScreen | undefined {
    return boardBy(this.entity, this.shown.by)
  }

  #focus(id: string): void {
    const card = this.renderRoot.querySelector<HTMLElement>(`#card-${CSS.escape(id)}`)
    card?.focus()
    card?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
}
customElements.define('sangam-board-screen', SgBoardScreen)
