import { total } from '@sangam/sdk'
import { ask, can, company, css, field, format, go, html, LitElement, nothing, t, today } from '@sangam/sdk/web'
import type { AgedRow } from '../model.ts'
import { Entry, Match } from '../model.ts'
import { exportMenu } from './export-menu.ts'
import { Reading } from './reading.ts'
import { sheet } from './sheet.css.ts'
import { amount, currency, isNothing } from './sides.ts'
import { follow, type Query, type Side, sideOf } from './span.ts'

interface Aged {
  readonly rows: readonly AgedRow[]
  readonly total: Omit<AgedRow, 'party' | 'name'>
}

/** Who owes, or is owed, how much since when, on a day; a line leads to the party. */
class LedgerDue extends LitElement {
  static override properties = { query: { attribute: false } }
  declare query: Query
  readonly #books = new Reading<Aged>(this, () => ask<Aged>('ledger', '/aged', { side: this.#side(), on: this.#on() }), [Entry.name, Match.name])

  constructor() {
    super()
    this.query = {}
  }

  static override styles = [
    sheet,
    css`
    sangam-tabs { margin-block-end: var(--sg-space-3); }
    .late { color: var(--sg-danger); }
    .owed { font-weight: 600; }
  `,
  ]

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('query')) void this.#books.again()
  }

  protected override render(): unknown {
    const { error } = this.#books
    const side = this.#side()
    const tabs = [
      { id: 'receivable', label: t('Owed to us') },
      { id: 'payable', label: t('We owe') },
    ]
    return html`<sangam-page narrow heading=${t('Receivables and payables')}>
      ${can('ledger.item:export') ? html`<sangam-button slot="actions" href="/list/ledger.item">${t('Open items')}</sangam-button>${exportMenu('/aged/sheet', side === 'receivable' ? t('Owed to us') : t('We owe'), { side, on: this.#on() })}` : nothing}
      <sangam-tabs label=${t('Receivables and payables')} .tabs=${tabs} chosen=${side} @change=${(event: CustomEvent<string>) => void go(addressOf(event.detail, this.#on()))}></sangam-tabs>
      <div role="tabpanel"><div class="controls"><div class="day"><span aria-hidden="true">${t('As of')}</span>${field(Entry, 'date', this.#on(), { compact: true, label: t('As of'), onCommit: day => void go(addressOf(side, day ?? today())) })}</div></div>
      <p class="paper">${company()?.name} · ${t('As of')} ${format.date(this.#on())} · ${t('Amounts in {currency}', { currency: currency() })}</p>
      ${error ? html`<sangam-problem retry .error=${error} @retry=${() => void this.#books.again()}></sangam-problem>` : this.#body(side)}</div></sangam-page>`
  }

  #body(side: Side): unknown {
    const { found } = this.#books
    if (!found) return html`<sangam-skeleton lines="10"></sangam-skeleton>`
    if (found.rows.length === 0)
      return html`<sangam-empty icon="check" heading=${side === 'receivable' ? t('Nobody owes anything') : t('Nothing is owed')} text=${t('What is posted to an account kept by party, and not settled on that day, stands here by how late it is.')}></sangam-empty>`
    const heads = [t('Not due'), t('1–30 days'), t('31–60 days'), t('61–90 days'), t('Over 90 days')]
    return html`<table>
      <thead><tr><th scope="col">${t('Party')}</th>${heads.map(head => html`<th class="figure desk" scope="col">${head}</th>`)}
        <th class="figure" scope="col">${t('Owed')}</th><th class="figure desk" scope="col">${t('Advances')}</th></tr></thead>
      <tbody>${found.rows.map(row => this.#line(row, side))}</tbody>
      <tfoot><tr><th scope="row">${t('Total')}</th>${this.#figures(found.total)}</tr></tfoot></table>`
  }

  #line(row: AgedRow, side: Side): unknown {
    const href = `/page/ledger.party?${new URLSearchParams({ party: row.party, side, on: this.#on() })}`
    return html`<tr class="line" @click=${(event: MouseEvent) => follow(event, href)}><td><a href=${href}>${row.name}</a></td>${this.#figures(row)}</tr>`
  }

  #figures({ notDue, late, owed, advances }: Omit<AgedRow, 'party' | 'name' | 'net'>): unknown {
    const cell = (value: string, more = ''): unknown => html`<td class=${`figure desk ${isNothing(value) ? 'none' : more}`}>${amount(value)}</td>`
    const behind = late.filter(value => !isNothing(value)).length > 0
    return html`${cell(notDue)}${late.map(value => cell(value, 'late'))}<td class="figure owed">${amount(owed)}${
      behind ? html`<small class="phone late">${t('{amount} late', { amount: amount(total(late)) })}</small>` : nothing
    }</td>${cell(advances)}`
  }

  #side(): Side {
    return sideOf(this.query)
  }

  #on(): string {
    return /^\d{4}-\d\d-\d\d$/.test(this.query.on ?? '') ? String(this.query.on) : today()
  }
}
customElements.define('ledger-due', LedgerDue)

function addressOf(side: string, on: string): string {
  return `/page/ledger.due?${new URLSearchParams({ side, on })}`
}
