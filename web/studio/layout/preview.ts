import type { EntityMeta, FormScreen, Json } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { entityMeta, meta, metaStore } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { titleIn } from '../../fields/titles.ts'
import { beginning, type Values } from '../../screens/record/draft.ts'
import '../../screens/record/form.ts'
import { relatedLists } from '../../screens/record/related-lists.ts'
import { fieldsOf } from '../../screens/record/work.ts'
import { companyDay } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/small.ts'

/** So many of the newest records can be looked through. */
const most = 20

/** The page as it will be, of a record that is there: what is typed tries its conditions, and nothing of it is kept. Tells `tab`. */
class SgLayoutPreview extends LitElement {
  static override properties = { entity: {}, form: { attribute: false }, tab: {}, rows: { state: true }, at: { state: true }, typed: { state: true } }
  declare entity: string
  declare form: FormScreen
  declare tab: string
  declare rows: readonly Row[] | null
  declare at: number
  /** The sample as it was changed here. */
  declare typed: Values | null

  constructor() {
    super()
    this.entity = ''
    this.tab = ''
    this.rows = null
    this.at = 0
    this.typed = null
  }

  static override styles = [
    base,
    css`
    :host { display: block; min-inline-size: 0; } header { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin-block-end: 8px; min-block-size: var(--sg-control); } header p { flex: 1; margin: 0; color: var(--sg-text-2); font-size: var(--sg-text-sm); } h2 { font-size: var(--sg-text-md); }
    .card { padding: var(--sg-space-5); border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); } .under { display: grid; gap: var(--sg-space-5); margin-block-start: var(--sg-space-5); }
    @media (max-width: 760px) { .card { padding: var(--sg-space-4); } }
  `,
  ]

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  protected override render(): unknown {
    const shape = entityMeta(this.entity)
    if (!shape || !this.rows) return html`<sangam-skeleton lines="7"></sangam-skeleton>`
    const sample = this.rows[this.at] ?? null
    const values = this.typed ?? sample ?? started(shape)
    const said = sample ? titleIn(this.entity, sample) : t('a new record')
    return html`<section aria-label=${t('As the page will be')}><header><h2>${t('As the page will be')}</h2><p>${t('With “{name}”. What you type here is not kept.', { name: said })}</p>
        ${this.rows.length > 1 ? html`<sangam-button size="small" @click=${() => this.#next()}>${t('Another record')}</sangam-button>` : nothing}</header>
      <div class="card"><sangam-form .shape=${shape} .screen=${this.form} .values=${values} .saved=${sample} record=${sample?.id ?? ''} tab=${this.tab} trial
        @change=${({ detail }: CustomEvent<{ field: string; value: Json }>) => (this.typed = { ...values, [detail.field]: detail.value })} @tab=${({ detail }: CustomEvent<string>) => this.dispatchEvent(new CustomEvent('tab', { detail }))}></sangam-form></div>
      ${sample ? this.#under(sample) : nothing}</section>`
  }

  #under(sample: Row): TemplateResult {
    return html`<div class="under">${relatedLists(this.form.related ?? [], { entity: this.entity, record: sample.id, fixed: true })}</div>`
  }

  #next(): void {
    this.at = (this.at + 1) % (this.rows?.length ?? 1)
    this.typed = null
  }

  /** Records have what is applied already; what the draft adds stays empty. */
  async #load(): Promise<void> {
    const applied = metaStore.value?.entities[this.entity]
    const query = { fields: applied ? fieldsOf(applied) : [], sort: ['-createdAt'], limit: most }
    const page = applied ? await records.find(this.entity, query).catch(() => null) : null
    this.rows = page?.items ?? []
  }
}
customElements.define('sangam-layout-preview', SgLayoutPreview)

function started(shape: EntityMeta): Values {
  const { user, company } = meta()
  return beginning(shape, {}, { me: user.id, company: company?.id ?? null, today: companyDay(), now: new Date().toISOString() })
}
