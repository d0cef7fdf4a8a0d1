import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { counted } from '../data/counted.ts'
import { entityMeta, fieldAt, meta } from '../data/meta.ts'
import type { Row } from '../data/records.ts'
import { createInDialog } from '../fields/create-dialog.ts'
import { addDays } from '../fields/dates.ts'
import { formatDate, formatDays, formatNumber, formatWeekday, region, today, weekStart } from '../shell/format.ts'
import { go } from '../shell/router.ts'
import type { Shortcut } from '../shell/shortcuts.ts'
import { called, t } from '../shell/words.ts'
import { toast } from '../ui/toast.ts'
import { calendarStyles } from './calendar/calendar.css.ts'
import { atMost, type Day, type Days, mayMake, mayMove, readDays, valueOn } from './calendar/days.ts'
import { card, type EntryDrawing, line } from './calendar/entry.ts'
import { Mover, type MoverHost } from './calendar/mover.ts'
import { daysBy, daysOf, type Span, spanOf, spans, stepped } from './calendar/span.ts'
import { pathLabel } from './list/conditions.ts'
import { both } from './list/source.ts'
import type { Definition } from './view/definition.ts'
import { dayFields } from './view/kinds.ts'
import { ViewScreen } from './view/screen.ts'

/** Records on their days: a month, a week or a day of them; dragged to another day, or moved from the keyboard; followed live. */
class SgCalendarScreen extends ViewScreen implements MoverHost {
  static override styles = [ViewScreen.styles, calendarStyles]
  static override properties = {
    ...ViewScreen.properties,
    days: { state: true },
    room: { state: true },
  }
  declare days: Days | null
  /** How many lines a day of a month has room for. */
  declare room: number
  readonly kind = 'calendar'
  protected override readonly looksBack = false
  protected readonly settings = ['by', 'span', 'card']
  protected override readonly places = ['day']
  readonly #mover = new Mover(this)
  readonly #sizes = new ResizeObserver(([size]) => this.#measure(size?.contentRect.height ?? 0))

  constructor() {
    super()
    this.days = null
    this.room = 3
  }

  protected usual(): Definition {
    const fields = dayFields(this.entity)
    const own = fields.find(field => field.type === 'date' && !field.readonly && !field.computed) ?? fields.find(field => !field.readonly) ?? fields[0]
    const columns = meta().lists.find(list => list.entity === this.entity)?.columns ?? []
    return { by: own?.name, span: 'month', card: columns.slice(0, 5) }
  }

