import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { watch } from '../../data/store.ts'
import { routeStore, setQuery } from '../../shell/router.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/small.ts'
import '../fields/panel.ts'
import type { ShownEntity, ShownField } from '../model/shown.ts'
import { said, studioStore } from '../model/store.ts'
import './flow-editor.ts'

/** The flows of an entity, each drawn as a diagram or written as a list; which of both is part of the address. */
class SgFlowsTab extends LitElement {
  static override properties = { entity: { attribute: false }, editing: { state: true } }
  declare entity: ShownEntity
  declare editing: ShownField | null

  constructor() {
    super()
    this.editing = null
    watch(this, studioStore)
    watch(this, routeStore)
  }

  static override styles = [
    base,
    css`
    :host { display: grid; gap: 22px; grid-template-columns: minmax(0, 1fr); } .head { display: flex; gap: 8px; align-items: center; margin-block-end: 8px; flex-wrap: wrap; } .head h2 { margin-inline-end: auto; }
    .card { padding: var(--sg-space-4) var(--sg-space-5); border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); } .as { display: flex; gap: 2px; }
  `,
  ]

  protected override render(): TemplateResult {
    const flows = this.entity.fields.filter(field => field.type === 'flow')
    return html`${flows.length === 0 ? html`<div class="card"><sangam-empty icon="route" heading=${t('No field with states')} text=${t('Add a field of the type “State with steps”: then draw here how it moves, what each step asks, and who may take it.')}></sangam-empty></div>` : nothing}
      ${flows.map(field => this.#flow(field))}
      ${this.editing ? html`<sangam-field-panel .entity=${this.entity} .field=${this.editing} @close=${() => (this.editing = null)}></sangam-field-panel>` : nothing}`
  }

  #flow(field: ShownField): TemplateResult {
    const list = routeStore.value.query.get('as') === 'list'
    const as = (label: string, icon: string, pressed: boolean, value: string | undefined): TemplateResult =>
      html`<sangam-button size="small" icon=${icon} pressed=${String(pressed)} @click=${() => setQuery({ as: value })}>${label}</sangam-button>`
    return html`<section aria-label=${said(field.label)}><div class="head"><h2>${said(field.label)}</h2><span class="as" role="group" aria-label=${t('Shown as')}>${as(t('Diagram'), 'route', !list, undefined)}${as(t('List'), 'list', list, 'list')}</span>
      ${field.custom ? html`<sangam-button size="small" icon="edit" @click=${() => (this.editing = field)}>${t('States and colours')}</sangam-button>` : html`<sangam-badge>${t('Of the plugin')}</sangam-badge>`}</div>
      <sangam-flow-editor .entity=${this.entity} .field=${field} ?list=${list}></sangam-flow-editor></section>`
  }
}
customElements.define('sangam-flows-tab', SgFlowsTab)
