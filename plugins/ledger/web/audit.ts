import { ask, can, css, format, html, nothing, t } from '@sangam/sdk/web'
import type { AuditTrail, Deed, NumberedYear } from '../model/audit.ts'
import { exportMenu } from './export-menu.ts'
import { PagedReport, paged } from './paged.ts'
import { sheet } from './sheet.css.ts'
import { showSpan, spanControls, spanOf } from './span.ts'

const page = 'ledger.audit'

const words: { readonly [did in Deed['did']]: () => string } = {
  drafted: () => t('drafted'),
  posted: () => t('posted'),
  reversed: () => t('reversed by'),
  changed: () => t('changed'),
  locked: () => t('locked up to'),
  unlocked: () => t('unlocked'),
  closed: () => t('closed the year'),
  reopened: () => t('reopened the year'),
  excepted: () => t('gave an exception to'),
  wentLive: () => t('let the books go live of'),
  endedException: () => t('ended the exception of'),
}

/** What an auditor asks first: whether each number is there, and who posted, reversed and locked what, and when. */
class LedgerAudit extends PagedReport<AuditTrail> {
  static override styles = [
    sheet,
    paged,
    css`
    h2 { font-size: var(--sg-text-md); font-weight: 600; margin: var(--sg-space-5) 0 var(--sg-space-2); }
    .agree { color: var(--sg-success); } .differ { color: var(--sg-danger); overflow-wrap: anywhere; }
    .when { white-space: nowrap; color: var(--sg-text-2); }
    td { vertical-align: top; }
    td a { color: var(--sg-accent-text); text-decoration: underline; }
  `,
  ]

  protected override render(): unknown {
    const { error, found } = this.books
    const span = spanOf(this.query)
    return html`<sangam-page narrow heading=${t('Audit trail')}>${can('ledger.entry:export') ? exportMenu('/audit/sheet', t('Audit trail'), { from: span.from, to: span.to }) : nothing}<div class="controls">${spanControls(span, next => showSpan(page, next))}</div>
      ${error ? html`<sangam-problem retry .error=${error} @retry=${() => void this.books.again()}></sangam-problem>` : this.#body(found)}</sangam-page>`
  }

  #body(found: AuditTrail | null): unknown {
    if (!found) return html`<sangam-skeleton lines="12"></sangam-skeleton>`
    const { years, deeds } = found
    return html`<h2>${t('Numbers of entries')}</h2>
      ${
        years.length === 0
          ? html`<p>${t('No entry is posted yet.')}</p>`
          : html`<table><thead><tr><th scope="col">${t('Fiscal year')}</th><th scope="col">${t('First and last')}</th><th class="figure" scope="col">${t('Entries')}</th><th scope="col">${t('Missing')}</th></tr></thead>
            <tbody>${years.map(year => this.#year(year))}</tbody></table>`
      }
      <h2>${t('Who did what')}</h2>
      ${deeds.length === 0 ? html`<p>${t('Nothing was done in these days.')}</p>` : html`<table class="deeds"><tbody>${deeds.map(deed => this.#deed(deed))}</tbody></table>`}
      ${this.more(found)}`
  }

  #year({ year, first, last, count, missing }: NumberedYear): unknown {
    return html`<tr><td>${year}</td><td>${first} – ${last}</td><td class="figure">${format.number(count)}</td>
      <td>${missing.length === 0 ? html`<span class="agree">${t('None')}</span>` : html`<span class="differ">${missing.join(', ')}</span>`}</td></tr>`
  }

  #deed({ at, by, did, entity, id, name, about, gone }: Deed): unknown {
    const called = entity === 'ledger.lock' ? format.date(name) : name
    return html`<tr><td class="when desk">${format.instant(at)}</td><td>${by}<small class="phone">${format.instant(at)}</small></td>
      <td>${words[did]()} ${gone ? called : html`<a href=${`/record/${entity}/${id}`}>${called || t('a draft')}</a>`}${about ? html`<small>${about}</small>` : nothing}</td></tr>`
  }

  protected override onePage(after: string | null): Promise<AuditTrail> {
    const { from, to } = spanOf(this.query)
    return ask<AuditTrail>('ledger', '/audit', { from, to, after })
  }

  protected override joined(found: AuditTrail, { deeds, next }: AuditTrail): AuditTrail {
    return { ...found, deeds: [...found.deeds, ...deeds], next }
  }
}
customElements.define('ledger-audit', LedgerAudit)
