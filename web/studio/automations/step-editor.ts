import type { Json } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { entityMeta } from '../../data/meta.ts'
import { called, t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../ui/condition-editor.ts'
import { blankStep, reachable, relatedStep } from './blank.ts'
import { deepest } from './places.ts'
import './recipients.ts'
import { fillable, type Recipient, type Step, stepNames, subjects } from './shape.ts'
import './values-editor.ts'

/** What one step does; the ways of a branch are steps of their own. Tells `change` with the step. */
class SgStepEditor extends LitElement {
  static override properties = { step: { attribute: false }, entity: {}, roles: { attribute: false }, level: { type: Number } }
  declare step: Step
  declare entity: string
  declare roles: readonly { readonly name: string; readonly label: string }[]
  /** How deep it lies. */
  declare level: number

  constructor() {
    super()
    this.step = { do: 'set', values: {} }
    this.entity = ''
    this.roles = []
    this.level = 1
  }

  static override styles = [base, inputs, css`:host { display: grid; gap: 12px; grid-template-columns: minmax(0, 1fr); } textarea { min-block-size: 88px; }`]

  protected override render(): TemplateResult {
    const { step } = this
    const names = Object.entries(stepNames()).filter(
      ([name]) =>
        (this.entity || !['set', 'related', 'action', 'branch'].includes(name)) && (name !== 'branch' || this.level < deepest || step.do === 'branch'),
    )
    return html`<label class="field">${t('What is done')}<select @change=${(event: Event) => this.#tell(blankStep(textIn(event), this.entity))}>${names.map(([name, label]) => html`<option value=${name} ?selected=${name === step.do}>${label}</option>`)}</select></label>${this.#body(step)}`
  }

  #body(step: Step): TemplateResult {
    const put = (next: Step): void => this.#tell(next)
    const with_ = (name: string, value: unknown): void => put({ ...step, [name]: value } as Step)
    switch (step.do) {
      case 'set':
        return this.#values(this.entity, step.values, values => with_('values', values))
      case 'create':
        return html`${this.#select(t('Kind of record'), subjects(), String(step.entity), entity => put({ do: 'create', entity, values: {} }))}
          ${this.#values(String(step.entity), step.values, values => with_('values', values))}`
      case 'related':
        return this.#related(step, put)
      case 'action': {
        const actions = (entityMeta(this.entity)?.actions ?? []).filter(action => !action.name.includes(':'))
        const input = Object.values(actions.find(action => action.name === step.action)?.input ?? {})
        return html`${this.#select(
          t('Action'),
          actions.map(action => [action.name, called(action.label)] as const),
          String(step.action),
          action => put({ do: 'action', action }),
        )}
          ${input.length > 0 ? html`<sangam-values-editor .fields=${input} .values=${(step.input ?? {}) as { [name: string]: Json }} @change=${(event: CustomEvent<object>) => with_('input', event.detail)}></sangam-values-editor>` : nothing}`
      }
      case 'notify':
      case 'mail':
        return html`<sangam-recipients .to=${(step.to ?? []) as readonly Recipient[]} entity=${this.entity} .roles=${this.roles} ?mail=${step.do === 'mail'} @change=${(event: CustomEvent<object>) => with_('to', event.detail)}></sangam-recipients>
          ${step.do === 'mail' ? html`<label class="field">${t('Subject')}<input .value=${String(step.subject ?? '')} @change=${(event: Event) => with_('subject', textIn(event))} /></label>` : nothing}
          <label class="field">${t('Text')}<textarea .value=${String(step.text ?? '')} @change=${(event: Event) => with_('text', textIn(event))}></textarea></label>`
      case 'call':
        return html`<label class="field">${t('Address')}<input type="url" placeholder="https://example.com/hook" .value=${String(step.url ?? '')} @change=${(event: Event) => with_('url', textIn(event))} /></label>
          <label class="field">${t('What is sent (JSON)')}<textarea placeholder=${t('Empty: the record')} .value=${String(step.body ?? '')} @change=${(event: Event) => with_('body', textIn(event) || undefined)}></textarea></label>`
      default:
        return html`<sangam-condition-editor entity=${this.entity} .condition=${(step.if ?? {}) as object} @change=${(event: CustomEvent<object>) => with_('if', event.detail)}></sangam-condition-editor>`
    }
  }

  #related(step: Step, put: (step: Step) => void): TemplateResult {
    const options = reachable(this.entity)
    const chosen = step.field ? String(step.field) : `${String(step.entity)}:${String(step.by)}`
    const target = step.field ? (entityMeta(this.entity)?.fields[String(step.field)]?.to ?? '') : String(step.entity)
    return html`${this.#select(t('Which records'), options, chosen, value => put(relatedStep(value)))}
      ${step.field ? nothing : html`<sangam-condition-editor entity=${target} .condition=${(step.where ?? {}) as object} @change=${(event: CustomEvent<object>) => put({ ...step, where: event.detail })}></sangam-condition-editor>`}
      ${this.#values(target, step.values, values => put({ ...step, values }))}`
  }

  #values(entity: string, values: unknown, put: (values: object) => void): TemplateResult {
    return html`<sangam-values-editor .fields=${fillable(entity)} .values=${(values ?? {}) as { [name: string]: Json }} @change=${(event: CustomEvent<object>) => put(event.detail)}></sangam-values-editor>`
  }

  #select(label: string, options: readonly (readonly [string, string])[], value: string, put: (value: string) => void): TemplateResult {
    return html`<label class="field">${label}<select @change=${(event: Event) => put(textIn(event))}>${options.map(([name, said]) => html`<option value=${name} ?selected=${name === value}>${said}</option>`)}</select></label>`
  }

  #tell(step: Step): void {
    this.step = step
    this.dispatchEvent(new CustomEvent('change', { detail: step }))
  }
}
customElements.define('sangam-step-editor', SgStepEditor)

function textIn(event: Event): string {
  return (event.target as HTMLInputElement).value
}
