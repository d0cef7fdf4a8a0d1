import type { DashboardFilter } from '@sangam/sdk'
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { holdLeaving, setQuery } from '../../shell/router.ts'
import { shortcuts } from '../../shell/shortcuts.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import { confirm } from '../../ui/dialog.ts'
import '../../ui/menu.ts'
import type { MenuItem } from '../../ui/menu.ts'
import '../../ui/small.ts'
import { Arranger } from './arranger.ts'
import type { Board, Card, Shape } from './boards.ts'
import './card.ts'
import { isShown, labelOf, sizeOf } from './cards.ts'
import { dashboardStyles } from './dashboard.css.ts'
import { Draft, type Placed } from './draft.ts'
import { filterChoice, filterLabel, filterName, mostFilters, narrowedBy, openFilters, possibleFilters } from './filters.ts'

/** A dashboard: its cards, what it is narrowed by, and its arranging. Tells `keep` with the new shape, and `leave` where the arranging ends. */
class SgDashboard extends LitElement {
  static override properties = {
    board: { attribute: false },
    query: { attribute: false },
    editing: { type: Boolean },
    busy: { type: Boolean },
    draft: { state: true },
    asked: { state: true },
    said: { state: true },
  }
  static override styles = [base, inputs, dashboardStyles]
  declare board: Board
  declare query: URLSearchParams
  declare editing: boolean
  declare busy: boolean
  declare draft: Draft
  /** The card that is being set up: one there is, or a new one of a kind. */
  declare asked: Placed | Card['kind'] | null
  declare said: string
  readonly arranger = new Arranger(this)
  #letGo: (() => void) | null = null
  #stop: (() => void) | null = null

  constructor() {
    super()
    this.draft = Draft.of({ cards: [] })
    this.editing = false
    this.busy = false
    this.asked = null
    this.said = ''
  }

