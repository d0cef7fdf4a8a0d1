import { durationText, type FieldMeta, type Json, readDuration } from '@sangam/sdk'
import { html, type TemplateResult } from 'lit'
import { formatDuration } from '../shell/format.ts'
import { t } from '../shell/words.ts'
import type { EditorOptions } from './editor.ts'
import { latinDigits, type Read } from './input.ts'
import { TypedEditor } from './typed.ts'

export function display(_field: FieldMeta, value: Json): string {
  return typeof value === 'number' ? formatDuration(value) : ''
}

export function editor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult {
  return html`<sangam-field-duration .field=${field} .value=${value} .options=${options}></sangam-field-duration>`
}

/** How long: kept in seconds, typed as 1h 30m or 1:30. */
class SgFieldDuration extends TypedEditor {
  protected override control(): TemplateResult {
    return this.box({ end: true, placeholder: this.options.compact ? '' : t('1h 30m, 1:30') })
  }

  protected override read(text: string): Read<string> {
    if (text.trim() === '') return { value: null }
    const seconds = readDuration(latinDigits(text))
    return seconds === null ? { problem: 'duration' } : { value: String(seconds) }
  }

  protected override shown(): string {
    return typeof this.value === 'number' ? formatDuration(this.value) : ''
  }

  protected override typed(): string {
    return typeof this.value === 'number' ? durationText(this.value) : ''
  }

  protected override valueFrom(read: string): Json {
    return Number(read)
  }

  protected override meaning(): string {
    return this.typed() === this.text ? '' : this.shown()
  }
}
customElements.define('sangam-field-duration', SgFieldDuration)
