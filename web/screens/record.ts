import type { ActionMeta, EntityMeta, Json } from '@sangam/sdk'
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { ProblemError } from '../data/client.ts'
import { onChange, onLive } from '../data/live.ts'
import { entityMeta, meta, metaStore } from '../data/meta.ts'
import type { Row } from '../data/records.ts'
import { watch } from '../data/store.ts'
import { hasBroadLines } from '../fields/lines.ts'
import { titleIn } from '../fields/titles.ts'
import { type Deeds, offerDeeds } from '../shell/deeds.ts'
import { rememberOpened } from '../shell/opened.ts'
import { go, holdLeaving, type Route, setQuery } from '../shell/router.ts'
import { shortcuts } from '../shell/shortcuts.ts'
import { called, t } from '../shell/words.ts'
import { base } from '../style/parts.ts'
import '../ui/button.ts'
import { confirm } from '../ui/dialog.ts'
import '../ui/menu.ts'
import type { MenuItem } from '../ui/menu.ts'
import '../ui/page.ts'
import '../ui/small.ts'
import { toast } from '../ui/toast.ts'
import './record/conflict.ts'
import './record/doubles.ts'
import type { Values } from './record/draft.ts'
import type { SgForm } from './record/form.ts'
import './record/form.ts'
import { hasApprovals } from './record/approvals.ts'
import { actionsOf, badgesOf, type Dialog, isPrimary, isShown, moreMenu, removeRecord, runAction } from './record/head.ts'
import { pastOf } from './record/past.ts'
import { reach, stamp } from './record/reach.ts'
import { recordStyles } from './record/record.css.ts'
import './record/placed.ts'
import './record/references.ts'
import { relatedLists } from './record/related-lists.ts'
import './record/timeline.ts'
import { RecordWork } from './record/work.ts'

/** One record: its fields edited in place, what can be done with it, what was done about it. Without an id, a new one. */
class SgRecordScreen extends LitElement {
  static override styles = [base, recordStyles]
  static override properties = { entity: {}, id: {}, route: { attribute: false }, acting: { state: true }, dialog: { state: true }, beside: { state: true } }
  declare entity: string
  declare route: Route | undefined
  declare acting: string
  declare dialog: Dialog | null
  /** The form stands: what is beside and below it follows. */
  declare beside: boolean
  #work: RecordWork | null = null
  #stops: (() => void)[] = []
  #letGo: (() => void) | null = null
  #again = false
  #acted: Promise<void> = Promise.resolve()

  constructor() {
    super()
    this.acting = ''
    this.dialog = null
    this.beside = false
    // What its rules name may have been made one with others meanwhile.
    watch(this, metaStore)
  }

