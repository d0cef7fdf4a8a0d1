import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { watch } from '../../data/store.ts'
import { go } from '../../shell/router.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import { confirm } from '../../ui/dialog.ts'
import '../../ui/menu.ts'
import type { MenuItem } from '../../ui/menu.ts'
import '../../ui/small.ts'
import { pendingBadge } from '../model/pending.ts'
import type { Operation, ShownEntity, ShownField } from '../model/shown.ts'
import { keep, said, studioStore } from '../model/store.ts'
import { typeLabel, typeShape } from '../options/index.ts'
import { studioStyles } from '../studio.css.ts'
import './convert-dialog.ts'
import './panel.ts'
import { loadUsage, type Use, usageSaid } from './usage.ts'

type Open = { readonly kind: 'edit'; readonly field: ShownField | null } | { readonly kind: 'convert'; readonly field: ShownField } | null

/** The fields of an entity as a table: what each is, who brought it, and what can be done with it. */
class SgFieldsTab extends LitElement {
  static override properties = { entity: { attribute: false }, open: { state: true }, uses: { state: true } }
  declare entity: ShownEntity
  declare open: Open
  declare uses: readonly Use[]
  #asked: unknown = null

  constructor() {
    super()
    this.open = null
    this.uses = []
    watch(this, studioStore)
  }

  static override styles = [
    base,
    studioStyles,
    css`
    .head { display: flex; gap: 12px; align-items: center; justify-content: space-between; flex-wrap: wrap; margin-block-end: 12px; } .head p { color: var(--sg-text-2); }
    .what { display: flex; gap: 10px; align-items: center; } .what sangam-icon { color: var(--sg-text-2); } .what button { all: unset; cursor: pointer; font-weight: 550; color: var(--sg-accent-text); border-radius: 4px; } .what button:hover { text-decoration: underline; } .what button:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: 2px; }
    td small { display: block; color: var(--sg-text-2); font-size: var(--sg-text-xs); } td.end { text-align: end; inline-size: 1%; white-space: nowrap; } td.uses { font-size: var(--sg-text-sm); color: var(--sg-text-2); } td sangam-icon.yes { color: var(--sg-success); }
    tr.retired .what { opacity: 0.75; } h3 { margin-block: 22px 8px; }
    @media (max-width: 760px) { .wide { display: none; } }
  `,
  ]

