import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { conditionOf, type Group, groupOf, nothing as noTests } from '../../screens/list/conditions.ts'
import '../../screens/list/filter.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import type { ShownGrant, ShownModel } from '../model/shown.ts'
import { said, studioStore } from '../model/store.ts'
import '../ui/field-checks.ts'
import { conditionFor, pointersOf, type Reach, reachOf } from './reach.ts'

/** Which records a grant reaches, and which of their fields stay hidden or frozen. Tells `done` with the grant, and `close`. */
class SgGrantDialog extends LitElement {
  static override properties = { grant: { attribute: false }, reach: { state: true }, group: { state: true }, hide: { state: true }, freeze: { state: true } }
  declare grant: ShownGrant
  declare reach: Reach
  declare group: Group
  declare hide: readonly string[]
  declare freeze: readonly string[]

  constructor() {
    super()
    this.reach = { kind: 'all' }
    this.group = noTests
    this.hide = []
    this.freeze = []
  }

  static override styles = [
    base,
    inputs,
    css`.body { display: grid; gap: 18px; grid-template-columns: minmax(0, 1fr); } fieldset { border: 0; margin: 0; padding: 0; display: grid; gap: 8px; min-inline-size: 0; } legend { padding: 0; font-size: var(--sg-text-sm); font-weight: 550; color: var(--sg-text-2); margin-block-end: 6px; } .check { display: flex; gap: 9px; align-items: center; } .check select { max-inline-size: 220px; margin-inline-start: auto; } @media (max-width: 480px) { .check:has(select) { flex-wrap: wrap; } .check select { max-inline-size: none; margin-inline-start: 25px; flex: 1 0 170px; } }`,
  ]

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('grant')) return
    this.reach = reachOf(this.grant.where)
    this.group = this.reach.kind === 'where' ? groupOf(this.reach.where) : noTests
    this.hide = this.grant.hide
    this.freeze = this.grant.freeze
  }

  protected override render(): TemplateResult {
    const model = studioStore.value?.model
    const entity = model?.entities.find(one => one.name === this.grant.entity)
    const fields = entity?.fields.filter(field => field.name !== entity.title) ?? []
    return html`<sangam-dialog wide open heading=${t('{entity}: which records and fields', { entity: said(entity?.plural ?? this.grant.entity) })} @close=${() => this.dispatchEvent(new Event('close'))}><div class="body">
      ${model ? this.#reaches(model) : nothing}
      ${this.reach.kind === 'where' ? html`<sangam-filter entity=${this.grant.entity} .group=${this.group} @change=${(event: CustomEvent<Group>) => this.#where(event.detail)}></sangam-filter>` : nothing}
      <sangam-field-checks label=${t('Hidden: not there for this role, nowhere')} .fields=${fields} .chosen=${this.hide} @change=${(event: CustomEvent<readonly string[]>) => (this.hide = event.detail)}></sangam-field-checks>
      <sangam-field-checks label=${t('Frozen: seen and not changed')} .fields=${fields} .chosen=${this.freeze} @change=${(event: CustomEvent<readonly string[]>) => (this.freeze = event.detail)}></sangam-field-checks></div>
      <sangam-button slot="actions" @click=${() => this.dispatchEvent(new Event('close'))}>${t('Cancel')}</sangam-button><sangam-button slot="actions" kind="primary" @click=${() => this.#done()}>${t('Keep these limits')}</sangam-button></sangam-dialog>`
  }

  #reaches(model: ShownModel): TemplateResult {
    const people = pointersOf(model, this.grant.entity, 'core.user')
    const teams = pointersOf(model, this.grant.entity, 'core.team')
    return html`<fieldset><legend>${t('Which records')}</legend>
      ${this.#radio({ kind: 'all' }, t('All of them'))}
      ${this.#radio({ kind: 'own', field: people[0]?.value ?? 'createdBy' }, t('Their own: the person stands in'), people)}
      ${teams.length > 0 ? this.#radio({ kind: 'team', field: teams[0]?.value ?? '' }, t('Of their teams: a team of theirs stands in'), teams) : nothing}
      ${teams.length > 0 ? this.#radio({ kind: 'led', field: teams[0]?.value ?? '' }, t('Of the teams they lead, with all below: it stands in'), teams) : nothing}
      ${this.#radio({ kind: 'where', where: {} }, t('Those for which a condition holds'))}</fieldset>`
  }

  #radio(reach: Reach, label: string, fields: readonly { readonly value: string; readonly label: string }[] = []): TemplateResult {
    const on = this.reach.kind === reach.kind
    const field = on && 'field' in this.reach ? this.reach.field : 'field' in reach ? reach.field : ''
    return html`<div class="check"><label class="check"><input type="radio" name="reach" .checked=${on} @change=${() => (this.reach = reach)} />${label}</label>
      ${fields.length > 0 ? html`<select aria-label=${label} ?disabled=${!on} @change=${(event: Event) => (this.reach = { ...reach, field: (event.target as HTMLSelectElement).value } as Reach)}>${fields.map(one => html`<option value=${one.value} ?selected=${one.value === field}>${one.label}</option>`)}</select>` : nothing}</div>`
  }

  #where(group: Group): void {
    this.group = group
    this.reach = { kind: 'where', where: conditionOf(group) }
  }

  #done(): void {
    const detail: ShownGrant = { ...this.grant, where: conditionFor(this.reach), hide: this.hide, freeze: this.freeze }
    this.dispatchEvent(new CustomEvent('done', { detail }))
  }
}
customElements.define('sangam-grant-dialog', SgGrantDialog)
