import type { FieldMeta, Json, Money } from '@sangam/sdk'
import { css, html, type TemplateResult } from 'lit'
import { metaStore } from '../data/meta.ts'
import { formatMoney, signs } from '../shell/format.ts'
import { t } from '../shell/words.ts'
import type { EditorOptions } from './editor.ts'
import { type Read, readNumber } from './input.ts'
import { TypedEditor } from './typed.ts'
import { typedNumber } from './typed-number.ts'

export function display(_field: FieldMeta, value: Json): string {
  return value === null ? '' : formatMoney(value as unknown as Money)
}

export function editor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult {
  return html`<sangam-field-money .field=${field} .value=${value} .options=${options}></sangam-field-money>`
}

/** An amount and its currency; the company's currency until another is chosen. */
class SgFieldMoney extends TypedEditor {
  static override properties = { ...TypedEditor.properties, chosen: { state: true } }
  /** The currency chosen while there is no amount yet. */
  declare chosen: string | null

  constructor() {
    super()
    this.chosen = null
  }

  static override styles = [
    ...[TypedEditor.styles].flat(),
    css`
    .pair { display: flex; gap: 6px; } .pair input { flex: 1; } .pair select { inline-size: 82px; flex: none; }
    .compact .pair { gap: var(--sg-cell-gap, 0); } .compact select { inline-size: 66px; padding-inline: 4px 18px; background-position: calc(100% - 4px) 50%; } .compact select:dir(rtl) { background-position: 4px 50%; }
  `,
  ]

  protected override control(): TemplateResult {
    const codes = [...new Set([this.#currency(), ...Object.keys(metaStore.value?.currencies ?? {})])]
    return html`<div class="pair">${this.box({ end: true, mode: 'decimal' })}
      <select aria-label=${t('Currency')} ?disabled=${this.isReadonly() || codes.length < 2} @change=${(event: Event) => this.#choose((event.target as HTMLSelectElement).value)}>${codes.map(code => html`<option value=${code} ?selected=${code === this.#currency()}>${code}</option>`)}</select></div>`
  }

  protected override read(text: string): Read<string> {
    return readNumber(text, { ...signs(), digits: this.field.digits ?? 4 })
  }

  protected override shown(): string {
    return this.value === null ? '' : formatMoney(this.#money())
  }

  protected override typed(): string {
    return this.value === null ? '' : typedNumber(this.#money().amount)
  }

  protected override valueFrom(read: string): Json {
    return { amount: read, currency: this.#currency() }
  }

  protected override meaning(): string {
    return this.typed() === this.text && this.#money().amount.replace('-', '').length < 4 ? '' : this.shown()
  }

  #choose(currency: string): void {
    this.chosen = currency
    if (this.value === null) return
    this.change({ amount: this.#money().amount, currency })
    this.commit()
  }

  #money(): Money {
    return this.value as unknown as Money
  }

  #currency(): string {
    const beside = Object.values(this.options.record ?? {}).find(value => typeof value === 'object' && value !== null && 'currency' in value) as
      | Money
      | undefined
    return (this.value === null ? undefined : this.#money().currency) ?? this.chosen ?? beside?.currency ?? metaStore.value?.company?.currency ?? 'INR'
  }
}
customElements.define('sangam-field-money', SgFieldMoney)
