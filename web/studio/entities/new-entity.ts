import { css, html, LitElement } from 'lit'
import { ProblemError } from '../../data/client.ts'
import { meta } from '../../data/meta.ts'
import { go } from '../../shell/router.ts'
import { called, t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import type { SgDialog } from '../../ui/dialog.ts'
import '../../ui/dialog.ts'
import '../../ui/small.ts'
import { fieldNameFrom, nameFrom } from '../model/names.ts'
import { change, studioStore } from '../model/store.ts'
import './icon-picker.ts'

/** Makes an entity: what one is called, what many are called, and what a record is known by. Tells `close`. */
class SgNewEntity extends LitElement {
  static override properties = { label: { state: true }, icon: { state: true }, error: { state: true }, busy: { state: true } }
  declare label: string
  declare icon: string
  declare error: unknown
  declare busy: boolean

  constructor() {
    super()
    this.label = ''
    this.icon = 'list'
    this.error = null
    this.busy = false
  }

  static override styles = [
    base,
    inputs,
    css`form { display: grid; gap: 14px; } .two { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; align-items: start; } .check { display: flex; gap: 9px; align-items: center; }
    .name { font-size: var(--sg-text-xs); color: var(--sg-text-2); margin-block-start: -9px; } code { font-family: ui-monospace, monospace; } @media (max-width: 480px) { .two { grid-template-columns: 1fr; } }`,
  ]

  protected override render(): unknown {
    const headings = [...new Set(meta().lists.flatMap(list => (list.menu ? [list.menu] : [])))]
    return html`<sangam-dialog open heading=${t('Make an entity')} @close=${() => this.dispatchEvent(new Event('close'))}>
      <form id="form" @submit=${(event: Event) => void this.#submit(event)}>
        <p class="quiet">${t('An entity is a kind of record: a vehicle, a contract, a visit. It gets its own list, form, API, history and import.')}</p>
        <div class="two"><label class="field">${t('One is called')}<input name="label" required maxlength="80" autofocus autocomplete="off" placeholder=${t('Vehicle')} .value=${this.label} @input=${(event: Event) => (this.label = (event.target as HTMLInputElement).value)} /></label>
        <label class="field">${t('Many are called')}<input name="plural" maxlength="80" autocomplete="off" placeholder=${t('Vehicles')} /></label></div>
        <p class="name">${t('Programs know it as')} <code>${this.label.trim() ? this.#name() : '…'}</code></p>
        <label class="field">${t('A record is known by its')}<input name="title" required maxlength="80" autocomplete="off" value=${t('Name')} /><small>${t('The first field: a name, a number plate, a subject.')}</small></label>
        <label class="field">${t('Stands in the menu under')}<input name="menu" list="menus" maxlength="80" autocomplete="off" /><datalist id="menus">${headings.map(heading => html`<option value=${heading}>${called(heading)}</option>`)}</datalist><small>${t('Without it, the list is only reached from other records and by search.')}</small></label>
        <sangam-icon-picker .value=${this.icon} @change=${(event: CustomEvent<string>) => (this.icon = event.detail)}></sangam-icon-picker>
        <div class="two"><label class="field">${t('One, in Hindi')}<input name="labelHindi" lang="hi" maxlength="80" autocomplete="off" /></label><label class="field">${t('Many, in Hindi')}<input name="pluralHindi" lang="hi" maxlength="80" autocomplete="off" /></label></div>
        <label class="check"><input type="checkbox" name="activities" checked />${t('Notes, calls and tasks may hang on its records')}</label>
        <sangam-problem .error=${this.error}></sangam-problem><input type="submit" hidden /></form>
      <sangam-button slot="actions" @click=${() => this.#hide()}>${t('Cancel')}</sangam-button><sangam-button slot="actions" kind="primary" ?busy=${this.busy} @click=${(event: Event) => void this.#submit(event)}>${t('Make it')}</sangam-button></sangam-dialog>`
  }

  #name(): string {
    const { model } = studioStore.value ?? {}
    const taken = [...(model?.entities ?? []), ...(model?.bin.entities ?? [])].map(entity => entity.name.replace(/^x\./, ''))
    return `x.${nameFrom(this.label, new Set(taken), 'camel', 'entity')}`
  }

  #hide(): void {
    this.renderRoot.querySelector<SgDialog>('sangam-dialog')?.hide()
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault()
    const form = this.renderRoot.querySelector('form')
    if (this.busy || !form?.reportValidity()) return
    const values = new FormData(form)
    const text = (name: string): string => String(values.get(name) ?? '').trim()
    const title = text('title')
    const field = fieldNameFrom(title, new Set(), 'camel', 'name')
    const hindi = { ...(text('labelHindi') && { label: text('labelHindi') }), ...(text('pluralHindi') && { plural: text('pluralHindi') }) }
    const entity = this.#name()
    this.busy = true
    this.error = null
    try {
      await change({
        op: 'addEntity',
        entity,
        label: this.label.trim(),
        ...(text('plural') && { plural: text('plural') }),
        ...(Object.keys(hindi).length > 0 && { labels: { hi: hindi } }),
        ...(values.has('activities') && { activities: true }),
        ...(text('menu') && { menu: text('menu'), icon: this.icon }),
        title: field,
        fields: [{ field, type: 'text', options: { label: title, required: true, max: 120 } }],
      })
      this.#hide()
      await go(`/studio/${entity}`)
    } catch (error) {
      this.error = error instanceof ProblemError ? new ProblemError({ ...error.problem, errors: [] }) : error
    } finally {
      this.busy = false
    }
  }
}
customElements.define('sangam-new-entity', SgNewEntity)
