import type { Json } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { watch } from '../../data/store.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/small.ts'
import '../fields/panel.ts'
import type { Operation, ShownEntity, ShownField } from '../model/shown.ts'
import { keep, said, studioStore } from '../model/store.ts'
import { fieldSaid } from '../rules/rule-said.ts'
import { conditionSaid, listed } from '../said.ts'
import { studioStyles } from '../studio.css.ts'
import { approvalSaid } from './approval-said.ts'
import './arrow-dialog.ts'
import type { MadeArrow } from './arrow-dialog.ts'
import { type Arrow, type State, statesOf } from './states.ts'
import { takerOperations } from './takers.ts'

interface Open {
  readonly field: ShownField
  readonly from: State
  /** Which arrow; null makes a new one. */
  readonly arrow: Arrow | null
}

/** The flows of an entity: each state with the arrows that lead out of it, what each asks and who may take it. */
class SgFlowsTab extends LitElement {
  static override properties = { entity: { attribute: false }, open: { state: true }, editing: { state: true } }
  declare entity: ShownEntity
  declare open: Open | null
  declare editing: ShownField | null

  constructor() {
    super()
    this.open = null
    this.editing = null
    watch(this, studioStore)
  }

  static override styles = [
    base,
    studioStyles,
    css`
    :host { display: grid; gap: 22px; grid-template-columns: minmax(0, 1fr); } .head { display: flex; gap: 12px; align-items: center; justify-content: space-between; margin-block-end: 8px; flex-wrap: wrap; }
    td { vertical-align: top; } td:first-child { inline-size: 24%; } ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 6px; }
    li { display: flex; gap: 8px; align-items: baseline; } li > div { flex: 1; min-inline-size: 0; } li small { display: block; color: var(--sg-text-2); font-size: var(--sg-text-sm); } li > sg-icon { translate: 0 2px; color: var(--sg-text-2); --sg-icon: 12px; } .ways { display: flex; }
  `,
  ]

  protected override render(): TemplateResult {
    const flows = this.entity.fields.filter(field => field.type === 'flow')
    return html`${flows.length === 0 ? html`<div class="card"><sg-empty icon="route" heading=${t('No field with states')} text=${t('Add a field of the type “State with steps”: then draw here how it moves, what each step asks, and who may take it.')}></sg-empty></div>` : nothing}
      ${flows.map(field => this.#flow(field))}
      ${this.open ? html`<sg-arrow-dialog .entity=${this.entity} .states=${statesOf(this.open.field)} .from=${this.open.from} .arrow=${this.open.arrow} @close=${() => (this.open = null)} @done=${(event: CustomEvent<MadeArrow>) => void this.#put(event.detail)}></sg-arrow-dialog>` : nothing}
      ${this.editing ? html`<sg-field-panel .entity=${this.entity} .field=${this.editing} @close=${() => (this.editing = null)}></sg-field-panel>` : nothing}`
  }

  #flow(field: ShownField): TemplateResult {
    const states = statesOf(field)
    return html`<section aria-label=${said(field.label)}><div class="head"><h2>${said(field.label)}</h2>${field.custom ? html`<sg-button size="small" icon="edit" @click=${() => (this.editing = field)}>${t('States and colours')}</sg-button>` : html`<sg-badge>${t('Of the plugin')}</sg-badge>`}</div>
      <div class="scroll"><table><thead><tr><th scope="col">${t('Status')}</th><th scope="col">${t('Leads to')}</th></tr></thead><tbody>${states.map((state, at) => this.#state(field, states, state, at))}</tbody></table></div></section>`
  }

  #state(field: ShownField, states: readonly State[], from: State, at: number): TemplateResult {
    return html`<tr><td><sg-badge colour=${from.colour ?? 'grey'}>${stateSaid(from)}</sg-badge>${at === 0 ? html`<small class="quiet"> ${t('begins here')}</small>` : nothing}</td>
      <td><ul>${from.to.map(arrow => this.#arrow(field, states, from, arrow))}</ul>
      ${field.custom ? html`<sg-button kind="quiet" size="small" icon="plus" label=${t('Add an arrow out of {state}', { state: stateSaid(from) })} @click=${() => (this.open = { field, from, arrow: null })}></sg-button>` : from.to.length === 0 ? html`<span class="quiet">${t('the end')}</span>` : nothing}</td></tr>`
  }

  #arrow(field: ShownField, states: readonly State[], from: State, arrow: Arrow): TemplateResult {
    const target = states.find(state => state.state === arrow.state)
    const to = target ? stateSaid(target) : arrow.state
    const named = { from: stateSaid(from), to }
    return html`<li><sg-icon name="right"></sg-icon><div><sg-badge colour=${target?.colour ?? 'grey'}>${to}</sg-badge> ${arrow.label ? html`“${said(arrow.label)}”` : nothing}${asks(this.entity, arrow)}</div>
      ${
        field.custom
          ? html`<span class="ways"><sg-button kind="quiet" size="small" icon="edit" label=${t('Change the arrow from {from} to {to}', named)} @click=${() => (this.open = { field, from, arrow })}></sg-button><sg-button kind="quiet" size="small" icon="remove" label=${t('Remove the arrow from {from} to {to}', named)} @click=${() =>
              void this.#set(
                field,
                from,
                from.to.filter(one => one !== arrow),
              )}></sg-button></span>`
          : nothing
      }</li>`
  }

  async #put({ arrow, takers }: MadeArrow): Promise<void> {
    const { model } = studioStore.value ?? {}
    if (!this.open || !model) return
    const { field, from, arrow: old } = this.open
    const to = old ? from.to.map(one => (one.state === old.state ? arrow : one)) : [...from.to.filter(one => one.state !== arrow.state), arrow]
    const roles = arrow.verb && takers ? takerOperations(model, this.entity.name, arrow.verb, takers) : []
    if (await this.#set(field, from, to, roles)) this.open = null
  }

  #set(field: ShownField, from: State, to: readonly Arrow[], roles: readonly Operation[] = []): Promise<boolean> {
    const states = statesOf(field).map(state => (state.state === from.state ? { ...state, to } : state))
    return keep({ op: 'changeField', entity: this.entity.name, field: field.name, options: { states: states as unknown as Json } }, ...roles)
  }
}
customElements.define('sg-flows-tab', SgFlowsTab)

function stateSaid({ state, label }: State): string {
  return said(label ?? state.slice(0, 1).toUpperCase() + state.slice(1))
}

/** What an arrow asks, and of whom. */
function asks(entity: ShownEntity, { when, require, verb, approval }: Arrow): TemplateResult | typeof nothing {
  const roles = verb
    ? (studioStore.value?.model.allRoles ?? []).filter(role => role.grants.some(grant => grant.entity === entity.name && grant.verbs.includes(verb)))
    : []
  const parts = [
    when ? t('only where {condition}', { condition: conditionSaid(entity.name, when) }) : '',
    require && require.length > 0 ? t('asks for {fields}', { fields: listed(require.map(name => fieldSaid(entity.name, name))) }) : '',
    verb
      ? roles.length > 0
        ? t('by {roles}', { roles: listed(roles.map(role => said(role.label))) })
        : t('by administrators, until a role has the right “{right}”', { right: verb })
      : '',
    approval ? approvalSaid(entity.name, approval) : '',
  ].filter(Boolean)
  return parts.length > 0 ? html`<small>${parts.join('; ')}</small>` : nothing
}
