import { ask, can, company, css, format, go, html, nothing, t } from '@sangam/sdk/web'
import type { DayBook, DayBookEntry, DayBookLine } from '../model/day-book.ts'
import { Journal } from '../model.ts'
import { exportMenu } from './export-menu.ts'
import { PagedReport, paged } from './paged.ts'
import { sheet } from './sheet.css.ts'
import { amount, currency, isNothing, sided } from './sides.ts'
import { addressOf, type Query, type Span, showSpan, spanControls, spanOf, spanWords } from './span.ts'

const page = 'ledger.dayBook'

/** All that was posted in some days, one entry below the other with its lines, of one journal or of all. A number leads to its entry, an account to its ledger. */
class LedgerDayBook extends PagedReport<DayBook> {
  static override styles = [
    sheet,
    paged,
    css`
    .pick { inline-size: min(200px, 100%); }
    .number a { color: var(--sg-accent-text); display: inline-block; min-block-size: 24px; white-space: nowrap; }
    .entry > * { padding-block-start: 14px; border-block-end: 0; vertical-align: top; }
    .entry b { font-weight: 600; }
    .line td { color: var(--sg-text-2); border-block-end-style: dotted; }
    .line:last-child td { border-block-end-style: solid; }
    .line td:nth-child(2) { padding-inline-start: 20px; }
    .line a { display: inline-block; min-block-size: 24px; }
    .date { white-space: nowrap; }
    /* A number of a former system may be longer than a phone is wide. */
    @media screen and (max-width: 760px) { .number a { white-space: normal; } }
  `,
  ]

  protected override render(): unknown {
    const span = spanOf(this.query)
    const { error, found } = this.books
    const { journal } = this.query
    return html`<sangam-page narrow heading=${t('Day book')}>
      ${can('ledger.entry:export') ? exportMenu('/day-book/sheet', t('Day book'), { ...span, ...this.#journal() }) : nothing}<sangam-pick slot="actions" class="pick" entity=${Journal.name} value=${journal ?? ''} label=${t('Journal')} hint=${t('All journals')} @pick=${(event: CustomEvent<{ id: string } | null>) => void go(addressOf(page, span, event.detail ? { journal: event.detail.id } : {}))}></sangam-pick>
      <div class="controls">${spanControls(span, next => showSpan(page, next, this.#journal()))}</div>
      <p class="paper">${company()?.name} · ${spanWords(span)} · ${t('Amounts in {currency}', { currency: currency() })}</p>
      ${error ? html`<sangam-problem retry .error=${error} @retry=${() => void this.books.again()}></sangam-problem>` : this.#body(found, span)}</sangam-page>`
  }

  #body(found: DayBook | null, span: Span): unknown {
    if (!found) return html`<sangam-skeleton lines="14"></sangam-skeleton>`
    const { entries, debit } = found
    if (entries.length === 0)
      return html`<sangam-empty icon="calendar" heading=${t('Nothing was posted in these days.')} text=${t('Choose other days above.')}></sangam-empty>`
    const sum = debit === null ? nothing : html`<td class="figure">${amount(debit)}</td><td class="figure desk">${amount(debit)}</td>`
    return html`<table>
      <thead><tr><th class="desk" scope="col">${t('Date')}</th><th scope="col">${t('Narration')}</th><th class="desk" scope="col">${t('Number')}</th>
        <th class="figure desk" scope="col">${t('Debit')}</th><th class="figure desk" scope="col">${t('Credit')}</th><th class="figure phone" scope="col">${t('Amount')}</th></tr></thead>
      ${entries.map(entry => this.#entry(entry, span))}
      ${debit === null ? nothing : html`<tfoot><tr><th class="desk" scope="row" colspan="3">${t('Total')}</th><th class="phone" scope="row">${t('Total')}</th>${sum}</tr></tfoot>`}</table>
      ${this.more(found, t('The first {count} entries are shown.', { count: format.number(entries.length) }))}`
  }

  #entry({ entry, number, date, narration, journal, reference, lines, whole }: DayBookEntry, span: Span): unknown {
    const way = html`<span class="number"><a href=${`/record/ledger.entry/${entry}`}>${number}</a></span>`
    const beneath = [journal, reference].filter(Boolean).join(' · ')
    return html`<tbody>
      <tr class="entry"><td class="date desk">${format.date(date)}</td><td><b>${narration}</b>${beneath ? html`<small>${beneath}</small>` : nothing}<small class="phone">${format.date(date)} · ${way}</small></td>
        <td class="desk">${way}</td><td class="desk"></td><td class="desk"></td><td class="phone"></td></tr>
      ${lines.map(line => this.#line(line, span))}
      ${whole ? nothing : html`<tr class="line"><td class="desk"></td><td colspan="5"><a href=${`/record/ledger.entry/${entry}`}>${t('It has more lines.')}</a></td></tr>`}</tbody>`
  }

  #line({ account, code, name, party, memo, debit, credit }: DayBookLine, span: Span): unknown {
    const beneath = [party, memo].filter(Boolean).join(' · ')
    const figure = (value: string | null): unknown => html`<td class=${`figure desk ${isNothing(value ?? '0') ? 'none' : ''}`}>${amount(value ?? '0')}</td>`
    return html`<tr class="line"><td class="desk"></td><td><a href=${addressOf('ledger.statement', span, { account })}>${code} ${name}</a>${beneath ? html`<small>${beneath}</small>` : nothing}</td><td class="desk"></td>
      ${figure(debit)}${figure(credit)}<td class="figure phone">${sided(debit ?? `-${credit ?? '0'}`)}</td></tr>`
  }

  #journal(): Query {
    return this.query.journal ? { journal: this.query.journal } : {}
  }

  protected override onePage(after: string | null): Promise<DayBook> {
    const { from, to } = spanOf(this.query)
    return ask<DayBook>('ledger', '/day-book', { from, to, journal: this.query.journal ?? null, after })
  }

  protected override joined(found: DayBook, { entries, next }: DayBook): DayBook {
    return { ...found, entries: [...found.entries, ...entries], next }
  }
}
customElements.define('ledger-day-book', LedgerDayBook)
