import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import type { ShownEntity, ShownField } from '../model/shown.ts'
import { keep } from '../model/store.ts'
import { listed } from '../said.ts'
import { studioStyles } from '../studio.css.ts'
import '../ui/field-checks.ts'
import { fieldSaid } from './rule-said.ts'

/** What is a list, an object or a long text, or is worked out, has no place in an index of values. */
const withoutOrder: ReadonlySet<string> = new Set([
  ...['lines', 'json', 'choices', 'richText', 'emails', 'phones', 'urls', 'address', 'files', 'references', 'formula', 'lookup', 'rollup'],
])

/** Sets of fields of which no two records share all values. */
class SgUniqueSets extends LitElement {
  static override properties = { entity: { attribute: false }, making: { state: true }, chosen: { state: true }, blind: { state: true } }
  declare entity: ShownEntity
  declare making: boolean
  declare chosen: readonly string[]
  /** Upper and lower case are the same. */
  declare blind: boolean

  constructor() {
    super()
    this.making = false
    this.chosen = []
    this.blind = false
  }

  static override styles = [
    base,
    inputs,
    studioStyles,
    css`:host { display: grid; gap: 8px; justify-items: start; } ul { list-style: none; margin: 0; padding: 0; } li { display: flex; gap: 8px; align-items: center; } p { color: var(--sg-text-2); } .body { display: grid; gap: 14px; } .check { display: flex; gap: 9px; align-items: center; }`,
  ]

  protected override render(): TemplateResult {
    const { unique, name } = this.entity
    const possible = this.entity.fields.filter(
      field => (this.entity.custom || field.custom || unique.flat().includes(field.name)) && !withoutOrder.has(field.type),
    )
    return html`<p>${t('No two records have the same values in all of these fields.')}</p>
      ${unique.length > 0 ? html`<ul>${unique.map((set, at) => html`<li>${this.#said(set)}<sangam-button kind="quiet" size="small" icon="remove" label=${t('Remove {name}', { name: set.join(', ') })} @click=${() => void keep({ op: 'setUnique', entity: name, unique: unique.toSpliced(at, 1) })}></sangam-button></li>`)}</ul>` : nothing}
      <sangam-button size="small" icon="plus" @click=${() => this.#begin()}>${t('Add a set')}</sangam-button>
      ${
        this.making
          ? html`<sangam-dialog open heading=${t('Unique together')} @close=${() => (this.making = false)}><div class="body"><sangam-field-checks label=${t('Which fields')} .fields=${possible} .chosen=${this.chosen} @change=${(event: CustomEvent<readonly string[]>) => (this.chosen = event.detail)}></sangam-field-checks>
        ${this.#texts().length > 0 ? html`<label class="check"><input type="checkbox" .checked=${this.blind} @change=${(event: Event) => (this.blind = (event.target as HTMLInputElement).checked)} />${t('Upper and lower case are the same')}</label>` : nothing}</div>
        <sangam-button slot="actions" @click=${() => (this.making = false)}>${t('Cancel')}</sangam-button><sangam-button slot="actions" kind="primary" ?disabled=${this.chosen.length === 0} @click=${() => void this.#add()}>${t('Keep in the draft')}</sangam-button></sangam-dialog>`
          : nothing
      }`
  }

  #said(set: readonly string[]): string {
    const blind = this.entity.fields.some(field => set.includes(field.name) && field.options.ignoreCase === true)
    const fields = listed(set.map(field => fieldSaid(this.entity.name, field)))
    return blind ? t('{fields}, whether in upper or lower case', { fields }) : fields
  }

  /** Texts of one's own that were chosen: of a plugin's the plugin says how they are compared. */
  #texts(): readonly ShownField[] {
    return this.entity.fields.filter(field => field.custom && field.type === 'text' && this.chosen.includes(field.name))
  }

  #begin(): void {
    this.chosen = []
    this.blind = false
    this.making = true
  }

  async #add(): Promise<void> {
    const { name: entity, unique } = this.entity
    const texts = this.blind ? this.#texts().filter(field => field.options.ignoreCase !== true) : []
    const alike = texts.map(({ name: field }) => ({ op: 'changeField', entity, field, options: { ignoreCase: true } }))
    if (await keep({ op: 'setUnique', entity, unique: [...unique, this.chosen] }, ...alike)) this.making = false
  }
}
customElements.define('sangam-unique-sets', SgUniqueSets)
