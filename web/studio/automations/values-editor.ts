import type { FieldMeta, Json } from '@sangam/sdk'
import { css, html, LitElement, type TemplateResult } from 'lit'
import { meta } from '../../data/meta.ts'
import { optionsOf } from '../../fields/options.ts'
import { called, t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/pick.ts'

type Values = { readonly [name: string]: Json }

/** Fields and what they are filled with: a choice, a record, or a text that may hold a value of the record. Tells `change` with the values. */
class SgValuesEditor extends LitElement {
  static override properties = { fields: { attribute: false }, values: { attribute: false } }
  declare fields: readonly FieldMeta[]
  declare values: Values

  constructor() {
    super()
    this.fields = []
    this.values = {}
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: grid; gap: 8px; } .row { display: grid; grid-template-columns: minmax(130px, 1fr) minmax(160px, 1.6fr) 30px; gap: 6px; align-items: center; }
    .two { display: grid; grid-template-columns: 1fr 90px; gap: 6px; }
    @media (max-width: 760px) { .row { grid-template-columns: 1fr 30px; } .row > :nth-child(2) { grid-column: 1; } .row > :last-child { grid-column: 2; grid-row: 1; } }
  `,
  ]

  protected override render(): unknown {
    const free = this.fields.filter(field => !Object.hasOwn(this.values, field.name))
    const [next] = free
    return html`${Object.entries(this.values).map(([name, value]) => this.#row(name, value))}
      ${next ? html`<div><sangam-button size="small" kind="quiet" icon="plus" @click=${() => this.#tell({ ...this.values, [next.name]: first(next) })}>${t('Add a field')}</sangam-button></div>` : ''}`
  }

  #row(name: string, value: Json): TemplateResult {
    const field = this.fields.find(one => one.name === name)
    const renamed = (to: string): void =>
      this.#tell(
        Object.fromEntries(
          Object.entries(this.values).map(([one, kept]) => (one === name ? [to, first(this.fields.find(({ name: known }) => known === to))] : [one, kept])),
        ),
      )
    const { [name]: _gone, ...rest } = this.values
    return html`<div class="row"><select aria-label=${t('Field')} @change=${(event: Event) => renamed((event.target as HTMLSelectElement).value)}>
      ${field ? '' : html`<option selected>${name}</option>`}${this.fields.filter(one => one.name === name || !Object.hasOwn(this.values, one.name)).map(one => html`<option value=${one.name} ?selected=${one.name === name}>${called(one.label)}</option>`)}</select>
      ${field ? this.#value(field, value) : html`<input disabled aria-label=${name} .value=${String(value)} />`}
      <sangam-button size="small" kind="quiet" icon="close" label=${t('Remove the field')} @click=${() => this.#tell(rest)}></sangam-button></div>`
  }

  #value(field: FieldMeta, value: Json): TemplateResult {
    const put = (to: Json): void => this.#tell({ ...this.values, [field.name]: to })
    const choices =
      field.type === 'boolean'
        ? [
            { value: 'true', label: t('Yes') },
            { value: 'false', label: t('No') },
          ]
        : field.type === 'choices'
          ? []
          : optionsOf(field)
    if (choices.length > 0)
      return html`<select aria-label=${t('Value')} @change=${(event: Event) => put(chosen(field, (event.target as HTMLSelectElement).value))}>${choices.map(one => html`<option value=${one.value} ?selected=${one.value === String(value)}>${one.label}</option>`)}</select>`
    if (field.type === 'reference' && !(typeof value === 'string' && value.includes('{{')))
      return html`<sangam-pick entity=${field.to ?? ''} label=${t('Value')} ?me=${field.to === 'core.user'} .value=${String(value ?? '')} @pick=${(event: CustomEvent<{ id: string } | null>) => put(event.detail?.id ?? null)}></sangam-pick>`
    if (field.type === 'money') {
      const money = (typeof value === 'object' && value !== null ? value : { amount: '', currency: meta().company?.currency ?? '' }) as {
        readonly amount: string
        readonly currency: string
      }
      return html`<div class="two"><input aria-label=${t('Amount')} inputmode="decimal" .value=${money.amount} @change=${(event: Event) => put({ ...money, amount: textIn(event) })} /><input aria-label=${t('Currency')} maxlength="3" .value=${money.currency} @change=${(event: Event) => put({ ...money, currency: textIn(event).toUpperCase() })} /></div>`
    }
    return html`<input aria-label=${t('Value')} .value=${String(value ?? '')} @change=${(event: Event) => put(textIn(event))} />`
  }

  #tell(values: Values): void {
    this.values = values
    this.dispatchEvent(new CustomEvent('change', { detail: values }))
  }
}
customElements.define('sangam-values-editor', SgValuesEditor)

function first(field: FieldMeta | undefined): Json {
  if (!field) return ''
  if (field.type === 'boolean') return true
  if (field.type === 'money') return { amount: '', currency: meta().company?.currency ?? '' }
  return field.type === 'choices' ? '' : (optionsOf(field)[0]?.value ?? '')
}

function chosen(field: FieldMeta, value: string): Json {
  return field.type === 'boolean' ? value === 'true' : value
}

function textIn(event: Event): string {
  return (event.target as HTMLInputElement).value
}
