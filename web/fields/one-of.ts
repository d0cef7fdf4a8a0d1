import type { FieldMeta, Json } from '@sangam/sdk'
import { css, html, nothing, type TemplateResult } from 'lit'
import { entityMeta } from '../data/meta.ts'
import { called, t } from '../shell/words.ts'
import './title.ts'
import { boxed } from './boxed.ts'
import { type EditorOptions, FieldEditor } from './editor.ts'
import { editor as referenceEditor } from './reference.ts'

export function display(_: FieldMeta, value: Json): TemplateResult | string {
  const pointer = pointerOf(value)
  if (!pointer) return ''
  const kind = entityMeta(pointer.entity)?.label
  return html`${kind ? html`<span class="quiet">${called(kind)}:</span> ` : nothing}<sangam-title entity=${pointer.entity} record=${pointer.id}></sangam-title>`
}

export function editor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult {
  return html`<sangam-field-one-of .field=${field} .value=${value} .options=${options}></sangam-field-one-of>`
}

/** One record of one of several entities: which kind first, then the record by typing. */
class SgFieldOneOf extends FieldEditor {
  static override properties = { ...FieldEditor.properties, entity: { state: true } }
  /** The kind one has chosen before one has a record of it. */
  declare entity: string | null

  constructor() {
    super()
    this.entity = null
  }

  static override styles = [
    ...[FieldEditor.styles].flat(),
    boxed,
    css`
    .two { display: grid; grid-template-columns: minmax(110px, 0.6fr) 1fr; gap: 6px; }
    .box { display: grid; padding: 0; }
  `,
  ]

  protected override control(): TemplateResult {
    const pointer = pointerOf(this.value)
    if (this.isReadonly())
      return html`<div class="plain" id="control" role="group">${pointer ? display(this.field, this.value) : html`<span class="quiet">—</span>`}</div>`
    const kinds = (this.field.targets ?? []).filter(name => entityMeta(name))
    const kind = this.entity ?? pointer?.entity ?? kinds[0] ?? ''
    const one: FieldMeta = { ...this.field, type: 'reference', to: kind, name: `${this.field.name}.id` }
    const id = pointer?.entity === kind ? pointer.id : null
    return html`<div class="two" id="control" role="group"><select aria-label=${t('Kind of record')} @change=${(event: Event) => this.#turn((event.target as HTMLSelectElement).value)}>${kinds.map(name => html`<option value=${name} ?selected=${name === kind}>${called(entityMeta(name)?.label ?? name)}</option>`)}</select>
      <div class="box">${referenceEditor(one, id, {
        label: this.labelText(),
        compact: true,
        onChange: found => this.change(typeof found === 'string' ? { entity: kind, id: found } : null),
        onCommit: () => this.commit(),
      })}</div></div>`
  }

  #turn(entity: string): void {
    this.entity = entity
    if (this.value !== null) this.change(null)
  }
}
customElements.define('sangam-field-one-of', SgFieldOneOf)

function pointerOf(value: Json): { readonly entity: string; readonly id: string } | null {
  const { entity, id } = (value ?? {}) as { readonly entity?: Json; readonly id?: Json }
  return typeof entity === 'string' && typeof id === 'string' ? { entity, id } : null
}
