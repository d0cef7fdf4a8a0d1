import { type FieldMeta, type Json, momentAt } from '@sangam/sdk'
import { html, type TemplateResult } from 'lit'
import { clockOf, dayOf, formatInstant, formatRelative, monthFirst, region, today, zone } from '../shell/format.ts'
import { t } from '../shell/words.ts'
import { SgFieldDate } from './date.ts'
import { readMoment } from './dates.ts'
import type { EditorOptions } from './editor.ts'
import type { Read } from './input.ts'
import { dayExample } from './typed.ts'

export function display(_field: FieldMeta, value: Json): TemplateResult | string {
  return typeof value === 'string' ? html`<time datetime=${value} title=${formatRelative(value)}>${formatInstant(value)}</time>` : ''
}

export function editor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult {
  return html`<sangam-field-datetime .field=${field} .value=${value} .options=${options}></sangam-field-datetime>`
}

/** A moment in the person's zone. */
class SgFieldDatetime extends SgFieldDate {
  protected override placeholder(): string {
    return t('{day} 4pm, tomorrow 14:30', { day: dayExample() })
  }

  protected override read(text: string): Read<string> {
    // What is shown comes back as it was, when nothing of it was changed.
    if (text === this.shown() && typeof this.value === 'string') return { value: this.value }
    return readMoment(text, { today: today(), region: region(), monthFirst: monthFirst(), zone: zone() })
  }

  protected override shown(): string {
    return typeof this.value === 'string' ? formatInstant(this.value) : ''
  }

  protected override typed(): string {
    return typeof this.value === 'string' ? `${this.dayNow()} ${clockOf(this.value)}` : ''
  }

  protected override meaning(): string {
    return this.shown()
  }

  protected override dayNow(): string {
    return typeof this.value === 'string' ? dayOf(this.value) : ''
  }

  protected override picked(day: string): void {
    this.change(day === '' ? null : momentAt(day, typeof this.value === 'string' ? clockOf(this.value) : '09:00', zone()))
  }
}
customElements.define('sangam-field-datetime', SgFieldDatetime)
