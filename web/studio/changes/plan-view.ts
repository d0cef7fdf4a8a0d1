import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { formatNumber } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/small.ts'
import { entityOf, said } from '../model/store.ts'
import { studioStyles } from '../studio.css.ts'
import type { NamedBy, Plan, SchemaStep } from './plan.ts'
import { phaseSaid, stepPlace, stepSaid } from './step-said.ts'

/** A plan as people read it: what happens, what stands in the way, who will meet it changed, and what the database does. */
class SgPlanView extends LitElement {
  static override properties = { plan: { attribute: false } }
  declare plan: Plan

  static override styles = [
    base,
    studioStyles,
    css`
    :host { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
    section > h3 { margin-block-end: 6px; }
    ol, ul { margin: 0; padding-inline-start: 20px; display: grid; gap: 5px; }
    .note { padding: 12px 16px; border-radius: var(--sg-radius-lg); } .note ul { padding-inline-start: 18px; }
    .refused { background: var(--sg-danger-soft); } .refused h3 { color: var(--sg-danger); } .warned { background: var(--sg-warning-soft); } .warned h3 { color: var(--sg-warning); }
    summary { cursor: pointer; font-weight: 550; padding: 4px 0; } details .scroll { margin-block-start: 8px; } code { font-family: ui-monospace, monospace; font-size: var(--sg-text-sm); overflow-wrap: anywhere; }
    td, th { padding: 7px 12px; }
  `,
  ]

  protected override render(): unknown {
    const { steps, refused, warnings, named, schema } = this.plan
    return html`${refused.length > 0 ? html`<section class="note refused" role="alert"><h3>${t('This stands in the way')}</h3><ul>${refused.map(sentence => html`<li>${sentence}</li>`)}</ul></section>` : nothing}
      ${warnings.length > 0 ? html`<section class="note warned"><h3>${t('Look at this first')}</h3><ul>${warnings.map(sentence => html`<li>${sentence}</li>`)}</ul></section>` : nothing}
      ${steps.length > 0 ? html`<section><h3>${t('What will happen')}</h3><ol>${steps.map(sentence => html`<li>${sentence}</li>`)}</ol></section>` : nothing}
      ${named.length > 0 ? html`<section><h3>${t('Who will meet it changed')}</h3><ul>${named.map(one => html`<li>${namedSaid(one)}</li>`)}</ul></section>` : nothing}
      ${
        schema.length > 0
          ? html`<details><summary>${t('What the database does ({count, plural, one {# step} other {# steps}})', { count: schema.length })}</summary>
        <p class="quiet">${t('Changes of the catalogue hold a table for at most 50 ms at a try. Whatever takes longer is done beside the work, while everyone goes on.')}</p>
        <div class="scroll"><table><thead><tr><th scope="col">${t('When')}</th><th scope="col">${t('What')}</th><th scope="col">${t('Rows')}</th></tr></thead><tbody>${schema.map(step => this.#step(step))}</tbody></table></div></details>`
          : nothing
      }`
  }

  #step(step: SchemaStep): TemplateResult {
    const place = stepPlace(step)
    return html`<tr><td>${phaseSaid(step.phase)}</td><td>${stepSaid(step)}${place === null ? nothing : html` <code>${place}</code>`}</td><td>${step.rows > 0 ? `${step.exact ? '' : '≈ '}${formatNumber(step.rows)}` : '–'}</td></tr>`
  }
}
customElements.define('sangam-plan-view', SgPlanView)

function namedSaid({ kind, entity, name }: NamedBy): string {
  const where = said(entityOf(entity)?.plural ?? entity)
  const words: { readonly [kind in NamedBy['kind']]: string } = {
    view: t('The view “{name}” of {where}', { name, where }),
    report: t('The report by mail “{name}” of {where}', { name, where }),
    dashboard: t('The dashboard “{name}”, which shows {where}', { name: said(name), where }),
    document: t('The document “{name}”, which prints {where}', { name: said(name), where }),
    list: t('The list of {where}', { where }),
    form: t('The form of {where}', { where }),
    board: t('The board of {where}', { where }),
    rule: t('Rule {name} of {where}', { name, where }),
    unique: t('What must be unique of {where}: {name}', { name, where }),
    role: t('The role {name}', { name: said(name) }),
    reference: t('The field {name}, which points here', { name }),
    formula: t('What is worked out in {name}', { name }),
    api: t('Programs that use {name}', { name }),
  }
  return words[kind]
}
