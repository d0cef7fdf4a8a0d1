import type { DocumentShape } from '@sangam/sdk'
import { css, html, LitElement, nothing, type PropertyValues } from 'lit'
import { send } from '../../data/client.ts'
import { entityMeta } from '../../data/meta.ts'
import { records } from '../../data/records.ts'
import { titleIn } from '../../fields/titles.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/pick.ts'
import '../../ui/small.ts'

/** How long nobody types before the paper is made anew. */
const pause = 700

/** A document as it comes out for one record, made anew while it is written. */
class SgDocumentPreview extends LitElement {
  static override properties = {
    entity: {},
    definition: { attribute: false },
    record: { state: true },
    paper: { state: true },
    error: { state: true },
    none: { state: true },
  }
  declare entity: string
  declare definition: DocumentShape | null
  declare record: { readonly id: string; readonly title: string } | null
  declare paper: string
  declare error: unknown
  declare none: boolean
  #timer: ReturnType<typeof setTimeout> | undefined
  #asked: AbortController | null = null

  constructor() {
    super()
    this.entity = ''
    this.definition = null
    this.record = null
    this.paper = ''
    this.error = null
    this.none = false
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: grid; gap: 10px; align-content: start; min-inline-size: 0; } iframe { inline-size: 100%; block-size: min(76dvh, 900px); border: 1px solid var(--sg-border); border-radius: 10px; background: var(--sg-surface-2); }
    .head { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; } .head sangam-pick { flex: 1; } a { color: var(--sg-accent-text); } @media (max-width: 760px) { iframe { display: none; } }
  `,
  ]

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
    this.#asked?.abort()
    this.#show('')
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('entity')) void this.#first()
    if (changed.has('definition')) this.#soon()
  }

  protected override render(): unknown {
    return html`<div class="head"><sangam-pick entity=${this.entity} label=${t('The record it is shown with')} .value=${this.record?.id ?? ''} .named=${this.record?.title ?? ''} @pick=${(event: CustomEvent<{ id: string; title: string } | null>) => this.#pick(event.detail)}></sangam-pick>
      ${this.paper ? html`<a href=${this.paper} target="_blank" rel="noopener">${t('Open the paper')}</a>` : nothing}</div>
      <sangam-problem .error=${this.error}></sangam-problem>
      ${this.none ? html`<sangam-empty icon="note" heading=${t('There is no record to show it with')} text=${t('Make one first; the paper is then shown here as it comes out.')}></sangam-empty>` : nothing}
      ${this.paper ? html`<iframe src=${`${this.paper}#toolbar=0&navpanes=0&view=FitH`} title=${t('The paper as it comes out')}></iframe>` : nothing}`
  }

  #pick(record: { readonly id: string; readonly title: string } | null): void {
    if (!record) return
    this.record = record
    this.#soon(0)
  }

  /** The newest record, until another is picked. */
  async #first(): Promise<void> {
    if (this.entity === '') return
    const { entity } = this
    const fields = ['id', entityMeta(entity)?.title].filter(name => name !== undefined && name !== '') as string[]
    const { items } = await records.find(entity, { fields, sort: ['-createdAt'], limit: 1 }).catch(() => ({ items: [] }))
    // Another kind was chosen while this one was on its way.
    if (entity !== this.entity) return
    const [record] = items
    this.none = !record
    this.record = record ? { id: String(record.id), title: titleIn(entity, record) } : null
    this.#soon(0)
  }

  #soon(after = pause): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#make(), after)
  }

  async #make(): Promise<void> {
    if (!this.record || !this.definition) return
    this.#asked?.abort()
    const asked = new AbortController()
    this.#asked = asked
    try {
      const answer = await send(`/api/documents/${this.entity}/${this.record.id}/preview`, { method: 'POST', body: this.definition, signal: asked.signal })
      this.#show(URL.createObjectURL(await answer.blob()))
      this.error = null
    } catch (error) {
      if (!asked.signal.aborted) this.error = error
    }
  }

  #show(paper: string): void {
    if (this.paper) URL.revokeObjectURL(this.paper)
    this.paper = paper
  }
}
customElements.define('sangam-document-preview', SgDocumentPreview)
