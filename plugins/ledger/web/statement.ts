import { total } from '@sangam/sdk'
import { ask, can, company, css, format, go, html, LitElement, nothing, repo, t } from '@sangam/sdk/web'
import { Account } from '../model.ts'
import { exportMenu } from './export-menu.ts'
import { noParts, partControls, partOf, partStyles, partWords, readParts } from './part.ts'
import { Reading } from './reading.ts'
import { sheet } from './sheet.css.ts'
import { amount, currency, isNothing, sided } from './sides.ts'
import { addressOf, type Query, type Span, showSpan, spanControls, spanOf, spanWords } from './span.ts'

interface Line {
  readonly entry: string
  readonly number: string
  readonly date: string
  readonly narration: string
  readonly party: string | null
  readonly memo: string | null
  readonly debit: string | null
  readonly credit: string | null
  readonly balance: string
}

interface Statement {
  readonly opening: string
  readonly rows: readonly Line[]
  readonly debit: string
  readonly credit: string
  readonly closing: string
  readonly next: string | null
}

interface Found extends Statement {
  readonly id: string
  readonly code: string
  readonly name: string
}

const page = 'ledger.statement'

/** The ledger of one account: what it began some days with, each line in their order, and what it came to after it. A line leads to its entry. */
class LedgerStatement extends LitElement {
  static override properties = { query: { attribute: false } }
  declare query: Query
  readonly #books = new Reading<Found | null>(this, () => this.#read())
  /** So many pages of lines are shown; they are all read anew as entries are posted. */
  #pages = 1
  #parts = noParts

  constructor() {
    super()
    this.query = {}
  }

