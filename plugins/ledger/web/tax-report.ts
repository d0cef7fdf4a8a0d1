import { ask, can, company, css, format, html, LitElement, nothing, t } from '@sangam/sdk/web'
import type { Days } from '../model/statements.ts'
import type { TaxAccount, TaxReport, TaxRow, TaxSection, TaxSide, Withheld } from '../model/tax-report.ts'
import { choiceOf } from './blocks.ts'
import { exportMenu } from './export-menu.ts'
import { Reading } from './reading.ts'
import { sheet } from './sheet.css.ts'
import { currency, isNothing, plain, sided } from './sides.ts'
import { addressOf, follow, type Query, type Span, showSpan, spanControls, spanOf, spanWords } from './span.ts'

const page = 'ledger.taxReport'

type Compare = 'none' | 'previous' | 'lastYear'

/** Tax by its parts and rates with what it was worked out from, sales and purchases apart; how each tax account comes to its balance; and what was withheld. A line leads to what it is made of. */
class LedgerTaxReport extends LitElement {
  static override properties = { query: { attribute: false } }
  declare query: Query
  readonly #books = new Reading<TaxReport>(this, () => ask('ledger', '/tax-report', this.#asked()))

  constructor() {
    super()
    this.query = {}
  }

  static override styles = [
    sheet,
    css`
    h2 { font-size: var(--sg-text-md); font-weight: 600; margin: var(--sg-space-5) 0 var(--sg-space-2); }
    .wide { overflow-x: auto; }
    tfoot :is(th, td) { position: static; }
    .said { color: var(--sg-text-2); font-size: var(--sg-text-sm); font-weight: 500; margin-inline-end: 4px; }
    .quick[role='group'] { align-items: center; }
    .why { color: var(--sg-text-2); margin: 0 0 var(--sg-space-2); max-inline-size: 70ch; }
  `,
  ]

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('query')) void this.#books.again()
  }

  protected override render(): unknown {
    const span = spanOf(this.query)
    const { error, found } = this.#books
    const options = [
      ['none', t('Nothing')],
      ['previous', t('The days before')],
      ['lastYear', t('Last year')],
    ] as const
    return html`<sangam-page narrow heading=${t('Tax report')}>${can('ledger.taxBalance:export') ? exportMenu('/tax-report/sheet', t('Tax report'), this.#asked()) : nothing}
      <div class="controls">${spanControls(span, next => showSpan(page, next, this.#told()), false)}
        ${choiceOf(t('Compare with'), options, this.#compare(), next => showSpan(page, span, this.#told(next)))}${this.#numbers(found, span)}</div>
      <p class="paper">${company()?.name} · ${spanWords(span)} · ${t('Amounts in {currency}', { currency: currency() })}</p>
      ${error ? html`<sangam-problem retry .error=${error} @retry=${() => void this.#books.again()}></sangam-problem>` : this.#body(found)}</sangam-page>`
  }

  /** Who is registered more than once sees one number or all. */
  #numbers(found: TaxReport | null, span: Span): unknown {
    const numbers = found?.registrations ?? []
    if (numbers.length < 2 && this.query.registration === undefined) return nothing
    const options = [['', t('All')] as const, ...numbers.map(one => [one ?? 'none', one ?? t('None')] as const)]
    return choiceOf(t('Our tax number'), options, this.query.registration ?? '', next => showSpan(page, span, this.#told(this.#compare(), next)))
  }

  #body(found: TaxReport | null): unknown {
    if (!found) return html`<sangam-skeleton lines="12"></sangam-skeleton>`
    const { sections, accounts, withheld, before } = found
    if (sections.length === 0 && accounts.length === 0 && withheld.length === 0)
      return html`<sangam-empty icon="percent" heading=${t('Nothing was taxed from {from} to {to}', { from: format.date(found.from), to: format.date(found.to) })} text=${t('Tax stands here once an entry is posted whose lines say which part of a tax they are.')}></sangam-empty>`
    return html`${sections.map(section => this.#section(section, found, before))}
      ${accounts.length === 0 ? nothing : this.#accounts(accounts, found)}${withheld.length === 0 ? nothing : this.#withheld(withheld, found)}`
  }

  #section({ side, label, rows, tax, before: then }: TaxSection, days: TaxReport, before: Days | null): unknown {
    return html`<h2>${label}</h2><table>
      <thead><tr><th scope="col">${t('Part of a tax')}</th><th class="figure desk" scope="col">${t('Taxable value')}</th><th class="figure desk" scope="col">${t('Tax')}</th>
        <th class="figure desk" scope="col">${t('Given back')}</th><th class="figure desk" scope="col">${t('Taxable value left')}</th><th class="figure" scope="col">${t('Tax left')}</th>
        ${before ? html`<th class="figure" scope="col">${t('{from} to {to}', { from: format.date(before.from), to: format.date(before.to) })}</th>` : nothing}</tr></thead>
      <tbody>${rows.map(row => this.#row(row, side, days, before))}</tbody>
      <tfoot><tr><th scope="row">${t('Total')}</th><td class="desk" colspan="4"></td><td class="figure">${plain(tax)}</td>${then === null ? nothing : html`<td class="figure">${plain(then)}</td>`}</tr></tfoot></table>`
  }

  #row({ account, component, rate, registration, code, name, charged, back, net, before }: TaxRow, side: TaxSide, days: TaxReport, then: Days | null): unknown {
    const several = days.registrations.length > 1
    const part = {
      ...{ account, component, ...(rate === null ? { unrated: 'true' } : { rate }), ...boughtOf(side) },
      ...(several && { registration: registration ?? 'none' }),
    }
    const href = linesOf(days, part)
    const figure = (value: string): unknown => html`<td class=${`figure desk ${isNothing(value) ? 'none' : ''}`}>${plain(value)}</td>`
    const called = rate === null ? component : t('{component} at {rate} %', { component, rate: format.number(Number(rate)) })
    return html`<tr class="line" @click=${(event: MouseEvent) => follow(event, href)}><td><a href=${href}>${called}</a><small>${code} ${name}${several && registration !== null ? ` · ${registration}` : ''}</small></td>
      ${figure(charged.taxable)}${figure(charged.tax)}<td class=${`figure desk ${isNothing(back.tax) ? 'none' : ''}`}>${plain(back.tax)}${isNothing(back.taxable) ? nothing : html`<small>${t('of {amount}', { amount: plain(back.taxable) })}</small>`}</td>${figure(net.taxable)}
      <td class="figure">${plain(net.tax)}<small class="phone">${t('of {amount}', { amount: plain(net.taxable) })}</small></td>${before === null ? nothing : html`<td class="figure">${then && !isNothing(before.tax) ? html`<a href=${linesOf(then, part)}>${plain(before.tax)}</a>` : plain(before.tax)}</td>`}</tr>`
  }

  #accounts(accounts: readonly TaxAccount[], days: Days): unknown {
    return html`<h2>${t('How the tax accounts come to their balances')}</h2>
      <p class="why">${t('What was posted otherwise has no part of a tax on its lines, such as what was paid to the state: none of it is in the report above.')}</p><table>
      <thead><tr><th scope="col">${t('Account')}</th><th class="figure desk" scope="col">${t('Opening balance')}</th><th class="figure desk" scope="col">${t('In this report')}</th><th class="figure" scope="col">${t('Posted otherwise')}</th><th class="figure" scope="col">${t('Closing balance')}</th></tr></thead>
      <tbody>${accounts.map(({ account, code, name, opening, reported, other, closing }) => {
        const href = addressOf('ledger.statement', days, { account })
        return html`<tr class="line" @click=${(event: MouseEvent) => follow(event, href)}><td><a href=${href}>${name}</a><small>${code}</small></td><td class="figure desk">${sided(opening)}</td><td class="figure desk">${sided(reported)}</td><td class=${`figure ${isNothing(other) ? 'none' : ''}`}>${sided(other)}</td><td class="figure">${sided(closing)}</td></tr>`
      })}</tbody></table>`
  }

  #withheld(accounts: readonly Withheld[], days: Days): unknown {
    return html`<h2>${t('Withheld')}</h2><table>
      <thead><tr><th scope="col">${t('Account')}</th><th class="figure desk" scope="col">${t('Opening balance')}</th><th class="figure" scope="col">${t('Debit')}</th><th class="figure" scope="col">${t('Credit')}</th><th class="figure desk" scope="col">${t('Closing balance')}</th></tr></thead>
      <tbody>${accounts.map(({ account, code, name, opening, debit, credit, closing }) => {
        const href = addressOf('ledger.statement', days, { account })
        return html`<tr class="line" @click=${(event: MouseEvent) => follow(event, href)}><td><a href=${href}>${name}</a><small>${code}</small></td><td class="figure desk">${sided(opening)}</td><td class="figure">${plain(debit)}</td><td class="figure">${plain(credit)}</td><td class="figure desk">${sided(closing)}</td></tr>`
      })}</tbody></table>`
  }

  #asked(): { readonly [name: string]: string | null } {
    const { from, to } = spanOf(this.query)
    const compare = this.#compare()
    return { from, to, compare: compare === 'none' ? null : compare, registration: this.query.registration ?? null }
  }

  #compare(): Compare {
    const { compare } = this.query
    return compare === 'previous' || compare === 'lastYear' ? compare : 'none'
  }

  /** What the address tells beside the days. */
  #told(compare: Compare = this.#compare(), registration = this.query.registration ?? ''): Query {
    return { ...(compare !== 'none' && { compare }), ...(registration !== '' && { registration }) }
  }
}
customElements.define('ledger-tax-report', LedgerTaxReport)

function linesOf(days: Days, more: Query): string {
  return addressOf('ledger.taxLines', days, more)
}

/** What is owed on purchases stands on the accounts of sales: their journals tell them apart. */
function boughtOf(side: TaxSide): Query {
  if (side === 'reverseCharge') return { bought: 'true' }
  return side === 'sales' ? { bought: 'false' } : {}
}
