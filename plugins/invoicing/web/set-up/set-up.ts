import { Item } from '@sangam/plugin-items/model'
import { Party } from '@sangam/plugin-parties/model'
import { can, css, go, html, LitElement, nothing, paper, repo, t } from '@sangam/sdk/web'
import { Document, Policy } from '../../model.ts'
import { bringsBalances } from './books-step.ts'
import './business-step.ts'
import type { Made } from './first-step.ts'
import './how-step.ts'
import './invoice-step.ts'
import { type Begun, readBegun } from './read.ts'

type Step = 'business' | 'books' | 'how' | 'first' | 'invoice'

/** An invoice that was posted, and its paper. */
interface Posted {
  readonly id: string
  readonly number: string
  readonly paper: string | null
}

/** From nothing to the first invoice: five steps, each saved as one goes on. One may leave, and comes back to the step one left. */
class InvoicingSetUp extends LitElement {
  static override properties = { begun: { state: true }, error: { state: true }, step: { state: true }, made: { state: true }, posted: { state: true } }
  declare begun: Begun | null
  declare error: unknown
  declare step: Step
  declare made: Made | null
  declare posted: Posted | null

  constructor() {
    super()
    this.begun = null
    this.error = null
    this.step = 'business'
    this.made = null
    this.posted = null
  }

