import { ask, can, company, css, format, html, LitElement, nothing, t } from '@sangam/sdk/web'
import type { BudgetBlock, BudgetReport, BudgetRow, Planned } from '../model/budget-report.ts'
import { Budget, Entry } from '../model.ts'
import { follow } from './blocks.ts'
import { exportMenu } from './export-menu.ts'
import { noParts, partControls, partOf, partStyles, partWords, readParts } from './part.ts'
import { Reading } from './reading.ts'
import { sheet } from './sheet.css.ts'
import { currency, isNothing, plain } from './sides.ts'
import { addressOf, type Query, showSpan, spanControls, spanOf } from './span.ts'

const page = 'ledger.budget'

/** What was planned for some days beside what became of it. A line leads to the account's ledger on these days. */
class LedgerBudget extends LitElement {
  static override properties = { query: { attribute: false } }
  declare query: Query
  readonly #books = new Reading<BudgetReport>(this, () => ask('ledger', '/budget', { ...partOf(this.query), ...spanOf(this.query) }), [Entry.name, Budget.name])

  #parts = noParts

  constructor() {
    super()
    this.query = {}
  }

  static override styles = [
    sheet,
    partStyles,
    css`
    .code { inline-size: 72px; color: var(--sg-text-2); }
    tbody .figure { inline-size: 130px; }
    .part > * { padding-block-start: 22px; font-weight: 650; border-block-end-color: var(--sg-border-strong); }
    .below .name { padding-inline-start: 26px; }
    .heading .name { font-weight: 550; }
    .over { color: var(--sg-danger); font-weight: 600; }
    .sum > * { font-weight: 600; border-block-start: 1px solid var(--sg-border-strong); padding-block: 8px; }
    .all > * { font-weight: 650; padding-block: 9px; border-block-end: 3px double var(--sg-border-strong); }
    @media screen and (max-width: 760px) { .below .name { padding-inline-start: 14px; } tbody .figure { inline-size: auto; } }
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
    const { error, found } = this.#books
    const words = found ? t('{from} to {to}', { from: format.date(found.from), to: format.date(found.to) }) : nothing
    return html`<sangam-page narrow heading=${t('Budget against actual')}>${exportMenu('/budget/sheet', t('Budget against actual'), { ...partOf(this.query), ...span })}
      ${can('ledger.budget:read') ? html`<sangam-button slot="actions" href="/list/ledger.budget">${t('Budgets')}</sangam-button>` : nothing}
      <div class="controls">${spanControls(span, next => showSpan(page, next, partOf(this.query)), false)}${partControls(this.#parts, this.query, part => showSpan(page, span, part))}</div>
      <p class="paper">${company()?.name} · ${words}${partWords(this.#parts, this.query) ? ` · ${partWords(this.#parts, this.query)}` : nothing} · ${t('Amounts in {currency}', { currency: currency() })}</p>
      ${error ? html`<sangam-problem retry .error=${error} @retry=${() => void this.#books.again()}></sangam-problem>` : this.#body(found)}</sangam-page>`
  }

  #body(found: BudgetReport | null): unknown {
    if (!found) return html`<sangam-skeleton lines="12"></sangam-skeleton>`
    if (found.blocks.every(block => block.rows.every(row => row.budget === null)))
      return html`<sangam-empty icon="target" heading=${t('Nothing is planned from {from} to {to}', { from: format.date(found.from), to: format.date(found.to) })} text=${t('Give accounts or headings a budget for a fiscal year: here it stands beside what became of it.')}>${can('ledger.budget:create') ? html`<sangam-button href="/new/ledger.budget">${t('Write a budget')}</sangam-button>` : nothing}</sangam-empty>`
    return html`<table>
      <thead><tr><th class="code desk" scope="col">${t('Code')}</th><th scope="col">${t('Account')}</th><th class="figure desk" scope="col">${t('Budget')}</th><th class="figure" scope="col">${t('Actual')}<small class="phone">${t('Budget')}</small></th>
        <th class="figure" scope="col">${t('Left')}<small class="phone">${t('Used, %')}</small></th><th class="figure desk" scope="col">${t('Used, %')}</th></tr></thead>
      <tbody>${found.blocks.map(block => this.#block(block, found))}
        <tr class="all">${this.#label(t('Net profit'))}${this.#figures(found.net, false)}</tr></tbody></table>`
  }

  #block(block: BudgetBlock, days: BudgetReport): unknown {
    if (block.rows.length === 0) return nothing
    const side = block.side === 'income' ? t('Income') : t('Expenses')
    return html`<tr class="part"><th class="desk" scope="colgroup" colspan="6">${side}</th><th class="phone" scope="colgroup" colspan="3">${side}</th></tr>
      ${block.rows.map(row => this.#row(row, block.side, days))}
      <tr class="sum">${this.#label(t('Total {side}', { side }))}${this.#figures(block, block.side === 'expense')}</tr>`
  }

  #row(row: BudgetRow, side: 'income' | 'expense', { from, to }: BudgetReport): unknown {
    const href = row.isGroup ? null : addressOf('ledger.statement', { from, to }, { ...partOf(this.query), account: row.account })
    const kind = `${row.depth > 0 ? 'below' : ''} ${row.isGroup ? 'heading' : 'line'}`
    return html`<tr class=${kind} @click=${(event: MouseEvent) => href && follow(event, href)}><td class="code desk">${row.code}</td>
      <td class="name">${href ? html`<a href=${href}>${row.name}</a>` : row.name}</td>${this.#figures(row, side === 'expense')}</tr>`
  }

  #figures(
    { budget, actual, left, used }: Omit<Planned, 'budget' | 'left'> & { readonly budget: string | null; readonly left: string | null },
    spends: boolean,
  ): unknown {
    const isOver = spends && left?.startsWith('-') === true
    const percent = used === null ? '' : format.number(used)
    return html`<td class=${`figure desk ${isNothing(budget ?? '0') ? 'none' : ''}`}>${budget === null ? nothing : plain(budget)}</td>
      <td class=${`figure ${isNothing(actual) ? 'none' : ''}`}>${plain(actual)}${budget === null ? nothing : html`<small class="phone">${plain(budget)}</small>`}</td>
      <td class=${`figure ${isOver ? 'over' : ''}`}>${left === null ? nothing : plain(left)}${percent ? html`<small class="phone">${percent}</small>` : nothing}</td><td class=${`figure desk ${isOver ? 'over' : ''}`}>${percent}</td>`
  }

  #label(text: string): unknown {
    return html`<th class="desk" scope="row" colspan="2">${text}</th><th class="phone" scope="row">${text}</th>`
  }
}
customElements.define('ledger-budget', LedgerBudget)
