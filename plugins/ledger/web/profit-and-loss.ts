import { ask, company, format, html, LitElement, nothing, t } from '@sangam/sdk/web'
import type { Days, ProfitAndLoss, StatementRow } from '../model/statements.ts'
import { blockStyles, blocksTable, choiceOf } from './blocks.ts'
import { exportMenu } from './export-menu.ts'
import { Reading } from './reading.ts'
import { sheet } from './sheet.css.ts'
import { currency } from './sides.ts'
import { addressOf, type Query, type Span, showSpan, spanControls, spanOf } from './span.ts'

const page = 'ledger.profitAndLoss'

type Compare = 'none' | 'previous' | 'lastYear'

/** What was earned and spent in some days, and what is left; beside it what it was before. A line leads to the account's ledger on these days. */
class LedgerProfitAndLoss extends LitElement {
  static override properties = { query: { attribute: false } }
  declare query: Query
  readonly #books = new Reading<ProfitAndLoss>(this, () => ask('ledger', '/profit-and-loss', this.#asked()))

  constructor() {
    super()
    this.query = {}
  }

  static override styles = [sheet, blockStyles]

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
    return html`<sangam-page narrow heading=${t('Profit and loss')}>${exportMenu('/profit-and-loss/sheet', t('Profit and loss'), this.#asked())}
      <div class="controls">${spanControls(span, next => showSpan(page, next, this.#more(this.#compare())), false)}
        ${choiceOf(t('Compare with'), options, this.#compare(), next => showSpan(page, span, this.#more(next)))}</div>
      <p class="paper">${company()?.name} · ${found ? words(found) : nothing} · ${t('Amounts in {currency}', { currency: currency() })}</p>
      ${error ? html`<sangam-problem retry .error=${error} @retry=${() => void this.#books.again()}></sangam-problem>` : this.#body(found)}</sangam-page>`
  }

  #body(found: ProfitAndLoss | null): unknown {
    if (!found) return html`<sangam-skeleton lines="12"></sangam-skeleton>`
    if (found.blocks.every(block => block.kind !== 'line'))
      return html`<sangam-empty icon="money" heading=${t('Nothing was earned or spent from {from} to {to}', { from: format.date(found.from), to: format.date(found.to) })} text=${t('Choose other days above.')}></sangam-empty>`
    const ledger = (row: StatementRow, days: Days | null): string | null =>
      row.account === null || days === null ? null : addressOf('ledger.statement', days, { account: row.account })
    return blocksTable(found.blocks, [words(found), found.before && words(found.before)], {
      now: row => ledger(row, found),
      before: row => ledger(row, found.before),
    })
  }

  #asked(): { readonly [name: string]: string | null } {
    const { from, to } = spanOf(this.query)
    const compare = this.#compare()
    return { from, to, compare: compare === 'none' ? null : compare }
  }

  #compare(): Compare {
    const { compare } = this.query
    return compare === 'previous' || compare === 'lastYear' ? compare : 'none'
  }

  #more(compare: Compare): Query {
    return compare === 'none' ? {} : { compare }
  }
}
customElements.define('ledger-profit-and-loss', LedgerProfitAndLoss)

function words({ from, to }: Days | Span): string {
  return t('{from} to {to}', { from: format.date(from ?? to), to: format.date(to) })
}
