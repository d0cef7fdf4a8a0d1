import type { Json } from '@sangam/sdk'
import { css, html, LitElement, nothing } from 'lit'
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

const activity = 'core.activity'
const icons: { readonly [kind: string]: string } = { note: 'note', call: 'phone', meeting: 'meeting', task: 'task', mail: 'mail' }

/** A note, a call, a meeting, a task: what it was or will be, and what can be done with it. Tells `changed`. */
class SgActivityRow extends LitElement {
  static override properties = { row: { attribute: false } }
  declare row: Row

  static override styles = [
    base,
    inputs,
    css`
    :host { display: grid; grid-template-columns: 26px minmax(0, 1fr) auto; gap: 10px; align-items: start; }
    .mark { display: grid; place-items: center; inline-size: 26px; block-size: 26px; border-radius: 50%; background: var(--sg-accent-soft); color: var(--sg-accent-text); --sg-icon: 12px; }
    input[type='checkbox'] { inline-size: 18px; block-size: 18px; margin: 4px; border-radius: 50%; }
    .subject { font-weight: 500; overflow-wrap: anywhere; } .body { white-space: pre-wrap; overflow-wrap: anywhere; margin-block-start: 2px; color: var(--sg-text-2); }
    .outcome { margin-block-start: 4px; padding: 5px 9px; border-inline-start: 2px solid var(--sg-accent); font-size: var(--sg-text-sm); }
    small { display: block; color: var(--sg-text-2); font-size: var(--sg-text-xs); margin-block-start: 2px; } .late { color: var(--sg-danger); font-weight: 550; } .now { color: var(--sg-warning); font-weight: 550; }
  `,
  ]

  protected override render(): unknown {
    const { row } = this
    const subject = String(row.subject ?? '')
    const open = isOpen(row)
    return html`${open ? html`<input type="checkbox" aria-label=${t('Done: {task}', { task: subject })} .checked=${false} @change=${(event: Event) => this.#finish(row, event.target as HTMLInputElement)} />` : html`<span class="mark"><sangam-icon name=${icons[String(row.kind)] ?? 'note'} label=${kindOf(row)}></sangam-icon></span>`}
      <div><div class="subject">${subject}</div>${row.body ? html`<div class="body">${row.body}</div>` : nothing}${row.outcome ? html`<div class="outcome">${row.outcome}</div>` : nothing}<small>${this.#under(row, open)}</small></div>
      ${this.#menu(row, open)}`
  }

  #changed(): void {
    this.dispatchEvent(new Event('changed'))
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
      : html`<sangam-menu end .items=${items} label=${t('More')}><sangam-button slot="opener" kind="quiet" size="small" icon="more" label=${t('More about {name}', { name: String(row.subject ?? '') })}></sangam-button></sangam-menu>`
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
    if (saved) this.#changed()
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
    if (saved) this.#changed()
  }

  async #save(row: Row, patch: { readonly [field: string]: Json }, words = t('Saved.')): Promise<void> {
    try {
      const saved = await records.update(activity, row.id, patch, row.version)
      const before = Object.fromEntries(Object.keys(patch).map(name => [name, row[name] ?? null]))
      toast(words, {
        action: { label: t('Undo'), run: () => records.update(activity, row.id, before, saved.version).then(() => this.#changed(), toastProblem) },
      })
    } catch (error) {
      toastProblem(error)
    }
    this.#changed()
  }

  async #remove(row: Row): Promise<void> {
    try {
      await records.remove(activity, row.id, row.version)
      toast(t('Removed.'), { action: { label: t('Undo'), run: () => records.restore(activity, row.id).then(() => this.#changed(), toastProblem) } })
    } catch (error) {
      toastProblem(error)
    }
    this.#changed()
  }
}
customElements.define('sangam-activity-row', SgActivityRow)

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
