import type { FieldMeta, Json } from '@sangam/sdk'
import { LitElement, nothing, type TemplateResult } from 'lit'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'

/** Types whose values a condition is given as a form is: typed as the person writes them, and shown so. */
export const typedKinds: ReadonlySet<string> = new Set(['integer', 'decimal', 'percent', 'date', 'datetime', 'time'])

/** A value of a condition in its field's own editor; the editors are fetched when a condition first needs one. Tells `change` with the value. */
class SgTypedValue extends LitElement {
  static override properties = { field: { attribute: false }, value: { attribute: false }, draw: { state: true } }
  declare field: FieldMeta
  declare value: Json
  declare draw: typeof import('../../fields/index.ts').fieldEditor | null

  constructor() {
    super()
    this.value = null
    this.draw = null
  }

  static override styles = [base]

  override connectedCallback(): void {
    super.connectedCallback()
    void import('../../fields/index.ts').then(fields => (this.draw = fields.fieldEditor))
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.draw) return nothing
    const { required: _, readonly: __, ...field } = this.field
    return this.draw({ ...field, required: false, readonly: false }, this.value, { bare: true, label: t('Value'), onChange: value => this.#tell(value) })
  }

  #tell(value: Json): void {
    this.value = value
    this.dispatchEvent(new CustomEvent('change', { detail: value }))
  }
}
customElements.define('sangam-typed-value', SgTypedValue)
