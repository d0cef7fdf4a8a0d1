import type { Json } from '@sangam/sdk'
import { html, nothing, type TemplateResult } from 'lit'
import { formatNumber, monthFirst } from '../shell/format.ts'
import { t } from '../shell/words.ts'
import { FieldEditor } from './editor.ts'
import type { Problem, Read } from './input.ts'
import { typedNumber } from './typed-number.ts'

/** An editor of what is typed in people's own words and kept in one canonical form: numbers, amounts, days, moments. */
export abstract class TypedEditor extends FieldEditor {
  static override properties = { ...FieldEditor.properties, text: { state: true } }
  /** What stands in the box while one types; null while it shows the value. */
  declare text: string | null

  constructor() {
    super()
    this.text = null
  }

  protected abstract read(text: string): Read<string>
  /** The value as one reads it. */
  protected abstract shown(): string
  /** The value as one types it. */
  protected abstract typed(): string
  protected abstract valueFrom(read: string): Json
  /** What the text was understood as, said below while it differs. */
  protected abstract meaning(): string

  protected box(options: { readonly end?: boolean; readonly mode?: 'decimal' | 'numeric' | 'text'; readonly placeholder?: string } = {}): TemplateResult {
    return html`<input id="control" class=${options.end ? 'end' : ''} inputmode=${options.mode ?? 'text'} autocomplete="off" placeholder=${options.placeholder ?? ''} ?readonly=${this.isReadonly()} .value=${this.text ?? this.shown()}
      @focus=${(event: FocusEvent) => this.#entered(event)} @input=${(event: Event) => this.#typed((event.target as HTMLInputElement).value)} @blur=${() => this.#left()} @keydown=${(event: KeyboardEvent) => this.key(event)} />`
  }

  protected override hint(): TemplateResult | typeof nothing {
    const said = this.text === null || this.text.trim() === '' || this.wrong !== null ? '' : this.meaning()
    return said !== '' && said !== this.text ? html`<span class="hint" aria-live="polite">= ${said}</span>` : nothing
  }

  #entered(event: FocusEvent): void {
    if (this.isReadonly()) return
    this.text ??= this.typed()
    const input = event.target as HTMLInputElement
    void this.updateComplete.then(() => this.shadowRoot?.activeElement === input && input.select())
  }

  #typed(text: string): void {
    this.text = text
    const read = this.read(text)
    if ('problem' in read) this.say(problemText(read.problem, this.field.digits))
    else this.change(read.value === null ? null : this.valueFrom(read.value))
  }

  #left(): void {
    // What can't be read stays as it was typed, so that it can be put right.
    if (this.wrong === null) this.text = null
    this.commit()
  }

  protected override commit(): void {
    if (this.wrong === null && this.text !== null) this.text = this.shadowRoot?.activeElement ? this.typed() : null
    super.commit()
  }
}

export function problemText(problem: Problem, digits = 6): string {
  switch (problem) {
    case 'number':
      return t('Write a number, such as 1250, {example} or 5-3.', { example: `${typedNumber('12.5')}L` })
    case 'grouping':
      return t('The commas and points don’t fit. You write numbers as {example}; or leave out what stands between thousands.', {
        example: formatNumber('1234567.5'),
      })
    case 'whole':
      return t('Write a whole number.')
    case 'digits':
      return t('At most {digits} digits after the point.', { digits })
    case 'date':
      return t('Write a day, such as {day}, 31 Mar 27, tomorrow or +7.', { day: dayExample() })
    case 'time':
      return t('Write a time of the day, such as 9:30 or 4 pm.')
    case 'duration':
      return t('Write how long, such as 1h 30m, 1:30 or 90m.')
    case 'moment':
      return t('Write a day and a time, such as {day} 4pm or tomorrow 14:30.', { day: dayExample() })
  }
}

/** The last of March as the person writes it. */
export function dayExample(): string {
  return monthFirst() ? '3/31' : '31/3'
}
