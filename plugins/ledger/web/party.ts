import { Party } from '@sangam/plugin-parties/model'
import { total } from '@sangam/sdk'
import { ask, can, company, css, field, format, go, html, LitElement, nothing, repo, run, sentence, t, toast, today } from '@sangam/sdk/web'
import type { OpenRow } from '../model.ts'
import { applyAdvance, Entry, Match, match } from '../model.ts'
import { laterSettled } from './allocate.ts'
import { exportMenu } from './export-menu.ts'
import { Reading } from './reading.ts'
import { sheet } from './sheet.css.ts'
import { isNothing } from './sides.ts'
import { type Query, type Side, type Span, sideOf, spanControls, spanOf, spanWords } from './span.ts'

interface Statement {
  readonly currencies: readonly {
    readonly currency: string
    readonly opening: string
    readonly closing: string
    readonly rows: readonly {
      readonly entry: string
      readonly date: string
      readonly due: string
      readonly name: string
      readonly narration: string
      readonly amount: string
      readonly balance: string
    }[]
  }[]
}

interface Found {
  readonly party: string
  readonly name: string
  readonly open: readonly OpenRow[]
  readonly statement: Statement | null
}

type Tab = 'open' | 'statement'

/** What one party owes and is owed: what is open, to be matched, and the statement that one sends it. */
class LedgerParty extends LitElement {
  static override properties = { query: { attribute: false }, chosen: { state: true }, busy: { state: true } }
  declare query: Query
  /** Which open items are ticked. */
  declare chosen: ReadonlySet<string>
  declare busy: boolean
  readonly #books = new Reading<Found | null>(this, () => this.#read(), [Entry.name, Match.name])

  constructor() {
    super()
    this.query = {}
    this.chosen = new Set()
    this.busy = false
  }

