import { addDays } from '@sangam/sdk'
import { ask, can, confirm, css, format, go, html, LitElement, nothing, repo, sentence, t, toast, today } from '@sangam/sdk/web'
import type { HeldBy, PeriodOfYear, Periods } from '../model/periods.ts'
import { Entry, PeriodLock } from '../model.ts'
import { Reading } from './reading.ts'
import { sheet } from './sheet.css.ts'
import { addressOf, type Query } from './span.ts'

const page = 'ledger.periods'

/** The months of a fiscal year: what is posted in each, what is left as a draft, and whether it is locked; one is locked up to its end by one button. */
class LedgerPeriods extends LitElement {
  static override properties = { query: { attribute: false }, busy: { state: true } }
  declare query: Query
  declare busy: string | null
  readonly #year = new Reading<Periods>(this, () => ask('ledger', '/periods', { on: this.#on() }), [Entry.name, PeriodLock.name])

  constructor() {
    super()
    this.query = {}
    this.busy = null
  }

  static override styles = [
    sheet,
    css`
    td a { color: var(--sg-accent-text); text-decoration: underline; } td.figure a { color: var(--sg-text); text-decoration: none; }
    td.figure a:hover { text-decoration: underline; }
    .held { color: var(--sg-success); font-weight: 550; } .open { color: var(--sg-text-2); } .does { text-align: end; inline-size: 1%; white-space: nowrap; }
    tbody :is(th, td) { vertical-align: middle; block-size: 40px; } thead td { border-block-end-color: var(--sg-border-strong); }
    .end > * { border-block-start: 1px solid var(--sg-border-strong); }
    h2 { font-size: var(--sg-text-md); font-weight: 600; margin: 0; }
    @media screen and (max-width: 760px) { .does { white-space: normal; } }
  `,
  ]

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('query')) void this.#year.again()
  }

  protected override render(): unknown {
    const { error, found } = this.#year
    return html`<sangam-page narrow heading=${t('Periods')}>${
      error
        ? html`<sangam-problem retry .error=${error} @retry=${() => void this.#year.again()}></sangam-problem>`
        : found
          ? this.#body(found)
          : html`<sangam-skeleton lines="12"></sangam-skeleton>`
    }</sangam-page>`
  }

  #body(found: Periods): unknown {
    const { year, from, to, periods, yearEnd } = found
    const named = html`${t('Fiscal year {name}', { name: year.name })}`
    const shown = (on: string) => (): void => void go(`/page/${page}?${new URLSearchParams({ on })}`)
    return html`<div class="controls"><h2>${year.id ? html`<a href=${`/record/ledger.fiscalYear/${year.id}`}>${named}</a>` : named}</h2>
        <div class="quick"><sangam-button size="small" kind="quiet" @click=${shown(addDays(from, -1))}>${t('The year before')}</sangam-button>${
          to < today() ? html`<sangam-button size="small" kind="quiet" @click=${shown(addDays(to, 1))}>${t('The year after')}</sangam-button>` : nothing
        }</div></div>
      <table><thead><tr><th scope="col">${t('Period')}</th><th class="figure" scope="col">${t('Posted')}</th><th class="figure" scope="col">${t('Drafts')}</th><th scope="col">${t('Locked')}</th><td class="does"></td></tr></thead>
        <tbody>${periods.map((period, at) => this.#period(period, periods.slice(0, at + 1), found))}
          <tr class="end"><th scope="row">${t('Adjustments and closing')}<small>${t('Of the year as a whole, what some call period 13')}</small></th>
            <td class=${figure(yearEnd.posted)}>${format.number(yearEnd.posted)}</td><td class=${figure(yearEnd.drafts)}>${format.number(yearEnd.drafts)}</td>
            <td>${year.closed ? html`<span class="held">${t('The year is closed')}</span>` : html`<span class="open">${t('The year is open')}</span>`}</td><td class="does"></td></tr></tbody></table>`
  }

  #period(period: PeriodOfYear, upTo: readonly PeriodOfYear[], found: Periods): unknown {
    const { from, to, posted, drafts } = period
    const href = addressOf('ledger.dayBook', { from, to })
    const count = format.number(posted)
    return html`<tr><th scope="row">${nameOf(period)}</th><td class=${figure(posted)}>${posted > 0 ? html`<a href=${href}>${count}</a>` : count}</td>
      <td class=${figure(drafts)}>${format.number(drafts)}</td><td>${heldWords(period)}</td><td class="does">${this.#deed(period, upTo, found)}</td></tr>`
  }

  /** The closing entry stands on the last day of the year, so that is locked by closing it and not before. */
  #deed(period: PeriodOfYear, upTo: readonly PeriodOfYear[], { to: last, year }: Periods): unknown {
    const { to, lock } = period
    if (lock !== null || to >= today()) return nothing
    if (to === last && !year.closed)
      return year.id && can('ledger.fiscalYear:close')
        ? html`<sangam-button size="small" href=${`/record/ledger.fiscalYear/${year.id}`}>${t('Close the year')}</sangam-button>`
        : nothing
    if (!can('ledger.lock:create')) return nothing
    return html`<sangam-button size="small" label=${`${t('Lock up to here')}: ${nameOf(period)}`} ?busy=${this.busy === to} @click=${() => void this.#lock(period, upTo)}>${t('Lock up to here')}</sangam-button>`
  }

  async #lock({ from, to }: PeriodOfYear, upTo: readonly PeriodOfYear[]): Promise<void> {
    const [day, month] = [format.date(to), nameOf({ from, to })]
    const drafts = upTo.reduce((sum, one) => sum + (one.lock ? 0 : one.drafts), 0)
    const left =
      drafts > 0
        ? ` ${t('{count, plural, one {One draft stays behind it and needs} other {# drafts stay behind it and need}} a later date to be posted.', { count: drafts })}`
        : ''
    const question = `${t('Lock all days up to {day}? Nothing can be posted there after that, except by an exception.', { day })}${left}`
    if (this.busy !== null || !(await confirm(question, { heading: month, go: t('Lock these days') }))) return
    this.busy = to
    try {
      await repo(PeriodLock).create({ until: to, reason: t('{month} is done', { month }) })
      await this.#year.again()
      toast(t('Locked up to {day}.', { day }))
    } catch (error) {
      toast(sentence(error), { kind: 'problem' })
    } finally {
      this.busy = null
    }
  }

  #on(): string {
    const { on } = this.query
    return on !== undefined && /^\d{4}-\d\d-\d\d$/.test(on) ? on : today()
  }
}
customElements.define('ledger-periods', LedgerPeriods)

