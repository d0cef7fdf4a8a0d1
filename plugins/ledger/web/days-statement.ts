import { ask, company, format, html, LitElement, nothing, t } from '@sangam/sdk/web'
import type { Days, StatementBlock, StatementRow } from '../model/statements.ts'
import { blockStyles, blocksTable, choiceOf } from './blocks.ts'
import { exportMenu } from './export-menu.ts'
import { Reading } from './reading.ts'
import { sheet } from './sheet.css.ts'
import { currency } from './sides.ts'
import { addressOf, type Query, type Span, showSpan, spanControls, spanOf } from './span.ts'

type Compare = 'none' | 'previous' | 'lastYear'

interface Found extends Days {
  readonly before: Days | null
  readonly blocks: readonly StatementBlock[]
}

/** A statement of some days, beside the days before or the same last year. A line leads to the account's ledger on these days. */
abstract class DaysStatement extends LitElement {
  /** Where it stands, which route it reads, and what it is called. */
  protected abstract readonly page: string
  protected abstract readonly path: `/${string}`
  protected abstract named(): string

  static override properties = { query: { attribute: false } }
  declare query: Query
  readonly #books = new Reading<Found>(this, () => ask('ledger', this.path, this.#asked()))

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
    return html`<sangam-page narrow heading=${this.named()}>${exportMenu(`${this.path}/sheet`, this.named(), this.#asked())}
      <div class="controls">${spanControls(span, next => showSpan(this.page, next, this.#more(this.#compare())), false)}
        ${choiceOf(t('Compare with'), options, this.#compare(), next => showSpan(this.page, span, this.#more(next)))}</div>
      <p class="paper">${company()?.name} · ${found ? words(found) : nothing} · ${t('Amounts in {currency}', { currency: currency() })}</p>
      ${error ? html`<sangam-problem retry .error=${error} @retry=${() => void this.#books.again()}></sangam-problem>` : this.#body(found)}</sangam-page>`
  }

  #body(found: Found | null): unknown {
    if (!found) return html`<sangam-skeleton lines="12"></sangam-skeleton>`
    if (found.blocks.every(block => block.kind !== 'line'))
      return html`<sangam-empty icon="money" heading=${t('Nothing was posted from {from} to {to}', { from: format.date(found.from), to: format.date(found.to) })} text=${t('Choose other days above.')}></sangam-empty>`
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

/** What was earned and spent, and what is left. */
class LedgerProfitAndLoss extends DaysStatement {
  protected readonly page = 'ledger.profitAndLoss'
  protected readonly path = '/profit-and-loss'
  protected named(): string {
    return t('Profit and loss')
  }
}
customElements.define('ledger-profit-and-loss', LedgerProfitAndLoss)

/** Where cash came from, and where it went. */
class LedgerCashFlow extends DaysStatement {
  protected readonly page = 'ledger.cashFlow'
  protected readonly path = '/cash-flow'
  protected named(): string {
    return t('Cash flow')
  }
}
customElements.define('ledger-cash-flow', LedgerCashFlow)

function words({ from, to }: Days | Span): string {
  return t('{from} to {to}', { from: format.date(from ?? to), to: format.date(to) })
}
