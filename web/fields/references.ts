import type { FieldMeta, Json } from '@sangam/sdk'
import { css, html, nothing, type TemplateResult } from 'lit'
import { t } from '../shell/words.ts'
import '../ui/small.ts'
import { boxed } from './boxed.ts'
import './combo.ts'
import './title.ts'
import type { ComboItem } from './combo.ts'
import { type EditorOptions, FieldEditor } from './editor.ts'
import { foundItems } from './found.ts'
import { recent, rememberPick, titleKnown, titleOf } from './titles.ts'

export function display(field: FieldMeta, value: Json): TemplateResult | string {
  const ids = idsOf(value)
  return ids.length === 0
    ? ''
    : html`${ids.map((id, at) => html`${at > 0 ? ', ' : nothing}<sangam-title entity=${field.to ?? ''} record=${id}></sangam-title>`)}`
}

export function editor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult {
  return html`<sangam-field-references .field=${field} .value=${value} .options=${options}></sangam-field-references>`
}

/** Several records of another entity: each a chip, more found by typing. Those out of sight stay, and are told by no name. */
class SgFieldReferences extends FieldEditor {
  static override properties = { ...FieldEditor.properties, items: { state: true }, busy: { state: true } }
  declare items: readonly ComboItem[]
  declare busy: boolean
  #asked = 0

  constructor() {
    super()
    this.items = []
    this.busy = false
  }

  static override styles = [...[FieldEditor.styles].flat(), boxed, css`sangam-combo { min-inline-size: 64px; flex: 1; --sg-control: 26px; }`]

  protected override willUpdate(): void {
    const to = this.field.to ?? ''
    for (const id of idsOf(this.value)) {
      if (titleKnown(to, id) !== undefined) continue
      void titleOf(to, id).then(
        () => this.requestUpdate(),
        () => undefined,
      )
    }
  }

  protected override control(): TemplateResult {
    const chosen = idsOf(this.value)
    const fixed = this.isReadonly()
    return html`<div class="box ${fixed ? 'fixed' : ''}" id="control" role="group">
      ${chosen.map(id => html`<sangam-badge colour="grey"><sangam-title entity=${this.field.to ?? ''} record=${id}></sangam-title>${fixed ? nothing : html`<button type="button" aria-label=${t('Take out {name}', { name: this.#nameOf(id) })} @click=${() => this.#set(chosen.filter(one => one !== id))}><sangam-icon name="close"></sangam-icon></button>`}</sangam-badge>`)}
      ${
        fixed
          ? nothing
          : html`<sangam-combo bare label=${this.labelText()} .items=${this.items} ?busy=${this.busy} placeholder=${chosen.length === 0 ? t('Type to find…') : ''} @search=${(event: CustomEvent<string>) => this.#search(event.detail)}
        @pick=${(event: CustomEvent<ComboItem>) => this.#pick(event.detail)} @back=${() => this.#set(chosen.slice(0, -1))} @leave=${() => this.commit()} @keydown=${(event: KeyboardEvent) => this.key(event)}></sangam-combo>`
      }</div>`
  }

  #nameOf(id: string): string {
    return titleKnown(this.field.to ?? '', id) ?? t('Not visible to you')
  }

  async #search(text: string): Promise<void> {
    const to = this.field.to ?? ''
    const asked = ++this.#asked
    const last = text === '' ? recent(to).map(one => ({ id: one.id, label: one.title, icon: 'clock' })) : []
    this.busy = true
    if (text !== '') await new Promise(resolve => setTimeout(resolve, 120))
    if (asked !== this.#asked) return
    const found = await foundItems(to, text)
    if (asked !== this.#asked) return
    this.busy = false
    const chosen = idsOf(this.value)
    this.items = [...last, ...found.filter(item => !last.some(one => one.id === item.id))].filter(item => !chosen.includes(item.id))
  }

  #pick(item: ComboItem): void {
    rememberPick(this.field.to ?? '', item.id, item.label)
    this.#set([...idsOf(this.value), item.id])
  }

  #set(ids: readonly string[]): void {
    this.change([...ids])
  }
}
customElements.define('sangam-field-references', SgFieldReferences)

function idsOf(value: Json): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : []
}
