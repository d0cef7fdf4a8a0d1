import { ask, can, css, html, LitElement, nothing, t } from '@sangam/sdk/web'
import type { Standing, StandingSide } from '../model.ts'
import { Reading } from './reading.ts'
import { isNothing } from './sides.ts'
import { bold, money, moneySaid, monthSaid, owedSaid, owesSaid, soonSaid } from './standing-words.ts'

/** How the business stands, in words: for who owns it and is no accountant. Each sentence leads to what it is made of. */
class LedgerStanding extends LitElement {
  readonly #books = new Reading<Standing>(this, () => ask<Standing>('ledger', '/standing'))

  static override styles = css`
    :host { display: block; block-size: 100%; }
    *, *::before, *::after { box-sizing: border-box; }
    .grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(340px, 100%), 1fr)); gap: var(--sg-space-4); }
    section { padding: var(--sg-space-4) var(--sg-space-5); border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); }
    h2 { margin: 0 0 10px; color: var(--sg-text-2); font-size: var(--sg-text-sm); font-weight: 550; }
    .say { margin: 0; font-size: var(--sg-text-lg); line-height: 1.5; text-wrap: pretty; }
    .say b { font-weight: 650; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .late { color: var(--sg-danger); } .good { color: var(--sg-success); }
    .more { margin: 6px 0 0; color: var(--sg-text-2); }
    ul { margin: 12px 0 0; padding: 0; list-style: none; font-variant-numeric: tabular-nums; }
    li { display: flex; gap: 12px; justify-content: space-between; padding-block: 5px; border-block-start: 1px solid var(--sg-border); }
    li a { color: var(--sg-text); text-decoration: none; overflow-wrap: anywhere; } li a:hover { text-decoration: underline; }
    li span { color: var(--sg-text-2); white-space: nowrap; }
    .lead { display: inline-block; margin-block-start: 12px; color: var(--sg-accent-text); text-decoration: none; } .lead:hover { text-decoration: underline; }
    a:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: 2px; border-radius: 3px; }
  `

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#books.again()
  }

  protected override render(): unknown {
    const { found, error } = this.#books
    return html`<sangam-page narrow heading=${t('How the business stands')}>
      ${can('ledger.payment:create') ? html`<sangam-button slot="actions" icon="plus" href="/page/ledger.pay">${t('Receive payment')}</sangam-button>` : nothing}
      ${can('ledger.entry:create') ? html`<sangam-button slot="actions" kind="primary" icon="edit" href="/page/ledger.voucher">${t('Write a voucher')}</sangam-button>` : nothing}
      ${error ? html`<sangam-problem retry .error=${error} @retry=${() => void this.#books.again()}></sangam-problem>` : found ? this.#body(found) : html`<sangam-skeleton lines="10"></sangam-skeleton>`}</sangam-page>`
  }

  #body(found: Standing): unknown {
    if (!found.posted)
      return html`<sangam-empty icon="money" heading=${t('Nothing is in the books yet')} text=${t('Once something is posted, this page says in words what you have, what you are owed, and what you owe.')}>
        ${can('ledger.entry:create') ? html`<sangam-button href="/page/ledger.voucher">${t('Write a voucher')}</sangam-button>` : nothing}</sangam-empty>`
    return html`<div class="grid">${this.#owed(found.owed)}${this.#owes(found.owes)}${this.#money(found)}${this.#month(found)}${found.tax === null ? nothing : this.#tax(found.tax, found.withheld)}</div>`
  }

  #owed(side: StandingSide): unknown {
    return html`<section><h2>${t('Customers')}</h2><p class="say">${owedSaid(side)}</p>
      ${isNothing(side.advances) ? nothing : html`<p class="more">${t('{amount} were paid in advance.', { amount: money(side.advances) })}</p>`}
      ${this.#parties(side)}<a class="lead" href="/page/ledger.due?side=receivable">${t('Who owes what')}</a></section>`
  }

  #owes(side: StandingSide): unknown {
    const soon = soonSaid(side)
    return html`<section><h2>${t('Suppliers')}</h2><p class="say">${owesSaid(side)}</p>${soon === null ? nothing : html`<p class="more">${soon}</p>`}
      ${this.#parties(side)}<a class="lead" href="/page/ledger.due?side=payable">${t('Whom you owe what')}</a></section>`
  }

  #parties({ parties }: StandingSide): unknown {
    if (parties.length === 0) return nothing
    return html`<ul>${parties.map(one => html`<li><a href=${`/page/ledger.party?party=${one.party}`}>${one.name}</a><span>${money(one.late)} · ${t('{days, plural, one {# day} other {# days}} late', { days: one.days })}</span></li>`)}</ul>`
  }

  #money(found: Standing): unknown {
    return html`<section><h2>${t('Money')}</h2><p class="say">${moneySaid(found)}</p>
      <ul>${found.money.map(one => html`<li><a href=${`/page/ledger.statement?account=${one.account}&to=${found.on}`}>${one.name}</a><span>${money(one.amount)}</span></li>`)}</ul></section>`
  }

  #month(found: Standing): unknown {
    const { month, monthBefore } = found
    const before = monthBefore.net.startsWith('-')
      ? t('In the month before, {amount} more was spent than earned.', { amount: money(monthBefore.net.slice(1)) })
      : t('In the month before, {amount} was left.', { amount: money(monthBefore.net) })
    return html`<section><h2>${t('This month')}</h2><p class="say">${monthSaid(found)}</p>
      <p class="more">${before}</p><a class="lead" href=${`/page/ledger.profitAndLoss?from=${month.from}&to=${month.to}`}>${t('Profit and loss')}</a></section>`
  }

  #tax(amount: string, withheld: string): unknown {
    const back = amount.startsWith('-')
    const say = isNothing(amount)
      ? t('You hold no tax for the state.')
      : back
        ? bold(t('{amount} of tax comes off what you will have to pay.', { amount: '\u0001' }), money(amount.slice(1)))
        : bold(t('{amount} of tax is to be paid to the state.', { amount: '\u0001' }), money(amount))
    return html`<section><h2>${t('Taxes in the books')}</h2><p class="say">${say}</p>
      ${isNothing(withheld) || withheld.startsWith('-') ? nothing : html`<p class="say">${bold(t('{amount} that was withheld is to be paid to the state.', { amount: '\u0001' }), money(withheld))}</p>`}
      <a class="lead" href=${`/page/ledger.taxReport`}>${t('Tax report')}</a></section>`
  }
}
customElements.define('ledger-standing', LedgerStanding)