  protected override willUpdate(changed: PropertyValues): void {
    const was = changed.get('board') as Board | undefined
    const another = changed.has('board') && JSON.stringify([was?.id, was?.shape]) !== JSON.stringify([this.board.id, this.board.shape])
    // The same board in another object leaves what is being arranged.
    if (another || (changed.has('editing') && !this.editing)) this.draft = Draft.of(this.board.shape)
    const dirty = this.editing && this.draft.changed
    if (dirty)
      this.#letGo ??= holdLeaving(() =>
        confirm(t('What you arranged here is not saved.'), { heading: t('Leave without saving?'), go: t('Leave'), stay: t('Stay'), danger: true }),
      )
    else {
      this.#letGo?.()
      this.#letGo = null
    }
    if (!changed.has('editing') && !changed.has('asked')) return
    this.#stop?.()
    // A text in a dialog has an undo of its own.
    this.#stop = this.editing && !this.asked ? shortcuts({ keys: 'mod+z', label: t('Undo'), group: t('Dashboard'), run: () => this.undo() }) : null
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
    this.#letGo?.()
    this.#letGo = null
  }

  protected override render(): unknown {
    const { draft, editing } = this
    return html`<div class=${editing ? 'editing' : ''}>
      <div class="bar">${openFilters(draft.filters).map((filter, _, all) => filterChoice(filter, filterLabel(filter, all), this.query.get(filterName(filter)) ?? '', value => setQuery({ [filterName(filter)]: value }, { push: true })))}${this.#narrowed() ? html`<sangam-button kind="quiet" @click=${() => this.#clear()}>${t('Clear')}</sangam-button>` : nothing}</div>
      ${draft.placed.length === 0 ? html`<div class="begin"><sangam-empty icon="chart" heading=${t('Nothing on it yet')} text=${t('Figures, charts and lists that you put here are read anew whenever something changes.')}>${editing ? this.#adding() : nothing}</sangam-empty></div>` : nothing}
      <ul class="grid" role="list" @dragover=${(event: DragEvent) => this.arranger.over(event)} @drop=${(event: DragEvent) => this.arranger.drop(event)}>${repeat(
        draft.placed,
        ({ key }) => key,
        (placed, at) => this.#place(placed, at),
      )}</ul>
      ${editing ? this.#steps() : nothing}
      <p class="visually-hidden" aria-live="polite">${this.said}</p></div>
      ${this.asked ? html`<sangam-card-editor usual=${this.#usualEntity()} .card=${typeof this.asked === 'string' ? null : this.asked.card} kind=${typeof this.asked === 'string' ? this.asked : this.asked.card.kind} @done=${(event: CustomEvent<Card>) => this.#done(event.detail)} @close=${() => (this.asked = null)}></sangam-card-editor>` : nothing}`
  }

  /** What the draft becomes; said for those who hear it. */
  change(draft: Draft, said = ''): void {
    this.draft = draft
    this.said = said
  }

  undo(): void {
    if (this.draft.undoable) this.change(this.draft.undo(), t('Taken back.'))
  }

  /** The keyboard stays with a card that was moved. */
  async holdFocus(key: number): Promise<void> {
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>(`[data-key='${key}'] .grip`)?.focus()
  }

  #place(placed: Placed, at: number): TemplateResult {
    const { key, card } = placed
    const { width, height } = sizeOf(card)
    const state = this.arranger.moving === key ? 'moving' : this.arranger.target === key ? 'over' : ''
    return html`<li data-key=${key} draggable=${this.editing ? 'true' : nothing} @dragstart=${(event: DragEvent) => this.arranger.grab(event, key)} @dragend=${() => this.arranger.letGo()} class="${width <= 4 ? 'small' : ''} ${state}" style="--columns:${width};--rows:${height}">
      <sangam-dashboard-card .card=${card} .narrowed=${narrowedBy(card, this.draft.filters, this.query)} ?inert=${this.editing}></sangam-dashboard-card>
      ${this.editing ? this.#hand(placed, at) : nothing}</li>`
  }

  #hand(placed: Placed, at: number): TemplateResult {
    const { key, card } = placed
    const name = labelOf(card) || t('A card')
    const label = t('Move “{card}”, place {place} of {count}. Arrow keys move it, with Shift they change its size.', {
      card: name,
      place: at + 1,
      count: this.draft.placed.length,
    })
    return html`<div class="hand"><button type="button" class="grip" aria-label=${label} title=${t('Drag, or use the arrow keys; with Shift they change its size')} @keydown=${(event: KeyboardEvent) => this.arranger.key(event, key)}><sangam-icon name="grip"></sangam-icon></button>
      <sangam-menu end .items=${this.#menu(placed, at)} label=${name}><sangam-button slot="opener" kind="quiet" size="small" icon="more" label=${t('More about “{card}”', { card: name })}></sangam-button></sangam-menu></div>
      <span class="corner" title=${t('Drag to change the size')} @pointerdown=${(event: PointerEvent) => this.arranger.stretch(event, key)}></span>`
  }

  #menu(placed: Placed, at: number): readonly MenuItem[] {
    const { key, card } = placed
    const { width, height } = sizeOf(card)
    const size = (more: { readonly width?: number; readonly height?: number }) => () => this.arranger.size(key, { width, height, ...more })
    return [
      ...(card.kind === 'hidden' || card.kind === 'tasks' ? [] : [{ label: t('Change…'), icon: 'edit', run: () => this.#ask(placed) }, 'line' as const]),
      { label: t('Move forward'), icon: 'up', disabled: at === 0, run: () => this.arranger.step(key, -1) },
      { label: t('Move back'), icon: 'down', disabled: at === this.draft.placed.length - 1, run: () => this.arranger.step(key, 1) },
      'line',
      { label: t('Wider'), disabled: width >= 12, run: size({ width: width + 1 }) },
      { label: t('Narrower'), disabled: width <= 2, run: size({ width: width - 1 }) },
      { label: t('Higher'), disabled: height >= 8, run: size({ height: height + 1 }) },
      { label: t('Lower'), disabled: height <= 1, run: size({ height: height - 1 }) },
      'line',
      {
        label: t('Take off the board'),
        icon: 'remove',
        danger: true,
        run: () => this.change(this.draft.without(key), t('“{card}” is taken off.', { card: labelOf(card) })),
      },
    ]
  }

  #steps(): TemplateResult {
    return html`<div class="steps" role="toolbar" aria-label=${t('Arrange the dashboard')}>${this.#adding()}
      <sangam-menu .items=${this.#filterItems()} label=${t('Filters of the board')}><sangam-button slot="opener" icon="filter">${t('Filters of the board')}</sangam-button></sangam-menu>
      <sangam-button kind="quiet" icon="undo" ?disabled=${!this.draft.undoable} shortcut="Ctrl Z" @click=${() => this.undo()}>${t('Undo')}</sangam-button><span class="grow"></span>
      <sangam-button @click=${() => this.#leave()}>${t('Cancel')}</sangam-button>
      <sangam-button kind="primary" ?busy=${this.busy} ?disabled=${!this.draft.changed} @click=${() => this.#keep()}>${t('Save')}</sangam-button></div>`
  }

  #adding(): TemplateResult {
    const add = (label: string, icon: string, kind: Card['kind']): MenuItem => ({
      label,
      icon,
      run: () => (kind === 'tasks' ? this.#done({ kind }) : this.#ask(kind)),
    })
    const items = [
      add(t('Figure'), 'target', 'number'),
      add(t('Chart'), 'chart', 'chart'),
      add(t('List'), 'list', 'list'),
      add(t('My tasks'), 'task', 'tasks'),
      add(t('Heading'), 'note', 'heading'),
    ]
    return html`<sangam-menu .items=${items} label=${t('Add a card')}><sangam-button slot="opener" icon="plus">${t('Add a card')}</sangam-button></sangam-menu>`
  }

  #filterItems(): readonly MenuItem[] {
    const { filters, placed } = this.draft
    const has = (one: DashboardFilter): boolean => filters.some(other => other.entity === one.entity && other.field === one.field)
    return possibleFilters(placed.map(({ card }) => card)).map((one, _, all) => ({
      label: filterLabel(one, all),
      disabled: filters.length >= mostFilters && !has(one),
      checked: has(one),
      run: () =>
        this.change(this.draft.filteredBy(has(one) ? filters.filter(other => other.entity !== one.entity || other.field !== one.field) : [...filters, one])),
    }))
  }

  async #ask(asked: Placed | Card['kind']): Promise<void> {
    await import('./editor.ts')
    this.asked = asked
  }

  #done(card: Card): void {
    const { asked, draft } = this
    this.asked = null
    this.change(typeof asked === 'object' && asked ? draft.changedTo(asked.key, card) : draft.with(card))
  }

  /** Most of a board is about one kind of record. */
  #usualEntity(): string {
    return this.draft.placed.map(({ card }) => ('entity' in card && isShown(card) ? card.entity : '')).find(entity => entity !== '') ?? ''
  }

  #narrowed(): boolean {
    return this.draft.filters.some(filter => this.query.get(filterName(filter)))
  }

  #clear(): void {
    setQuery(Object.fromEntries(this.draft.filters.map(filter => [filterName(filter), undefined])), { push: true })
  }

  #keep(): void {
    this.dispatchEvent(new CustomEvent<Shape>('keep', { detail: this.draft.shape }))
  }

  async #leave(): Promise<void> {
    const sure =
      !this.draft.changed ||
      (await confirm(t('What you arranged here is not saved.'), { heading: t('Leave without saving?'), go: t('Leave'), stay: t('Stay'), danger: true }))
    if (sure) this.dispatchEvent(new Event('leave'))
  }
}
customElements.define('sangam-dashboard', SgDashboard)
