import { placeInWeek } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { formatDate, formatWeekday, region, today, weekStart } from '../shell/format.ts'
import { t } from '../shell/words.ts'
import { base } from '../style/parts.ts'
import '../ui/button.ts'
import { along } from '../shell/direction.ts'
import { addDays, addMonths } from './dates.ts'

/** A month to pick a day from: arrow keys, Page Up and Down for months, Home and End for weeks. Tells `pick` with the day. */
export class SgCalendar extends LitElement {
  static override properties = { day: {}, at: { state: true } }
  /** The chosen day, or an empty text. */
  declare day: string
  /** The day the keyboard is on. */
  declare at: string

  constructor() {
    super()
    this.day = ''
    this.at = today()
  }

  static override styles = [
    base,
    css`
    :host { display: block; inline-size: 268px; padding: 10px; }
    header { display: flex; align-items: center; justify-content: space-between; margin-block-end: 6px; }
    table { inline-size: 100%; border-collapse: collapse; table-layout: fixed; }
    th { font-size: var(--sg-text-xs); font-weight: 500; color: var(--sg-text-2); block-size: 26px; }
    td { padding: 1px; text-align: center; }
    td button { all: unset; cursor: pointer; inline-size: 100%; block-size: 32px; border-radius: 7px; text-align: center; font-variant-numeric: tabular-nums; font-size: var(--sg-text-sm); }
    td button:hover { background: var(--sg-surface-2); }
    td button.now { color: var(--sg-accent-text); font-weight: 650; }
    td button[aria-pressed='true'] { background: var(--sg-accent); color: var(--sg-on-accent); }
    td button:focus-visible { outline: 2px solid var(--sg-focus); }
    td button.other { color: var(--sg-text-3); }
    footer { display: flex; justify-content: space-between; padding-block-start: 8px; }
  `,
  ]

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('day')) this.at = this.day || today()
  }

  protected override render(): TemplateResult {
    const first = `${this.at.slice(0, 7)}-01`
    const before = placeInWeek(first, weekStart())
    const weeks = Array.from({ length: 6 }, (_, week) => Array.from({ length: 7 }, (_, day) => addDays(first, week * 7 + day - before)))
    return html`<header><sangam-button kind="quiet" size="small" icon="left" label=${t('Month before')} @click=${() => this.#to(addMonths(this.at, -1), false)}></sangam-button>
        <b aria-live="polite">${formatDate(this.at, 'month')}</b><sangam-button kind="quiet" size="small" icon="right" label=${t('Month after')} @click=${() => this.#to(addMonths(this.at, 1), false)}></sangam-button></header>
      <table role="grid" aria-label=${formatDate(this.at, 'month')} @keydown=${(event: KeyboardEvent) => this.#key(event)}>
        <thead><tr>${(weeks[0] ?? []).map(day => html`<th scope="col" abbr=${formatWeekday(day, 'long')}>${formatWeekday(day, 'narrow')}</th>`)}</tr></thead>
        <tbody>${weeks.map(week => html`<tr>${week.map(day => this.#day(day))}</tr>`)}</tbody></table>
      <footer><sangam-button kind="quiet" size="small" @click=${() => this.#pick(today())}>${t('Today')}</sangam-button>${this.day ? html`<sangam-button kind="quiet" size="small" @click=${() => this.#pick('')}>${t('Clear')}</sangam-button>` : nothing}</footer>`
  }

  override focus(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`[data-day='${this.at}']`)?.focus())
  }

  #day(day: string): TemplateResult {
    const kind = `${day === today() ? 'now ' : ''}${day.slice(0, 7) === this.at.slice(0, 7) ? '' : 'other'}`
    return html`<td><button type="button" class=${kind} data-day=${day} tabindex=${day === this.at ? 0 : -1} aria-pressed=${String(day === this.day)} aria-label=${formatDate(day)} @click=${() => this.#pick(day)}>${new Intl.NumberFormat(region()).format(Number(day.slice(8)))}</button></td>`
  }

  #key(event: KeyboardEvent): void {
    const weekdayAt = placeInWeek(this.at, weekStart())
    const to: { readonly [key: string]: () => string } = {
      ArrowLeft: () => addDays(this.at, along('ArrowLeft')),
      ArrowRight: () => addDays(this.at, along('ArrowRight')),
      ArrowUp: () => addDays(this.at, -7),
      ArrowDown: () => addDays(this.at, 7),
      PageUp: () => addMonths(this.at, event.shiftKey ? -12 : -1),
      PageDown: () => addMonths(this.at, event.shiftKey ? 12 : 1),
      Home: () => addDays(this.at, -weekdayAt),
      End: () => addDays(this.at, 6 - weekdayAt),
    }
    const found = Object.hasOwn(to, event.key) ? to[event.key] : undefined
    if (!found) return
    event.preventDefault()
    this.#to(found(), true)
  }

  #to(day: string, focus: boolean): void {
    this.at = day
    if (focus) this.focus()
  }

  #pick(day: string): void {
    this.dispatchEvent(new CustomEvent('pick', { detail: day }))
  }
}
customElements.define('sangam-calendar', SgCalendar)
