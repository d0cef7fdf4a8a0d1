import { total } from '@sangam/sdk'
import { can, field, format, go, html, LitElement, live, nothing, repo, run, sentence, t, toast, today } from '@sangam/sdk/web'
import { Entry, post } from '../../model.ts'
import { amount, currency, isNothing, sided } from '../sides.ts'
import type { Query } from '../span.ts'
import './account-field.ts'
import { type Books, journalFor, readBalances, readBooks, readLast, readNarrations } from './books.ts'
import { lackSentence, names, sayings } from './sayings.ts'
import { voucherStyle } from './voucher.css.ts'
import {
  type AccountChoice,
  blank,
  differenceOf,
  entryLines,
  isByParty,
  isKind,
  type Kind,
  kinds,
  lackOf,
  nextLine,
  type Side,
  sideOf,
  sumOf,
  type Voucher,
  type VoucherLine,
} from './voucher.ts'

interface Done {
  readonly id: string
  readonly number: string
  readonly narration: string
  readonly total: string
}

/** Vouchers as fast as one types them: F4 to F9 say which kind, Enter goes on, and the last Enter posts. */
class LedgerVoucher extends LitElement {
  static override properties = { query: { attribute: false }, voucher: { state: true }, problems: { state: true }, busy: { state: true } }
  declare query: Query
  declare voucher: Voucher
  declare problems: readonly string[]
  declare busy: boolean
  #books: Books | null = null
  #error: unknown = null
  #balances: ReadonlyMap<string, string> = new Map()
  #narrations: readonly string[] = []
  #named = new Map<string, string>()
  #done: readonly Done[] = []
  /** What was saved and could not be posted: it is posted the next time, and not written twice. */
  #draft: string | null = null
  #through: AccountChoice | null = null
  #stop: () => void = () => undefined

  constructor() {
    super()
    this.query = {}
    this.voucher = blank('payment', today(), null)
    this.problems = []
    this.busy = false
  }

  static override styles = voucherStyle

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('keydown', this.#pressed)
    this.#stop = live(Entry.name, () => void this.#count())
    void this.#begin()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('keydown', this.#pressed)
    this.#stop()
  }

