import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { formatNumber } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import { studioStyles } from '../studio.css.ts'
import type { SchemaStep } from './plan.ts'
import { phaseSaid, stepPlace, stepSaid, waitsSaid } from './step-said.ts'

/** What a plan does in the database, step by step, for who wants to know: folded until then. */
class SgSchemaSteps extends LitElement {
  static override properties = { steps: { attribute: false } }
  declare steps: readonly SchemaStep[]

  constructor() {
    super()
    this.steps = []
  }

  static override styles = [
    base,
    studioStyles,
    css`
    :host { display: block; } summary { cursor: pointer; font-weight: 550; padding: 4px 0; } details .scroll { margin-block-start: 8px; } code { font-family: ui-monospace, monospace; font-size: var(--sg-text-sm); overflow-wrap: anywhere; }
    td, th { padding: 7px 12px; } td.short { white-space: nowrap; } td.what { min-inline-size: 180px; }
  `,
  ]

  protected override render(): unknown {
    const { steps } = this
    if (steps.length === 0) return nothing
    const rehearsed = steps.some(step => step.locks)
    return html`<details><summary>${t('What the database does ({count, plural, one {# step} other {# steps}})', { count: steps.length })}</summary>
      <p class="quiet">${t('Changes of the catalogue hold a table for at most 50 ms at a try. Whatever takes longer is done beside the work, while everyone goes on.')}</p>
      <div class="scroll" role="region" tabindex="0" aria-label=${t('What')}><table><thead><tr><th scope="col">${t('When')}</th><th scope="col">${t('What')}</th><th scope="col">${t('Rows')}</th>${rehearsed ? html`<th scope="col">${t('Who waits')}</th><th scope="col">${t('Time, about')}</th>` : nothing}</tr></thead><tbody>${steps.map(step => row(step, rehearsed))}</tbody></table></div></details>`
  }
}
customElements.define('sangam-schema-steps', SgSchemaSteps)

function row(step: SchemaStep, rehearsed: boolean): TemplateResult {
  const { phase, rows, exact, locks = [], ms = 0 } = step
  const place = stepPlace(step)
  return html`<tr><td class="short">${phaseSaid(phase)}</td><td class="what">${stepSaid(step)}${place === null ? nothing : html` <code>${place}</code>`}</td><td>${rows > 0 ? `${exact ? '' : '≈ '}${formatNumber(rows)}` : '–'}</td>${rehearsed ? html`<td>${waitsSaid(locks)}</td><td class="short">${t('{ms} ms', { ms: ms < 1 ? '< 1' : formatNumber(ms) })}</td>` : nothing}</tr>`
}
