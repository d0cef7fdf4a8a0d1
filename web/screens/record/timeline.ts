import type { EntityMeta } from '@sangam/sdk'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { onChange } from '../../data/live.ts'
import { can, entityMeta } from '../../data/meta.ts'
import type { Row } from '../../data/records.ts'
import { type TimelineEntry, timelineOf } from '../../data/timeline.ts'
import { dayOf, formatDay, formatInstant, formatRelative } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/menu.ts'
import '../../ui/small.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import './activity-row.ts'
import { cameAbout, changeStyles, changesOf, said, versionMenu } from './changes.ts'
import './comment.ts'
import './compose.ts'
import type { SgCompose } from './compose.ts'
import { timelineStyles } from './timeline.css.ts'

type Show = 'all' | 'comments' | 'changes' | 'tasks' | 'files'

/** One stream beside a record: what was changed, said and done, and what is planned; and the way to add to it and to follow it. */
class SgTimeline extends LitElement {
  static override properties = {
    entity: {},
    record: {},
    version: { type: Number },
    show: { state: true },
    items: { state: true },
    planned: { state: true },
    follows: { state: true },
    next: { state: true },
    error: { state: true },
    dropping: { state: true },
    turning: { state: true },
  }
  declare entity: string
  declare record: string
  /** The version that is shown beside it: when it moves, the stream is read anew. */
  declare version: number
  declare show: Show
  declare items: readonly TimelineEntry[] | null
  declare planned: readonly Row[]
  declare follows: boolean
  declare next: string | null
  declare error: unknown
  declare dropping: boolean
  /** Following is being begun or ended. */
  declare turning: boolean
  #stops: (() => void)[] = []
  #later: ReturnType<typeof setTimeout> | undefined
  #asked = 0
  /** How many there are to be read again, of this record and filter. */
  #shown = 0

  constructor() {
    super()
    this.show = 'all'
    this.items = null
    this.planned = []
    this.follows = false
    this.next = null
    this.error = null
    this.dropping = false
    this.turning = false
  }