  static override styles = css`
    :host { display: block; block-size: 100%; } *, *::before, *::after { box-sizing: border-box; }
    ol { display: flex; flex-wrap: wrap; gap: 6px; margin: 0 0 var(--sg-space-5); padding: 0; list-style: none; counter-reset: step; }
    li { counter-increment: step; flex: 1 1 130px; }
    li button { all: unset; box-sizing: border-box; inline-size: 100%; display: flex; gap: 8px; align-items: center; padding: 7px 10px; border-block-end: 3px solid var(--sg-border); color: var(--sg-text-2); font-size: var(--sg-text-sm); font-weight: 500; cursor: pointer; } li button::before { content: counter(step) '.'; }
    li button:disabled { cursor: default; } li button:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: -2px; border-radius: 4px; }
    li.was button { border-color: var(--sg-success); } li[aria-current] button { border-color: var(--sg-accent); color: var(--sg-text); font-weight: 650; }
    .panel { padding: var(--sg-space-5); border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); }
    .end { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1.4fr); gap: var(--sg-space-5); } h2 { margin: 0; font-size: var(--sg-text-lg); font-weight: 650; } .next { display: grid; gap: 8px; justify-items: start; align-content: start; } .next p { margin: 0 0 6px; color: var(--sg-text-2); }
    iframe { inline-size: 100%; block-size: min(70dvh, 860px); border: 1px solid var(--sg-border); border-radius: 10px; background: var(--sg-surface-2); } a { color: var(--sg-accent-text); }
    @media (max-width: 760px) { .panel { padding: var(--sg-space-4); } .end { grid-template-columns: minmax(0, 1fr); } iframe { display: none; } li { flex: 1 1 0; } li button span { position: absolute; clip-path: inset(50%); inline-size: 1px; } li button { justify-content: center; } }
  `

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#begin()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    if (this.posted?.paper) URL.revokeObjectURL(this.posted.paper)
  }

  protected override render(): unknown {
    const { begun, posted } = this
    return html`<sangam-page narrow heading=${t('Set up invoicing')}>
      ${posted ? nothing : html`<sangam-button slot="actions" kind="quiet" @click=${() => void go('/')}>${t('Later')}</sangam-button><sangam-button slot="actions" kind="quiet" @click=${() => void this.#finish('/list/invoicing.document')}>${t('I need no help')}</sangam-button>`}
      ${this.error ? html`<sangam-problem retry .error=${this.error} @retry=${() => void this.#begin()}></sangam-problem>` : begun ? (posted ? this.#end(posted) : this.#steps(begun)) : html`<sangam-skeleton lines="10"></sangam-skeleton>`}</sangam-page>`
  }

  #steps(begun: Begun): unknown {
    const steps = stepsOf(begun)
    const reached = Math.max(steps.indexOf(this.step), Math.min(begun.policy.setUpAt ?? 0, steps.length - 1))
    const names: { readonly [step in Step]: string } = {
      ...{ business: t('Your business'), books: t('Your books'), how: t('How you invoice') },
      ...{ first: t('Customer and item'), invoice: t('First invoice') },
    }
    return html`<ol aria-label=${t('Steps')}>${steps.map(
      (step, at) =>
        html`<li class=${at < reached && step !== this.step ? 'was' : ''} aria-current=${step === this.step ? 'step' : nothing}><button type="button" ?disabled=${at > reached} @click=${() => (this.step = step)}><span>${names[step]}</span></button></li>`,
    )}</ol><div class="panel">${this.#shown(begun, steps.indexOf(this.step) === 0)}</div>`
  }

  #shown(begun: Begun, first: boolean): unknown {
    const [done, skip, back] = [() => void this.#on(true), () => void this.#on(false), () => void this.#back()]
    switch (this.step) {
      case 'business':
        return html`<invoicing-set-up-business .begun=${begun} ?first=${first} @done=${done} @skip=${skip} @back=${back}></invoicing-set-up-business>`
      case 'books':
        return html`<invoicing-set-up-books .begun=${begun} @done=${done} @skip=${skip} @back=${back}></invoicing-set-up-books>`
      case 'how':
        return html`<invoicing-set-up-how .begun=${begun} @done=${done} @skip=${skip} @back=${back}></invoicing-set-up-how>`
      case 'first':
        return html`<invoicing-set-up-first .begun=${begun} .made=${this.made} @made=${(event: CustomEvent<Made>) => (this.made = event.detail)} @done=${done} @skip=${skip} @back=${back}></invoicing-set-up-first>`
      case 'invoice':
        return html`<invoicing-set-up-invoice .begun=${begun} .made=${this.made} @posted=${(event: CustomEvent<string>) => void this.#posted(event.detail)} @skip=${() => void this.#finish('/list/invoicing.document')} @back=${back}></invoicing-set-up-invoice>`
    }
  }

  #end({ number, id, paper: address }: Posted): unknown {
    return html`<div class="panel end"><div class="next"><h2>${t('{number} is posted', { number })}</h2>
        <p>${this.begun?.books ? t('It is numbered, due, and in your books. This is what your customer gets.') : t('It is numbered and due. This is what your customer gets.')}</p>
        ${address ? html`<a href=${address} target="_blank" rel="noopener">${t('Open the paper')}</a>` : nothing}
        <sangam-button kind="primary" icon="send" href=${`/record/invoicing.document/${id}`}>${t('Look at it and send it')}</sangam-button>
        <sangam-button icon="plus" href="/new/invoicing.document">${t('Write the next invoice')}</sangam-button>
        ${this.begun?.books && bringsBalances() ? html`<sangam-button icon="flag" href="/page/ledger.opening">${t('Bring your balances')}</sangam-button>` : nothing}
        ${can('parties.party:import') ? html`<sangam-button icon="upload" href="/import/parties.party">${t('Read customers from a spreadsheet')}</sangam-button>` : nothing}
        ${can('items.item:import') ? html`<sangam-button icon="upload" href="/import/items.item">${t('Read items from a spreadsheet')}</sangam-button>` : nothing}</div>
      ${address ? html`<iframe src=${`${address}#toolbar=0&navpanes=0&view=FitH`} title=${t('The paper as it comes out')}></iframe>` : nothing}</div>`
  }

  async #begin(): Promise<void> {
    try {
      const begun = await readBegun()
      const steps = stepsOf(begun)
      this.begun = begun
      this.step = steps[Math.min(begun.policy.setUpAt ?? 0, steps.length - 1)] ?? 'business'
      if (this.step === 'invoice') await this.#newest()
      this.error = null
    } catch (error) {
      this.error = error
    }
  }

  /** Who comes back to the last step invoices whom and what they wrote down then. */
  async #newest(): Promise<void> {
    const newest = { sort: ['-createdAt'], fields: ['name'], limit: 1 } as const
    const [party, item] = await Promise.all([
      repo(Party).find({ ...newest, sort: ['-createdAt'], fields: ['name'] }),
      repo(Item).find({ ...newest, sort: ['-createdAt'], fields: ['name'] }),
    ])
    if (party.items[0] && item.items[0]) this.made = { party: party.items[0].id, item: item.items[0].id }
  }

  /** A step is saved, or passed over: what it changed is read anew by the next. */
  async #on(saved: boolean): Promise<void> {
    const { begun } = this
    if (!begun) return
    const steps = stepsOf(begun)
    const next = Math.min(steps.indexOf(this.step) + 1, steps.length - 1)
    try {
      const at = Math.max(next, begun.policy.setUpAt ?? 0)
      if (at !== begun.policy.setUpAt) await repo(Policy).update(begun.policy.id, { setUpAt: at })
      this.begun = await readBegun()
      if (steps[next] === 'invoice' && !saved && !this.made) await this.#newest()
      this.step = steps[next] ?? 'invoice'
    } catch (error) {
      this.error = error
    }
  }

  #back(): void {
    if (!this.begun) return
    const steps = stepsOf(this.begun)
    this.step = steps[Math.max(0, steps.indexOf(this.step) - 1)] ?? 'business'
  }

  async #posted(id: string): Promise<void> {
    const [{ number }, pdf] = await Promise.all([
      repo(Document).get(id as never, { fields: ['number'] }),
      paper(Document, id, 'invoicing.invoice').catch(() => null),
    ])
    this.posted = { id, number: number ?? '', paper: pdf && URL.createObjectURL(pdf) }
    await this.#finish(null)
  }

  /** From then on the set-up stands in the navigation no more. */
  async #finish(to: string | null): Promise<void> {
    const { begun } = this
    if (begun && !begun.policy.begun)
      await repo(Policy)
        .update(begun.policy.id, { begun: true })
        .catch(() => undefined)
    if (to !== null) await go(to)
  }
}
customElements.define('invoicing-set-up', InvoicingSetUp)

/** Books are asked about where there are any. */
function stepsOf({ books }: Begun): readonly Step[] {
  return ['business', ...(books ? (['books'] as const) : []), 'how', 'first', 'invoice']
}
