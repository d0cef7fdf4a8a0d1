import type { FieldMeta, Json } from '@sangam/sdk'
import { css, html, type TemplateResult } from 'lit'
import { sentenceOf } from '../data/client.ts'
import { t } from '../shell/words.ts'
import '../ui/button.ts'
import { type EditorOptions, FieldEditor } from './editor.ts'
import './file-chip.ts'
import { sendFile } from './send-file.ts'

/** One file, a picture, or several files: their names lead to them. */
export function displayFiles(field: FieldMeta, value: Json): TemplateResult | string {
  const ids = idsOf(value)
  return ids.length === 0
    ? ''
    : html`<span style="display:inline-flex;flex-wrap:wrap;gap:4px 10px">${ids.map(id => html`<sangam-file-chip file=${id} ?picture=${field.type === 'image'}></sangam-file-chip>`)}</span>`
}

export function filesEditor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult {
  return html`<sangam-field-files .field=${field} .value=${value} .options=${options}></sangam-field-files>`
}

const pictures = 'image/png,image/jpeg,image/gif,image/webp'

/** Files are sent as they are chosen or dropped, and hang on the record when it is saved. */
class SgFieldFiles extends FieldEditor {
  static override properties = { ...FieldEditor.properties, busy: { state: true } }
  declare busy: boolean

  constructor() {
    super()
    this.busy = false
  }

  static override styles = [
    ...[FieldEditor.styles].flat(),
    css`
    .drop { display: grid; gap: 6px; justify-items: start; padding: 8px 10px; border: 1px dashed var(--sg-border-strong); border-radius: var(--sg-radius); }
    .frame:has(> #wrong) .drop { border-color: var(--sg-danger); }
    ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 4px; } li { display: flex; align-items: center; gap: 4px; }
    input[type='file'] { display: none; }
  `,
  ]

  protected override control(): TemplateResult {
    const ids = idsOf(this.value)
    if (this.isReadonly() || this.options.compact)
      return html`<div class="plain" id="control" role="group">${displayFiles(this.field, this.value) || html`<span class="quiet">—</span>`}</div>`
    const more = this.field.type === 'files' || ids.length === 0
    return html`<div class="drop" id="control" role="group" @dragover=${(event: Event) => event.preventDefault()} @drop=${(event: DragEvent) => this.#dropped(event)}>
      ${ids.length > 0 ? html`<ul>${ids.map(id => html`<li><sangam-file-chip file=${id} ?picture=${this.field.type === 'image'}></sangam-file-chip><sangam-button size="small" kind="quiet" icon="close" label=${t('Take out the file')} @click=${() => this.#set(ids.filter(one => one !== id))}></sangam-button></li>`)}</ul>` : ''}
      <input type="file" tabindex="-1" aria-hidden="true" accept=${this.field.type === 'image' ? pictures : ''} ?multiple=${this.field.type === 'files'} @change=${(event: Event) => this.#chosen(event.target as HTMLInputElement)} />
      <sangam-button size="small" icon="plus" ?busy=${this.busy} @click=${() => this.renderRoot.querySelector<HTMLInputElement>('input')?.click()}>${more ? t('Choose a file…') : t('Choose another file…')}</sangam-button></div>`
  }

  #dropped(event: DragEvent): void {
    event.preventDefault()
    void this.#send([...(event.dataTransfer?.files ?? [])])
  }

  #chosen(input: HTMLInputElement): void {
    void this.#send([...(input.files ?? [])])
    input.value = ''
  }

  async #send(chosen: readonly File[]): Promise<void> {
    this.busy = true
    try {
      for (const one of this.field.type === 'files' ? chosen : chosen.slice(0, 1)) {
        const made = await sendFile(one)
        this.#set(this.field.type === 'files' ? [...idsOf(this.value), made.id] : [made.id])
      }
    } catch (error) {
      this.say(sentenceOf(error))
    } finally {
      this.busy = false
    }
  }

  #set(ids: readonly string[]): void {
    this.change(this.field.type === 'files' ? [...ids] : (ids.at(-1) ?? null))
    this.commit()
  }
}
customElements.define('sangam-field-files', SgFieldFiles)

function idsOf(value: Json): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : typeof value === 'string' && value !== '' ? [value] : []
}
