import { css, html, nothing, type TemplateResult } from 'lit'
import { meta } from '../../data/meta.ts'
import { formatNumber } from '../../shell/format.ts'
import { called, t } from '../../shell/words.ts'
import { pendingBadge } from '../model/pending.ts'
import { StudioScreen } from '../model/screen.ts'
import type { ShownEntity } from '../model/shown.ts'
import { keep, type Studio, said } from '../model/store.ts'
import './new-entity.ts'

/** All kinds of records there are: those that plugins bring, and one's own. */
class SgEntitiesScreen extends StudioScreen {
  static override properties = { ...StudioScreen.properties, find: { state: true }, making: { state: true } }
  declare find: string
  declare making: boolean

  constructor() {
    super()
    this.find = ''
    this.making = false
  }

  static override styles = [
    ...[StudioScreen.styles].flat(),
    css`
    .tools { display: flex; gap: 10px; max-inline-size: 320px; margin-block-end: 12px; }
    h2 { margin-block: 20px 8px; } h2 small { color: var(--sg-text-2); font-weight: 400; font-size: var(--sg-text-sm); margin-inline-start: 6px; }
    .what { display: flex; gap: 12px; align-items: center; } .what > span { display: grid; place-items: center; inline-size: 32px; block-size: 32px; border-radius: 8px; background: var(--sg-surface-2); color: var(--sg-text-2); flex: none; } .what a { font-weight: 550; }
    tr.own .what > span { background: var(--sg-accent-soft); color: var(--sg-accent-text); }
    td:first-child { inline-size: 56%; } th.number { inline-size: 11%; } td .name { font-family: ui-monospace, monospace; font-size: var(--sg-text-xs); color: var(--sg-text-2); }
    @media (max-width: 760px) { .wide { display: none; } }
  `,
  ]

  protected override heading(): string {
    return t('Entities')
  }

  protected override screen({ model }: Studio): TemplateResult {
    const fits = (entity: ShownEntity): boolean =>
      `${said(entity.plural)} ${entity.label} ${entity.name}`.toLocaleLowerCase().includes(this.find.toLocaleLowerCase())
    const shown = model.entities.filter(fits)
    const own = shown.filter(entity => entity.custom)
    const others = model.plugins.map(plugin => ({ plugin, entities: shown.filter(entity => !entity.custom && entity.plugin === plugin.id) }))
    return html`<sangam-page heading=${this.heading()}><sangam-button slot="actions" kind="primary" icon="plus" @click=${() => (this.making = true)}>${t('Make an entity')}</sangam-button>
      <p class="lead">${t('Every kind of record, with its fields, rules and screens. What plugins bring can be given fields and rules of your own; what you make is yours to shape.')}</p>
      <sangam-draft-bar></sangam-draft-bar><sangam-problem .error=${this.error} retry @retry=${() => void this.load()}></sangam-problem>
      <div class="tools"><input type="search" aria-label=${t('Find an entity')} placeholder=${t('Find an entity')} .value=${this.find} @input=${(event: Event) => (this.find = (event.target as HTMLInputElement).value)} /></div>
      ${
        own.length > 0
          ? html`<h2>${t('Your own')}</h2>${this.#table(own)}`
          : this.find === ''
            ? html`<h2>${t('Your own')}</h2><div class="card"><sangam-empty icon="star" heading=${t('Nothing of your own yet')} text=${t('Make a kind of record that your business has and no plugin knows: a vehicle, a contract, a visit.')}><sangam-button kind="primary" icon="plus" @click=${() => (this.making = true)}>${t('Make an entity')}</sangam-button></sangam-empty></div>`
            : nothing
      }
      ${others.filter(({ entities }) => entities.length > 0).map(({ plugin, entities }) => html`<h2>${plugin.id === 'core' ? t('The platform') : called(plugin.title)}</h2>${this.#table(entities)}`)}
      ${model.bin.entities.length > 0 ? html`<h2>${t('Removed')}<small>${t('Their records are kept.')}</small></h2><div class="scroll"><table><tbody>${model.bin.entities.map(one => html`<tr><td>${said(one.label)}</td><td class="end"><sangam-button size="small" icon="undo" @click=${() => void keep({ op: 'restoreEntity', entity: one.name })}>${t('Restore')}</sangam-button></td></tr>`)}</tbody></table></div>` : nothing}
      </sangam-page>${this.making ? html`<sangam-new-entity @close=${() => (this.making = false)}></sangam-new-entity>` : nothing}`
  }

  #table(entities: readonly ShownEntity[]): TemplateResult {
    return html`<div class="scroll"><table><thead><tr><th scope="col">${t('Entity')}</th><th scope="col" class="number">${t('Fields')}</th><th scope="col" class="number wide">${t('Of your own')}</th><th scope="col" class="number wide">${t('Rules')}</th><th scope="col" class="number">${t('Records')}</th></tr></thead>
      <tbody>${entities.map(entity => {
        const added = entity.fields.filter(field => field.custom).length
        return html`<tr class=${entity.custom ? 'own' : ''}><td><div class="what"><span><sangam-icon name=${iconOf(entity)}></sangam-icon></span><div><a href="/studio/${entity.name}">${said(entity.plural)}</a> ${pendingBadge(entity.pending)}<span class="under">${entity.linesOf ? t('Lines of another record') : entity.description ? called(entity.description) : entity.name}</span></div></div></td>
          <td class="number">${entity.fields.length}</td><td class="number wide">${entity.custom ? entity.fields.length : added || '–'}</td><td class="number wide">${entity.rules.length + entity.pluginRules.length || '–'}</td><td class="number">${entity.recordsExact ? '' : '≈ '}${formatNumber(entity.records)}</td></tr>`
      })}</tbody></table></div>`
  }
}
customElements.define('sangam-entities-screen', SgEntitiesScreen)

function iconOf(entity: ShownEntity): string {
  return meta().lists.find(list => list.entity === entity.name)?.icon ?? meta().plugins.find(plugin => plugin.id === entity.plugin)?.icon ?? 'list'
}
