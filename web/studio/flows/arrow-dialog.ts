import type { Approval } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { conditionOf, type Group, groupOf, nothing as noTests } from '../../screens/list/conditions.ts'
import '../../screens/list/filter.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import { nameFrom } from '../model/names.ts'
import type { ShownEntity } from '../model/shown.ts'
import { said, studioStore } from '../model/store.ts'
import { listed } from '../said.ts'
import '../ui/field-checks.ts'
import './approval-editor.ts'
import type { Arrow, State } from './states.ts'
import { otherTakers, possibleTakers, takersOf } from './takers.ts'

/** What the dialog ends with. */
export interface MadeArrow {
  readonly arrow: Arrow
  /** Roles of one's own that have the arrow's right; null where it has none. */
  readonly takers: readonly string[] | null
}

/** One arrow between two states: its button, what must hold, what must be filled, who may take it, who must agree. Tells `done` with it, `erase` where it shall go, and `close`. */
class SgArrowDialog extends LitElement {
  static override properties = {
    entity: { attribute: false },
    states: { attribute: false },
    from: { attribute: false },
    arrow: { attribute: false },
    to: { state: true },
    label: { state: true },
    group: { state: true },
    fields: { state: true },
    limited: { state: true },
    right: { state: true },
    takers: { state: true },
    approval: { state: true },
    wrong: { state: true },
  }
  declare entity: ShownEntity
  declare states: readonly State[]
  declare from: State
  declare arrow: Arrow | null
  declare to: string
  declare label: string
  declare group: Group
  declare fields: readonly string[]
  declare limited: boolean
  declare right: string
  declare takers: readonly string[]
  declare approval: Approval | null
  declare wrong: string

  constructor() {
    super()
    this.arrow = null
    this.to = ''
    this.label = ''
    this.group = noTests
    this.fields = []
    this.limited = false
    this.right = ''
    this.takers = []
    this.approval = null
    this.wrong = ''
  }

