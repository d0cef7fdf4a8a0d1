import type { ActionMeta, EntityMeta, FieldMeta, Json } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { beginBulk, type Chosen, type Doing, followAside, type Run, stopRun, takeBack, tellEnd } from '../../data/bulk.ts'
import { counted } from '../../data/counted.ts'
import { entityMeta } from '../../data/meta.ts'
import { formatNumber } from '../../shell/format.ts'
import { go } from '../../shell/router.ts'
import { called, t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import { confirm } from '../../ui/dialog.ts'
import '../../ui/menu.ts'
import type { MenuItem } from '../../ui/menu.ts'
import { toastProblem } from '../../ui/toast.ts'
import { isQuick, quickEditor } from './quick-editor.ts'

/** What one bulk change may reach, and where counts end. */
const most = 100_000
const shownCount = 1000

/**
 * What can be done with the chosen records, or with all that the list's condition means. The server does it in chunks, so that thousands are one
 * click with its progress, its end and its way back. Tells `done` when something was, `clear` to choose none.
 */
class SgBulk extends LitElement {
  static override properties = {
    entity: {},
    ids: { attribute: false },
    total: { type: Number },
    query: { attribute: false },
    all: { state: true },
    run: { state: true },
    busy: { state: true },
    field: { state: true },
  }
  declare entity: string
  declare ids: readonly string[]
  declare total: number
  /** What the list shows, as a condition. */
  declare query: { readonly where: object; readonly search: string }
  /** All that match, also those that are not loaded. */
  declare all: boolean
  declare run: Run | null
  declare busy: string
  declare field: FieldMeta | null

  constructor() {
    super()
    this.entity = ''
    this.ids = []
    this.total = 0
    this.query = { where: {}, search: '' }
    this.all = false
    this.run = null
    this.busy = ''
    this.field = null
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: flex; justify-content: center; position: absolute; inset: auto 12px 44px; z-index: 6; pointer-events: none; }
    .bar { display: flex; align-items: center; gap: 6px; flex-wrap: wrap; padding-block: 7px; padding-inline: 16px 8px; border-radius: 12px; background: var(--sg-raised); box-shadow: var(--sg-shadow-3); pointer-events: auto; animation: up 140ms ease-out; max-inline-size: 100%; }
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
    return html`<div class="bar" role="toolbar" aria-label=${t('With the chosen records')}><b role="status">${this.busy || this.#told()}</b>
      ${this.run?.state === 'running' ? html`<sangam-button size="small" @click=${() => this.#stop()}>${t('Stop')}</sangam-button>` : nothing}
      ${this.total > this.ids.length && !this.all ? html`<button class="all" type="button" ?disabled=${this.busy !== ''} @click=${() => (this.all = true)}>${this.total > shownCount ? t('Choose all that match') : t('Choose all {count}', { count: formatNumber(this.total) })}</button>` : nothing}
      ${
        this.field
          ? this.#edit(this.field)
          : html`
        ${may('update') ? html`<sangam-menu .items=${this.#fields()} label=${t('Edit a field')}><sangam-button slot="opener" size="small" icon="edit" ?disabled=${this.busy !== ''}>${t('Edit')}</sangam-button></sangam-menu>` : nothing}
        ${actions.map(action => html`<sangam-button size="small" ?disabled=${this.busy !== ''} @click=${() => this.#run(action)}>${called(action.label)}</sangam-button>`)}
        ${this.#areOne(shape) ? html`<sangam-button size="small" icon="copy" ?disabled=${this.busy !== ''} @click=${() => void go(`/duplicates/${this.entity}?pair=${this.ids.join(',')}`)}>${t('Merge…')}</sangam-button>` : nothing}
        ${may('remove') ? html`<sangam-button size="small" icon="remove" ?disabled=${this.busy !== ''} @click=${() => this.#remove()}>${t('Remove')}</sangam-button>` : nothing}`
      }
      <sangam-button size="small" kind="quiet" icon="close" label=${t('Choose none')} @click=${() => this.#leave()}></sangam-button></div>`
  }

  /** Two that may be one: the person knows it, whatever the rules say. */
  #areOne({ verbs, duplicates, merges }: EntityMeta): boolean {
    return this.ids.length === 2 && !this.all && merges !== false && verbs.includes('update') && verbs.includes('remove') && duplicates.length > 0
  }

  #fields(): readonly MenuItem[] {
    return Object.values(entityMeta(this.entity)?.fields ?? {})
      .filter(isQuick)
      .map(field => ({ label: called(field.label), run: () => (this.field = field) }))
  }

  #edit(field: FieldMeta): TemplateResult {
    return html`<span>${t('Set {field} to', { field: called(field.label) })}</span><div class="editor">${quickEditor(
      field,
      null,
      '',
      value => void this.#set(field, value),
      () => (this.field = null),
    )}</div>`
  }

  #leave(): void {
    if (this.field) this.field = null
    else if (this.all) this.all = false
    else this.dispatchEvent(new Event('clear'))
  }

  async #set(field: FieldMeta, value: Json): Promise<void> {
    this.field = null
    await this.#work({ set: { [field.name]: value } })
  }

  async #run(action: ActionMeta): Promise<void> {
    if (action.confirm && !(await confirm(called(action.confirm), { heading: called(action.label), go: called(action.label) }))) return
    await this.#work({ action: action.name })
  }

  async #remove(): Promise<void> {
    const count = this.#count
    const question = this.all ? t('All records that match will go to the bin.') : t('{what} will go to the bin.', { what: counted(this.entity, count) })
    if ((this.all || count > 1) && !(await confirm(question, { heading: t('Remove them?'), go: t('Remove'), danger: true }))) return
    await this.#work({ remove: true })
  }

  get #count(): number {
    return this.all ? Math.min(this.total, most) : this.ids.length
  }

  #told(): string {
    if (this.all && this.total > shownCount) return t('All that match are chosen')
    return t('{count, plural, one {# chosen} other {# chosen}}', { count: this.#count })
  }

  async #stop(): Promise<void> {
    if (this.run) await stopRun(this.run.id).catch(toastProblem)
  }

  async #work(doing: Doing): Promise<void> {
    const { where, search } = this.query
    const chosen: Chosen = this.all ? { where, ...(search && { search }) } : { ids: this.ids }
    this.busy = t('Working…')
    try {
      const run = await followAside(await beginBulk(this.entity, chosen, doing), t('Changing records…'), now => {
        this.run = now
        this.busy = t('{done} of {count}…', { done: formatNumber(now.done), count: formatNumber(now.total) })
        // Who goes elsewhere meanwhile sees it there.
        return this.isConnected
      })
      tellEnd(
        run,
        async () => {
          await takeBack(run.id, this.entity)
          this.dispatchEvent(new Event('done'))
        },
        this.entity,
      )
      if (run.state === 'done') this.dispatchEvent(new Event('clear'))
    } catch (error) {
      toastProblem(error)
    } finally {
      this.run = null
      this.busy = ''
      this.all = false
      this.dispatchEvent(new Event('done'))
    }
  }
}
customElements.define('sangam-bulk', SgBulk)
