import type { FieldMeta, Json } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { called, t } from '../shell/words.ts'
import { base, inputs } from '../style/parts.ts'
import '../ui/icon.ts'

/** How an editor stands in its place, and whom it tells. */
export interface EditorOptions {
  /** Told with each change that is a value. */
  readonly onChange?: (value: Json) => void
  /** Told when the person is done with the field: on leaving it or by Enter. */
  readonly onCommit?: (value: Json) => void
  /** Told by Escape in a compact editor. */
  readonly onCancel?: () => void
  /** Told with a sentence while what is typed can't be read, and with null when it can again. */
  readonly onUnreadable?: (message: string | null) => void
  /** What is wrong with the value. */
  readonly invalid?: string | undefined
  /** Instead of the field's own. */
  readonly label?: string
  readonly autofocus?: boolean
  /** In a cell: no label, no help. */
  readonly compact?: boolean
  /** Beside others that say what it is: no label and no help to be seen. */
  readonly bare?: boolean
  readonly readonly?: boolean
  /** It has its value already: what the field is for is said beside its label, while one is in it. */
  readonly known?: boolean
  /** Why it can't be changed, where a rule says so. */
  readonly because?: string | undefined
  readonly required?: boolean
  /** The values beside it: `party.$title`, the currency of another field. */
  readonly record?: { readonly [field: string]: Json }
  readonly entity?: string
  /** Of lines that neither come nor go nor move: the fields that may be changed of them all the same. */
  readonly steady?: ReadonlySet<string> | undefined
  /** Of lines: what is wrong, by `row.field`. */
  readonly issues?: { readonly [place: string]: string }
}

/** What every editor of a field has: its label, its help, what is wrong, and the ties between them. */
export abstract class FieldEditor extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static override properties = { field: { attribute: false }, value: { attribute: false }, options: { attribute: false }, wrong: { state: true } }
  declare field: FieldMeta
  declare value: Json
  declare options: EditorOptions
  declare wrong: string | null

  constructor() {
    super()
    this.value = null
    this.options = {}
    this.wrong = null
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: block; min-inline-size: 0; }
    .frame { display: grid; grid-template-columns: minmax(0, 1fr); gap: 5px; align-content: start; }
    .label { font-size: var(--sg-text-sm); font-weight: 500; color: var(--sg-text-2); display: flex; gap: 4px; align-items: center; }
    .label i { font-style: normal; color: var(--sg-danger); }
    .label sangam-icon { --sg-icon: 11px; }
    .plain { min-block-size: var(--sg-control); display: flex; align-items: center; gap: 8px; padding-block: 4px; overflow-wrap: anywhere; }
    .end { text-align: end; }
    /* Beside the label, where it covers nothing and moves nothing. */
    .frame:has(> .tip) { grid-template-columns: auto minmax(0, 1fr); } .frame:has(> .tip) > :not(.label, .tip) { grid-column: 1 / -1; }
    .tip { grid-area: 1 / 2; align-self: end; padding-inline-start: 10px; text-align: end; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; visibility: hidden; } :host(:focus-within) .tip { visibility: visible; }
    .hint { font-size: var(--sg-text-xs); color: var(--sg-text-2); }
    /* A cell has an edge where its table gives it one: where cells stand beside each other without a ruled line, or are tapped. */
    .compact :is(input, select, textarea) { border-color: var(--sg-cell-edge, transparent) !important; background-color: transparent; }
    .compact :is(input, select, textarea)[aria-invalid='true'] { border-color: var(--sg-cell-wrong, transparent) !important; }
    .compact .wrong { padding-inline: 8px; }
    :is(input, textarea)[readonly], select:disabled { background-color: var(--sg-surface-2); border-color: var(--sg-border) !important; opacity: 1; color: var(--sg-text); }
  `,
  ]

  /** The control itself; whatever has `id="control"` is tied to the label and what is said below. */
  protected abstract control(): TemplateResult

  protected override render(): unknown {
    const { compact, bare, invalid, because } = this.options
    const problem = this.wrong ?? invalid
    if (compact) return html`<div class="compact">${this.control()}${problem ? html`<span class="wrong" id="wrong">${problem}</span>` : nothing}</div>`
    if (bare) return html`<div class="frame">${this.control()}${problem ? html`<span class="wrong" id="wrong">${problem}</span>` : nothing}</div>`
    return html`<div class="frame">
      <label class="label" for="control" id="label" @click=${() => this.focus()}>${this.labelText()}${this.asks() ? html`<i aria-hidden="true">*</i>` : nothing}${because !== undefined ? html`<sangam-icon name="lock" label=${t('Locked')}></sangam-icon>` : nothing}</label>
      ${this.control()}
      ${problem ? html`<span class="wrong" id="wrong" role="alert">${problem}</span>` : nothing}
      ${this.hint()}
      ${because ? html`<span class="help" id="help">${called(because)}</span>` : this.field.help ? this.#help(called(this.field.help)) : nothing}
    </div>`
  }

  #help(words: string): TemplateResult {
    return this.options.known ? html`<span class="help tip" id="help" title=${words}>${words}</span>` : html`<span class="help" id="help">${words}</span>`
  }

  protected hint(): TemplateResult | typeof nothing {
    return nothing
  }

  protected override firstUpdated(): void {
    if (this.options.autofocus) void this.updateComplete.then(() => this.#take())
  }

  protected override updated(_changed: Map<PropertyKey, unknown>): void {
    const control = this.renderRoot.querySelector('#control')
    if (!control) return
    const { compact, bare, invalid } = this.options
    const described = ['wrong', 'help'].filter(id => this.renderRoot.querySelector(`#${id}`)).join(' ')
    const attributes: { readonly [name: string]: string | null } = {
      'aria-invalid': (this.wrong || invalid) && control.role !== 'group' ? 'true' : null,
      'aria-describedby': described || null,
      'aria-required': this.asks() && control.role !== 'group' ? 'true' : null,
      'aria-label': compact || bare ? this.labelText() : null,
      'aria-labelledby':
        compact || bare || control instanceof HTMLInputElement || control instanceof HTMLSelectElement || control instanceof HTMLTextAreaElement
          ? null
          : 'label',
    }
    for (const [name, value] of Object.entries(attributes)) value === null ? control.removeAttribute(name) : control.setAttribute(name, value)
  }

  protected labelText(): string {
    return this.options.label ?? called(this.field.label)
  }

  /** Whether it says that something has to be given. */
  protected asks(): boolean {
    return (this.options.required ?? this.field.required) && !this.isReadonly()
  }

  protected isReadonly(): boolean {
    return this.options.readonly === true || this.options.because !== undefined
  }

  protected change(value: Json): void {
    this.value = value
    this.say(null)
    this.options.onChange?.(value)
  }

  protected commit(): void {
    if (this.wrong === null) this.options.onCommit?.(this.value)
  }

  protected say(wrong: string | null): void {
    if (wrong === this.wrong) return
    this.wrong = wrong
    this.options.onUnreadable?.(wrong)
  }

  /** Enter is done, Escape takes back: for controls of one line. */
  protected key(event: KeyboardEvent): void {
    if (event.isComposing) return
    if (event.key === 'Enter') this.commit()
    if (event.key === 'Escape' && this.options.compact) {
      event.stopPropagation()
      this.options.onCancel?.()
    }
  }

  #take(): void {
    const control = this.renderRoot.querySelector<HTMLElement>('#control')
    control?.focus()
    if (control instanceof HTMLInputElement && control.type !== 'checkbox') control.select()
  }
}
