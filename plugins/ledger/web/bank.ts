import { minus } from '@sangam/sdk'
import {
  ask,
  can,
  company,
  css,
  field,
  format,
  go,
  html,
  LitElement,
  type MenuItem,
  nothing,
  refused,
  repo,
  run,
  send,
  sentence,
  t,
  toast,
  today,
} from '@sangam/sdk/web'
import { Account, BankLine, type BankSuggestion, clear, Entry, enter, pay } from '../model.ts'
import { type Ahead, type Asked, askBank, taxOf } from './bank-ask.ts'
import { exportMenu } from './export-menu.ts'
import { Reading } from './reading.ts'
import { type Reconciled, readReconciled, reconciliation } from './reconciliation.ts'
import { sheet } from './sheet.css.ts'
import { currency as own } from './sides.ts'
import type { Query } from './span.ts'

export interface BankRow {
  readonly id: string
  readonly date: string
  readonly description: string
  readonly reference: string | null
  readonly amount: string
  readonly suggestions: readonly BankSuggestion[]
}

interface Found {
  readonly account: string
  readonly accounts: readonly { readonly id: string; readonly name: string; readonly code: string; readonly currency: string | null }[]
  readonly rows: readonly BankRow[]
  readonly reconciled: Reconciled | null
}

/** What a bank says and the books do not know yet, each with what it probably is; and the way from the one balance to the other. */
class LedgerBank extends LitElement {
  static override properties = { query: { attribute: false }, asked: { state: true } }
  declare query: Query
  /** What is asked of a line in a dialog. */
  declare asked: Asked | null
  /** Lines that are being seen to: out of sight from the key press on, and back where it was refused. */
  readonly #gone = new Set<string>()
  /** One after another: what one line becomes may leave nothing for the next. */
  #turn: Promise<void> = Promise.resolve()
  readonly #books = new Reading<Found>(this, () => this.#read(), [Entry.name, BankLine.name])

  /** So many pages of a reconciliation are shown. */
  #pages = 1

  constructor() {
    super()
    this.query = {}
    this.asked = null
  }

