import type { FieldMeta, Json } from '@sangam/sdk'
import { html, type TemplateResult } from 'lit'
import { signs } from '../shell/format.ts'
import type { EditorOptions } from './editor.ts'
import { type Read, readNumber } from './input.ts'
import { displayNumber } from './number-text.ts'
import { TypedEditor } from './typed.ts'
import { typedNumber } from './typed-number.ts'

export { displayNumber }

export function numberEditor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult {
  return html`<sangam-field-number .field=${field} .value=${value} .options=${options}></sangam-field-number>`
}

class SgFieldNumber extends TypedEditor {
  protected override control(): TemplateResult {
    return this.box({ end: true, mode: this.field.type === 'integer' ? 'numeric' : 'decimal' })
  }

  protected override read(text: string): Read<string> {
    return readNumber(text, {
      ...signs(),
      digits: this.field.type === 'integer' ? 0 : (this.field.digits ?? (this.field.type === 'percent' ? 2 : 6)),
    })
  }

  protected override shown(): string {
    return displayNumber(this.field, this.value)
  }

  protected override typed(): string {
    return this.value === null ? '' : typedNumber(String(this.value))
  }

  protected override valueFrom(read: string): Json {
    return this.field.type === 'integer' ? Number(read) : read
  }

  protected override meaning(): string {
    return this.typed() === this.text ? '' : this.shown()
  }
}
customElements.define('sangam-field-number', SgFieldNumber)
