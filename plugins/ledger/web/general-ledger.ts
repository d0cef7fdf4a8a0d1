import { ask, can, company, css, format, go, html, nothing, t } from '@sangam/sdk/web'
import type { GeneralLedger, LedgerBlock, LedgerLine } from '../model/general-ledger.ts'
import { Account } from '../model.ts'
import { exportMenu } from './export-menu.ts'
import { PagedReport, paged } from './paged.ts'
import { sheet } from './sheet.css.ts'
import { amount, currency, isNothing, sided } from './sides.ts'
import { addressOf, type Span, showSpan, spanControls, spanOf, spanWords } from './span.ts'

const page = 'ledger.generalLedger'

/** All accounts one below the other, or those below a heading: what each began some days with, its lines with what it came to after each, and what it ends with. */
class LedgerGeneral extends PagedReport<GeneralLedger> {
  static override styles = [
    sheet,
    paged,
    css`
    .pick { inline-size: min(200px, 100%); }
    .date, .number { white-space: nowrap; }
    .number a { color: var(--sg-accent-text); display: inline-block; min-block-size: 24px; }
    td { vertical-align: top; }
    tbody th { padding-block-start: 18px; font-weight: 600; }
    tbody th a { display: inline-block; min-block-size: 24px; }
    tbody th span { color: var(--sg-text-2); font-weight: 400; margin-inline-end: 8px; }
    .brought td { padding-block-start: 18px; color: var(--sg-text-2); }
    .closes td { font-weight: 600; border-block-end-color: var(--sg-border-strong); }
    td > b { font-weight: 550; }
  `,
  ]

  protected override render(): unknown {
    const span = spanOf(this.query)
    const { error, found } = this.books
    const { account } = this.query
    return html`<sangam-page narrow heading=${t('General ledger')}>
      ${can('ledger.entry:export') ? exportMenu('/ledger/sheet', t('General ledger'), { ...span, ...(account !== undefined && { account }) }) : nothing}<sangam-pick slot="actions" class="pick" entity=${Account.name} value=${account ?? ''} label=${t('Account or heading')} hint=${t('All accounts')} @pick=${(event: CustomEvent<{ id: string } | null>) => void go(addressOf(page, span, event.detail ? { account: event.detail.id } : {}))}></sangam-pick>
      <div class="controls">${spanControls(span, next => showSpan(page, next, account === undefined ? {} : { account }))}</div>
      <p class="paper">${company()?.name} · ${spanWords(span)} · ${t('Amounts in {currency}', { currency: currency() })}</p>
      ${error ? html`<sangam-problem retry .error=${error} @retry=${() => void this.books.again()}></sangam-problem>` : this.#body(found, span)}</sangam-page>`
  }

  #body(found: GeneralLedger | null, span: Span): unknown {
    if (!found) return html`<sangam-skeleton lines="14"></sangam-skeleton>`
    const { blocks } = found
    if (blocks.length === 0)
      return html`<sangam-empty icon="list" heading=${t('Nothing is posted up to {day}', { day: format.date(span.to) })} text=${t('Once an entry is posted, its accounts stand here with what they come to.')}></sangam-empty>`
    return html`<table>
      <thead><tr><th class="desk" scope="col">${t('Date')}</th><th class="desk" scope="col">${t('Number')}</th><th scope="col">${t('Narration')}</th>
        <th class="figure desk" scope="col">${t('Debit')}</th><th class="figure desk" scope="col">${t('Credit')}</th><th class="figure desk" scope="col">${t('Balance')}</th><th class="figure phone" scope="col">${t('Amount and balance')}</th></tr></thead>
      ${blocks.map(block => this.#block(block, span))}</table>
      ${this.more(found, t('The first {count} lines are shown.', { count: format.number(blocks.reduce((sum, { rows }) => sum + rows.length, 0)) }))}`
  }

  #block({ account, code, name, opening, rows, debit, credit, closing }: LedgerBlock, span: Span): unknown {
    const called = html`<span>${code}</span><a href=${addressOf('ledger.statement', span, { account })}>${name}</a>`
    return html`<tbody>
      <tr class="brought"><th class="desk" scope="rowgroup" colspan="3">${called}</th><th class="phone" scope="rowgroup">${called}</th><td class="desk" colspan="2">${t('Opening balance')}</td><td class="figure">${sided(opening)}</td></tr>
      ${rows.map(row => this.#line(row))}
      ${closing === null ? nothing : html`<tr class="closes"><td class="desk"></td><td class="desk"></td><td>${t('Closing balance')}</td><td class="figure desk">${amount(debit)}</td><td class="figure desk">${amount(credit)}</td><td class="figure">${sided(closing)}</td></tr>`}</tbody>`
  }

  #line({ entry, number, date, narration, party, memo, debit, credit, balance }: LedgerLine): unknown {
    const href = `/record/ledger.entry/${entry}`
    const beneath = [party, memo].filter(Boolean).join(' · ')
    const figure = (value: string | null): unknown => html`<td class=${`figure desk ${isNothing(value ?? '0') ? 'none' : ''}`}>${amount(value ?? '0')}</td>`
    return html`<tr><td class="date desk">${format.date(date)}</td><td class="number desk"><a href=${href}>${number}</a></td>
      <td>${narration}${beneath ? html`<small>${beneath}</small>` : nothing}<small class="phone">${format.date(date)} · <span class="number"><a href=${href}>${number}</a></span></small></td>
      ${figure(debit)}${figure(credit)}<td class="figure desk">${sided(balance)}</td>
      <td class="figure phone"><b>${sided(debit ?? `-${credit ?? '0'}`)}</b><small>${sided(balance)}</small></td></tr>`
  }

  protected override onePage(after: string | null): Promise<GeneralLedger> {
    const { from, to } = spanOf(this.query)
    return ask<GeneralLedger>('ledger', '/general-ledger', { from, to, account: this.query.account ?? null, after })
  }

  protected override joined(found: GeneralLedger, { blocks, next }: GeneralLedger): GeneralLedger {
    return { ...found, blocks: goingOn(found.blocks, blocks), next }
  }
}
customElements.define('ledger-general', LedgerGeneral)

/** An account whose lines go on from one page to the next is one. */
function goingOn(blocks: readonly LedgerBlock[], more: readonly LedgerBlock[]): readonly LedgerBlock[] {
  const [last, first] = [blocks.at(-1), more[0]]
  if (!last || !first?.brought) return [...blocks, ...more]
  return [...blocks.slice(0, -1), { ...last, rows: [...last.rows, ...first.rows], closing: first.closing }, ...more.slice(1)]
}