  static override styles = [base, changeStyles, timelineStyles]

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('record') || changed.has('show')) this.#shown = 0
    if (changed.has('record') || changed.has('version') || changed.has('show')) void this.#load()
  }

  protected override render(): unknown {
    const shape = entityMeta(this.entity)
    if (!shape) return nothing
    const talks = shape.activities && (can('core.comment:create') || can('core.activity:create'))
    return html`<header><h2>${t('Timeline')}</h2><sangam-button size="small" kind=${this.follows ? 'plain' : 'quiet'} icon=${this.follows ? 'check' : 'bell'} ?busy=${this.turning} title=${t('Followers are told of comments and of what others change.')} @click=${() => this.#follow()}>${this.follows ? t('Following') : t('Follow')}</sangam-button></header>
      <div class="body ${this.dropping ? 'dropping' : ''}" @dragover=${(event: DragEvent) => this.#over(event)} @dragleave=${() => (this.dropping = false)} @drop=${(event: DragEvent) => this.#dropped(event)}>
      ${talks ? html`<sangam-compose entity=${this.entity} record=${this.record} @added=${() => void this.#load()}></sangam-compose>` : nothing}
      ${shape.activities ? this.#filters() : nothing}
      <sangam-problem .error=${this.error} retry @retry=${() => void this.#load()}></sangam-problem>
      ${this.items === null ? (this.error ? nothing : html`<sangam-skeleton lines="5"></sangam-skeleton>`) : this.#stream(shape, this.items)}</div>`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    const soon = (): void => {
      // It may be about any record: what many say at once is asked for once, and not by all open pages in the same moment.
      this.#later ??= setTimeout(
        () => {
          this.#later = undefined
          void this.#load()
        },
        1200 + Math.random() * 800,
      )
    }
    this.#stops = [onChange('core.activity', soon), onChange('core.comment', soon)]
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    for (const stop of this.#stops) stop()
    clearTimeout(this.#later)
    this.#later = undefined
  }

  #filters(): TemplateResult {
    const filters: readonly (readonly [Show, string])[] = [
      ['all', t('All')],
      ['comments', t('Comments')],
      ['changes', t('Changes')],
      ['tasks', t('Tasks')],
      ['files', t('Files')],
    ]
    return html`<div class="filters" role="group" aria-label=${t('Show in the timeline')}>${filters.map(
      ([show, label]) => html`<button type="button" aria-pressed=${String(show === this.show)} @click=${() => (this.show = show)}>${label}</button>`,
    )}</div>`
  }

  #stream(shape: EntityMeta, items: readonly TimelineEntry[]): TemplateResult {
    const days = byDay(items)
    return html`${
      this.planned.length > 0
        ? html`<section aria-label=${t('Planned')}><h3>${t('Planned')}</h3><ul>${repeat(
            this.planned,
            row => row.id,
            row => html`<li><sangam-activity-row .row=${row} @changed=${() => void this.#load()}></sangam-activity-row></li>`,
          )}</ul></section>`
        : nothing
    }
      ${items.length === 0 && this.planned.length === 0 ? html`<p class="none">${emptySaid(this.show)}</p>` : nothing}
      ${repeat(
        days,
        ([day]) => day,
        ([day, entries]) =>
          html`<section aria-label=${formatDay(day)}><h3>${formatDay(day)}</h3><ul>${repeat(
            entries,
            entry => entry.id,
            entry => html`<li class=${entry.kind}>${this.#entry(shape, entry)}</li>`,
          )}</ul></section>`,
      )}
      ${this.next ? html`<div><sangam-button size="small" @click=${() => this.#older()}>${t('Show older')}</sangam-button></div>` : nothing}`
  }

  #entry(shape: EntityMeta, entry: TimelineEntry): TemplateResult {
    switch (entry.kind) {
      case 'comment':
        return html`<sangam-comment entity=${this.entity} record=${this.record} .comment=${entry} @changed=${() => void this.#load()}></sangam-comment>`
      case 'activity':
        return html`<sangam-activity-row .row=${entry.activity} @changed=${() => void this.#load()}></sangam-activity-row>`
      case 'change':
        return this.#change(shape, entry)
      case 'event':
        return html`<span class="mark"><sangam-icon name=${entry.icon ?? 'dot'}></sangam-icon></span><div><b>${entry.by?.name ?? t('The system')}</b> ${entry.text} <small>${when(entry.at)}</small></div>`
    }
  }

  #change(shape: EntityMeta, { change, by, at }: Extract<TimelineEntry, { kind: 'change' }>): TemplateResult {
    const newest = change.version === this.version
    const menu = versionMenu(shape, this.record, change, newest, () => void this.#load())
    // What a new record began with is on the record itself; it is told where one asks for changes.
    const fields = change.verb === 'create' && this.show === 'all' ? [] : changesOf(shape, change)
    return html`<span class="mark"><sangam-icon name=${change.verb === 'create' ? 'plus' : change.verb === 'remove' ? 'remove' : 'edit'}></sangam-icon></span>
      <div><b>${by?.name ?? t('The system')}</b> ${said(change)} <small>${when(at)}${cameAbout(change)}</small>${fields.length > 0 ? html`<dl>${fields}</dl>` : nothing}</div>
      ${menu.length > 0 ? html`<sangam-menu end .items=${menu} label=${t('This version')}><sangam-button slot="opener" size="small" kind="quiet" icon="more" label=${t('This version')}></sangam-button></sangam-menu>` : nothing}`
  }

  #over(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    this.dropping = true
  }

  #dropped(event: DragEvent): void {
    this.dropping = false
    const files = [...(event.dataTransfer?.files ?? [])]
    const compose = this.renderRoot.querySelector<SgCompose>('sangam-compose')
    if (files.length === 0 || !compose) return
    event.preventDefault()
    void compose.addFiles(files)
  }

  async #follow(): Promise<void> {
    if (this.turning) return
    const follows = !this.follows
    this.turning = true
    try {
      await timelineOf(this.entity, this.record).follow(follows)
      this.follows = follows
      toast(follows ? t('You are told of comments and of what others change here.') : t('You follow this no more.'))
    } catch (error) {
      toastProblem(error)
    } finally {
      this.turning = false
    }
  }

  async #older(): Promise<void> {
    const asked = this.#asked
    try {
      const page = await timelineOf(this.entity, this.record).page(this.show, this.next ?? undefined)
      if (asked !== this.#asked) return
      this.items = [...(this.items ?? []), ...page.items]
      this.#shown = this.items.length
      this.next = page.next
    } catch (error) {
      toastProblem(error)
    }
  }

  /** Reads it anew, as far back as it is shown. */
  async #load(): Promise<void> {
    this.#asked += 1
    const mine = this.#asked
    try {
      const stream = timelineOf(this.entity, this.record)
      const page = await stream.page(this.show)
      const items = [...page.items]
      let { next } = page
      while (next !== null && items.length < this.#shown && mine === this.#asked) {
        const older = await stream.page(this.show, next)
        items.push(...older.items)
        next = older.next
      }
      if (mine !== this.#asked) return
      this.items = items
      this.#shown = items.length
      this.planned = page.planned
      this.follows = page.follows
      this.next = next
      this.error = null
    } catch (error) {
      if (mine === this.#asked) this.error = error
    }
  }
}
customElements.define('sangam-timeline', SgTimeline)

function byDay(items: readonly TimelineEntry[]): ReadonlyMap<string, readonly TimelineEntry[]> {
  const days = new Map<string, TimelineEntry[]>()
  for (const item of items) days.set(dayOf(item.at), [...(days.get(dayOf(item.at)) ?? []), item])
  return days
}

const when = (at: string): TemplateResult => html`<time datetime=${at} title=${formatInstant(at)}>${formatRelative(at)}</time>`

function emptySaid(show: Show): string {
  switch (show) {
    case 'comments':
      return t('Nobody has commented yet. Write @ and a name to ask a colleague.')
    case 'files':
      return t('No files yet. Drop one here, and say what it is.')
    case 'tasks':
      return t('Nothing yet. Write down a call or a note, or plan the next step.')
    default:
      return t('Nothing has happened yet.')
  }
}
