import type { Rule } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { watch } from '../../data/store.ts'
import { called, t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/small.ts'
import type { ShownEntity } from '../model/shown.ts'
import { keep, studioStore } from '../model/store.ts'
import { studioStyles } from '../studio.css.ts'
import './rule-dialog.ts'
import { kindOf, reasonOf, ruleSaid } from './rule-said.ts'
import './unique-sets.ts'

/** What must hold of every record of an entity: its plugin's rules to read, one's own to make. */
class SgRulesTab extends LitElement {
  static override properties = { entity: { attribute: false }, open: { state: true } }
  declare entity: ShownEntity
  /** The rule that is edited: its place, or one past the last for a new one. */
  declare open: number | null

  constructor() {
    super()
    this.open = null
    watch(this, studioStore)
  }

  static override styles = [
    base,
    studioStyles,
    css`
    .head { display: flex; gap: 12px; align-items: center; justify-content: space-between; flex-wrap: wrap; margin-block-end: 12px; } .head p { color: var(--sg-text-2); max-inline-size: 66ch; }
    ul { list-style: none; margin: 0; padding: 0; border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); }
    li { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 4px 14px; align-items: center; padding: 11px 14px; border-block-start: 1px solid var(--sg-border); } li:first-child { border: 0; }
    li small { display: block; color: var(--sg-text-2); } .ways { display: flex; } h3 { margin-block: 24px 8px; }
    @media (max-width: 600px) { li { grid-template-columns: minmax(0, 1fr) auto; } li sangam-badge { grid-column: 1 / -1; justify-self: start; } }
  `,
  ]

  protected override render(): TemplateResult {
    const { entity } = this
    return html`<div class="head"><p>${t('Rules hold on screens, in imports, for programs and automations alike.')}</p><sangam-button kind="primary" icon="plus" @click=${() => (this.open = entity.rules.length)}>${t('Add a rule')}</sangam-button></div>
      ${
        entity.rules.length > 0
          ? html`<ul aria-label=${t('Your own rules')}>${entity.rules.map((rule, at) => this.#rule(rule, at))}</ul>`
          : html`<div class="card"><sangam-empty icon="shield" heading=${t('No rules of your own')} text=${t('Ask for a field where it matters, lock what is done, show what is needed, refuse what can’t be.')}></sangam-empty></div>`
      }
      ${entity.pluginRules.length > 0 ? html`<h3>${t('Of the plugin')}</h3><ul aria-label=${t('Of the plugin')}>${entity.pluginRules.map(rule => html`<li>${badge(rule)}<div>${ruleSaid(entity.name, rule)}${reason(rule)}</div><span></span></li>`)}</ul>` : nothing}
      <h3>${t('Unique together')}</h3><sangam-unique-sets .entity=${entity}></sangam-unique-sets>
      ${this.open === null ? nothing : html`<sangam-rule-dialog .entity=${entity} .rule=${entity.rules[this.open] ?? null} @close=${() => (this.open = null)} @done=${(event: CustomEvent<Rule>) => void this.#put(event.detail)}></sangam-rule-dialog>`}`
  }

  #rule(rule: Rule, at: number): TemplateResult {
    const named = { rule: ruleSaid(this.entity.name, rule) }
    return html`<li>${badge(rule)}<div>${named.rule}${reason(rule)}</div><span class="ways">
      <sangam-button kind="quiet" size="small" icon="edit" label=${t('Change: {rule}', named)} @click=${() => (this.open = at)}></sangam-button>
      <sangam-button kind="quiet" size="small" icon="remove" label=${t('Remove: {rule}', named)} @click=${() => void this.#set(this.entity.rules.toSpliced(at, 1))}></sangam-button></span></li>`
  }

  async #put(rule: Rule): Promise<void> {
    if (this.open === null) return
    const { rules } = this.entity
    const done = await this.#set(this.open < rules.length ? rules.with(this.open, rule) : [...rules, rule])
    if (done) this.open = null
  }

  #set(rules: readonly Rule[]): Promise<boolean> {
    return keep({ op: 'setRules', entity: this.entity.name, rules })
  }
}
customElements.define('sangam-rules-tab', SgRulesTab)

function badge(rule: Rule): TemplateResult {
  const kinds = { require: ['blue', t('Require')], lock: ['orange', t('Lock')], show: ['teal', t('Show')], refuse: ['red', t('Refuse to save')] } as const
  const [colour, label] = kinds[kindOf(rule)]
  return html`<sangam-badge colour=${colour}>${label}</sangam-badge>`
}

function reason(rule: Rule): TemplateResult | typeof nothing {
  const said = reasonOf(rule)
  return said ? html`<small>“${called(said)}”</small>` : nothing
}
