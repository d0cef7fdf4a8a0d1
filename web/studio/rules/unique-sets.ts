import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import type { ShownEntity } from '../model/shown.ts'
import { keep } from '../model/store.ts'
import { listed } from '../said.ts'
import { studioStyles } from '../studio.css.ts'
import '../ui/field-checks.ts'
import { fieldSaid } from './rule-said.ts'

/** Sets of fields of which no two records share all values. */
class SgUniqueSets extends LitElement {
  static override properties = { entity: { attribute: false }, making: { state: true }, chosen: { state: true } }
  declare entity: ShownEntity
  declare making: boolean
  declare chosen: readonly string[]

  constructor() {
    super()
    this.making = false
    this.chosen = []
  }

  static override styles = [
    base,
    studioStyles,
    css`:host { display: grid; gap: 8px; justify-items: start; } ul { list-style: none; margin: 0; padding: 0; } li { display: flex; gap: 8px; align-items: center; } p { color: var(--sg-text-2); }`,
  ]

  protected override render(): TemplateResult {
    const { unique, name } = this.entity
    const possible = this.entity.fields.filter(
      field => (this.entity.custom || field.custom || unique.flat().includes(field.name)) && !['lines', 'json', 'choices'].includes(field.type),
    )
    return html`<p>${t('No two records have the same values in all of these fields.')}</p>
      ${unique.length > 0 ? html`<ul>${unique.map((set, at) => html`<li>${listed(set.map(field => fieldSaid(name, field)))}<sangam-button kind="quiet" size="small" icon="remove" label=${t('Remove {name}', { name: set.join(', ') })} @click=${() => void keep({ op: 'setUnique', entity: name, unique: unique.toSpliced(at, 1) })}></sangam-button></li>`)}</ul>` : nothing}
      <sangam-button size="small" icon="plus" @click=${() => this.#begin()}>${t('Add a set')}</sangam-button>
      ${
        this.making
          ? html`<sangam-dialog open heading=${t('Unique together')} @close=${() => (this.making = false)}><sangam-field-checks label=${t('Which fields')} .fields=${possible} .chosen=${this.chosen} @change=${(event: CustomEvent<readonly string[]>) => (this.chosen = event.detail)}></sangam-field-checks>
        <sangam-button slot="actions" @click=${() => (this.making = false)}>${t('Cancel')}</sangam-button><sangam-button slot="actions" kind="primary" ?disabled=${this.chosen.length === 0} @click=${() => void this.#add()}>${t('Keep in the draft')}</sangam-button></sangam-dialog>`
          : nothing
      }`
  }

  #begin(): void {
    this.chosen = []
    this.making = true
  }

  async #add(): Promise<void> {
    if (await keep({ op: 'setUnique', entity: this.entity.name, unique: [...this.entity.unique, this.chosen] })) this.making = false
  }
}
customElements.define('sangam-unique-sets', SgUniqueSets)
