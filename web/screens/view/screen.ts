import { type CSSResultGroup, html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit'
import { onChange, onLive } from '../../data/live.ts'
import { entityMeta } from '../../data/meta.ts'
import { go, type Route, setQuery } from '../../shell/router.ts'
import { type Shortcut, shortcuts } from '../../shell/shortcuts.ts'
import { called, t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/menu.ts'
import type { MenuItem } from '../../ui/menu.ts'
import '../../ui/page.ts'
import '../../ui/small.ts'
import { conditionOf, countTests, type Group, groupOf, nothing as noTests } from '../list/conditions.ts'
import { lostFilter, lostIn, withoutLost } from '../list/lost.ts'
import { askDay, todayNote, viewNote } from '../list/past.ts'
import { addressOf, type Definition, withAddress } from './definition.ts'
import { kindSwitch, saveChoice, type Viewed, viewChoice, viewItems } from './head.ts'
import { kindLabel, kindsOf, type ViewKind } from './kinds.ts'
import { builtViews, savedViews, shownAs, type View } from './saved.ts'
import { viewStyles } from './view.css.ts'

/**
 * A screen that shows an entity's records as one kind of view. What is shown follows from the address alone (the view it names, and what it
 * says beside), so that every state is a link, and back and forward come to it; what a person changes goes to the address first.
 */
export abstract class ViewScreen extends LitElement implements Viewed {
  static override styles: CSSResultGroup = [base, inputs, viewStyles]
  static override properties: PropertyDeclarations = {
    entity: {},
    route: { attribute: false },
    views: { state: true },
    panel: { state: true },
    saving: { state: true },
    error: { state: true },
    narrow: { state: true },
  }
  declare entity: string
  declare route: Route | undefined
  declare views: readonly View[]
  declare panel: boolean
  declare saving: boolean
  declare error: unknown
  declare narrow: boolean
  abstract readonly kind: ViewKind
  /** What of the kind's own a view keeps and the address names. */
  protected abstract readonly settings: readonly string[]
  /** Whether the kind shows the past too. */
  protected readonly looksBack: boolean = true
  /** What else of the address decides what is read: where one is. */
  protected readonly places: readonly string[] = []
  /** The view that is given another name; without it what is shown is given one. */
  named: View | undefined
  #stops: (() => void)[] = []
  #later: ReturnType<typeof setTimeout> | undefined
  #typing: ReturnType<typeof setTimeout> | undefined
  #asked = ''
  #round = 0
  #ready = false
  /** The condition as it is being built: what is not finished stands in no address. */
  #group: Group = noTests
  readonly #phone = matchMedia('(max-width: 700px)')

  constructor() {
    super()
    this.views = []
    this.panel = false
    this.saving = false
    this.error = null
    this.narrow = this.#phone.matches
  }

  /** What the kind shows where neither view nor address says anything. */
  protected abstract usual(): Definition
  /** Reads what is shown; also after others changed something. What it throws is shown. What comes when something else was asked for since is let fall. */
  protected abstract read(latest: () => boolean): Promise<void>
  /** What one chooses of this kind, at the end of the toolbar. */
  protected abstract tools(): TemplateResult | typeof nothing
  protected abstract body(): TemplateResult
  /** What else can be done with what is shown. */
  protected moreItems(): readonly MenuItem[] {
    return []
  }

  get viewNow(): View | undefined {
    return this.views.find(view => view.id === (this.query('view') ?? 'all'))
  }

  get shown(): Definition {
    return withAddress(this.#base(this.viewNow), this.route?.query ?? new URLSearchParams(), this.settings)
  }

  get changed(): boolean {
    return Object.values(addressOf(this.#base(this.viewNow), this.shown, this.settings)).some(text => text !== undefined)
  }

  /** The condition, the search and the past, as the API is asked. */
  get asked(): { readonly where: object; readonly search: string; readonly asOf?: string } {
    const { where = {}, search = '' } = this.shown
    return { where, search, ...(this.asOf !== null && { asOf: this.asOf }) }
  }

  /** What the condition asks of and is not there: no records are read by the rest of it. */
  get lost(): readonly string[] {
    return lostIn(this.entity, groupOf(this.shown.where ?? {}))
  }

  get asOf(): string | null {
    return (this.looksBack && this.query('asOf')) || null
  }

  protected query(name: string): string | undefined {
    return this.route?.query.get(name) ?? undefined
  }

  /** Shows something else; `push` when it is somewhere else, to which back leads from. */
  change(part: Definition, options: { readonly push?: boolean; readonly places?: { readonly [name: string]: string | undefined } } = {}): void {
    setQuery({ ...addressOf(this.#base(this.viewNow), { ...this.shown, ...part }, this.settings), ...options.places }, { push: options.push ?? false })
  }

  chooseView(id: string): void {
    const cleared = Object.fromEntries(['where', 'search', ...this.settings].map(name => [name, undefined]))
    setQuery({ ...cleared, view: id === 'all' ? undefined : id }, { push: true })
  }

  async reloadViews(choose?: string): Promise<void> {
    this.views = [...builtViews(this.entity), ...(await savedViews(this.entity).catch(() => []))]
    if (choose) this.chooseView(choose)
  }

  async saveAs(view?: View): Promise<void> {
    this.named = view
    await import('./save-view.ts')
    this.saving = true
  }

  override connectedCallback(): void {
    super.connectedCallback()
    const narrow = (): void => {
      this.narrow = this.#phone.matches
    }
    this.#phone.addEventListener('change', narrow)
    this.#stops = [
      () => this.#phone.removeEventListener('change', narrow),
      onChange(this.entity, () => this.soon()),
      onLive('again', () => this.soon()),
      shortcuts(
        { keys: '/', label: t('Search'), group: kindLabel(this.kind), run: () => this.renderRoot.querySelector<HTMLElement>('.search input')?.focus() },
        { keys: 'f', label: t('Filter'), group: kindLabel(this.kind), run: () => this.#toggleFilter() },
        ...this.keys(),
      ),
    ]
    void this.#begin()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    for (const stop of this.#stops) stop()
    clearTimeout(this.#later)
    clearTimeout(this.#typing)
  }

  protected keys(): readonly Shortcut[] {
    const may = entityMeta(this.entity)?.verbs.includes('create')
    return may
      ? [{ keys: 'n', label: t('New record'), group: kindLabel(this.kind), run: () => (this.asOf === null ? go(`/new/${this.entity}`) : undefined) }]
      : []
  }

  protected override willUpdate(changed: PropertyValues): void {
    if ((changed.has('route') || changed.has('views')) && this.#ready) this.#follow()
  }

  protected override render(): unknown {
    const shape = entityMeta(this.entity)
    if (!shape || !kindsOf(this.entity).includes(this.kind)) return this.missing()
    const { kind, entity } = this
    return html`<sangam-page fill heading=${called(shape.plural)}>
      <div slot="actions" class="toolbar">${kindSwitch(this)}<sangam-menu end .items=${this.#more()} label=${t('More')}><sangam-button slot="opener" icon="more" label=${t('More')}></sangam-button></sangam-menu>
        ${this.asOf === null && shape.verbs.includes('create') ? html`<sangam-button kind="primary" icon="plus" label=${t('New {entity}', { entity: called(shape.label) })} href=${this.newHref()}>${this.narrow ? t('New') : t('New {entity}', { entity: called(shape.label) })}</sangam-button>` : nothing}</div>
      <div slot="toolbar">${viewChoice(this)}</div>
      <div slot="toolbar" class="toolbar">${this.#asking()}${this.tools()}<span class="grow"></span>${saveChoice(this)}</div>
      ${this.#note()}
      ${this.panel ? html`<section class="panel" aria-label=${t('Filter')}><sangam-filter ready entity=${entity} .group=${this.#group} @change=${(event: CustomEvent<Group>) => this.#built(event.detail)}>${countTests(this.#group) > 0 ? html`<sangam-button size="small" kind="quiet" @click=${() => this.#built(noTests)}>${t('Clear')}</sangam-button>` : nothing}</sangam-filter></section>` : nothing}
      ${this.error ? html`<div class="loading"><sangam-problem retry .error=${this.error} @retry=${() => void this.refresh()}></sangam-problem></div>` : nothing}
      ${this.lost.length > 0 ? lostFilter(this.lost, () => this.#built(withoutLost(entity, groupOf(this.shown.where ?? {})))) : this.body()}</sangam-page>
      ${this.saving ? html`<sangam-save-view .view=${this.named ?? null} entity=${entity} kind=${kind} .definition=${this.shown} @saved=${(event: CustomEvent<string>) => void this.reloadViews(event.detail)} @close=${() => (this.saving = false)}></sangam-save-view>` : nothing}`
  }

  protected missing(): TemplateResult {
    return html`<sangam-empty icon="lock" heading=${t('There is nothing to see here')} text=${t('This list belongs to a plugin that is not enabled, or you may not see it.')}><sangam-button href="/">${t('Go home')}</sangam-button></sangam-empty>`
  }

  protected newHref(): string {
    return `/new/${this.entity}`
  }

  #note(): TemplateResult | typeof nothing {
    if (!this.query('asOf')) return nothing
    return html`<div slot="toolbar">${this.asOf === null ? todayNote() : viewNote(this.asOf)}</div>`
  }

  /** Reads again, a moment later: many changes that come together are looked at once. */
  protected soon(): void {
    clearTimeout(this.#later)
    this.#later = setTimeout(() => void this.refresh(), 500)
  }

  /** Lets fall what is being read: it was asked before something changed here. */
  protected forget(): void {
    this.#round++
  }

  protected async refresh(): Promise<void> {
    const round = ++this.#round
    const latest = (): boolean => round === this.#round
    try {
      if (this.lost.length === 0) await this.read(latest)
      if (latest()) this.error = null
    } catch (error) {
      if (latest()) this.error = error
    }
  }

  /** Search and filter: the one condition builder, whatever the kind. */
  #asking(): TemplateResult {
    const tests = countTests(this.#group)
    const filter = tests > 0 ? t('Filter: {count}', { count: tests }) : t('Filter')
    return html`<div class="search" role="search"><sangam-icon name="search"></sangam-icon><input type="search" aria-label=${t('Search')} placeholder=${t('Search')} .value=${this.asked.search} @input=${(event: Event) => this.#typed((event.target as HTMLInputElement).value)} /></div>
      <sangam-button icon="filter" kind=${tests > 0 ? 'plain' : 'quiet'} pressed=${String(tests > 0)} expanded=${String(this.panel)} label=${this.narrow ? filter : nothing} @click=${() => this.#toggleFilter()}>${this.narrow ? nothing : filter}</sangam-button>`
  }

  #more(): readonly MenuItem[] {
    const own = this.moreItems()
    const back = this.looksBack ? [{ label: t('As on…'), icon: 'history', run: () => void askDay(this.asOf) }] : []
    return [...own, ...back, ...(own.length + back.length > 0 ? ['line' as const] : []), ...viewItems(this)]
  }

  async #begin(): Promise<void> {
    if (!kindsOf(this.entity).includes(this.kind)) return
    this.views = builtViews(this.entity)
    const saved = this.reloadViews()
    // Only a view that someone saved has to be known before anything is read.
    if (this.viewNow === undefined) await saved
    this.#ready = true
    this.#follow()
  }

  /** What the address asks for now, if it is another than what is shown. */
  #follow(): void {
    const { shown } = this
    const where = shown.where ?? {}
    if (JSON.stringify(conditionOf(this.#group)) !== JSON.stringify(where)) this.#group = groupOf(where)
    const asked = JSON.stringify([shown, this.asOf, this.places.map(name => this.query(name))])
    if (asked === this.#asked) return
    this.#asked = asked
    void this.refresh()
  }

  #base(view: View | undefined): Definition {
    return { ...this.usual(), ...shownAs(view, this.kind) }
  }

  #built(group: Group): void {
    this.#group = group
    this.change({ where: conditionOf(group) })
    this.requestUpdate()
  }

  #typed(text: string): void {
    clearTimeout(this.#typing)
    this.#typing = setTimeout(() => this.change({ search: text.trim() }), 220)
  }

  async #toggleFilter(): Promise<void> {
    await import('../list/filter.ts')
    this.panel = !this.panel
  }
}
