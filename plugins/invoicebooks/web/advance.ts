import type { Figure, Withheld, Withholding } from '@sangam/plugin-invoicing/model'
import { moneyDay } from '@sangam/plugin-ledger/model'
import { compareDecimals, type Json, minus, type RecordOf, times, total } from '@sangam/sdk'
import { company, css, field, format, html, LitElement, nothing, t, today } from '@sangam/sdk/web'
import { taxAhead } from '../model/advance.ts'
import { digitsOf } from '../model/digits.ts'
import { BookedPayment } from '../model.ts'
import { type Answer, ruleFor } from './rule.ts'

interface Values {
  readonly [field: string]: Json
}

/** What is shown of an advance: all of it, the tax that is kept back, and by what that came. */
interface Shown {
  readonly whole: string
  readonly tax: string
  readonly by: Withheld
}

/**
 * What tax is withheld of an advance while its payment is typed, by the function that the server uses; of a posted one as it is stored. Where the screen says itself what is left over
 * (`leftOver`), it asks for the advance too, and writes into the screen what is to be paid of it.
 */
class InvoicebooksAdvance extends LitElement {
  static override properties = { values: { attribute: false }, saved: { attribute: false }, fixed: { attribute: false } }
  declare values: Values
  declare saved: Values | null
  declare fixed: boolean
  readonly #rule = ruleFor(this)
  /** The amount that was written for the advance that is typed: another one was typed by somebody. */
  #wrote: string | null = null
  /** What was last told to stay as an advance. */
  #stays: string | null = null

  constructor() {
    super()
    this.values = {}
    this.saved = null
    this.fixed = false
  }

  static override styles = css`
    :host { display: block; container-type: inline-size; }
    section { margin-block-start: var(--sg-space-3); padding: var(--sg-space-3); border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); }
    h3 { margin: 0 0 var(--sg-space-2); font-size: var(--sg-text-sm); font-weight: 600; color: var(--sg-text-2); }
    .asked { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: var(--sg-space-3); align-items: start; margin-block-end: var(--sg-space-3); }
    dl { display: grid; grid-template-columns: auto auto; gap: 4px var(--sg-space-5); margin: 0; justify-content: end; font-variant-numeric: tabular-nums; }
    dt { color: var(--sg-text-2); } dd { margin: 0; text-align: end; }
    .paid { padding-block-start: 6px; border-block-start: 1px solid var(--sg-border-strong); font-weight: 600; color: var(--sg-text); }
    details { margin-block-start: var(--sg-space-2); color: var(--sg-text-2); font-size: var(--sg-text-sm); } summary { cursor: pointer; } summary:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: 2px; }
    ul { margin: 4px 0; padding-inline-start: 18px; } p { margin: 0; color: var(--sg-text-2); }
    @container (max-width: 620px) { .asked { grid-template-columns: repeat(2, minmax(0, 1fr)); } dl { justify-content: space-between; } }
  `

