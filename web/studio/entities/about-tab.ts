import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { watch } from '../../data/store.ts'
import { go } from '../../shell/router.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import { confirm } from '../../ui/dialog.ts'
import type { Operation, ShownEntity } from '../model/shown.ts'
import { keep, said, studioStore } from '../model/store.ts'
import { studioStyles } from '../studio.css.ts'

/** What an entity of one's own is called and how it behaves; and the way to remove it. */
class SgAboutTab extends LitElement {
  static override properties = { entity: { attribute: false }, touched: { state: true } }
  declare entity: ShownEntity
  declare touched: boolean

  constructor() {
    super()
    this.touched = false
    watch(this, studioStore)
  }

  static override styles = [
    base,
    inputs,
    studioStyles,
    css`form { display: grid; gap: 14px; max-inline-size: 640px; } .two { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; align-items: start; } .check { display: flex; gap: 9px; align-items: center; } .foot { display: flex; gap: 8px; justify-content: space-between; flex-wrap: wrap; } @media (max-width: 480px) { .two { grid-template-columns: 1fr; } }`,
  ]

  protected override render(): TemplateResult {
    const { entity } = this
    const hindi = studioStore.value?.model.words.hi ?? {}
    const titles = entity.fields.filter(field => field.type === 'text' || field.type === 'series')
    return html`<form class="card" @submit=${(event: Event) => void this.#keep(event)} @input=${() => (this.touched = true)}>
      <div class="two"><label class="field">${t('One is called')}<input name="label" required maxlength="80" .value=${entity.label} /></label><label class="field">${t('Many are called')}<input name="plural" required maxlength="80" .value=${entity.plural} /></label></div>
      <div class="two"><label class="field">${t('One, in Hindi')}<input name="labelHindi" lang="hi" maxlength="80" .value=${hindi[entity.label] ?? ''} /></label><label class="field">${t('Many, in Hindi')}<input name="pluralHindi" lang="hi" maxlength="80" .value=${hindi[entity.plural] ?? ''} /></label></div>
      <label class="field">${t('A record is known by its')}<select name="title">${titles.map(field => html`<option value=${field.name} ?selected=${field.name === entity.title}>${said(field.label)}</option>`)}</select></label>
      <label class="field">${t('What it is for')}<input name="description" maxlength="300" .value=${entity.description ?? ''} /></label>
      ${entity.linesOf === null ? this.#order() : nothing}
      ${entity.linesOf === null ? html`<label class="field">${t('Kept for at least so many years')}<input name="years" type="number" min="1" max="100" step="1" inputmode="numeric" .value=${String(entity.keptYears ?? '')} /><small>${t('After its last change a record that was removed stays in the bin for so long, and nobody removes it for good. Empty: there is no such time.')}</small></label>` : nothing}
      <label class="check"><input type="checkbox" name="activities" .checked=${entity.activities} />${t('Notes, calls and tasks may hang on its records')}</label>
      <p class="quiet">${t('A new name changes words only: links, views, filters and programs go on.')}</p>
      <div class="foot"><sangam-button kind="quiet" icon="remove" @click=${() => void this.#remove()}>${t('Remove the entity')}</sangam-button>${this.touched ? html`<sangam-button kind="primary" type="submit">${t('Keep in the draft')}</sangam-button>` : nothing}</div></form>`
  }

  /** In which order lists begin, whose views say none. */
  #order(): TemplateResult {
    const [first = ''] = this.#sort()
    const field = first.replace(/^-/, '')
    const shape = studioStore.value?.model.shapes[this.entity.name]
    const possible = this.entity.fields.filter(one => shape?.fields[one.name]?.sortable && one.type !== 'rollup')
    return html`<div class="two"><label class="field">${t('Lists begin in the order of')}<select name="sort">${possible.map(one => html`<option value=${one.name} ?selected=${one.name === field}>${said(one.label)}</option>`)}<option value="createdAt" ?selected=${field === 'createdAt'}>${t('Created')}</option></select></label>
      <label class="field">${t('Direction')}<select name="direction"><option value="">${t('from the smallest or earliest on')}</option><option value="-" ?selected=${first.startsWith('-')}>${t('from the largest or latest on')}</option></select></label></div>`
  }

  #sort(): readonly string[] {
    return studioStore.value?.model.shapes[this.entity.name]?.sort ?? []
  }

  async #keep(event: Event): Promise<void> {
    event.preventDefault()
    const operation = this.#operation(new FormData(event.target as HTMLFormElement))
    if (await keep(operation)) this.touched = false
  }

  #operation(values: FormData): Operation {
    const text = (name: string): string => String(values.get(name) ?? '').trim()
    const said = studioStore.value?.model.words.hi ?? {}
    const word = (name: string, english: string): string | null | undefined => text(name) || (said[english] === undefined ? undefined : null)
    const [one, many] = [word('labelHindi', text('label')), word('pluralHindi', text('plural'))]
    const hindi = { ...(one !== undefined && { label: one }), ...(many !== undefined && { plural: many }) }
    const sort = text('direction') + text('sort')
    return {
      op: 'changeEntity',
      entity: this.entity.name,
      label: text('label'),
      plural: text('plural'),
      description: text('description') || null,
      activities: values.has('activities') || null,
      ...(values.has('years') && { keep: text('years') ? { years: Number(text('years')) } : null }),
      ...(text('title') !== this.entity.title && { title: text('title') }),
      ...(values.has('sort') && sort !== this.#sort()[0] && { sort: [sort] }),
      ...(Object.keys(hindi).length > 0 && { labels: { hi: hindi } }),
    }
  }

  async #remove(): Promise<void> {
    const sure = await confirm(t('Its records are kept, and come back when it is restored. Nothing happens before the draft is applied.'), {
      heading: t('Remove {field}?', { field: said(this.entity.plural) }),
      go: t('Remove'),
      danger: true,
    })
    if (sure && (await keep({ op: 'removeEntity', entity: this.entity.name }))) await go('/studio')
  }
}
customElements.define('sangam-about-tab', SgAboutTab)
