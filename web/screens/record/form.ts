import type { EntityMeta, FieldMeta, FormScreen, Json } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { checkValue, isEmpty } from '../../fields/check.ts'
import { workedOut } from '../../fields/formulas.ts'
import { fieldEditor } from '../../fields/index.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/small.ts'
import type { Values } from './draft.ts'
import { sectionsOf } from './layout.ts'
import { type RuleState, ruleState } from './rules.ts'

/** The fields of a record, laid out as its plugin says, with its rules as one types. Tells `change` ({ field, value }). */
export class SgForm extends LitElement {
  static override properties = {
    shape: { attribute: false },
    screen: { attribute: false },
    values: { attribute: false },
    saved: { attribute: false },
    issues: { attribute: false },
    fixed: { type: Boolean },
    past: { type: Boolean },
    touched: { state: true },
    tried: { state: true },
  }
  declare shape: EntityMeta
  declare screen: FormScreen | undefined
  declare values: Values
  /** As it was read; null for a new one. */
  declare saved: Values | null
  /** What the server said, by field. */
  declare issues: { readonly [field: string]: string }
  declare fixed: boolean
  /** As it was once: what was worked out then is not worked out anew. */
  declare past: boolean
  declare touched: ReadonlySet<string>
  declare tried: boolean
  readonly #unreadable = new Map<string, string>()
  #rules: RuleState | null = null
  /** What is typed, and what follows from it. */
  #shown: Values = {}

  constructor() {
    super()
    this.values = {}
    this.saved = null
    this.issues = {}
    this.fixed = false
    this.past = false
    this.touched = new Set()
    this.tried = false
  }

  static override styles = [
    base,
    css`
    :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--sg-space-5); container-type: inline-size; }
    section { display: grid; grid-template-columns: minmax(0, 1fr); gap: 14px; }
    h2 { padding-block-end: 6px; border-block-end: 1px solid var(--sg-border); }
    .group { display: grid; gap: 14px var(--sg-space-4); grid-template-columns: repeat(var(--columns), minmax(0, 1fr)); align-items: start; }
    .refused { display: grid; gap: 8px; }
    .refused p { padding: 9px 12px; border-radius: var(--sg-radius); background: var(--sg-danger-soft); display: flex; gap: 8px; align-items: center; } .refused sg-icon { color: var(--sg-danger); }
    @container (max-width: 520px) { .group { grid-template-columns: minmax(0, 1fr); } }
  `,
  ]

  protected override willUpdate(): void {
    this.#shown = this.past ? this.values : workedOut(this.shape, this.values)
    this.#rules = ruleState(this.shape, this.saved, this.#shown)
  }

  protected override render(): TemplateResult {
    const rules = this.#rules ?? ruleState(this.shape, this.saved, this.#shown)
    const loose = this.tried ? rules.refused.filter(one => one.field === null || !this.shape.fields[one.field]) : []
    return html`${loose.length > 0 ? html`<div class="refused" role="alert">${loose.map(one => html`<p><sg-icon name="warning"></sg-icon>${one.message}</p>`)}</div>` : nothing}
      ${sectionsOf(this.shape, this.screen).map(section => {
        const groups = section.groups.map(group => group.filter(field => !rules.hidden.has(field.name) && !this.#idle(field))).filter(group => group.length > 0)
        return groups.length === 0
          ? nothing
          : html`<section aria-label=${section.label ? t(section.label) : t(this.shape.label)}>${section.label ? html`<h2>${t(section.label)}</h2>` : nothing}
          ${groups.map(group => html`<div class="group" style="--columns:${group.length}">${group.map(field => this.#editor(field, rules))}</div>`)}</section>`
      })}`
  }

  /** All that is wrong as far as the browser can know, and the first of it brought into sight. */
  check(): boolean {
    this.tried = true
    const rules = ruleState(this.shape, this.saved, workedOut(this.shape, this.values))
    const wrong = Object.values(this.shape.fields).filter(field => this.#wrong(field, rules) !== null)
    const refused = rules.refused.length > 0
    if (wrong.length > 0) void this.focusField(wrong[0]?.name ?? '')
    return wrong.length === 0 && !refused
  }

  async focusField(name: string): Promise<void> {
    await this.updateComplete
    const found = this.renderRoot.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"] > *`)
    found?.scrollIntoView({ block: 'center', behavior: 'smooth' })
    found?.focus({ preventScroll: true })
  }

  /** Forgets what was tried and typed: after saving or discarding. */
  settle(): void {
    this.tried = false
    this.touched = new Set()
    this.#unreadable.clear()
  }

  /** What the server fills in, and has not yet, says nothing; a number to come does. */
  #idle(field: FieldMeta): boolean {
    return field.readonly && field.type !== 'series' && isEmpty(this.#shown[field.name])
  }

  #editor(field: FieldMeta, rules: RuleState): TemplateResult {
    const { name } = field
    const said = this.issues[name] ?? (this.tried || this.touched.has(name) ? (this.#wrong(field, rules) ?? undefined) : undefined)
    const locked = rules.locked.get(name)
    const lineIssues = Object.fromEntries(
      Object.entries(this.issues).flatMap(([place, message]) =>
        place.startsWith(`${name}.`) || place.startsWith(`${name}[`) ? [[place.slice(name.length).replace(/^[.[]/, '').replace(']', ''), message]] : [],
      ),
    )
    return html`<div data-field=${name}>${fieldEditor(field, this.#shown[name], {
      required: field.required || rules.required.has(name),
      readonly: this.fixed || field.readonly,
      ...(locked !== undefined && { because: locked }),
      invalid: said,
      record: this.#shown,
      entity: this.shape.name,
      issues: lineIssues,
      onChange: value => this.#set(name, value),
      onCommit: () => this.#touch(name),
      onUnreadable: message => (message === null ? this.#unreadable.delete(name) : this.#unreadable.set(name, message)),
    })}</div>`
  }

  #wrong(field: FieldMeta, rules: RuleState): string | null {
    const unreadable = this.#unreadable.get(field.name)
    if (unreadable !== undefined) return unreadable
    if (field.readonly || rules.hidden.has(field.name)) return null
    const because = rules.required.get(field.name)
    const wrong = checkValue(field, this.values[field.name], (field.required && field.type !== 'flow') || because !== undefined)
    if (wrong !== null && because && (this.values[field.name] ?? null) === null) return t(because)
    return wrong ?? rules.refused.find(one => one.field === field.name)?.message ?? null
  }

  #set(field: string, value: Json): void {
    this.dispatchEvent(new CustomEvent('change', { detail: { field, value } }))
  }

  #touch(name: string): void {
    if (!this.touched.has(name)) this.touched = new Set([...this.touched, name])
  }
}
customElements.define('sg-form', SgForm)
