import { css, html, LitElement, type PropertyValues } from 'lit'
import { conditionOf, type Group, groupOf } from '../../screens/list/conditions.ts'
import '../../screens/list/filter.ts'
import { base } from '../../style/parts.ts'

/** A condition that is being built: what is not finished stays on the screen and is not told yet; `kept` offers what a record itself says. Tells `change` with the condition. */
class SgConditionEditor extends LitElement {
  static override properties = { entity: {}, condition: { attribute: false }, kept: { type: Boolean }, group: { state: true } }
  declare entity: string
  declare condition: object
  declare kept: boolean
  declare group: Group
  #told = ''

  constructor() {
    super()
    this.entity = ''
    this.condition = {}
    this.kept = false
    this.group = groupOf({})
  }

  static override styles = [base, css`:host { display: block; min-inline-size: 0; }`]

  protected override willUpdate(changed: PropertyValues): void {
    const given = JSON.stringify(this.condition)
    if (!changed.has('entity') && given === this.#told) return
    this.#told = given
    this.group = groupOf(this.condition)
  }

  protected override render(): unknown {
    return html`<sangam-filter .entity=${this.entity} ?kept=${this.kept} .group=${this.group} @change=${(event: CustomEvent<Group>) => this.#built(event.detail)}></sangam-filter>`
  }

  #built(group: Group): void {
    this.group = group
    this.condition = conditionOf(group)
    this.#told = JSON.stringify(this.condition)
    this.dispatchEvent(new CustomEvent('change', { detail: this.condition }))
  }
}
customElements.define('sangam-condition-editor', SgConditionEditor)
