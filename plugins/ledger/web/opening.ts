import { resolvePeriod } from '@sangam/sdk'
import { ask, can, company, confirm, css, field, format, go, html, LitElement, nothing, repo, send, sentence, t, toast, today } from '@sangam/sdk/web'
import { Entry, OpeningItem } from '../model.ts'
import { Reading } from './reading.ts'
import { sheet } from './sheet.css.ts'
import { amount, isNothing, sided } from './sides.ts'
import { addressOf, type Query } from './span.ts'

interface Part {
  readonly count: number
  readonly debit: string
  readonly credit: string
}

interface Row {
  readonly id: string
  readonly state: string
  readonly number: string | null
  readonly date: string | null
  readonly due: string | null
  readonly debit: string | null
  readonly credit: string | null
  readonly 'account.code': string
  readonly 'account.$title': string
  readonly 'party.$title': string | null
}

interface Found {
  readonly account: string
  readonly drafts: Part
  readonly posted: Part
  readonly balance: string
  readonly after: string
  readonly rows: readonly Row[]
  readonly more: boolean
}

const fields = ['state', 'number', 'date', 'due', 'debit', 'credit', 'account.code', 'account.$title', 'party.$title']
const shown = 200

/** What a company begins its books with: entered or read from a file, looked at as a whole, and posted at once. It says whether all of it has come to nothing. */
class LedgerOpening extends LitElement {
  static override properties = { query: { attribute: false }, posting: { state: true } }
  declare query: Query
  declare posting: boolean
  readonly #books = new Reading<Found>(this, () => this.#read())

  constructor() {
    super()
    this.query = {}
    this.posting = false
  }

