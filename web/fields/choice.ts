import type { FieldMeta, Json } from '@sangam/sdk'
import { html, type TemplateResult } from 'lit'
import { t } from '../shell/words.ts'
import '../ui/small.ts'
import { type EditorOptions, FieldEditor } from './editor.ts'
import { optionOf, optionsOf } from './options.ts'

export function display(field: FieldMeta, value: Json): TemplateResult | string {
  if (typeof value !== 'string' || value === '') return ''
  const option = optionOf(field, value)
  return html`<sangam-badge colour=${option.colour}>${option.label}</sangam-badge>`
}

export function editor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult {
  return html`<sangam-field-choice .field=${field} .value=${value} .options=${options}></sangam-field-choice>`
}

class SgFieldChoice extends FieldEditor {
  protected override control(): TemplateResult {
    const known = optionsOf(this.field).filter(option => !option.retired || option.value === this.value)
    const strange = typeof this.value === 'string' && !known.some(option => option.value === this.value) ? [optionOf(this.field, this.value)] : []
    const empty = this.field.required && this.value !== null ? [] : [{ value: '', label: this.field.required ? t('Choose…') : '—' }]
    return html`<select id="control" ?disabled=${this.isReadonly()} @change=${(event: Event) => this.#set((event.target as HTMLSelectElement).value)} @keydown=${(event: KeyboardEvent) => this.key(event)}>
      ${[...empty, ...known, ...strange].map(option => html`<option value=${option.value} ?selected=${option.value === (this.value ?? '')}>${option.label}</option>`)}</select>`
  }

  #set(value: string): void {
    this.change(value === '' ? null : value)
    this.commit()
  }
}
customElements.define('sangam-field-choice', SgFieldChoice)