  static override styles = [
    sheet,
    css`
    sangam-tabs { margin-block-end: var(--sg-space-3); }
    .date { white-space: nowrap; }
    .why { color: var(--sg-text-2); }
    .do { display: flex; gap: 4px; align-items: center; justify-content: flex-end; }
    .out { color: var(--sg-danger); }
    select { block-size: 34px; max-inline-size: 100%; padding-inline: 8px; border: 1px solid var(--sg-border-strong); border-radius: var(--sg-radius); background: var(--sg-surface); color: var(--sg-text); font: inherit; }
    select:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: 1px; }
    h2 { margin: var(--sg-space-4) 0 var(--sg-space-1); font-size: var(--sg-text-md); font-weight: 600; }
    .sum th, .sum td { font-weight: 600; }
    .agree { color: var(--sg-success); } .differ { color: var(--sg-danger); }
    .more { display: flex; flex-wrap: wrap; gap: var(--sg-space-2) var(--sg-space-3); align-items: center; margin-block-start: var(--sg-space-3); color: var(--sg-text-2); }
    @media print { .more sangam-button { display: none; } }
    .form { display: grid; gap: var(--sg-space-3); }
    .taken { display: flex; gap: 8px; align-items: center; }
    .label { display: block; margin-block-end: 4px; font-size: var(--sg-text-sm); font-weight: 500; color: var(--sg-text-2); }
  `,
  ]

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('query')) return
    this.#pages = 1
    void this.#books.again()
  }

  protected override render(): unknown {
    const { found, error } = this.#books
    const tabs = [
      { id: 'lines', label: t('To do'), ...(found && { count: this.#left(found).length }) },
      { id: 'reconciliation', label: t('Reconciliation') },
    ]
    return html`<sangam-page narrow heading=${t('Bank')}>
      ${can('ledger.bankStatement:create') ? html`<sangam-button slot="actions" kind="primary" icon="upload" href=${`/new/ledger.bankStatement${found?.account ? `?account=${found.account}` : ''}`}>${t('Read a statement')}</sangam-button>` : nothing}
      ${found && this.#tab() === 'reconciliation' && can('ledger.bankLine:export') ? exportMenu('/bank-reconciliation/sheet', t('Reconciliation'), { account: found.account, on: this.#on() }) : nothing}
      <sangam-tabs label=${t('Bank')} .tabs=${tabs} chosen=${this.#tab()} @change=${(event: CustomEvent<string>) => this.#go({ tab: event.detail })}></sangam-tabs>
      <div role="tabpanel">${error ? html`<sangam-problem retry .error=${error} @retry=${() => void this.#books.again()}></sangam-problem>` : found ? this.#body(found) : html`<sangam-skeleton lines="8"></sangam-skeleton>`}</div>
      ${this.asked ? askBank(this.asked, { close: () => this.#close(), change: asked => this.#ask(asked), answer: asked => this.#answer(asked) }) : nothing}</sangam-page>`
  }

  #body(found: Found): unknown {
    const on = this.#on()
    const pick = html`<div class="day"><label for="account">${t('Bank account')}</label><select id="account" .value=${found.account} @change=${(event: Event) => this.#go({ account: (event.target as HTMLSelectElement).value })}>
      ${found.accounts.map(one => html`<option value=${one.id} ?selected=${one.id === found.account}>${one.name} (${one.code})</option>`)}</select></div>`
    if (this.#tab() === 'lines') return html`<div class="controls">${pick}</div>${this.#lines(found)}`
    const day = html`<div class="day"><span aria-hidden="true">${t('As of')}</span>${field(Entry, 'date', on, { compact: true, label: t('As of'), onCommit: value => this.#go({ on: value ?? today() }) })}</div>`
    const name = found.accounts.find(one => one.id === found.account)?.name ?? ''
    return html`<div class="controls">${pick}${day}</div><p class="paper">${company()?.name} · ${name} · ${t('As of')} ${format.date(on)}</p>
      ${found.reconciled ? this.#reconciled(found.reconciled) : nothing}`
  }

  #reconciled(found: Reconciled): unknown {
    const { uncleared, entered, missing, next } = found
    const more = Object.values(next).some(one => one !== null)
    const count = format.number(uncleared.length + entered.length + missing.length)
    return html`${reconciliation(found, value => this.#amount(value))}
      ${more ? html`<div class="more"><span role="note">${t('The first {count} lines are shown.', { count })}</span><sangam-button @click=${() => this.#further()}>${t('Show more')}</sangam-button></div>` : nothing}`
  }

  #further(): void {
    this.#pages += 1
    void this.#books.again()
  }

  #lines(found: Found): unknown {
    const rows = this.#left(found)
    if (rows.length === 0)
      return html`<sangam-empty icon="check" heading=${t('Nothing to do')} text=${t('Every line that was read of this account is in the books. Read the next statement of the bank, a CSV or XLSX file.')}></sangam-empty>`
    const may = can('ledger.bankLine:clear')
    return html`<table @keydown=${(event: KeyboardEvent) => this.#move(event)}>
      <thead><tr><th class="desk" scope="col">${t('Date')}</th><th scope="col">${t('What the bank says')}</th><th class="figure" scope="col">${t('Amount')}</th><th class="desk" scope="col">${t('What it probably is')}</th>${may ? html`<th scope="col"><span class="none" aria-hidden="true"></span></th>` : nothing}</tr></thead>
      <tbody>${rows.map(row => this.#line(row, may))}</tbody></table>`
  }

  #line(row: BankRow, may: boolean): unknown {
    const [best] = row.suggestions
    const said = best
      ? html`${best.name}${best.detail ? html` · ${best.detail}` : nothing}<small class="why">${best.reason}</small>`
      : html`<span class="none">${t('Nothing like it is known')}</span>`
    return html`<tr><td class="date desk">${format.date(row.date)}</td><td>${row.description}${row.reference ? html`<small>${row.reference}</small>` : nothing}<small class="phone">${format.date(row.date)}${best ? html` · ${best.reason}: ${best.name}` : nothing}</small></td>
      <td class=${`figure ${row.amount.startsWith('-') ? 'out' : ''}`}>${this.#amount(row.amount)}</td><td class="desk">${said}</td>
      ${
        may
          ? html`<td><div class="do">${best ? html`<sangam-button class="accept" size="small" kind="primary" icon="check" label=${t('Accept {name}', { name: best.name })} @click=${() => void this.#accept(row, best)}></sangam-button>` : nothing}
        <sangam-menu end label=${t('More for {name}', { name: row.description })} .items=${() => this.#more(row)}><sangam-button slot="opener" class=${best ? '' : 'accept'} size="small" kind="quiet" icon="more" label=${t('More for {name}', { name: row.description })}></sangam-button></sangam-menu></div></td>`
          : nothing
      }</tr>`
  }

  #more(row: BankRow): MenuItem[] {
    const others = row.suggestions.map(one => ({
      label: `${one.name}${one.detail ? ` · ${one.detail}` : ''}`,
      hint: one.reason,
      icon: 'check',
      run: () => this.#accept(row, one),
    }))
    return [
      ...(others.length > 0 ? [...others, 'line' as const] : []),
      { label: t('Payment of a party…'), icon: 'coins', run: () => this.#ask({ kind: 'pay', row, values: {} }) },
      { label: t('Post it to an account…'), icon: 'note', run: () => this.#ask({ kind: 'enter', row, values: {} }) },
      { label: t('Leave it out'), icon: 'close', run: () => this.#do(row, () => repo(BankLine).update(row.id as never, { state: 'ignored' } as never)) },
    ]
  }

  async #accept(row: BankRow, { kind, id, party, account, narration }: BankSuggestion): Promise<void> {
    await this.#do(row, () => {
      if (kind === 'book') return run(clear, row.id as never, { lines: [id] as never })
      if (kind === 'item')
        return run(pay, row.id as never, { party: party as never, items: [id] as never }).catch(error =>
          this.#refusedOf(error, row, { party: party ?? null, id }),
        )
      return run(enter, row.id as never, { account: account as never, party: (party ?? null) as never, narration: narration ?? null })
    })
  }

  #answer({ kind, row, values, items = [], ahead, untaxed }: Asked): void {
    this.#close()
    const tax = taxOf(ahead)
    const told = { party: values.party as never, items: items as never, ...(tax !== null && { withheld: untaxed ? '0' : tax }) }
    void this.#do(row, () => (kind === 'pay' ? run(pay, row.id as never, told) : run(enter, row.id as never, values as never)))
  }

  /** Where tax is withheld of it, whoever accepts it sees that first. */
  #refusedOf(error: unknown, row: BankRow, { party, id }: { readonly party: string | null; readonly id: string }): never {
    if (refused(error).withheld !== undefined) this.#ask({ kind: 'pay', row, values: { ...(party && { party }) }, items: [id] })
    throw error
  }

  /** What is paid out may be of a supplier of whom tax is withheld: it is seen before it is posted. */
  async #look({ row, values, items = [] }: Asked): Promise<void> {
    const { party } = values
    const told = (ahead: NonNullable<Asked['ahead']>): void => {
      const { asked } = this
      if (asked?.kind === 'pay' && asked.row.id === row.id && asked.values.party === party) this.asked = { ...asked, ahead }
    }
    if (!party || !row.amount.startsWith('-')) return
    told('asked')
    await send<Ahead>('ledger', '/bank-payment', { line: row.id, party, items: [...items] }).then(told, (error: unknown) => told({ error }))
  }

  async #do(row: BankRow, work: () => Promise<unknown>): Promise<void> {
    if (this.#gone.has(row.id)) return
    const at = this.#accepts().findIndex(button => button.matches(':focus, :focus-within'))
    this.#gone.add(row.id)
    this.requestUpdate()
    await this.updateComplete
    // Whoever goes through them by keyboard stands at the next one, and need not wait for the last.
    const left = this.#accepts()
    left[Math.min(Math.max(at, 0), left.length - 1)]?.focus()
    this.#turn = this.#turn.then(async () => {
      try {
        await work()
        await this.#books.again()
      } catch (error) {
        this.#gone.delete(row.id)
        this.requestUpdate()
        toast(sentence(error), { kind: 'problem' })
      }
    })
    await this.#turn
  }

  /** The lines that are still to be seen to. */
  #left(found: Found): Found['rows'] {
    for (const id of this.#gone) if (!found.rows.some(row => row.id === id)) this.#gone.delete(id)
    return found.rows.filter(row => !this.#gone.has(row.id))
  }

  #move(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const all = this.#accepts()
    const at = all.findIndex(button => button.matches(':focus, :focus-within'))
    if (step === 0 || at === -1) return
    event.preventDefault()
    all[at + step]?.focus()
  }

  #accepts(): HTMLElement[] {
    return [...(this.shadowRoot?.querySelectorAll<HTMLElement>('.accept') ?? [])]
  }

  #ask(asked: Asked): void {
    const another = asked.kind === 'pay' && asked.values.party !== this.asked?.values.party
    if (!another) {
      this.asked = asked
      return
    }
    const { ahead: _, untaxed: __, ...fresh } = asked
    this.asked = fresh
    void this.#look(fresh)
  }

  #close(): void {
    this.asked = null
  }

  async #read(): Promise<Found> {
    const of = company()?.id
    const where = { active: true, isGroup: false, control: 'bank', ...(of && { company: of }) } as never
    const { items } = await repo(Account).find({ where, fields: ['name', 'code', 'currency'], sort: ['code'], limit: 100 })
    const account = this.query.account ?? items[0]?.id ?? ''
    if (!account) return { account, accounts: items, rows: [], reconciled: null }
    const [{ rows }, reconciled] = await Promise.all([
      ask<{ readonly rows: readonly BankRow[] }>('ledger', '/bank-lines', { account }),
      this.#tab() === 'reconciliation' ? readReconciled(account, this.#on(), this.#pages) : null,
    ])
    return { account, accounts: items, rows, reconciled }
  }

  #amount(value: string): string {
    const { found } = this.#books
    const currency = found?.accounts.find(one => one.id === found.account)?.currency ?? own()
    return value.startsWith('-') ? `−${format.amount({ amount: minus('0', value), currency })}` : format.amount({ amount: value, currency })
  }

  #tab(): 'lines' | 'reconciliation' {
    return this.query.tab === 'reconciliation' ? 'reconciliation' : 'lines'
  }

  #on(): string {
    return /^\d{4}-\d\d-\d\d$/.test(this.query.on ?? '') ? String(this.query.on) : today()
  }

  #go(more: Query): void {
    const { account = '', tab = '', on = '' } = { ...this.query, ...more }
    void go(`/page/ledger.bank?${new URLSearchParams(Object.entries({ account, tab, on }).filter(([, value]) => value !== ''))}`)
  }
}
customElements.define('ledger-bank', LedgerBank)
