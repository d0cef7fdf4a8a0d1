import { Party } from '@sangam/plugin-parties/model'
import { type Json, type RecordOf, total } from '@sangam/sdk'
import { ask, company, css, field, format, go, html, LitElement, nothing, placed, repo, run, sentence, t, toast, today } from '@sangam/sdk/web'
import { Account, AccountRole, Allocation, accountMeant, Entry, Match, type OpenRow, Payment, postPayment } from '../model.ts'
import { laterSettled, leftOver, oldestFirst, payable, type Takes } from './allocate.ts'
import { discounted, type Early, earlySheet, isOffered, lessNotes, offer } from './early.ts'
import { paySheet } from './pay.css.ts'
import { Reading } from './reading.ts'
import { sheet } from './sheet.css.ts'
import { currency as own } from './sides.ts'
import type { Query } from './span.ts'

type Values = Partial<
  Pick<
    RecordOf<typeof Payment>,
    | 'account'
    | 'date'
    | 'amount'
    | 'currency'
    | 'rate'
    | 'instrument'
    | 'instrumentNumber'
    | 'instrumentDate'
    | 'withheld'
    | 'charges'
    | 'writeOff'
    | 'narration'
    | 'costCentre'
    | 'project'
    | 'overTo'
  >
>

interface Found {
  readonly accounts: readonly Pick<RecordOf<typeof Account>, 'id' | 'name' | 'code' | 'control'>[]
  readonly usual: string
  /** Accounts by party for advances and deposits, beside the usual one. */
  readonly ahead: readonly Pick<RecordOf<typeof Account>, 'id' | 'name' | 'code' | 'control'>[]
  readonly party: string
  readonly name: string
  readonly open: readonly OpenRow[]
}

/** A payment, entered by keyboard: who, how much, and what it settles, the oldest first unless one says otherwise. */
class LedgerPay extends LitElement {
  static override properties = {
    query: { attribute: false },
    values: { state: true },
    takes: { state: true },
    early: { state: true },
    more: { state: true },
    stays: { state: true },
    busy: { state: true },
    problem: { state: true },
  }
  declare query: Query
  declare values: Values
  /** What the person said that items take; null as long as it is the oldest first. */
  declare takes: Takes | null
  /** Items whose discount for early payment is taken. */
  declare early: Early
  declare more: boolean
  /** What stays as an advance with the tax that is withheld of it, where another plugin says so. */
  declare stays: string | null
  declare busy: boolean
  declare problem: unknown
  readonly #books = new Reading<Found>(this, () => this.#read(), [Entry.name, Match.name])

  constructor() {
    super()
    this.query = {}
    this.values = { date: today(), instrument: 'transfer' }
    this.takes = null
    this.early = new Set()
    this.more = false
    this.stays = null
    this.busy = false
    this.problem = null
  }

