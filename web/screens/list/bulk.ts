import type { ActionMeta, FieldMeta, Json } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { entityMeta } from '../../data/meta.ts'
import { type BatchWrite, records } from '../../data/records.ts'
import { formatNumber } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import { confirm } from '../../ui/dialog.ts'
import '../../ui/menu.ts'
import type { MenuItem } from '../../ui/menu.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import { isQuick, quickEditor } from './quick-editor.ts'

const most = 5000
const atOnce = 500

/** What can be done with the chosen records. Tells `done` when something was, `clear` to choose none, `everything` to choose all there are. */
class SgBulk extends LitElement {
  static override properties = { entity: {}, ids: { attribute: false }, total: { type: Number }, busy: { state: true }, field: { state: true } }
  declare entity: string
  declare ids: readonly string[]
  declare total: number
  declare busy: string
  declare field: FieldMeta | null

  constructor() {
    super()
    this.entity = ''
    this.ids = []
    this.total = 0
    this.busy = ''
    this.field = null
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: flex; justify-content: center; position: absolute; inset: auto 12px 44px; z-index: 6; pointer-events: none; }
    .bar { display: flex; align-items: center; gap: 6px; flex-wrap: wrap; padding: 7px 8px 7px 16px; border-radius: 12px; background: var(--sg-raised); box-shadow: var(--sg-shadow-3); pointer-events: auto; animation: up 140ms ease-out; max-inline-size: 100%; }
    @keyframes up { from { opacity: 0; translate: 0 8px; } }
    b { font-weight: 600; margin-inline-end: 6px; white-space: nowrap; font-variant-numeric: tabular-nums; }
    .all { all: unset; cursor: pointer; color: var(--sg-accent-text); font-weight: 500; margin-inline-end: 8px; white-space: nowrap; } .all:hover { text-decoration: underline; } .all:focus-visible { outline: 2px solid var(--sg-focus); }
    .editor { min-inline-size: 170px; display: block; }
  `,
  ]

  protected override render(): unknown {
    const shape = entityMeta(this.entity)
    if (!shape || this.ids.length === 0) return nothing
    const may = (verb: string): boolean => shape.verbs.includes(verb)
    const actions = shape.actions.filter(action => may(action.name) && Object.keys(action.input).length === 0)
    return html`<div class="bar" role="toolbar" aria-label=${t('With the chosen records')}><b role="status">${this.busy || t('{count, plural, one {# chosen} other {# chosen}}', { count: this.ids.length })}</b>
      ${this.total > this.ids.length && this.ids.length < most ? html`<button class="all" type="button" @click=${() => this.dispatchEvent(new Event('everything'))}>${t('Choose all {count}', { count: formatNumber(Math.min(this.total, most)) })}</button>` : nothing}
      ${
        this.field
          ? this.#edit(this.field)
          : html`
        ${may('update') ? html`<sg-menu .items=${this.#fields()} label=${t('Edit a field')}><sg-button slot="opener" size="small" icon="edit" ?disabled=${this.busy !== ''}>${t('Edit')}</sg-button></sg-menu>` : nothing}
        ${actions.map(action => html`<sg-button size="small" ?disabled=${this.busy !== ''} @click=${() => this.#run(action)}>${t(action.label)}</sg-button>`)}
        ${may('remove') ? html`<sg-button size="small" icon="remove" ?disabled=${this.busy !== ''} @click=${() => this.#remove()}>${t('Remove')}</sg-button>` : nothing}`
      }
      <sg-button size="small" kind="quiet" icon="close" label=${t('Choose none')} @click=${() => this.#leave()}></sg-button></div>`
  }

  #fields(): readonly MenuItem[] {
    return Object.values(entityMeta(this.entity)?.fields ?? {})
      .filter(isQuick)
      .map(field => ({ label: t(field.label), run: () => (this.field = field) }))
  }

  #edit(field: FieldMeta): TemplateResult {
    return html`<span>${t('Set {field} to', { field: t(field.label) })}</span><div class="editor">${quickEditor(
      field,
      null,
      '',
      value => void this.#set(field, value),
      () => (this.field = null),
    )}</div>`
  }

  #leave(): void {
    if (this.field) this.field = null
    else this.dispatchEvent(new Event('clear'))
  }

  async #set(field: FieldMeta, value: Json): Promise<void> {
    const ids = this.ids
    this.field = null
    await this.#work(async () => {
      await this.#batch(ids.map(id => ({ entity: this.entity, verb: 'update', id, patch: { [field.name]: value } })))
      toast(t('{count, plural, one {# record} other {# records}} changed.', { count: ids.length }))
    })
  }

  async #run(action: ActionMeta): Promise<void> {
    if (action.confirm && !(await confirm(t(action.confirm), { heading: t(action.label), go: t(action.label) }))) return
    await this.#work(async () => {
      await records.runMany(this.entity, this.ids, action.name)
      toast(t('Done for {count, plural, one {# record} other {# records}}.', { count: this.ids.length }))
    })
  }

  async #remove(): Promise<void> {
    const ids = this.ids
    const question = t('{count, plural, one {# record} other {# records}} will go to the bin.', { count: ids.length })
    if (ids.length > 1 && !(await confirm(question, { heading: t('Remove them?'), go: t('Remove'), danger: true }))) return
    await this.#work(async () => {
      await this.#batch(ids.map(id => ({ entity: this.entity, verb: 'remove', id })))
      const undo = (): Promise<void> => this.#work(() => this.#batch(ids.map(id => ({ entity: this.entity, verb: 'restore', id }))))
      toast(t('{count, plural, one {# record} other {# records}} removed.', { count: ids.length }), { action: { label: t('Undo'), run: undo } })
      this.dispatchEvent(new Event('clear'))
    })
  }

  async #batch(writes: readonly BatchWrite[]): Promise<void> {
    for (let from = 0; from < writes.length; from += atOnce) {
      if (from > 0) this.busy = t('{done} of {count}…', { done: formatNumber(from), count: formatNumber(writes.length) })
      await records.batch(writes.slice(from, from + atOnce))
    }
  }

  async #work(work: () => Promise<unknown>): Promise<void> {
    this.busy = t('Working…')
    try {
      await work()
    } catch (error) {
      toastProblem(error)
    } finally {
      this.busy = ''
      this.dispatchEvent(new Event('done'))
    }
  }
}
customElements.define('sg-bulk', SgBulk)
