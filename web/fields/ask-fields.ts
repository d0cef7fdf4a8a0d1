import type { FieldMeta, Json } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ProblemError } from '../data/client.ts'
import { metaStore } from '../data/meta.ts'
import { companyDay } from '../shell/format.ts'
import { called, t } from '../shell/words.ts'
import { base } from '../style/parts.ts'
import '../ui/button.ts'
import type { SgDialog } from '../ui/dialog.ts'
import '../ui/dialog.ts'
import '../ui/small.ts'
import { begun } from './begins.ts'
import { checkValue } from './check.ts'
import { fieldEditor } from './look.ts'

type Values = { readonly [field: string]: Json }

/** Draws the editor of a value beside what else was filled in; `set` takes what it is changed to. */
type OwnEditor = (value: Json | undefined, values: Values, set: (value: Json) => void) => TemplateResult

export interface Question<R> {
  readonly heading: string
  readonly text?: string
  readonly fields: readonly FieldMeta[]
  readonly values?: Values
  /** Beside what the fields themselves ask for. */
  readonly required?: ReadonlySet<string>
  readonly entity?: string
  /** The verb on the button. */
  readonly go: string
  readonly danger?: boolean
  /** Where there are more fields than a narrow dialog holds at a glance: two stand beside each other, as far as the window lets them. */
  readonly wide?: boolean
  /** Instead of the editors of their types. */
  readonly editors?: { readonly [field: string]: OwnEditor }
  /** Whether a field is asked for, by what else was filled in; all are unless told. */
  readonly asks?: (field: string, values: Values) => boolean
  /** What is done with the answer; what it throws is shown in the dialog, at its fields. */
  readonly submit: (values: Values) => Promise<R>
}

/** Asks for a few values in a dialog; null when the person thinks better of it. */
export async function askFields<R>(question: Question<R>): Promise<R | null> {
  // The editors of all types; a screen that shows records without editing them did not bring them along.
  await import('./index.ts')
  return new Promise(resolve => {
    const dialog = new SgAskFields()
    dialog.question = question as Question<unknown>
    dialog.addEventListener('done', () => {
      dialog.remove()
      resolve((dialog.result as { value: R } | null)?.value ?? null)
    })
    document.body.append(dialog)
  })
}

class SgAskFields extends LitElement {
  static override properties = {
    question: { attribute: false },
    values: { state: true },
    issues: { state: true },
    error: { state: true },
    busy: { state: true },
  }
  declare question: Question<unknown>
  declare values: Values
  declare issues: { readonly [field: string]: string }
  declare error: unknown
  declare busy: boolean
  result: { value: unknown } | null = null
  readonly #unreadable = new Map<string, string>()

  constructor() {
    super()
    this.values = {}
    this.issues = {}
    this.error = null
    this.busy = false
  }

  static override styles = [
    base,
    css`form { display: grid; grid-template-columns: minmax(0, 1fr); gap: 14px; align-items: start; } @container (min-width: 560px) { form.wide { grid-template-columns: repeat(2, minmax(0, 1fr)); column-gap: 20px; } form.wide > :is(p, .own, sangam-problem) { grid-column: 1 / -1; } } p, .own > small { color: var(--sg-text-2); } .own { display: grid; grid-template-columns: minmax(0, 1fr); gap: 5px; } .own > span { font-size: var(--sg-text-sm); font-weight: 500; color: var(--sg-text-2); } .own > .wrong { color: var(--sg-danger); }`,
  ]

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('question')) return
    const now = { me: metaStore.value?.user.id ?? null, today: companyDay(), now: new Date().toISOString() }
    const begins = this.question.fields.map(field => [field.name, begun(field.default, now)] as const)
    this.values = { ...(Object.fromEntries(begins.filter(([, value]) => value !== null && value !== undefined)) as Values), ...this.question.values }
  }

  protected override render(): TemplateResult {
    const { heading, text, go, danger, editors, wide = false } = this.question
    return html`<sangam-dialog open ?wide=${wide} heading=${heading} @close=${() => this.dispatchEvent(new Event('done'))}>
      <form class=${wide ? 'wide' : ''} @submit=${(event: Event) => this.#submit(event)} @keydown=${(event: KeyboardEvent) => this.#key(event)} novalidate>${text ? html`<p>${text}</p>` : nothing}
        ${this.#asked().map((field, at) => (editors?.[field.name] ? this.#own(field, editors[field.name] as OwnEditor) : this.#editor(field, at === 0)))}
        <sangam-problem .error=${this.error}></sangam-problem></form>
      <sangam-button slot="actions" @click=${() => this.#hide()}>${t('Cancel')}</sangam-button>
      <sangam-button slot="actions" kind=${danger ? 'danger' : 'primary'} ?busy=${this.busy} @click=${(event: Event) => this.#submit(event)}>${go}</sangam-button></sangam-dialog>`
  }

  #asked(): readonly FieldMeta[] {
    const { fields, asks } = this.question
    return asks ? fields.filter(field => asks(field.name, this.values)) : fields
  }

  #editor(field: FieldMeta, autofocus: boolean): TemplateResult {
    const { entity } = this.question
    return fieldEditor(field, this.values[field.name], {
      autofocus,
      required: this.#required(field),
      invalid: this.issues[field.name],
      record: this.values,
      ...(entity !== undefined && { entity }),
      onChange: value => this.#set(field.name, value),
      onUnreadable: message => (message === null ? this.#unreadable.delete(field.name) : this.#unreadable.set(field.name, message)),
    })
  }

  #own(field: FieldMeta, draw: OwnEditor): TemplateResult {
    const wrong = this.issues[field.name]
    return html`<div class="own" role="group" aria-label=${called(field.label)}><span>${called(field.label)}</span>${draw(this.values[field.name], this.values, value => this.#set(field.name, value))}
      ${wrong ? html`<span class="wrong" role="alert">${wrong}</span>` : nothing}${field.help ? html`<small>${called(field.help)}</small>` : nothing}</div>`
  }

  #required(field: FieldMeta): boolean {
    return field.required || (this.question.required?.has(field.name) ?? false)
  }

  #set(name: string, value: Json): void {
    this.values = { ...this.values, [name]: value }
    if (this.issues[name]) this.issues = Object.fromEntries(Object.entries(this.issues).filter(([one]) => one !== name))
  }

  #key(event: KeyboardEvent): void {
    const from = event.composedPath()[0]
    if (event.key === 'Enter' && !event.defaultPrevented && ((from instanceof HTMLInputElement && from.role !== 'combobox') || event.ctrlKey || event.metaKey))
      void this.#submit(event)
  }

  #hide(): void {
    this.renderRoot.querySelector<SgDialog>('sangam-dialog')?.hide()
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault()
    if (this.busy) return
    const wrong = this.#asked().flatMap(field => {
      const message = this.#unreadable.get(field.name) ?? checkValue(field, this.values[field.name], this.#required(field))
      return message === null ? [] : [[field.name, message] as const]
    })
    this.issues = Object.fromEntries(wrong)
    if (wrong.length > 0) return
    this.busy = true
    this.error = null
    try {
      this.result = { value: await this.question.submit(this.values) }
      this.#hide()
    } catch (error) {
      const issues = error instanceof ProblemError ? error.fields : {}
      const asked = new Set(this.#asked().map(field => field.name))
      const named = Object.keys(issues)
      this.issues = issues
      this.error = named.length > 0 && named.every(name => asked.has(name)) ? null : error
    } finally {
      this.busy = false
    }
  }
}
customElements.define('sangam-ask-fields', SgAskFields)
