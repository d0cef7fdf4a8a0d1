import { css, html, nothing, type TemplateResult } from 'lit'
import { ask } from '../../data/client.ts'
import { download } from '../../data/download.ts'
import { loadMeta } from '../../data/meta.ts'
import { formatInstant } from '../../shell/format.ts'
import { go } from '../../shell/router.ts'
import { t } from '../../shell/words.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import { StudioScreen } from '../model/screen.ts'
import type { ChangeSet } from '../model/shown.ts'
import { keepOnly, type Studio } from '../model/store.ts'
import './apply-progress.ts'
import { operationSaid } from './operations-said.ts'
import { type Plan, planOf } from './plan.ts'
import './plan-view.ts'
import { setState } from './states.ts'
import './undo-dialog.ts'

/** One change set: what is in it, what it will do, and the ways on: apply it, take it back, take it elsewhere. */
class SgChangeScreen extends StudioScreen {
  static override properties = {
    ...StudioScreen.properties,
    id: {},
    set: { state: true },
    plan: { state: true },
    refused: { state: true },
    busy: { state: true },
    undoing: { state: true },
  }
  declare set: ChangeSet | null
  declare plan: Plan | null
  declare refused: unknown
  declare busy: boolean
  declare undoing: boolean
  #timer = 0

  constructor() {
    super()
    this.set = null
    this.plan = null
    this.refused = null
    this.busy = false
    this.undoing = false
  }

  static override styles = [
    ...[StudioScreen.styles].flat(),
    css`
    .cards { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); } .card > h2 { margin-block-end: 10px; }
    .list { list-style: none; margin: 0; padding: 0; } .list li { display: flex; gap: 10px; align-items: center; padding: 7px 0; border-block-start: 1px solid var(--sg-border); } .list li:first-child { border: 0; } .list span { flex: 1; min-inline-size: 0; overflow-wrap: anywhere; }
    .facts { display: flex; flex-wrap: wrap; gap: 4px 18px; color: var(--sg-text-2); margin-block-end: 14px; }
    .title { max-inline-size: 480px; margin-block-end: 16px; } sangam-page > .card { margin-block-end: 16px; }
  `,
  ]

  protected override heading(): string {
    return this.set?.state === 'draft' ? t('Review the draft') : (this.set?.title ?? t('Changes'))
  }

