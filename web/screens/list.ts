import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { counted } from '../data/counted.ts'
import { onChange, onLive } from '../data/live.ts'
import { entityMeta, meta } from '../data/meta.ts'
import type { Row } from '../data/records.ts'
import { formatNumber } from '../shell/format.ts'
import { Kept } from '../shell/kept-place.ts'
import { type Density, setDensity } from '../shell/preferences.ts'
import { go, type Route, setQuery } from '../shell/router.ts'
import { shortcuts } from '../shell/shortcuts.ts'
import { called, t } from '../shell/words.ts'
import { base, inputs } from '../style/parts.ts'
import '../ui/button.ts'
import '../ui/menu.ts'
import '../ui/page.ts'
import '../ui/small.ts'
import './list/bulk.ts'
import { type Choice, type Chosen, chosenAfter } from './list/choosing.ts'
import { conditionOf, countTests, nothing as noTests } from './list/conditions.ts'
import { drawingOf, recordHref } from './list/drawing.ts'
import { type CellEdit, saveCell } from './list/edit.ts'
import type { SgGrid } from './list/grid.ts'
import './list/grid.ts'
import { lostFilter, lostIn, lostParts, withoutLost } from './list/lost.ts'
import { moreMenu } from './list/menus.ts'
import { emptyList, gridColumns } from './list/parts.ts'
import { listNote, summedThen } from './list/past.ts'
import { readsOther, sourceOf } from './list/reading.ts'
import type { Wish } from './list/sheet/writing.ts'
import type { Source } from './list/source.ts'
import { followStanding } from './list/standing.ts'
import { changedBy, goneFrom, type ListState, leadColumn, nothingGone, recallState, rememberState, sameState, shapeOf, stateOf } from './list/state.ts'
import { listTools } from './list/tools.ts'
import { footSums } from './list/totals.ts'
import { addressOf, type Definition, withAddress } from './view/definition.ts'
import { kindSwitch, type Viewed, viewChoice } from './view/head.ts'
import { builtViews, savedViews, shownAs, type View } from './view/saved.ts'
import { viewStyles } from './view/view.css.ts'

/** What of a list the address names beside the condition and the search. */
const settings = ['sort', 'group', 'columns', 'pinned', 'colours'] as const

