import type { FieldMeta, Json } from '@sangam/sdk'
import { html, type TemplateResult } from 'lit'
import { t } from '../shell/words.ts'
import { type EditorOptions, FieldEditor } from './editor.ts'

export function display(_field: FieldMeta, value: Json): string {
  return typeof value === 'string' ? value : ''
}

export function editor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult {
  return html`<sangam-field-plain .field=${field} .value=${value} .options=${options}></sangam-field-plain>`
}

/** A number the server gives: shown, never typed. */
class SgFieldPlain extends FieldEditor {
  protected override control(): TemplateResult {
    return html`<output id="control" class="plain">${this.value || html`<span class="quiet">${t('Given when saved')}</span>`}</output>`
  }
}
customElements.define('sangam-field-plain', SgFieldPlain)
