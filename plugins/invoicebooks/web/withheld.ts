import { Document } from '@sangam/plugin-invoicing/model'
import { Entry } from '@sangam/plugin-ledger/model'
import { compareDecimals, type Period, resolvePeriod } from '@sangam/sdk'
import { ask, can, company, css, download, field, format, go, html, LitElement, live, nothing, t, today } from '@sangam/sdk/web'
import { type WithheldList, type WithheldRow, whats } from '../model/withheld-list.ts'

const page = 'invoicebooks.withheld'

interface Days {
  readonly from: string
  readonly to: string
}

/** What was withheld of suppliers on some days, as a return asks for it: of bills and of advances, by section, and how what is owed to the state came to its balance. */
class InvoicebooksWithheld extends LitElement {
  static override properties = { query: { attribute: false }, found: { state: true }, error: { state: true } }
  declare query: { readonly [name: string]: string }
  declare found: WithheldList | null
  declare error: unknown
  #stop: () => void = () => undefined
  #round = 0

  constructor() {
    super()
    this.query = {}
    this.found = null
    this.error = null
  }

  static override styles = css`
    :host { display: block; }
    *, *::before, *::after { box-sizing: border-box; }
    .controls { display: flex; flex-wrap: wrap; gap: var(--sg-space-2) var(--sg-space-3); align-items: center; margin-block-end: var(--sg-space-3); }
    .day { display: flex; align-items: center; gap: 8px; color: var(--sg-text-2); font-size: var(--sg-text-sm); font-weight: 500; }
    .day > :last-child { inline-size: 152px; border: 1px solid var(--sg-border-strong); border-radius: var(--sg-radius); background: var(--sg-surface); }
    .quick { display: flex; flex-wrap: wrap; gap: 2px; }
    h2 { font-size: var(--sg-text-md); font-weight: 600; margin: var(--sg-space-5) 0 var(--sg-space-2); }
    table { inline-size: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
    th, td { padding: 5px 8px; text-align: start; vertical-align: baseline; font-weight: 400; border-block-end: 1px solid var(--sg-border); }
    thead th { color: var(--sg-text-2); font-size: var(--sg-text-sm); font-weight: 500; border-block-end-color: var(--sg-border-strong); }
    tfoot :is(th, td) { font-weight: 650; border-block-start: 1px solid var(--sg-border-strong); }
    .figure { text-align: end; white-space: nowrap; }
    .sum { max-inline-size: 460px; }
    small { display: block; color: var(--sg-text-2); font-size: var(--sg-text-sm); }
    a { color: var(--sg-text); text-decoration: none; overflow-wrap: anywhere; } a:hover { text-decoration: underline; }
    a:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: 2px; border-radius: 3px; }
    .phone { display: none; }
    @media screen and (max-width: 760px) { .desk { display: none; } small.phone { display: block; } th, td { padding-inline: 4px; } .day { flex: 1 1 130px; } .day > :last-child { flex: 1; min-inline-size: 0; inline-size: auto; } }
    @media print { .controls { display: none; } }
  `

