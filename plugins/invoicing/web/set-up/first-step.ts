import { Item } from '@sangam/plugin-items/model'
import { Party } from '@sangam/plugin-parties/model'
import { html, nothing, repo, t } from '@sangam/sdk/web'
import { gstinProblem, plainGstin } from '../../model/gstin.ts'
import { Registration } from '../../model/organisation.ts'
import { states } from '../../model/states.ts'
import { stateCode, stateOptions } from './business-step.ts'
import { isIndian } from './read.ts'
import { SetUpStep, type Typed } from './step.ts'

/** The two records, once they are made. */
export interface Made {
  readonly party: string
  readonly item: string | null
}

/** The first customer, and the first thing that is sold. What was made is changed where one comes back. */
class InvoicingSetUpFirst extends SetUpStep {
  static override properties = { ...SetUpStep.properties, made: { attribute: false } }
  declare made: Made | null

  constructor() {
    super()
    this.made = null
  }

  override connectedCallback(): void {
    const { policy, groups, company } = this.begun
    const own = this.begun.number?.stateCode ?? stateCode(company.address?.state)
    const tax = groups.find(group => group.id === policy.tax) ?? null
    if (Object.keys(this.typed).length === 0) this.typed = { state: own ?? '', tax: tax?.category ?? '', kind: 'goods' }
    super.connectedCallback()
  }

  protected override said() {
    return {
      heading: t('Your first customer and item'),
      lead: t('Two names and a price are enough. Whole lists are read from a spreadsheet later.'),
      go: t('Save and go on'),
    }
  }

  protected override boxes(): unknown {
    const indian = isIndian(this.begun)
    const taxed = this.begun.number !== null
    const { currency } = this.begun.company
    return html`<div class="boxes">${this.text('party', t('Customer'), { wide: true })}
      ${indian ? this.text('gstin', t('Their GSTIN'), { help: t('Empty where they have none.'), most: 20 }) : nothing}
      ${indian ? this.select('state', t('Their state'), stateOptions(!this.typed.state)) : nothing}
      ${this.text('street', t('House and street'))}${this.text('city', t('City and postcode'), { most: 100 })}</div>
      <div class="boxes">${this.text('item', t('What you sell'), { wide: true })}
      ${this.text('price', t('Price for one, in {currency}', { currency }), { numeric: true, most: 20, help: taxed ? t('Without tax.') : '' })}
      ${this.select('kind', t('It is'), [
        ['goods', t('Goods')],
        ['service', t('A service')],
      ])}
      ${
        taxed
          ? this.select(
              'tax',
              t('Tax'),
              this.begun.groups.map((one): [string, string] => [one.category ?? '', one.name]),
            )
          : nothing
      }
      ${taxed && indian ? this.text('code', this.typed.kind === 'service' ? t('SAC') : t('HSN'), { help: t('Four, six or eight digits. It stands on the invoice.'), numeric: true, most: 8 }) : nothing}</div>`
  }

  protected override type(name: string, value: string): void {
    super.type(name, value)
    const code = plainGstin(value).slice(0, 2)
    if (name === 'gstin' && states.has(code)) super.type('state', code)
  }

  protected override faults(): Typed {
    const { gstin, code } = this.typed
    const problem = gstin?.trim() ? gstinProblem(gstin) : null
    const indian = isIndian(this.begun)
    return {
      party: this.value('party') ? '' : t('Write what they are called.'),
      gstin: problem ? t(problem) : '',
      state: indian && this.begun.number && !this.value('state') ? t('Choose a state: it decides which tax holds.') : '',
      item: this.value('item') ? '' : t('Write what it is called.'),
      price:
        this.value('price') === null
          ? t('Write what one of it costs.')
          : plainPrice(this.typed.price ?? '') === null
            ? t('Write a price in digits, such as 1250 or 99.50.')
            : '',
      code: code?.trim() && !/^(\d{4}|\d{6}|\d{8})$/.test(code.trim()) ? t('A code has four, six or eight digits.') : '',
    }
  }

  protected override async save(): Promise<void> {
    const { company } = this.begun
    const [city = '', postcode] = (this.value('city') ?? '').split(/[\s,]+(?=[\w-]*\d[\w -]*$)/)
    const state = this.value('state')
    const where = { street: this.value('street'), city: city || null, postcode: postcode?.slice(0, 12) ?? null, country: company.country }
    const of = isIndian(this.begun) && state ? { state: t(states.get(state) ?? state), stateCode: state } : {}
    const party = { name: this.value('party') ?? '', addresses: [{ kind: 'billing' as const, ...where, ...of }] }
    const code = this.value('code')
    const item = {
      name: this.value('item') ?? '',
      kind: this.typed.kind === 'service' ? ('service' as const) : ('goods' as const),
      price: { amount: plainPrice(this.typed.price ?? '') ?? '0', currency: company.currency },
      taxCategory: this.begun.number ? (this.value('tax') as 'standard' | null) : null,
      taxCodes: code ? [{ code }] : [],
    }
    // What was made is kept as soon as it is there: where the rest is refused, it is not made twice.
    const { made } = this
    const customer = made ? await repo(Party).update(made.party as never, party) : await repo(Party).create(party)
    this.#keep({ party: customer.id, item: made?.item ?? null })
    await this.#saveNumber(customer.id)
    const sold = made?.item ? await repo(Item).update(made.item as never, item) : await repo(Item).create(item)
    this.#keep({ party: customer.id, item: sold.id })
  }

  #keep(made: Made): void {
    this.made = made
    this.dispatchEvent(new CustomEvent('made', { detail: made }))
  }

  async #saveNumber(party: string): Promise<void> {
    const typed = this.value('gstin')
    const there = (await repo(Registration).find({ where: { entity: Party.name, record: party, kind: 'gstin' }, limit: 1 })).items[0]
    if (typed === null) return there ? repo(Registration).remove(there.id) : undefined
    const number = plainGstin(typed)
    if (there) await repo(Registration).update(there.id, { number, stateCode: number.slice(0, 2) })
    else await repo(Registration).create({ entity: Party.name, record: party, kind: 'gstin', number, stateCode: number.slice(0, 2) })
  }
}
customElements.define('invoicing-set-up-first', InvoicingSetUpFirst)

/** A price as people type it, with or without the commas between its thousands; null where it is none. */
export function plainPrice(text: string): string | null {
  const plain = text.replace(/[\s,₹]/g, '')
  return /^\d{1,12}(\.\d{1,4})?$/.test(plain) ? plain : null
}
