import { addDays, resolvePeriod } from '@sangam/sdk'
import { ask, company, field, format, go, html, LitElement, nothing, t, today } from '@sangam/sdk/web'
import { monthsBefore } from '../model/days.ts'
import type { BalanceSheetByDimension, DimensionColumn, DividedRow } from '../model/dimension-report.ts'
import type { BalanceSheet, Days, StatementRow } from '../model/statements.ts'
import { Entry } from '../model.ts'
import { blockStyles, blocksTable, choiceOf } from './blocks.ts'
import { askedBy, crumbsOf, divideControls, dividedBy, dividedStyles, dividedTable, dividedWords, partIn } from './divided.ts'
import { exportMenu } from './export-menu.ts'
import { noParts, readParts } from './part.ts'
import { Reading } from './reading.ts'
import { sheet } from './sheet.css.ts'
import { currency } from './sides.ts'
import { addressOf, type Query } from './span.ts'

type Compare = 'none' | 'month' | 'year' | 'start'

/** What there is at the end of a day, and where it came from; beside it what there was on another. A line leads to the account's ledger of that year. */
class LedgerBalanceSheet extends LitElement {
  static override properties = { query: { attribute: false } }
  declare query: Query
  readonly #books = new Reading<BalanceSheet | BalanceSheetByDimension>(this, () => ask('ledger', this.#route(), this.#asked()))
  #parts = noParts

  constructor() {
    super()
    this.query = {}
  }

  static override styles = [sheet, blockStyles, dividedStyles]

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('query')) return
    void this.#books.again()
    void readParts(this.query).then(parts => {
      this.#parts = parts
      this.requestUpdate()
    })
  }

  protected override render(): unknown {
    const { error, found } = this.#books
    const said = dividedWords(this.#parts, this.query)
    const on = this.#on()
    const options = [
      ['none', t('Nothing')],
      ['month', t('A month before')],
      ['start', t('The beginning of the year')],
      ['year', t('A year before')],
    ] as const
    const day = field(Entry, 'date', on, { compact: true, label: t('As on'), onCommit: next => this.#show(next ?? today()) })
    const quick = (label: string, to: string): unknown =>
      html`<sangam-button size="small" kind="quiet" pressed=${String(to === on) as 'true' | 'false'} @click=${() => this.#show(to)}>${label}</sangam-button>`
    return html`<sangam-page narrow heading=${t('Balance sheet')}>${exportMenu(`${this.#route()}/sheet`, t('Balance sheet'), this.#asked())}
      <div class="controls"><div class="day"><span aria-hidden="true">${t('As on')}</span>${day}</div>
        <div class="quick" role="group" aria-label=${t('Often asked for')}>${quick(t('Today'), today())}${quick(t('End of last month'), ended('last_month'))}${quick(t('End of last fiscal year'), ended('last_fiscal_year'))}</div>
        ${choiceOf(t('Compare with'), options, this.#compare(), next => this.#show(on, next))}${divideControls(this.#parts, this.query, next => this.#show(on, this.#compare(), next))}</div>
      <p class="paper">${company()?.name} · ${t('As on {day}', { day: format.date(on) })}${said ? ` · ${said}` : nothing} · ${t('Amounts in {currency}', { currency: currency() })}</p>
      ${error ? html`<sangam-problem retry .error=${error} @retry=${() => void this.#books.again()}></sangam-problem>` : this.#body(found)}</sangam-page>`
  }

  #body(found: BalanceSheet | BalanceSheetByDimension | null): unknown {
    if (!found) return html`<sangam-skeleton lines="12"></sangam-skeleton>`
    if (found.blocks.every(block => block.kind !== 'line'))
      return html`<sangam-empty icon="money" heading=${t('Nothing is posted up to {day}', { day: format.date(found.on) })} text=${t('Once an entry is posted, its accounts stand here with what they come to.')}></sangam-empty>`
    if ('columns' in found) return this.#divided(found)
    const { on, before, yearFrom, beforeFrom } = found
    return blocksTable(found.blocks, [format.date(on), before === null ? null : format.date(before)], {
      now: row => wayOf(row, on, yearFrom),
      before: row => (before === null || beforeFrom === null ? null : wayOf(row, before, beforeFrom)),
    })
  }

  /** What is told nowhere whose it is stands apart, so a column says what belongs to its value and no more. */
  #divided(found: BalanceSheetByDimension): unknown {
    const { on, yearFrom, compared, comparedFrom, dimension } = found
    const account = ({ account, part }: DividedRow, column: DimensionColumn, days: Days): string | null => {
      const of = part === 'advances' ? null : partIn(found, column)
      if (of === null || part === 'earlierProfit') return null
      return account === null ? addressOf('ledger.profitAndLoss', days, of) : addressOf('ledger.statement', days, { ...of, account })
    }
    const to = (more: Query): string => addressIn(on, this.#compare(), more)
    return html`<p class="said">${t('A column has what names its {dimension} and need not balance: what names none stands under Not told.', { dimension: dimension.name })}</p>
    ${crumbsOf(found, to)}${dividedTable(
      t('Balance sheet'),
      found,
      {
        column: ({ opens, value }) => (opens && value ? to({ by: dimension.id, under: value }) : null),
        account: (row, column) => account(row, column, { from: yearFrom, to: on }),
        before: (row, column) => (compared === null || comparedFrom === null ? null : account(row, column, { from: comparedFrom, to: compared })),
      },
      [format.date(on), compared === null ? null : format.date(compared)],
    )}`
  }

  #route(): `/${string}` {
    return this.query.by ? '/balance-sheet/by' : '/balance-sheet'
  }

  #asked(): { readonly [name: string]: string | null } {
    const on = this.#on()
    return { ...askedBy(this.query), on, before: comparedWith(this.#compare(), on) }
  }

  #on(): string {
    const { on } = this.query
    return on !== undefined && /^\d{4}-\d\d-\d\d$/.test(on) ? on : today()
  }

  #compare(): Compare {
    const { compare } = this.query
    return compare === 'month' || compare === 'year' || compare === 'start' ? compare : 'none'
  }

  #show(on: string, compare: Compare = this.#compare(), divided: Query = dividedBy(this.query)): void {
    void go(addressIn(on, compare, divided))
  }
}
customElements.define('ledger-balance-sheet', LedgerBalanceSheet)

function addressIn(on: string, compare: Compare, divided: Query): `/${string}` {
  return `/page/ledger.balanceSheet?${new URLSearchParams({ on, ...(compare !== 'none' && { compare }), ...divided })}`
}

function scope() {
  return company() ?? { fiscalYearStart: 4, weekStart: 1 }
}

function ended(period: 'last_month' | 'last_fiscal_year'): string {
  return resolvePeriod(period, today(), scope()).to
}

/** The day that is compared with; of the end of a month the end of the other. */
function comparedWith(compare: Compare, on: string): string | null {
  if (compare === 'none') return null
  if (compare === 'start') return addDays(resolvePeriod('this_fiscal_year', on, scope()).from, -1)
  const months = compare === 'month' ? 1 : 12
  const isLast = addDays(on, 1).endsWith('-01')
  return isLast ? addDays(monthsBefore(addDays(on, 1), months), -1) : monthsBefore(on, months)
}

/** Profit leads to the profit and loss of its days, an account to its ledger of the year so far. */
function wayOf({ account, part }: StatementRow, to: string, from: string): string {
  if (account !== null) return addressOf('ledger.statement', { from, to }, { account })
  return part === 'yearProfit' ? addressOf('ledger.profitAndLoss', { from, to }) : addressOf('ledger.profitAndLoss', { from: null, to: addDays(from, -1) })
}
