import { css, html, LitElement, nothing } from 'lit'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import type { ShownEntity } from '../model/shown.ts'
import { said } from '../model/store.ts'
import { orderOf, type Placement } from './placing.ts'

/** Where a field stands in the form and whether the list shows it. Tells `change` with the placement. */
class SgFieldPlacement extends LitElement {
  static override properties = { entity: { attribute: false }, own: {}, placement: { attribute: false }, unlisted: { type: Boolean } }
  declare entity: ShownEntity
  /** The field itself, which can't stand behind itself. */
  declare own: string
  declare placement: Placement
  /** No list has room for it. */
  declare unlisted: boolean

  constructor() {
    super()
    this.own = ''
    this.unlisted = false
  }

  static override styles = [base, inputs, css`:host { display: grid; gap: 12px; } .check { display: flex; gap: 9px; align-items: center; }`]

  protected override render(): unknown {
    const { after, list } = this.placement
    const others = orderOf(this.entity).filter(name => name !== this.own)
    const label = (name: string): string => said(this.entity.fields.find(field => field.name === name)?.label ?? name)
    return html`<label class="field">${t('In the form')}<select @change=${(event: Event) => this.#after((event.target as HTMLSelectElement).value)}>
        ${this.entity.custom ? html`<option value="first:" ?selected=${after === null}>${t('first')}</option>` : ''}
        ${others.map(name => html`<option value="after:${name}" ?selected=${after === name}>${t('behind {field}', { field: label(name) })}</option>`)}
        <option value="last:" ?selected=${after === ''}>${t('last')}</option></select></label>
      ${this.unlisted ? nothing : html`<label class="check"><input type="checkbox" .checked=${list} @change=${(event: Event) => this.#tell({ ...this.placement, list: (event.target as HTMLInputElement).checked })} />${t('Show it in the list')}</label>`}`
  }

  #after(value: string): void {
    const [kind, name = ''] = value.split(':')
    this.#tell({ ...this.placement, after: kind === 'first' ? null : kind === 'last' ? '' : name })
  }

  #tell(placement: Placement): void {
    this.placement = placement
    this.dispatchEvent(new CustomEvent('change', { detail: placement }))
  }
}
customElements.define('sangam-field-placement', SgFieldPlacement)
