import { ask, css, html, LitElement, nothing, t } from '@sangam/sdk/web'
import type { Standing } from '../model.ts'
import { Reading } from './reading.ts'
import { moneySaid, monthSaid, owedSaid, owesSaid, soonSaid } from './standing-words.ts'

/** How the business stands, on the first page: a sentence each, which leads to what it is made of. There is none of it until something is posted. */
class LedgerDay extends LitElement {
  readonly #books = new Reading<Standing>(this, () => ask<Standing>('ledger', '/standing'))

  static override styles = css`
    :host { display: block; } :host([hidden]) { display: none; }
    *, *::before, *::after { box-sizing: border-box; }
    section { padding: 4px; border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); }
    header { display: flex; gap: 8px; align-items: baseline; padding: 9px 12px 5px; } h2 { flex: 1; margin: 0; font-size: var(--sg-text-lg); font-weight: 600; line-height: 1.3; letter-spacing: -0.006em; } header a { color: var(--sg-accent-text); font-size: var(--sg-text-sm); text-decoration: none; } header a:hover { text-decoration: underline; }
    .says { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(250px, 100%), 1fr)); }
    .says a { display: block; padding: 8px 12px 10px; border-radius: 8px; color: var(--sg-text); line-height: 1.5; text-decoration: none; text-wrap: pretty; } .says a:hover { background: var(--sg-surface-2); }
    small { display: block; color: var(--sg-text-2); font-size: var(--sg-text-sm); }
    b { font-weight: 650; font-variant-numeric: tabular-nums; white-space: nowrap; } .late { color: var(--sg-danger); } .good { color: var(--sg-success); }
    a:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: -2px; }
    .wait { padding: 8px 12px 12px; }
  `

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#books.again()
  }

  protected override willUpdate(): void {
    const { found, error } = this.#books
    this.hidden = found !== null && !found.posted && !error
  }

  protected override render(): unknown {
    const { found, error } = this.#books
    if (found && !found.posted && !error) return nothing
    return html`<section aria-label=${t('How the business stands')}><header><h2>${t('How the business stands')}</h2><a href="/page/ledger.standing">${t('More about it')}</a></header>
      ${error ? html`<sangam-problem class="wait" retry .error=${error} @retry=${() => void this.#books.again()}></sangam-problem>` : found ? this.#says(found) : html`<div class="wait"><sangam-skeleton lines="2"></sangam-skeleton></div>`}</section>`
  }

  #says(found: Standing): unknown {
    const { owed, owes, money: accounts, month, on } = found
    const [only, ...others] = accounts
    const held = only && others.length === 0 ? `/page/ledger.statement?account=${only.account}&to=${on}` : '/page/ledger.standing'
    const soon = soonSaid(owes)
    return html`<div class="says">
      <a href="/page/ledger.due?side=receivable"><small>${t('Customers')}</small>${owedSaid(owed)}</a>
      <a href="/page/ledger.due?side=payable"><small>${t('Suppliers')}</small>${owesSaid(owes)}${soon === null ? nothing : html` ${soon}`}</a>
      <a href=${held}><small>${t('Money')}</small>${moneySaid(found)}</a>
      <a href=${`/page/ledger.profitAndLoss?from=${month.from}&to=${month.to}`}><small>${t('This month')}</small>${monthSaid(found)}</a></div>`
  }
}
customElements.define('ledger-day', LedgerDay)
