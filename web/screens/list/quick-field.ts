import type { FieldMeta, Json } from '@sangam/sdk'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { base } from '../../style/parts.ts'

/** A field's own editor in a cell. The editors of all types are fetched when a cell is first edited by one, so that a list shows without them. */
class SgQuickField extends LitElement {
  static override properties = {
    field: { attribute: false },
    value: { attribute: false },
    done: { attribute: false },
    cancel: { attribute: false },
    draw: { state: true },
  }
  declare field: FieldMeta
  declare value: Json
  declare done: (value: Json) => void
  declare cancel: () => void
  declare draw: typeof import('../../fields/index.ts').fieldEditor | null
  #now: Json = null

  constructor() {
    super()
    this.draw = null
  }

  static override styles = [base]

  override connectedCallback(): void {
    super.connectedCallback()
    this.#now = this.value
    void import('../../fields/index.ts').then(fields => (this.draw = fields.fieldEditor))
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.draw) return nothing
    const editor = this.draw(this.field, this.value, {
      compact: true,
      autofocus: true,
      onChange: value => (this.#now = value),
      onCommit: value => this.done(value),
      onCancel: () => this.cancel(),
    })
    return html`<div @focusout=${(event: FocusEvent) => this.#left(event)} @keydown=${(event: KeyboardEvent) => event.stopPropagation()}>${editor}</div>`
  }

  /** Of editors with several controls: done when none of them has the focus. */
  #left(event: FocusEvent): void {
    const to = event.relatedTarget
    if (to instanceof Node && this.renderRoot.contains(to)) return
    if (this.field.type === 'rating') this.done(this.#now)
  }
}
customElements.define('sangam-quick-field', SgQuickField)