  protected override keys(): readonly Shortcut[] {
    const group = t('Calendar')
    return [
      ...super.keys().map(key => (key.keys === 'n' ? { ...key, run: () => this.#make(this.#day) } : key)),
      { keys: 't', label: t('Today'), group, run: () => this.#to(today()) },
      { keys: 'j', label: t('Later'), group, run: () => this.#step(1) },
      { keys: 'k', label: t('Earlier'), group, run: () => this.#step(-1) },
    ]
  }

  /** What is made while one looks at a day is made on it. */
  protected override newHref(): string {
    const here = this.#span === 'day' && mayMake(this.entity, this.by)
    return here ? `${super.newHref()}?${new URLSearchParams({ [this.by]: valueOn(this.entity, this.by, this.#day) })}` : super.newHref()
  }

  protected async read(latest: () => boolean): Promise<void> {
    // What is under a hand stays where it is.
    if (this.#mover.working) return this.soon()
    const { entity } = this
    const days = await readDays({ entity, by: this.by, card: this.#card, days: this.#shownDays(), ...this.asked })
    if (latest() && !this.#mover.working) this.days = days
  }

  protected tools(): TemplateResult {
    const fields = dayFields(this.entity)
    return html`<div class="steps"><sangam-button kind="quiet" icon="left" label=${t('Earlier')} @click=${() => this.#step(-1)}></sangam-button><sangam-button kind="quiet" @click=${() => this.#to(today())}>${t('Today')}</sangam-button><sangam-button kind="quiet" icon="right" label=${t('Later')} @click=${() => this.#step(1)}></sangam-button><b aria-live="polite">${this.#heading()}</b></div>
      <select aria-label=${t('Days of')} @change=${(event: Event) => this.change({ by: (event.target as HTMLSelectElement).value })}>${fields.map(field => html`<option value=${field.name} ?selected=${field.name === this.by}>${pathLabel(this.entity, field.name)}</option>`)}</select>
      <div class="look" role="group" aria-label=${t('Show at once')}>${spans.map(span => html`<button type="button" aria-pressed=${String(span === this.#span)} @click=${() => this.change({ span }, { push: true })}>${spanLabel(span)}</button>`)}</div>`
  }

  protected body(): TemplateResult {
    const { days } = this
    const shown = this.#shownDays()
    if (!days) return html`${this.error ? nothing : html`<div class="loading"><sangam-skeleton lines="9"></sangam-skeleton></div>`}`
    const month = this.#span === 'month'
    const count = [...days.values()].reduce((sum, day) => sum + day.count, 0)
    const left = count > [...days.values()].reduce((sum, day) => sum + day.rows.length, 0)
    return html`${left ? html`<p class="note" role="status">${t('Only the first {limit} of {count} records are shown here. Each day tells how many it has; a filter or a shorter time shows them.', { limit: formatNumber(atMost), count: formatNumber(count) })}</p>` : nothing}
      ${month ? html`<div class="heads" aria-hidden="true">${shown.slice(0, 7).map(day => html`<span>${formatWeekday(day, this.narrow ? 'narrow' : 'short')}</span>`)}</div>` : nothing}
      <ol class="days ${this.#span} ${this.narrow ? 'phone' : ''}" aria-label=${this.#heading()} @keydown=${(event: KeyboardEvent) => this.#dayKey(event)}>${repeat(
        shown,
        day => day,
        day => this.#dayCell(day, days.get(day) ?? { rows: [], count: 0 }),
      )}</ol>
      ${this.narrow && month ? this.#agenda(days.get(this.#day)) : nothing}
      <div class="visually-hidden" role="status" aria-live="assertive">${this.#mover.said}</div>`
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#sizes.disconnect()
  }

  protected override updated(_changed: PropertyValues): void {
    const grid = this.renderRoot.querySelector('.days')
    if (grid) this.#sizes.observe(grid)
  }

  again(): Promise<void> {
    return this.refresh()
  }

  focusEntry(id: string): void {
    this.renderRoot.querySelector<HTMLElement>(`#entry-${CSS.escape(id)}`)?.focus()
  }

  /** The field whose days the records stand on. */
  get by(): string {
    const by = String(this.shown.by ?? '')
    return dayFields(this.entity).some(field => field.name === by) ? by : String(this.usual().by ?? '')
  }

  get #span(): Span {
    return spanOf(this.shown.span)
  }

  get #card(): readonly string[] {
    const { card } = this.shown
    return Array.isArray(card) ? card.filter((path): path is string => typeof path === 'string' && fieldAt(this.entity, path) !== undefined) : []
  }

  /** The day the calendar is at: as the address says, else today. */
  get #day(): string {
    const day = this.query('day') ?? ''
    return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) ? day : today()
  }

  #shownDays(): readonly string[] {
    return daysOf(this.#span, this.#day, weekStart())
  }

  #heading(): string {
    const days = this.#shownDays()
    if (this.#span === 'month') return formatDate(this.#day, 'month')
    return this.#span === 'day' ? `${formatWeekday(this.#day, 'short')}, ${formatDate(this.#day)}` : formatDays(days[0] ?? '', days.at(-1) ?? '')
  }

  #dayCell(day: string, { rows, count }: Day): TemplateResult {
    const [month, small] = [this.#span === 'month', this.narrow && this.#span === 'month']
    const fitting = month && (count > this.room || rows.length < count) ? rows.slice(0, Math.max(0, this.room - 1)) : rows
    const look = `${day === today() ? 'today' : ''} ${month && day.slice(0, 7) !== this.#day.slice(0, 7) ? 'far' : ''} ${small && day === this.#day ? 'picked' : ''} ${this.#mover.over === day ? 'over' : ''}`
    const makes = mayMake(this.entity, this.by)
    return html`<li class="day ${look}" data-day=${day} @click=${(event: MouseEvent) => this.#dayClicked(event, day, makes)}
        @dragenter=${(event: DragEvent) => this.#mover.dragOver(event, day)} @dragover=${(event: DragEvent) => this.#mover.dragOver(event, day)} @dragleave=${(event: DragEvent) => this.#mover.dragLeave(event)} @drop=${(event: DragEvent) => this.#mover.drop(event, day)}>
      ${
        this.#span === 'day'
          ? nothing
          : html`<header>${this.#date(day, count, month, small)}
        <span class="grow"></span>${makes && !small ? html`<sangam-button class="add" kind="quiet" size="small" icon="plus" label=${t('New {entity} on {day}', { entity: called(entityMeta(this.entity)?.label ?? ''), day: formatDate(day) })} @click=${() => this.#make(day)}></sangam-button>` : nothing}</header>`
      }
      ${small ? (count > 0 ? html`<span class="dots" aria-hidden="true">${formatNumber(count)}</span>` : nothing) : this.#entries(fitting, month ? line : card, count === 0 && this.#span === 'day')}
      ${!small && count > fitting.length ? html`<button class="more" type="button" @click=${() => this.#more(day)}>${fitting.length === 0 ? counted(this.entity, count) : t('{count} more', { count: count - fitting.length })}</button>` : nothing}</li>`
  }

  /** The day's number, which leads to the day. */
  #date(day: string, count: number, month: boolean, small: boolean): TemplateResult {
    const told = t('{day}, {what}', { day: `${month ? `${formatWeekday(day, 'long')} ` : ''}${formatDate(day)}`, what: counted(this.entity, count) })
    return html`<button class="date" type="button" aria-current=${day === today() ? 'date' : nothing} aria-pressed=${small ? String(day === this.#day) : nothing} @click=${() => this.#open(day)}>${month ? nothing : html`<span>${formatWeekday(day, this.narrow ? 'long' : 'short')}</span> `}<b>${new Intl.NumberFormat(region()).format(Number(day.slice(8)))}</b><span class="visually-hidden"> ${told}</span></button>`
  }

  #entries(rows: readonly Row[], draw: typeof line, none: boolean): TemplateResult {
    const drawing = this.#drawing()
    return html`<ul class="entries">${repeat(
      rows,
      row => row.id,
      row => html`<li>${draw(drawing, row)}</li>`,
    )}${none ? html`<li class="none">${t('Nothing here.')}</li>` : nothing}</ul>`
  }

  /** On a phone the days of a month tell how many there are; those of the day that was touched stand below. */
  #agenda(day: Day = { rows: [], count: 0 }): TemplateResult {
    const makes = mayMake(this.entity, this.by)
    return html`<section class="agenda" aria-label=${formatDate(this.#day)}><header><h2>${formatWeekday(this.#day, 'long')}, ${formatDate(this.#day, 'short')}</h2>${makes ? html`<sangam-button size="small" icon="plus" @click=${() => this.#make(this.#day)}>${t('New')}</sangam-button>` : nothing}</header>
      ${this.#entries(day.rows, card, day.count === 0)}
      ${day.count > day.rows.length ? html`<button class="more" type="button" @click=${() => this.#more(this.#day)}>${t('{count} more', { count: day.count - day.rows.length })}</button>` : nothing}</section>`
  }

  #drawing(): EntryDrawing {
    return {
      entity: this.entity,
      by: this.by,
      card: this.#card,
      movable: mayMove(this.entity, this.by),
      state: row => this.#mover.stateOf(row),
      grab: (event, row) => this.#mover.grab(event, row),
      drop: () => this.#mover.letGo(),
      key: (event, row) => this.#mover.key(event, row),
      askDay: row => this.#mover.askDay(row),
    }
  }

  #to(day: string): void {
    this.change({}, { push: true, places: { day: day === today() ? undefined : day } })
  }

  #step(step: number): void {
    this.#to(stepped(this.#span, this.#day, step))
  }

  /** A day's number leads to the day; on a phone to what stands on it, below. */
  #open(day: string): void {
    const here = this.narrow && this.#span === 'month'
    this.change(here ? {} : { span: 'day' }, { push: !here, places: { day } })
  }

  /** What a day has no room for stands in its own day; what even that has none for in the list. */
  #more(day: string): void {
    if (this.#span !== 'day' && !(this.narrow && this.#span === 'month')) return this.#open(day)
    const where = both(this.asked.where, { [this.by]: { gte: day, lt: addDays(day, 1) } })
    void go(`/list/${this.entity}?${new URLSearchParams({ where: JSON.stringify(where), ...(this.asked.search && { search: this.asked.search }) })}`)
  }

  #dayClicked(event: MouseEvent, day: string, makes: boolean): void {
    const on = event.target as HTMLElement
    if (!on.matches('.day, .entries, .dots, .day > header')) return
    if (this.narrow && this.#span === 'month') this.#open(day)
    else if (makes) void this.#make(day)
  }

  async #make(day: string): Promise<void> {
    const made = await createInDialog(this.entity, '', { [this.by]: valueOn(this.entity, this.by, day) })
    if (!made) return
    toast(t('Saved.'), { action: { label: t('Open'), run: () => go(`/record/${this.entity}/${made.id}`) } })
    await this.refresh()
  }

  /** The arrows walk over the days; beyond the last is the next month, or week. */
  #dayKey(event: KeyboardEvent): void {
    const on = event.target as HTMLElement
    const days = daysBy(event.key, getComputedStyle(this).direction === 'rtl')
    const day = on.closest<HTMLElement>('.day')?.dataset.day
    if (!on.matches('.date') || days === 0 || !day || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const to = addDays(day, days)
    if (!this.#shownDays().includes(to)) this.#to(to)
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`[data-day='${to}'] .date`)?.focus())
  }

  #measure(height: number): void {
    const weeks = this.#shownDays().length / 7
    if (this.#span === 'month' && height > 0) this.room = Math.max(1, Math.floor((height / weeks - 33) / 24))
  }
}
customElements.define('sangam-calendar-screen', SgCalendarScreen)

function spanLabel(span: Span): string {
  const words: { readonly [S in Span]: string } = { day: t('Day'), week: t('Week'), month: t('Month') }
  return words[span]
}