/** The records of an entity: found, ordered, grouped, chosen, changed in place; a hundred thousand as easily as ten. */
export class SgListScreen extends LitElement implements Viewed {
  static override styles = [base, inputs, viewStyles]
  static override properties = {
    entity: {},
    route: { attribute: false },
    views: { state: true },
    view: { state: true },
    state: { state: true },
    source: { state: true },
    chosen: { state: true },
    totals: { state: true },
    panel: { state: true },
    narrow: { state: true },
    tick: { state: true },
    choosing: { state: true },
    dialog: { state: true },
    asOf: { state: true },
  }
  declare entity: string
  declare route: Route | undefined
  declare views: readonly View[]
  declare view: string
  declare state: ListState
  declare source: Source | undefined
  declare chosen: Chosen
  declare totals: ReadonlyMap<string, string>
  declare panel: boolean
  declare narrow: boolean
  declare tick: number
  declare choosing: boolean
  declare dialog: 'columns' | 'colours' | 'save' | null
  /** The day or moment that is looked back to, as the address has it; nothing is changed then. */
  declare asOf: string | null
  readonly kind = 'list'
  /** The view that is given another name; without it what is shown is given one. */
  named: View | undefined
  #stops: (() => void)[] = []
  #later: ReturnType<typeof setTimeout> | undefined
  #typing: ReturnType<typeof setTimeout> | undefined
  #place = 0
  #loaded: Promise<void> = Promise.resolve()
  readonly #kept = new Kept(this, () => ({
    chosen: [...this.chosen.keys()],
    choosing: this.choosing,
    active: { ...(this.#grid()?.active ?? { row: 0, column: 0 }) },
    open: this.source?.openGroups ?? [],
  }))
  readonly #wide = matchMedia('(max-width: 700px)')

  constructor() {
    super()
    this.views = []
    this.view = 'all'
    this.chosen = new Map()
    this.totals = new Map()
    this.panel = false
    this.narrow = this.#wide.matches
    this.tick = 0
    this.choosing = false
    this.dialog = null
    this.asOf = null
    followStanding(this, () => this.state?.colours)
  }

  protected override render(): unknown {
    const shape = entityMeta(this.entity)
    if (!shape)
      return html`<sangam-empty icon="lock" heading=${t('There is nothing to see here')} text=${t('This list belongs to a plugin that is not enabled, or you may not see it.')}><sangam-button href="/">${t('Go home')}</sangam-button></sangam-empty>`
    const { source } = this
    if (!source)
      return html`<sangam-page fill heading=${called(shape.plural)}><div class="loading"><sangam-skeleton lines="9"></sangam-skeleton></div></sangam-page>`
    const count = source.count
    return html`<sangam-page fill heading=${called(shape.plural)}>
      ${count ? html`<span slot="beside" class="count" aria-live="polite">${formatNumber(count.exact ? count.count : count.count - 1)}${count.exact ? '' : '+'}</span>` : nothing}
      <div slot="actions" class="toolbar">${kindSwitch(this)}<sangam-menu end .items=${() => moreMenu(this)} label=${t('More')}><sangam-button slot="opener" icon="more" label=${t('More')}></sangam-button></sangam-menu>
        ${this.asOf === null && shape.verbs.includes('create') ? html`<sangam-button kind="primary" icon="plus" label=${t('New {entity}', { entity: called(shape.label) })} href=${`/new/${this.entity}`}>${this.narrow ? t('New') : t('New {entity}', { entity: called(shape.label) })}</sangam-button>` : nothing}</div>
      <div slot="toolbar">${viewChoice(this)}</div>
      <div slot="toolbar" class="toolbar">${listTools(this)}</div>
      ${this.asOf === null ? nothing : html`<div slot="toolbar">${listNote(this.asOf)}</div>`}
      ${this.panel ? html`<section class="panel" aria-label=${t('Filter')}><sangam-filter ready entity=${this.entity} .group=${this.state.where} @change=${(event: CustomEvent<ListState['where']>) => this.change({ where: event.detail })}>${countTests(this.state.where) > 0 ? html`<sangam-button size="small" kind="quiet" @click=${() => this.change({ where: noTests })}>${t('Clear')}</sangam-button>` : nothing}</sangam-filter></section>` : nothing}
      ${this.viewNow?.saved ? lostParts(goneFrom(this.entity, this.state), () => this.change({ gone: nothingGone })) : nothing}${this.#body(source)}</sangam-page>
      ${this.dialog === 'columns' ? html`<sangam-columns entity=${this.entity} .paths=${this.state.columns.map(column => column.path)} @change=${(event: CustomEvent<readonly string[]>) => this.showColumns(event.detail)} @close=${() => (this.dialog = null)}></sangam-columns>` : nothing}
      ${this.dialog === 'colours' ? html`<sangam-colours entity=${this.entity} .rules=${this.state.colours} .paths=${this.state.columns.map(column => column.path)} @change=${(event: CustomEvent<ListState['colours']>) => this.change({ colours: event.detail })} @close=${() => (this.dialog = null)}></sangam-colours>` : nothing}
      ${this.dialog === 'save' ? html`<sangam-save-view .view=${this.named ?? null} entity=${this.entity} kind=${this.kind} .definition=${this.shown} @saved=${(event: CustomEvent<string>) => void this.reloadViews(event.detail)} @close=${() => (this.dialog = null)}></sangam-save-view>` : nothing}
      ${this.asOf === null ? this.#bulk(source) : nothing}`
  }

  #bulk(source: Source): TemplateResult {
    const count = source.count
    return html`<sangam-bulk entity=${this.entity} .ids=${[...this.chosen.keys()]} total=${count?.count ?? 0} .query=${{ where: conditionOf(this.state.where), search: this.state.search }} @done=${() => void this.#refresh()} @clear=${() => (this.chosen = new Map())}></sangam-bulk>`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    const narrow = (): void => {
      this.narrow = this.#wide.matches
    }
    this.#wide.addEventListener('change', narrow)
    this.#stops = [
      () => this.#wide.removeEventListener('change', narrow),
      onChange(this.entity, () => this.#soon()),
      onLive('again', () => this.#soon()),
      shortcuts(
        { keys: '/', label: t('Search in the list'), group: t('In a list'), run: () => this.renderRoot.querySelector<HTMLElement>('.search input')?.focus() },
        { keys: 'f', label: t('Filter'), group: t('In a list'), run: () => this.toggleFilter() },
        ...(entityMeta(this.entity)?.verbs.includes('create')
          ? [{ keys: 'n', label: t('New record'), group: t('In a list'), run: () => go(`/new/${this.entity}`) }]
          : []),
      ),
    ]
    void this.#begin()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    for (const stop of this.#stops) stop()
    clearTimeout(this.#later)
    if (this.state) rememberState(this.entity, this.view, this.state, this.#grid()?.place ?? 0)
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('route') && this.source) this.#followAddress()
  }

  /** Another look at the same records. */
  change(part: Partial<ListState>): void {
    const before = this.state
    this.#kept.take()
    this.state = changedBy(before, part)
    if (readsOther(this.entity, before, this.state)) this.#load()
    rememberState(this.entity, this.view, this.state, 0)
    this.#say()
  }

  get viewNow(): View | undefined {
    return this.views.find(view => view.id === this.view)
  }

  get shown(): Definition {
    return shapeOf(this.state)
  }

  get changed(): boolean {
    return !sameState(this.#stateOf(this.viewNow), this.state)
  }

  /** What the condition asks of and is not there: no records are read by the rest of it. */
  get lost(): readonly string[] {
    return lostIn(this.entity, this.state.where)
  }

  showColumns(paths: readonly string[]): void {
    const known = new Map(this.state.columns.map(column => [column.path, column]))
    this.change({
      columns: leadColumn(
        this.entity,
        paths.map(path => known.get(path) ?? { path }),
      ),
    })
  }

  async chooseColumns(): Promise<void> {
    await import('./list/columns.ts')
    this.dialog = 'columns'
  }

  async chooseColours(): Promise<void> {
    await import('./list/colours-dialog.ts')
    this.dialog = 'colours'
  }

  /** How close lines stand, in this browser. */
  space(wanted: Density): void {
    setDensity(wanted)
    this.tick++
  }

  async saveAs(view?: View): Promise<void> {
    this.named = view
    await import('./view/save-view.ts')
    this.dialog = 'save'
  }

  async reloadViews(choose?: string): Promise<void> {
    this.views = [...builtViews(this.entity), ...(await savedViews(this.entity).catch(() => []))]
    if (choose) this.chooseView(choose)
  }

  chooseView(id: string): void {
    const view = this.views.find(one => one.id === id) ?? this.views[0]
    if (!view) return
    this.#show(view.id, this.#stateOf(view))
    this.#say({ push: true })
  }

  /** What the address says, else the list as it was left in this tab. */
  async #begin(): Promise<void> {
    if (!entityMeta(this.entity)) return
    this.views = builtViews(this.entity)
    const query = this.route?.query ?? new URLSearchParams()
    const kept = ['view', 'where', 'search', ...settings].some(name => query.has(name)) ? null : recallState(meta(), this.entity)
    const wanted = kept?.view ?? query.get('view') ?? 'all'
    const known = this.views.some(view => view.id === wanted)
    if (!known) await this.reloadViews()
    if (!this.isConnected) return
    this.asOf = query.get('asOf')
    // How this very entry was left is known better.
    this.#place = this.#kept.waits ? 0 : (kept?.place ?? 0)
    if (kept) this.#show(kept.view, { ...kept.state, columns: leadColumn(this.entity, kept.state.columns) })
    else this.#followAddress()
    this.#say()
    // The rows come first.
    if (known) await this.#loaded.then(() => this.reloadViews())
  }

  #followAddress(): void {
    const query = this.route?.query ?? new URLSearchParams()
    const asOf = query.get('asOf')
    const view = this.views.find(one => one.id === (query.get('view') ?? 'all')) ?? this.views[0]
    const wanted = this.#stateOf(view, query)
    const said = this.source ? Object.values(addressOf(this.shown, shapeOf(wanted), settings)) : ['']
    if (asOf === this.asOf && view?.id === this.view && said.every(text => text === undefined)) {
      if (this.source?.loaded) this.#kept.take()
      return
    }
    this.asOf = asOf
    this.#show(view?.id ?? 'all', wanted)
  }

  #show(view: string, state: ListState): void {
    this.view = view
    this.state = state
    this.#load()
  }

  /** The address says what is shown: the view, and what differs from it. */
  #say(options: { readonly push?: boolean } = {}): void {
    const { viewNow, view } = this
    setQuery({ view: view === 'all' ? undefined : view, ...addressOf(shapeOf(this.#stateOf(viewNow)), this.shown, settings) }, options)
  }

  #stateOf(view: View | undefined, query = new URLSearchParams()): ListState {
    const state = stateOf(meta(), this.entity, withAddress(shownAs(view, 'list'), query, settings))
    return { ...state, columns: leadColumn(this.entity, state.columns) }
  }

  #load(): void {
    const source = sourceOf(this.entity, this.state, this.asOf, () => this.tick++)
    this.source = source
    this.chosen = new Map()
    if (this.lost.length > 0) return
    this.#loaded = source.load().then(() => {
      void this.#comeBack(source)
      void this.#sum(source)
    })
  }

  async #comeBack(source: Source): Promise<void> {
    if ((this.#place === 0 && !this.#kept.waits) || source !== this.source) return
    const kept = this.#kept.take()
    if (kept) {
      this.chosen = new Map(kept.chosen.map(id => [id, null]))
      this.choosing = kept.choosing
      await source.openAgain(kept.open)
    }
    await this.updateComplete
    const grid = this.#grid()
    await grid?.updateComplete
    if (grid && kept) grid.active = grid.held(kept.active)
    else if (grid) grid.place = this.#place
    this.#place = 0
  }

  async #sum(source: Source): Promise<void> {
    const shown = this.state.columns.map(column => column.path)
    const totals = await footSums(this.entity, this.asOf === null ? shown : summedThen(this.entity, shown), source.query).catch(() => new Map<string, string>())
    if (source === this.source) this.totals = totals
  }

  #soon(): void {
    clearTimeout(this.#later)
    this.#later = setTimeout(() => void this.#refresh(), 500)
  }

  async #refresh(): Promise<void> {
    const [from, to] = this.#grid()?.window ?? [0, 50]
    const { source } = this
    if (!source || this.lost.length > 0) return
    await source.refresh(from, to)
    await this.#sum(source)
  }

  #body(source: Source): TemplateResult {
    const shape = entityMeta(this.entity)
    if (this.lost.length > 0)
      return html`<div class="empty">${lostFilter(this.lost, () => this.change({ where: withoutLost(this.entity, this.state.where) }))}</div>`
    if (source.error) return html`<div class="loading"><sangam-problem retry .error=${source.error} @retry=${() => this.#load()}></sangam-problem></div>`
    if (!source.loaded) return html`<div class="loading"><sangam-skeleton lines="9"></sangam-skeleton></div>`
    if (source.length === 0) return html`<div class="empty">${emptyList(this)}</div>`
    return html`<sangam-grid label=${called(shape?.plural ?? '')} .source=${source} .columns=${gridColumns(this)} .drawing=${drawingOf(this.entity, this.state, this.asOf)} .chosen=${new Set(this.chosen.keys())} ?cards=${this.narrow} ?choosing=${this.choosing} ?fixed=${this.asOf !== null} tick=${this.tick} foot=${this.#footWords(source)}
      @open=${(event: CustomEvent<Row>) => go(recordHref(this.entity, event.detail.id, this.asOf))} @choose=${(event: CustomEvent<Choice>) => (this.chosen = chosenAfter(this.chosen, event.detail, source))} @edit=${(event: CustomEvent<CellEdit>) => void this.#edit(source, event.detail)} @cells=${(event: CustomEvent<Wish>) => void this.#write(source, event.detail)}
      @resize=${(event: CustomEvent<{ path: string; width: number }>) => this.#resize(event.detail)} @reorder=${(event: CustomEvent<{ path: string; before: string }>) => this.#reorder(event.detail)}></sangam-grid>`
  }

  #footWords(source: Source): string {
    const count = source.count
    return count ? counted(this.entity, count.count) : ''
  }

  /** What is typed into the search, once a hand rests. */
  find(text: string): void {
    clearTimeout(this.#typing)
    this.#typing = setTimeout(() => this.change({ search: text.trim() }), 220)
  }

  async toggleFilter(): Promise<void> {
    await import('./list/filter.ts')
    this.panel = !this.panel
  }

  toggleChoosing(): void {
    this.choosing = !this.choosing
    if (!this.choosing) this.chosen = new Map()
  }

  async #edit(source: Source, edit: CellEdit): Promise<void> {
    const again = (): Promise<void> => this.#refresh()
    await saveCell({ entity: this.entity, source, told: () => this.tick++, again }, edit)
    this.#soon()
  }

  async #write(source: Source, wish: Wish): Promise<void> {
    const { writeCells } = await import('./list/sheet/writing.ts')
    const paths = this.state.columns.map(column => column.path)
    await writeCells({ entity: this.entity, source, paths, told: () => this.tick++, again: () => this.#refresh() }, wish)
    this.#soon()
  }

  #resize({ path, width }: { readonly path: string; readonly width: number }): void {
    this.change({ columns: this.state.columns.map(column => (column.path === path ? { path, width } : column)) })
  }

  #reorder({ path, before }: { readonly path: string; readonly before: string }): void {
    const moved = this.state.columns.find(column => column.path === path)
    const rest = this.state.columns.filter(column => column.path !== path)
    const at = rest.findIndex(column => column.path === before)
    if (moved && at > 0) this.change({ columns: rest.toSpliced(at, 0, moved) })
  }

  #grid(): SgGrid | null {
    return this.renderRoot?.querySelector<SgGrid>('sangam-grid') ?? null
  }
}
customElements.define('sangam-list-screen', SgListScreen)
