import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ProblemError } from '../../data/client.ts'
import { can, entityMeta, meta } from '../../data/meta.ts'
import { records } from '../../data/records.ts'
import { fieldEditor } from '../../fields/index.ts'
import { optionsOf } from '../../fields/options.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/small.ts'
import type { SgCommentBox } from './comment-box.ts'
import './comment-box.ts'
import { along } from '../../shell/direction.ts'
import type { Values } from './draft.ts'

const activity = 'core.activity'
const icons: { readonly [kind: string]: string } = { comment: 'comment', note: 'note', call: 'phone', meeting: 'meeting', task: 'task', mail: 'mail' }

/** Says something to colleagues, writes down a note or call, or plans the next step: one line, and more only when asked for. Tells `added`. */
export class SgCompose extends LitElement {
  static override properties = {
    entity: {},
    record: {},
    kind: { state: true },
    values: { state: true },
    open: { state: true },
    busy: { state: true },
    error: { state: true },
  }
  declare entity: string
  declare record: string
  declare kind: string
  declare values: Values
  declare open: boolean
  declare busy: boolean
  declare error: unknown

  constructor() {
    super()
    this.kind = can('core.comment:create') ? 'comment' : 'note'
    this.values = {}
    this.open = false
    this.busy = false
    this.error = null
  }

  static override styles = [
    base,
    inputs,
    css`
    form { display: grid; gap: 10px; padding: 10px; border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface-2); }
    .kinds { display: flex; gap: 2px; flex-wrap: wrap; }
    .kinds button { all: unset; cursor: pointer; display: inline-flex; align-items: center; gap: 4px; padding: 4px 6px; border-radius: 6px; font-size: var(--sg-text-xs); font-weight: 500; color: var(--sg-text-2); --sg-icon: 11.5px; min-block-size: 26px; box-sizing: border-box; }
    .kinds button:hover { color: var(--sg-text); } .kinds button[aria-checked='true'] { background: var(--sg-surface); color: var(--sg-text); box-shadow: var(--sg-shadow-1); } .kinds button:focus-visible { outline: 2px solid var(--sg-focus); }
    textarea { field-sizing: content; min-block-size: 38px; max-block-size: 240px; }
    .go { display: flex; gap: 6px; justify-content: end; align-items: center; } .go span { flex: 1; font-size: var(--sg-text-xs); color: var(--sg-text-2); }
  `,
  ]

