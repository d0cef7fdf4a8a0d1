import { css, html, nothing, type TemplateResult } from 'lit'
import { setQuery } from '../../shell/router.ts'
import { t } from '../../shell/words.ts'
import type { Tab } from '../../ui/tabs.ts'
import '../../ui/tabs.ts'
import '../fields/fields-tab.ts'
import '../flows/flows-tab.ts'
import '../rules/rules-tab.ts'
import '../screens/board-editor.ts'
import '../screens/list-editor.ts'
import './about-tab.ts'
import { pendingBadge } from '../model/pending.ts'
import { StudioScreen } from '../model/screen.ts'
import type { ShownEntity } from '../model/shown.ts'
import { entityOf, type Studio, said, studioStore } from '../model/store.ts'

/** One kind of record: its fields, rules and screens, each under a tab. */
class SgEntityScreen extends StudioScreen {
  static override properties = { ...StudioScreen.properties, entity: {} }
  declare entity: string

  static override styles = [
    ...[StudioScreen.styles].flat(),
    css`sangam-tabs { margin-block-end: 16px; } .screens { display: grid; gap: 18px; grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr)); align-items: start; } .page { display: grid; gap: 12px; } .page p { color: var(--sg-text-2); margin: 0; }`,
  ]

  protected override heading(): string {
    return said(entityOf(this.entity)?.plural ?? this.entity)
  }

  protected override screen(studio: Studio): TemplateResult {
    const shape = studio.model.entities.find(one => one.name === this.entity)
    if (!shape)
      return html`<sangam-page heading=${t('Entities')}><sangam-empty icon="search" heading=${t('There is no such entity')} text=${t('It may have been removed, or its draft discarded.')}><sangam-button href="/studio">${t('All entities')}</sangam-button></sangam-empty></sangam-page>`
    const tabs = tabsOf(shape)
    const chosen = tabs.find(tab => tab.id === this.route?.query.get('tab'))?.id ?? 'fields'
    const applied = shape.pending !== 'new'
    const parent = shape.linesOf === null ? undefined : entityOf(shape.linesOf)
    return html`<sangam-page heading=${this.heading()} .crumbs=${[{ label: t('Entities'), href: '/studio' }, ...(parent ? [{ label: said(parent.plural), href: `/studio/${parent.name}` }] : [])]}>
      <span slot="beside">${shape.custom ? pendingBadge(shape.pending) : html`<sangam-badge>${studio.model.plugins.find(plugin => plugin.id === shape.plugin)?.title ?? shape.plugin}</sangam-badge>`}</span>
      ${applied && shape.linesOf === null ? html`<sangam-button slot="actions" icon="list" href="/list/${shape.name}">${t('{count, plural, one {# record} other {# records}}', { count: shape.records })}</sangam-button>` : nothing}
      <sangam-draft-bar></sangam-draft-bar><sangam-problem .error=${this.error} retry @retry=${() => void this.load()}></sangam-problem>
      <sangam-tabs .tabs=${tabs} chosen=${chosen} label=${t('Parts of the entity')} @change=${(event: CustomEvent<string>) => setQuery({ tab: event.detail === 'fields' ? undefined : event.detail })}></sangam-tabs>
      <div role="tabpanel" aria-label=${tabs.find(tab => tab.id === chosen)?.label ?? ''}>${panelOf(chosen, shape)}</div></sangam-page>`
  }
}
customElements.define('sangam-entity-screen', SgEntityScreen)

function tabsOf(shape: ShownEntity): readonly Tab[] {
  const flows = shape.fields.filter(field => field.type === 'flow').length
  return [
    { id: 'fields', label: t('Fields'), count: shape.fields.length },
    { id: 'rules', label: t('Rules'), count: shape.rules.length + shape.pluginRules.length },
    { id: 'flows', label: t('Flows'), count: flows },
    { id: 'screens', label: t('Screens') },
    ...(shape.custom ? [{ id: 'about', label: t('Name and more') }] : []),
  ]
}

/** The way to where the page of a record is arranged, and whose pages there are. */
function pageCard(shape: ShownEntity): TemplateResult {
  const { model } = studioStore.value ?? {}
  const roles = (model?.screens.layouts[shape.name] ?? []).map(({ role }) => said(model?.allRoles.find(one => one.name === role)?.label ?? role ?? ''))
  return html`<section class="card page" aria-label=${t('Page of a record')}><h2>${t('Page of a record')}</h2><p>${t('Its tabs, sections and lists of what points at it, for everyone or for a role.')}</p>
    ${roles.length > 0 ? html`<p>${t('Roles with a page of their own: {roles}', { roles: roles.join(', ') })}</p>` : ''}
    <div><sangam-button icon="edit" href="/studio/${shape.name}/layout">${t('Arrange the page')}</sangam-button></div></section>`
}

function panelOf(tab: string, shape: ShownEntity): TemplateResult {
  switch (tab) {
    case 'rules':
      return html`<sangam-rules-tab .entity=${shape}></sangam-rules-tab>`
    case 'flows':
      return html`<sangam-flows-tab .entity=${shape}></sangam-flows-tab>`
    case 'screens':
      return html`<div class="screens"><sangam-list-editor .entity=${shape}></sangam-list-editor>${pageCard(shape)}<sangam-board-editor .entity=${shape}></sangam-board-editor></div>`
    case 'about':
      return html`<sangam-about-tab .entity=${shape}></sangam-about-tab>`
    default:
      return html`<sangam-fields-tab .entity=${shape}></sangam-fields-tab>`
  }
}