  protected override screen(_: Studio): TemplateResult {
    const { set, plan } = this
    return html`<sangam-page narrow heading=${this.heading()} .crumbs=${[{ label: t('Changes'), href: '/studio/changes' }]}>${set ? html`<span slot="beside">${setState(set.state)}</span>${this.#actions(set, plan)}` : nothing}
      <sangam-problem .error=${this.error ?? this.refused} ?retry=${this.error !== null} @retry=${() => void this.load()}></sangam-problem>
      ${set ? this.#body(set, plan) : this.error ? nothing : html`<sangam-skeleton lines="6"></sangam-skeleton>`}
      ${this.undoing && set ? html`<sangam-undo-dialog .set=${set} @close=${() => (this.undoing = false)} @done=${(event: CustomEvent<string>) => void go(`/studio/changes/${event.detail}`)}></sangam-undo-dialog>` : nothing}</sangam-page>`
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    window.clearTimeout(this.#timer)
  }

  protected override async load(): Promise<void> {
    await super.load()
    const { id } = this
    if (!id) return
    try {
      const set = await ask<ChangeSet>(`/api/model/sets/${id}`)
      this.set = set
      this.plan = await planOf(set).catch((error: unknown) => {
        this.refused = error
        return null
      })
      this.#follow()
    } catch (error) {
      this.error = error
    }
  }

  #actions(set: ChangeSet, plan: Plan | null): TemplateResult {
    const file = html`<sangam-button slot="actions" icon="download" @click=${() => void this.#export()}>${t('Export')}</sangam-button>`
    if (set.state === 'applied')
      return html`${file}<sangam-button slot="actions" icon="undo" @click=${() => (this.undoing = true)}>${t('Take back')}</sangam-button>`
    if (set.state === 'undone') return file
    const ready = plan !== null && plan.refused.length === 0 && !plan.unchanged
    return html`${file}<sangam-button slot="actions" kind="primary" icon="check" ?busy=${this.busy} ?disabled=${!ready} @click=${() => void this.#apply()}>${set.state === 'draft' ? t('Apply') : t('Apply again')}</sangam-button>`
  }

  #body(set: ChangeSet, plan: Plan | null): TemplateResult {
    const open = set.state === 'draft' || set.state === 'failed'
    return html`<div class="facts"><span>${t('Made by {name}, {when}', { name: set['createdBy.$title'] ?? '–', when: formatInstant(set.createdAt) })}</span>${set.appliedAt ? html`<span>${t('Applied by {name}, {when}', { name: set['appliedBy.$title'] ?? '–', when: formatInstant(set.appliedAt) })}</span>` : nothing}${set.undoes ? html`<a href="/studio/changes/${set.undoes}">${t('Takes back an earlier change')}</a>` : nothing}</div>
      ${set.error && open ? html`<p class="card" role="alert">${set.error}</p>` : nothing}
      ${this.#progress(set)}
      ${open ? html`<label class="field title">${t('Name of these changes')}<input maxlength="200" .value=${unnamed(set) ? '' : set.title} placeholder=${plan?.steps[0] ?? t('What is it for?')} @change=${(event: Event) => void this.#name((event.target as HTMLInputElement).value)} /></label>` : nothing}
      <div class="cards">
        <section class="card"><h2>${t('What was changed')}</h2>${
          set.operations.length === 0
            ? html`<p class="quiet">${t('Nothing yet.')}</p>`
            : html`<ul class="list">${set.operations.map(
                (one, at) =>
                  html`<li><span>${operationSaid(one)}</span>${open ? html`<sangam-button kind="quiet" size="small" icon="close" label=${t('Leave this out: {change}', { change: operationSaid(one) })} @click=${() => void this.#leaveOut(at)}></sangam-button>` : nothing}</li>`,
              )}</ul>`
        }</section>
        ${plan && open ? html`<section class="card"><h2>${t('The plan')}</h2>${plan.unchanged ? html`<p class="quiet">${t('Nothing would change: all of this is so already.')}</p>` : html`<sangam-plan-view .plan=${plan}></sangam-plan-view>`}</section>` : nothing}</div>`
  }

  /** While it runs, where it stopped, and afterwards what was done. */
  #progress({ state, progress = null }: ChangeSet): TemplateResult | typeof nothing {
    const running = this.busy || state === 'applying'
    if (!running && (progress === null || state === 'draft')) return nothing
    const heading = running ? t('It is being applied') : state === 'failed' ? t('How far it came') : t('What the database did')
    return html`<section class="card"><h2>${heading}</h2><sangam-apply-progress ?running=${running} .steps=${progress}></sangam-apply-progress></section>`
  }

  /** While it is applied, by this window or by another. */
  #follow(): void {
    if (!this.isConnected || !this.set || !(this.busy || this.set.state === 'applying')) return
    window.clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => void this.#look(), 400)
  }

  async #look(): Promise<void> {
    const { id } = this
    const set = await ask<ChangeSet>(`/api/model/sets/${id}`).catch(() => null)
    if (id !== this.id) return
    const ended = set !== null && !this.busy && set.state !== 'applying'
    if (set) this.set = set
    if (ended) await this.load()
    else this.#follow()
  }

  async #name(title: string): Promise<void> {
    if (!this.set || title.trim() === '') return
    try {
      this.set = await ask<ChangeSet>(`/api/model/sets/${this.set.id}`, { method: 'PATCH', body: { title: title.trim() } })
    } catch (error) {
      toastProblem(error)
    }
  }

  async #leaveOut(at: number): Promise<void> {
    if (!this.set) return
    const left = this.set.operations.toSpliced(at, 1)
    try {
      await keepOnly(this.set, left)
      if (left.length === 0) await go('/studio/changes')
      else await this.load()
    } catch (error) {
      toastProblem(error)
    }
  }

  async #apply(): Promise<void> {
    if (!this.set || this.busy) return
    this.busy = true
    this.refused = null
    try {
      const first = this.plan?.steps[0]
      if (unnamed(this.set) && first) await this.#name(first.slice(0, 200))
      this.#follow()
      await ask('/api/model/apply', { method: 'POST', body: { set: this.set.id } })
      toast(t('Applied. Everyone works with it now.'))
      await loadMeta()
    } catch (error) {
      this.refused = error
    } finally {
      this.busy = false
      await this.load()
    }
  }

  async #export(): Promise<void> {
    if (!this.set) return
    const name = `${this.set.title.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60) || 'changes'}.json`
    await download({ path: '/api/model/export', query: { set: this.set.id }, name })
  }
}
customElements.define('sangam-change-screen', SgChangeScreen)

/** Whether a set is called as it began, in whichever language. */
function unnamed({ title }: ChangeSet): boolean {
  return title === 'Draft' || title === t('Draft')
}
