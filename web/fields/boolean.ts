import type { FieldMeta, Json } from '@sangam/sdk'
import { css, html, type TemplateResult } from 'lit'
import { t } from '../shell/words.ts'
import { type EditorOptions, FieldEditor } from './editor.ts'

export function display(_field: FieldMeta, value: Json): string {
  return value === null ? '' : value === true ? t('Yes') : t('No')
}

export function editor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult {
  return html`<sangam-field-boolean .field=${field} .value=${value} .options=${options}></sangam-field-boolean>`
}

/** A tick; a choice of three where it may be unknown. */
class SgFieldBoolean extends FieldEditor {
  static override styles = [
    ...[FieldEditor.styles].flat(),
    css`
    .tick { display: flex; align-items: center; min-block-size: var(--sg-control); } .compact .tick { justify-content: center; }
    .tick input { inline-size: 18px; block-size: 18px; }
  `,
  ]

  protected override control(): TemplateResult {
    const known = this.field.default !== null || this.field.required
    if (known)
      return html`<span class="tick"><input id="control" type="checkbox" .checked=${this.value === true} ?disabled=${this.isReadonly()} @change=${(event: Event) => this.#set((event.target as HTMLInputElement).checked)} @keydown=${(event: KeyboardEvent) => this.key(event)} /></span>`
    const chosen = this.value === null ? '' : String(this.value)
    const choices = [
      ['', '—'],
      ['true', t('Yes')],
      ['false', t('No')],
    ] as const
    return html`<select id="control" ?disabled=${this.isReadonly()} @change=${(event: Event) => this.#set({ true: true, false: false }[(event.target as HTMLSelectElement).value] ?? null)} @keydown=${(event: KeyboardEvent) => this.key(event)}>
      ${choices.map(([value, label]) => html`<option value=${value} ?selected=${value === chosen}>${label}</option>`)}</select>`
  }

  /** A box that begins ticked or not is an answer either way; heard as required it would mean that it has to be ticked. */
  protected override asks(): boolean {
    return super.asks() && this.field.default === null
  }

  #set(value: boolean | null): void {
    this.change(value)
    this.commit()
  }
}
customElements.define('sangam-field-boolean', SgFieldBoolean)
