import { css, html, LitElement, type TemplateResult } from 'lit'
import { metaStore } from '../data/meta.ts'
import { formatSize } from '../shell/format.ts'
import { t } from '../shell/words.ts'
import { base } from '../style/parts.ts'
import { type FileMeta, fileOf } from './file-names.ts'

/** A file by its name, or a picture as it is. */
class SgFileChip extends LitElement {
  static override properties = { file: {}, picture: { type: Boolean }, known: { state: true } }
  declare file: string
  declare picture: boolean
  declare known: FileMeta | null | undefined

  static override styles = [
    base,
    css`:host { display: inline-flex; min-inline-size: 0; } img { max-block-size: var(--sg-picture, 120px); max-inline-size: 100%; border-radius: 6px; display: block; } small { color: var(--sg-text-2); }`,
  ]

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('file')) void fileOf(this.file).then(known => (this.known = known))
  }

  protected override render(): TemplateResult | string {
    const { known } = this
    if (known === undefined) return '…'
    if (known === null) return html`<span class="quiet">${t('Not visible to you')}</span>`
    const address = `/api/files/${known.id}?workspace=${encodeURIComponent(metaStore.value?.workspace.name ?? '')}`
    if (this.picture && known.type.startsWith('image/'))
      return html`<a href=${address} target="_blank" rel="noopener"><img src=${address} alt=${known.name} loading="lazy" /></a>`
    return html`<a href=${address} target="_blank" rel="noopener">${known.name}</a>&nbsp;<small>${formatSize(known.bytes)}</small>`
  }
}
customElements.define('sangam-file-chip', SgFileChip)
