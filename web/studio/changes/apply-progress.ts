import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { formatNumber } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/icon.ts'
import type { SchemaStep, Step } from './plan.ts'
import { stepPlace, stepSaid } from './step-said.ts'

/** How far the applying of a set is: its phases, which of them runs, and the rows of what takes longer. `steps` are null until it has begun. */
class SgApplyProgress extends LitElement {
  static override properties = { steps: { attribute: false }, running: { type: Boolean } }
  declare steps: readonly Step[] | null
  declare running: boolean

  constructor() {
    super()
    this.steps = null
    this.running = false
  }

  static override styles = [
    base,
    css`
    :host { display: block; } p { margin-block-end: 10px; } ol { list-style: none; margin: 0; padding: 0; display: grid; gap: 10px; }
    ol > li { display: grid; grid-template-columns: 20px minmax(0, 1fr); gap: 2px 10px; align-items: start; } ol > li > sangam-icon, ol > li > i { margin-block-start: 3px; } strong { font-weight: 550; } .waiting { color: var(--sg-text-2); } .done > sangam-icon { color: var(--sg-success); } .stopped > sangam-icon { color: var(--sg-danger); }
    i { inline-size: 14px; block-size: 14px; border: 2px solid var(--sg-border-strong); border-radius: 50%; } .running > i { border-color: var(--sg-accent); border-inline-end-color: transparent; animation: spin 700ms linear infinite; } @keyframes spin { to { rotate: 1turn; } }
    details, ul { grid-column: 2; } summary { cursor: pointer; font-size: var(--sg-text-sm); color: var(--sg-text-2); padding-block: 2px; } ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 5px; font-size: var(--sg-text-sm); color: var(--sg-text-2); } ul li { overflow-wrap: anywhere; } code { font-family: ui-monospace, monospace; } progress { display: block; inline-size: min(320px, 100%); block-size: 6px; margin-block: 4px; accent-color: var(--sg-accent); }
    @media (prefers-reduced-motion: reduce) { .running > i { animation: none; } }
  `,
  ]

  protected override render(): TemplateResult {
    const steps = this.steps ?? []
    return html`${this.running ? html`<p role="status">${t('It is being applied. Everyone goes on working; you may leave this page.')}</p>` : nothing}
      <ol>${phases().map(([phase, label]) =>
        this.#phase(
          label,
          steps.filter(step => step.phase === phase),
        ),
      )}</ol>`
  }

  #phase(label: string, steps: readonly Step[]): TemplateResult {
    const state = steps.length === 0 ? this.#empty() : stateOf(steps)
    const mark =
      state === 'done' ? html`<sangam-icon name="check"></sangam-icon>` : state === 'stopped' ? html`<sangam-icon name="warning"></sangam-icon>` : html`<i></i>`
    const lines = html`<ul>${steps.map(step => stepLine(step))}</ul>`
    const words = { waiting: t('waits'), running: t('under way'), done: t('done'), stopped: t('stopped here') }
    return html`<li class=${state}>${mark}<div><strong>${label}</strong> <small class="quiet">${steps.length === 0 && state === 'done' ? t('nothing to do') : words[state]}</small></div>
      ${steps.length > 5 ? html`<details><summary>${t('{count, plural, one {# step} other {# steps}}', { count: steps.length })}</summary>${lines}</details>` : steps.length > 0 ? lines : nothing}</li>`
  }

  #empty(): Step['state'] {
    return this.steps === null ? 'waiting' : 'done'
  }
}
customElements.define('sangam-apply-progress', SgApplyProgress)

function phases(): readonly (readonly [SchemaStep['phase'], string])[] {
  return [
    ['expand', t('Tables and columns')],
    ['fill', t('Beside the work: values, indexes, checks')],
    ['switch', t('Everyone goes over')],
  ]
}

function stateOf(steps: readonly Step[]): Step['state'] {
  const some = (state: Step['state']): boolean => steps.some(step => step.state === state)
  if (some('stopped')) return 'stopped'
  if (some('running') || (some('done') && some('waiting'))) return 'running'
  return some('waiting') ? 'waiting' : 'done'
}

function stepLine(step: Step): TemplateResult {
  const { what, rows, done, state } = step
  const place = stepPlace(step)
  const counted = rows > 0 && what === 'values'
  return html`<li>${stepSaid(step)}${place === null ? nothing : html` <code>${place}</code>`}${counted && state === 'running' ? html`<progress aria-label=${stepSaid(step)} max=${rows} value=${Math.min(done, rows)}></progress>${t('{done} of {rows, plural, one {# row} other {# rows}}', { done: formatNumber(done), rows })}` : nothing}</li>`
}
