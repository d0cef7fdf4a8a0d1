import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask } from '../data/client.ts'
import { Listing } from '../data/listing.ts'
import { loadMeta } from '../data/meta.ts'
import { t } from '../shell/words.ts'
import { base } from '../style/parts.ts'
import '../ui/button.ts'
import '../ui/dialog.ts'
import '../ui/page.ts'
import '../ui/small.ts'
import { toast, toastProblem } from '../ui/toast.ts'
import { studioStyles } from './studio.css.ts'

interface Plugin {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly icon: string | null
  readonly version: string
  readonly state: 'enabled' | 'disabled'
  readonly needs: readonly string[]
  readonly neededBy: readonly string[]
}

interface Plan {
  readonly steps: readonly string[]
  readonly refused?: string
}

type Target = 'enabled' | 'disabled'

/** The plugins that are there: switched on and off, with what it means said before it is done. */
class SgPluginsScreen extends LitElement {
  static override properties = { asked: { state: true }, busy: { state: true }, refused: { state: true } }
  readonly #all = new Listing<Plugin>(this, '/api/plugins')
  declare asked: { readonly plugin: Plugin; readonly to: Target; readonly plan: Plan } | null
  declare busy: string
  declare refused: unknown

  constructor() {
    super()
    this.asked = null
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
    article footer { grid-column: 1 / -1; display: flex; justify-content: end; margin-block-start: 6px; }
    ol { margin: 0; padding-inline-start: 20px; display: grid; gap: 6px; } .say { display: grid; gap: 12px; }
  `,
  ]

  protected override render(): unknown {
    const { items, error } = this.#all
    return html`<sg-page heading=${t('Plugins')}><p class="lead">${t('Each plugin brings its records, screens and roles. Switching one off hides them and keeps the data.')}</p>
      <sg-problem .error=${error} retry @retry=${() => void this.#all.load()}></sg-problem>
      ${items === null ? (error ? nothing : html`<sg-skeleton lines="5"></sg-skeleton>`) : html`<div class="grid">${items.map(plugin => this.#card(plugin))}</div>`}</sg-page>${this.#dialog()}`
  }

  #card(plugin: Plugin): TemplateResult {
    const on = plugin.state === 'enabled'
    const names = (ids: readonly string[]): string => ids.map(id => this.#all.items?.find(one => one.id === id)?.title ?? id).join(', ')
    return html`<article class="card ${on ? 'on' : ''}"><span class="icon"><sg-icon name=${plugin.icon ?? 'plugin'}></sg-icon></span>
      <header><h2>${plugin.title}${on ? html`<sg-badge colour="green" dot>${t('Enabled')}</sg-badge>` : nothing}</h2><small>${t('Version {version}', { version: plugin.version })}</small></header>
      <p>${plugin.description}</p>
      <div class="needs">${plugin.needs.length > 0 ? html`<span>${t('Needs {plugins}', { plugins: names(plugin.needs) })}</span>` : nothing}${plugin.neededBy.length > 0 ? html`<span>${t('Needed by {plugins}', { plugins: names(plugin.neededBy) })}</span>` : nothing}</div>
      <footer><sg-button kind=${on ? 'plain' : 'primary'} ?busy=${this.busy === plugin.id} @click=${() => void this.#plan(plugin, on ? 'disabled' : 'enabled')}>${on ? t('Disable') : t('Enable')}</sg-button></footer></article>`
  }

  #dialog(): TemplateResult | typeof nothing {
    if (!this.asked) return nothing
    const { plugin, to, plan } = this.asked
    const close = (): void => {
      this.asked = null
    }
    const heading = to === 'enabled' ? t('Enable {plugin}', { plugin: plugin.title }) : t('Disable {plugin}', { plugin: plugin.title })
    return html`<sg-dialog open heading=${heading} @close=${close}><div class="say">${
      plan.refused
        ? html`<p role="alert">${plan.refused}</p>`
        : html`<p class="quiet">${plan.steps.length > 0 ? t('This will happen:') : t('Nothing in the database needs to change.')}</p>${plan.steps.length > 0 ? html`<ol>${plan.steps.map(step => html`<li>${step}</li>`)}</ol>` : nothing}`
    }<sg-problem .error=${this.refused}></sg-problem></div>
      <sg-button slot="actions" @click=${close}>${plan.refused ? t('All right') : t('Cancel')}</sg-button>
      ${plan.refused ? nothing : html`<sg-button slot="actions" kind="primary" ?busy=${this.busy === 'apply'} @click=${() => void this.#apply()}>${to === 'enabled' ? t('Enable') : t('Disable')}</sg-button>`}</sg-dialog>`
  }

  async #plan(plugin: Plugin, to: Target): Promise<void> {
    this.busy = plugin.id
    this.refused = null
    try {
      this.asked = { plugin, to, plan: await ask<Plan>(`/api/plugins/${plugin.id}/plan`, { method: 'POST', body: { to } }) }
    } catch (error) {
      toastProblem(error)
    } finally {
      this.busy = ''
    }
  }

  async #apply(): Promise<void> {
    if (!this.asked || this.busy) return
    const { plugin, to } = this.asked
    this.busy = 'apply'
    try {
      const done = await ask<Plan>(`/api/plugins/${plugin.id}/apply`, { method: 'POST', body: { to } })
      if (done.refused) {
        this.asked = { plugin, to, plan: done }
        return
      }
      this.asked = null
      toast(to === 'enabled' ? t('{plugin} is enabled.', { plugin: plugin.title }) : t('{plugin} is disabled. Its data is kept.', { plugin: plugin.title }))
      await Promise.all([loadMeta(), this.#all.load()])
    } catch (error) {
      this.refused = error
    } finally {
      this.busy = ''
    }
  }
}
customElements.define('sg-plugins-screen', SgPluginsScreen)
