import type { Address, FieldMeta, Json } from '@sangam/sdk'
import { css, html, type TemplateResult } from 'lit'
import { metaStore } from '../data/meta.ts'
import { region } from '../shell/format.ts'
import { called, t } from '../shell/words.ts'
import { addressLine, countryName } from './address-line.ts'
import { countryCodes } from './countries.ts'
import { type EditorOptions, FieldEditor } from './editor.ts'

export function display(_field: FieldMeta, value: Json): string {
  return addressLine(value)
}

export function editor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult {
  return html`<sangam-field-address .field=${field} .value=${value} .options=${options}></sangam-field-address>`
}

const boxes = [
  ['city', 'City', 'address-level2'],
  ['state', 'State of the address', 'address-level1'],
  ['postcode', 'Postcode', 'postal-code'],
] as const

/** Lines, city, state, postcode and country; the company's country to begin with. */
class SgFieldAddress extends FieldEditor {
  static override styles = [
    ...[FieldEditor.styles].flat(),
    css`
    .parts { display: grid; grid-template-columns: 1fr 1fr; gap: 6px; } .parts > :is(textarea, .wide) { grid-column: 1 / -1; }
    textarea { min-block-size: 56px; field-sizing: content; }
    @media (max-width: 480px) { .parts { grid-template-columns: 1fr; } }
  `,
  ]

  protected override control(): TemplateResult {
    const now = this.#now()
    if (this.isReadonly()) return html`<div class="plain" id="control" role="group"><span>${addressLine(this.value) || '—'}</span></div>`
    const name = (label: string): string => `${this.labelText()}: ${label}`
    return html`<div class="parts" id="control" role="group">
      <textarea rows="2" aria-label=${name(t('House and street'))} placeholder=${t('House and street')} autocomplete="street-address" maxlength="500" .value=${now.lines ?? ''} @input=${(event: Event) => this.#set('lines', event)} @blur=${() => this.commit()}></textarea>
      ${boxes.map(([part, label, fill]) => html`<input aria-label=${name(called(label))} placeholder=${called(label)} autocomplete=${fill} maxlength=${part === 'postcode' ? 12 : 100} .value=${now[part] ?? ''} @input=${(event: Event) => this.#set(part, event)} @blur=${() => this.commit()} @keydown=${(event: KeyboardEvent) => this.key(event)} />`)}
      <select aria-label=${name(t('Country'))} autocomplete="country" @change=${(event: Event) => this.#set('country', event)} @blur=${() => this.commit()}>
        <option value="" ?selected=${!now.country}>${t('Country')}</option>${sortedCountries().map(([code, label]) => html`<option value=${code} ?selected=${code === now.country}>${label}</option>`)}</select></div>`
  }

  #now(): Address {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value) ? (this.value as Address) : {}
  }

  #set(part: keyof Address, event: Event): void {
    const text = (event.target as HTMLInputElement).value
    const home = metaStore.value?.company?.country
    const first = this.value === null && part !== 'country' && home ? { country: home } : {}
    const next = Object.entries({ ...first, ...this.#now(), [part]: text }).filter(([, one]) => one !== '')
    // A country alone, which nobody chose, is no address.
    const empty = next.length === 0 || (part !== 'country' && next.length === 1 && next[0]?.[0] === 'country')
    this.change(empty ? null : Object.fromEntries(next))
  }
}
customElements.define('sangam-field-address', SgFieldAddress)

const sorted = new Map<string, readonly (readonly [string, string])[]>()

function sortedCountries(): readonly (readonly [string, string])[] {
  const known = sorted.get(region())
  if (known) return known
  const made = countryCodes.map(code => [code, countryName(code)] as const).sort(([, a], [, b]) => a.localeCompare(b, region()))
  sorted.set(region(), made)
  return made
}
