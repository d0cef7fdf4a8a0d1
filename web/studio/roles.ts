import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask } from '../data/client.ts'
import { entityMeta, meta } from '../data/meta.ts'
import { t } from '../shell/words.ts'
import { base } from '../style/parts.ts'
import '../ui/button.ts'
import '../ui/page.ts'
import '../ui/small.ts'
import { fieldsSaid, type Grant, verbsSaid, whereSaid } from './said.ts'
import { studioStyles } from './studio.css.ts'

interface Role {
  readonly name: string
  readonly label: string
  readonly description: string | null
  readonly plugin: string
  readonly grants: readonly Grant[]
}

/** What each role may do, in sentences. */
class SgRolesScreen extends LitElement {
  static override properties = { roles: { state: true }, error: { state: true } }
  declare roles: readonly Role[] | null
  declare error: unknown

  constructor() {
    super()
    this.roles = null
    this.error = null
  }

  static override styles = [
    base,
    studioStyles,
    css`
    .roles { display: grid; gap: 14px; }
    details.card { padding: 0; overflow: hidden; }
    summary { display: flex; gap: 12px; align-items: center; padding: 14px 18px; cursor: pointer; list-style: none; } summary::-webkit-details-marker { display: none; }
    summary:hover { background: var(--sg-surface-2); } summary:focus-visible { outline-offset: -2px; }
    summary div { flex: 1; min-inline-size: 0; } summary p { color: var(--sg-text-2); } summary > sg-icon { color: var(--sg-text-3); transition: rotate 120ms; } details[open] summary > sg-icon:last-child { rotate: 90deg; }
    .shield { display: grid; place-items: center; inline-size: 34px; block-size: 34px; border-radius: 9px; background: var(--sg-accent-soft); color: var(--sg-accent-text); --sg-icon: 15px; flex: none; }
    table { border-block-start: 1px solid var(--sg-border); } td { vertical-align: top; } td:first-child { font-weight: 500; inline-size: 26%; } td small { color: var(--sg-text-2); display: block; }
    .all { padding: 12px 18px 16px; border-block-start: 1px solid var(--sg-border); }
    @media (max-width: 760px) { td { display: block; border: 0; padding: 3px 18px; inline-size: auto !important; } tr { display: block; padding: 8px 0; border-block-start: 1px solid var(--sg-border); } thead { display: none; } }
  `,
  ]

  protected override render(): unknown {
    return html`<sg-page narrow heading=${t('Roles')}><sg-button slot="actions" icon="users" href="/users">${t('Give roles to people')}</sg-button>
      <p class="lead">${t('Roles come with plugins. Someone with several roles may do all that any of them allows.')}</p>
      <sg-problem .error=${this.error} retry @retry=${() => void this.#load()}></sg-problem>
      ${this.roles === null ? (this.error ? nothing : html`<sg-skeleton lines="5"></sg-skeleton>`) : html`<div class="roles">${this.roles.map(role => this.#role(role))}</div>`}</sg-page>`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  #role(role: Role): TemplateResult {
    const everything = ['core.owner', 'core.admin'].includes(role.name)
    const plugin = meta().plugins.find(one => one.id === role.plugin)
    return html`<details class="card"><summary><span class="shield"><sg-icon name="shield"></sg-icon></span><div><h2>${t(role.label)}</h2><p>${role.description ? t(role.description) : ''}</p></div>${plugin && role.plugin !== 'core' ? html`<sg-badge>${t(plugin.title)}</sg-badge>` : nothing}<sg-icon name="right"></sg-icon></summary>
      ${everything ? html`<p class="all">${t('May see and change every record of every plugin.')}</p>` : role.grants.length === 0 ? html`<p class="all quiet">${t('Allows nothing by itself.')}</p>` : html`<table><thead class="visually-hidden"><tr><th>${t('Records')}</th><th>${t('What is allowed')}</th></tr></thead><tbody>${role.grants.map(grant => grantRow(grant))}</tbody></table>`}</details>`
  }

  async #load(): Promise<void> {
    try {
      this.roles = (await ask<{ items: readonly Role[] }>('/api/roles')).items
      this.error = null
    } catch (error) {
      this.error = error
    }
  }
}
customElements.define('sg-roles-screen', SgRolesScreen)

function grantRow(grant: Grant): TemplateResult {
  const more = [whereSaid(grant), fieldsSaid(grant)].filter(Boolean).join(', ')
  return html`<tr><td>${t(entityMeta(grant.entity)?.plural ?? grant.entity)}</td><td>${verbsSaid(grant)}${more ? html`<small>${more}</small>` : nothing}</td></tr>`
}
