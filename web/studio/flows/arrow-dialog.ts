import { css, html, LitElement, type TemplateResult } from 'lit'
import { conditionOf, type Group, groupOf, nothing as noTests } from '../../screens/list/conditions.ts'
import '../../screens/list/filter.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import { nameFrom } from '../model/names.ts'
import type { ShownEntity } from '../model/shown.ts'
import { said } from '../model/store.ts'
import '../ui/field-checks.ts'
import type { Arrow, State } from './states.ts'

/** One arrow between two states: its button, what must hold, what must be filled, who may take it. Tells `done` with it, and `close`. */
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

  constructor() {
    super()
    this.arrow = null
    this.to = ''
    this.label = ''
    this.group = noTests
    this.fields = []
    this.limited = false
    this.right = ''
  }

  static override styles = [
    base,
    inputs,
    css`.body { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); } .two { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; align-items: start; } h3 { font-size: var(--sg-text-sm); color: var(--sg-text-2); margin-block-end: 7px; } .check { display: flex; gap: 9px; align-items: center; margin-block-end: 8px; } @media (max-width: 480px) { .two { grid-template-columns: 1fr; } }`,
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
  }

  protected override render(): TemplateResult {
    const targets = this.#targets()
    const heading = this.arrow ? t('Change the arrow') : t('Add an arrow')
    return html`<sg-dialog wide open heading=${heading} @close=${() => this.dispatchEvent(new Event('close'))}><div class="body">
      <div class="two"><label class="field">${t('Leads to')}<select ?disabled=${this.arrow !== null} @change=${(event: Event) => (this.to = (event.target as HTMLSelectElement).value)}>${targets.map(state => html`<option value=${state.state} ?selected=${state.state === this.to}>${said(state.label ?? state.state)}</option>`)}</select></label>
      <label class="field">${t('Words on its button')}<input maxlength="80" .value=${this.label} placeholder=${t('Approve')} @input=${(event: Event) => (this.label = (event.target as HTMLInputElement).value)} /></label></div>
      <div><h3>${t('Only where')}</h3><sg-filter entity=${this.entity.name} .group=${this.group} @change=${(event: CustomEvent<Group>) => (this.group = event.detail)}></sg-filter></div>
      <sg-field-checks label=${t('These must be filled')} .fields=${this.entity.fields.filter(field => field.type !== 'flow')} .chosen=${this.fields} @change=${(event: CustomEvent<readonly string[]>) => (this.fields = event.detail)}></sg-field-checks>
      <div><h3>${t('Who may take it')}</h3><label class="check"><input type="checkbox" .checked=${this.limited} @change=${(event: Event) => this.#limit((event.target as HTMLInputElement).checked)} />${t('Only roles with a right of its own')}</label>
      ${this.limited ? html`<label class="field">${t('Name of the right')}<input maxlength="40" pattern="[a-z][a-zA-Z0-9]*" .value=${this.right} @input=${(event: Event) => (this.right = (event.target as HTMLInputElement).value)} /><small>${t('Tick it for the roles that have it, under Roles. Administrators always have it.')}</small></label>` : html`<p class="quiet">${t('Whoever may change the record.')}</p>`}</div></div>
      <sg-button slot="actions" @click=${() => this.dispatchEvent(new Event('close'))}>${t('Cancel')}</sg-button><sg-button slot="actions" kind="primary" ?disabled=${this.to === '' || (this.limited && this.right === '')} @click=${() => this.#done()}>${t('Keep in the draft')}</sg-button></sg-dialog>`
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
    const when = conditionOf(this.group)
    const made: Arrow = {
      state: this.to,
      ...(this.label.trim() !== '' && { label: this.label.trim() }),
      ...(Object.keys(when).length > 0 && { when }),
      ...(this.fields.length > 0 && { require: this.fields }),
      ...(this.limited && { verb: this.right }),
    }
    this.dispatchEvent(new CustomEvent('done', { detail: made }))
  }
}
customElements.define('sg-arrow-dialog', SgArrowDialog)