  static override styles = [
    base,
    inputs,
    css`.body { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); } .two { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; align-items: start; } h3 { font-size: var(--sg-text-sm); color: var(--sg-text-2); margin-block-end: 7px; } .check { display: flex; gap: 9px; align-items: center; margin-block-end: 8px; } .limits { display: grid; gap: 12px; } @media (max-width: 480px) { .two { grid-template-columns: 1fr; } }`,
  ]

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('from') && !changed.has('arrow')) return
    const { arrow } = this
    this.to = arrow?.state ?? this.#targets()[0]?.state ?? ''
    this.label = arrow?.label ?? ''
    this.group = arrow?.when ? groupOf(arrow.when) : noTests
    this.fields = arrow?.require ?? []
    this.limited = arrow?.verb !== undefined
    this.right = arrow?.verb ?? ''
    this.takers = this.#takersNow()
    this.approval = arrow?.approval ?? null
  }

  protected override render(): TemplateResult {
    const targets = this.#targets()
    const from = said(this.from.label ?? this.from.state)
    const heading = this.arrow ? t('Arrow out of {state}', { state: from }) : t('New arrow out of {state}', { state: from })
    return html`<sangam-dialog side open heading=${heading} @close=${() => this.dispatchEvent(new Event('close'))}><div class="body">
      <div class="two"><label class="field">${t('Leads to')}<select ?disabled=${this.arrow !== null} @change=${(event: Event) => (this.to = (event.target as HTMLSelectElement).value)}>${targets.map(state => html`<option value=${state.state} ?selected=${state.state === this.to}>${said(state.label ?? state.state)}</option>`)}</select></label>
      <label class="field">${t('Words on its button')}<input maxlength="80" .value=${this.label} placeholder=${t('Approve')} @input=${(event: Event) => (this.label = (event.target as HTMLInputElement).value)} /></label></div>
      <div><h3>${t('Only where')}</h3><sangam-filter entity=${this.entity.name} .group=${this.group} @change=${(event: CustomEvent<Group>) => (this.group = event.detail)}></sangam-filter></div>
      <sangam-field-checks label=${t('These must be filled')} .fields=${this.entity.fields.filter(field => field.type !== 'flow')} .chosen=${this.fields} @change=${(event: CustomEvent<readonly string[]>) => (this.fields = event.detail)}></sangam-field-checks>
      <div><h3>${t('Who may take it')}</h3>${this.#who()}</div>
      <div><h3>${t('Approval')}</h3><sangam-approval-editor .entity=${this.entity} .approval=${this.approval} @change=${(event: CustomEvent<Approval | null>) => this.#agreed(event.detail)}></sangam-approval-editor></div>
      ${this.wrong ? html`<span class="wrong" role="alert">${this.wrong}</span>` : nothing}</div>
      ${this.arrow ? html`<sangam-button slot="actions" kind="quiet" icon="remove" @click=${() => this.dispatchEvent(new Event('erase'))}>${t('Remove the arrow')}</sangam-button>` : nothing}
      <sangam-button slot="actions" @click=${() => this.dispatchEvent(new Event('close'))}>${t('Cancel')}</sangam-button><sangam-button slot="actions" kind="primary" ?disabled=${this.to === '' || (this.limited && this.right === '')} @click=${() => this.#done()}>${t('Keep in the draft')}</sangam-button></sangam-dialog>`
  }

  #who(): TemplateResult {
    const { model } = studioStore.value ?? {}
    const possible = model ? possibleTakers(model, this.entity.name) : []
    const others = model && this.right !== '' ? otherTakers(model, this.entity.name, this.right) : []
    const limit = html`<label class="check"><input type="checkbox" .checked=${this.limited} @change=${(event: Event) => this.#limit((event.target as HTMLInputElement).checked)} />${t('Only roles with a right of its own')}</label>`
    if (!this.limited) return html`${limit}<p class="quiet">${t('Whoever may change the record.')}</p>`
    return html`${limit}<div class="limits"><label class="field">${t('Name of the right')}<input maxlength="40" pattern="[a-z][a-zA-Z0-9]*" .value=${this.right} @input=${(event: Event) => this.#name((event.target as HTMLInputElement).value)} /></label>
      ${possible.length > 0 ? html`<sangam-field-checks label=${t('Roles that have it')} .fields=${possible} .chosen=${this.takers} @change=${(event: CustomEvent<readonly string[]>) => (this.takers = event.detail)}></sangam-field-checks>` : nothing}
      <p class="quiet">${others.length > 0 ? `${t('By a plugin also: {roles}.', { roles: listed(others.map(role => said(role.label))) })} ` : ''}${t('Roles of your own that may change these records stand here. Administrators always have it.')}</p></div>`
  }

  #takersNow(): readonly string[] {
    const { model } = studioStore.value ?? {}
    return model && this.right !== '' ? takersOf(model, this.entity.name, this.right) : []
  }

  #name(right: string): void {
    this.right = right
    const there = this.#takersNow()
    if (there.length > 0) this.takers = there
  }

  #agreed(approval: Approval | null): void {
    this.approval = approval
    this.wrong = ''
  }

  #targets(): readonly State[] {
    const taken = new Set(this.from.to.map(arrow => arrow.state))
    return this.states.filter(state => state.state !== this.from.state && (state.state === this.arrow?.state || !taken.has(state.state)))
  }

  #limit(limited: boolean): void {
    this.limited = limited
    if (limited && this.right === '') this.right = nameFrom(this.label || this.to, new Set(['read', 'create', 'update', 'remove']), 'camel', 'take')
  }

  #done(): void {
    if (this.approval?.steps.some(({ by }) => Object.values(by).includes(''))) this.wrong = t('Say of each step who agrees.')
    else if (this.approval?.steps.some(({ when }) => when && Object.keys(when).length === 0)) this.wrong = t('Say when: add a condition.')
    else this.dispatchEvent(new CustomEvent<MadeArrow>('done', { detail: { arrow: this.#made(), takers: this.limited ? this.takers : null } }))
  }

  /** What is not asked here stays as it was. */
  #made(): Arrow {
    const { label: _, when: __, require: ___, verb: ____, approval: _____, ...rest } = this.arrow ?? {}
    const when = conditionOf(this.group)
    return {
      ...rest,
      state: this.to,
      ...(this.label.trim() !== '' && { label: this.label.trim() }),
      ...(Object.keys(when).length > 0 && { when }),
      ...(this.fields.length > 0 && { require: this.fields }),
      ...(this.limited && { verb: this.right }),
      ...(this.approval && { approval: this.approval }),
    }
  }
}
customElements.define('sangam-arrow-dialog', SgArrowDialog)
