import { type Period, resolvePeriod } from '@sangam/sdk'
import { company, field, format, go, html, nothing, t, today } from '@sangam/sdk/web'
import { Entry } from '../model.ts'

/** The query of a page's address. */
export interface Query {
  readonly [name: string]: string
}

/** The days that are shown; without a first one, all up to the last. */
export interface Span {
  readonly from: string | null
  readonly to: string
}

const choices = [
  ['this_month', () => t('This month')],
  ['last_month', () => t('Last month')],
  ['this_fiscal_quarter', () => t('This quarter')],
  ['this_fiscal_year', () => t('This fiscal year')],
] as const satisfies readonly (readonly [Period, () => string])[]

function within(period: Period): Span {
  return resolvePeriod(period, today(), company() ?? { fiscalYearStart: 4, weekStart: 1 })
}

/** The days an address tells: this fiscal year where it tells none. */
export function spanOf({ from, to }: Query): Span {
  const day = (text: string | undefined): string | null => (text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) ? text : null)
  if (day(from) === null && day(to) === null) return within('this_fiscal_year')
  return { from: day(from), to: day(to) ?? today() }
}

/** The address of a page with some days, and what else it is told. */
export function addressOf(page: string, { from, to }: Span, more: Query = {}): string {
  return `/page/${page}?${new URLSearchParams({ ...more, ...(from !== null && { from }), to })}`
}

/** From and to as forms edit them, and the spans that are asked for most; `open` ones, without a first day, where there are such. */
export function spanControls(span: Span, show: (span: Span) => void, open = true): unknown {
  const set = (changed: Partial<Span>): void => {
    const next = { ...span, ...changed }
    if (next.from !== span.from || next.to !== span.to) show(next.from !== null && next.from > next.to ? swapped(next) : next)
  }
  const day = (label: string, value: string | null, told: (day: string | null) => void): unknown =>
    html`<div class="day"><span aria-hidden="true">${label}</span>${field(Entry, 'date', value, { compact: true, label, onCommit: told })}</div>`
  const quick = (label: string, to: Span): unknown =>
    html`<sangam-button size="small" kind="quiet" pressed=${String(to.from === span.from && to.to === span.to) as 'true' | 'false'} @click=${() => set(to)}>${label}</sangam-button>`
  return html`${day(t('From'), span.from, from => set({ from }))}${day(t('To'), span.to, to => set({ to: to ?? today() }))}
    <div class="quick" role="group" aria-label=${t('Often asked for')}>${choices.map(([period, label]) => quick(label(), within(period)))}${open ? quick(t('To date'), { from: null, to: today() }) : nothing}</div>`
}

/** The days in words, as a paper needs them. */
export function spanWords({ from, to }: Span): string {
  return from === null ? t('Up to {day}', { day: format.date(to) }) : t('{from} to {to}', { from: format.date(from), to: format.date(to) })
}

/** Goes to the same page with other days, so that back leads to those before. */
export function showSpan(page: string, span: Span, more: Query = {}): void {
  void go(addressOf(page, span, more))
}

function swapped({ from, to }: Span): Span {
  return { from: to, to: from ?? to }
}

/** A line is a link as a whole for a mouse; who marks figures to copy them stays. */
export function follow(event: MouseEvent, href: string): void {
  if (event.composedPath().some(node => node instanceof HTMLAnchorElement)) return
  if (getSelection()?.isCollapsed === false) return
  void go(href)
}

export type Side = 'receivable' | 'payable'

/** Which side an address asks for: what is owed to us unless it says otherwise. */
export function sideOf({ side }: Query): Side {
  return side === 'payable' ? 'payable' : 'receivable'
}
