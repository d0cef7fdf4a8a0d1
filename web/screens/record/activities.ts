import type { Json } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { onChange } from '../../data/live.ts'
import { can, entityMeta } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { askFields } from '../../fields/ask-fields.ts'
import { optionOf } from '../../fields/options.ts'
import { dayOf, formatDay, formatInstant, formatRelative, today } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/menu.ts'
import '../../ui/small.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import './quick-activity.ts'

const activity = 'core.activity'
const fields = ['kind', 'subject', 'body', 'due', 'doneAt', 'outcome', 'assignee', 'assignee.$title', 'createdAt', 'createdBy', 'createdBy.$title']
const icons: { readonly [kind: string]: string } = { note: 'note', call: 'phone', meeting: 'meeting', task: 'task', mail: 'mail' }

/** What was said, done and planned about a record; and a quick way to add to it. */
class SgActivities extends LitElement {
  static override properties = { entity: {}, record: {}, rows: { state: true }, error: { state: true }, more: { state: true } }
  declare entity: string
  declare record: string
  declare rows: readonly Row[] | null
  declare error: unknown
  declare more: boolean
  #stop: (() => void) | null = null
  #later: ReturnType<typeof setTimeout> | undefined
  #limit = 50

  constructor() {
    super()
    this.rows = null
    this.error = null
    this.more = false
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: grid; gap: 14px; padding-block: 12px; }
    h3 { font-size: var(--sg-text-xs); color: var(--sg-text-2); margin-block-end: 6px; }
    ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 2px; }
    li { display: grid; grid-template-columns: 24px minmax(0, 1fr) auto; gap: 10px; align-items: start; padding: 8px; margin-inline: -8px; border-radius: 8px; }
    li:hover { background: var(--sg-surface-2); }
    .mark { display: grid; place-items: center; inline-size: 24px; block-size: 24px; border-radius: 50%; background: var(--sg-accent-soft); color: var(--sg-accent-text); --sg-icon: 12px; }
    input[type='checkbox'] { inline-size: 18px; block-size: 18px; margin: 3px; border-radius: 50%; }
    .subject { font-weight: 500; overflow-wrap: anywhere; } .body { white-space: pre-wrap; overflow-wrap: anywhere; margin-block-start: 2px; color: var(--sg-text-2); }
    .outcome { margin-block-start: 4px; padding: 5px 9px; border-inline-start: 2px solid var(--sg-accent); font-size: var(--sg-text-sm); }
    small { display: block; color: var(--sg-text-2); font-size: var(--sg-text-xs); margin-block-start: 2px; } .late { color: var(--sg-danger); font-weight: 550; } .now { color: var(--sg-warning); font-weight: 550; }
    .none { color: var(--sg-text-2); }
  `,
  ]

  protected override render(): unknown {
    const open = (this.rows ?? []).filter(row => isOpen(row)).toSorted((a, b) => String(a.due ?? '9').localeCompare(String(b.due ?? '9')))
    const past = (this.rows ?? []).filter(row => !isOpen(row))
    return html`${can(`${activity}:create`) ? html`<sg-quick-activity entity=${this.entity} record=${this.record} @added=${() => void this.#load()}></sg-quick-activity>` : nothing}
      <sg-problem .error=${this.error} retry @retry=${() => void this.#load()}></sg-problem>
      ${this.rows === null ? (this.error ? nothing : html`<sg-skeleton lines="4"></sg-skeleton>`) : this.rows.length === 0 ? html`<p class="none">${t('Nothing yet. Write down a call or a note, or plan the next step.')}</p>` : nothing}
      ${
        open.length > 0
          ? html`<section aria-label=${t('Planned')}><h3>${t('Planned')}</h3><ul>${repeat(
              open,
              row => row.id,
              row => this.#row(row),
            )}</ul></section>`
          : nothing
      }
      ${
        past.length > 0
          ? html`<section aria-label=${t('Done')}><h3>${t('Done')}</h3><ul>${repeat(
              past,
              row => row.id,
              row => this.#row(row),
            )}</ul></section>`
          : nothing
      }
      ${this.more ? html`<div><sg-button size="small" @click=${() => this.#older()}>${t('Show older')}</sg-button></div>` : nothing}`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stop = onChange(activity, () => {
      clearTimeout(this.#later)
      this.#later = setTimeout(() => void this.#load(), 300)
    })
    void this.#load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
    clearTimeout(this.#later)
  }

  #row(row: Row): TemplateResult {
    const subject = String(row.subject ?? '')
    const open = isOpen(row)
    return html`<li>${open ? html`<input type="checkbox" aria-label=${t('Done: {task}', { task: subject })} .checked=${false} @change=${(event: Event) => this.#finish(row, event.target as HTMLInputElement)} />` : html`<span class="mark"><sg-icon name=${icons[String(row.kind)] ?? 'note'} label=${kindOf(row)}></sg-icon></span>`}
      <div><div class="subject">${subject}</div>${row.body ? html`<div class="body">${row.body}</div>` : nothing}${row.outcome ? html`<div class="outcome">${row.outcome}</div>` : nothing}<small>${this.#under(row, open)}</small></div>
      ${this.#menu(row, open)}</li>`
  }

  #under(row: Row, open: boolean): unknown {
    const person = open ? row['assignee.$title'] : row['createdBy.$title']
    const parts: unknown[] = open
      ? [kindOf(row), dueOf(row), person]
      : [kindOf(row), person, html`<time title=${formatInstant(momentOf(row))}>${formatRelative(momentOf(row))}</time>`]
    return parts.filter(part => part !== null && part !== undefined && part !== '').map((part, at) => html`${at > 0 ? ' · ' : nothing}${part}`)
  }

  #menu(row: Row, open: boolean): unknown {
    const items = [
      ...(can(`${activity}:update`) ? [{ label: t('Edit'), icon: 'edit', run: () => this.#edit(row) }] : []),
      ...(can(`${activity}:update`) && !open && row.kind !== 'note'
        ? [{ label: t('Not done yet'), icon: 'undo', run: () => this.#save(row, { doneAt: null }) }]
        : []),
      ...(can(`${activity}:remove`) ? [{ label: t('Remove'), icon: 'remove', danger: true, run: () => this.#remove(row) }] : []),
    ]
    return items.length === 0
      ? nothing
      : html`<sg-menu end .items=${items} label=${t('More')}><sg-button slot="opener" kind="quiet" size="small" icon="more" label=${t('More about {name}', { name: String(row.subject ?? '') })}></sg-button></sg-menu>`
  }

  /** Ticks it off at once; what came of it can be said, and need not. */
  async #finish(row: Row, box: HTMLInputElement): Promise<void> {
    const shape = entityMeta(activity)
    const outcome = shape?.fields.outcome
    const doneAt = new Date().toISOString()
    if (!outcome || row.kind === 'task') return this.#save(row, { doneAt }, t('Done: {task}', { task: String(row.subject ?? '') }))
    const saved = await askFields({
      heading: t('What came of it?'),
      text: String(row.subject ?? ''),
      fields: [outcome],
      entity: activity,
      go: t('Mark as done'),
      submit: values => records.update(activity, row.id, { ...values, doneAt }, row.version),
    })
    box.checked = false
    if (saved) await this.#load()
  }

  async #edit(row: Row): Promise<void> {
    const shape = entityMeta(activity)
    if (!shape) return
    const asked = ['kind', 'subject', 'body', 'due', 'assignee', ...(isOpen(row) ? [] : ['outcome'])].flatMap(name => shape.fields[name] ?? [])
    const saved = await askFields({
      heading: t('Edit'),
      fields: asked,
      values: row,
      entity: activity,
      go: t('Save'),
      submit: values => records.update(activity, row.id, Object.fromEntries(asked.map(field => [field.name, values[field.name] ?? null])), row.version),
    })
    if (saved) await this.#load()
  }

  async #save(row: Row, patch: { readonly [field: string]: Json }, words = t('Saved.')): Promise<void> {
    try {
      const saved = await records.update(activity, row.id, patch, row.version)
      const before = Object.fromEntries(Object.keys(patch).map(name => [name, row[name] ?? null]))
      toast(words, { action: { label: t('Undo'), run: () => records.update(activity, row.id, before, saved.version).then(() => this.#load(), toastProblem) } })
    } catch (error) {
      toastProblem(error)
    }
    await this.#load()
  }

  async #remove(row: Row): Promise<void> {
    try {
      await records.remove(activity, row.id, row.version)
      toast(t('Removed.'), { action: { label: t('Undo'), run: () => records.restore(activity, row.id).then(() => this.#load(), toastProblem) } })
    } catch (error) {
      toastProblem(error)
    }
    await this.#load()
  }

  async #older(): Promise<void> {
    this.#limit += 100
    await this.#load()
  }

  async #load(): Promise<void> {
    try {
      const page = await records.find(activity, {
        where: { entity: this.entity, record: this.record },
        fields,
        sort: ['-createdAt'],
        limit: Math.min(500, this.#limit),
      })
      this.rows = page.items
      this.more = page.next !== null
      this.error = null
    } catch (error) {
      this.error = error
    }
  }
}
customElements.define('sg-activities', SgActivities)

/** A note is never waiting; what is done, is; a call or mail without a day was written down afterwards. */
function isOpen(row: Row): boolean {
  return row.doneAt === null && row.kind !== 'note' && (row.kind === 'task' || row.due !== null)
}

function kindOf(row: Row): string {
  const field = entityMeta(activity)?.fields.kind
  return field ? optionOf(field, String(row.kind)).label : String(row.kind)
}

function momentOf(row: Row): string {
  return String(row.doneAt ?? row.createdAt)
}

function dueOf(row: Row): unknown {
  if (typeof row.due !== 'string') return null
  const day = dayOf(row.due)
  return html`<time class=${row.due < new Date().toISOString() ? 'late' : day === today() ? 'now' : ''} title=${formatInstant(row.due)}>${formatDay(day)}</time>`
}
