import { css, html, LitElement, nothing } from 'lit'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/small.ts'
import { entityOf, said } from '../model/store.ts'
import { studioStyles } from '../studio.css.ts'
import type { NamedBy, Plan } from './plan.ts'
import './schema-steps.ts'

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
  `,
  ]

  protected override render(): unknown {
    const { steps, refused, warnings, named, schema, takes } = this.plan
    return html`${refused.length > 0 ? html`<section class="note refused" role="alert"><h3>${t('This stands in the way')}</h3><ul>${refused.map(sentence => html`<li>${sentence}</li>`)}</ul></section>` : nothing}
      ${warnings.length > 0 ? html`<section class="note warned"><h3>${t('Look at this first')}</h3><ul>${warnings.map(sentence => html`<li>${sentence}</li>`)}</ul></section>` : nothing}
      ${steps.length > 0 ? html`<section><h3>${t('What will happen')}</h3><ol>${steps.map(sentence => html`<li>${sentence}</li>`)}</ol></section>` : nothing}
      ${named.length > 0 ? html`<section><h3>${t('Who will meet it changed')}</h3><ul>${named.map(one => html`<li>${namedSaid(one)}</li>`)}</ul></section>` : nothing}
      ${takes ? html`<section><h3>${t('How long it takes, and who waits')}</h3><ul>${takes.said.map(one => html`<li>${one}</li>`)}</ul></section>` : nothing}
      <sangam-schema-steps .steps=${schema}></sangam-schema-steps>`
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
