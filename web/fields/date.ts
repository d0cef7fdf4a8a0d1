import type { FieldMeta, Json } from '@sangam/sdk'
import { css, html, nothing, type TemplateResult } from 'lit'
import { formatDate, formatDay, monthFirst, region, today } from '../shell/format.ts'
import { t } from '../shell/words.ts'
import '../ui/button.ts'
import { readDate } from './dates.ts'
import type { EditorOptions } from './editor.ts'
import type { Read } from './input.ts'
import { dayExample, TypedEditor } from './typed.ts'
import { placeUnder } from './under.ts'

export function display(_field: FieldMeta, value: Json): TemplateResult | string {
  return typeof value === 'string' ? html`<time datetime=${value} title=${formatDate(value)}>${formatDate(value)}</time>` : ''
}

export function editor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult {
  return html`<sangam-field-date .field=${field} .value=${value} .options=${options}></sangam-field-date>`
}

/** A day, typed or picked. */
export class SgFieldDate extends TypedEditor {
  static override styles = [
    ...[TypedEditor.styles].flat(),
    css`
    .with { position: relative; display: flex; } .with input { padding-inline-end: 36px; } .with sangam-button { position: absolute; inset-block: 3px auto; inset-inline: auto 3px; --sg-control: 34px; }
    [popover] { border: 0; padding: 0; border-radius: 12px; background: var(--sg-raised); color: inherit; box-shadow: var(--sg-shadow-2); }
  `,
  ]

  protected override control(): TemplateResult {
    const pickable = !this.isReadonly()
    return html`<div class="with">${this.box({ placeholder: this.isReadonly() || this.options.compact ? '' : this.placeholder() })}
      ${pickable ? html`<sangam-button kind="quiet" size="small" icon="calendar" label=${t('Pick a day')} @click=${() => this.#open()}></sangam-button>` : nothing}</div>
      ${pickable ? html`<div popover @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && event.stopPropagation()} @toggle=${(event: ToggleEvent) => this.#toggled(event)}></div>` : nothing}`
  }

  protected placeholder(): string {
    return t('{day}, tomorrow, +7', { day: dayExample() })
  }

  protected override read(text: string): Read<string> {
    return readDate(text, { today: today(), region: region(), monthFirst: monthFirst() })
  }

  protected override shown(): string {
    return typeof this.value === 'string' ? formatDate(this.value) : ''
  }

  protected override typed(): string {
    return this.shown()
  }

  protected override valueFrom(read: string): Json {
    return read
  }

  protected override meaning(): string {
    const day = typeof this.value === 'string' ? this.value : ''
    return day === '' ? '' : formatDay(day) === formatDate(day) ? formatDate(day) : `${formatDate(day)} · ${formatDay(day)}`
  }

  protected dayNow(): string {
    return typeof this.value === 'string' ? this.value.slice(0, 10) : ''
  }

  protected picked(day: string): void {
    this.change(day === '' ? null : day)
  }

  async #open(): Promise<void> {
    await import('./calendar.ts')
    const panel = this.renderRoot.querySelector<HTMLElement>('[popover]')
    if (!panel) return
    const calendar = document.createElement('sangam-calendar')
    Object.assign(calendar, { day: this.dayNow() })
    calendar.addEventListener('pick', event => {
      this.text = null
      this.picked((event as CustomEvent<string>).detail)
      panel.hidePopover()
      this.commit()
    })
    panel.replaceChildren(calendar)
    panel.showPopover()
    await (calendar as unknown as { updateComplete: Promise<boolean> }).updateComplete
    const box = this.renderRoot.querySelector('.with')
    if (box) placeUnder(panel, box)
    calendar.focus()
  }

  #toggled(event: ToggleEvent): void {
    const panel = event.target as HTMLElement
    if (event.newState !== 'closed') return
    panel.replaceChildren()
    this.renderRoot.querySelector<HTMLElement>('#control')?.focus()
  }
}
customElements.define('sangam-field-date', SgFieldDate)
