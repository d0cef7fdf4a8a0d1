import { css, html, LitElement, type TemplateResult } from 'lit'
import { onChange } from '../../data/live.ts'
import { entityMeta, fieldAt } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { dayOf, formatDate, formatDay, today } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/small.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import { optionLabel } from '../list/cells.ts'

const activity = 'core.activity'

/** What the person has to do, the most urgent first; each is ticked off here. */
class SgTasks extends LitElement {
  static override properties = { tasks: { state: true }, error: { state: true } }
  declare tasks: readonly Row[] | null
  declare error: unknown
  #stop: (() => void) | null = null
  #later: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.tasks = null
    this.error = null
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: block; }
    ul { list-style: none; margin: 0; padding: 0 8px 8px; }
    .task { display: grid; grid-template-columns: 20px minmax(0, 1fr) auto; gap: 2px 12px; align-items: center; padding: 8px; border-radius: 8px; } .task:hover { background: var(--sg-surface-2); }
    .task input { inline-size: 18px; block-size: 18px; grid-row: span 2; border-radius: 50%; } .task a { color: var(--sg-text); font-weight: 500; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .task small { color: var(--sg-text-2); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; grid-column: 2; }
    .due { font-size: var(--sg-text-sm); color: var(--sg-text-2); white-space: nowrap; grid-row: 1; grid-column: 3; } .due.late { color: var(--sg-danger); font-weight: 550; } .due.now { color: var(--sg-warning); font-weight: 550; }
    .none { padding: 6px 16px 18px; color: var(--sg-text-2); }
    @media print { .task input { display: none; } }
  `,
  ]

  protected override render(): unknown {
    if (this.error) return html`<div class="none"><sangam-problem .error=${this.error} retry @retry=${() => void this.#load()}></sangam-problem></div>`
    if (!this.tasks) return html`<div class="none"><sangam-skeleton lines="4"></sangam-skeleton></div>`
    if (this.tasks.length === 0) return html`<p class="none">${t('Nothing to do. Tasks, calls and meetings you plan on any record show up here.')}</p>`
    return html`<ul>${this.tasks.map(
      task =>
        html`<li class="task"><input type="checkbox" aria-label=${t('Done: {task}', { task: String(task.subject ?? '') })} @change=${() => void this.#done(task)} /><a href=${hrefOf(task)}>${String(task.subject ?? t('Untitled'))}</a><small>${[kindOf(task), String(task.recordTitle ?? '')].filter(Boolean).join(' · ')}</small>${due(task)}</li>`,
    )}</ul>`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
    this.#stop = onChange(activity, () => {
      clearTimeout(this.#later)
      this.#later = setTimeout(() => void this.#load(), 1500)
    })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
    clearTimeout(this.#later)
  }

  async #load(): Promise<void> {
    try {
      this.tasks = await dueTasks()
      this.error = null
    } catch (error) {
      this.error = error
    }
  }

  async #done(task: Row): Promise<void> {
    this.tasks = (this.tasks ?? []).filter(one => one.id !== task.id)
    try {
      const saved = await records.update(activity, task.id, { doneAt: new Date().toISOString() }, task.version)
      const undo = async (): Promise<void> => {
        await records.update(activity, task.id, { doneAt: null }, saved.version).catch(toastProblem)
        await this.#load()
      }
      toast(t('Done: {task}', { task: String(task.subject ?? '') }), { action: { label: t('Undo'), run: undo } })
    } catch (error) {
      toastProblem(error)
      await this.#load()
    }
  }
}
customElements.define('sangam-tasks', SgTasks)

async function dueTasks(): Promise<readonly Row[]> {
  if (!entityMeta(activity)) return []
  const where = { and: [{ assignee: '$me' }, { doneAt: { isEmpty: true } }, { due: { isEmpty: false } }] }
  return (await records.find(activity, { where, sort: ['due'], limit: 12 })).items
}

function hrefOf(task: Row): string {
  return task.entity && task.record ? `/record/${String(task.entity)}/${String(task.record)}` : `/record/${activity}/${task.id}`
}

function kindOf(task: Row): string {
  const field = fieldAt(activity, 'kind')
  return field && task.kind ? optionLabel(field, String(task.kind)) : ''
}

function due(task: Row): TemplateResult {
  const day = dayOf(String(task.due))
  const state = day < today() ? 'late' : day === today() ? 'now' : ''
  return html`<time class="due ${state}" datetime=${day} title=${formatDate(day)}>${formatDay(day)}</time>`
}
