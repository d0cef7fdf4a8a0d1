import type { Json } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { entityMeta, reversePaths } from '../../data/meta.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../ui/condition-editor.ts'
import './recipients.ts'
import { fillable, type Recipient, type Step, stepNames, subjects } from './shape.ts'
import './values-editor.ts'

/** What is done, top to bottom. Tells `change` with the steps. */
class SgStepsEditor extends LitElement {
  static override properties = {
    steps: { attribute: false },
    entity: {},
    roles: { attribute: false },
    issues: { attribute: false },
    place: {},
    deep: { type: Number },
  }
  declare steps: readonly Step[]
  declare entity: string
  declare roles: readonly { readonly name: string; readonly label: string }[]
  /** What is wrong, by place: `steps.0.values`. */
  declare issues: readonly { readonly field: string; readonly message: string }[]
  declare place: string
  declare deep: number

  constructor() {
    super()
    this.steps = []
    this.entity = ''
    this.roles = []
    this.issues = []
    this.place = 'steps'
    this.deep = 1
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: grid; gap: 10px; } ol { list-style: none; margin: 0; padding: 0; display: grid; gap: 10px; }
    li { display: grid; gap: 10px; padding: 12px 14px; border: 1px solid var(--sg-border); border-radius: 10px; background: var(--sg-surface); min-inline-size: 0; }
    li.wrong { border-color: var(--sg-danger); } li > header { display: flex; gap: 8px; align-items: center; } li > header select { flex: 1; min-inline-size: 0; }
    .number { display: grid; place-items: center; inline-size: 24px; block-size: 24px; border-radius: 50%; background: var(--sg-accent-soft); color: var(--sg-accent-text); font-size: var(--sg-text-sm); font-weight: 600; flex: none; }
    .issue { color: var(--sg-danger-text, var(--sg-danger)); font-size: var(--sg-text-sm); } .way { display: grid; gap: 8px; padding-inline-start: 14px; border-inline-start: 2px solid var(--sg-border); }
    textarea { min-block-size: 88px; }
  `,
  ]

  protected override render(): unknown {
    return html`<ol>${this.steps.map((step, at) => this.#step(step, at))}</ol>
      <div><sg-button size="small" icon="plus" @click=${() => this.#tell([...this.steps, this.#blank('set')])}>${t('Add a step')}</sg-button></div>`
  }

  #step(step: Step, at: number): TemplateResult {
    const place = `${this.place}.${at}`
    const issues = this.issues.filter(({ field }) => field === place || (field.startsWith(`${place}.`) && !/\.(yes|no)\./.test(field.slice(place.length))))
    const put = (next: Step): void => this.#tell(this.steps.with(at, next))
    const move = (by: number): void => this.#tell(this.steps.toSpliced(at, 1).toSpliced(at + by, 0, step))
    const names = Object.entries(stepNames()).filter(
      ([name]) => (this.entity || !['set', 'related', 'action', 'branch'].includes(name)) && (name !== 'branch' || this.deep < 3),
    )
    return html`<li class=${issues.length > 0 ? 'wrong' : ''} aria-label=${t('Step {number}', { number: at + 1 })}><header><span class="number" aria-hidden="true">${at + 1}</span>
      <select aria-label=${t('What is done')} @change=${(event: Event) => put(this.#blank(textIn(event)))}>${names.map(([name, label]) => html`<option value=${name} ?selected=${name === step.do}>${label}</option>`)}</select>
      <sg-button size="small" kind="quiet" icon="up" label=${t('Move up')} ?disabled=${at === 0} @click=${() => move(-1)}></sg-button>
      <sg-button size="small" kind="quiet" icon="down" label=${t('Move down')} ?disabled=${at === this.steps.length - 1} @click=${() => move(1)}></sg-button>
      <sg-button size="small" kind="quiet" icon="remove" label=${t('Remove the step')} @click=${() => this.#tell(this.steps.toSpliced(at, 1))}></sg-button></header>
      ${this.#body(step, put, place)}${issues.map(({ message }) => html`<p class="issue" role="alert">${message}</p>`)}</li>`
  }

  #body(step: Step, put: (step: Step) => void, place: string): TemplateResult {
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
          actions.map(action => [action.name, t(action.label)] as const),
          String(step.action),
          action => put({ do: 'action', action }),
        )}
          ${input.length > 0 ? html`<sg-values-editor .fields=${input} .values=${(step.input ?? {}) as { [name: string]: Json }} @change=${(event: CustomEvent<object>) => with_('input', event.detail)}></sg-values-editor>` : nothing}`
      }
      case 'notify':
      case 'mail':
        return html`<sg-recipients .to=${(step.to ?? []) as readonly Recipient[]} entity=${this.entity} .roles=${this.roles} ?mail=${step.do === 'mail'} @change=${(event: CustomEvent<object>) => with_('to', event.detail)}></sg-recipients>
          ${step.do === 'mail' ? html`<label class="field">${t('Subject')}<input .value=${String(step.subject ?? '')} @change=${(event: Event) => with_('subject', textIn(event))} /></label>` : nothing}
          <label class="field">${t('Text')}<textarea .value=${String(step.text ?? '')} @change=${(event: Event) => with_('text', textIn(event))}></textarea></label>`
      case 'call':
        return html`<label class="field">${t('Address')}<input type="url" placeholder="https://example.com/hook" .value=${String(step.url ?? '')} @change=${(event: Event) => with_('url', textIn(event))} /></label>
          <label class="field">${t('What is sent (JSON)')}<textarea placeholder=${t('Empty: the record')} .value=${String(step.body ?? '')} @change=${(event: Event) => with_('body', textIn(event) || undefined)}></textarea></label>`
      default:
        return html`<sg-condition-editor entity=${this.entity} .condition=${(step.if ?? {}) as object} @change=${(event: CustomEvent<object>) => with_('if', event.detail)}></sg-condition-editor>
          ${(['yes', 'no'] as const).map(way => html`<div class="way"><b>${way === 'yes' ? t('If so') : t('If not')}</b><sg-steps-editor .steps=${(step[way] ?? []) as readonly Step[]} entity=${this.entity} .roles=${this.roles} .issues=${this.issues} place=${`${place}.${way}`} .deep=${this.deep + 1} @change=${(event: CustomEvent<readonly Step[]>) => with_(way, event.detail)}></sg-steps-editor></div>`)}`
    }
  }

  #related(step: Step, put: (step: Step) => void): TemplateResult {
    const up = Object.values(entityMeta(this.entity)?.fields ?? {}).filter(field => field.type === 'reference' && entityMeta(field.to ?? ''))
    const options = [
      ...up.map(field => [field.name, t('What {field} points at', { field: t(field.label) })] as const),
      ...reversePaths(this.entity).map(path => {
        const [entity = '', by = ''] = path.split(':')
        return [
          path,
          t('{entities} that point here by {field}', {
            entities: t(entityMeta(entity)?.plural ?? entity),
            field: t(entityMeta(entity)?.fields[by]?.label ?? by),
          }),
        ] as const
      }),
    ]
    const chosen = step.field ? String(step.field) : `${String(step.entity)}:${String(step.by)}`
    const target = step.field ? (up.find(field => field.name === step.field)?.to ?? '') : String(step.entity)
    return html`${this.#select(t('Which records'), options, chosen, value => put(relatedStep(value)))}
      ${step.field ? nothing : html`<sg-condition-editor entity=${target} .condition=${(step.where ?? {}) as object} @change=${(event: CustomEvent<object>) => put({ ...step, where: event.detail })}></sg-condition-editor>`}
      ${this.#values(target, step.values, values => put({ ...step, values }))}`
  }

  #values(entity: string, values: unknown, put: (values: object) => void): TemplateResult {
    return html`<sg-values-editor .fields=${fillable(entity)} .values=${(values ?? {}) as { [name: string]: Json }} @change=${(event: CustomEvent<object>) => put(event.detail)}></sg-values-editor>`
  }

  #select(label: string, options: readonly (readonly [string, string])[], value: string, put: (value: string) => void): TemplateResult {
    return html`<label class="field">${label}<select @change=${(event: Event) => put(textIn(event))}>${options.map(([name, said]) => html`<option value=${name} ?selected=${name === value}>${said}</option>`)}</select></label>`
  }

  #blank(does: string): Step {
    const [entity = ''] = subjects()[0] ?? []
    const [up] = Object.values(entityMeta(this.entity)?.fields ?? {}).filter(field => field.type === 'reference' && entityMeta(field.to ?? ''))
    switch (does) {
      case 'create':
        return { do: 'create', entity, values: {} }
      case 'related':
        return up ? { do: 'related', field: up.name, values: {} } : relatedStep(reversePaths(this.entity)[0] ?? ':')
      case 'action':
        return { do: 'action', action: entityMeta(this.entity)?.actions[0]?.name ?? '' }
      case 'notify':
        return { do: 'notify', to: [{ user: '$me' }], text: '' }
      case 'mail':
        return { do: 'mail', to: [{ user: '$me' }], subject: '', text: '' }
      case 'call':
        return { do: 'call', url: '' }
      case 'branch':
        return { do: 'branch', if: {}, yes: [] }
      default:
        return this.entity ? { do: 'set', values: {} } : { do: 'notify', to: [{ user: '$me' }], text: '' }
    }
  }

  #tell(steps: readonly Step[]): void {
    this.steps = steps
    this.dispatchEvent(new CustomEvent('change', { detail: steps }))
  }
}
customElements.define('sg-steps-editor', SgStepsEditor)

function relatedStep(value: string): Step {
  const [entity = '', by] = value.split(':')
  return by === undefined ? { do: 'related', field: entity, values: {} } : { do: 'related', entity, by, values: {} }
}

function textIn(event: Event): string {
  return (event.target as HTMLInputElement).value
}