const figure = (count: number): string => `figure${count === 0 ? ' none' : ''}`

/** A month by its name, or by its days where it is a part of one. */
function nameOf({ from, to }: { readonly from: string; readonly to: string }): string {
  const isWhole = from.endsWith('-01') && addDays(to, 1).endsWith('-01')
  const words = new Intl.DateTimeFormat(document.documentElement.lang || 'en', { month: 'long', year: 'numeric', timeZone: 'UTC' })
  return isWhole ? words.format(Date.parse(from)) : t('{from} to {to}', { from: format.date(from), to: format.date(to) })
}

function heldWords({ lock, parts, upTo }: PeriodOfYear): unknown {
  const link = (one: HeldBy, words: string): unknown => html`<a href=${`/record/ledger.lock/${one.id}`} title=${one.reason}>${words}</a>`
  if (lock) return html`<span class="held">${link(lock, lock.kind === 'hard' ? t('For good') : t('Locked'))}</span><small>${lock.reason}</small>`
  return html`${upTo ? html`<span>${t('Up to {day}', { day: format.date(upTo) })}</span>` : html`<span class="open">${t('Not locked')}</span>`}${
    parts.length > 0
      ? html`<small>${t('Locked are:')} ${parts.map((one, at) => html`${at > 0 ? ', ' : ''}${link(one, partWords[one.kind ?? '']?.() ?? '')}`)}</small>`
      : nothing
  }`
}

const partWords: { readonly [kind: string]: () => string } = {
  general: () => t('General'),
  sales: () => t('Sales'),
  purchase: () => t('Purchase'),
  tax: () => t('Tax'),
}
