import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask } from '../../data/client.ts'
import { Listing } from '../../data/listing.ts'
import { entityMeta, loadMeta, meta } from '../../data/meta.ts'
import { called, t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/page.ts'
import '../../ui/small.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import { studioStyles } from '../studio.css.ts'
import type { Template } from './shape.ts'

/** The papers that records can be printed as: those written here, and those that plugins bring. */
class SgDocumentsScreen extends LitElement {
  static override properties = { busy: { state: true } }
  readonly #all = new Listing<Template>(this, '/api/records/core.documentTemplate?fields=id,version,name,entity,active&sort=name&limit=500')
  declare busy: string

  constructor() {
    super()
    this.busy = ''
  }

  static override styles = [
    base,
    studioStyles,
    css`td.end { text-align: end; inline-size: 1%; white-space: nowrap; } @media (max-width: 760px) { .wide { display: none; } }`,
  ]

  protected override render(): unknown {
    const { items, error } = this.#all
    const rows = items === null ? [] : [...items.map(item => this.#own(item)), ...this.#built(items)]
    return html`<sangam-page heading=${t('Documents')}><sangam-button slot="actions" kind="primary" icon="plus" href="/documents/new">${t('New document')}</sangam-button>
      <p class="lead">${t('A quotation, a letter, a delivery note: written once with places for values, and printed from any record by whoever may read it.')}</p>
      <sangam-problem .error=${error} retry @retry=${() => void this.#all.load()}></sangam-problem>
      ${items === null ? (error ? nothing : html`<sangam-skeleton lines="5"></sangam-skeleton>`) : rows.length === 0 ? html`<sangam-empty icon="note" heading=${t('There are no documents yet')} text=${t('Every record can be printed as it stands on its form. Write a document where a customer shall get something else.')}><sangam-button kind="primary" icon="plus" href="/documents/new">${t('New document')}</sangam-button></sangam-empty>` : this.#table(rows)}</sangam-page>`
  }

  #table(rows: readonly TemplateResult[]): TemplateResult {
    return html`<div class="scroll"><table><thead><tr><th scope="col">${t('Name')}</th><th scope="col">${t('Kind of record')}</th><th scope="col" class="wide">${t('Comes from')}</th><th><span class="visually-hidden">${t('Switched on')}</span></th></tr></thead><tbody>${rows}</tbody></table></div>`
  }

  #own(item: Template): TemplateResult {
    return html`<tr><td><a href="/documents/${item.id}">${item.name}</a></td><td>${called(entityMeta(item.entity)?.plural ?? item.entity)}</td><td class="wide">${t('Written here')}</td>
      <td class="end"><sangam-button size="small" pressed=${String(item.active)} ?busy=${this.busy === item.id} @click=${() => void this.#switch(item)}>${item.active ? t('On') : t('Off')}</sangam-button></td></tr>`
  }

  /** What a plugin brings can't be changed, and is a fine beginning of one's own. */
  #built(own: readonly Template[]): readonly TemplateResult[] {
    const ids = new Set(own.map(({ id }) => id))
    const { entities, plugins } = meta()
    return Object.values(entities).flatMap(({ plural, documents }) =>
      documents
        .filter(({ id }) => !ids.has(id))
        .map(({ id, label }) => {
          const plugin = plugins.find(one => one.id === id.split('.')[0])
          return html`<tr><td>${label}</td><td>${called(plural)}</td><td class="wide">${plugin ? called(plugin.title) : ''}</td><td></td></tr>`
        }),
    )
  }

  async #switch({ id, version, name, active }: Template): Promise<void> {
    this.busy = id
    try {
      await ask(`/api/records/core.documentTemplate/${id}`, { method: 'PATCH', body: { active: !active }, version })
      toast(active ? t('“{name}” is not offered any more.', { name }) : t('“{name}” is offered where a record is printed.', { name }))
      await Promise.all([this.#all.load(), loadMeta()])
    } catch (error) {
      toastProblem(error)
    } finally {
      this.busy = ''
    }
  }
}
customElements.define('sangam-documents-screen', SgDocumentsScreen)
