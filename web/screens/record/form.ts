import type { EntityMeta, FieldMeta, FormScreen, Json } from '@sangam/sdk'
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { checkValue, isEmpty } from '../../fields/check.ts'
import { workedOut } from '../../fields/formulas.ts'
import { fieldEditor } from '../../fields/index.ts'
import { called, t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import { afterPress } from '../../ui/press.ts'
import '../../ui/small.ts'
import '../../ui/tabs.ts'
import { asksForLines } from './blank-lines.ts'
import type { Values } from './draft.ts'
import { isWide, type Section } from './layout.ts'
import { relatedLists } from './related-lists.ts'
import { type RuleState, ruleState } from './rules.ts'
import { owedFields, type Parts, shownParts } from './shown-parts.ts'

/**
 * The fields of a record, laid out in sections and under tabs, with its rules and the conditions of its parts as one types, and the records that point
 * at it among them. Tells `change` ({ field, value }) and `tab` with the name of the tab that was chosen.
 */
export class SgForm extends LitElement {
  static override properties = {
    shape: { attribute: false },
    screen: { attribute: false },
    values: { attribute: false },
    kept: { attribute: false },
    saved: { attribute: false },
    issues: { attribute: false },
    fixed: { type: Boolean },
    past: { type: Boolean },
    record: {},
    tab: {},
    trial: { type: Boolean },
    touched: { state: true },
    tried: { state: true },
  }
  declare shape: EntityMeta
  declare screen: FormScreen | undefined
  declare values: Values
  /** The same as it will be sent, where something of it is not; by that it is judged. */
  declare kept: Values | null
  /** As it was read; null for a new one. */
  declare saved: Values | null
  /** What the server said, by field. */
  declare issues: { readonly [field: string]: string }
  declare fixed: boolean
  /** As it was once: what was worked out then is not worked out anew. */
  declare past: boolean
  /** Its id, for the records that point at it; empty where those are not shown. */
  declare record: string
  /** The tab that is open; the first where it is not there. */
  declare tab: string
  /** It is tried out: nothing is changed by it. */
  declare trial: boolean
  declare touched: ReadonlySet<string>
  declare tried: boolean
  readonly #unreadable = new Map<string, string>()
  #rules: RuleState | null = null
  /** What is typed, and what follows from it. */
  #shown: Values = {}
  #parts: Parts = { above: [], tabs: [], fields: new Set(), conditional: [] }
  #owed: readonly FieldMeta[] = []
  /** What came as one typed, for who can't see it come. */
  #came = ''
  /** Tabs that were looked at: what was typed under them stays while another is open. */
  readonly #visited = new Set<string>()

  constructor() {
    super()
    this.values = {}
    this.kept = null
    this.saved = null
    this.issues = {}
    this.fixed = false
    this.past = false
    this.record = ''
    this.tab = ''
    this.trial = false
    this.touched = new Set()
    this.tried = false
  }

  static override styles = [
    base,
    css`
    :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--sg-space-5); container-type: inline-size; }
    section { display: grid; grid-template-columns: minmax(0, 1fr); gap: 14px; }
    h2 { padding-block-end: 6px; border-block-end: 1px solid var(--sg-border); overflow-wrap: anywhere; }
    .group { display: grid; gap: 14px var(--sg-space-4); grid-template-columns: repeat(var(--columns), minmax(0, 1fr)); align-items: start; }
    .two { display: grid; gap: 14px var(--sg-space-4); grid-template-columns: repeat(2, minmax(0, 1fr)); align-items: start; } .two > .whole { grid-column: 1 / -1; }
    .panel { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--sg-space-5); } .panel[hidden] { display: none; }
    .owed p { margin: 0; color: var(--sg-text-2); }
    .refused { display: grid; gap: 8px; }
    .refused p { padding: 9px 12px; border-radius: var(--sg-radius); background: var(--sg-danger-soft); display: flex; gap: 8px; align-items: center; } .refused sangam-icon { color: var(--sg-danger); }
    .held { margin: 0; padding: 9px 12px; border-radius: var(--sg-radius); background: var(--sg-surface-2); color: var(--sg-text-2); display: flex; gap: 8px; align-items: center; }
    @container (max-width: 520px) { .group, .two { grid-template-columns: minmax(0, 1fr); } }
    @media print { .panel[hidden] { display: grid; } sangam-tabs { display: none; } }
  `,
  ]

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('shape') || changed.has('screen')) this.#visited.clear()
    this.#shown = this.past ? this.values : workedOut(this.shape, this.values)
    const rules = this.#judged()
    this.#rules = rules
    const there = changed.has('shape') || changed.has('screen') ? null : this.#parts.conditional
    this.#parts = shownParts(this.shape, this.screen, this.#shown, field => rules.hidden.has(field.name) || this.#idle(field))
    const came = there ? this.#parts.conditional.filter(label => !there.includes(label)) : []
    // What went is to be said anew when it comes again.
    if (there && there.length > this.#parts.conditional.length) this.#came = ''
    if (came.length > 0) this.#came = t('Shown now: {parts}', { parts: came.map(label => called(label)).join(', ') })
    const before = new Set(this.#owed.map(field => field.name))
    this.#owed =
      this.fixed || this.past ? [] : owedFields(this.shape, this.#parts, rules, this, before, field => this.tried && this.#wrong(field, rules) !== null)
  }

  protected override render(): TemplateResult {
    const rules = this.#rules ?? this.#judged()
    const loose = this.tried ? rules.refused.filter(one => one.field === null || !this.shape.fields[one.field]) : []
    return html`${loose.length > 0 ? html`<div class="refused" role="alert">${loose.map(one => html`<p><sangam-icon name="warning"></sangam-icon>${one.message}</p>`)}</div>` : nothing}
      ${[...this.#heldTogether(rules)].map(why => html`<p class="held"><sangam-icon name="lock"></sangam-icon>${called(why)}</p>`)}
      ${this.#parts.above.map(section => this.#section(section, rules))}<slot></slot>${this.#tabs(rules)}${this.#stillOwed(rules)}<div class="visually-hidden" role="status">${this.#came}</div>`
  }

  #judged(): RuleState {
    const kept = this.kept ?? this.values
    return ruleState(this.shape, this.saved, this.past || kept === this.values ? this.#shown : workedOut(this.shape, kept))
  }

  /** Why many fields are locked is said once, above them; each of them shows its lock. */
  #heldTogether({ locked }: RuleState): ReadonlySet<string> {
    const reasons = [...locked.values()].filter(why => why !== '')
    return new Set(reasons.filter(why => reasons.filter(other => other === why).length > 2))
  }

  #section(section: Section, rules: RuleState): TemplateResult {
    const two = section.columns === 2
    const row = (group: readonly FieldMeta[]): TemplateResult =>
      html`<div class="group ${two && (group.length > 1 || isWide(group[0])) ? 'whole' : ''}" style="--columns:${group.length}">${group.map(field => this.#editor(field, rules))}</div>`
    const rows = section.groups.map(row)
    return html`<section aria-label=${section.label ? called(section.label) : called(this.shape.label)}>${section.label ? html`<h2>${called(section.label)}</h2>` : nothing}
      ${two ? html`<div class="two">${rows}</div>` : rows}
      ${this.record === '' || this.past ? nothing : relatedLists(section.related, { entity: this.shape.name, record: this.record, fixed: this.trial })}</section>`
  }

  #tabs(rules: RuleState): TemplateResult | typeof nothing {
    const { tabs } = this.#parts
    const open = this.#openTab()
    if (open === undefined) return nothing
    this.#visited.add(open)
    const row = tabs.map(({ name, label, fields }) => ({
      id: name,
      label: called(label),
      wrong: [...fields].some(field => this.#saidOf(field, rules) !== undefined),
    }))
    return html`<sangam-tabs .tabs=${row} chosen=${open} label=${t('Parts of the record')} @change=${(event: CustomEvent<string>) => this.#turn(event.detail)}></sangam-tabs>
      ${repeat(
        tabs.filter(tab => this.#visited.has(tab.name)),
        tab => tab.name,
        tab =>
          html`<div class="panel" role="tabpanel" aria-label=${called(tab.label)} ?hidden=${tab.name !== open}>${tab.sections.map(section => this.#section(section, rules))}</div>`,
      )}`
  }

  #openTab(): string | undefined {
    return (this.#parts.tabs.find(tab => tab.name === this.tab) ?? this.#parts.tabs[0])?.name
  }

  #turn(name: string): void {
    this.tab = name
    this.dispatchEvent(new CustomEvent('tab', { detail: name }))
  }

  #stillOwed(rules: RuleState): TemplateResult | typeof nothing {
    if (this.#owed.length === 0) return nothing
    return html`<section class="owed" aria-label=${t('Needed as well')}><h2>${t('Needed as well')}</h2><p>${t('This page does not show these, but the record can’t be saved until they are right.')}</p>
      ${this.#owed.map(field => html`<div class="group" style="--columns:1">${this.#editor(field, rules)}</div>`)}</section>`
  }

  /** All that is wrong as far as the browser can know, and the first of it brought into sight. */
  check(): boolean {
    this.tried = true
    const rules = ruleState(this.shape, this.saved, workedOut(this.shape, this.kept ?? this.values))
    const wrong = Object.values(this.shape.fields).filter(field => this.#wrong(field, rules) !== null)
    const refused = rules.refused.length > 0
    if (wrong.length > 0) void this.focusField(wrong[0]?.name ?? '')
    return wrong.length === 0 && !refused
  }

  async focusField(name: string): Promise<void> {
    await this.updateComplete
    const tab = this.#parts.tabs.find(one => one.fields.has(name))
    if (tab && tab.name !== this.#openTab()) {
      this.#turn(tab.name)
      await this.updateComplete
    }
    const found = this.renderRoot.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"] > *`)
    found?.scrollIntoView({ block: 'center', behavior: 'smooth' })
    found?.focus({ preventScroll: true })
  }

  /** Forgets what was tried and typed: after saving or discarding. */
  settle(): void {
    this.tried = false
    this.touched = new Set()
    this.#unreadable.clear()
    this.#owed = []
  }

  /** What the server fills in, and has not yet, says nothing; a number to come does. */
  #idle(field: FieldMeta): boolean {
    return field.readonly && field.type !== 'series' && isEmpty(this.#shown[field.name])
  }

  #editor(field: FieldMeta, rules: RuleState): TemplateResult {
    const { name } = field
    const said = this.#saidOf(name, rules)
    const locked = rules.locked.get(name)
    const lineIssues = Object.fromEntries(
      Object.entries(this.issues).flatMap(([place, message]) =>
        place.startsWith(`${name}.`) || place.startsWith(`${name}[`) ? [[place.slice(name.length).replace(/^[.[]/, '').replace(']', ''), message]] : [],
      ),
    )
    return html`<div data-field=${name}>${fieldEditor(field, this.#shown[name], {
      required: this.#asks(field) || rules.required.has(name),
      readonly: this.fixed || field.readonly,
      known: field.type !== 'lines' && !isEmpty(this.saved?.[name] ?? null),
      ...(locked !== undefined && { because: this.#heldTogether(rules).has(locked) ? '' : locked }),
      ...(rules.steady.has(name) && { steady: rules.steady.get(name) }),
      invalid: said,
      record: this.#shown,
      entity: this.shape.name,
      issues: lineIssues,
      onChange: value => this.#set(name, value),
      onCommit: () => afterPress(() => this.#touch(name)),
      onUnreadable: message => (message === null ? this.#unreadable.delete(name) : this.#unreadable.set(name, message)),
    })}</div>`
  }

  /** What is said of a field that is wrong, once it was touched or tried. */
  #saidOf(name: string, rules: RuleState): string | undefined {
    const field = this.shape.fields[name]
    const tried = this.tried || this.touched.has(name)
    return this.issues[name] ?? (tried && field ? (this.#wrong(field, rules) ?? undefined) : undefined)
  }

  #wrong(field: FieldMeta, rules: RuleState): string | null {
    const unreadable = this.#unreadable.get(field.name)
    if (unreadable !== undefined) return unreadable
    if (field.readonly || rules.hidden.has(field.name)) return null
    const because = rules.required.get(field.name)
    const value = (this.kept ?? this.values)[field.name]
    const wrong = checkValue(field, value, (this.#asks(field) && field.type !== 'flow') || because !== undefined)
    if (wrong !== null && because && (value ?? null) === null) return called(because)
    return wrong ?? rules.refused.find(one => one.field === field.name)?.message ?? null
  }

  #asks(field: FieldMeta): boolean {
    return field.required || (this.saved === null && asksForLines(field))
  }

  #set(field: string, value: Json): void {
    this.dispatchEvent(new CustomEvent('change', { detail: { field, value } }))
  }

  #touch(name: string): void {
    if (!this.touched.has(name)) this.touched = new Set([...this.touched, name])
  }
}
customElements.define('sangam-form', SgForm)
