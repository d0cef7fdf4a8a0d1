import type { ElementMeta } from '@sangam/sdk'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { ref } from 'lit/directives/ref.js'
import { onChange, onLive } from '../../data/live.ts'
import { entityMeta, meta, metaStore } from '../../data/meta.ts'
import { watch } from '../../data/store.ts'
import '../../fields/index.ts'
import { pluginElements } from '../../shell/plugin-elements.ts'
import { called, t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import { tellCut } from '../../ui/cut.ts'
import '../../ui/small.ts'
import { beginSection, hasRecords, madeFirst } from './begin.ts'
import { myDayStyles } from './my-day.css.ts'
import { type Own, ownedPlaces, ownSection, readOwn } from './own.ts'
import { pauseAfter } from './pace.ts'
import './tasks.ts'
import { type Found, readWaiting, type Waiting, waitingFor, waitingSection } from './waiting.ts'

/** What of the day is read by itself, of one list: it is read anew when records of that list change. */
interface Piece<T> {
  readonly entity: string
  read(): Promise<T | null>
  found: T | null
}

/** The day's beginning: how the business stands, what waits, what is due, what is one's own, and the next step. */
class SgMyDay extends LitElement {
  static override properties = { loaded: { state: true }, empty: { state: true }, error: { state: true }, parts: { state: true } }
  /** Whether all was read once. */
  declare loaded: boolean
  /** Whether the business has nothing at all yet. */
  declare empty: boolean
  declare error: unknown
  /** What plugins put above all; null until it came. */
  declare parts: readonly HTMLElement[] | null
  #waiting: readonly Piece<Found>[] = []
  #own: readonly Piece<Own>[] = []
  #shown = ''
  #home = ''
  readonly #changed = new Set<string>()
  #stops: readonly (() => void)[] = []
  #later: ReturnType<typeof setTimeout> | undefined
  #pause = 0
  #readAt = Number.NEGATIVE_INFINITY
  #round = 0

  constructor() {
    super()
    this.loaded = false
    this.empty = false
    this.error = null
    this.parts = null
    watch(this, metaStore)
  }

  static override styles = [base, myDayStyles]

  protected override render(): unknown {
    const model = meta()
    return html`<sangam-problem .error=${this.error} retry @retry=${() => void this.#load()}></sangam-problem>
      <div class="home">${this.parts ?? (model.home.length > 0 ? html`<section class="none"><sangam-skeleton lines="4"></sangam-skeleton></section>` : nothing)}</div>
      <div class="quick" ${ref(row => tellCut(row))}>${madeFirst(model).map(
        place =>
          html`<a href="/new/${place.entity}"><sangam-icon name="plus"></sangam-icon><span>${t('New {entity}', { entity: called(entityMeta(place.entity ?? '')?.label ?? '') })}</span></a>`,
      )}</div>
      ${this.empty ? html`<div class="grid">${beginSection(model)}${this.#tasks()}</div>` : this.#day()}`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stops = [
      onChange('*', ({ entity }) => {
        this.#changed.add(entity)
        this.#soon()
      }),
      onLive('again', () => void this.#load()),
    ]
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    for (const stop of this.#stops) stop()
    clearTimeout(this.#later)
    this.#later = undefined
  }

  /** What is read follows from what there is for this person: another role or plugin is another day. */
  protected override willUpdate(): void {
    const model = meta()
    const [waiting, places] = [waitingFor(model), ownedPlaces(model)]
    const shown = JSON.stringify([waiting, places.map(place => place.entity)])
    if (shown !== this.#shown) {
      this.#shown = shown
      this.#waiting = waiting.map((one: Waiting) => ({ entity: one.entity, read: () => readWaiting(one), found: null }))
      this.#own = places.map(place => ({ entity: place.entity ?? '', read: () => readOwn(model, place), found: null }))
      void this.#load()
    }
    const home = JSON.stringify(model.home)
    if (home === this.#home) return
    this.#home = home
    void this.#place(model.home)
  }

  #day(): TemplateResult {
    const own = this.#own.flatMap(({ found }) => (found && found.total > 0 ? [found] : []))
    const waiting = this.#waiting.length > 0 ? waitingSection(this.loaded ? this.#waiting.flatMap(({ found }) => found ?? []) : null) : nothing
    if (this.#own.length === 0 || (this.loaded && own.length === 0)) return html`<div class="grid even">${waiting}${this.#tasks()}</div>`
    const records = this.loaded ? own.map(ownSection) : html`<section><div class="none"><sangam-skeleton lines="5"></sangam-skeleton></div></section>`
    return html`<div class="grid"><div class="col">${waiting}${this.#tasks()}</div><div class="col">${records}</div></div>`
  }

  #tasks(): TemplateResult {
    return html`<section aria-label=${t('To do')}><header><sangam-icon name="task"></sangam-icon><h2>${t('To do')}</h2></header><sangam-tasks></sangam-tasks></section>`
  }

  async #place(home: readonly ElementMeta[]): Promise<void> {
    this.parts = await pluginElements(home)
  }

  #soon(): void {
    if (this.#later !== undefined) return
    this.#pause = pauseAfter(this.#pause, performance.now() - this.#readAt)
    this.#later = setTimeout(() => void this.#again(), this.#pause)
  }

  /** Reads what changes may have altered; before there is anything, everything. One reading ends before the next begins. */
  async #again(): Promise<void> {
    const own = this.#later
    const changed = new Set(this.#changed)
    this.#changed.clear()
    await this.#load(this.loaded ? ({ entity }) => changed.has(entity) : undefined)
    this.#readAt = performance.now()
    // Who left the page meanwhile reads no more.
    if (this.#later !== own) return
    this.#later = undefined
    if (this.#changed.size > 0) this.#soon()
  }

  async #load(which: (piece: Piece<unknown>) => boolean = () => true): Promise<void> {
    const round = ++this.#round
    const model = meta()
    try {
      await Promise.all([...this.#waiting.filter(which).map(readPiece), ...this.#own.filter(which).map(readPiece)])
      const some = this.#waiting.some(({ found }) => found) || this.#own.some(({ found }) => found && found.total > 0)
      const empty = !some && (this.empty || !this.loaded) && !(await hasRecords(model))
      if (round !== this.#round) return
      this.empty = empty
      this.error = null
    } catch (error) {
      if (round !== this.#round) return
      this.error = error
    }
    this.loaded = true
    this.requestUpdate()
  }
}
customElements.define('sangam-my-day', SgMyDay)

async function readPiece<T>(piece: Piece<T>): Promise<void> {
  piece.found = await piece.read()
}