  static override styles = [sheet, paySheet, earlySheet, css`sangam-tabs { margin-block-end: var(--sg-space-3); }`]

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('query')) return
    this.takes = null
    this.early = new Set()
    void this.#books.again()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.addEventListener('keydown', this.#keys)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.removeEventListener('keydown', this.#keys)
  }

  readonly #keys = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    event.stopPropagation()
    // What is being typed is committed first, as by leaving its field.
    ;(this.shadowRoot?.activeElement as HTMLElement | null)?.blur()
    void this.updateComplete.then(() => this.#save())
  }

  protected override render(): unknown {
    const { found, error } = this.#books
    const tabs = [
      { id: 'receive', label: t('Receive payment') },
      { id: 'pay', label: t('Make payment') },
    ]
    return html`<sangam-page narrow heading=${this.#isIn() ? t('Receive payment') : t('Make payment')} .crumbs=${[{ label: t('Payments'), href: '/list/ledger.payment' }]}>
      <sangam-tabs label=${t('Direction')} .tabs=${tabs} chosen=${this.#direction()} @change=${(event: CustomEvent<string>) => this.#go({ direction: event.detail })}></sangam-tabs>
      <div role="tabpanel">${error ? html`<sangam-problem retry .error=${error} @retry=${() => void this.#books.again()}></sangam-problem>` : found ? this.#form(found) : html`<sangam-skeleton lines="8"></sangam-skeleton>`}</div></sangam-page>`
  }

  #form(found: Found): unknown {
    const { values } = this
    const foreign = this.#currency() !== own()
    const set = <K extends keyof Values>(name: K) =>
      ({
        onChange: (value: unknown) => {
          this.values = { ...this.values, [name]: value }
        },
      }) as never
    const isCheque = values.instrument === 'cheque'
    const account = values.account ?? found.usual
    return html`<div class="form">
        <div class="wide"><span class="label" aria-hidden="true">${t('Party')}</span><sangam-pick entity=${Party.name} value=${this.query.party ?? ''} named=${found.name} label=${t('Party')} hint=${t('Choose a party')} @pick=${(event: CustomEvent<{ id: string } | null>) => this.#go({ party: event.detail?.id ?? '' })}></sangam-pick></div>
        ${field(Payment, 'amount', values.amount ?? null, set('amount'))}
        ${field(Payment, 'date', values.date ?? null, set('date'))}
        <div class="wide"><label class="label" for="account">${t('Bank or cash account')}</label><select id="account" .value=${account} @change=${(
          event: Event,
        ) => {
          this.values = { ...this.values, account: (event.target as HTMLSelectElement).value as never }
        }}>
          ${found.accounts.map(one => html`<option value=${one.id} ?selected=${one.id === account}>${one.name} (${one.code})</option>`)}</select></div>
        ${field(Payment, 'instrument', values.instrument ?? null, set('instrument'))}
        ${values.instrument === 'cash' ? nothing : field(Payment, 'instrumentNumber', values.instrumentNumber ?? null, set('instrumentNumber'))}
        ${isCheque ? field(Payment, 'instrumentDate', values.instrumentDate ?? null, set('instrumentDate')) : nothing}
        ${this.#currencies(found)}${foreign ? field(Payment, 'rate', values.rate ?? null, set('rate')) : nothing}
      </div>
      <div class="more"><sangam-button size="small" kind="quiet" icon=${this.more ? 'up' : 'down'} expanded=${String(this.more) as 'true' | 'false'} @click=${() => {
        this.more = !this.more
      }}>${t('Tax withheld, charges, rest written off')}</sangam-button>
        ${this.more ? html`<div class="form">${(['withheld', 'charges', 'writeOff', 'narration', 'costCentre', 'project'] as const).map(name => field(Payment, name, values[name] ?? null, set(name)))}</div>` : nothing}</div>
      ${this.query.party ? html`<div @change=${(event: CustomEvent<{ field: string; value: Json }>) => this.#told(event.detail)}>${placed(Payment, this.#typed(found))}</div>${this.#items(found)}` : nothing}
      ${this.problem ? html`<sangam-problem .error=${this.problem}></sangam-problem>` : nothing}
      ${this.#foot(found)}`
  }

  /** The payment as it is typed, with what it settles and what is left over. */
  #typed(found: Found): { readonly [field: string]: Json } {
    const takes = this.#takes(this.#rows(found))
    const left = leftOver(takes, this.#settles())
    const settles = total([...takes.values()])
    return { ...this.values, party: this.query.party ?? null, direction: this.#direction(), settles, leftOver: left.startsWith('-') ? '0' : left }
  }

  #told({ field: name, value }: { readonly field: string; readonly value: Json }): void {
    if (name === 'leftOver') this.stays = value === null ? null : String(value)
    else this.values = { ...this.values, [name]: value }
  }

  #currencies(found: Found): unknown {
    const all = [...new Set([own(), ...found.open.map(row => row.currency)])]
    if (all.length === 1) return nothing
    return html`<div><label class="label" for="currency">${t('Currency')}</label><select id="currency" .value=${this.#currency()} @change=${(event: Event) => {
      const { value } = event.target as HTMLSelectElement
      this.values = { ...this.values, currency: value === own() ? null : value }
      this.takes = null
    }}>${all.map(one => html`<option value=${one} ?selected=${one === this.#currency()}>${one}</option>`)}</select></div>`
  }

  #items(found: Found): unknown {
    const rows = this.#rows(found)
    if (rows.length === 0) return html`<p class="none">${t('Nothing of it is open: the payment stays as an advance.')}</p>`
    const takes = this.#takes(rows)
    return html`<h2>${t('What it settles')}</h2><table>
      <thead><tr><th class="desk" scope="col">${t('Date')}</th><th scope="col">${t('Document')}</th><th class="desk" scope="col">${t('Due on')}</th><th class="figure" scope="col">${t('Still open')}</th><th class="figure take" scope="col">${t('Settles')}</th></tr></thead>
      <tbody>${rows.map(
        row => html`<tr><td class="date desk">${format.date(row.date)}</td><td><a href=${`/record/ledger.item/${row.item}`}>${row.name}</a><small class="phone">${format.date(row.date)}</small>${offer(
          row,
          {
            ...{ day: this.values.date ?? today(), early: this.#taken(found) },
            ...{ amount: value => this.#amount(value), turn: item => this.#turn(item) },
          },
        )}</td>
        <td class="date desk">${format.date(row.due)}${row.late > 0 ? html`<small class="late">${t('{count, plural, one {# day late} other {# days late}}', { count: row.late })}</small>` : nothing}</td>
        <td class="figure">${this.#open(found.open.find(one => one.item === row.item) ?? row)}</td><td class="take">${field(Allocation, 'amount', takes.get(row.item) ?? null, { compact: true, label: t('Settles of {name}', { name: row.name }), onCommit: value => this.#take(rows, row.item, value) })}</td></tr>`,
      )}</tbody></table>
      ${
        this.takes
          ? html`<sangam-button size="small" kind="quiet" icon="undo" @click=${() => {
              this.takes = null
            }}>${t('Oldest first again')}</sangam-button>`
          : nothing
      }`
  }

  /** What may be settled now; below it what a cheque in hand settles on its day. */
  #open(row: OpenRow): unknown {
    const later = laterSettled(row)
    return html`${this.#amount(row.free)}${later === null ? nothing : html`<small>${t('{amount} is settled on a later day', { amount: this.#amount(later) })}</small>`}`
  }

  #foot(found: Found): unknown {
    const left = leftOver(this.#takes(this.#rows(found)), this.#settles())
    const said = left.startsWith('-')
      ? html`<span class="over" role="status">${t('{amount} more is settled than was paid', { amount: this.#amount(left) })}</span>`
      : html`<span role="status">${left === '0' ? nothing : t('{amount} is left over and stays as an advance', { amount: this.#amount(this.stays ?? left) })}</span>`
    return html`<div class="foot">${said}${left === '0' || left.startsWith('-') ? nothing : this.#ahead(found)}<sangam-button kind="primary" shortcut="Ctrl+S" ?busy=${this.busy} ?disabled=${!this.query.party || (this.values.amount ?? '0') === '0' || left.startsWith('-')} @click=${() => void this.#save()}>${this.#isIn() ? t('Receive payment') : t('Make payment')}</sangam-button></div>`
  }

  /** On which account it stays: that of what others owe, or one for advances that keep what they cost. */
  #ahead(found: Found): unknown {
    const all = found.ahead.filter(one => one.control === (this.#isIn() ? 'receivable' : 'payable'))
    if (all.length === 0) return nothing
    const chosen = this.values.overTo ?? ''
    return html`<select aria-label=${t('What is left over goes to')} .value=${chosen} @change=${(event: Event) => {
      const { value } = event.target as HTMLSelectElement
      this.values = { ...this.values, overTo: (value === '' ? null : value) as never }
    }}><option value="" ?selected=${chosen === ''}>${t('The usual account')}</option>${all.map(
      one => html`<option value=${one.id} ?selected=${one.id === chosen}>${one.name} (${one.code})</option>`,
    )}</select>`
  }

  #takes(rows: readonly OpenRow[]): Takes {
    return this.takes ?? oldestFirst(rows, this.#settles())
  }

  #take(rows: readonly OpenRow[], item: string, value: string | null): void {
    const takes = new Map(this.#takes(rows))
    if (value === null || value === '0') takes.delete(item)
    else takes.set(item, value)
    this.takes = takes
  }

  /** What the payment could settle, less what notes will give of it. */
  #rows(found: Found): readonly OpenRow[] {
    return lessNotes(payable(found.open, this.#direction(), this.#currency()), this.#taken(found))
  }

  /** Discounts that were taken, and still hold on the day and in the currency of the payment. */
  #taken(found: Found): Early {
    const day = this.values.date ?? today()
    const all = payable(found.open, this.#direction(), this.#currency())
    return new Set(all.filter(row => this.early.has(row.item) && isOffered(row, day)).map(row => row.item))
  }

  #turn(item: string): void {
    const early = new Set(this.early)
    if (!early.delete(item)) early.add(item)
    this.early = early
  }

  /** What it settles in all: what was paid, with what was withheld and written off beside it. */
  #settles(): string {
    const { amount, withheld, writeOff } = this.values
    const { found } = this.#books
    return total([amount ?? '0', withheld ?? '0', writeOff ?? '0', found ? discounted(found.open, this.#taken(found)) : '0'])
  }

  async #save(): Promise<void> {
    const { found } = this.#books
    const { party } = this.query
    if (!found || !party || this.busy || (this.values.amount ?? '0') === '0') return
    const takes = this.#takes(this.#rows(found))
    const early = this.#taken(found)
    if (leftOver(takes, this.#settles()).startsWith('-')) return
    this.busy = true
    this.problem = null
    try {
      const { amount, ...values } = this.values
      const given = { ...values, party, amount: amount ?? '0', direction: this.#direction(), account: values.account ?? found.usual, oldestFirst: false }
      const made = await repo(Payment).create({
        ...given,
        allocations: [...takes].map(([item, taken]) => ({
          ...{ item, amount: taken },
          discount: early.has(item) ? (found.open.find(row => row.item === item)?.discount?.amount ?? null) : null,
        })),
      } as never)
      try {
        await run(postPayment, made.id, {})
      } catch (error) {
        // A draft that was refused is no draft that anybody wanted.
        await repo(Payment).remove(made.id)
        throw error
      }
      const shown = { label: t('Show it'), run: () => go(`/record/${Payment.name}/${made.id}`) }
      toast(
        this.#isIn()
          ? t('{amount} received from {party}.', { amount: this.#amount(given.amount), party: found.name })
          : t('{amount} paid to {party}.', { amount: this.#amount(given.amount), party: found.name }),
        { action: shown },
      )
      // The next one is mostly of the same day and into the same account.
      this.values = {
        ...(values.account !== undefined && { account: values.account }),
        date: values.date ?? today(),
        instrument: values.instrument ?? 'transfer',
      }
      this.takes = null
      this.early = new Set()
      this.stays = null
      await this.#books.again()
    } catch (error) {
      this.problem = error
      toast(sentence(error), { kind: 'problem' })
    }
    this.busy = false
  }

  async #read(): Promise<Found> {
    const { party } = this.query
    const of = company()?.id
    const where = { active: true, isGroup: false, control: { in: ['bank', 'cash'] }, ...(of && { company: of }) } as never
    const byParty = { active: true, isGroup: false, control: { in: ['receivable', 'payable'] }, ...(of && { company: of }) } as never
    const [{ items }, role, named, open, { items: kept }, { items: usual }] = await Promise.all([
      repo(Account).find({ where, fields: ['name', 'code', 'control'], sort: ['code'], limit: 100 }),
      repo(AccountRole).find({ where: { role: 'bank', ...(of && { company: of }) } as never, limit: 100 }),
      party ? repo(Party).get(party as never, { fields: ['name'] }) : null,
      party ? ask<{ readonly rows: readonly OpenRow[] }>('ledger', '/open-items', { party }) : null,
      repo(Account).find({ where: byParty, fields: ['name', 'code', 'control'], sort: ['code'], limit: 50 }),
      repo(AccountRole).find({ where: { role: { in: ['receivable', 'payable'] }, ...(of && { company: of }) } as never, limit: 500 }),
    ])
    return {
      ahead: kept.filter(one => !usual.some(mine => mine.account === one.id)),
      accounts: items,
      usual: accountMeant(role.items, { role: 'bank', day: today() }) ?? items[0]?.id ?? '',
      party: party ?? '',
      name: named?.name ?? '',
      open: open?.rows ?? [],
    }
  }

  #amount(value: string): string {
    return format.amount({ amount: value.replace('-', ''), currency: this.#currency() })
  }

  #currency(): string {
    return this.values.currency ?? own()
  }

  #direction(): 'receive' | 'pay' {
    return this.query.direction === 'pay' ? 'pay' : 'receive'
  }

  #isIn(): boolean {
    return this.#direction() === 'receive'
  }

  #go(more: Query): void {
    const { party = '', direction = '' } = { ...this.query, ...more }
    void go(`/page/ledger.pay?${new URLSearchParams(Object.entries({ party, direction }).filter(([, value]) => value !== ''))}`)
  }
}
customElements.define('ledger-pay', LedgerPay)
