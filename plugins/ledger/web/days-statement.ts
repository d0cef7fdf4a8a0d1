import { ask, company, format, html, LitElement, nothing, t } from '@sangam/sdk/web'
import type { DaysByDimension, DimensionColumn, DividedRow } from '../model/dimension-report.ts'
import type { Days, StatementBlock, StatementRow } from '../model/statements.ts'
import { blockStyles, blocksTable, choiceOf } from './blocks.ts'
import { askedBy, crumbsOf, divideControls, dividedBy, dividedStyles, dividedTable, dividedWords, partIn } from './divided.ts'
import { exportMenu } from './export-menu.ts'
import { noParts, partControls, partOf, partStyles, partWords, readParts } from './part.ts'
import { Reading } from './reading.ts'
import { sheet } from './sheet.css.ts'
import { currency } from './sides.ts'
import { addressOf, type Query, type Span, showSpan, spanControls, spanOf } from './span.ts'

type Compare = 'none' | 'previous' | 'lastYear'

interface Found extends Days {
  readonly before: Days | null
  readonly blocks: readonly StatementBlock[]
}

/** A statement of some days, beside the days before or the same last year, and divided by a dimension. A line leads to the account's ledger on these days. */
abstract class DaysStatement extends LitElement {
  /** Where it stands, which route it reads, and what it is called. */
  protected abstract readonly page: string
  protected abstract readonly path: `/${string}`
  protected abstract named(): string

  static override properties = { query: { attribute: false } }
  declare query: Query
  readonly #books = new Reading<Found>(this, () => ask('ledger', this.#route(), this.#asked()))
  protected parts = noParts

  constructor() {
    super()
    this.query = {}
  }

  static override styles = [sheet, blockStyles, partStyles, dividedStyles]

  /** The part of the books that the address asks for, and how one chooses another; a statement that shows no parts alone has neither. */
  protected sliced(): Query {
    return {}
  }
  protected sliceChoice(_span: Span): unknown {
    return nothing
  }
  protected sliceSaid(): string {
    return ''
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('query')) return
    void this.#books.again()
    void readParts(this.query).then(parts => {
      this.parts = parts
      this.requestUpdate()
    })
  }

  protected override render(): unknown {
    const span = spanOf(this.query)
    const { by } = this.query
    const said = by ? dividedWords(this.parts, this.query) : this.sliceSaid()
    const { error, found } = this.#books
    const options = [
      ['none', t('Nothing')],
      ['previous', t('The days before')],
      ['lastYear', t('Last year')],
    ] as const
    return html`<sangam-page narrow heading=${this.named()}>${exportMenu(`${this.#route()}/sheet`, this.named(), this.#asked())}
      <div class="controls">${spanControls(span, next => showSpan(this.page, next, this.#more(this.#compare())), false)}
        ${choiceOf(t('Compare with'), options, this.#compare(), next => showSpan(this.page, span, this.#more(next)))}${divideControls(this.parts, this.query, next => showSpan(this.page, span, { ...next, ...this.compared() }))}${by ? nothing : this.sliceChoice(span)}</div>
      <p class="paper">${company()?.name} · ${found ? words(found) : nothing}${said ? ` · ${said}` : nothing} · ${t('Amounts in {currency}', { currency: currency() })}</p>
      ${error ? html`<sangam-problem retry .error=${error} @retry=${() => void this.#books.again()}></sangam-problem>` : this.#body(found)}</sangam-page>`
  }

  #body(found: Found | null): unknown {
    if (!found) return html`<sangam-skeleton lines="12"></sangam-skeleton>`
    if (found.blocks.every(block => block.kind !== 'line'))
      return html`<sangam-empty icon="money" heading=${t('Nothing was posted from {from} to {to}', { from: format.date(found.from), to: format.date(found.to) })} text=${t('Choose other days above.')}></sangam-empty>`
    if (isDivided(found)) return this.#divided(found)
    const ledger = (row: StatementRow, days: Days | null): string | null =>
      row.account === null || days === null ? null : addressOf('ledger.statement', days, { ...partOf(this.query), account: row.account })
    return blocksTable(found.blocks, [words(found), found.before && words(found.before)], {
      now: row => ledger(row, found),
      before: row => ledger(row, found.before),
    })
  }

  #route(): `/${string}` {
    return this.query.by ? `${this.path}/by` : this.path
  }

  #asked(): { readonly [name: string]: string | null } {
    const { from, to } = spanOf(this.query)
    return { ...(this.query.by ? askedBy(this.query) : this.sliced()), from, to, ...this.compared() }
  }

  #compare(): Compare {
    const { compare } = this.query
    return compare === 'previous' || compare === 'lastYear' ? compare : 'none'
  }

  /** What is compared with, as an address tells it. */
  protected compared(compare: Compare = this.#compare()): Query {
    return compare === 'none' ? {} : { compare }
  }

  #more(compare: Compare): Query {
    return { ...(this.query.by ? dividedBy(this.query) : this.sliced()), ...this.compared(compare) }
  }

  #divided(found: DaysByDimension): unknown {
    const to = (more: Query): string => addressOf(this.page, found, { ...more, ...this.compared() })
    const account = ({ account }: DividedRow, column: DimensionColumn, days: Days | null): string | null => {
      const part = partIn(found, column)
      return part && account !== null && days ? addressOf('ledger.statement', days, { ...part, account }) : null
    }
    return html`${crumbsOf(found, to)}${dividedTable(
      this.named(),
      found,
      {
        column: column => {
          if (column.opens) return to({ by: found.dimension.id, under: column.value ?? '' })
          const part = column.kind === 'total' ? null : partIn(found, column)
          return part && this.columnWay({ ...part, ...this.compared() }, found)
        },
        account: (row, column) => account(row, column, found),
        before: (row, column) => account(row, column, found.before),
      },
      [words(found), found.before && words(found.before)],
    )}`
  }

  /** Where a column leads to whose part of the books can be shown alone. */
  protected columnWay(_part: Query, _days: Days): string | null {
    return null
  }
}

function isDivided(found: object): found is DaysByDimension {
  return 'columns' in found
}

/** What was earned and spent, and what is left. */
class LedgerProfitAndLoss extends DaysStatement {
  protected readonly page = 'ledger.profitAndLoss'
  protected readonly path = '/profit-and-loss'
  protected named(): string {
    return t('Profit and loss')
  }

  protected override sliced(): Query {
    return partOf(this.query)
  }
  protected override sliceChoice(span: Span): unknown {
    return partControls(this.parts, this.query, part => showSpan(this.page, span, { ...part, ...this.compared() }))
  }
  protected override sliceSaid(): string {
    return partWords(this.parts, this.query)
  }
  protected override columnWay(part: Query, days: Days): string | null {
    return addressOf(this.page, days, part)
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