  static override styles = [
    sheet,
    partStyles,
    css`
    .pick { inline-size: 240px; max-inline-size: 100%; }
    .date, .number { white-space: nowrap; }
    .number a { color: var(--sg-accent-text); display: inline-block; min-block-size: 24px; }
    td { vertical-align: top; }
    .brought :is(th, td) { block-size: 34px; color: var(--sg-text-2); }
    td > b { font-weight: 550; }
    .more { display: flex; flex-wrap: wrap; gap: var(--sg-space-2) var(--sg-space-3); align-items: center; margin-block-start: var(--sg-space-3); color: var(--sg-text-2); }
    @media print { .more sangam-button { display: none; } }
  `,
  ]

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('query')) return
    this.#pages = 1
    void this.#books.again()
    void readParts(this.query).then(parts => {
      this.#parts = parts
      this.requestUpdate()
    })
  }

  protected override render(): unknown {
    const span = spanOf(this.query)
    const { error } = this.#books
    const found = this.#found()
    const { from, to } = span
    const crumbs = can('ledger.balance:read') ? [{ label: t('Trial balance'), href: addressOf('ledger.trialBalance', { from, to }) }] : []
    return html`<sangam-page narrow heading=${found ? `${found.name} (${found.code})` : t('Ledger of an account')} .crumbs=${crumbs}>
      ${found && can('ledger.entry:export') ? exportMenu('/ledger/sheet', found.name, { ...partOf(this.query), ...span, account: found.id }) : nothing}<sangam-pick slot="actions" class="pick" entity=${Account.name} value=${this.query.account ?? ''} named=${found?.name ?? ''} label=${t('Account')} hint=${t('Choose an account')} @pick=${(event: CustomEvent<{ id: string } | null>) => this.#choose(event.detail, span)}></sangam-pick>
      <div class="controls">${spanControls(span, next => showSpan(page, next, this.#account()))}${partControls(this.#parts, this.query, part => showSpan(page, span, { ...part, account: this.query.account ?? '' }))}</div>
      <p class="paper">${company()?.name} · ${spanWords(span)}${partWords(this.#parts, this.query) ? ` · ${partWords(this.#parts, this.query)}` : nothing} · ${t('Amounts in {currency}', { currency: currency() })}</p>
      ${error ? html`<sangam-problem retry .error=${error} @retry=${() => void this.#books.again()}></sangam-problem>` : this.#body(found, span)}</sangam-page>`
  }

  #body(found: Found | null, span: Span): unknown {
    if (!this.query.account)
      return html`<sangam-empty icon="list" heading=${t('Which account?')} text=${t('Choose one above: its lines stand here in their order, with what it came to after each.')}></sangam-empty>`
    if (!found) return html`<sangam-skeleton lines="10"></sangam-skeleton>`
    const { opening, rows, debit, credit, closing, next } = found
    return html`<table>
      <thead><tr><th class="desk" scope="col">${t('Date')}</th><th class="desk" scope="col">${t('Number')}</th><th scope="col">${t('Narration')}</th>
        <th class="figure desk" scope="col">${t('Debit')}</th><th class="figure desk" scope="col">${t('Credit')}</th><th class="figure desk" scope="col">${t('Balance')}</th><th class="figure phone" scope="col">${t('Amount and balance')}</th></tr></thead>
      <tbody><tr class="brought"><td class="date desk">${span.from === null ? nothing : format.date(span.from)}</td><td class="desk"></td><th scope="row">${t('Opening balance')}</th><td class="desk"></td><td class="desk"></td><td class="figure">${sided(opening)}</td></tr>
        ${rows.map(row => this.#line(row))}
        ${rows.length === 0 ? html`<tr><td class="desk"></td><td class="desk"></td><td colspan="4">${t('Nothing was posted to it in these days.')}</td></tr>` : nothing}</tbody>
      <tfoot><tr><th class="desk" scope="row" colspan="3">${t('Closing balance')}</th><th class="phone" scope="row">${t('Closing balance')}</th>
        <td class="figure desk">${amount(debit)}</td><td class="figure desk">${amount(credit)}</td><td class="figure">${sided(closing)}</td></tr></tfoot></table>
      ${next === null ? nothing : html`<div class="more"><span role="note">${t('The first {count} lines are shown.', { count: format.number(rows.length) })}</span><sangam-button @click=${() => this.#more()}>${t('Show more')}</sangam-button></div>`}`
  }

  #line({ entry, number, date, narration, party, memo, debit, credit, balance }: Line): unknown {
    const href = `/record/ledger.entry/${entry}`
    const [own, other] = [debit ?? '0', credit ?? '0']
    const beneath = [party, memo].filter(Boolean).join(' · ')
    const figure = (value: string): unknown => html`<td class=${`figure desk ${isNothing(value) ? 'none' : ''}`}>${amount(value)}</td>`
    return html`<tr><td class="date desk">${format.date(date)}</td><td class="number desk"><a href=${href}>${number}</a></td>
      <td>${narration}${beneath ? html`<small>${beneath}</small>` : nothing}<small class="phone">${format.date(date)} · <span class="number"><a href=${href}>${number}</a></span></small></td>
      ${figure(own)}${figure(other)}<td class="figure desk">${sided(balance)}</td>
      <td class="figure phone"><b>${sided(total([own, `-${other}`]))}</b><small>${sided(balance)}</small></td></tr>`
  }

  #more(): void {
    this.#pages += 1
    void this.#books.again()
  }

  /** What was read of the account in the address: not of the one before. */
  #found(): Found | null {
    const { found } = this.#books
    return found && found.id === this.query.account ? found : null
  }

  async #read(): Promise<Found | null> {
    const { account } = this.query
    if (!account) return null
    const { from, to } = spanOf(this.query)
    const pages = this.#pages
    const part = partOf(this.query)
    const [{ id, code, name }, first] = await Promise.all([
      repo(Account).get(account as never, { fields: ['code', 'name'] }),
      ask<Statement>('ledger', '/statement', { ...part, account, from, to }),
    ])
    let found = first
    for (let read = 1; read < pages && found.next !== null; read++) {
      const { rows, next } = await ask<Statement>('ledger', '/statement', {
        ...part,
        account,
        from,
        to,
        after: found.next,
        balance: found.rows.at(-1)?.balance ?? '0',
      })
      found = { ...found, rows: [...found.rows, ...rows], next }
    }
    return { ...found, id, code, name }
  }

  #choose(account: { readonly id: string } | null, span: Span): void {
    if (account) void go(addressOf(page, span, { ...partOf(this.query), account: account.id }))
  }

  #account(): Query {
    return { ...partOf(this.query), ...(this.query.account && { account: this.query.account }) }
  }
}
customElements.define('ledger-statement', LedgerStatement)