  protected override willUpdate(changed: Map<string, unknown>): void {
    const before = changed.get('entity') as ShownEntity | undefined
    if (before && before.name !== this.entity.name) this.open = null
    if (this.#asked === this.entity) return
    this.#asked = this.entity
    void loadUsage(this.entity.name).then(uses => (this.uses = uses))
  }

  protected override render(): unknown {
    const { entity } = this
    const binned = studioStore.value?.model.bin.fields.filter(field => field.entity === entity.name) ?? []
    return html`<div class="head"><p>${entity.custom ? t('Open a field to change it. Alt with an arrow key, on its name, moves it up or down.') : t('Fields that plugins bring stay as they are. Your own stand beside them.')}</p><sangam-button kind="primary" icon="plus" @click=${() => (this.open = { kind: 'edit', field: null })}>${t('Add a field')}</sangam-button></div>
      <div class="scroll"><table><thead><tr><th scope="col">${t('Field')}</th><th scope="col">${t('Type')}</th><th scope="col" class="wide">${t('Required')}</th><th scope="col" class="wide">${t('Unique')}</th><th scope="col" class="wide">${t('Used in')}</th><th scope="col" class="wide">${t('Comes from')}</th><th><span class="visually-hidden">${t('More')}</span></th></tr></thead>
      <tbody>${entity.fields.map(field => this.#row(field))}</tbody></table></div>
      ${binned.length > 0 ? html`<h3>${t('Removed')}</h3><div class="scroll"><table><tbody>${binned.map(field => html`<tr><td>${said(String(field.options.label ?? field.name))}<small>${typeLabel(field.type)} · ${t('its values are kept')}</small></td><td class="end"><sangam-button size="small" icon="undo" @click=${() => void keep(...restoring(entity.name, field))}>${t('Restore')}</sangam-button></td></tr>`)}</tbody></table></div>` : nothing}
      ${this.open?.kind === 'convert' ? html`<sangam-convert-dialog .entity=${entity} .field=${this.open.field} @close=${() => (this.open = null)}></sangam-convert-dialog>` : nothing}
      ${this.open?.kind === 'edit' ? html`<sangam-field-panel .entity=${entity} .field=${this.open.field} @close=${() => (this.open = null)}></sangam-field-panel>` : nothing}`
  }

  #row(field: ShownField): TemplateResult {
    const yes = (on: boolean): TemplateResult | string => (on ? html`<sangam-icon class="yes" name="check" label=${t('Yes')}></sangam-icon>` : '')
    const plugin = studioStore.value?.model.plugins.find(one => one.id === field.plugin)
    const target = field.to ? studioStore.value?.model.entities.find(one => one.name === field.to) : undefined
    return html`<tr class=${field.retired ? 'retired' : ''}><td><div class="what"><sangam-icon name=${typeShape(field.type)?.icon ?? 'dot'}></sangam-icon><div>${
      field.custom
        ? html`<button type="button" @click=${() => (this.open = { kind: 'edit', field })} @keydown=${(event: KeyboardEvent) => this.#key(event, field)}>${said(field.label)}</button>`
        : html`<span>${said(field.label)}</span>`
    } ${field.name === this.entity.title ? html`<sangam-badge colour="teal">${t('known by')}</sangam-badge>` : nothing} ${field.retired ? html`<sangam-badge>${t('retired')}</sangam-badge>` : nothing} ${pendingBadge(field.pending)}<small>${field.name}</small></div></div></td>
      <td>${typeLabel(field.type)}${target ? html`<small>${field.type === 'lines' ? html`<a href="/studio/${target.name}">${t('Columns of a line')}</a>` : said(target.label)}</small>` : nothing}</td><td class="wide">${yes(field.options.required === true)}</td><td class="wide">${yes(field.options.unique === true)}</td>
      <td class="wide uses">${usageSaid(this.uses.filter(use => use.field === field.name))}</td>
      <td class="wide">${field.custom ? t('Your own') : plugin?.id === 'core' ? t('The platform') : (plugin?.title ?? field.plugin)}</td>
      <td class="end">${field.custom ? html`<sangam-menu end .items=${this.#items(field)} label=${field.label}><sangam-button slot="opener" kind="quiet" size="small" icon="more" label=${t('More about {name}', { name: said(field.label) })}></sangam-button></sangam-menu>` : nothing}</td></tr>`
  }

  #items(field: ShownField): readonly MenuItem[] {
    const own = this.entity.fields.filter(one => one.custom)
    const at = own.findIndex(one => one.name === field.name)
    const base = { entity: this.entity.name, field: field.name }
    return [
      { label: t('Change'), icon: 'edit', run: () => (this.open = { kind: 'edit', field }) },
      ...(field.type === 'lines' ? [{ label: t('Columns of a line'), icon: 'columns', run: () => go(`/studio/${field.to}`) }] : []),
      ...(field.pending === 'new' || field.type === 'lines'
        ? []
        : [{ label: t('Make it another type'), icon: 'sort', run: () => (this.open = { kind: 'convert' as const, field }) }]),
      ...(at > 0 ? [{ label: t('Move up'), icon: 'up', run: () => this.#move(field, -1) }] : []),
      ...(at < own.length - 1 ? [{ label: t('Move down'), icon: 'down', run: () => this.#move(field, 1) }] : []),
      ...(this.entity.custom && field.type === 'text' && field.name !== this.entity.title
        ? [{ label: t('Let records be known by it'), icon: 'star', run: () => keep({ op: 'changeEntity', entity: this.entity.name, title: field.name }) }]
        : []),
      'line',
      field.retired
        ? { label: t('Let it be written again'), icon: 'undo', run: () => keep({ op: 'retireField', ...base, retired: false }) }
        : { label: t('Retire: keep it to be read'), icon: 'lock', run: () => keep({ op: 'retireField', ...base }) },
      ...(field.name === this.entity.title ? [] : [{ label: t('Remove'), icon: 'remove', danger: true, run: () => this.#remove(field) }]),
    ]
  }

  #key(event: KeyboardEvent, field: ShownField): void {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (!event.altKey || by === 0) return
    event.preventDefault()
    void this.#move(field, by)
  }

  async #move(field: ShownField, by: number): Promise<void> {
    const own = this.entity.fields.filter(one => one.custom).map(one => one.name)
    const at = own.indexOf(field.name)
    const without = own.filter(name => name !== field.name)
    const to = at + by
    if (to < 0 || to > without.length) return
    await keep({ op: 'changeField', entity: this.entity.name, field: field.name, after: without[to - 1] ?? null })
    await this.updateComplete
    const names = this.entity.fields.map(one => one.name)
    this.renderRoot.querySelectorAll<HTMLElement>('tbody tr')[names.indexOf(field.name)]?.querySelector<HTMLElement>('.what button')?.focus()
  }

  async #remove(field: ShownField): Promise<void> {
    const used = usageSaid(this.uses.filter(use => use.field === field.name))
    const sentence = used ? `${t('It is used in {uses}.', { uses: used })} ` : ''
    const sure = await confirm(sentence + t('Its values are kept, and come back when it is restored. Nothing happens before the draft is applied.'), {
      heading: t('Remove {field}?', { field: said(field.label) }),
      go: t('Remove'),
      danger: true,
    })
    if (sure) await keep(...removing(this.entity.name, field))
  }
}
customElements.define('sangam-fields-tab', SgFieldsTab)

/** The entity of lines of one's own is nothing without them: it goes along and comes back. */
function removing(entity: string, { name, type, to }: ShownField): readonly Operation[] {
  const alone = type === 'lines' && studioStore.value?.model.entities.some(one => one.name === to && one.custom)
  return [{ op: 'removeField', entity, field: name }, ...(alone ? [{ op: 'removeEntity', entity: to }] : [])]
}

function restoring(entity: string, { name, type, options }: Pick<ShownField, 'name' | 'type' | 'options'>): readonly Operation[] {
  const gone = type === 'lines' && studioStore.value?.model.bin.entities.some(one => one.name === options.of)
  return [...(gone ? [{ op: 'restoreEntity', entity: options.of }] : []), { op: 'restoreField', entity, field: name }]
}
