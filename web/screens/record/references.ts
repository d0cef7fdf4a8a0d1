import { type Json, type RelatedList, relatedOf } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask } from '../../data/client.ts'
import { entityMeta, fieldAt, meta } from '../../data/meta.ts'
import { formatNumber } from '../../shell/format.ts'
import { called, t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import { optionLabel } from '../list/cells.ts'

interface Reference {
  readonly entity: string
  readonly field: string
  readonly where: Json
  readonly count: number
  readonly items: readonly { readonly id: string; readonly title: string }[]
}

/** What refers to a record, of every kind that is not on its page already: how many, and the newest few. */
class SgReferences extends LitElement {
  static override properties = { entity: {}, record: {}, found: { state: true } }
  declare entity: string
  declare record: string
  declare found: readonly Reference[]

  constructor() {
    super()
    this.found = []
  }

  static override styles = [
    base,
    css`
    :host { display: block; }
    h2 { margin-block-end: 6px; }
    dl { margin: 0; display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 6px 16px; font-size: var(--sg-text-sm); }
    dt { color: var(--sg-text-2); } dd { margin: 0; display: flex; gap: 4px 12px; flex-wrap: wrap; overflow-wrap: anywhere; }
  `,
  ]

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('record')) void this.#load()
  }

  protected override render(): unknown {
    const shown = this.found.filter(one => !this.#onPage(one))
    if (shown.length === 0) return nothing
    const heading = t('Referred to by')
    return html`<section aria-label=${heading}><h2>${heading}</h2><dl>${shown.map(one => this.#line(one))}</dl></section>`
  }

  #line({ entity, field, count, items }: Reference): TemplateResult {
    const shape = entityMeta(entity)
    const by = fieldAt(entity, field.split('.')[0] ?? '')
    return html`<dt>${called(shape?.plural ?? entity)}${by ? html` · ${called(by.label)}` : nothing}</dt>
      <dd>${items.map(item => html`<a href="/record/${entity}/${item.id}">${this.#called(entity, item)}</a>`)}${
        count > items.length
          ? html`<span class="quiet">${t('{count} in all', { count: count > 1000 ? `${formatNumber(1000)}+` : formatNumber(count) })}</span>`
          : nothing
      }</dd>`
  }

  #called(entity: string, { title }: Reference['items'][number]): string {
    const field = entityMeta(entity)?.fields[entityMeta(entity)?.title ?? '']
    return field && (field.choices ?? field.states) ? optionLabel(field, title) : title || t('Untitled')
  }

  /** Activities have their own place, and a form may show related records itself. */
  #onPage({ entity, field }: Reference): boolean {
    return entity === 'core.activity' || this.#shownLists().some(related => related.entity === entity && related.by === field)
  }

  #shownLists(): readonly RelatedList[] {
    const form = meta().forms[this.entity]
    return form ? relatedOf(form) : []
  }

  async #load(): Promise<void> {
    this.found = []
    if (!this.record) return
    // What can't be had is left out: the record itself stands.
    const answer = await ask<{ items: readonly Reference[] }>(`/api/records/${this.entity}/${this.record}/references`).catch(() => ({ items: [] }))
    this.found = answer.items
  }
}
customElements.define('sangam-references', SgReferences)
