import { Item } from '@sangam/plugin-items/model'
import { Party } from '@sangam/plugin-parties/model'
import { html, nothing, repo, run, t, today } from '@sangam/sdk/web'
import { Document, post } from '../../model.ts'
import { type Made, plainPrice } from './first-step.ts'
import { SetUpStep, type Typed } from './step.ts'

/** The first invoice: how much of it, with what it comes to below. It is posted by the last Enter; tells `posted` with its id. */
class InvoicingSetUpInvoice extends SetUpStep {
  static override properties = { ...SetUpStep.properties, made: { attribute: false }, names: { state: true } }
  declare made: Made | null
  declare names: { readonly party: string; readonly item: string } | null
  /** Written, and not posted yet: what was refused is put right and not written twice. */
  #draft: string | null = null

  constructor() {
    super()
    this.made = null
    this.names = null
  }

  override connectedCallback(): void {
    this.typed = { quantity: '1', price: '' }
    super.connectedCallback()
    void this.#names()
  }

  protected override said() {
    return {
      heading: t('Your first invoice'),
      lead: t('Posted, it has its number and stays as it is. What was wrong is credited.'),
      go: t('Post the invoice'),
    }
  }

  protected override boxes(): unknown {
    const { names, made } = this
    if (!made?.item) return html`<p class="lead">${t('Go back a step and say whom you invoice for what.')}</p>`
    const terms = this.begun.terms.find(one => one.id === this.begun.policy.terms)
    return html`${names ? html`<p class="shown">${t('For {party}: {item}', names)}${terms ? html` · ${terms.name}` : nothing}</p>` : nothing}
      <div class="boxes">${this.text('quantity', t('How many'), { numeric: true, most: 12 })}${this.text('price', t('Price for one, in {currency}', { currency: this.begun.company.currency }), { numeric: true, most: 20 })}</div>
      <invoicing-totals .values=${this.#values(made.party, made.item)} .saved=${null} .fixed=${false} @change=${(event: Event) => event.stopPropagation()}></invoicing-totals>`
  }

  #values(party: string, item: string): object {
    const [quantity, price] = [plainPrice(this.typed.quantity ?? ''), plainPrice(this.typed.price ?? '')]
    const { currency } = this.begun.company
    return { kind: 'invoice', party, currency, date: today(), terms: this.begun.policy.terms, lines: [{ item, quantity, price }] }
  }

  async #names(): Promise<void> {
    const { made } = this
    if (!made?.item) return
    const [party, item] = await Promise.all([
      repo(Party).get(made.party as never, { fields: ['name'] }),
      repo(Item).get(made.item as never, { fields: ['name', 'price'] }),
    ])
    this.names = { party: party.name, item: item.name }
    this.typed = { ...this.typed, price: this.typed.price || (item.price?.amount ?? '') }
  }

  protected override faults(): Typed {
    const sound = (name: string): boolean => plainPrice(this.typed[name] ?? '') !== null
    return {
      quantity: sound('quantity') && Number(this.typed.quantity) !== 0 ? '' : t('Write how many, in digits.'),
      price: sound('price') ? '' : t('Write a price in digits, such as 1250 or 99.50.'),
    }
  }

  protected override async save(): Promise<void> {
    const { made } = this
    if (!made?.item) return
    const line = { item: made.item as never, quantity: plainPrice(this.typed.quantity ?? '') ?? '1', price: plainPrice(this.typed.price ?? '') }
    if (this.#draft) await repo(Document).update(this.#draft as never, { lines: [line] })
    else this.#draft = (await repo(Document).create({ kind: 'invoice', party: made.party as never, date: today(), lines: [line] })).id
    await run(post, this.#draft as never, {})
    this.dispatchEvent(new CustomEvent('posted', { detail: this.#draft }))
  }
}
customElements.define('invoicing-set-up-invoice', InvoicingSetUpInvoice)
