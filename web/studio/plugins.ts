import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask } from '../data/client.ts'
import { Listing } from '../data/listing.ts'
import { loadMeta, metaStore } from '../data/meta.ts'
import { formatDate, formatList } from '../shell/format.ts'
import { t } from '../shell/words.ts'
import { base } from '../style/parts.ts'
import '../ui/button.ts'
import '../ui/dialog.ts'
import type { MenuItem } from '../ui/menu.ts'
import '../ui/menu.ts'
import '../ui/page.ts'
import '../ui/small.ts'
import './changes/schema-steps.ts'
import './plugins/install-dialog.ts'
import { toast, toastProblem } from '../ui/toast.ts'
import type { SchemaStep, Takes } from './changes/plan.ts'
import { studioStyles } from './studio.css.ts'

interface Plugin {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly icon: string | null
  readonly version: string
  readonly state: State
  readonly needs: readonly string[]
  readonly neededBy: readonly string[]
  /** Of a bridge: what it comes and goes with, by itself. */
  readonly joins: readonly string[]
  /** What was put away, and the day until which it can be put back. */
  readonly away: { readonly until: string; readonly tables: number; readonly records: number } | null
  /** Why it does not run, for whoever wrote it. */
  readonly problems: readonly string[]
  /** First records that it could not make, by what its author calls them, and why; null where that is not known. */
  readonly unmade: readonly { readonly seed: string; readonly why: string | null }[]
  /** The version that its records are of, where they wait to be brought to this one. */
  readonly upgrade: { readonly from: string } | null
  /** Whether its last change can be taken back. */
  readonly undo: boolean
  /** Where it came from elsewhere, and who made it by its own word. */
  readonly installed: { readonly by: string | null; readonly origin: object | null } | null
}

interface Plan {
  readonly steps: readonly string[]
  /** By what names programs know what a step is about. */
  readonly technical?: readonly { readonly step: number; readonly names: readonly string[] }[]
  readonly refused?: string
  readonly schema?: readonly SchemaStep[]
  readonly takes?: Takes
  /** What could not be made of what was done, and what to do about it. */
  readonly unmade?: readonly { readonly text: string }[]
}

/** `available`: nothing of it is here. */
type State = 'available' | 'enabled' | 'disabled' | 'uninstalled'

/** What is asked for: a state, or the one before. */
type Target = State | 'before' | 'upgraded'

/** The plugins that are there: switched on and off, with what it means said before it is done. */
class SgPluginsScreen extends LitElement {
  static override properties = { asked: { state: true }, unmade: { state: true }, busy: { state: true }, refused: { state: true } }
  readonly #all = new Listing<Plugin>(this, '/api/plugins')
  declare asked: { readonly plugin: Plugin; readonly to: Target; readonly plan: Plan } | null
  /** A plugin that runs without its first records, and why each of them is missing. */
  declare unmade: { readonly plugin: Plugin; readonly said: readonly string[] } | null
  declare busy: string
  declare refused: unknown

  constructor() {
    super()
    this.asked = null
    this.unmade = null
    this.busy = ''
    this.refused = null
  }

  static override styles = [
    base,
    studioStyles,
    css`
    .grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(280px, 1fr)); gap: 14px; }
    article { display: grid; grid-template-columns: auto minmax(0, 1fr); grid-template-rows: auto 1fr auto; gap: 6px 14px; }
    .icon { display: grid; place-items: center; inline-size: 40px; block-size: 40px; border-radius: 10px; background: var(--sg-surface-2); color: var(--sg-text-2); --sg-icon: 18px; } .on .icon { background: var(--sg-accent-soft); color: var(--sg-accent-text); }
    article header { display: grid; align-content: center; } article header small { color: var(--sg-text-2); } article h2 { display: flex; gap: 8px; align-items: center; }
    article > p, .needs { grid-column: 1 / -1; color: var(--sg-text-2); } .needs { font-size: var(--sg-text-sm); display: grid; gap: 2px; }
    article footer { grid-column: 1 / -1; display: flex; justify-content: end; align-items: center; gap: 6px; margin-block-start: 6px; }
    .wrong { grid-column: 1 / -1; font-size: var(--sg-text-sm); display: grid; gap: 6px; } .wrong ul { margin: 0; padding-inline-start: 18px; overflow-wrap: anywhere; color: var(--sg-text-2); }
    .names { display: flex; flex-wrap: wrap; padding: 0; gap: 0 16px; list-style: none; font: var(--sg-text-xs) / 1.6 ui-monospace, monospace; color: var(--sg-text-2); overflow-wrap: anywhere; } summary { font-size: var(--sg-text-xs); color: var(--sg-text-2); cursor: pointer; inline-size: fit-content; }
    ol, ul { margin: 0; padding-inline-start: 20px; display: grid; gap: 6px; } .takes { display: grid; gap: 6px; grid-template-columns: minmax(0, 1fr); } .say { display: grid; gap: 12px; grid-template-columns: minmax(0, 1fr); }
  `,
  ]

