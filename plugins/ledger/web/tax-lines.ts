import { ask, can, company, css, format, html, nothing, t } from '@sangam/sdk/web'
import type { TaxLine, TaxLines } from '../model/tax-report.ts'
import { exportMenu } from './export-menu.ts'
import { PagedReport, paged } from './paged.ts'
import { sheet } from './sheet.css.ts'
import { currency, plain } from './sides.ts'
import { addressOf, type Query, showSpan, spanControls, spanOf, spanWords } from './span.ts'

const page = 'ledger.taxLines'

/** The lines a figure of the tax report is made of, each with its paper: a number leads to its entry, the paper's own number to the paper. */
class LedgerTaxLines extends PagedReport<TaxLines> {
  static override styles = [
    sheet,
    paged,
    css`
    .date, .number { white-space: nowrap; }
    .number a { color: var(--sg-accent-text); display: inline-block; min-block-size: 24px; }
    td { vertical-align: top; }
  `,
  ]

  protected override render(): unknown {
    const span = spanOf(this.query)
    const { error, found } = this.books
    const { component, rate } = this.query
    const called =
      component === undefined
        ? t('Lines of tax')
        : rate === undefined
          ? component
          : t('{component} at {rate} %', { component, rate: format.number(Number(rate)) })
    const crumbs = can('ledger.taxBalance:read') ? [{ label: t('Tax report'), href: addressOf('ledger.taxReport', span) }] : []
    return html`<sangam-page narrow heading=${called} .crumbs=${crumbs}>${can('ledger.entry:export') ? exportMenu('/tax-lines/sheet', called, this.#asked()) : nothing}
      <div class="controls">${spanControls(span, next => showSpan(page, next, this.#kept()), false)}</div>
      <p class="paper">${company()?.name} · ${spanWords(span)} · ${t('Amounts in {currency}', { currency: currency() })}</p>
      ${error ? html`<sangam-problem retry .error=${error} @retry=${() => void this.books.again()}></sangam-problem>` : this.#body(found)}</sangam-page>`
  }

  #body(found: TaxLines | null): unknown {
    if (!found) return html`<sangam-skeleton lines="12"></sangam-skeleton>`
    const { lines } = found
    if (lines.length === 0)
      return html`<sangam-empty icon="percent" heading=${t('Nothing was taxed from {from} to {to}', { from: format.date(found.from), to: format.date(found.to) })} text=${t('Choose other days above.')}></sangam-empty>`
    return html`<table>
      <thead><tr><th class="desk" scope="col">${t('Date')}</th><th class="desk" scope="col">${t('Number')}</th><th scope="col">${t('Document')}</th><th class="desk" scope="col">${t('Account')}</th>
        <th class="figure desk" scope="col">${t('Taxable value')}</th><th class="figure" scope="col">${t('Tax')}</th></tr></thead>
      <tbody>${lines.map(line => this.#line(line))}</tbody></table>
      ${this.more(found, t('The first {count} lines are shown.', { count: format.number(lines.length) }))}`
  }

  #line({ entry, number, date, narration, reference, documentDate, party, code, name, component, rate, taxable, tax, source }: TaxLine): unknown {
    const way = html`<span class="number"><a href=${`/record/ledger.entry/${entry}`}>${number}</a></span>`
    const paper = reference ?? narration
    const beneath = [party, documentDate && format.date(documentDate), reference === null ? null : narration].filter(Boolean).join(' · ')
    const part = rate === null ? component : t('{component} at {rate} %', { component, rate: format.number(Number(rate)) })
    return html`<tr><td class="date desk">${format.date(date)}</td><td class="number desk">${way}</td>
      <td>${source === null || !can(`${source.entity}:read`) ? paper : html`<a href=${`/record/${source.entity}/${source.id}`}>${paper}</a>`}${beneath ? html`<small>${beneath}</small>` : nothing}<small class="phone">${format.date(date)} · ${way}</small></td>
      <td class="desk">${code} ${name}<small>${part}</small></td><td class="figure desk">${plain(taxable)}</td><td class="figure">${plain(tax)}<small class="phone">${t('of {amount}', { amount: plain(taxable) })}</small></td></tr>`
  }

  /** What of the address says which lines. */
  #kept(): Query {
    const { account, component, rate, registration, unrated, bought } = this.query
    return {
      ...(account !== undefined && { account }),
      ...(component !== undefined && { component }),
      ...(rate !== undefined && { rate }),
      ...(registration !== undefined && { registration }),
      ...(unrated !== undefined && { unrated }),
      ...(bought !== undefined && { bought }),
    }
  }

  #asked(): { readonly [name: string]: string | null } {
    const { from, to } = spanOf(this.query)
    return { from, to, ...this.#kept() }
  }

  protected override onePage(after: string | null): Promise<TaxLines> {
    return ask<TaxLines>('ledger', '/tax-lines', { ...this.#asked(), after })
  }

  protected override joined(found: TaxLines, { lines, next }: TaxLines): TaxLines {
    return { ...found, lines: [...found.lines, ...lines], next }
  }
}
customElements.define('ledger-tax-lines', LedgerTaxLines)
