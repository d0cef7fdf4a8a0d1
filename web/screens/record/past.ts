import type { EntityMeta } from '@sangam/sdk'
import { html, LitElement, type TemplateResult } from 'lit'
import { ProblemError } from '../../data/client.ts'
import { entityMeta, meta } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { titleIn } from '../../fields/titles.ts'
import { formatDate, formatInstant } from '../../shell/format.ts'
import { go } from '../../shell/router.ts'
import { called, t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/page.ts'
import '../../ui/past-note.ts'
import '../../ui/small.ts'
import './form.ts'
import './history.ts'
import { recordStyles } from './record.css.ts'
import { fieldsOf } from './work.ts'

/** One record as it was at a moment: read and not changed, with its history beside it to go to another moment. */
class SgPastRecord extends LitElement {
  static override styles = [base, recordStyles]
  static override properties = { shape: { attribute: false }, record: {}, asOf: {}, row: { state: true }, error: { state: true } }
  declare shape: EntityMeta
  declare record: string
  /** A day or a moment, as the address has it. */
  declare asOf: string
  declare row: Row | null
  declare error: unknown

  constructor() {
    super()
    this.row = null
    this.error = null
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('asOf') || changed.has('record')) void this.#load()
  }

  protected override render(): unknown {
    const { shape, row } = this
    const crumbs = [{ label: called(shape.plural), href: `/list/${shape.name}` }]
    return html`<sangam-page heading=${row ? titleIn(shape.name, row) : called(shape.label)} .crumbs=${crumbs}>
      <div class="page"><div class="main"><div><sangam-past-note style="margin-block-end:16px" text=${this.#said()} @back=${() => void go(`/record/${shape.name}/${this.record}`)}></sangam-past-note>
        ${this.error ? this.#absent() : html`<div class="card">${row ? html`<sangam-form .shape=${shape} .screen=${meta().forms[shape.name]} .values=${row} .saved=${row} fixed past></sangam-form>` : html`<sangam-skeleton lines="7"></sangam-skeleton>`}</div>`}</div></div>
        <aside aria-label=${t('History')}><h2 style="padding-block:10px 4px">${t('History')}</h2><div role="tabpanel" tabindex="0" aria-label=${t('History')}><sangam-history entity=${shape.name} record=${this.record} asOf=${this.asOf}></sangam-history></div></aside></div></sangam-page>`
  }

  #said(): string {
    return this.asOf.includes('T')
      ? t('This is the record as it was on {moment}. Nothing can be changed here.', { moment: formatInstant(this.asOf) })
      : t('This is the record as it was at the end of {day}. Nothing can be changed here.', { day: formatDate(this.asOf) })
  }

  #absent(): TemplateResult {
    return this.error instanceof ProblemError && this.error.status === 404
      ? html`<sangam-empty icon="search" heading=${t('It was not here then')} text=${t('It was made later, had been removed, or you may not see it.')}></sangam-empty>`
      : html`<sangam-problem .error=${this.error} retry @retry=${() => void this.#load()}></sangam-problem>`
  }

  async #load(): Promise<void> {
    const { asOf, record } = this
    try {
      const row = await records.get(this.shape.name, record, fieldsOf(this.shape), asOf)
      if (asOf !== this.asOf || record !== this.record) return
      this.row = row
      this.error = null
    } catch (error) {
      if (asOf !== this.asOf || record !== this.record) return
      this.row = null
      this.error = error
    }
  }
}
customElements.define('sangam-past-record', SgPastRecord)

/** The page of a record as it was; null where the address names no moment. */
export function pastOf(entity: string, record: string, asOf: string | null | undefined): TemplateResult | null {
  const shape = entityMeta(entity)
  return asOf && shape && record ? html`<sangam-past-record .shape=${shape} record=${record} asOf=${asOf}></sangam-past-record>` : null
}
