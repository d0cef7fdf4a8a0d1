import { type WorkGroup, type WorkItem, type Worklist, workGroups } from '@sangam/sdk'
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { onChange, onLive } from '../../data/live.ts'
import { records } from '../../data/records.ts'
import { work } from '../../data/worklist.ts'
import { go, type Route, setQuery } from '../../shell/router.ts'
import { shortcuts } from '../../shell/shortcuts.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/page.ts'
import '../../ui/small.ts'
import '../../ui/tabs.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import { decide, handOver, type VerdictOn } from '../approvals/decide.ts'
import { inboxStyles } from './inbox.css.ts'
import { hrefOf, type Ways, workRow } from './row.ts'
import { tomorrow } from './times.ts'

type Tab = 'all' | WorkGroup | 'snoozed'

/** All that waits for oneself, over all plugins: tasks, approvals, mentions, reminders, and changes of what one follows. */
class SgInboxScreen extends LitElement {
  static override properties = {
    route: { attribute: false },
    list: { state: true },
    tab: { state: true },
    at: { state: true },
    error: { state: true },
    choosing: { state: true },
    looking: { state: true },
  }
  declare route: Route | undefined
  declare list: Worklist | null
  declare tab: Tab
  /** The item that the keyboard is at; none until a key is pressed. */
  declare at: string
  declare error: unknown
  declare choosing: boolean
  /** The proposal that is looked at. */
  declare looking: string | null
  #stops: (() => void)[] = []
  #later: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.list = null
    this.tab = 'all'
    this.at = ''
    this.error = null
    this.choosing = false
    this.looking = null
  }

  static override styles = [base, inputs, inboxStyles]

  protected override render(): unknown {
    const shown = this.#shown()
    return html`<sangam-page narrow heading=${t('Inbox')}>
      <sangam-button slot="actions" kind="quiet" icon="settings" @click=${() => this.#choose()}>${t('What I am told')}</sangam-button>
      ${this.#readable().length > 0 ? html`<sangam-button slot="actions" icon="check" @click=${() => this.#readAll()}>${t('Mark all as read')}</sangam-button>` : nothing}
      <sangam-tabs .tabs=${this.#tabs()} .chosen=${this.tab} label=${t('Inbox')} @change=${(event: CustomEvent<Tab>) => this.#turn(event.detail)}></sangam-tabs>
      <div class="panel" role="tabpanel" tabindex="0" aria-label=${this.#tabs().find(tab => tab.id === this.tab)?.label ?? nothing}>
      <sangam-problem .error=${this.error} retry @retry=${() => void this.#load()}></sangam-problem>
      ${
        this.list === null
          ? this.error
            ? nothing
            : html`<sangam-skeleton lines="6"></sangam-skeleton>`
          : shown.length === 0
            ? this.#empty()
            : html`<ul>${repeat(
                shown,
                item => item.id,
                item => html`<li class=${item.id === this.at ? 'here' : ''} data-id=${item.id}>${workRow(item, this.#ways(item))}</li>`,
              )}</ul>`
      }</div></sangam-page>
      ${this.choosing ? html`<sangam-notice-choices @close=${() => (this.choosing = false)}></sangam-notice-choices>` : nothing}${this.looking === null ? nothing : html`<sangam-proposal proposal=${this.looking} @close=${() => this.#looked()}></sangam-proposal>`}`
  }

  /** The group stands in the address: whoever is sent it sees the same, and back leads to the one before. */
  protected override willUpdate(changed: PropertyValues): void {
    const { route } = this
    if (!route || !changed.has('route')) return
    const wanted = route.query.get('show') ?? usual(route)
    const tab = ([...workGroups, 'snoozed'].find(one => one === wanted) as Tab | undefined) ?? 'all'
    if (tab !== this.tab) this.at = ''
    this.tab = tab
  }

  override connectedCallback(): void {
    super.connectedCallback()
    const soon = (): void => {
      clearTimeout(this.#later)
      this.#later = setTimeout(() => void this.#load(), 400)
    }
    const group = t('In the inbox')
    this.#stops = [
      onLive('notice', soon),
      onLive('again', soon),
      onChange('core.activity', soon),
      shortcuts(
        { keys: 'j', label: t('Next'), group, run: () => this.#step(1) },
        { keys: 'k', label: t('The one before'), group, run: () => this.#step(-1) },
        { keys: 'o', label: t('Open the record'), group, run: () => this.#here(item => this.#open(item)) },
        { keys: 'e', label: t('Done, or read'), group, run: () => this.#here(item => void this.#done(item)) },
        { keys: 'z', label: t('Put off until tomorrow'), group, run: () => this.#here(item => void this.#ways(item).snooze(tomorrow())) },
      ),
    ]
    void this.#load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    for (const stop of this.#stops) stop()
    clearTimeout(this.#later)
  }

  #tabs(): readonly { readonly id: Tab; readonly label: string; readonly count?: number }[] {
    const counts = this.list?.counts
    const all = counts ? workGroups.reduce((sum, group) => sum + counts[group], 0) : undefined
    const tab = (id: Tab, label: string, count: number | undefined): { id: Tab; label: string; count?: number } => ({
      id,
      label,
      ...(count !== undefined && { count }),
    })
    return [
      tab('all', t('All'), all),
      tab('tasks', t('Tasks'), counts?.tasks),
      tab('approvals', t('Approvals'), counts?.approvals),
      tab('mentions', t('Mentions'), counts?.mentions),
      tab('reminders', t('Reminders'), counts?.reminders),
      tab('changes', t('Changes'), counts?.changes),
      ...(counts?.snoozed ? [tab('snoozed', t('Put off'), counts.snoozed)] : []),
    ]
  }

  #shown(): readonly WorkItem[] {
    const items = this.list?.items ?? []
    if (this.tab === 'snoozed') return items.filter(item => item.snoozedUntil !== null)
    return items.filter(item => item.snoozedUntil === null && (this.tab === 'all' || item.group === this.tab))
  }

  #readable(): readonly string[] {
    return this.#shown().flatMap(item => item.notices)
  }

  #empty(): TemplateResult {
    return this.tab === 'approvals'
      ? html`<sangam-empty icon="check" heading=${t('Nothing waits for you')} text=${t('When someone needs your approval, it stands here.')}></sangam-empty>`
      : html`<sangam-empty icon="inbox" heading=${t('All done')} text=${t('Tasks, approvals, mentions, reminders and changes of what you follow stand here.')}></sangam-empty>`
  }

  #ways(item: WorkItem): Ways {
    return {
      open: () => this.#read(item),
      done: () => this.#done(item),
      decide: verdict => this.#decide(item, verdict),
      handOver: () => this.#handOver(item),
      look: () => this.#look(item),
      snooze: until => this.#snooze(item, until),
    }
  }

  #turn(tab: Tab): void {
    setQuery({ show: this.route && tab === usual(this.route) ? undefined : tab }, { push: true })
  }

  #step(by: number): void {
    const shown = this.#shown()
    const here = shown.findIndex(item => item.id === this.at)
    const next = shown[here < 0 ? 0 : Math.min(shown.length - 1, Math.max(0, here + by))]
    if (!next) return
    this.at = next.id
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('li.here a, li.here button')?.focus())
  }

  #here(run: (item: WorkItem) => void): void {
    const item = this.#shown().find(one => one.id === this.at)
    if (item) run(item)
  }

  #open(item: WorkItem): void {
    this.#read(item)
    if (item.proposal) return void this.#look(item)
    const href = hrefOf(item)
    if (href) void go(href)
  }

  #read(item: WorkItem): void {
    void work.mark(item.notices).catch(toastProblem)
  }

  async #done(item: WorkItem): Promise<void> {
    if (item.approval) return this.#decide(item, 'approve')
    if (item.proposal) return this.#look(item)
    const { task } = item
    await this.#try(async () => {
      const saved = task ? await records.update('core.activity', task.id, { doneAt: new Date().toISOString() }, task.version) : null
      await work.mark(item.notices)
      const back = async (): Promise<void> => {
        if (task && saved) await records.update('core.activity', task.id, { doneAt: null }, saved.version)
        await work.mark(item.notices, false)
      }
      toast(task ? t('Done: {task}', { task: item.text }) : t('Read.'), { action: { label: t('Undo'), run: () => this.#try(back) } })
    })
  }

  async #decide(item: WorkItem, verdict: VerdictOn): Promise<void> {
    if (item.approval && (await decide(item.approval.vote, verdict))) await this.#try(() => work.mark(item.notices))
  }

  async #handOver(item: WorkItem): Promise<void> {
    if (item.approval && (await handOver(item.approval.vote))) await this.#try(() => work.mark(item.notices))
  }

  async #snooze(item: WorkItem, until: string | null): Promise<void> {
    await this.#try(async () => {
      await work.snooze(item.id, until)
      const back = (): Promise<void> => this.#try(() => work.snooze(item.id, item.snoozedUntil))
      toast(until ? t('Put off.') : t('It is back in the inbox.'), { action: { label: t('Undo'), run: back } })
    })
  }

  async #readAll(): Promise<void> {
    const ids = this.#readable()
    await this.#try(async () => {
      await work.mark(ids)
      toast(t('Read.'), { action: { label: t('Undo'), run: () => this.#try(() => work.mark(ids, false)) } })
    })
  }

  async #look(item: WorkItem): Promise<void> {
    await import('../approvals/proposal.ts')
    this.looking = item.proposal?.id ?? null
  }

  #looked(): void {
    this.looking = null
    void this.#load()
  }

  async #choose(): Promise<void> {
    await import('./choices.ts')
    this.choosing = true
  }

  async #try(what: () => Promise<unknown>): Promise<void> {
    try {
      await what()
    } catch (error) {
      toastProblem(error)
    }
    await this.#load()
  }

  async #load(): Promise<void> {
    try {
      this.list = await work.list()
      this.error = null
    } catch (error) {
      this.error = error
    }
  }
}
customElements.define('sangam-inbox-screen', SgInboxScreen)

function usual({ path }: Route): Tab {
  return path === '/approvals' ? 'approvals' : 'all'
}
