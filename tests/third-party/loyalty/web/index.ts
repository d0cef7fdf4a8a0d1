import { chartCard, numberCard, type RecordOf } from '@sangam/sdk'
import { can, card, css, format, html, LitElement, live, nothing, repo, sentence, t, toast } from '@sangam/sdk/web'
import { Entry, Loyal } from '../model.ts'

type Customer = RecordOf<typeof Loyal>

/** Who is loyal: points by month, and the customers with most of them, who are made gold here. */
class LoyaltyCustomers extends LitElement {
  static override properties = { customers: { state: true }, error: { state: true } }
  declare customers: readonly Customer[] | null
  declare error: unknown
  #stop: () => void = () => undefined

  constructor() {
    super()
    this.customers = null
    this.error = null
  }

  static override styles = css`
    .cards { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 1fr); gap: var(--sg-space-3); }
    h2 { font-size: var(--sg-text-md); margin: var(--sg-space-4) 0 0; }
    ol { list-style: none; margin: 0; padding: 0; }
    li { display: flex; gap: 12px; align-items: center; padding: 10px 0; border-block-end: 1px solid var(--sg-border); }
    a { flex: 1; min-inline-size: 0; color: var(--sg-text); overflow-wrap: anywhere; }
    b { font-variant-numeric: tabular-nums; }
    @media (max-width: 760px) { .cards { grid-template-columns: minmax(0, 1fr); } }
  `

  protected override render(): unknown {
    return html`<sangam-page narrow heading=${t('Loyal customers')}>
      <div class="cards">${card(chartCard(Entry, { label: 'Points by month', chart: 'bar', group: ['day:month'], measure: 'sum:points', height: 4 }))}
        ${card(numberCard(Entry, { label: 'Points in all', measure: 'sum:points', by: 'day', period: 'month' }))}</div>
      ${this.error ? html`<sangam-problem retry .error=${this.error} @retry=${() => void this.#read()}></sangam-problem>` : this.#list()}</sangam-page>`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stop = live(Entry.name, () => void this.#read())
    void this.#read()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop()
  }

  #list(): unknown {
    if (!this.customers) return html`<sangam-skeleton lines="6"></sangam-skeleton>`
    if (this.customers.length === 0)
      return html`<sangam-empty icon="star" heading=${t('Nobody has points yet')} text=${t('They come with the first lead that is won.')}></sangam-empty>`
    return html`<h2>${t('The most loyal')}</h2><ol>${this.customers.map(one => this.#line(one))}</ol>`
  }

  #line(one: Customer): unknown {
    return html`<li><a href=${`/record/parties.party/${one.id}`}>${one.name}</a>${one.tier === 'gold' ? html`<sangam-badge colour="yellow">${t('Gold')}</sangam-badge>` : nothing}
      <b>${format.number(one.points ?? '0')}</b>${one.tier !== 'gold' && can('parties.party:update') ? html`<sangam-button size="small" @click=${() => void this.#gild(one)}>${t('Make gold')}</sangam-button>` : nothing}</li>`
  }

  async #read(): Promise<void> {
    try {
      const { items } = await repo(Loyal).find({ where: { points: { gt: '0' } }, sort: ['-points'], fields: ['name', 'points', 'tier'], limit: 10 })
      this.customers = items
      this.error = null
    } catch (error) {
      this.error = error
    }
  }

  async #gild(one: Customer): Promise<void> {
    try {
      await repo(Loyal).update(one.id, { tier: 'gold' }, { version: one.version })
      toast(t('{name} is gold now.', { name: one.name }))
    } catch (error) {
      toast(sentence(error), { kind: 'problem' })
    }
    await this.#read()
  }
}
customElements.define('loyalty-customers', LoyaltyCustomers)
