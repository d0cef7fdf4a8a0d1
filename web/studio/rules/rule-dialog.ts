import type { Rule } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { conditionOf, type Group, groupOf, nothing as noTests } from '../../screens/list/conditions.ts'
import '../../screens/list/filter.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import '../../ui/small.ts'
import type { ShownEntity } from '../model/shown.ts'
import { said } from '../model/store.ts'
import '../ui/field-checks.ts'
import { kindOf, type RuleKind, reasonOf, ruleSaid } from './rule-said.ts'

/** Builds one rule: what it does, to which fields, when, and what people are told. Tells `done` with the rule, and `close`. */
class SgRuleDialog extends LitElement {
  static override properties = {
    entity: { attribute: false },
    rule: { attribute: false },
    kind: { state: true },
    fields: { state: true },
    all: { state: true },
    group: { state: true },
    reason: { state: true },
    wrong: { state: true },
  }
  declare entity: ShownEntity
  declare rule: Rule | null
  declare kind: RuleKind
  declare fields: readonly string[]
  declare all: boolean
  declare group: Group
  declare reason: string
  declare wrong: string

  constructor() {
    super()
    this.rule = null
    this.kind = 'require'
    this.fields = []
    this.all = false
    this.group = noTests
    this.reason = ''
    this.wrong = ''
  }

  static override styles = [
    base,
    inputs,
    css`
    .body { display: grid; gap: 18px; grid-template-columns: minmax(0, 1fr); } fieldset { border: 0; margin: 0; padding: 0; min-inline-size: 0; } legend, h3 { padding: 0; font-size: var(--sg-text-sm); font-weight: 550; color: var(--sg-text-2); margin-block-end: 7px; }
    .kinds { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 8px; }
    .kinds label { display: flex; gap: 9px; align-items: baseline; padding: 9px 12px; border: 1px solid var(--sg-border); border-radius: var(--sg-radius); cursor: pointer; } .kinds label:has(:checked) { border-color: var(--sg-accent); background: var(--sg-selected); } .kinds input { translate: 0 2px; } .kinds small { display: block; color: var(--sg-text-2); font-size: var(--sg-text-xs); }
    .check { display: flex; gap: 9px; align-items: center; margin-block-end: 8px; }
    .back { padding: 10px 14px; border-radius: var(--sg-radius); background: var(--sg-accent-soft); font-weight: 500; }
  `,
  ]

  protected override willUpdate(changed: Map<string, unknown>): void {
    const { rule } = this
    if (!changed.has('rule') || !rule) return
    this.kind = kindOf(rule)
    this.fields =
      'require' in rule ? rule.require : 'show' in rule ? rule.show : 'refuse' in rule ? (rule.field ? [rule.field] : []) : rule.lock === 'all' ? [] : rule.lock
    this.all = 'lock' in rule && rule.lock === 'all'
    this.group = groupOf(rule.when)
    this.reason = reasonOf(rule)
  }

  protected override render(): TemplateResult {
    const made = this.#made()
    return html`<sangam-dialog wide open heading=${this.rule ? t('Change the rule') : t('Add a rule')} @close=${() => this.dispatchEvent(new Event('close'))}><div class="body">
      <fieldset><legend>${t('What it does')}</legend><div class="kinds">${this.#kinds()}</div></fieldset>
      ${this.#which()}
      <div><h3>${t('When it happens')}</h3><sangam-filter entity=${this.entity.name} .group=${this.group} @change=${(event: CustomEvent<Group>) => this.#when(event.detail)}></sangam-filter></div>
      ${this.kind === 'show' ? nothing : html`<label class="field">${this.kind === 'refuse' ? t('What people are told') : t('Why, for whoever meets it')}<input maxlength="300" .value=${this.reason} @input=${(event: Event) => (this.reason = (event.target as HTMLInputElement).value)} /><small>${t('A sentence that says what to do.')}</small></label>`}
      ${made ? html`<p class="back" role="status">${ruleSaid(this.entity.name, made)}.</p>` : nothing}
      ${this.wrong ? html`<span class="wrong" role="alert">${this.wrong}</span>` : nothing}</div>
      <sangam-button slot="actions" @click=${() => this.dispatchEvent(new Event('close'))}>${t('Cancel')}</sangam-button><sangam-button slot="actions" kind="primary" @click=${() => this.#done()}>${t('Keep in the draft')}</sangam-button></sangam-dialog>`
  }

  #kinds(): TemplateResult[] {
    const kinds: readonly (readonly [RuleKind, string, string])[] = [
      ['require', t('Require'), t('Fields must be filled')],
      ['lock', t('Lock'), t('Fields can’t be changed')],
      ['show', t('Show'), t('Fields are seen only then')],
      ['refuse', t('Refuse to save'), t('The record can’t be saved')],
    ]
    return kinds.map(
      ([kind, label, help]) =>
        html`<label><input type="radio" name="kind" value=${kind} .checked=${this.kind === kind} @change=${() => (this.kind = kind)} /><span>${label}<small>${help}</small></span></label>`,
    )
  }

  #which(): TemplateResult {
    if (this.kind === 'refuse')
      return html`<label class="field">${t('Told beside the field')}<select @change=${(event: Event) => (this.fields = [(event.target as HTMLSelectElement).value].filter(Boolean))}><option value="">${t('none: above the form')}</option>${this.entity.fields.map(field => html`<option value=${field.name} ?selected=${this.fields[0] === field.name}>${said(field.label)}</option>`)}</select></label>`
    return html`<div>${this.kind === 'lock' ? html`<label class="check"><input type="checkbox" .checked=${this.all} @change=${(event: Event) => (this.all = (event.target as HTMLInputElement).checked)} />${t('The whole record')}</label>` : nothing}
      ${this.kind === 'lock' && this.all ? nothing : html`<sangam-field-checks label=${t('Which fields')} .fields=${this.entity.fields} .chosen=${this.fields} @change=${(event: CustomEvent<readonly string[]>) => (this.fields = event.detail)}></sangam-field-checks>`}</div>`
  }

  #when(group: Group): void {
    this.group = group
    this.wrong = ''
  }

  #made(): Rule | null {
    const when = conditionOf(this.group)
    if (Object.keys(when).length === 0) return null
    const because = this.reason.trim() === '' ? {} : { because: this.reason.trim() }
    const [field] = this.fields
    if (this.kind === 'refuse') return { refuse: this.reason.trim(), when, ...(field !== undefined && { field }) } as Rule
    if (this.kind === 'lock' && this.all) return { lock: 'all', when, ...because } as Rule
    if (this.fields.length === 0) return null
    if (this.kind === 'show') return { show: this.fields, when } as Rule
    return { [this.kind]: this.fields, when, ...because } as unknown as Rule
  }

  #done(): void {
    const made = this.#made()
    if (Object.keys(conditionOf(this.group)).length === 0) this.wrong = t('Say when: add a condition.')
    else if (!made) this.wrong = t('Choose the fields it is about.')
    else if (this.kind === 'refuse' && this.reason.trim() === '') this.wrong = t('Say what people are told.')
    else this.dispatchEvent(new CustomEvent('done', { detail: made }))
  }
}
customElements.define('sangam-rule-dialog', SgRuleDialog)
