import type { Json, Money } from '@sangam/sdk'
import { company, css, format, html, LitElement, nothing, t, today } from '@sangam/sdk/web'
import { asOnPaper, digitsOf, isNumber, isOfRegistered, owedOf, partsOn, roundingOf, taxedLine } from '../model/draft.ts'
import { isNotOurs, type Lack, type NotOurs, sayings, unfilled } from '../model/sayings.ts'
import { isSale, stateIn, supplyOf } from '../model/supply.ts'
import { takesUsualTax } from '../model/usual.ts'
import { voucherTaxes } from '../model/voucher.ts'
import { type Figure, type Taxed, type TaxedLine, taxesOf, type Withheld, type Withholding, withheldIn } from '../model.ts'
import { chargedOn } from './charged.ts'
import { saidOfClaim } from './claim.ts'
import { type Chosen, chosenByHand, chosenSince, filled, type TypedLine, withAmounts, withUsualTax } from './fill.ts'
import { type Known, offerOf, readKnown } from './known.ts'
import { ownLacks, placeFollows, saidOfNumbers, type Typed, takesOriginalBack } from './numbers.ts'
import { type Sides, sidesFor } from './sides.ts'
import { withheldFor } from './withheld.ts'

interface Values {
  readonly [field: string]: Json
}

/** What an invoice comes to while it is typed: net, each tax, round-off, total, and when how much is due. By the engine that the server uses; what is posted is shown as it is stored. */
class InvoicingTotals extends LitElement {
  static override properties = { values: { attribute: false }, saved: { attribute: false }, fixed: { attribute: false }, known: { state: true } }
  declare values: Values
  declare saved: Values | null
  declare fixed: boolean
  declare known: Known | null
  readonly #asked = sidesFor(this)
  readonly #withheld = withheldFor(this)
  /** Items that were chosen, and whose price has not come yet. */
  #chosen: readonly Chosen[] = []
  /** Lines on which somebody chose the tax, or took it out. */
  #byHand: readonly number[] = []
  /** What this wrote into the lines itself, until they come back so. */
  #written: readonly TypedLine[] = []

  constructor() {
    super()
    this.values = {}
    this.saved = null
    this.fixed = false
    this.known = null
  }

  static override styles = css`
    :host { display: block; margin-block-start: var(--sg-space-4); padding-block-start: var(--sg-space-3); border-block-start: 1px solid var(--sg-border); container-type: inline-size; }
    .sheet { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--sg-space-3) var(--sg-space-5); }
    dl { display: grid; grid-template-columns: auto auto; gap: 4px var(--sg-space-5); margin: 0; justify-content: end; font-variant-numeric: tabular-nums; }
    dt { color: var(--sg-text-2); } dd { margin: 0; text-align: end; }
    .total { font-weight: 650; font-size: 1.1em; padding-block-start: 6px; border-block-start: 1px solid var(--sg-border-strong); color: var(--sg-text); }
    .due dl { justify-content: start; } h3 { margin: 0 0 6px; font-size: var(--sg-text-sm); font-weight: 550; color: var(--sg-text-2); }
    .late { color: var(--sg-danger); }
    details { margin-block-start: var(--sg-space-3); color: var(--sg-text-2); font-size: var(--sg-text-sm); } summary { cursor: pointer; } summary:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: 2px; }
    ul { margin: 4px 0; padding-inline-start: 18px; } .quiet { color: var(--sg-text-2); margin: 0; }
    @container (max-width: 520px) { .sheet { grid-template-columns: minmax(0, 1fr); } dl { justify-content: space-between; } }
  `