  protected override render(): unknown {
    const work = this.#work
    const shape = entityMeta(this.entity)
    const past = pastOf(this.entity, this.id, this.route?.query.get('asOf'))
    if (past) return past
    if (!work || !shape)
      return html`<sangam-empty icon="lock" heading=${t('There is nothing to see here')} text=${t('This record belongs to a plugin that is not enabled, or you may not see it.')}><sangam-button href="/">${t('Go home')}</sangam-button></sangam-empty>`
    const crumbs = [{ label: called(shape.plural), href: `/list/${this.entity}` }]
    if (work.loading) return html`<sangam-page heading="" .crumbs=${crumbs}><div class="card"><sangam-skeleton lines="7"></sangam-skeleton></div></sangam-page>`
    if (!work.isNew && !work.saved) return this.#absent(shape, work)
    return html`<sangam-page heading=${work.saved ? titleIn(this.entity, work.saved) : t('New {entity}', { entity: called(shape.label) })} .crumbs=${crumbs}>
      ${work.saved ? this.#head(shape, work) : nothing}
      <div class="page ${work.isNew ? (hasBroadLines(shape) ? 'alone broad' : 'alone') : ''}"><div class="main"><div>${this.#notes(work)}${work.isNew && shape.duplicates.length > 0 ? html`<sangam-doubles .shape=${shape} .values=${work.draft}></sangam-doubles>` : nothing}
        ${work.saved && hasApprovals(shape) ? html`<sangam-approvals entity=${this.entity} record=${work.id ?? ''} .version=${work.saved.version} @done=${() => void work.catchUp()}></sangam-approvals>` : nothing}
        ${work.saved ? reach(shape, work.saved) : nothing}
        <div class="card"><sangam-form .shape=${shape} .screen=${meta().forms[this.entity]} .values=${work.draft} .kept=${work.kept} .saved=${work.saved} .issues=${work.issues} ?fixed=${!shape.verbs.includes(work.isNew ? 'create' : 'update') || work.gone}
          record=${work.gone ? '' : (work.saved?.id ?? '')} tab=${this.route?.query.get('tab') ?? ''} @tab=${(event: CustomEvent<string>) => setQuery({ tab: event.detail })}
          @change=${(event: CustomEvent<{ field: string; value: Json }>) => work.set(event.detail.field, event.detail.value, event.target === event.currentTarget)}>${meta().elements.some(one => one.entity === this.entity) ? html`<sangam-placed entity=${this.entity} .values=${work.draft} .saved=${work.saved} ?fixed=${!shape.verbs.includes(work.isNew ? 'create' : 'update') || work.gone}></sangam-placed>` : nothing}</sangam-form></div>${this.#bar(shape, work)}</div>
        ${work.saved && this.beside ? html`${relatedLists(meta().forms[this.entity]?.related ?? [], { entity: this.entity, record: work.id ?? '' })}<sangam-references entity=${this.entity} record=${work.id ?? ''}></sangam-references>${stamp(work.saved)}` : nothing}</div>
        ${work.saved ? this.#side(shape, work) : nothing}</div></sangam-page>
      ${this.dialog && work.saved ? this.#asked(shape, work.saved) : nothing}
      ${work.theirs ? html`<sangam-conflict .clashes=${work.clashes} @settle=${(event: CustomEvent<ReadonlySet<string>>) => this.#settle(event.detail)} @close=${() => this.#settle(null)}></sangam-conflict>` : nothing}`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    const shape = entityMeta(this.entity)
    if (!shape) return
    this.#work = new RecordWork(shape, this.id || null, () => this.#told())
    void this.#open(this.#work)
    const changed = onChange(this.entity, change => change.id === this.id && void this.#work?.catchUp(true))
    this.#stops = [
      changed,
      offerDeeds(() => this.#deeds()),
      onLive('again', () => void this.#work?.catchUp()),
      shortcuts(
        { keys: 'mod+s', label: t('Save'), group: t('In a record'), run: () => this.#save() },
        { keys: 'mod+enter', label: t('Save'), group: t('In a record'), run: () => this.#save() },
      ),
    ]
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    for (const stop of this.#stops) stop()
    this.#letGo?.()
  }

  protected override updated(_changed: PropertyValues): void {
    // One can type before the rest is drawn.
    if (!this.beside && this.#work?.saved) setTimeout(() => (this.beside = true), 20)
    const first = this.#work?.isNew && !this.#again && !this.#work.loading
    if (!first) return
    this.#again = true
    const field = Object.values(entityMeta(this.entity)?.fields ?? {}).find(one => one.name === entityMeta(this.entity)?.title && !one.readonly)
    if (field) void this.#form()?.focusField(field.name)
  }

  #head(shape: EntityMeta, work: RecordWork): TemplateResult {
    const saved = work.saved
    if (!saved || work.gone) return html``
    const actions = actionsOf(shape, saved).toSorted((a, b) => Number(isPrimary(shape, b, saved)) - Number(isPrimary(shape, a, saved)))
    const first = actions.slice(0, 3)
    const menu = this.#menu(shape, saved, actions.slice(3))
    const badges = badgesOf(shape, saved)
    return html`${badges.length > 0 ? html`<span slot="beside" class="badges">${badges}</span>` : nothing}
      ${first.map((action, at) => html`<sangam-button slot="actions" kind=${at === 0 && isPrimary(shape, action, saved) ? 'primary' : 'plain'} title=${action.help ? called(action.help) : nothing} ?busy=${this.acting === action.name} @click=${() => this.#act(action.name)}>${called(action.label)}</sangam-button>`)}
      ${isShown(shape, saved) ? html`<sangam-button slot="actions" icon="share" @click=${() => this.#show('links')}>${t('Share a link')}</sangam-button>` : nothing}
      ${menu.length > 0 ? html`<sangam-menu slot="actions" end .items=${menu} label=${t('More')}><sangam-button slot="opener" icon="more" label=${t('More')}></sangam-button></sangam-menu>` : nothing}`
  }

  #menu(shape: EntityMeta, saved: Row, rest: readonly ActionMeta[]): readonly MenuItem[] {
    return moreMenu(shape, saved, rest, { run: action => this.#act(action.name), remove: () => this.#remove(), open: dialog => this.#show(dialog) })
  }

  /** All that can be done here, for who types it. */
  #deeds(): Deeds | null {
    const work = this.#work
    if (!work?.saved || work.gone || this.route?.query.has('asOf')) return null
    const link = isShown(work.shape, work.saved) ? [{ label: t('Share a link'), icon: 'share', run: () => this.#show('links') }] : []
    return { about: titleIn(this.entity, work.saved), items: [...link, ...this.#menu(work.shape, work.saved, actionsOf(work.shape, work.saved))] }
  }

  #asked(shape: EntityMeta, saved: Row): TemplateResult {
    const { id } = saved
    const close = (): void => {
      this.dialog = null
    }
    if (this.dialog === 'links') return html`<sangam-links .shape=${shape} record=${id} heading=${titleIn(this.entity, saved)} @close=${close}></sangam-links>`
    return this.dialog === 'share'
      ? html`<sangam-share .shape=${shape} record=${id} @close=${close}></sangam-share>`
      : html`<sangam-explain .shape=${shape} record=${id} @close=${close}></sangam-explain>`
  }

  async #show(dialog: Dialog): Promise<void> {
    await { share: () => import('./record/share.ts'), links: () => import('./record/links.ts'), explain: () => import('./record/explain.ts') }[dialog]()
    this.dialog = dialog
  }

  /** Whoever goes on before the record has come opened it all the same. */
  async #open(work: RecordWork): Promise<void> {
    await work.open(this.#given())
    if (work.saved) rememberOpened(this.entity, work.saved.id)
  }

  #notes(work: RecordWork): TemplateResult {
    const shown =
      work.error &&
      !(
        work.error instanceof ProblemError &&
        work.error.code === 'invalid' &&
        Object.keys(work.issues).length > 0 &&
        Object.keys(work.issues).every(name => work.shape.fields[name.split('.')[0] ?? ''])
      )
    return html`<p class="visually-hidden" role="status">${work.renewed && !work.meanwhile ? t('Someone changed this record, and it is shown as it is now.') : ''}</p>${work.meanwhile ? html`<div class="note" role="status"><sangam-icon name="info"></sangam-icon><span>${t('Someone changed the same fields meanwhile. You choose when you save.')}</span></div>` : nothing}
      ${work.gone ? html`<div class="note" role="status"><sangam-icon name="warning"></sangam-icon><span>${t('Someone removed this record meanwhile.')}</span></div>` : nothing}
      ${shown ? html`<sangam-problem .error=${work.error}></sangam-problem>` : nothing}`
  }

  #bar(shape: EntityMeta, work: RecordWork): TemplateResult | typeof nothing {
    if (work.isNew && !shape.verbs.includes('create')) return nothing
    if (!work.isNew && (!work.dirty || work.gone)) return nothing
    return html`<div class="bar" role="toolbar" aria-label=${t('Save')}><span>${work.isNew ? '' : t('Changes are not saved yet.')}</span>
      <sangam-button ?disabled=${work.busy} @click=${() => (work.isNew ? void go(`/list/${this.entity}`) : this.#discard(work))}>${work.isNew ? t('Cancel') : t('Discard')}</sangam-button>
      ${work.isNew ? html`<sangam-button class="desk" ?disabled=${work.busy} @click=${() => this.#save(true)}>${t('Create and add another')}</sangam-button>` : nothing}
      <sangam-button kind="primary" ?busy=${work.busy} shortcut="Ctrl S" @click=${() => this.#save()}>${work.isNew ? t('Create') : t('Save')}</sangam-button></div>`
  }

  #side(shape: EntityMeta, work: RecordWork): TemplateResult {
    return html`<aside aria-label=${t('About this record')}>${this.beside ? html`<sangam-timeline entity=${shape.name} record=${work.id ?? ''} .version=${work.saved?.version ?? 0}></sangam-timeline>` : nothing}</aside>`
  }

  #absent(shape: EntityMeta, work: RecordWork): TemplateResult {
    const missing = work.error instanceof ProblemError && work.error.status === 404
    return html`<sangam-page heading=${missing ? t('Not found') : called(shape.label)} .crumbs=${[{ label: called(shape.plural), href: `/list/${this.entity}` }]}>${
      missing
        ? html`<sangam-empty icon="search" heading=${t('This record is not here')} text=${t('It was removed, or you may not see it.')}><sangam-button href="/list/${this.entity}">${t('All {entities}', { entities: called(shape.plural) })}</sangam-button></sangam-empty>`
        : html`<sangam-problem .error=${work.error} retry @retry=${() => void work.open()}></sangam-problem>`
    }</sangam-page>`
  }

  #told(): void {
    const dirty = this.#work?.dirty === true && !this.#work.gone
    if (dirty)
      this.#letGo ??= holdLeaving(() =>
        confirm(t('What you typed here is not saved.'), { heading: t('Leave without saving?'), go: t('Leave'), stay: t('Stay'), danger: true }),
      )
    else {
      this.#letGo?.()
      this.#letGo = null
    }
    this.requestUpdate()
  }

  async #save(another = false): Promise<void> {
    const work = this.#work
    // A field tells its value when it is left; the keyboard may save from inside it.
    const inside = deepActive()
    inside?.blur()
    inside?.focus()
    if (!work || work.busy || (!work.dirty && !work.isNew)) return
    if (!this.#form()?.check()) return
    const saved = await work.save()
    if (!saved) {
      this.#showIssues(work)
      return
    }
    this.#form()?.settle()
    toast(work.isNew ? t('“{name}” is created.', { name: titleIn(this.entity, saved) }) : t('Saved.'))
    if (!work.isNew) return
    work.discard()
    this.#told()
    if (!another) {
      await go(`/record/${this.entity}/${saved.id}`, { replace: true, force: true })
      return
    }
    await work.open(this.#given())
    this.#again = false
    this.requestUpdate()
  }

  #showIssues(work: RecordWork): void {
    const first = Object.keys(work.issues).find(name => work.shape.fields[name.split(/[.[]/)[0] ?? ''])
    if (first) void this.#form()?.focusField(first.split(/[.[]/)[0] ?? '')
  }

  #discard(work: RecordWork): void {
    work.discard()
    this.#form()?.settle()
  }

  #settle(keepTheirs: ReadonlySet<string> | null): void {
    const work = this.#work
    if (!work) return
    if (keepTheirs === null) {
      work.theirs = null
      this.#told()
      return
    }
    work.settle(keepTheirs)
    if (work.dirty) void this.#save()
    else this.#form()?.settle()
  }

  /** One after another: what is asked for while the last is done, or read back, comes when that is over. The same again is the same. */
  async #act(name: string): Promise<void> {
    if (this.acting === name) return
    this.acting = name
    const work = this.#work
    const acted = this.#acted
      .catch(() => undefined)
      .then(() => this.#do(work, name))
      .finally(() => {
        if (this.acting === name) this.acting = ''
      })
    this.#acted = acted
    await acted
  }

  async #do(work: RecordWork | null, name: string): Promise<void> {
    const action = work?.shape.actions.find(one => one.name === name)
    // Who has gone on to another record meant this one.
    if (!work?.saved || !action || work !== this.#work) return
    if (work.dirty && !(await this.#savedFirst(work))) return
    if (await runAction(work.shape, work.saved, action)) await work.catchUp()
  }

  async #savedFirst(work: RecordWork): Promise<boolean> {
    await this.#save()
    return !work.dirty
  }

  async #remove(): Promise<void> {
    const work = this.#work
    if (!work?.saved) return
    if (work.dirty && !(await confirm(t('What you typed here is not saved.'), { heading: t('Remove it all the same?'), go: t('Remove'), danger: true }))) return
    work.discard()
    if (await removeRecord(work.shape, work.saved)) await go(`/list/${this.entity}`, { force: true })
  }

  /** What the address gives a new record; which tab is open is no value of it. */
  #given(): Values {
    const given = Object.fromEntries(this.route?.query ?? [])
    const { tab: _, ...values } = given
    return meta().forms[this.entity]?.tabs ? values : given
  }

  #form(): SgForm | null {
    return this.renderRoot.querySelector<SgForm>('sangam-form')
  }
}
customElements.define('sangam-record-screen', SgRecordScreen)

function deepActive(): HTMLElement | null {
  let active: Element | null = document.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  return active instanceof HTMLElement && active !== document.body ? active : null
}