  protected override render(): unknown {
    const { kind, lines, narration } = this.voucher
    const single = kinds[kind].through !== null
    if (this.#error)
      return html`<sangam-page narrow heading=${t('Vouchers')}><sangam-problem retry .error=${this.#error} @retry=${() => void this.#begin()}></sangam-problem></sangam-page>`
    return html`<sangam-page narrow heading=${t('Vouchers')}>
      <sangam-button slot="actions" kind="quiet" icon="note" href="/list/ledger.entry">${t('All entries')}</sangam-button>
      <div class="kinds" role="group" aria-label=${t('Kind of voucher')}>${(Object.keys(kinds) as Kind[]).map(one => html`<button type="button" aria-pressed=${one === kind ? 'true' : 'false'} aria-keyshortcuts=${kinds[one].key} @click=${() => this.#turn(one)}>${names[one]()} <kbd>${kinds[one].key}</kbd></button>`)}</div>
      ${
        this.#books === null
          ? html`<sangam-skeleton lines="8"></sangam-skeleton>`
          : html`<div class="paper">
        <div class="head">${single ? this.#throughField() : html`<p class="beneath">${sayings[kind]()}</p>`}
          <div class="day"><span class="label" aria-hidden="true">${t('Date')} <kbd>F2</kbd></span>${field(Entry, 'date', this.voucher.date, { compact: true, label: t('Date'), onCommit: day => this.#set({ date: day ?? today() }) })}</div></div>
        <table><thead><tr>${single ? nothing : html`<th class="side" scope="col">${t('Side')}</th>`}<th scope="col">${single ? sayings[kind]() : t('Account')}</th><th class="amount" scope="col">${t('Amount')}</th><th class="drop"></th></tr></thead>
          <tbody>${lines.map((line, at) => this.#line(line, at, single))}</tbody>
          <tfoot>${this.#foot(single)}</tfoot></table>
        <div class="foot">
          <label for="narration">${t('Narration')}</label>
          <input id="narration" data-stop list="said" maxlength="300" autocomplete="off" .value=${narration} @input=${(event: InputEvent) => this.#set({ narration: (event.target as HTMLInputElement).value })} @keydown=${(event: KeyboardEvent) => this.#entered(event)} />
          <datalist id="said">${this.#narrations.map(one => html`<option value=${one}></option>`)}</datalist>
          ${this.problems.length > 0 ? html`<div class="wrong" role="alert" style="margin-block-start: 12px">${this.problems.map(one => html`<span>${one}</span>`)}</div>` : nothing}
          <div class="do"><sangam-button kind="primary" data-stop id="post" shortcut="ctrl+enter" ?busy=${this.busy} @click=${() => void this.#post()}>${t('Post')}</sangam-button>
            <sangam-button ?disabled=${this.busy} @click=${() => void this.#save()}>${t('Keep as a draft')}</sangam-button><span class="space"></span>
            <sangam-button kind="quiet" shortcut="alt+2" ?disabled=${this.busy} @click=${() => void this.#copy()}>${t('Copy the last one')}</sangam-button></div>
        </div></div>${this.#list()}`
      }</sangam-page>`
  }

  #throughField(): unknown {
    const { kind, through } = this.voucher
    const label = kinds[kind].through === 'debit' ? t('Received into') : t('Paid from')
    return html`<div><span class="label" aria-hidden="true">${label}</span><ledger-account-field data-stop .label=${label} .accounts=${this.#money()} .balances=${this.#balances} .value=${through}
      @choose=${(event: CustomEvent<AccountChoice | null>) => this.#set({ through: event.detail })} @enter=${(event: Event) => this.#next(event.target as HTMLElement)}></ledger-account-field>
      <p class="beneath">${through ? t('Balance {amount}', { amount: sided(this.#balances.get(through.id) ?? '0') }) : nothing}</p></div>`
  }

  #line(line: VoucherLine, at: number, single: boolean): unknown {
    const { account, party } = line
    const accounts = this.voucher.kind === 'contra' ? this.#money() : (this.#books?.accounts ?? [])
    const figure = t('Amount of line {number}', { number: at + 1 })
    return html`<tr>${
      single
        ? nothing
        : html`<td class="side"><select data-stop aria-label=${t('Side of line {number}', { number: at + 1 })} @change=${(event: Event) => this.#setLine(at, { side: (event.target as HTMLSelectElement).value as Side })} @keydown=${(event: KeyboardEvent) => this.#entered(event)}>
        <option value="debit" ?selected=${line.side === 'debit'}>${t('Dr')}</option><option value="credit" ?selected=${line.side === 'credit'}>${t('Cr')}</option></select></td>`
    }
      <td><ledger-account-field data-stop .label=${t('Account of line {number}', { number: at + 1 })} .accounts=${accounts} .balances=${this.#balances} .value=${account}
          @choose=${(event: CustomEvent<AccountChoice | null>) => this.#setLine(at, { account: event.detail })} @enter=${(event: Event) => this.#chosen(event.target as HTMLElement, at)}></ledger-account-field>
        ${isByParty(account) ? html`<sangam-pick data-stop entity="parties.party" value=${party ?? ''} named=${this.#named.get(party ?? '') ?? ''} label=${t('Party')} hint=${t('Whose is it?')} @pick=${(event: CustomEvent<{ id: string; title: string } | null>) => this.#party(event, at)}></sangam-pick>` : nothing}</td>
      <td class="amount"><input class="figure" data-stop inputmode="decimal" autocomplete="off" aria-label=${figure} .value=${line.amount} @focus=${(event: FocusEvent) => (event.target as HTMLInputElement).select()}
        @input=${(event: InputEvent) => this.#setLine(at, { amount: (event.target as HTMLInputElement).value })} @keydown=${(event: KeyboardEvent) => this.#amountKey(event, at)} /></td>
      <td class="drop">${this.voucher.lines.length > 1 ? html`<sangam-button kind="quiet" size="small" icon="close" label=${t('Take line {number} away', { number: at + 1 })} @click=${() => this.#drop(at)}></sangam-button>` : nothing}</td></tr>`
  }

  #foot(single: boolean): unknown {
    const { kind, lines } = this.voucher
    const row = (label: unknown, value: unknown): unknown =>
      html`<tr>${single ? nothing : html`<td class="side"></td>`}<td>${label}</td><td class="amount">${value}</td><td class="drop"></td></tr>`
    if (single) return row(t('Total'), amount(sumOf(lines, sideOf(kind))))
    const difference = differenceOf(this.voucher)
    const said = isNothing(difference)
      ? html`<span class="agree">${t('Debits and credits agree')}</span>`
      : html`<span class="differ">${t('Still to come: {amount}', { amount: sided(total([`${difference.startsWith('-') ? difference.slice(1) : `-${difference}`}`])) })}</span>`
    return row(said, html`${t('{amount} Dr', { amount: amount(sumOf(lines, 'debit')) })}<br />${t('{amount} Cr', { amount: amount(sumOf(lines, 'credit')) })}`)
  }

  #list(): unknown {
    const [last] = this.#done
    const said = html`<p role="status">${last ? t('{number} is posted.', { number: last.number }) : nothing}</p>`
    if (!last) return html`<section class="done">${said}</section>`
    return html`<section class="done">${said}<h2>${t('Posted just now')}</h2><ul>${this.#done.map(one => html`<li><a href=${`/record/ledger.entry/${one.id}`}>${one.number}</a><span>${one.narration}</span><span>${format.money({ amount: one.total, currency: currency() })}</span></li>`)}</ul></section>`
  }

  async #begin(): Promise<void> {
    try {
      this.#books = await readBooks()
      this.#error = null
      const cash = this.#money()
      this.#through = cash.find(one => one.control === 'bank') ?? cash[0] ?? null
      const kind = isKind(this.query.kind) ? this.query.kind : 'payment'
      this.voucher = blank(kind, today(), this.#through)
      this.requestUpdate()
      await this.updateComplete
      this.#first()
      await Promise.all([this.#count(), this.#remember()])
    } catch (error) {
      this.#error = error
      this.requestUpdate()
    }
  }

  async #count(): Promise<void> {
    // Balances are a help beside the accounts: without the right to see them one writes all the same.
    if (can('ledger.balance:read')) this.#balances = await readBalances().catch(() => this.#balances)
    this.requestUpdate()
  }

  async #remember(): Promise<void> {
    if (this.#books) this.#narrations = await readNarrations(this.#books, this.voucher.kind).catch(() => [])
    this.requestUpdate()
  }

  #money(): readonly AccountChoice[] {
    return (this.#books?.accounts ?? []).filter(one => one.control === 'bank' || one.control === 'cash')
  }

  #set(more: Partial<Voucher>): void {
    this.voucher = { ...this.voucher, ...more }
    this.problems = []
    if (more.through) this.#through = more.through
  }

  #setLine(at: number, more: Partial<VoucherLine>): void {
    this.#set({ lines: this.voucher.lines.map((line, place) => (place === at ? { ...line, ...more } : line)) })
  }

  #drop(at: number): void {
    this.#set({ lines: this.voucher.lines.filter((_, place) => place !== at) })
  }

  #party(event: CustomEvent<{ id: string; title: string } | null>, at: number): void {
    if (event.detail) this.#named.set(event.detail.id, event.detail.title)
    this.#setLine(at, { party: event.detail?.id ?? null })
    if (event.detail) void this.#next(event.target as HTMLElement)
  }

  /** Another kind begins a blank voucher; what was typed stays where it fits both. */
  #turn(kind: Kind): void {
    const { date, narration } = this.voucher
    this.voucher = { ...blank(kind, date, this.#through), narration }
    this.problems = []
    this.#draft = null
    void this.#remember()
    void this.updateComplete.then(() => this.#first())
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return
    const kind = (Object.keys(kinds) as Kind[]).find(one => kinds[one].key === event.key)
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey
    const does =
      plain && kind !== undefined
        ? () => this.#turn(kind)
        : plain && event.key === 'F2'
          ? () => this.renderRoot.querySelector<HTMLElement>('.day > :last-child')?.focus()
          : event.altKey && event.code === 'Digit2'
            ? () => void this.#copy()
            : event.ctrlKey && event.key === 'Enter'
              ? () => void this.#post()
              : null
    if (!does) return
    event.preventDefault()
    does()
  }

  #entered(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.ctrlKey) return
    event.preventDefault()
    void this.#next(event.currentTarget as HTMLElement)
  }

  /** Enter on an empty account of the last line ends the lines. */
  #chosen(from: HTMLElement, at: number): void {
    const line = this.voucher.lines[at]
    const last = at === this.voucher.lines.length - 1
    if (line?.account !== null || !last || at === 0) return void this.#next(from)
    this.#drop(at)
    this.#narrate()
  }

  #amountKey(event: KeyboardEvent, at: number): void {
    if (event.key !== 'Enter' || event.ctrlKey) return
    event.preventDefault()
    const { kind, lines } = this.voucher
    if (at < lines.length - 1) return void this.#next(event.currentTarget as HTMLElement)
    if (lines[at]?.amount.trim() === '') return this.#narrate()
    if (kinds[kind].through === null && isNothing(differenceOf(this.voucher))) return this.#narrate()
    this.#set({ lines: [...lines, nextLine(this.voucher)] })
    void this.updateComplete.then(() => this.#focus([...this.renderRoot.querySelectorAll<HTMLElement>('tbody ledger-account-field')].at(-1)))
  }

  #narrate(): void {
    void this.updateComplete.then(() => this.#focus(this.renderRoot.querySelector<HTMLElement>('#narration')))
  }

  async #next(from: HTMLElement): Promise<void> {
    await this.updateComplete
    const stops = [...this.renderRoot.querySelectorAll<HTMLElement>('[data-stop]')]
    this.#focus(stops[stops.indexOf(from) + 1])
  }

  #first(): void {
    const from = kinds[this.voucher.kind].through === null || this.voucher.through !== null ? 'tbody [data-stop]' : '[data-stop]'
    this.#focus(this.renderRoot.querySelector<HTMLElement>(from))
  }

  #focus(element: HTMLElement | null | undefined): void {
    element?.focus()
  }

  async #copy(): Promise<void> {
    if (!this.#books || this.busy) return
    try {
      const last = await readLast(this.#books, this.voucher.kind, this.voucher.date)
      if (!last) return toast(t('There is no voucher of this kind that could be copied.'))
      this.#set(last)
      this.#narrate()
    } catch (error) {
      toast(sentence(error), { kind: 'problem' })
    }
  }

  async #post(): Promise<void> {
    const lack = lackOf(this.voucher)
    if (lack) {
      this.problems = [lackSentence(this.voucher, lack)]
      return
    }
    await this.#work(async () => {
      const id = await this.#write()
      await run(post, id as never, {})
      const { number, narration, total: sum } = await repo(Entry).get(id as never, { fields: ['number', 'narration', 'total'] })
      this.#done = [{ id, number, narration, total: sum }, ...this.#done].slice(0, 8)
      this.#clear()
    })
  }

  async #save(): Promise<void> {
    await this.#work(async () => {
      const id = await this.#write()
      this.#clear()
      toast(t('It is kept as a draft.'), { action: { label: t('Open'), run: () => void go(`/record/ledger.entry/${id}`) } })
    })
  }

  async #write(): Promise<string> {
    const { date, narration } = this.voucher
    const values = { date, narration, journal: this.#books ? journalFor(this.#books, this.voucher) : null, lines: entryLines(this.voucher) } as never
    const { id } = this.#draft === null ? await repo(Entry).create(values) : await repo(Entry).update(this.#draft as never, values)
    this.#draft = id
    return id
  }

  #clear(): void {
    const { kind, date } = this.voucher
    this.#draft = null
    this.voucher = blank(kind, date, this.#through)
    this.problems = []
    void this.#remember()
    void this.updateComplete.then(() => this.#first())
  }

  /** One thing at a time: a second press while the first is under way does nothing. */
  async #work(does: () => Promise<void>): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      await does()
    } catch (error) {
      const each = Object.values((error as { readonly fields?: { readonly [field: string]: string } }).fields ?? {})
      this.problems = each.length > 0 ? [...new Set(each)] : [sentence(error)]
    } finally {
      this.busy = false
    }
  }
}
customElements.define('ledger-voucher', LedgerVoucher)
