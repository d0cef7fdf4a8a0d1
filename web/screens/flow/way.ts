import { arrowsFrom, type FieldMeta, type FlowArrow } from '@sangam/sdk'
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit'
import { can, entityMeta, fieldAt } from '../../data/meta.ts'
import { optionOf, optionsOf } from '../../fields/options.ts'
import { called, t } from '../../shell/words.ts'
import { conditionSaid, listed } from '../../studio/said.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import './diagram.ts'
import { type DrawnArrow, type DrawnState, marksOf } from './drawn.ts'

/** The whole flow of a record's state, with where the record stands in it and what each arrow asks. Tells `close`. */
class SgFlowWay extends LitElement {
  static override properties = { field: { attribute: false }, entity: {}, present: {} }
  declare field: FieldMeta
  declare entity: string
  declare present: string
  #states: readonly DrawnState[] = []
  #arrows: readonly DrawnArrow[] = []

  static override styles = [base, css`sangam-flow-diagram { --sg-diagram-high: min(52dvh, 620px); } p { margin-block-end: 12px; color: var(--sg-text-2); }`]

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('field')) return
    this.#states = optionsOf(this.field).map(({ value, label, colour }) => ({ key: value, label, colour }))
    const states = this.field.states ?? {}
    this.#arrows = Object.keys(states).flatMap(from =>
      [...arrowsFrom(states, from)].map(([to, arrow]) => ({
        from,
        to,
        label: arrow.label ? called(arrow.label) : '',
        marks: marksOf(arrow),
        said: asks(this.entity, arrow),
      })),
    )
  }

  protected override render(): TemplateResult {
    const close = (): boolean => this.dispatchEvent(new Event('close'))
    return html`<sangam-dialog open wide heading=${t('The way of {field}', { field: called(this.field.label) })} @close=${close}><p>${t('It is now {state}. Press an arrow to read what it asks.', { state: optionOf(this.field, this.present).label })}</p>
      <sangam-flow-diagram label=${t('States of {field}', { field: called(this.field.label) })} .states=${this.#states} .arrows=${this.#arrows} present=${this.present}></sangam-flow-diagram>
      <sangam-button slot="actions" kind="primary" @click=${close}>${t('Close')}</sangam-button></sangam-dialog>`
  }
}
customElements.define('sangam-flow-way', SgFlowWay)

/** What an arrow asks, as far as this person knows its words. */
function asks(entity: string, { when, require, verb, approval }: FlowArrow): string {
  const known = when && namesIn(when).every(name => fieldAt(entity, name))
  const labels = (require ?? []).flatMap(name => entityMeta(entity)?.fields[name]?.label ?? []).map(label => called(label))
  return [
    when ? (known ? t('only where {condition}', { condition: conditionSaid(entity, when) }) : t('only on a condition')) : '',
    labels.length > 0 ? t('asks for {fields}', { fields: listed(labels) }) : '',
    verb && !can(`${entity}:${verb}`) ? t('not for you') : '',
    approval ? t('others agree first') : '',
  ]
    .filter(Boolean)
    .join('; ')
}

/** The fields that a condition names, at its own level. */
function namesIn(condition: object): readonly string[] {
  return Object.entries(condition).flatMap(([name, value]) =>
    name === 'and' || name === 'or' ? (value as readonly object[]).flatMap(namesIn) : name === 'not' ? namesIn(value as object) : [name],
  )
}