  protected override render(): unknown {
    const { items, error } = this.#all
    return html`<sangam-page heading=${t('Plugins')}>${isMaster() ? html`<sangam-menu slot="actions" end label=${t('Install a plugin…')} .items=${this.#ways()}><sangam-button slot="opener" icon="upload">${t('Install a plugin…')}</sangam-button></sangam-menu>` : nothing}<p class="lead">${t('Each plugin brings its records, screens and roles. Disabled, they are out of sight and kept; uninstalled, they can be put back for 30 days.')}</p>
      <sangam-problem .error=${error} retry @retry=${() => void this.#all.load()}></sangam-problem>
      ${items === null ? (error ? nothing : html`<sangam-skeleton lines="5"></sangam-skeleton>`) : html`<div class="grid">${items.map(plugin => this.#card(plugin))}</div>`}</sangam-page>${this.#dialog()}${this.#missing()}<sangam-install-plugin @done=${() => void this.#again()}></sangam-install-plugin>`
  }

  #door(): HTMLElementTagNameMap['sangam-install-plugin'] | null {
    return this.renderRoot.querySelector('sangam-install-plugin')
  }

  #ways(): MenuItem[] {
    return [
      { label: t('From a file…'), icon: 'upload', run: () => this.#door()?.choose() },
      { label: t('By its name…'), icon: 'download', run: () => this.#door()?.name() },
    ]
  }

  #card(plugin: Plugin): TemplateResult {
    const { state, away } = plugin
    const waits = plugin.upgrade
    const broken = plugin.problems.length > 0 && !waits
    const on = state === 'enabled' && !broken && !waits
    const names = (ids: readonly string[]): string => ids.map(id => this.#all.items?.find(one => one.id === id)?.title ?? id).join(', ')
    const badge = broken
      ? ['red', t('Set aside')]
      : waits
        ? ['orange', t('Waits for its upgrade')]
        : { available: nothing, enabled: ['green', t('Enabled')], disabled: ['grey', t('Disabled')], uninstalled: ['orange', t('Uninstalled')] }[state]
    const more = this.#more(plugin)
    return html`<article class="card ${on ? 'on' : ''}"><span class="icon"><sangam-icon name=${plugin.icon ?? 'plugin'}></sangam-icon></span>
      <header><h2>${plugin.title}${Array.isArray(badge) ? html`<sangam-badge colour=${badge[0] as string} dot>${badge[1]}</sangam-badge>` : nothing}</h2><small>${t('Version {version}', { version: plugin.version })}${plugin.installed ? html` · ${plugin.installed.by === null ? t('from elsewhere') : t('from {author}', { author: plugin.installed.by })}` : nothing}</small></header>
      <p>${plugin.description}</p>${broken ? html`<div class="wrong"><p>${t('It can’t run, and the others go on without it. Whoever wrote it can read here what to mend:')}</p><ul>${plugin.problems.map(one => html`<li>${one}</li>`)}</ul></div>` : nothing}
      ${waits ? html`<div class="wrong"><p>${t('Its records are of version {version}. They are out of sight until an owner has them upgraded; everything else runs.', { version: waits.from })}</p></div>` : nothing}
      ${on && plugin.unmade.length > 0 ? html`<div class="wrong"><p>${t('It runs without its first records, which could not be made:')}</p><ul>${plugin.unmade.map(({ seed, why }) => html`<li>${why === null ? seed : `${why} (${seed})`}</li>`)}</ul></div>` : nothing}<div class="needs">${plugin.needs.length > 0 ? html`<span>${t('Needs {plugins}', { plugins: names(plugin.needs) })}</span>` : nothing}${plugin.joins.length > 0 ? html`<span>${t('Joins {plugins}. It comes and goes with them by itself.', { plugins: formatList(plugin.joins.map(id => names([id]))) })}</span>` : nothing}${plugin.neededBy.length > 0 ? html`<span>${t('Needed by {plugins}', { plugins: names(plugin.neededBy) })}</span>` : nothing}${
        away
          ? html`<span>${t('{records, plural, one {# record is} other {# records are}} put away until {day}.', { records: away.records, day: formatDate(away.until) })}</span>`
          : nothing
      }</div>
      <footer>${more.length > 0 ? html`<sangam-menu end .items=${more} label=${plugin.title}><sangam-button slot="opener" kind="quiet" icon="more" label=${t('More about {name}', { name: plugin.title })}></sangam-button></sangam-menu>` : nothing}${this.#button(plugin, broken)}</footer></article>`
  }

  #button(plugin: Plugin, broken: boolean): TemplateResult | typeof nothing {
    const { state } = plugin
    if (broken && state !== 'enabled') return nothing
    if (plugin.upgrade)
      return html`<sangam-button kind="primary" ?busy=${this.busy === plugin.id} @click=${() => void this.#plan(plugin, 'upgraded')}>${t('Upgrade…')}</sangam-button>`
    if (!broken && plugin.unmade.length > 0)
      return html`<sangam-button kind="primary" ?busy=${this.busy === plugin.id} @click=${() => void this.#seed(plugin)}>${t('Make its first records')}</sangam-button>`
    // It comes and goes by itself; what can't run is let go by hand.
    if (plugin.joins.length > 0 && !broken) return nothing
    const to = state === 'enabled' ? 'disabled' : 'enabled'
    return html`<sangam-button kind=${state === 'enabled' ? 'plain' : 'primary'} ?busy=${this.busy === plugin.id} @click=${() => void this.#plan(plugin, to)}>${verbs()[state === 'uninstalled' ? 'back' : to]}</sangam-button>`
  }

  #more(plugin: Plugin): MenuItem[] {
    const to =
      (target: Target): (() => void) =>
      () =>
        void this.#plan(plugin, target)
    return [
      ...(plugin.upgrade || (plugin.unmade.length > 0 && plugin.joins.length === 0) ? [{ label: t('Disable'), icon: 'close', run: to('disabled') }] : []),
      ...(plugin.installed?.origin && isMaster() ? [{ label: t('Look for a newer version'), icon: 'search', run: () => void this.#newer(plugin) }] : []),
      ...(plugin.undo ? [{ label: t('Take the last change back'), icon: 'undo', run: to('before') }] : []),
      ...((plugin.state === 'enabled' && plugin.joins.length === 0) || plugin.state === 'disabled'
        ? [{ label: t('Uninstall…'), icon: 'remove', danger: true, run: to('uninstalled') }]
        : []),
      ...(plugin.state === 'uninstalled' && plugin.away && isOwner()
        ? [{ label: t('Delete for good…'), icon: 'remove', danger: true, run: to('available') }]
        : []),
      ...(plugin.installed && isMaster() && (plugin.state === 'available' || plugin.state === 'uninstalled')
        ? [{ label: t('Remove from the server…'), icon: 'remove', danger: true, run: () => this.#door()?.letGo(plugin) }]
        : []),
    ]
  }

  async #newer(plugin: Plugin): Promise<void> {
    this.busy = plugin.id
    await this.#door()?.newer(plugin)
    this.busy = ''
  }

  #dialog(): TemplateResult | typeof nothing {
    if (!this.asked) return nothing
    const { plugin, to, plan } = this.asked
    const close = (): void => {
      this.asked = null
    }
    const values = { plugin: plugin.title }
    const back = to === 'enabled' && plugin.state === 'uninstalled'
    const heading = {
      enabled: back ? t('Put back {plugin}', values) : t('Enable {plugin}', values),
      disabled: t('Disable {plugin}', values),
      uninstalled: t('Uninstall {plugin}', values),
      available: t('Delete {plugin} for good', values),
      before: t('Take the last change of {plugin} back', values),
      upgraded: t('Upgrade {plugin} to version {version}', { ...values, version: plugin.version }),
    }[to]
    const { takes, schema } = plan
    const grave = to === 'uninstalled' || to === 'available'
    return html`<sangam-dialog open wide heading=${heading} @close=${close}><div class="say">${
      plan.refused
        ? html`<p role="alert">${plan.refused}</p>`
        : html`<p class="quiet">${plan.steps.length > 0 ? t('This will happen:') : t('Nothing in the database needs to change.')}</p>${plan.steps.length > 0 ? html`<ol>${plan.steps.map((step, at) => html`<li>${step}${technical(plan, at)}</li>`)}</ol>` : nothing}${
            takes
              ? html`<div class="takes"><h3>${t('How long it takes, and who waits')}</h3><ul>${takes.said.map(one => html`<li>${one}</li>`)}</ul>${schema ? html`<sangam-schema-steps .steps=${schema}></sangam-schema-steps>` : nothing}</div>`
              : nothing
          }`
    }${to === 'upgraded' && !plan.refused && !isOwner() ? html`<p>${t('An owner does this.')}</p>` : nothing}<sangam-problem .error=${this.refused}></sangam-problem></div>
      <sangam-button slot="actions" @click=${close}>${plan.refused ? t('All right') : t('Cancel')}</sangam-button>
      ${plan.refused || (to === 'upgraded' && !isOwner()) ? nothing : html`<sangam-button slot="actions" kind=${grave ? 'danger' : 'primary'} ?busy=${this.busy === 'apply'} @click=${() => void this.#apply()}>${verbs()[back ? 'back' : to]}</sangam-button>`}</sangam-dialog>`
  }

  /** What was done, and is not whole. */
  #missing(): TemplateResult | typeof nothing {
    if (!this.unmade) return nothing
    const { plugin, said } = this.unmade
    const close = (): void => {
      this.unmade = null
    }
    return html`<sangam-dialog open wide heading=${t('First records of {plugin} are missing', { plugin: plugin.title })} @close=${close}><div class="say" role="alert">${said.map(one => html`<p>${one}</p>`)}</div>
      <sangam-button slot="actions" @click=${close}>${t('All right')}</sangam-button>
      <sangam-button slot="actions" kind="primary" ?busy=${this.busy === plugin.id} @click=${() => void this.#seed(plugin)}>${t('Try again')}</sangam-button></sangam-dialog>`
  }

  async #seed(plugin: Plugin): Promise<void> {
    if (this.busy) return
    this.busy = plugin.id
    try {
      const done = await ask<Pick<Plan, 'unmade'>>(`/api/plugins/${plugin.id}/seed`, { method: 'POST', body: {} })
      this.#tell(plugin, done)
      if (!this.unmade) toast(t('The first records of {plugin} are made.', { plugin: plugin.title }))
      await this.#again()
    } catch (error) {
      toastProblem(error)
    } finally {
      this.busy = ''
    }
  }

  #tell(plugin: Plugin, { unmade = [] }: Pick<Plan, 'unmade'>): void {
    this.unmade = unmade.length > 0 ? { plugin, said: unmade.map(one => one.text) } : null
  }

  async #plan(plugin: Plugin, to: Target): Promise<void> {
    this.busy = plugin.id
    this.refused = null
    try {
      const plan =
        to === 'before'
          ? await ask<Plan>(`/api/plugins/${plugin.id}/undo/plan`, { method: 'POST', body: {} })
          : await ask<Plan>(`/api/plugins/${plugin.id}/plan`, { method: 'POST', body: { to: to === 'upgraded' ? plugin.version : to } })
      this.asked = { plugin, to, plan }
    } catch (error) {
      toastProblem(error)
    } finally {
      this.busy = ''
    }
  }

  async #apply(): Promise<void> {
    if (!this.asked || this.busy) return
    const { plugin, to } = this.asked
    if (to === 'before') {
      this.asked = null
      return this.#undo(plugin)
    }
    this.busy = 'apply'
    try {
      const done = await ask<Plan>(`/api/plugins/${plugin.id}/apply`, { method: 'POST', body: { to: to === 'upgraded' ? plugin.version : to } })
      if (done.refused) {
        this.asked = { plugin, to, plan: done }
        return
      }
      this.asked = null
      const values = { plugin: plugin.title }
      const said = {
        enabled: t('{plugin} is enabled.', values),
        disabled: t('{plugin} is disabled. Its data is kept.', values),
        uninstalled: t('{plugin} is uninstalled. Its data can be put back for 30 days.', values),
        available: t('{plugin} is deleted for good.', values),
        upgraded: t('{plugin} is upgraded.', values),
      }[to]
      this.#tell(plugin, done)
      toast(said, to === 'available' || to === 'upgraded' ? {} : { action: { label: t('Undo'), run: () => void this.#undo(plugin) } })
      await this.#again()
    } catch (error) {
      this.refused = error
    } finally {
      this.busy = ''
    }
  }

  async #undo(plugin: Plugin): Promise<void> {
    this.busy = plugin.id
    try {
      this.#tell(plugin, await ask<Plan>(`/api/plugins/${plugin.id}/undo`, { method: 'POST', body: {} }))
      toast(t('The last change of {plugin} is taken back.', { plugin: plugin.title }))
      await this.#again()
    } catch (error) {
      toastProblem(error)
    } finally {
      this.busy = ''
    }
  }

  async #again(): Promise<void> {
    await Promise.all([loadMeta(), this.#all.load()])
  }
}
customElements.define('sangam-plugins-screen', SgPluginsScreen)

/** For whoever writes programs; many are opened by whoever looks for one. */
function technical({ technical: all = [] }: Plan, at: number): TemplateResult | typeof nothing {
  const names = all.find(one => one.step === at)?.names ?? []
  if (names.length === 0) return nothing
  const list = html`<ul class="names">${names.map(name => html`<li>${name}</li>`)}</ul>`
  return names.length > 3 ? html`<details><summary>${t('Names for programs')}</summary>${list}</details>` : list
}

const verbs = () => ({
  available: t('Delete for good'),
  enabled: t('Enable'),
  disabled: t('Disable'),
  uninstalled: t('Uninstall'),
  before: t('Take back'),
  upgraded: t('Upgrade'),
  back: t('Put back'),
})

/** Who may say what code the server runs: an owner of the first workspace. */
function isMaster(): boolean {
  return isOwner() && metaStore.value?.workspace.name === 'main'
}

function isOwner(): boolean {
  return metaStore.value?.user.owner ?? false
}
