import { type FieldMeta, type Json, readTime } from '@sangam/sdk'
import { html, type TemplateResult } from 'lit'
import { formatTime } from '../shell/format.ts'
import { t } from '../shell/words.ts'
import type { EditorOptions } from './editor.ts'
import { latinDigits, type Read } from './input.ts'
import { TypedEditor } from './typed.ts'

export function display(_field: FieldMeta, value: Json): TemplateResult | string {
  return typeof value === 'string' ? html`<time datetime=${value}>${formatTime(value)}</time>` : ''
}

export function editor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult {
  return html`<sangam-field-time .field=${field} .value=${value} .options=${options}></sangam-field-time>`
}

/** A time of the day, typed as people say it: 9:30, 4 pm. */
class SgFieldTime extends TypedEditor {
  protected override control(): TemplateResult {
    return this.box({ placeholder: this.options.compact ? '' : t('9:30, 4 pm') })
  }

  protected override read(text: string): Read<string> {
    if (text.trim() === '') return { value: null }
    const value = readTime(latinDigits(text))
    return value === null ? { problem: 'time' } : { value }
  }

  protected override shown(): string {
    return typeof this.value === 'string' ? formatTime(this.value) : ''
  }

  protected override typed(): string {
    return typeof this.value === 'string' ? this.value : ''
  }

  protected override valueFrom(read: string): Json {
    return read
  }

  protected override meaning(): string {
    return this.typed() === this.text ? '' : this.shown()
  }
}
customElements.define('sangam-field-time', SgFieldTime)
