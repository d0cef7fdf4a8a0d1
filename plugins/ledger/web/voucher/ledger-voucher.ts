import { total } from '@sangam/sdk'
import { field, format, html, nothing, t, today } from '@sangam/sdk/web'
import { Entry } from '../../model.ts'
import { amount, currency, isNothing, sided } from '../sides.ts'
import './account-field.ts'
import { stillCarried } from './carried.ts'
import { VoucherDesk } from './desk.ts'
import { names, saidOf, sayings } from './sayings.ts'
import { voucherStyle } from './voucher.css.ts'
import { type AccountChoice, amountOf, differenceOf, isByParty, type Kind, kinds, nextLine, type Side, sideOf, sumOf, type VoucherLine } from './voucher.ts'

/** Vouchers as fast as one types them: F4 to F9 say which kind, Enter goes on, and the last Enter posts. */
class LedgerVoucher extends VoucherDesk {
  #named = new Map<string, string>()

  static override styles = voucherStyle

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('keydown', this.#pressed)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('keydown', this.#pressed)
  }

  protected override render(): unknown {
    const { kind, lines, narration } = this.voucher
    const single = kinds[kind].through !== null
    if (this.failure)
      return html`<sangam-page narrow heading=${t('Vouchers')}><sangam-problem retry .error=${this.failure} @retry=${() => void this.begin()}></sangam-problem></sangam-page>`
    return html`<sangam-page narrow heading=${t('Vouchers')}>
      <sangam-button slot="actions" kind="quiet" icon="note" href="/list/ledger.entry">${t('All entries')}</sangam-button>
      <div class="kinds" role="group" aria-label=${t('Kind of voucher')}>${(Object.keys(kinds) as Kind[]).map(one => html`<button type="button" aria-pressed=${one === kind ? 'true' : 'false'} aria-keyshortcuts=${kinds[one].key} @click=${() => this.turn(one)}>${names[one]()} <kbd>${kinds[one].key}</kbd></button>`)}</div>
      ${
        this.books === null
          ? html`<sangam-skeleton lines="8"></sangam-skeleton>`
          : html`<div class="paper">
        <div class="head">${single ? this.#throughField() : html`<p class="beneath">${sayings[kind]()}</p>`}
          <div class="day"><span class="label" aria-hidden="true">${t('Date')} <kbd>F2</kbd></span>${field(Entry, 'date', this.voucher.date, { compact: true, label: t('Date'), onCommit: day => this.change({ date: day ?? today() }) })}</div></div>
        <table><thead><tr>${single ? nothing : html`<th class="side" scope="col">${t('Side')}</th>`}<th scope="col">${single ? sayings[kind]() : t('Account')}</th><th class="amount" scope="col">${t('Amount')}</th><th class="drop"></th></tr></thead>
          <tbody>${lines.map((line, at) => this.#line(line, at, single))}</tbody>
          <tfoot>${this.#foot(single)}</tfoot></table>
        <div class="foot">
          <label for="narration">${t('Narration')}</label>
          <input id="narration" data-stop list="said" maxlength="300" autocomplete="off" .value=${narration} @input=${(event: InputEvent) => this.change({ narration: (event.target as HTMLInputElement).value })} @keydown=${(event: KeyboardEvent) => this.#entered(event)} />
          <datalist id="said">${this.narrations.map(one => html`<option value=${one}></option>`)}</datalist>
          ${this.problems.length > 0 ? html`<div class="wrong" role="alert" style="margin-block-start: 12px">${this.problems.map(one => html`<span>${one}</span>`)}</div>` : nothing}
          <div class="do"><sangam-button kind="primary" data-stop id="post" shortcut="ctrl+enter" ?busy=${this.busy} @click=${() => void this.postIt()}>${t('Post')}</sangam-button>
            <sangam-button ?disabled=${this.busy} @click=${() => void this.save()}>${t('Keep as a draft')}</sangam-button><span class="space"></span>
            <sangam-button kind="quiet" shortcut="alt+2" ?disabled=${this.busy} @click=${() => void this.copy()}>${t('Copy the last one')}</sangam-button></div>
        </div></div>${this.#list()}`
      }</sangam-page>`
  }

  #throughField(): unknown {
    const { kind, through } = this.voucher
    const label = kinds[kind].through === 'debit' ? t('Received into') : t('Paid from')
    return html`<div><span class="label" aria-hidden="true">${label}</span><ledger-account-field data-stop .label=${label} .accounts=${this.money()} .balances=${this.balances} .value=${through}
      @choose=${(event: CustomEvent<AccountChoice | null>) => this.change({ through: event.detail })} @enter=${(event: Event) => this.#next(event.target as HTMLElement)}></ledger-account-field>
      <p class="beneath">${through ? t('Balance {amount}', { amount: sided(this.balances.get(through.id) ?? '0') }) : nothing}</p></div>`
  }

  #line(line: VoucherLine, at: number, single: boolean): unknown {
    const { account, party } = line
    const accounts = this.voucher.kind === 'contra' ? this.money() : (this.books?.accounts ?? [])
    const figure = t('Amount of line {number}', { number: at + 1 })
    return html`<tr>${
      single
        ? nothing
        : html`<td class="side"><select data-stop aria-label=${t('Side of line {number}', { number: at + 1 })} @change=${(event: Event) => this.changeLine(at, { side: (event.target as HTMLSelectElement).value as Side })} @keydown=${(event: KeyboardEvent) => this.#entered(event)}>
        <option value="debit" ?selected=${line.side === 'debit'}>${t('Dr')}</option><option value="credit" ?selected=${line.side === 'credit'}>${t('Cr')}</option></select></td>`
    }
      <td><ledger-account-field data-stop .label=${t('Account of line {number}', { number: at + 1 })} .accounts=${accounts} .balances=${this.balances} .value=${account}
          @choose=${(event: CustomEvent<AccountChoice | null>) => this.changeLine(at, { account: event.detail })} @enter=${(event: Event) => this.#chosen(event.target as HTMLElement, at)}></ledger-account-field>
        ${isByParty(account) ? html`<sangam-pick data-stop entity="parties.party" value=${party ?? ''} named=${this.#named.get(party ?? '') ?? ''} label=${t('Party')} hint=${t('Whose is it?')} @pick=${(event: CustomEvent<{ id: string; title: string } | null>) => this.#party(event, at)}></sangam-pick>` : nothing}${this.#dimensions(line, at)}${this.#carried(line)}</td>
      <td class="amount"><input class="figure" data-stop inputmode="decimal" autocomplete="off" aria-label=${figure} .value=${line.amount} @focus=${(event: FocusEvent) => (event.target as HTMLInputElement).select()}
        @input=${(event: InputEvent) => this.changeLine(at, { amount: (event.target as HTMLInputElement).value })} @keydown=${(event: KeyboardEvent) => this.#amountKey(event, at)} /></td>
      <td class="drop">${this.voucher.lines.length > 1 ? html`<sangam-button kind="quiet" size="small" icon="close" label=${t('Take line {number} away', { number: at + 1 })} @click=${() => this.drop(at)}></sangam-button>` : nothing}</td></tr>`
  }

  /** Of which part of the business a line is. Enter passes by what is not asked for. */
  #dimensions({ account, told = {} }: VoucherLine, at: number): unknown {
    const dimensions = account === null || this.voucher.kind === 'contra' ? [] : (this.books?.dimensions ?? [])
    if (dimensions.length === 0) return nothing
    const picked = (field: string, event: CustomEvent<{ id: string; title: string } | null>): void => {
      if (event.detail) this.#named.set(event.detail.id, event.detail.title)
      const { [field]: _, ...others } = told
      this.changeLine(at, { told: event.detail ? { ...others, [field]: event.detail.id } : others })
      const amount = (event.target as HTMLElement).closest('tr')?.querySelector<HTMLElement>('.amount input')
      if (event.detail) void this.updateComplete.then(() => this.#focus(amount))
    }
    return html`<div class="told">${dimensions.map(({ field, name, entity, requiredFor }) => {
      const value = told[field] ?? ''
      const stops = requiredFor.includes(account?.type ?? '')
      return html`<sangam-pick ?data-stop=${stops} entity=${entity} value=${value} named=${this.#named.get(value) ?? ''} label=${t('{dimension} of line {number}', { dimension: name, number: at + 1 })} hint=${name} @pick=${(event: CustomEvent<{ id: string; title: string } | null>) => picked(field, event)}></sangam-pick>`
    })}</div>`
  }

  /** What a line that is written again told beside, as far as it still holds. */
  #carried({ carried, side, amount: typed }: VoucherLine): unknown {
    const said = saidOf(stillCarried(carried, side, amountOf(typed)))
    return said === '' ? nothing : html`<small class="carried">${said}</small>`
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
    const [last] = this.posted
    const said = html`<p role="status">${last ? t('{number} is posted.', { number: last.number }) : nothing}</p>`
    if (!last) return html`<section class="done">${said}</section>`
    return html`<section class="done">${said}<h2>${t('Posted just now')}</h2><ul>${this.posted.map(one => html`<li><a href=${`/record/ledger.entry/${one.id}`}>${one.number}</a><span>${one.narration}</span><span>${format.money({ amount: one.total, currency: currency() })}</span></li>`)}</ul></section>`
  }

  #party(event: CustomEvent<{ id: string; title: string } | null>, at: number): void {
    if (event.detail) this.#named.set(event.detail.id, event.detail.title)
    this.changeLine(at, { party: event.detail?.id ?? null })
    if (event.detail) void this.#next(event.target as HTMLElement)
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return
    const kind = (Object.keys(kinds) as Kind[]).find(one => kinds[one].key === event.key)
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey
    const does =
      plain && kind !== undefined
        ? () => this.turn(kind)
        : plain && event.key === 'F2'
          ? () => this.renderRoot.querySelector<HTMLElement>('.day > :last-child')?.focus()
          : event.altKey && event.code === 'Digit2'
            ? () => void this.copy()
            : event.ctrlKey && event.key === 'Enter'
              ? () => void this.postIt()
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
    this.drop(at)
    this.narrate()
  }

  #amountKey(event: KeyboardEvent, at: number): void {
    if (event.key !== 'Enter' || event.ctrlKey) return
    event.preventDefault()
    const { kind, lines } = this.voucher
    if (at < lines.length - 1) return void this.#next(event.currentTarget as HTMLElement)
    if (lines[at]?.amount.trim() === '') return this.narrate()
    if (kinds[kind].through === null && isNothing(differenceOf(this.voucher))) return this.narrate()
    this.change({ lines: [...lines, nextLine(this.voucher)] })
    void this.updateComplete.then(() => this.#focus([...this.renderRoot.querySelectorAll<HTMLElement>('tbody ledger-account-field')].at(-1)))
  }

  protected override narrate(): void {
    void this.updateComplete.then(() => this.#focus(this.renderRoot.querySelector<HTMLElement>('#narration')))
  }

  async #next(from: HTMLElement): Promise<void> {
    await this.updateComplete
    const stops = [...this.renderRoot.querySelectorAll<HTMLElement>('[data-stop]')]
    this.#focus(stops[stops.indexOf(from) + 1])
  }

  protected override first(): void {
    const from = kinds[this.voucher.kind].through === null || this.voucher.through !== null ? 'tbody [data-stop]' : '[data-stop]'
    this.#focus(this.renderRoot.querySelector<HTMLElement>(from))
  }

  #focus(element: HTMLElement | null | undefined): void {
    element?.focus()
  }
}
customElements.define('ledger-voucher', LedgerVoucher)
