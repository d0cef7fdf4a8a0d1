import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask } from '../../data/client.ts'
import { meta } from '../../data/meta.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import '../../ui/small.ts'
import type { Plan } from '../changes/plan.ts'
import '../changes/plan-view.ts'
import type { Operation, Options, ShownEntity, ShownField } from '../model/shown.ts'
import { keep, said, studioStore } from '../model/store.ts'
import { typeLabel, typeShape } from '../options/index.ts'
import { optionEditor } from './option-editor.ts'

/** Makes a field another type: what it can become, what that type asks, and what would not fit, before it is kept. Tells `close`. */
class SgConvertDialog extends LitElement {
  static override properties = {
    entity: { attribute: false },
    field: { attribute: false },
    type: { state: true },
    options: { state: true },
    lose: { state: true },
    currency: { state: true },
    plan: { state: true },
    error: { state: true },
    busy: { state: true },
  }
  declare entity: ShownEntity
  declare field: ShownField
  declare type: string
  declare options: Options
  declare lose: boolean
  /** Of amounts that had none, or of those that are kept; the company’s unless said. */
  declare currency: string
  declare plan: Plan | null
  declare error: unknown
  declare busy: boolean

  constructor() {
    super()
    this.type = ''
    this.options = {}
    this.lose = false
    this.currency = meta().company?.currency ?? ''
    this.plan = null
    this.error = null
    this.busy = false
  }

  static override styles = [
    base,
    inputs,
    css`.body { display: grid; gap: 14px; grid-template-columns: minmax(0, 1fr); } .check { display: flex; gap: 9px; align-items: center; }`,
  ]

  protected override render(): TemplateResult {
    const types = studioStore.value?.model.becomes[this.field.type] ?? []
    const shape = typeShape(this.type)
    return html`<sangam-dialog wide open heading=${t('Make {field} another type', { field: said(this.field.label) })} @close=${() => this.dispatchEvent(new Event('close'))}><div class="body">
      ${types.length === 0 ? html`<p>${t('A field of this type can’t become another. Add a new field, and retire this one.')}</p>` : html`<label class="field">${t('From {type} to', { type: typeLabel(this.field.type) })}<select autofocus @change=${(event: Event) => this.#choose((event.target as HTMLSelectElement).value)}><option value="">${t('Choose…')}</option>${types.map(type => html`<option value=${type} ?selected=${type === this.type}>${typeLabel(type)}</option>`)}</select></label>`}
      ${shape ? shape.options.filter(option => option.when?.(this.options) ?? true).map(option => optionEditor(option, { entity: this.entity.name, field: this.field.name, options: this.options, saved: this.field.options, set: changes => this.#set(changes) })) : nothing}
      ${shape && this.#asksCurrency() ? this.#currencies() : nothing}
      ${shape ? html`<label class="check"><input type="checkbox" .checked=${this.lose} @change=${(event: Event) => this.#set({}, (event.target as HTMLInputElement).checked)} />${t('What does not fit becomes empty')}</label>` : nothing}
      <sangam-problem .error=${this.error}></sangam-problem>${this.plan ? html`<sangam-plan-view .plan=${this.plan}></sangam-plan-view>` : nothing}</div>
      <sangam-button slot="actions" @click=${() => this.dispatchEvent(new Event('close'))}>${t('Cancel')}</sangam-button>
      ${shape ? html`<sangam-button slot="actions" ?busy=${this.busy} @click=${() => void this.#look()}>${t('See what happens')}</sangam-button>` : nothing}
      <sangam-button slot="actions" kind="primary" ?disabled=${!this.plan || this.plan.refused.length > 0} @click=${() => void this.#keep()}>${t('Keep in the draft')}</sangam-button></sangam-dialog>`
  }

  #asksCurrency(): boolean {
    return (this.type === 'money') !== (this.field.type === 'money')
  }

  /** An amount that becomes money needs a currency; of money that becomes a number only one can be kept. */
  #currencies(): TemplateResult {
    const label = this.type === 'money' ? t('The amounts are in') : t('Amounts are kept that are in')
    const codes = [...new Set([meta().company?.currency ?? '', ...Object.keys(meta().currencies)])].filter(Boolean)
    return html`<label class="field">${label}<select @change=${(event: Event) => this.#in((event.target as HTMLSelectElement).value)}>${codes.map(code => html`<option value=${code} ?selected=${code === this.currency}>${code}</option>`)}</select></label>`
  }

  #in(currency: string): void {
    this.currency = currency
    this.plan = null
  }

  #choose(type: string): void {
    this.type = type
    const kept = ['choices', 'states', 'min', 'max', 'digits']
    this.options = { ...typeShape(type)?.start, ...Object.fromEntries(Object.entries(this.field.options).filter(([name]) => kept.includes(name))) }
    this.plan = null
    this.error = null
  }

  #set(changes: Options, lose = this.lose): void {
    this.options = Object.fromEntries(Object.entries({ ...this.options, ...changes }).filter(([, value]) => value !== undefined))
    this.lose = lose
    this.plan = null
  }

  #operation(): Operation {
    const wanted = new Set([
      'label',
      'help',
      ...(typeShape(this.type)?.common.filter(name => name !== 'default') ?? []),
      ...(typeShape(this.type)?.options.map(option => option.name) ?? []),
    ])
    const options = Object.fromEntries(Object.entries({ ...this.field.options, ...this.options }).filter(([name]) => wanted.has(name)))
    const currency = this.#asksCurrency() && this.currency !== '' && { currency: this.currency }
    return { op: 'convertField', entity: this.entity.name, field: this.field.name, type: this.type, options, ...currency, ...(this.lose && { lose: true }) }
  }

  async #look(): Promise<void> {
    this.busy = true
    this.error = null
    try {
      this.plan = await ask<Plan>('/api/model/plan', {
        method: 'POST',
        body: { operations: [...(studioStore.value?.draft?.operations ?? []), this.#operation()] },
      })
    } catch (error) {
      this.error = error
    } finally {
      this.busy = false
    }
  }

  async #keep(): Promise<void> {
    if (await keep(this.#operation())) this.dispatchEvent(new Event('close'))
  }
}
customElements.define('sangam-convert-dialog', SgConvertDialog)