  protected override render(): unknown {
    const shape = entityMeta(activity)
    const kinds = [
      ...(can('core.comment:create') ? [{ value: 'comment', label: t('Comment') }] : []),
      ...(shape?.fields.kind && can(`${activity}:create`) ? optionsOf(shape.fields.kind) : []),
    ]
    return html`<form @submit=${(event: Event) => this.#submit(event)} @keydown=${(event: KeyboardEvent) => this.#key(event)}>
      <div class="kinds" role="radiogroup" aria-label=${t('What it is')}>${kinds.map(
        kind =>
          html`<button type="button" role="radio" aria-checked=${String(kind.value === this.kind)} tabindex=${kind.value === this.kind ? 0 : -1} @click=${() => this.#choose(kind.value)} @keydown=${(
            event: KeyboardEvent,
          ) =>
            this.#kindKey(
              event,
              kinds.map(one => one.value),
            )}><sangam-icon name=${icons[kind.value] ?? 'note'}></sangam-icon>${kind.label}</button>`,
      )}</div>
      ${this.kind === 'comment' ? html`<sangam-comment-box entity=${this.entity} record=${this.record} @sent=${() => this.dispatchEvent(new Event('added'))}></sangam-comment-box>` : this.#activity()}</form>`
  }

  /** Files that were dropped beside it become a comment. */
  async addFiles(files: readonly File[]): Promise<void> {
    this.kind = 'comment'
    await this.updateComplete
    await this.renderRoot.querySelector<SgCommentBox>('sangam-comment-box')?.addFiles(files)
  }

  #activity(): TemplateResult {
    return html`<textarea rows="1" maxlength="20000" aria-label=${prompt(this.kind)} placeholder=${prompt(this.kind)} .value=${String(this.values.text ?? '')} @focus=${() => (this.open = true)} @input=${(event: Event) => (this.values = { ...this.values, text: (event.target as HTMLTextAreaElement).value })}></textarea>
      ${
        this.open
          ? html`${this.#more()}<sangam-problem .error=${this.error}></sangam-problem>
        <div class="go"><span>${t('The first line becomes its heading.')}</span><sangam-button size="small" kind="quiet" @click=${() => this.#reset()}>${t('Cancel')}</sangam-button><sangam-button size="small" kind="primary" ?busy=${this.busy} ?disabled=${String(this.values.text ?? '').trim() === ''} @click=${(event: Event) => this.#submit(event)}>${this.#planned() ? t('Plan it') : t('Write down')}</sangam-button></div>`
          : nothing
      }`
  }

  #more(): TemplateResult | typeof nothing {
    const fields = entityMeta(activity)?.fields
    if (this.kind === 'note' || !fields?.due) return nothing
    const issues = this.error instanceof ProblemError ? this.error.fields : {}
    const editor = (name: 'due' | 'assignee' | 'outcome'): unknown =>
      fields[name]
        ? fieldEditor(fields[name], this.values[name], {
            entity: activity,
            record: this.values,
            invalid: issues[name],
            onChange: value => (this.values = { ...this.values, [name]: value }),
          })
        : nothing
    return html`${editor('due')}${editor(this.#planned() ? 'assignee' : 'outcome')}`
  }

  #planned(): boolean {
    return this.kind === 'task' || (this.kind !== 'note' && typeof this.values.due === 'string' && this.values.due > new Date().toISOString())
  }

  #choose(kind: string): void {
    this.kind = kind
    this.open = true
    if (this.values.assignee === undefined) this.values = { ...this.values, assignee: meta().user.id }
    // The words are typed at once: where a comment was, their place is not there yet.
    void this.updateComplete.then(() => this.renderRoot.querySelector('textarea')?.focus())
  }

  #kindKey(event: KeyboardEvent, kinds: readonly string[]): void {
    const step = along(event.key)
    if (step === 0) return
    event.preventDefault()
    this.kind = kinds[(kinds.indexOf(this.kind) + step + kinds.length) % kinds.length] ?? this.kind
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[aria-checked="true"]')?.focus())
  }

  #key(event: KeyboardEvent): void {
    if (this.kind === 'comment') return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void this.#submit(event)
    if (event.key === 'Escape' && !event.defaultPrevented) this.#reset()
  }

  #reset(): void {
    this.values = {}
    this.open = false
    this.error = null
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault()
    if (this.kind === 'comment') return
    const [first = '', ...rest] = String(this.values.text ?? '')
      .trim()
      .split('\n')
    if (first === '' || this.busy) return
    const subject = first.length > 200 ? `${first.slice(0, 199)}…` : first
    const body = [...(first.length > 200 ? [first] : []), ...rest].join('\n').trim()
    const planned = this.#planned()
    const { text } = this.values
    this.busy = true
    this.error = null
    try {
      await records.create(activity, {
        kind: this.kind,
        subject,
        ...(body && { body }),
        entity: this.entity,
        record: this.record,
        ...(this.kind !== 'note' && this.values.due && { due: this.values.due }),
        ...(planned && this.values.assignee && { assignee: this.values.assignee }),
        ...(!planned && this.kind !== 'note' && { doneAt: this.values.due ?? new Date().toISOString(), outcome: this.values.outcome ?? null }),
      })
      // What is written since the answer was on its way is not thrown away with what was sent.
      if (this.values.text === text) this.#reset()
      this.dispatchEvent(new Event('added'))
    } catch (error) {
      this.error = error
    } finally {
      this.busy = false
    }
  }
}
customElements.define('sangam-compose', SgCompose)

function prompt(kind: string): string {
  switch (kind) {
    case 'call':
      return t('What was said, or will be?')
    case 'meeting':
      return t('What is the meeting about?')
    case 'task':
      return t('What is to be done?')
    case 'mail':
      return t('What was written?')
    default:
      return t('Write a note…')
  }
}
