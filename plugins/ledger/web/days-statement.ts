import { ask, company, format, html, LitElement, nothing, t } from '@sangam/sdk/web'
import type { ProfitByDimension } from '../model/dimension-report.ts'
import type { Days, StatementBlock, StatementRow } from '../model/statements.ts'
import { blockStyles, blocksTable, choiceOf } from './blocks.ts'
import { dividedStyles, dividedTable } from './divided.ts'
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

/** A statement of some days, beside the days before or the same last year. A line leads to the account's ledger on these days. */
abstract class DaysStatement extends LitElement {
  /** Where it stands, which route it reads, and what it is called. */
  protected abstract readonly page: string
  protected abstract get path(): `/${string}`
  protected abstract named(): string

  static override properties = { query: { attribute: false } }
  declare query: Query
  readonly #books = new Reading<Found>(this, () => ask('ledger', this.path, this.#asked()))

  constructor() {
    super()
    this.query = {}
  }

  static override styles = [sheet, blockStyles, partStyles, dividedStyles]

  /** What else the address tells of it, and goes with it wherever it is shown with other days. */
  protected kept(): Query {
    return {}
  }
  /** The same as the server is asked. */
  protected asks(): Query {
    return this.kept()
  }
  /** What else one may choose. */
  protected more(_span: Span): unknown {
    return nothing
  }
  protected compares(): boolean {
    return true
  }
  protected words(): string {
    return ''
  }

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
        ${this.compares() ? choiceOf(t('Compare with'), options, this.#compare(), next => showSpan(this.page, span, this.#more(next))) : nothing}${this.more(span)}</div>
      <p class="paper">${company()?.name} · ${found ? words(found) : nothing}${this.words() ? ` · ${this.words()}` : nothing} · ${t('Amounts in {currency}', { currency: currency() })}</p>
      ${error ? html`<sangam-problem retry .error=${error} @retry=${() => void this.#books.again()}></sangam-problem>` : this.#body(found)}</sangam-page>`
  }

  #body(found: Found | null): unknown {
    if (!found) return html`<sangam-skeleton lines="12"></sangam-skeleton>`
    if (found.blocks.every(block => block.kind !== 'line'))
      return html`<sangam-empty icon="money" heading=${t('Nothing was posted from {from} to {to}', { from: format.date(found.from), to: format.date(found.to) })} text=${t('Choose other days above.')}></sangam-empty>`
    if (isDivided(found)) return this.divided(found)
    const ledger = (row: StatementRow, days: Days | null): string | null =>
      row.account === null || days === null ? null : addressOf('ledger.statement', days, { ...partOf(this.query), account: row.account })
    return blocksTable(found.blocks, [words(found), found.before && words(found.before)], {
      now: row => ledger(row, found),
      before: row => ledger(row, found.before),
    })
  }

  #asked(): { readonly [name: string]: string | null } {
    const { from, to } = spanOf(this.query)
    const compare = this.#compare()
    return { ...this.asks(), from, to, ...(this.compares() && { compare: compare === 'none' ? null : compare }) }
  }

  #compare(): Compare {
    const { compare } = this.query
    return compare === 'previous' || compare === 'lastYear' ? compare : 'none'
  }

  #more(compare: Compare): Query {
    return { ...this.kept(), ...(compare !== 'none' && { compare }) }
  }

  protected divided(_found: ProfitByDimension): unknown {
    return nothing
  }
}

function isDivided(found: object): found is ProfitByDimension {
  return 'columns' in found
}

/** What was earned and spent, and what is left. */
class LedgerProfitAndLoss extends DaysStatement {
  protected readonly page = 'ledger.profitAndLoss'
  #parts = noParts

  protected get path(): `/${string}` {
    return this.query.by ? '/profit-and-loss/by' : '/profit-and-loss'
  }
  protected named(): string {
    return t('Profit and loss')
  }
  protected override compares(): boolean {
    return !this.query.by
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed)
    if (changed.has('query'))
      void readParts(this.query).then(parts => {
        this.#parts = parts
        this.requestUpdate()
      })
  }

  protected override kept(): Query {
    const { by, under } = this.query
    return by ? { by, ...(under && { under }) } : partOf(this.query)
  }

  protected override asks(): Query {
    const { by, under } = this.query
    return by ? { dimension: by, ...(under && { under }) } : partOf(this.query)
  }

  protected override more(span: Span): unknown {
    const { dimensions } = this.#parts
    if (dimensions.length === 0) return nothing
    const { by } = this.query
    const options = [['', t('Nothing')] as const, ...dimensions.map(one => [one.id, one.name] as const)]
    return html`${choiceOf(t('Divide by'), options, by ?? '', next => showSpan(this.page, span, next ? { by: next } : {}))}
      ${by ? nothing : partControls(this.#parts, this.query, part => showSpan(this.page, span, part))}`
  }

  protected override words(): string {
    const own = this.#parts.dimensions.find(one => one.id === this.query.by)
    return own ? t('Divided by {dimension}', { dimension: own.name }) : partWords(this.#parts, this.query)
  }

  protected override divided(found: ProfitByDimension): unknown {
    const { dimension, under } = found
    const to = (more: Query): string => addressOf(this.page, found, more)
    return html`${under ? html`<p class="crumbs"><a href=${to({ by: dimension.id, ...(under.above && { under: under.above }) })}>‹ ${dimension.name}</a> ${t('Parts of {value}', { value: under.label })}</p>` : nothing}
    ${dividedTable(found, {
      column: ({ kind, value, opens }) => {
        if (kind === 'notTold') return to({ dimension: dimension.id, value: 'none' })
        if (value === null) return null
        return opens ? to({ by: dimension.id, under: value }) : kind === 'value' ? to({ dimension: dimension.id, value }) : null
      },
      account: (account, { kind, value }) => {
        const part = kind === 'notTold' ? { dimension: dimension.id, value: 'none' } : kind === 'value' && value ? { dimension: dimension.id, value } : null
        if (kind === 'total' && !under) return addressOf('ledger.statement', found, { account })
        return part && addressOf('ledger.statement', found, { ...part, account })
      },
    })}`
  }
}
customElements.define('ledger-profit-and-loss', LedgerProfitAndLoss)

/** Where cash came from, and where it went. */
class LedgerCashFlow extends DaysStatement {
  protected readonly page = 'ledger.cashFlow'
  protected readonly path = '/cash-flow' as const
  protected named(): string {
    return t('Cash flow')
  }
}
customElements.define('ledger-cash-flow', LedgerCashFlow)

function words({ from, to }: Days | Span): string {
  return t('{from} to {to}', { from: format.date(from ?? to), to: format.date(to) })
}