  override connectedCallback(): void {
    super.connectedCallback()
    void readKnown().then(
      known => (this.known = known),
      () => undefined,
    )
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('values') || this.fixed || this.saved?.state === 'posted') return
    const before = changed.get('values') as Values | undefined
    // What a record had as it was opened was chosen by somebody before.
    if (!before || (this.saved !== null && before.id !== this.values.id)) return
    this.#chosen = [...this.#chosen, ...chosenSince(linesOf(before), linesOf(this.values))]
    if (!changed.has('saved')) this.#byHand = [...this.#byHand, ...chosenByHand(linesOf(before), linesOf(this.values), this.#written)]
    this.#written = []
  }

  /** What follows from what is typed is written into the lines, as it will be stored: words, price and tax of an item, and what each line comes to. */
  protected override updated(): void {
    const { known } = this
    if (!known || this.fixed || this.saved?.state === 'posted') return
    const typed = linesOf(this.values)
    const byHand = this.#byHand
    this.#byHand = []
    let lines = byHand.length === 0 ? typed : typed.map((line, at) => (byHand.includes(at) ? { ...line, taxFollows: false } : line))
    if (takesUsualTax(this.values))
      lines = withUsualTax(lines, known, { charges: tax => this.#charges(tax), offerOf: item => offerOf(item, () => this.requestUpdate()) })
    if (!this.values.original) lines = this.#followed(known, lines)
    if (lines === typed) return
    this.#written = lines
    this.dispatchEvent(new CustomEvent('change', { bubbles: true, detail: { field: 'lines', value: lines } }))
  }

  #followed(known: Known, typed: readonly TypedLine[]): readonly TypedLine[] {
    const left: Chosen[] = []
    let lines = typed
    for (const one of this.#chosen) {
      const line = lines[one.at]
      const offer = offerOf(one.item, () => this.requestUpdate())
      if (line?.item !== one.item) continue
      if (offer)
        lines = lines.with(
          one.at,
          filled(line, offer, one.before === null ? null : offerOf(one.before, () => undefined), known, tax => this.#charges(tax)),
        )
      else left.push(one)
    }
    this.#chosen = left
    // Of what is stored the server has said what it comes to.
    const asStored = this.saved !== null && JSON.stringify(this.saved.lines) === JSON.stringify(lines)
    return asStored ? lines : withAmounts(lines, this.#worked(known, this.#currency(), lines))
  }

  #currency(): string {
    return String(this.values.currency ?? company()?.currency ?? 'INR')
  }

  protected override render(): unknown {
    const currency = this.#currency()
    if (this.saved?.state === 'posted' || this.values.original) return this.#stored(currency)
    const made = this.known && this.#worked(this.known, currency, linesOf(this.values))
    if (!this.known) return nothing
    if (!made) return html`<p class="quiet" role="status">${t('The total comes as soon as each line has a quantity and a price.')}</p>`
    const day = String(this.values.date ?? today())
    const days = this.#days()
    const terms = this.known.terms.get(String(this.values.terms ?? (days === null ? this.known.policy?.terms : null) ?? '')) ?? null
    const digits = digitsOf(currency)
    const rate = currency === (company()?.currency ?? currency) ? '1' : String(this.values.exchangeRate ?? '1')
    const withhold = (this.values.withhold ?? null) as string | null
    const { withheld, by, dues } = owedOf(made, { withhold, rule: this.#rule(day), rate, day, terms, days: days ?? 0, digits })
    return this.#sheet({ ...made, withheld, by }, dues, currency, made.how)
  }

  /** As it is stored: what a note gives back, the server knows. */
  #stored(currency: string): unknown {
    const { saved } = this
    if (!saved) return this.#numbers()
    const money = (name: string): string => (saved[name] as Money | null)?.amount ?? '0'
    const rows = (saved.taxes ?? []) as unknown as readonly (Taxed['rows'][number] & { readonly code: string })[]
    const figures = {
      net: money('net'),
      roundOff: money('roundOff'),
      total: money('total'),
      withheld: money('withheld'),
      by: saved.withheldBy
        ? withheldIn({ net: money('net'), total: money('total') }, saved.withheldBy as unknown as Withholding, {
            rate: currency === own() ? '1' : String(saved.exchangeRate),
            digits: digitsOf(currency),
          })
        : null,
      rows: rows.map(row => ({ ...row, key: row.code })),
    }
    return this.#sheet(figures, (saved.instalments ?? []) as unknown as readonly { due: string; amount: string }[], currency, null)
  }

  /** By which section tax is withheld, as it is chosen here, or agreed with the party that is chosen. */
  #rule(day: string): Withholding | null {
    const { values, saved } = this
    const kind = String(values.kind ?? 'invoice')
    const none = saved !== null && saved.party === values.party && saved.kind === values.kind && !values.withholding
    const of = company()?.id
    if (none || kind === 'receipt' || kind === 'refund' || !values.party || of === undefined) return null
    const [section, withhold] = [values.withholding, values.withhold]
    const told = { ...(section && { section: String(section) }), ...(isNumber(withhold) && { withhold }) }
    return this.#withheld.of({ kind, party: String(values.party), company: of, day: String(values.postingDate ?? day), ...told })?.rule ?? null
  }

  #worked(known: Known, currency: string, typed: readonly TypedLine[]): Taxed | null {
    const day = String(this.values.taxDate ?? this.values.date ?? today())
    const supply = this.#supply()
    const isVoucher = this.values.kind === 'receipt' || this.values.kind === 'refund'
    const lines = typed.map((line): TaxedLine | null => {
      const offer = line.item ? offerOf(line.item, () => this.requestUpdate()) : null
      // One that was taken out is no tax; of a line that says nothing the server takes that of its item.
      const offered = offer?.taxCategory ? known.groupFor.get(offer.taxCategory) : offer ? known.policy?.tax : null
      const group = line.tax !== undefined ? line.tax : this.#charges(offered) ? offered : null
      const price = line.price ?? offer?.price?.amount ?? null
      const taxes = partsOn(known.shares.get(String(group)) ?? [], day, supply)
      return taxedLine({ quantity: line.quantity ?? '1', price, discount: line.discount ?? null }, taxes, this.values.inclusive === true || isVoucher)
    })
    const sound = lines.filter(line => line !== null)
    if (sound.length === 0 || sound.length < lines.length) return null
    const policy = roundingOf(known.policy, { currency, own: company()?.currency ?? currency })
    const { kind, supplierTotal } = this.values
    return isVoucher ? voucherTaxes(sound, policy) : taxesOf(sound, asOnPaper(sound, policy, kind === 'bill' && isNumber(supplierTotal) ? supplierTotal : null))
  }

  /** Within the state or between two, as far as it is known here; what is stored is known to the server. */
  #supply(): string | null {
    const { values, saved } = this
    if (saved && (['party', 'placeOfSupply', 'kind', 'partyRegistration', 'ownRegistration'] as const).every(name => saved[name] === values[name]))
      return values.supply as string | null
    const text = (name: string): string | null => (values[name] ?? null) as string | null
    const sides = this.#sides()
    const theirs = stateIn(saved?.party === values.party ? text('partyRegistration') : null) ?? sides?.theirs?.state ?? null
    const ours = stateIn(text('ownRegistration')) ?? sides?.ours.state ?? null
    const sale = isSale(String(values.kind ?? 'invoice'))
    const place = (saved?.party === values.party || !saved) && !placeFollows(this.#typed()) ? text('placeOfSupply') : null
    return supplyOf(place ?? (sale ? theirs : ours), sale ? ours : theirs) ?? (text('party') === null ? 'within' : null)
  }

  /** Whether whom it is of charges a tax: who has no tax number charges none of the registered. Null where it is not known yet. */
  #charges(tax: string | null | undefined): boolean | null {
    const { known, values } = this
    const day = String(values.taxDate ?? values.date ?? today())
    if (!tax || !known || !isOfRegistered(known.shares.get(tax) ?? [], day)) return true
    const lacks = this.#lacks()
    return lacks === undefined ? null : lacks === null
  }

  /** Why whom it is of charges no tax of the registered; null where they do, undefined where it is not known yet. */
  #lacks(): Lack | NotOurs | null | undefined {
    const { saved, values } = this
    const sale = isSale(String(values.kind ?? 'invoice'))
    if (sale && values.ownRegistration) return ownLacks(this.#typed())
    const [number, scheme] = sale ? ['ownRegistration', 'ownScheme'] : ['partyRegistration', 'partyScheme']
    if (saved && ['kind', 'party', 'company', 'place', 'date', 'taxDate', number].every(name => (saved[name] ?? null) === (values[name] ?? null)))
      return saved[number] ? ((saved[scheme] ?? null) as Lack | null) : 'none'
    if (values[number] && values[number] !== saved?.[number]) return null
    return this.#sides()?.[sale ? 'ours' : 'theirs']?.lacks
  }

  #typed(): Typed {
    return { values: this.values, saved: this.saved, sides: () => this.#sides() }
  }

  /** Both sides as the server knows them; null until it has said so. */
  #sides(): Sides | null {
    const { kind, party, place, date, taxDate, supplierDate } = this.values
    const of = this.values.company ?? company()?.id
    if (!of) return null
    const asked = { kind: String(kind ?? 'invoice'), day: String(date ?? today()), company: String(of) }
    // What a note that adds to a document begins under follows from that.
    const about = kind === 'debitNote' && this.values.original ? { original: String(this.values.original) } : {}
    const more = { ...about, ...(party && { party: String(party) }), ...(place && { place: String(place) }), ...(taxDate && { taxDay: String(taxDate) }) }
    const told = kind === 'bill' && supplierDate ? { supplierDay: String(supplierDate) } : {}
    return this.#asked.of({ ...asked, ...more, ...told })
  }

  /** What is to be said of taxes that nobody charges, and of those that were not filled in. */
  #uncharged(): string | null {
    const { known, values } = this
    const lacks = this.#lacks()
    const sale = isSale(String(values.kind ?? 'invoice'))
    // What is said of a number that is not ours is said of all, and by itself.
    if (!known || !lacks || (isNotOurs(lacks) && !(lacks === 'ended' && (!sale || takesOriginalBack(values)))) || this.saved?.state === 'posted') return null
    const side = sale ? 'ours' : 'theirs'
    const lines = linesOf(values)
    // A note brings none to a document without any; what takes back what was charged is taxed as that was, and what adds to it needs a number.
    const free =
      !values.original || (lacks === 'none' && !takesOriginalBack(values)) || chargedOn(String(values.original), () => this.requestUpdate()) === false
    const wrong = free && lines.find(line => (!takesOriginalBack(values) || !line.ofLine) && this.#charges(line.tax) === false)
    const number = String(values[side === 'ours' ? 'ownRegistration' : 'partyRegistration'] ?? this.#sides()?.ours.number ?? '')
    if (wrong) return t(sayings[side][lacks], { tax: known.groupNames.get(String(wrong.tax)) ?? '', number })
    return takesUsualTax(values) && lines.some(line => this.#charges(this.#offered(line, known)) === false) ? t(unfilled[side][lacks]) : null
  }

  /** The tax that is usual for a line: that of its item, else that of the company. */
  #offered({ item }: TypedLine, known: Known): string | null {
    const offer = item ? offerOf(item, () => this.requestUpdate()) : null
    return (offer?.taxCategory ? known.groupFor.get(offer.taxCategory) : known.policy?.tax) ?? null
  }

  /** Whether a line has taxes of which nobody knows yet whether they hold within the state or between two. */
  #unsure(): boolean {
    const { known } = this
    if (!known || this.values.original || this.saved?.state === 'posted' || this.#supply() !== null || this.#lacks()) return false
    return linesOf(this.values).some(({ tax }) => tax && (known.shares.get(tax) ?? []).some(({ supply }) => supply !== 'always'))
  }

  /** The days that were agreed with the party, unless terms are chosen; null where none were. */
  #days(): number | null {
    const { saved, values } = this
    if (values.party && values.party !== saved?.party) return this.#sides()?.theirs?.days ?? null
    return saved?.due && saved.date ? Math.round((Date.parse(String(saved.due)) - Date.parse(String(saved.date))) / 86_400_000) : null
  }

  #sheet(
    {
      net,
      rows,
      roundOff,
      total,
      withheld,
      by,
    }: Pick<Taxed, 'net' | 'rows' | 'roundOff' | 'total'> & { readonly withheld: string; readonly by: Withheld | null },
    dues: readonly { readonly due: string; readonly amount: string }[],
    currency: string,
    how: Figure | null,
  ): unknown {
    const said = (amount: string): string => format.amount({ amount, currency })
    const none = (amount: string): boolean => /^-?0(\.0*)?$/.test(amount)
    const open = (this.saved?.open as Money | null | undefined)?.amount ?? '1'
    const uncharged = this.#uncharged()
    const claim = this.saved?.state === 'posted' ? null : saidOfClaim(this.values, this.known, this.values.kind === 'bill' ? this.#sides() : null)
    const late = (due: string): boolean => this.saved?.state === 'posted' && due < today() && !none(open)
    return html`<div class="sheet"><div class="due">${
      dues.length > 0
        ? html`<h3>${t('Falls due')}</h3><dl>${dues.map(one => html`<dt class=${late(one.due) ? 'late' : ''}>${format.date(one.due)}${late(one.due) ? html` · ${t('Overdue')}` : nothing}</dt><dd>${said(one.amount)}</dd>`)}</dl>`
        : nothing
    }</div>
      <dl aria-label=${t('What it comes to')}><dt>${t('Net')}</dt><dd>${said(net)}</dd>
      ${rows.map(row => html`<dt>${row.key} ${format.number(row.rate)} %${row.reverse ? html` · ${t('Reverse charge')}` : nothing}</dt><dd>${said(row.amount)}</dd>`)}
      ${none(roundOff) ? nothing : html`<dt>${t('Round-off')}</dt><dd>${said(roundOff)}</dd>`}
      <dt class="total">${t('Total')}</dt><dd class="total">${format.money({ amount: total, currency }, { full: true })}</dd>
      ${none(withheld) && !by ? nothing : html`<dt>${t('Tax withheld')}${by ? html` · ${by.key} ${format.number(by.rate)} %` : nothing}</dt><dd>${said(withheld)}</dd>`}</dl></div>
      ${this.#unsure() ? html`<p class="quiet" role="status">${t('Which taxes hold comes with the place of supply and our tax number: give them under Both sides.')}</p>` : nothing}
      ${this.#numbers()}
      ${claim === null ? nothing : html`<p class="quiet" role="status">${claim}</p>`}
      ${uncharged === null ? nothing : html`<p class="quiet" role="status">${uncharged}</p>`}
      ${
        how || by
          ? html`<details><summary>${t('How it came')}</summary><ul>${(how?.of ?? []).map(one => this.#figure(one, said))}
              ${by ? this.#figure(by.how, amount => format.amount({ amount, currency: own() })) : nothing}</ul></details>`
          : nothing
      }`
  }

  /** What is to be said of the numbers of both sides. */
  #numbers(): unknown {
    return saidOfNumbers(this.#typed()).map(one => html`<p class="quiet" role="status">${one}</p>`)
  }

  #figure({ text, values, amount, of }: Figure, said: (amount: string) => string): unknown {
    return html`<li>${t(text, values)}${amount === '' ? nothing : html` = ${said(amount)}`}${of.length > 0 ? html`<ul>${of.map(one => this.#figure(one, said))}</ul>` : nothing}</li>`
  }
}
customElements.define('invoicing-totals', InvoicingTotals)

/** The money of the books: what a year comes to is counted in it. */
function own(): string {
  return company()?.currency ?? 'INR'
}

function linesOf(values: Values): readonly TypedLine[] {
  return (values.lines ?? []) as unknown as readonly TypedLine[]
}