  static override styles = [
    sheet,
    css`
    sangam-tabs { margin-block-end: var(--sg-space-3); }
    .pick { inline-size: 240px; }
    .tick { inline-size: 34px; } input { accent-color: var(--sg-accent); inline-size: 18px; block-size: 18px; margin: 0; vertical-align: middle; }
    .late { color: var(--sg-danger); }
    .date { white-space: nowrap; }
    h2 { margin: var(--sg-space-4) 0 var(--sg-space-2); font-size: var(--sg-text-md); font-weight: 600; }
    .match { position: sticky; inset-block-end: 0; z-index: 3; display: flex; flex-wrap: wrap; gap: var(--sg-space-3); align-items: center; padding: 10px 0; background: var(--sg-surface); border-block-start: 1px solid var(--sg-border-strong); }
    .match b { font-variant-numeric: tabular-nums; font-weight: 600; }
    @media print { .match, sangam-tabs, .tick { display: none; } }
  `,
  ]

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('query')) return
    this.chosen = new Set()
    void this.#books.again()
  }

  protected override render(): unknown {
    const { error } = this.#books
    const found = this.#found()
    const span = spanOf(this.query)
    const crumbs = [{ label: t('Receivables and payables'), href: `/page/ledger.due?${new URLSearchParams({ side: this.#side(), on: this.#on() })}` }]
    const tabs = [
      { id: 'open', label: t('Open items'), ...(found && { count: found.open.length }) },
      { id: 'statement', label: t('Statement of account') },
    ]
    return html`<sangam-page narrow heading=${found?.name ?? t('Account of a party')} .crumbs=${crumbs}>
      ${this.#pays('receive')}${this.#pays('pay')}
      <sangam-pick slot="actions" class="pick" entity=${Party.name} value=${this.query.party ?? ''} named=${found?.name ?? ''} label=${t('Party')} hint=${t('Choose a party')} @pick=${(event: CustomEvent<{ id: string } | null>) => event.detail && this.#go({ party: event.detail.id })}></sangam-pick>
      ${this.query.party && this.#tab() === 'statement' && can('ledger.item:export') ? exportMenu('/party-statement/sheet', found?.name ?? t('Statement of account'), { party: this.query.party, side: this.#side(), from: span.from, to: span.to }) : nothing}
      <sangam-tabs label=${t('Account of a party')} .tabs=${tabs} chosen=${this.#tab()} @change=${(event: CustomEvent<string>) => this.#go({ tab: event.detail })}></sangam-tabs>
      <div role="tabpanel">${error ? html`<sangam-problem retry .error=${error} @retry=${() => void this.#books.again()}></sangam-problem>` : this.#body(found)}</div></sangam-page>`
  }

  #body(found: Found | null): unknown {
    if (!this.query.party)
      return html`<sangam-empty icon="user" heading=${t('Which party?')} text=${t('Choose one above: what it owes and is owed stands here.')}></sangam-empty>`
    if (!found) return html`<sangam-skeleton lines="8"></sangam-skeleton>`
    return this.#tab() === 'statement' ? this.#statement(found) : this.#open(found)
  }

  #open(found: Found): unknown {
    const on = this.#on()
    const controls = html`<div class="controls"><div class="day"><span aria-hidden="true">${t('As of')}</span>${field(Entry, 'date', on, { compact: true, label: t('As of'), onCommit: day => this.#go({ on: day ?? today() }) })}</div></div>
      <p class="paper">${company()?.name} · ${t('As of')} ${format.date(on)}</p>`
    if (found.open.length === 0)
      return html`${controls}<sangam-empty icon="check" heading=${t('Nothing is open')} text=${t('All that was posted for it up to that day is settled.')}></sangam-empty>`
    // What is matched is matched as of now: on a day of the past one only looks.
    const may = can('ledger.item:match') && on >= today()
    const sides = (['receivable', 'payable'] as const)
      .flatMap(side => found.open.filter(row => row.side === side).map(row => row.side))
      .filter((side, at, all) => all.indexOf(side) === at)
    return html`${controls}${sides.map(
      side =>
        html`${sides.length > 1 ? html`<h2>${side === 'receivable' ? t('Owed to us') : t('We owe')}</h2>` : nothing}${this.#items(
          found.open.filter(row => row.side === side),
          may,
        )}`,
    )}${may && this.chosen.size > 0 ? this.#bar(found.open.filter(row => this.chosen.has(row.item))) : nothing}`
  }

  #items(rows: readonly OpenRow[], may: boolean): unknown {
    return html`<table>
      <thead><tr>${may ? html`<th class="tick" scope="col"><span class="none" aria-hidden="true"></span></th>` : nothing}<th class="desk" scope="col">${t('Date')}</th><th scope="col">${t('Document')}</th><th class="desk" scope="col">${t('Due on')}</th>
        <th class="figure desk" scope="col">${t('Amount')}</th><th class="figure" scope="col">${t('Still open')}</th></tr></thead>
      <tbody>${rows.map(row => this.#item(row, may))}</tbody>
      <tfoot>${this.#sums(rows, may)}</tfoot></table>`
  }

  #item(row: OpenRow, may: boolean): unknown {
    const href = `/record/ledger.item/${row.item}`
    const later = laterSettled(row)
    const late = row.late > 0 ? html`<small class="late">${t('{count, plural, one {# day late} other {# days late}}', { count: row.late })}</small>` : nothing
    const tick = html`<td class="tick"><input type="checkbox" aria-label=${t('Choose {name}', { name: row.name })} .checked=${this.chosen.has(row.item)} @change=${() => this.#turn(row.item)} /></td>`
    return html`<tr>${may ? tick : nothing}<td class="date desk">${format.date(row.date)}</td>
      <td><a href=${href}>${row.name}</a>${row.narration === row.name ? nothing : html`<small>${row.narration}</small>`}<small class="phone">${format.date(row.date)}${row.late > 0 ? html` · <span class="late">${t('{count, plural, one {# day late} other {# days late}}', { count: row.late })}</span>` : nothing}</small></td>
      <td class="date desk">${format.date(row.due)}${late}</td><td class="figure desk">${of(row.amount, row.currency)}</td><td class="figure">${of(row.open, row.currency)}${later === null ? nothing : html`<small>${t('{amount} is settled on a later day', { amount: of(later, row.currency) })}</small>`}</td></tr>`
  }

  #sums(rows: readonly OpenRow[], may: boolean): unknown {
    const currencies = [...new Set(rows.map(row => row.currency))]
    return currencies.map(currency => {
      const sum = total(rows.filter(row => row.currency === currency).map(row => row.open))
      return html`<tr>${may ? html`<td class="tick"></td>` : nothing}<th class="desk" scope="row" colspan="4">${t('Still open')} ${currencies.length > 1 ? currency : ''}</th><th class="phone" scope="row">${t('Still open')} ${currencies.length > 1 ? currency : ''}</th><td class="figure">${of(sum, currency)}</td></tr>`
    })
  }

  #bar(rows: readonly OpenRow[]): unknown {
    // What a cheque in hand settles on its day is matched already.
    const sum = (credits: boolean): string => total(rows.filter(row => row.free.startsWith('-') === credits).map(row => row.free))
    const currency = rows[0]?.currency ?? ''
    return html`<div class="match" role="status"><span>${t('Debits')} <b>${of(sum(false), currency)}</b></span><span>${t('Credits')} <b>${of(sum(true), currency)}</b></span>
      <sangam-button kind="primary" icon="check" ?disabled=${isNothing(sum(true)) || isNothing(sum(false))} ?busy=${this.busy} @click=${() => void this.#match(rows)}>${t('Match')}</sangam-button>
      <sangam-button kind="quiet" @click=${() => {
        this.chosen = new Set()
      }}>${t('Choose none')}</sangam-button></div>`
  }

  #statement(found: Found): unknown {
    const span = spanOf(this.query)
    const { statement } = found
    return html`<div class="controls">${spanControls(span, next => this.#go(queryOf(next)))}</div>
      <p class="paper">${company()?.name} · ${t('Statement of account')} · ${spanWords(span)}</p>
      ${statement && statement.currencies.length === 0 ? html`<sangam-empty icon="list" heading=${t('Nothing happened in these days')} text=${t('Choose other days above.')}></sangam-empty>` : nothing}
      ${statement?.currencies.map(
        ({ currency, opening, rows, closing }) => html`${statement.currencies.length > 1 ? html`<h2>${currency}</h2>` : nothing}<table>
          <thead><tr><th class="desk" scope="col">${t('Date')}</th><th scope="col">${t('Document')}</th><th class="desk" scope="col">${t('Due on')}</th><th class="figure" scope="col">${t('Amount')}</th><th class="figure desk" scope="col">${t('Balance')}</th></tr></thead>
          <tbody><tr><td class="date desk">${span.from ? format.date(span.from) : nothing}</td><th scope="row">${t('Opening balance')}</th><td class="desk"></td><td class="figure">${of(opening, currency)}</td><td class="figure desk">${of(opening, currency)}</td></tr>
          ${rows.map(
            row => html`<tr><td class="date desk">${format.date(row.date)}</td><td><a href=${`/record/ledger.entry/${row.entry}`}>${row.name}</a>${row.narration === row.name ? nothing : html`<small>${row.narration}</small>`}<small class="phone">${format.date(row.date)}</small></td>
            <td class="date desk">${row.amount.startsWith('-') ? nothing : format.date(row.due)}</td><td class="figure">${of(row.amount, currency)}<small class="phone">${of(row.balance, currency)}</small></td><td class="figure desk">${of(row.balance, currency)}</td></tr>`,
          )}</tbody>
          <tfoot><tr><th class="desk" scope="row" colspan="4">${t('Closing balance')}</th><th class="phone" scope="row">${t('Closing balance')}</th><td class="figure">${of(closing, currency)}</td></tr></tfoot></table>`,
      )}`
  }

  /** What leads to entering a payment: what most do with the open items of a side stands first. */
  #pays(direction: 'receive' | 'pay'): unknown {
    if (!this.query.party || !can('ledger.payment:create')) return nothing
    const first = (this.#side() === 'payable') === (direction === 'pay')
    const href = `/page/ledger.pay?${new URLSearchParams({ party: this.query.party, direction })}`
    return first
      ? html`<sangam-button slot="actions" kind="primary" icon="coins" href=${href}>${direction === 'pay' ? t('Make payment') : t('Receive payment')}</sangam-button>`
      : nothing
  }

  #turn(item: string): void {
    const chosen = new Set(this.chosen)
    if (!chosen.delete(item)) chosen.add(item)
    this.chosen = chosen
  }

  async #match(rows: readonly OpenRow[]): Promise<void> {
    const [first, ...others] = rows.map(row => row.item)
    if (!first) return
    this.busy = true
    try {
      const advance = advanceAmong(rows)
      const owed = rows.find(row => row !== advance)
      if (advance && owed) {
        const { number } = await run(applyAdvance, advance.item as never, { to: owed.item as never })
        toast(t('{advance} is taken off {item} by {number}.', { advance: advance.name, item: owed.name, number }))
      } else {
        const { matches } = await run(match, first as never, { with: others as never })
        toast(t('{count} matched.', { count: matches }))
      }
      this.chosen = new Set()
      await this.#books.again()
    } catch (error) {
      toast(sentence(error), { kind: 'problem' })
    }
    this.busy = false
  }

  #found(): Found | null {
    const { found } = this.#books
    return found && found.party === this.query.party ? found : null
  }

  async #read(): Promise<Found | null> {
    const { party } = this.query
    if (!party) return null
    const { from, to } = spanOf(this.query)
    const [{ name }, { rows }, statement] = await Promise.all([
      repo(Party).get(party as never, { fields: ['name'] }),
      ask<{ readonly rows: readonly OpenRow[] }>('ledger', '/open-items', { party, on: this.#on() }),
      this.#tab() === 'statement' ? ask<Statement>('ledger', '/party-statement', { party, side: this.#side(), from, to }) : null,
    ])
    return { party, name, open: rows, statement }
  }

  #go(more: Query): void {
    const { party = '', side = '', on = '', tab = '', from = '', to = '' } = { ...this.query, ...more }
    const told = Object.entries({ party, side, on, tab, from, to }).filter(([, value]) => value !== '')
    void go(`/page/ledger.party?${new URLSearchParams(told)}`)
  }

  #tab(): Tab {
    return this.query.tab === 'statement' ? 'statement' : 'open'
  }

  #side(): Side {
    return sideOf(this.query)
  }

  #on(): string {
    return /^\d{4}-\d\d-\d\d$/.test(this.query.on ?? '') ? String(this.query.on) : today()
  }
}
customElements.define('ledger-party', LedgerParty)

function queryOf({ from, to }: Span): Query {
  return { from: from ?? '', to }
}

/** Of two that stand on two accounts, the one that was paid ahead: it is taken off the other, since what is matched stands on one account. */
function advanceAmong(rows: readonly OpenRow[]): OpenRow | undefined {
  const [one, other] = rows
  if (!one || !other || rows.length > 2 || one.account === other.account) return undefined
  return rows.find(row => row.open.startsWith('-') === (row.side === 'receivable'))
}

/** An amount of any currency with its side, as accountants say it. */
function of(value: string, currency: string): string {
  if (isNothing(value)) return '–'
  const amount = format.amount({ amount: value.replace('-', ''), currency })
  return value.startsWith('-') ? t('{amount} Cr', { amount }) : t('{amount} Dr', { amount })
}
