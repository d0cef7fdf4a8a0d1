import type { FieldMeta, Json } from '@sangam/sdk'
import { css, html, type TemplateResult } from 'lit'
import { type EditorOptions, FieldEditor } from './editor.ts'

export function display(_field: FieldMeta, value: Json): TemplateResult | string {
  return value === null ? '' : html`<code>${JSON.stringify(value)}</code>`
}

export function editor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult {
  return html`<sangam-field-json .field=${field} .value=${value} .options=${options}></sangam-field-json>`
}

/** What a program reads: shown, not edited. */
class SgFieldJson extends FieldEditor {
  static override styles = [
    ...[FieldEditor.styles].flat(),
    css`pre { margin: 0; padding: 10px; max-block-size: 240px; overflow: auto; border-radius: var(--sg-radius); background: var(--sg-surface-2); font-size: var(--sg-text-sm); }`,
  ]

  protected override control(): TemplateResult {
    return html`<pre id="control" role="group" tabindex="0">${this.value === null ? '—' : JSON.stringify(this.value, null, 2)}</pre>`
  }
}
customElements.define('sangam-field-json', SgFieldJson)