  static override styles = [
    sheet,
    css`
    .told { display: flex; flex-wrap: wrap; gap: var(--sg-space-2) var(--sg-space-4); align-items: center; padding: var(--sg-space-3) var(--sg-space-4); margin-block-end: var(--sg-space-4); border: 1px solid var(--sg-border); border-radius: 10px; background: var(--sg-surface-2); }
    .told p { margin: 0; flex: 1 1 320px; } .told strong { font-weight: 600; } .told a, .more a { color: var(--sg-accent-text); text-decoration: underline; }
    .agree { color: var(--sg-success); } .differ { color: var(--sg-danger); }
    td.desk:last-child, th.desk:last-child { padding-inline-start: 20px; }
    .code { inline-size: 72px; color: var(--sg-text-2); }
    .more { margin-block-start: var(--sg-space-3); color: var(--sg-text-2); }
  `,
  ]

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#books.again()
  }

  protected override render(): unknown {
    const { error, found } = this.#books
    const on = this.#on()
    const may = can('ledger.openingItem:create')
    return html`<sangam-page narrow heading=${t('Opening balances')}>
      ${may ? html`<sangam-button slot="actions" icon="upload" href="/import/ledger.openingItem">${t('Import a spreadsheet')}</sangam-button><sangam-button slot="actions" kind="primary" icon="plus" href="/new/ledger.openingItem">${t('Add an item')}</sangam-button>` : nothing}
      ${found && found.drafts.count === 0 && found.posted.count > 0 ? nothing : html`<div class="controls"><div class="day"><span aria-hidden="true">${t('As on')}</span>${field(Entry, 'date', on, { compact: true, label: t('As on'), onCommit: next => void go(`/page/ledger.opening?on=${next ?? today()}`) })}</div></div>`}
      ${error ? html`<sangam-problem retry .error=${error} @retry=${() => void this.#books.again()}></sangam-problem>` : this.#body(found, on)}</sangam-page>`
  }

  #body(found: Found | null, on: string): unknown {
    if (!found) return html`<sangam-skeleton lines="10"></sangam-skeleton>`
    const { drafts, posted, rows, more } = found
    if (drafts.count + posted.count === 0 && isNothing(found.balance))
      return html`<sangam-empty icon="list" heading=${t('Nothing is entered yet')} text=${t('Enter what each account holds on the first day of these books, and each invoice, bill and advance that is still open, by its party. Or read them from a spreadsheet.')}></sangam-empty>`
    return html`${this.#told(found, on)}<table>
      <thead><tr><th class="code desk" scope="col">${t('Code')}</th><th scope="col">${t('Account')}</th><th class="desk" scope="col">${t('Document')}</th><th class="desk" scope="col">${t('Due on')}</th>
        <th class="figure desk" scope="col">${t('Debit')}</th><th class="figure desk" scope="col">${t('Credit')}</th><th class="figure phone" scope="col">${t('Amount')}</th><th class="desk" scope="col">${t('State')}</th></tr></thead>
      <tbody>${rows.map(row => this.#row(row))}</tbody></table>
      ${more ? html`<p class="more">${t('The first {count} items are shown.', { count: format.number(shown) })} <a href="/list/ledger.openingItem">${t('All items')}</a></p>` : nothing}`
  }

  #told({ drafts, posted, after, balance, account }: Found, on: string): unknown {
    const ledger = addressOf('ledger.statement', { from: null, to: today() }, { account })
    const waiting =
      drafts.count === 0
        ? t('{count, plural, one {One item is posted.} other {All # items are posted.}}', { count: posted.count })
        : t('{count, plural, one {One item is not posted yet} other {# items are not posted yet}}: {debit} Dr, {credit} Cr.', {
            ...{ count: drafts.count, debit: amount(drafts.debit), credit: amount(drafts.credit) },
          })
    const said = isNothing(after)
      ? html`<strong class="agree">${drafts.count === 0 ? t('The account of opening balances has come to 0.') : t('Posted, the account of opening balances comes to 0.')}</strong>`
      : html`<strong class="differ">${drafts.count === 0 ? t('The account of opening balances holds {amount}: its other side is missing.', { amount: sided(balance) }) : t('Posted, the account of opening balances holds {amount}: its other side is missing.', { amount: sided(after) })}</strong>`
    const post = can('ledger.openingItem:post') && drafts.count > 0
    return html`<div class="told"><p>${waiting} ${said} <a href=${ledger}>${t('Its ledger')}</a></p>
      ${post ? html`<sangam-button kind="primary" ?busy=${this.posting} @click=${() => void this.#post(drafts.count, on)}>${t('Post all')}</sangam-button>` : nothing}</div>`
  }

  #row(row: Row): unknown {
    const href = `/record/ledger.openingItem/${row.id}`
    const [debit, credit] = [row.debit ?? '0', row.credit ?? '0']
    const paper = [row.number, row.date && format.date(row.date)].filter(Boolean).join(' · ')
    const figure = (value: string): unknown => html`<td class=${`figure desk ${isNothing(value) ? 'none' : ''}`}>${amount(value)}</td>`
    const state = row.state === 'posted' ? t('Posted') : t('Not posted')
    return html`<tr class="line" @click=${() => void go(href)}><td class="code desk">${row['account.code']}</td><td><a href=${href}>${row['account.$title']}</a>${row['party.$title'] ? html`<small>${row['party.$title']}</small>` : nothing}${paper ? html`<small class="phone">${paper}</small>` : nothing}</td>
      <td class="desk">${paper}</td><td class="desk">${row.due ? format.date(row.due) : ''}</td>${figure(debit)}${figure(credit)}
      <td class="figure phone">${sided(isNothing(debit) ? `-${credit}` : debit)}<small>${state}</small></td><td class="desk">${state}</td></tr>`
  }

  async #post(count: number, on: string): Promise<void> {
    const question = t('{count, plural, one {Post one item} other {Post # items}} as on {day}?', { count, day: format.date(on) })
    if (!(await confirm(question, { heading: t('Post all'), go: t('Post all') }))) return
    this.posting = true
    try {
      await send('ledger', '/opening/post', { on })
      toast(t('The opening balances are in the books.'))
    } catch (error) {
      toast(sentence(error), { kind: 'problem' })
    }
    this.posting = false
    await this.#books.again()
  }

  async #read(): Promise<Found> {
    const [summary, { items, next }] = await Promise.all([
      ask<Omit<Found, 'rows' | 'more'>>('ledger', '/opening'),
      repo(OpeningItem).find({ where: company() ? { company: company()?.id as never } : {}, fields, sort: ['state', 'account.code', 'date'], limit: shown }),
    ])
    return { ...summary, rows: items as unknown as readonly Row[], more: next !== null }
  }

  #on(): string {
    const { on } = this.query
    return on !== undefined && /^\d{4}-\d\d-\d\d$/.test(on)
      ? on
      : resolvePeriod('this_fiscal_year', today(), company() ?? { fiscalYearStart: 4, weekStart: 1 }).from
  }
}
customElements.define('ledger-opening', LedgerOpening)
