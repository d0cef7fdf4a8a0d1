import { total } from '@sangam/sdk'
import { ask, can, company, css, format, html, LitElement, nothing, t } from '@sangam/sdk/web'
import type { TrialBalanceRow as Row } from '../model.ts'
import { choiceOf } from './blocks.ts'
import { exportMenu, wholeBooks } from './export-menu.ts'
import { noParts, partControls, partOf, partStyles, partWords, readParts } from './part.ts'
import { Reading } from './reading.ts'
import { sheet } from './sheet.css.ts'
import { amount, currency, isNothing, sided, split } from './sides.ts'
import { addressOf, follow, type Query, type Span, showSpan, spanControls, spanOf, spanWords } from './span.ts'
import { comparedStyles, comparedTrial } from './trial-compared.ts'

const page = 'ledger.trialBalance'

const groups = [
  ['asset', () => t('Assets')],
  ['liability', () => t('Liabilities')],
  ['equity', () => t('Equity')],
  ['income', () => t('Income')],
  ['expense', () => t('Expenses')],
] as const

interface Found {
  readonly rows: readonly Row[]
  readonly before?: { readonly from: string; readonly to: string }
}

/** What every account begins with, what happened in some days and what it ends with, by kind of account; a line leads to the account's ledger. */
class LedgerTrialBalance extends LitElement {
  static override properties = { query: { attribute: false } }
  declare query: Query
  readonly #books = new Reading<Found>(this, () => this.#read())

  #parts = noParts

  constructor() {
    super()
    this.query = {}
  }

