import { ask, css, format, html, LitElement, nothing, send, sentence, t, toast } from '@sangam/sdk/web'
import type { TrialState } from '../model/live.ts'
import { Reading } from './reading.ts'
import { sheet } from './sheet.css.ts'

/** Where a company goes live: what of its trial is thrown away, in words, and its name typed as the agreement. */
class LedgerGoLive extends LitElement {
  static override properties = { query: { attribute: false }, going: { state: true }, typed: { state: true } }
  declare query: unknown
  declare going: boolean
  declare typed: string
  readonly #state = new Reading<TrialState>(this, () => ask<TrialState>('ledger', '/go-live'))

  constructor() {
    super()
    this.query = {}
    this.going = false
    this.typed = ''
  }

  static override styles = [
    sheet,
    css`
    p, ul { max-inline-size: 68ch; line-height: 1.5; } h2 { font-size: var(--sg-text-md); font-weight: 600; margin: var(--sg-space-5) 0 var(--sg-space-2); }
    ul { padding-inline-start: 20px; margin: 0; } li { margin-block: 2px; } li b { font-variant-numeric: tabular-nums; font-weight: 600; }
    form { display: grid; gap: var(--sg-space-2); justify-items: start; margin-block-start: var(--sg-space-5); padding: var(--sg-space-4); border: 1px solid var(--sg-border); border-radius: 10px; background: var(--sg-surface-2); }
    input { box-sizing: border-box; inline-size: min(420px, 100%); block-size: 34px; padding: 0 10px; border: 1px solid var(--sg-border-strong, var(--sg-border)); border-radius: 7px; background: var(--sg-surface); color: inherit; font: inherit; }
    input:focus-visible { outline: 2px solid var(--sg-focus); }
    sangam-button { margin-block-start: var(--sg-space-2); } .quiet { color: var(--sg-text-2); } a { color: var(--sg-accent-text); text-decoration: underline; }
  `,
  ]

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#state.again()
  }

  protected override render(): unknown {
    const { error, found } = this.#state
    return html`<sangam-page narrow heading=${t('Go live')}>${
      error ? html`<sangam-problem retry .error=${error} @retry=${() => void this.#state.again()}></sangam-problem>` : this.#body(found)
    }</sangam-page>`
  }

  #body(found: TrialState | null): unknown {
    if (!found) return html`<sangam-skeleton lines="8"></sangam-skeleton>`
    return found.liveSince === null ? this.#trial(found) : this.#live(found, found.liveSince)
  }

  #live({ company, record }: TrialState, since: string): unknown {
    return html`<p>${t('The books of {company} are live since {moment}.', { company: company.name, moment: format.instant(since) })} ${record?.by ? t('{person} let them go live.', { person: record.by }) : nothing}</p>
      ${record?.discarded ? html`<h2>${t('What was thrown away')}</h2><ul>${record.discarded.split('\n').map(line => html`<li>${line}</li>`)}</ul>` : nothing}
      ${record ? html`<p><a href=${`/record/ledger.live/${record.id}`}>${t('What was written of it')}</a></p>` : html`<p class="quiet">${t('They had begun before there were trial books.')}</p>`}`
  }

  #trial({ company, records, again, may }: TrialState): unknown {
    return html`<p>${t('The books of {company} are trial books: whatever is entered is tried out, and nothing counts yet.', { company: company.name })}
        ${t('Going live throws the trial away, once and for good, and the real books begin.')}</p>
      <h2>${t('What is thrown away')}</h2>
      ${
        records.length === 0
          ? html`<p>${t('Nothing was tried out yet.')}</p>`
          : html`<ul>${records.map(({ label, count }) => html`<li>${label}: <b>${format.number(count)}</b></li>`)}</ul>`
      }
      <h2>${t('What begins anew')}</h2>
      <ul><li>${t('Numbers begin at 1 again. Where a series is to go on from another program, say so after going live.')}</li>
        ${again.opening > 0 ? html`<li>${t('{count, plural, one {One opening balance is} other {# opening balances are}} kept, and posted anew by you.', { count: again.opening })}</li>` : nothing}
        ${again.years > 0 ? html`<li>${t('{count, plural, one {One fiscal year that was closed is} other {# fiscal years that were closed are}} open again.', { count: again.years })}</li>` : nothing}</ul>
      <h2>${t('What stays')}</h2>
      <p>${t('Accounts, journals, parties, items, taxes, rules, budgets, what recurs, and other companies with all of theirs.')}</p>
      ${may ? this.#ask(company.name) : html`<p class="quiet">${t('Who is head of accounts lets the books go live.')}</p>`}`
  }

  #ask(name: string): unknown {
    return html`<form @submit=${(event: Event) => void this.#go(event)}>
      <label for="name">${t('To go live, type the name of the company: {company}', { company: name })}</label>
      <input id="name" autocomplete="off" .value=${this.typed} @input=${(event: InputEvent) => (this.typed = (event.target as HTMLInputElement).value)}>
      <sangam-button kind="danger" submit ?busy=${this.going} ?disabled=${this.typed.trim() === ''} @click=${(event: Event) => void this.#go(event)}>${t('Throw the trial away and go live')}</sangam-button></form>`
  }

  async #go(event: Event): Promise<void> {
    event.preventDefault()
    if (this.going || this.typed.trim() === '') return
    this.going = true
    try {
      await send('ledger', '/go-live', { name: this.typed })
      toast(t('The books are live.'))
      // The frame says no longer that nothing counts.
      location.reload()
    } catch (error) {
      toast(sentence(error), { kind: 'problem' })
      this.going = false
    }
  }
}
customElements.define('ledger-go-live', LedgerGoLive)
