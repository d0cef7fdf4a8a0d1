import { css, html, nothing, type TemplateResult } from 'lit'
import { inWords } from '../../screens/list/lost.ts'
import { go } from '../../shell/router.ts'
import { t } from '../../shell/words.ts'
import { confirm } from '../../ui/dialog.ts'
import { nameFrom } from '../model/names.ts'
import { StudioScreen } from '../model/screen.ts'
import type { ShownGrant, ShownModel, ShownRole } from '../model/shown.ts'
import { keep, type Studio, said } from '../model/store.ts'
import { fieldsSaid, whereSaid } from '../said.ts'
import './grant-dialog.ts'
import { grantsOf, isAway, roleOperation } from './operation.ts'
import { ownVerbs, plainVerbs, verbLabel } from './verbs.ts'

/** A role as a matrix: a line for each grant, a column for each verb. One's own can be changed; those of plugins are copied. */
class SgRoleScreen extends StudioScreen {
  static override properties = {
    ...StudioScreen.properties,
    role: {},
    grants: { state: true },
    label: { state: true },
    about: { state: true },
    open: { state: true },
  }
  declare role: string
  /** As they are being changed; null while nothing was touched. */
  declare grants: readonly ShownGrant[] | null
  declare label: string | null
  declare about: string | null
  declare open: number | null

  constructor() {
    super()
    this.grants = null
    this.label = null
    this.about = null
    this.open = null
  }

  static override styles = [
    ...[StudioScreen.styles].flat(),
    css`
    th.verb, td.verb { text-align: center; padding-inline: 8px; } td.verb sangam-icon { color: var(--sg-success); } td.verb span { color: var(--sg-text-3); } td.more small { display: inline; } td small.limits { max-inline-size: 46ch; }
    .others { display: flex; flex-wrap: wrap; gap: 4px 12px; } .others label { display: flex; gap: 6px; align-items: center; font-size: var(--sg-text-sm); }
    .words { display: grid; grid-template-columns: 1fr 2fr; gap: 12px; margin-block-end: 14px; } .foot { display: flex; gap: 8px; justify-content: space-between; flex-wrap: wrap; margin-block-start: 12px; } .foot select { max-inline-size: 260px; } .foot div { display: flex; gap: 8px; }
    input[type='checkbox'] { cursor: pointer; } .all { padding: 14px 18px; }
    @media (max-width: 760px) {
      .words { grid-template-columns: 1fr; }
      .rights thead { position: absolute; clip-path: inset(50%); inline-size: 1px; block-size: 1px; overflow: hidden; }
      .rights tr { display: flex; flex-wrap: wrap; gap: 8px 16px; padding: 12px 14px; border-block-start: 1px solid var(--sg-border); position: relative; } .rights tbody tr:first-child { border: 0; } .rights tbody tr:hover td { background: none; }
      .rights td { padding: 0; border: 0; } .rights td:first-child { flex: 1 0 100%; padding-inline-end: 70px; } .rights td.verb { display: flex; gap: 6px; align-items: center; font-size: var(--sg-text-sm); } .rights td.verb::after { content: attr(data-verb); } .rights td.more { flex: 1 0 100%; } .rights td.end { position: absolute; inset-block: 8px auto; inset-inline: auto 8px; inline-size: auto; white-space: nowrap; }
    }
  `,
  ]

  protected override heading(): string {
    return t('Roles')
  }

