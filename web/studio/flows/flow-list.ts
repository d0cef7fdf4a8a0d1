import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/small.ts'
import type { ShownEntity } from '../model/shown.ts'
import { said } from '../model/store.ts'
import { studioStyles } from '../studio.css.ts'
import { arrowSaid } from './arrow-said.ts'
import { type Arrow, type State, stateSaid } from './states.ts'

/** A flow as a table: each state with the arrows that lead out of it. Tells as the diagram does: `choose` with `from > to`, `add` with a state, `erase`. */
class SgFlowList extends LitElement {
  static override properties = { entity: { attribute: false }, states: { attribute: false }, editable: { type: Boolean } }
  declare entity: ShownEntity
  declare states: readonly State[]
  declare editable: boolean

  constructor() {
    super()
    this.states = []
    this.editable = false
  }

  static override styles = [
    base,
    studioStyles,
    css`
    :host { display: block; } td { vertical-align: top; } td:first-child { inline-size: 24%; } ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 6px; }
    li { display: flex; gap: 8px; align-items: baseline; } li > div { flex: 1; min-inline-size: 0; } li small { display: block; color: var(--sg-text-2); font-size: var(--sg-text-sm); } li > sangam-icon { translate: 0 2px; color: var(--sg-text-2); --sg-icon: 12px; } .ways { display: flex; }
  `,
  ]

  protected override render(): TemplateResult {
    return html`<div class="scroll"><table><thead><tr><th scope="col">${t('Status')}</th><th scope="col">${t('Leads to')}</th></tr></thead><tbody>${this.states.map((state, at) => this.#state(state, at))}</tbody></table></div>`
  }

  #state(from: State, at: number): TemplateResult {
    const name = stateSaid(from)
    return html`<tr><td><sangam-badge colour=${from.colour ?? 'grey'}>${name}</sangam-badge>${this.editable ? html`<sangam-button kind="quiet" size="small" icon="edit" label=${t('Change the state {name}', { name })} @click=${() => this.#tell('choose', from.state)}></sangam-button>` : nothing}${at === 0 ? html`<small class="quiet"> ${t('begins here')}</small>` : nothing}</td>
      <td><ul>${from.to.map(arrow => this.#arrow(from, arrow))}</ul>
      ${this.editable ? html`<sangam-button kind="quiet" size="small" icon="plus" label=${t('Add an arrow out of {state}', { state: name })} @click=${() => this.#tell('add', from.state)}></sangam-button>` : from.to.length === 0 ? html`<span class="quiet">${t('the end')}</span>` : nothing}</td></tr>`
  }

  #arrow(from: State, arrow: Arrow): TemplateResult {
    const target = this.states.find(state => state.state === arrow.state)
    const to = target ? stateSaid(target) : arrow.state
    const named = { from: stateSaid(from), to }
    const asks = arrowSaid(this.entity, arrow)
    const key = `${from.state} > ${arrow.state}`
    return html`<li><sangam-icon name="right"></sangam-icon><div><sangam-badge colour=${target?.colour ?? 'grey'}>${to}</sangam-badge> ${arrow.label ? html`“${said(arrow.label)}”` : nothing}${asks ? html`<small>${asks}</small>` : nothing}</div>
      ${this.editable ? html`<span class="ways"><sangam-button kind="quiet" size="small" icon="edit" label=${t('Change the arrow from {from} to {to}', named)} @click=${() => this.#tell('choose', key)}></sangam-button><sangam-button kind="quiet" size="small" icon="remove" label=${t('Remove the arrow from {from} to {to}', named)} @click=${() => this.#tell('erase', key)}></sangam-button></span>` : nothing}</li>`
  }

  #tell(name: string, detail: string): void {
    this.dispatchEvent(new CustomEvent(name, { detail }))
  }
}
customElements.define('sangam-flow-list', SgFlowList)
