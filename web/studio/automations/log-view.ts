import type { Json } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { entityMeta } from '../../data/meta.ts'
import { fieldDisplay } from '../../fields/index.ts'
import { called, t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/small.ts'
import { type Entry, stateNames, stepNames } from './shape.ts'

/** What of the data of a step came of it; the rest it was given. */
const comes = ['id', 'records', 'result', 'status', 'took']

/** What each step did, with what went in and what came out; `bare` without the names and states of the steps. */
class SgLogView extends LitElement {
  static override properties = { log: { attribute: false }, bare: { type: Boolean, reflect: true } }
  declare log: readonly Entry[]
  declare bare: boolean

  constructor() {
    super()
    this.log = []
    this.bare = false
  }

  static override styles = [
    base,
    css`
    ol { list-style: none; margin: 0; padding: 0; display: grid; gap: 10px; } li { display: grid; gap: 6px; padding: 10px 12px; border: 1px solid var(--sg-border); border-radius: 9px; min-inline-size: 0; }
    header { display: flex; gap: 8px; align-items: center; flex-wrap: wrap; } dl { margin: 0; display: grid; grid-template-columns: minmax(80px, max-content) minmax(0, 1fr); gap: 3px 12px; } dt { color: var(--sg-text-2); } dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; } dd div { white-space: normal; }
    .head { font-size: var(--sg-text-xs); font-weight: 600; color: var(--sg-text-2); } :host([bare]) li { border: 0; padding: 0; }
    .error { color: var(--sg-danger-text, var(--sg-danger)); }
  `,
  ]

  protected override render(): unknown {
    if (this.log.length === 0) return html`<p class="quiet">${t('No step was done.')}</p>`
    return html`<ol>${this.log.map(entry => {
      const [state, colour] = stateNames()[entry.state] ?? [entry.state, 'grey']
      const data = isObject(entry.data) ? entry.data : {}
      const entity = typeof data.entity === 'string' ? data.entity : ''
      return html`<li>${this.bare ? nothing : html`<header><b>${stepNames()[entry.do] ?? entry.do}</b><sangam-badge colour=${colour} dot>${state}</sangam-badge></header>`}
        ${entry.error ? html`<p class="error">${entry.error}</p>` : nothing}
        ${this.#data(t('What went in'), data, entity, name => !comes.includes(name))}${this.#data(t('What came out'), data, entity, name => comes.includes(name))}</li>`
    })}</ol>`
  }

  #data(heading: string, data: { readonly [name: string]: Json }, entity: string, of: (name: string) => boolean): TemplateResult | typeof nothing {
    const entries = Object.entries(data).filter(([name]) => of(name))
    if (entries.length === 0) return nothing
    return html`<b class="head">${heading}</b><dl>${entries.map(([name, value]) => html`<dt>${dataNames()[name] ?? name}</dt><dd>${shown(name, value ?? null, entity)}</dd>`)}</dl>`
  }
}
customElements.define('sangam-log-view', SgLogView)

function dataNames(): { readonly [name: string]: string } {
  return {
    values: t('Values'),
    entity: t('Kind of record'),
    id: t('Record'),
    records: t('Records'),
    action: t('Action'),
    input: t('Given'),
    result: t('Result'),
    to: t('To whom'),
    subject: t('Subject'),
    text: t('Text'),
    url: t('Address'),
    body: t('Sent'),
    status: t('Status'),
    took: t('Way'),
  }
}

function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What stands behind a name in the log; `entity` is the kind of record that the step is about, where it says so. */
function shown(name: string, value: Json, entity: string): unknown {
  if (name === 'took') return value === 'yes' ? t('If so') : t('If not')
  if (name === 'entity') return called(entityMeta(entity)?.label ?? entity)
  if (name === 'id' && entity) return html`<a href="/record/${entity}/${String(value)}">${t('Open the record')}</a>`
  if (name === 'values' && isObject(value)) return valuesOf(value, entity)
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.map(String).join(', ') : JSON.stringify(value, null, 1)
}

/** Values of fields, called and written as on the record's page. */
function valuesOf(values: { readonly [name: string]: Json }, entity: string): TemplateResult[] {
  const fields = entityMeta(entity)?.fields ?? {}
  return Object.entries(values).map(([name, value]) => {
    const field = fields[name]
    return html`<div>${field ? called(field.label) : name}: ${field ? fieldDisplay(field, value) : typeof value === 'string' ? value : JSON.stringify(value)}</div>`
  })
}