  protected override screen({ model }: Studio): TemplateResult {
    const role = model.allRoles.find(one => one.name === this.role)
    const crumbs = [{ label: t('Roles'), href: '/roles' }]
    if (!role)
      return html`<sangam-page heading=${t('Roles')} .crumbs=${crumbs}><sangam-empty icon="search" heading=${t('There is no such role')} text=${t('It may have been removed, or its draft discarded.')}><sangam-button href="/roles">${t('All roles')}</sangam-button></sangam-empty></sangam-page>`
    const own = model.roles[role.name] !== undefined
    const grants = this.grants ?? grantsOf(model, role)
    const everything = ['core.owner', 'core.admin'].includes(role.name)
    return html`<sangam-page heading=${said(role.label)} .crumbs=${crumbs}>${own ? nothing : html`<sangam-badge slot="beside">${t('Of the plugin')}</sangam-badge>`}
      ${everything ? nothing : html`<sangam-button slot="actions" icon="copy" @click=${() => void this.#copy(model, role)}>${t('Copy as a role of your own')}</sangam-button>`}
      <sangam-draft-bar></sangam-draft-bar><sangam-problem .error=${this.error} retry @retry=${() => void this.load()}></sangam-problem>
      ${own ? this.#words(role) : html`<p class="lead">${role.description ? said(role.description) : ''}</p>`}
      ${everything ? html`<p class="card all">${t('May see and change every record of every plugin.')}</p>` : this.#matrix(model, role, grants)}
      ${own ? this.#foot(model, role, grants) : nothing}
      ${this.open !== null && grants[this.open] ? html`<sangam-grant-dialog .grant=${grants[this.open]} @close=${() => (this.open = null)} @done=${(event: CustomEvent<ShownGrant>) => this.#put(grants, event.detail)}></sangam-grant-dialog>` : nothing}</sangam-page>`
  }

  #words(role: ShownRole): TemplateResult {
    return html`<div class="words"><label class="field">${t('Name')}<input maxlength="80" .value=${this.label ?? role.label} @input=${(event: Event) => (this.label = (event.target as HTMLInputElement).value)} /></label>
      <label class="field">${t('What it is for')}<input maxlength="500" .value=${this.about ?? role.description ?? ''} @input=${(event: Event) => (this.about = (event.target as HTMLInputElement).value)} /></label></div>`
  }

  #matrix(model: ShownModel, role: ShownRole, grants: readonly ShownGrant[]): TemplateResult {
    const own = model.roles[role.name] !== undefined
    if (grants.length === 0) return html`<p class="card all quiet">${t('Allows nothing by itself.')}</p>`
    return html`<div class="scroll rights" role="region" tabindex="0" aria-label=${t('Records')}><table><thead><tr><th scope="col">${t('Records')}</th>${plainVerbs.map(verb => html`<th scope="col" class="verb">${verbLabel(verb)}</th>`)}<th scope="col">${t('Other rights')}</th>${own ? html`<th><span class="visually-hidden">${t('More')}</span></th>` : nothing}</tr></thead>
      <tbody>${grants.map((grant, at) => (isAway(model, role, grant) ? this.#away(model, grants, grant, at) : this.#grant(model, grants, grant, at, own)))}</tbody></table></div>`
  }

  /** What opens nothing while a plugin is gone stays in the role, until somebody takes it out. */
  #away(model: ShownModel, grants: readonly ShownGrant[], { entity }: ShownGrant, at: number): TemplateResult {
    const name = said(model.entities.find(one => one.name === entity)?.plural ?? inWords(entity.split('.').at(-1) ?? ''))
    return html`<tr><td><strong>${name}</strong> <sangam-badge colour="yellow">${t('Not there now')}</sangam-badge></td><td class="more" colspan=${plainVerbs.length + 1}>${t('What it names is gone, so it opens nothing. It is kept until that is back.')}</td>
      <td class="end"><sangam-button size="small" kind="quiet" icon="remove" label=${t('Remove {name}', { name })} @click=${() => (this.grants = grants.toSpliced(at, 1))}></sangam-button></td></tr>`
  }

  #grant(model: ShownModel, grants: readonly ShownGrant[], grant: ShownGrant, at: number, own: boolean): TemplateResult {
    const name = said(model.entities.find(one => one.name === grant.entity)?.plural ?? grant.entity)
    const limits = [whereSaid(grant), fieldsSaid(grant)].filter(Boolean).join(', ')
    const others = ownVerbs(model, grant.entity)
    const has = (verb: string): boolean => grant.verbs.includes(verb)
    return html`<tr><td><strong>${name}</strong><small class="limits">${limits || t('all records, all fields')}</small></td>
      ${plainVerbs.map(verb => html`<td class="verb" data-verb=${verbLabel(verb)}>${own ? html`<input type="checkbox" aria-label=${`${name}: ${verbLabel(verb)}`} .checked=${has(verb)} @change=${() => this.#flip(grants, at, verb)} />` : has(verb) ? html`<sangam-icon name="check" label=${t('Yes')}></sangam-icon>` : html`<span>–</span>`}</td>`)}
      <td class="more"><div class="others">${others.map(one => (own ? html`<label><input type="checkbox" .checked=${has(one.verb)} @change=${() => this.#flip(grants, at, one.verb)} />${one.label}</label>` : has(one.verb) ? html`<sangam-badge>${one.label}</sangam-badge>` : nothing))}</div></td>
      ${own ? html`<td class="end"><sangam-button size="small" kind="quiet" icon="filter" label=${t('{entity}: which records and fields', { entity: name })} @click=${() => (this.open = at)}></sangam-button><sangam-button size="small" kind="quiet" icon="remove" label=${t('Remove {name}', { name })} @click=${() => (this.grants = grants.toSpliced(at, 1))}></sangam-button></td>` : nothing}</tr>`
  }

  #foot(model: ShownModel, role: ShownRole, grants: readonly ShownGrant[]): TemplateResult {
    const entities = model.entities.filter(entity => entity.linesOf === null).map(entity => [entity.name, said(entity.plural)] as const)
    const touched = this.grants !== null || this.label !== null || this.about !== null
    return html`<div class="foot"><select aria-label=${t('Add records')} @change=${(event: Event) => this.#add(event.target as HTMLSelectElement, grants)}><option value="">${t('Add records…')}</option>${entities.toSorted(([, a], [, b]) => a.localeCompare(b)).map(([name, label]) => html`<option value=${name}>${label}</option>`)}</select>
      <div><sangam-button kind="quiet" icon="remove" @click=${() => void this.#remove(role)}>${t('Remove the role')}</sangam-button>${touched ? html`<sangam-button @click=${() => this.#settle()}>${t('Leave as it was')}</sangam-button><sangam-button kind="primary" @click=${() => void this.#keep(role, grants)}>${t('Keep in the draft')}</sangam-button>` : nothing}</div></div>`
  }

  #flip(grants: readonly ShownGrant[], at: number, verb: string): void {
    const grant = grants[at]
    if (!grant) return
    const verbs = grant.verbs.includes(verb) ? grant.verbs.filter(one => one !== verb) : [...grant.verbs, verb]
    this.grants = grants.with(at, { ...grant, verbs })
  }

  #put(grants: readonly ShownGrant[], grant: ShownGrant): void {
    if (this.open !== null) this.grants = grants.with(this.open, grant)
    this.open = null
  }

  #add(select: HTMLSelectElement, grants: readonly ShownGrant[]): void {
    if (select.value === '') return
    this.grants = [...grants, { entity: select.value, verbs: ['read'], where: null, hide: [], freeze: [] }]
    select.value = ''
  }

  #settle(): void {
    this.grants = null
    this.label = null
    this.about = null
  }

  async #keep(role: ShownRole, grants: readonly ShownGrant[]): Promise<void> {
    const done = await keep(roleOperation(role.name, this.label ?? role.label, this.about ?? role.description ?? '', grants))
    if (done) this.#settle()
  }

  async #copy(model: ShownModel, role: ShownRole): Promise<void> {
    const label = t('{role} (copy)', { role: said(role.label) })
    const taken = new Set(Object.keys(model.roles).map(name => name.slice(2)))
    const name = `x.${nameFrom(label, taken, 'camel', 'role')}`
    if (await keep(roleOperation(name, label, role.description ?? '', role.grants))) await go(`/roles/${name}`)
  }

  async #remove(role: ShownRole): Promise<void> {
    const sure = await confirm(t('Whoever has it loses what it allows, once the draft is applied.'), {
      heading: t('Remove {field}?', { field: said(role.label) }),
      go: t('Remove'),
      danger: true,
    })
    if (sure && (await keep({ op: 'removeRole', role: role.name }))) await go('/roles')
  }
}
customElements.define('sangam-role-screen', SgRoleScreen)
