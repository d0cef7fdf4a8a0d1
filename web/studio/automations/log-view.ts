import type { Json } from '@sangam/sdk'
import { css, html, LitElement, nothing } from 'lit'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/small.ts'
import { type Entry, stateNames, stepNames } from './shape.ts'

/** What each step did, with its data. */
class SgLogView extends LitElement {
  static override properties = { log: { attribute: false } }
  declare log: readonly Entry[]

  constructor() {
    super()
    this.log = []
  }

  static override styles = [
    base,
    css`
    ol { list-style: none; margin: 0; padding: 0; display: grid; gap: 10px; } li { display: grid; gap: 6px; padding: 10px 12px; border: 1px solid var(--sg-border); border-radius: 9px; min-inline-size: 0; }
    header { display: flex; gap: 8px; align-items: center; flex-wrap: wrap; } dl { margin: 0; display: grid; grid-template-columns: minmax(80px, max-content) minmax(0, 1fr); gap: 3px 12px; } dt { color: var(--sg-text-2); } dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
    .error { color: var(--sg-danger-text, var(--sg-danger)); }
  `,
  ]

  protected override render(): unknown {
    if (this.log.length === 0) return html`<p class="quiet">${t('No step was done.')}</p>`
    return html`<ol>${this.log.map(entry => {
      const [state, colour] = stateNames()[entry.state] ?? [entry.state, 'grey']
      const data = typeof entry.data === 'object' && entry.data !== null && !Array.isArray(entry.data) ? Object.entries(entry.data) : []
      return html`<li><header><b>${stepNames()[entry.do] ?? entry.do}</b><sg-badge colour=${colour} dot>${state}</sg-badge></header>
        ${entry.error ? html`<p class="error">${entry.error}</p>` : nothing}
        ${data.length > 0 ? html`<dl>${data.map(([name, value]) => html`<dt>${dataNames()[name] ?? name}</dt><dd>${shown(name, value ?? null)}</dd>`)}</dl>` : nothing}</li>`
    })}</ol>`
  }
}
customElements.define('sg-log-view', SgLogView)

function dataNames(): { readonly [name: string]: string } {
  return {
    values: t('Values'),
    entity: t('Kind of record'),
    id: t('Record'),
    records: t('Records'),
    action: t('Action'),
    input: t('Given'),
    result: t('Result'),
    to: t('To'),
    subject: t('Subject'),
    text: t('Text'),
    url: t('Address'),
    body: t('Sent'),
    status: t('Status'),
    took: t('Way'),
  }
}

function shown(name: string, value: Json): string {
  if (name === 'took') return value === 'yes' ? t('If so') : t('If not')
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.map(String).join(', ') : JSON.stringify(value, null, 1)
}
