import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/small.ts'
import '../ui/condition-editor.ts'
import './log-view.ts'
import type { StepMark } from './marks.ts'
import { gapBeside, levelOf, partsOf, stepAt } from './places.ts'
import { type Seen, seenSaid } from './seen.ts'
import { type Draft, type Step, stateNames } from './shape.ts'
import './step-editor.ts'
import './trigger-editor.ts'

export type Wrong = readonly { readonly field: string; readonly message: string }[]

/** What is wrong with a part of the drawing, without what is wrong in the ways of a branch. */
export function wrongOf(issues: Wrong, key: string): Wrong {
  if (key === 'when') return issues.filter(({ field }) => /^(entity|trigger)(\.|$)/.test(field))
  if (key === 'if') return issues.filter(({ field }) => /^condition(\.|$)/.test(field))
  const place = `steps.${key}`
  return issues.filter(({ field }) => field === place || (field.startsWith(`${place}.`) && !/^\.(yes|no)\./.test(field.slice(place.length))))
}

/** The part of an automation that is chosen in its drawing: edited above, and below what it did in the run that is shown. Tells `put` with what changes of the draft, `step` with the step, `move` ({ from, gap }) and `erase`. */
class SgNodePanel extends LitElement {
  static override properties = {
    draft: { attribute: false },
    chosen: {},
    roles: { attribute: false },
    issues: { attribute: false },
    mark: { attribute: false },
    more: { attribute: false },
    seen: { attribute: false },
  }
  declare draft: Draft
  declare chosen: string
  declare roles: readonly { readonly name: string; readonly label: string }[]
  declare issues: Wrong
  declare mark: StepMark | null
  declare seen: Seen | null
  /** What stands with it besides, such as the address of a call. */
  declare more: TemplateResult | typeof nothing

  constructor() {
    super()
    this.chosen = ''
    this.roles = []
    this.issues = []
    this.mark = null
    this.seen = null
    this.more = nothing
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: block; } section { display: grid; gap: 14px; grid-template-columns: minmax(0, 1fr); padding: 14px 16px; border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); }
    header { display: flex; gap: 4px; align-items: center; min-block-size: 28px; } header h2 { flex: 1; } .issue { color: var(--sg-danger-text, var(--sg-danger)); font-size: var(--sg-text-sm); } .hint { color: var(--sg-text-2); font-size: var(--sg-text-sm); }
    .two { display: flex; gap: 8px; flex-wrap: wrap; } code { overflow-wrap: anywhere; user-select: all; } .ran { display: grid; gap: 8px; padding-block-start: 12px; border-block-start: 1px solid var(--sg-border); } .ran h3 { display: flex; gap: 8px; align-items: center; color: var(--sg-text-2); } dl { margin: 0; display: grid; grid-template-columns: minmax(80px, max-content) minmax(0, 1fr); gap: 3px 12px; } dt { color: var(--sg-text-2); } dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
  `,
  ]

  protected override render(): TemplateResult | typeof nothing {
    const { chosen } = this
    const step = stepAt(this.draft.steps, chosen)
    const name = chosen === 'when' ? t('When it happens') : chosen === 'if' ? t('If') : t('Step {number}', { number: partsOf(chosen).at + 1 })
    if (chosen !== 'when' && chosen !== 'if' && !step) return nothing
    const wrong = wrongOf(this.issues, chosen)
    return html`<section aria-label=${name}><header><h2>${name}</h2>${step ? this.#ways(chosen) : nothing}</header>
      ${step ? this.#step(step) : this.#begin()}${this.more}${wrong.map(({ message }) => html`<p class="issue" role="alert">${message}</p>`)}
      ${this.seen ? html`<div class="ran" role="group" aria-label=${t('In the run that is shown')}>${step ? this.#ran() : seenSaid(this.seen, chosen)}</div>` : nothing}</section>`
  }

  #ways(place: string): TemplateResult {
    const { steps } = this.draft
    const way = (to: 'up' | 'down', icon: string, label: string): TemplateResult => {
      const gap = gapBeside(steps, place, to)
      return html`<sangam-button size="small" kind="quiet" icon=${icon} label=${label} ?disabled=${gap === null} @click=${() => this.#tell('move', { from: place, gap })}></sangam-button>`
    }
    return html`${way('up', 'up', t('Move up'))}${way('down', 'down', t('Move down'))}<sangam-button size="small" kind="quiet" icon="remove" label=${t('Remove the step')} @click=${() => this.#tell('erase', place)}></sangam-button>`
  }

  #begin(): TemplateResult {
    const { draft } = this
    if (this.chosen === 'if')
      return html`<p class="hint">${t('Without a condition it is done always.')}</p><sangam-condition-editor entity=${draft.entity ?? ''} .condition=${draft.condition ?? {}} @change=${(event: CustomEvent<object>) => this.#tell('put', { condition: event.detail })}></sangam-condition-editor>`
    return html`<sangam-trigger-editor .entity=${draft.entity ?? ''} .trigger=${draft.trigger} .roles=${this.roles} @change=${(event: CustomEvent<Partial<Draft>>) => this.#tell('put', event.detail)}></sangam-trigger-editor>`
  }

  #step(step: Step): TemplateResult {
    const text = ['set', 'create', 'related', 'notify', 'mail', 'call', 'action'].includes(step.do)
    return html`<sangam-step-editor .step=${step} entity=${this.draft.entity ?? ''} .roles=${this.roles} .level=${levelOf(partsOf(this.chosen).list)} @change=${(event: CustomEvent<Step>) => this.#tell('step', event.detail)}></sangam-step-editor>
      ${text ? html`<p class="hint">${t('A text may name the record between double braces, such as {example}.', { example: '{{ record.name }}' })}</p>` : nothing}`
  }

  #ran(): TemplateResult {
    const [label, colour] = stateNames()[this.mark?.state ?? ''] ?? [t('Not there yet'), 'grey' as const]
    return html`<h3>${t('In the run that is shown')}<sangam-badge colour=${colour} dot>${label}</sangam-badge></h3>
      ${this.mark?.changed ? html`<p class="hint">${t('The step was changed since.')}</p>` : nothing}${this.mark?.state === 'unknown' ? html`<p class="hint">${t('Which way was taken is not kept of a run that failed behind it.')}</p>` : nothing}${this.mark?.state === 'undone' ? html`<p class="hint">${t('It was done, and taken back when a later step failed.')}</p>` : nothing}
      ${this.mark?.entry ? html`<sangam-log-view bare .log=${[this.mark.entry]}></sangam-log-view>` : nothing}`
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }))
  }
}
customElements.define('sangam-node-panel', SgNodePanel)
