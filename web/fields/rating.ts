import type { FieldMeta, Json } from '@sangam/sdk'
import { css, html, nothing, type TemplateResult } from 'lit'
import { formatNumber } from '../shell/format.ts'
import { t } from '../shell/words.ts'
import '../ui/icon.ts'
import { type EditorOptions, FieldEditor } from './editor.ts'
import { mostStars, stars } from './stars.ts'

export function display(field: FieldMeta, value: Json): TemplateResult | string {
  return stars(field, value)
}

export function editor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult {
  return html`<sangam-field-rating .field=${field} .value=${value} .options=${options}></sangam-field-rating>`
}

/** Stars to choose: arrow keys go through them, Delete takes the rating away. */
class SgFieldRating extends FieldEditor {
  static override styles = [
    ...[FieldEditor.styles].flat(),
    css`
    .stars { display: flex; align-items: center; min-block-size: var(--sg-control); }
    .stars label { display: grid; place-items: center; min-inline-size: 26px; min-block-size: 28px; cursor: pointer; color: var(--sg-text-2); font-size: var(--sg-text-lg); border-radius: 6px; }
    .stars label.on { color: var(--sg-accent-text); }
    .stars label:hover { background: var(--sg-surface-2); } .stars label:has(:focus-visible) { outline: 2px solid var(--sg-focus); }
    .stars input { position: absolute; opacity: 0; inline-size: 1px !important; block-size: 1px !important; }
    .stars button { all: unset; cursor: pointer; display: grid; place-items: center; inline-size: 26px; block-size: 26px; border-radius: 5px; color: var(--sg-text-2); --sg-icon: 11px; } .stars button:focus-visible { outline: 2px solid var(--sg-focus); }
  `,
  ]

  protected override control(): TemplateResult {
    const now = typeof this.value === 'number' ? this.value : 0
    if (this.isReadonly())
      return html`<div class="plain" id="control" role="group">${stars(this.field, this.value) || html`<span class="quiet">—</span>`}</div>`
    return html`<div class="stars" id="control" role="radiogroup" @keydown=${(event: KeyboardEvent) => this.#keys(event)}>
      ${Array.from({ length: mostStars(this.field) }, (_, at) => at + 1).map(
        star => html`<label class=${star <= now ? 'on' : ''}><input type="radio" name="stars" .checked=${star === now} aria-label=${t('{count} of {most} stars', { count: formatNumber(star), most: formatNumber(mostStars(this.field)) })}
          @change=${() => this.#set(star)} /><span aria-hidden="true">${star <= now ? '★' : '☆'}</span></label>`,
      )}
      ${now > 0 && !this.field.required && !this.options.compact ? html`<button type="button" aria-label=${t('Take the rating away')} @click=${() => this.#set(null)}><sangam-icon name="close"></sangam-icon></button>` : nothing}</div>`
  }

  #keys(event: KeyboardEvent): void {
    if ((event.key === 'Delete' || event.key === 'Backspace') && !this.field.required) this.#set(null)
    else this.key(event)
  }

  #set(value: number | null): void {
    this.change(value)
    if (!this.options.compact) this.commit()
  }
}
customElements.define('sangam-field-rating', SgFieldRating)
