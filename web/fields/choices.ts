import type { FieldMeta, Json } from '@sangam/sdk'
import { css, html, nothing, type TemplateResult } from 'lit'
import { t } from '../shell/words.ts'
import '../ui/small.ts'
import './combo.ts'
import { boxed } from './boxed.ts'
import type { ComboItem } from './combo.ts'
import { type EditorOptions, FieldEditor } from './editor.ts'
import { optionOf, optionsOf } from './options.ts'

export function display(field: FieldMeta, value: Json): TemplateResult | string {
  const words = wordsOf(value)
  return words.length === 0
    ? ''
    : html`<span style="display:inline-flex;gap:4px;flex-wrap:wrap">${words.map(word => html`<sangam-badge colour=${optionOf(field, word).colour}>${optionOf(field, word).label}</sangam-badge>`)}</span>`
}

export function editor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult {
  return html`<sangam-field-choices .field=${field} .value=${value} .options=${options}></sangam-field-choices>`
}

/** Any of a list; words of one's own where the list is open. */
class SgFieldChoices extends FieldEditor {
  static override properties = { ...FieldEditor.properties, search: { state: true } }
  declare search: string

  constructor() {
    super()
    this.search = ''
  }

  static override styles = [
    ...[FieldEditor.styles].flat(),
    boxed,
    css`
    sangam-combo { min-inline-size: 90px; --sg-control: 26px; }
  `,
  ]

  protected override control(): TemplateResult {
    const chosen = wordsOf(this.value)
    const fixed = this.isReadonly()
    return html`<div class="box ${fixed ? 'fixed' : ''}" id="control" role="group">
      ${chosen.map(word => html`<sangam-badge colour=${optionOf(this.field, word).colour}>${optionOf(this.field, word).label}${fixed ? nothing : html`<button type="button" aria-label=${t('Take out {name}', { name: optionOf(this.field, word).label })} @click=${() => this.#set(chosen.filter(one => one !== word))}><sangam-icon name="close"></sangam-icon></button>`}</sangam-badge>`)}
      ${
        fixed
          ? nothing
          : html`<sangam-combo bare label=${this.labelText()} .items=${this.#items(chosen)} placeholder=${chosen.length === 0 ? t('Add…') : ''} @search=${(event: CustomEvent<string>) => (this.search = event.detail)}
        @pick=${(event: CustomEvent<ComboItem>) => this.#set([...chosen, event.detail.id])} @back=${() => this.#set(chosen.slice(0, -1))} @leave=${() => this.commit()}></sangam-combo>`
      }</div>`
  }

  #items(chosen: readonly string[]): readonly ComboItem[] {
    const typed = this.search.trim()
    const found = optionsOf(this.field).filter(
      option => !option.retired && !chosen.includes(option.value) && option.label.toLocaleLowerCase().includes(typed.toLocaleLowerCase()),
    )
    const own =
      this.field.open && typed !== '' && !chosen.includes(typed) && !found.some(option => option.label === typed)
        ? [{ id: typed, label: typed, icon: 'plus' }]
        : []
    return [...found.map(option => ({ id: option.value, label: option.label, colour: option.colour })), ...own]
  }

  #set(words: readonly string[]): void {
    this.search = ''
    this.change([...words])
  }
}
customElements.define('sangam-field-choices', SgFieldChoices)

function wordsOf(value: Json): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : []
}
