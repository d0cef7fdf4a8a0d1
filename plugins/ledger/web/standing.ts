import { total } from '@sangam/sdk'
import { ask, can, css, format, html, LitElement, nothing, t } from '@sangam/sdk/web'
import type { Standing, StandingSide } from '../model.ts'
import { Reading } from './reading.ts'
import { currency, isNothing } from './sides.ts'

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
    return html`<div class="grid">${this.#owed(found.owed)}${this.#owes(found.owes)}${this.#money(found)}${this.#month(found)}${found.tax === null ? nothing : this.#tax(found.tax)}</div>`
  }

  #owed(side: StandingSide): unknown {
    const say = isNothing(side.total) ? t('Nobody owes you anything.') : bold(t('You are owed {amount}', { amount: '\u0001' }), money(side.total))
    const late = isNothing(side.late) ? t('Nothing of it is late.') : bold(t('{amount} of it is late.', { amount: '\u0001' }), money(side.late), 'late')
    return html`<section><h2>${t('Customers')}</h2><p class="say">${say}${isNothing(side.total) ? nothing : html`. ${late}`}</p>
      ${isNothing(side.advances) ? nothing : html`<p class="more">${t('{amount} were paid in advance.', { amount: money(side.advances) })}</p>`}
      ${this.#parties(side)}<a class="lead" href="/page/ledger.due?side=receivable">${t('Who owes what')}</a></section>`
  }

  #owes(side: StandingSide): unknown {
    const say = isNothing(side.total) ? t('You owe nobody anything.') : bold(t('You owe {amount}', { amount: '\u0001' }), money(side.total))
    const late = isNothing(side.late) ? t('Nothing of it is late.') : bold(t('{amount} of it is late.', { amount: '\u0001' }), money(side.late), 'late')
    return html`<section><h2>${t('Suppliers')}</h2><p class="say">${say}${isNothing(side.total) ? nothing : html`. ${late}`}</p>
      ${isNothing(side.soon) ? nothing : html`<p class="more">${t('{amount} are due within a week.', { amount: money(side.soon) })}</p>`}
      ${this.#parties(side)}<a class="lead" href="/page/ledger.due?side=payable">${t('Whom you owe what')}</a></section>`
  }

  #parties({ parties }: StandingSide): unknown {
    if (parties.length === 0) return nothing
    return html`<ul>${parties.map(one => html`<li><a href=${`/page/ledger.party?party=${one.party}`}>${one.name}</a><span>${money(one.late)} · ${t('{days, plural, one {# day} other {# days}} late', { days: one.days })}</span></li>`)}</ul>`
  }

  #money({ money: accounts, on }: Standing): unknown {
    const sum = total(accounts.map(one => one.amount))
    return html`<section><h2>${t('Money')}</h2><p class="say">${sum.startsWith('-') ? bold(t('Banks and cash are overdrawn by {amount}.', { amount: '\u0001' }), money(sum.slice(1)), 'late') : bold(t('You have {amount} in banks and in cash.', { amount: '\u0001' }), money(sum))}</p>
      <ul>${accounts.map(one => html`<li><a href=${`/page/ledger.statement?account=${one.account}&to=${on}`}>${one.name}</a><span>${money(one.amount)}</span></li>`)}</ul></section>`
  }

  #month({ month, monthBefore }: Standing): unknown {
    const loss = month.net.startsWith('-')
    const rest = loss ? t('{amount} more was spent than earned.', { amount: '\u0001' }) : t('{amount} is left.', { amount: '\u0001' })
    const before = monthBefore.net.startsWith('-')
      ? t('In the month before, {amount} more was spent than earned.', { amount: money(monthBefore.net.slice(1)) })
      : t('In the month before, {amount} was left.', { amount: money(monthBefore.net) })
    return html`<section><h2>${t('This month')}</h2>
      <p class="say">${t('So far {earned} was earned and {spent} spent.', { earned: money(month.earned), spent: money(month.spent) })} ${bold(rest, money(loss ? month.net.slice(1) : month.net), loss ? 'late' : 'good')}</p>
      <p class="more">${before}</p><a class="lead" href=${`/page/ledger.profitAndLoss?from=${month.from}&to=${month.to}`}>${t('Profit and loss')}</a></section>`
  }

  #tax(amount: string): unknown {
    const back = amount.startsWith('-')
    const say = isNothing(amount)
      ? t('You hold no tax for the state.')
      : back
        ? bold(t('{amount} of tax comes off what you will have to pay.', { amount: '\u0001' }), money(amount.slice(1)))
        : bold(t('{amount} of tax is to be paid to the state.', { amount: '\u0001' }), money(amount))
    return html`<section><h2>${t('Taxes in the books')}</h2><p class="say">${say}</p></section>`
  }
}
customElements.define('ledger-standing', LedgerStanding)

function money(amount: string): string {
  return format.money({ amount, currency: currency() })
}

/** A sentence with its amount in bold: where the amount stands is the language's choice. */
function bold(sentence: string, amount: string, kind = ''): unknown {
  const [before = '', after = ''] = sentence.split('\u0001')
  return html`${before}<b class=${kind}>${amount}</b>${after}`
}