  override connectedCallback(): void {
    super.connectedCallback()
    const stops = [Document.name, Entry.name].map(name => live(name, () => void this.#read()))
    this.#stop = () => {
      for (const stop of stops) stop()
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop()
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('query')) void this.#read()
  }

  async #read(): Promise<void> {
    this.#round += 1
    const round = this.#round
    try {
      const found = await ask<WithheldList>('invoicebooks', '/withheld', { ...this.#days() })
      if (round !== this.#round) return
      this.found = found
      this.error = null
    } catch (error) {
      if (round === this.#round) this.error = error
    }
  }

  /** The days that the address tells: this fiscal year where it tells none. */
  #days(): Days {
    const year = within('this_fiscal_year')
    const day = (text: string | undefined, other: string): string => (text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) ? text : other)
    return { from: day(this.query.from, year.from), to: day(this.query.to, year.to) }
  }

  protected override render(): unknown {
    const { error, found } = this
    return html`<sangam-page narrow heading=${t('Tax withheld of suppliers')}>${this.#exports()}
      <div class="controls">${this.#controls()}</div>
      ${error ? html`<sangam-problem retry .error=${error} @retry=${() => void this.#read()}></sangam-problem>` : found ? this.#body(found) : html`<sangam-skeleton lines="12"></sangam-skeleton>`}</sangam-page>`
  }

  #exports(): unknown {
    if (!can('invoicing.document:export')) return nothing
    const give = (format: 'csv' | 'xlsx' | 'pdf') => () =>
      download('invoicebooks', '/withheld/sheet', { ...this.#days(), format }, `${t('Tax withheld of suppliers')}.${format}`)
    const items = [
      { label: t('Export to Excel'), icon: 'download', run: give('xlsx') },
      { label: t('Export as CSV'), icon: 'download', run: give('csv') },
      { label: t('Download as PDF'), icon: 'download', run: give('pdf') },
    ]
    return html`<sangam-menu slot="actions" end label=${t('Export')} .items=${items}><sangam-button slot="opener" icon="download">${t('Export')}</sangam-button></sangam-menu>`
  }

  #controls(): unknown {
    const days = this.#days()
    const day = (name: 'from' | 'to', label: string): unknown =>
      html`<div class="day"><span aria-hidden="true">${label}</span>${field(Document, 'date', days[name], { compact: true, label, onCommit: value => this.#show({ ...days, [name]: value ?? days[name] }) })}</div>`
    const quick = (period: Period, label: string): unknown => {
      const next = within(period)
      return html`<sangam-button size="small" kind="quiet" pressed=${String(next.from === days.from && next.to === days.to) as 'true' | 'false'} @click=${() => this.#show(next)}>${label}</sangam-button>`
    }
    return html`${day('from', t('From'))}${day('to', t('To'))}<div class="quick" role="group" aria-label=${t('Often asked for')}>${quick('this_month', t('This month'))}${quick('last_month', t('Last month'))}${quick('this_fiscal_quarter', t('This quarter'))}${quick('this_fiscal_year', t('This fiscal year'))}</div>`
  }

  #show({ from, to }: Days): void {
    const days = from > to ? { from: to, to: from } : { from, to }
    void go(`/page/${page}?${new URLSearchParams(days)}`)
  }

  #body({ from, to, rows, sections, tax, owed }: WithheldList): unknown {
    return html`${
      rows.length === 0
        ? html`<sangam-empty icon="percent" heading=${t('Nothing was withheld from {from} to {to}', { from: format.date(from), to: format.date(to) })} text=${t('Tax that is withheld of a bill, or of an advance, stands here once it is posted.')}></sangam-empty>`
        : html`<table><thead><tr><th class="desk" scope="col">${t('Date')}</th><th scope="col">${t('Document')}</th><th class="desk" scope="col">${t('PAN')}</th><th class="desk" scope="col">${t('Section')}</th><th class="figure desk" scope="col">${t('Withheld on')}</th><th class="figure desk" scope="col">${t('Rate')}</th><th class="figure" scope="col">${t('Tax withheld')}</th></tr></thead>
          <tbody>${rows.map(row => this.#row(row))}</tbody>
          <tfoot><tr><th scope="row">${t('Total')}</th><td class="desk" colspan="5"></td><td class="figure">${said(tax)}</td></tr></tfoot></table>
        <h2>${t('By section')}</h2><table class="sum"><thead><tr><th scope="col">${t('Section')}</th><th class="figure" scope="col">${t('Withheld on')}</th><th class="figure" scope="col">${t('Tax withheld')}</th></tr></thead>
          <tbody>${sections.map(one => html`<tr><td>${one.section ?? t('None, by hand')}</td><td class="figure">${one.section === null ? '–' : said(one.on)}</td><td class="figure">${said(one.tax)}</td></tr>`)}</tbody></table>`
    }${
      owed
        ? html`<h2>${t('What is owed to the state')}</h2><table class="sum"><tbody>
          <tr><td>${t('Opening balance')}</td><td class="figure">${said(owed.opening)}</td></tr><tr><td>${t('Withheld, as above')}</td><td class="figure">${said(owed.withheld)}</td></tr>
          <tr><td>${t('Paid to the state, or posted otherwise')}</td><td class="figure">${said(owed.other)}</td></tr></tbody>
          <tfoot><tr><th scope="row">${t('Closing balance')}</th><td class="figure">${said(owed.closing)}</td></tr></tfoot></table>`
        : nothing
    }`
  }

  #row({ day, what, entity, id, number, party, payee, section, on, rate, tax }: WithheldRow): unknown {
    return html`<tr><td class="desk">${format.date(day)}</td><td><a href=${`/record/${entity}/${id}`}>${number}</a> · ${t(whats[what])}<small>${party}</small><small class="phone">${format.date(day)} · ${payee ?? t('No PAN')} · ${section ?? '–'}</small></td>
      <td class="desk">${payee ?? '–'}</td><td class="desk">${section ?? '–'}</td><td class="figure desk">${on === null ? '–' : said(on)}</td><td class="figure desk">${rate === null ? '–' : `${format.number(rate)} %`}</td><td class="figure">${said(tax)}</td></tr>`
  }
}
customElements.define('invoicebooks-withheld', InvoicebooksWithheld)

function within(period: Period): Days {
  return resolvePeriod(period, today(), company() ?? { fiscalYearStart: 4, weekStart: 1 })
}

function said(amount: string): string {
  const size = format.amount({ amount: amount.replace('-', ''), currency: company()?.currency ?? 'INR' })
  return compareDecimals(amount, '0') < 0 ? `−${size}` : size
}
