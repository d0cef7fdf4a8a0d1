import type { Address } from '@sangam/sdk'
import { field, html, nothing, repo, t } from '@sangam/sdk/web'
import { gstinProblem, plainGstin } from '../../model/gstin.ts'
import { OwnCompany, Registration } from '../../model/organisation.ts'
import { states } from '../../model/states.ts'
import { Policy } from '../../model.ts'
import { isIndian } from './read.ts'
import { SetUpStep, type Typed } from './step.ts'

/** Who sends the invoice: name, tax number, address, logo, and where the money goes. */
class InvoicingSetUpBusiness extends SetUpStep {
  static override properties = { ...SetUpStep.properties, logo: { state: true } }
  declare logo: string | null

  constructor() {
    super()
    this.logo = null
  }

  override connectedCallback(): void {
    const { company, number, policy } = this.begun
    const { address } = company
    this.logo = company.logo
    this.typed = {
      legalName: company.legalName ?? company.name,
      // Only what is known for sure is answered: a business that is registered types its number.
      registered: registeredAs(number?.scheme ?? null, number !== null || (isIndian(this.begun) && !policy.begun && policy.setUpAt === null)),
      number: number?.number ?? '',
      street: address?.lines ?? '',
      city: address?.city ?? '',
      postcode: address?.postcode ?? '',
      state: isIndian(this.begun) ? (stateCode(address?.state) ?? '') : (address?.state ?? ''),
      upi: policy.upi ?? '',
      bank: policy.bank ?? '',
    }
    super.connectedCallback()
  }

  protected override said() {
    return {
      heading: t('Your business'),
      lead: t('As it stands at the head of your invoices. All of it may be changed later.'),
      go: t('Save and go on'),
    }
  }

  protected override boxes(): unknown {
    const indian = isIndian(this.begun)
    const registered = this.typed.registered !== 'no'
    const options: readonly (readonly [string, string, string])[] = indian
      ? [
          ['yes', t('Registered for GST'), t('Your invoices have a GSTIN and tax.')],
          ['composition', t('Composition scheme'), t('Your bills of supply have a GSTIN, and no tax.')],
          ['no', t('Not registered'), t('Your invoices have no tax.')],
        ]
      : [
          ['no', t('Not registered'), t('Your invoices have no tax.')],
          ['yes', t('Registered for tax'), t('Your invoices have a tax number and tax.')],
        ]
    return html`<div class="boxes">${this.text('legalName', t('Name on invoices'), { fill: 'organization', wide: true, most: 120 })}
      ${this.choose('registered', indian ? t('GST') : t('Tax'), options)}
      ${registered ? this.text('number', indian ? t('GSTIN') : t('Tax number'), { help: indian ? t('15 letters and digits. Your state follows from it.') : '', wide: true, most: 40 }) : nothing}
      ${this.text('street', t('House and street'), { fill: 'street-address', wide: true })}
      ${this.text('city', t('City'), { fill: 'address-level2', most: 100 })}${this.text('postcode', indian ? t('PIN code') : t('Postcode'), { fill: 'postal-code', most: 12 })}
      ${indian ? this.select('state', t('State of the address'), stateOptions(this.typed.state === '')) : this.text('state', t('State or region'), { fill: 'address-level1', most: 100 })}
      ${indian ? this.text('upi', t('UPI address'), { help: t('Such as name@bank: customers scan a code and pay.'), most: 100 }) : html`<span></span>`}
      <label class="box">${t('Bank account')}<textarea name="bank" rows="3" maxlength="500" placeholder=${indian ? t('Account number, IFSC, bank') : t('Account number, bank')} .value=${this.typed.bank ?? ''} @input=${(event: Event) => this.type('bank', (event.target as HTMLTextAreaElement).value)}></textarea></label>
      <div class="box">${field(OwnCompany, 'logo', this.logo, { label: t('Logo'), onChange: id => (this.logo = id) })}</div></div>`
  }

  protected override type(name: string, value: string): void {
    super.type(name, value)
    const code = plainGstin(value).slice(0, 2)
    if (name === 'number' && isIndian(this.begun) && states.has(code)) super.type('state', code)
    if (name === 'registered') this.wrong = { ...this.wrong, number: '' }
  }

  protected override faults(): Typed {
    const { typed } = this
    const number = typed.number?.trim() ?? ''
    const indian = isIndian(this.begun)
    const missing = indian ? t('Type your GSTIN, or choose Not registered.') : t('Type your tax number, or choose Not registered.')
    const problem = indian && number !== '' ? gstinProblem(number) : null
    return {
      legalName: this.value('legalName') ? '' : t('Write the name of your business.'),
      number: typed.registered === 'no' ? '' : number === '' ? missing : problem ? t(problem) : '',
      postcode: indian && typed.postcode && !/^[1-9]\d{2} ?\d{3}$/.test(typed.postcode.trim()) ? t('A PIN code has six digits.') : '',
      upi: typed.upi && !/^[\w.-]{2,}@[a-z][\w.-]+$/i.test(typed.upi.trim()) ? t('A UPI address looks like name@bank.') : '',
    }
  }

  protected override async save(): Promise<void> {
    const { company, policy } = this.begun
    const indian = isIndian(this.begun)
    const state = this.value('state')
    const parts = Object.entries({
      ...{ lines: this.value('street'), city: this.value('city'), postcode: this.value('postcode') },
      state: indian && state ? t(states.get(state) ?? state) : state,
    }).filter(([, text]) => text !== null)
    const address = parts.length > 0 ? ({ ...Object.fromEntries(parts), country: company.country } as Address) : null
    await repo(OwnCompany).update(company.id, { legalName: this.value('legalName'), address, logo: this.logo })
    await this.#saveNumber(indian)
    await repo(Policy).update(policy.id, { upi: this.value('upi'), bank: this.value('bank'), ...(this.typed.registered !== 'yes' && { tax: null }) })
  }

  async #saveNumber(indian: boolean): Promise<void> {
    const { number: there, company } = this.begun
    const typed = this.typed.registered !== 'no' ? this.value('number') : null
    if (typed === null) return there ? repo(Registration).remove(there.id) : undefined
    const number = indian ? plainGstin(typed) : typed
    const scheme = this.typed.registered === 'composition' ? ('composition' as const) : null
    const values = { kind: indian ? ('gstin' as const) : ('vat' as const), number, scheme, stateCode: indian ? number.slice(0, 2) : null }
    if (there) await repo(Registration).update(there.id, values)
    else await repo(Registration).create({ company: company.id, ...values })
  }
}
customElements.define('invoicing-set-up-business', InvoicingSetUpBusiness)

/** What is chosen of tax: registered, under the composition scheme, or not at all. */
function registeredAs(scheme: string | null, registered: boolean): string {
  return scheme === 'composition' ? scheme : registered ? 'yes' : 'no'
}

/** States to choose from, by their names; nothing first where none is chosen. */
export function stateOptions(open: boolean): readonly (readonly [string, string])[] {
  return [...(open ? [['', t('Choose…')] as const] : []), ...[...states].map(([code, name]) => [code, t(name)] as const)]
}

/** The code of a state as an address has it: by its name, in the language one wrote it in. */
export function stateCode(name: string | undefined): string | null {
  return name === undefined ? null : ([...states].find(([, one]) => one === name || t(one) === name)?.[0] ?? null)
}