  static override styles = [
    sheet,
    partStyles,
    comparedStyles,
    css`
    .code { inline-size: 72px; color: var(--sg-text-2); }
    tbody th { padding-block-start: 16px; font-weight: 600; }
    tbody .sum { padding-block-start: 16px; font-weight: 600; }
    .agree { color: var(--sg-success); } .differ { color: var(--sg-danger); }
    label { display: flex; gap: 7px; align-items: center; min-block-size: 24px; font-size: var(--sg-text-sm); color: var(--sg-text-2); }
    input { accent-color: var(--sg-accent); inline-size: 16px; block-size: 16px; margin: 0; }
  `,
  ]

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('query')) return
    void this.#books.again()
    void readParts(this.query).then(parts => {
      this.#parts = parts
      this.requestUpdate()
    })
  }

  protected override render(): unknown {
    const span = spanOf(this.query)
    const { error } = this.#books
    return html`<sangam-page narrow heading=${t('Trial balance')}>${exportMenu('/trial-balance/sheet', t('Trial balance'), { ...partOf(this.query), ...span, closing: this.#closed(), ...this.#compare(span) }, wholeBooks(span))}
      ${can('ledger.entry:create') ? html`<sangam-button slot="actions" kind="primary" icon="plus" href="/new/ledger.entry">${t('New entry')}</sangam-button>` : nothing}
      <div class="controls">${spanControls(span, next => showSpan(page, next, this.#more()))}
        <label><input type="checkbox" .checked=${this.#closed()} @change=${() => showSpan(page, span, { ...this.#kept(), ...(this.#closed() && { closing: 'no' }) })} />${t('Closing entries')}</label>${partControls(this.#parts, this.query, part => showSpan(page, span, { ...part, ...this.#compare(span), ...(!this.#closed() && { closing: 'no' }) }))}${
          span.from === null
            ? nothing
            : choiceOf(
                t('Compare with'),
                [
                  ['none', t('Nothing')],
                  ['previous', t('The days before')],
                  ['lastYear', t('Last year')],
                ],
                this.#compare(span).compare ?? 'none',
                next => showSpan(page, span, { ...partOf(this.query), ...(next !== 'none' && { compare: next }), ...(!this.#closed() && { closing: 'no' }) }),
              )
        }</div>
      <p class="paper">${company()?.name} · ${spanWords(span)}${partWords(this.#parts, this.query) ? ` · ${partWords(this.#parts, this.query)}` : nothing} · ${t('Amounts in {currency}', { currency: currency() })}</p>
      ${error ? html`<sangam-problem retry .error=${error} @retry=${() => void this.#books.again()}></sangam-problem>` : this.#body(span)}</sangam-page>`
  }

  #body(span: Span): unknown {
    const { rows, before } = this.#books.found ?? {}
    if (!rows) return html`<sangam-skeleton lines="12"></sangam-skeleton>`
    if (rows.length === 0)
      return html`<sangam-empty icon="money" heading=${t('Nothing is posted up to {day}', { day: format.date(span.to) })} text=${t('Once an entry is posted, its accounts stand here with what they come to.')}>${can('ledger.entry:create') ? html`<sangam-button href="/new/ledger.entry">${t('Write an entry')}</sangam-button>` : nothing}</sangam-empty>`
    if (before) {
      const all = groups.map(([type, label]) => [label(), rows.filter(row => row.type === type)] as const)
      return comparedTrial(all, [span, before], (row, of) => addressOf('ledger.statement', of, { ...partOf(this.query), account: row.account }))
    }
    return html`<table>
      <thead><tr><th class="code desk" scope="col">${t('Code')}</th><th scope="col">${t('Account')}</th>
        <th class="figure desk" scope="col">${t('Opening balance')}</th><th class="figure desk" scope="col">${t('Debit')}</th><th class="figure desk" scope="col">${t('Credit')}</th>
        <th class="figure desk" scope="col">${t('Closing debit')}</th><th class="figure desk" scope="col">${t('Closing credit')}</th><th class="figure phone" scope="col">${t('Closing balance')}</th></tr></thead>
      ${groups.map(([type, label]) =>
        this.#group(
          label(),
          rows.filter(row => row.type === type),
          span,
        ),
      )}
      <tfoot>${this.#foot(sumsOf(rows))}</tfoot></table>`
  }

  #group(label: string, rows: readonly Row[], span: Span): unknown {
    if (rows.length === 0) return nothing
    const { opening, debit, credit, closing, closingDebit, closingCredit } = sumsOf(rows)
    return html`<tbody><tr><th class="desk" scope="rowgroup" colspan="2">${label}</th><th class="phone" scope="rowgroup">${label}</th>
        <td class="figure sum desk">${sided(opening)}</td>${[debit, credit, closingDebit, closingCredit].map(value => html`<td class="figure sum desk">${amount(value)}</td>`)}
        <td class="figure sum phone">${sided(closing)}</td></tr>
      ${rows.map(row => this.#line(row, span))}</tbody>`
  }

  #line(row: Row, span: Span): unknown {
    const href = addressOf('ledger.statement', span, { ...partOf(this.query), account: row.account })
    const closing = split(row.closing)
    const figure = (value: string): unknown => html`<td class=${`figure desk ${isNothing(value) ? 'none' : ''}`}>${amount(value)}</td>`
    return html`<tr class="line" @click=${(event: MouseEvent) => follow(event, href)}><td class="code desk">${row.code}</td><td><a href=${href}>${row.name}</a></td>
      <td class=${`figure desk ${isNothing(row.opening) ? 'none' : ''}`}>${sided(row.opening)}</td>${[row.debit, row.credit, closing.debit, closing.credit].map(figure)}
      <td class="figure phone">${sided(row.closing)}</td></tr>`
  }

  #foot({ opening, debit, credit, closing, closingDebit, closingCredit }: ReturnType<typeof sumsOf>): unknown {
    // A part of the books need not balance.
    const isPart = partOf(this.query).value !== undefined
    const agree = isNothing(closing) && isNothing(opening) && debit === credit
    const said = isPart
      ? nothing
      : agree
        ? html`<small class="agree">${t('Debits and credits agree')}</small>`
        : html`<small class="differ">${t('Debits and credits differ by {amount}', { amount: sided(isNothing(closing) ? total([debit, `-${credit}`]) : closing) })}</small>`
    return html`<tr><th class="desk" scope="row" colspan="2">${t('Total')}${said}</th><th class="phone" scope="row">${t('Total')}${said}</th><td class="figure desk">${sided(opening)}</td>
      ${[debit, credit, closingDebit, closingCredit].map(value => html`<td class="figure desk">${amount(value)}</td>`)}
      <td class="figure phone">${sided(closingDebit)}<br />${sided(`-${closingCredit}`)}</td></tr>`
  }

  async #read(): Promise<Found> {
    const span = spanOf(this.query)
    const { rows, before } = await ask<Found>('ledger', '/trial-balance', { ...partOf(this.query), ...span, closing: this.#closed(), ...this.#compare(span) })
    const shown = rows.filter(row =>
      [row, ...(row.before ? [row.before] : [])].some(one => ![one.opening, one.debit, one.credit, one.closing].every(isNothing)),
    )
    return { rows: shown, ...(before && { before }) }
  }

  #closed(): boolean {
    return this.query.closing !== 'no'
  }

  /** Days without a first one have none before them. */
  #compare({ from }: Span): { readonly compare?: 'previous' | 'lastYear' } {
    const { compare } = this.query
    return from !== null && (compare === 'previous' || compare === 'lastYear') ? { compare } : {}
  }

  #kept(): Query {
    const { compare } = this.query
    return { ...partOf(this.query), ...(compare && { compare }) }
  }

  #more(): Query {
    return { ...this.#kept(), ...(!this.#closed() && { closing: 'no' }) }
  }
}
customElements.define('ledger-trial-balance', LedgerTrialBalance)

function sumsOf(rows: readonly Row[]) {
  const sum = (of: (row: Row) => string): string => total(rows.map(of))
  return {
    ...{ opening: sum(row => row.opening), debit: sum(row => row.debit), credit: sum(row => row.credit), closing: sum(row => row.closing) },
    ...{ closingDebit: sum(row => split(row.closing).debit), closingCredit: sum(row => split(row.closing).credit) },
  }
}
