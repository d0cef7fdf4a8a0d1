import { html, LitElement } from 'lit'
import { entityMeta } from '../data/meta.ts'
import { t } from '../shell/words.ts'
import { base } from '../style/parts.ts'
import { titleKnown, titleOf } from './titles.ts'

/** The name of a record of which only the id is at hand, as a link to it. */
class SgTitle extends LitElement {
  static override properties = { entity: {}, record: {}, known: { state: true } }
  declare entity: string
  declare record: string
  declare known: string | null

  static override styles = [base]

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('record') && !changed.has('entity')) return
    this.known = titleKnown(this.entity, this.record) ?? '…'
    if (this.known === '…')
      void titleOf(this.entity, this.record).then(
        title => (this.known = title),
        () => (this.known = null),
      )
  }

  protected override render(): unknown {
    if (this.known === null) return html`<span class="quiet">${t('Not visible to you')}</span>`
    return entityMeta(this.entity) ? html`<a href="/record/${this.entity}/${this.record}">${this.known}</a>` : this.known
  }
}
customElements.define('sangam-title', SgTitle)