  protected override render(): unknown {
    const { values, saved } = this
    if (values.direction !== 'pay') return nothing
    if (saved && saved.state !== 'draft') return this.#stored(saved)
    // One that is only looked at says how its tax came, as a posted one does.
    if (values.withheldBy) return this.#stored(values)
    const answer = this.#answer()
    if (!answer?.section) return nothing
    if (!answer.rule)
      return html`<section><p role="status">${t('This section has no rate on the day of the payment. Give it one under Sections of withheld tax, or choose another.')}</p></section>`
    const shown = this.#worked(answer, answer.rule)
    // Whoever may not know what is owed is not told what of it stays as an advance.
    if (!shown && !this.#asks() && this.#settled(answer.owed) === null)
      return html`<section><p role="status">${t('What tax is withheld is worked out as it is posted: what is owed to them is not shown to you.')}</p></section>`
    // Who pays bills alone is not asked for an advance.
    if (!shown && (!this.#asks() || answer.owed !== '0')) return nothing
    return html`<section aria-label=${t('Tax withheld of an advance')}><h3>${t('Tax withheld of an advance')} · ${answer.rule.key}</h3>
      ${this.#asks() ? html`<div class="asked">${(['advance', 'advanceNet', 'withholding', 'withhold'] as const).map(name => field(BookedPayment, name, values[name] ?? null, { onChange: (value: Json) => this.#write(name, value) } as never))}</div>` : nothing}
      ${shown ? this.#sheet(shown, answer.rule) : html`<p>${t('What is left over beside what it settles is an advance.')}</p>`}</section>`
  }

  protected override updated(): void {
    const answer = this.#answer()
    const rule = answer?.rule ?? null
    if (this.#asks()) {
      const stays = (answer && rule && this.#worked(answer, rule)?.whole) ?? null
      if (stays !== this.#stays) {
        this.#stays = stays
        this.#write('leftOver', stays)
      }
      if (rule) this.#pays(rule)
      return
    }
    const { advance, amount, state } = this.values
    const open = !this.fixed && (this.saved === null || state === 'draft')
    const settled = answer && this.#settled(answer.owed)
    if (open && rule && isNumber(advance) && (amount ?? null) === null && settled !== null) this.#write('amount', this.#paidOf(rule, advance, settled))
  }

  /** What is paid of an advance that was agreed, beside what the payment settles; who types another amount agreed nothing. */
  #pays(rule: Withholding): void {
    const { advance, amount, settles } = this.values
    if (!isNumber(advance)) {
      this.#wrote = null
      return
    }
    const paid = this.#paidOf(rule, advance, isNumber(settles) ? settles : '0')
    if (amount === paid) {
      this.#wrote = paid
      return
    }
    const typed = this.#wrote !== null && amount !== this.#wrote && (amount ?? null) !== null
    this.#wrote = typed ? null : paid
    if (typed) this.#write('advance', null)
    else this.#write('amount', paid)
  }

  #paidOf(rule: Withholding, advance: string, settles: string): string {
    const { tax } = taxAhead({ ...this.#ahead('0'), leftOver: '0' }, rule, this.#money())
    return minus(total([advance, settles]), tax)
  }

  /** Whether the screen leaves it to this to ask for the advance. */
  #asks(): boolean {
    return this.saved === null && this.values.leftOver !== undefined && !this.fixed
  }

  #write(name: string, value: Json): void {
    this.dispatchEvent(new CustomEvent('change', { bubbles: true, detail: { field: name, value } }))
  }

  #answer(): Answer | null {
    const { values } = this
    const of = values.company ?? company()?.id
    if (!values.party || !of) return null
    const settles = this.#asks() ? values.settles : this.#named()
    const { rate } = this.#money()
    const told = {
      ...(values.withholding && { section: String(values.withholding) }),
      ...(isNumber(values.withhold) && { withhold: values.withhold }),
      ...(isNumber(settles) && settles !== '0' && { settles: times(settles, rate) }),
    }
    return this.#rule.of({ party: String(values.party), company: String(of), day: moneyDay(dated(values)), ...told })
  }

  /** What the items that are named on the form take. */
  #named(): string {
    const lines = (this.values.allocations ?? []) as unknown as readonly { readonly amount?: string | null }[]
    return total(lines.map(({ amount }) => (isNumber(amount) ? amount : '0')))
  }

  /** What is left over as it is typed; on a form without a word of what it settles that is the oldest first. */
  #leftOver(owed: string | null): string {
    const { values } = this
    if (this.#asks()) return isNumber(values.leftOver) ? values.leftOver : '0'
    const settled = this.#settled(owed)
    if (settled === null) return '0'
    const whole = total([values.amount, values.withheld, values.writeOff].map(one => (isNumber(one) ? one : '0')))
    const left = minus(whole, settled)
    return compareDecimals(left, '0') < 0 ? '0' : left
  }

  /** What the payment settles by the form: the items that are named, or the oldest; null where nobody says how much that is. */
  #settled(owed: string | null): string | null {
    const { allocations, oldestFirst } = this.values
    const named = (allocations as readonly Json[] | null | undefined)?.length ?? 0
    return named > 0 ? this.#named() : oldestFirst === false ? '0' : owed
  }

  #ahead(owed: string | null) {
    const { advance, advanceNet, withheld } = this.values
    const text = (value: Json | undefined): string | null => (isNumber(value) ? value : null)
    return { leftOver: this.#leftOver(owed), withheld: text(withheld), advance: text(advance), advanceNet: text(advanceNet) }
  }

  #worked({ owed }: Answer, rule: Withholding): Shown | null {
    const ahead = this.#ahead(owed)
    if (compareDecimals(ahead.leftOver, '0') <= 0 && ahead.advance === null) return null
    const { by, tax, whole } = taxAhead(ahead, rule, this.#money())
    return { by, tax, whole: ahead.advance !== null && ahead.leftOver === '0' ? ahead.advance : whole }
  }

  #stored(saved: Values): unknown {
    const by = saved.withheldBy as unknown as { readonly rule: Withholding } | null
    if (!by || !isNumber(saved.leftOver)) return nothing
    const [tax, text] = [String(saved.withheld ?? '0'), (value: Json | undefined) => (isNumber(value) ? value : null)]
    const ahead = { leftOver: saved.leftOver, withheld: tax, advance: saved.leftOver, advanceNet: text(saved.advanceNet) }
    const { by: made } = taxAhead(ahead, by.rule, this.#money())
    return html`<section aria-label=${t('Tax withheld of an advance')}><h3>${t('Tax withheld of an advance')} · ${by.rule.key}</h3>${this.#sheet({ whole: saved.leftOver, tax, by: made }, by.rule)}</section>`
  }

  #sheet({ whole, tax, by }: Shown, { key, rate }: Withholding): unknown {
    const currency = this.#currency()
    const said = (amount: string): string => format.amount({ amount, currency })
    return html`<dl><dt>${t('Advance')}</dt><dd>${said(whole)}</dd><dt>${t('Tax withheld')} · ${key} ${format.number(rate)} %</dt><dd>${said(tax)}</dd>
        <dt class="paid">${t('Paid of the advance')}</dt><dd class="paid">${said(minus(whole, tax))}</dd></dl>
      <details><summary>${t('How it came')}</summary><ul>${this.#figure(by.how)}</ul></details>`
  }

  #figure({ text, values, amount, of }: Figure): unknown {
    const said = amount === '' ? nothing : html` = ${format.amount({ amount, currency: company()?.currency ?? 'INR' })}`
    return html`<li>${t(text, values)}${said}${of.length > 0 ? html`<ul>${of.map(one => this.#figure(one))}</ul>` : nothing}</li>`
  }

  #currency(): string {
    return String(this.values.currency ?? company()?.currency ?? 'INR')
  }

  #money() {
    const currency = this.#currency()
    const foreign = currency !== (company()?.currency ?? currency)
    return { rate: foreign && isNumber(this.values.rate) ? this.values.rate : '1', digits: digitsOf(currency) }
  }
}
customElements.define('invoicebooks-advance', InvoicebooksAdvance)

function isNumber(value: Json | undefined): value is string {
  return typeof value === 'string' && /^\d+(\.\d+)?$/.test(value)
}

/** The days of a payment as it is typed. */
function dated(values: Values): Pick<RecordOf<typeof BookedPayment>, 'date' | 'instrument' | 'instrumentDate'> {
  const day = (value: Json | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null)
  return { date: day(values.date) ?? today(), instrument: values.instrument === 'cheque' ? 'cheque' : 'transfer', instrumentDate: day(values.instrumentDate) }
}
