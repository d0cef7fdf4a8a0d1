import type { FieldMeta, Json, Money } from '@sangam/sdk'
import { html, type TemplateResult } from 'lit'
import { ref } from 'lit/directives/ref.js'
import { meta } from '../../data/meta.ts'
import { readNumber } from '../../fields/input.ts'
import { typedNumber } from '../../fields/typed-number.ts'
import { signs } from '../../shell/format.ts'
import { called, t } from '../../shell/words.ts'
import '../../ui/pick.ts'
import { optionLabel, optionsOf } from './cells.ts'
import './quick-field.ts'

/** Types whose own editor stands in the cell. */
const ownEditor = new Set(['integer', 'decimal', 'date', 'percent', 'time', 'duration', 'rating', 'emails', 'phones', 'urls'])

/** Types a list can edit in place; the rest is edited in the record. */
export function isQuick(field: FieldMeta | undefined): boolean {
  return (
    field !== undefined &&
    !field.readonly &&
    !field.multiline &&
    (ownEditor.has(field.type) || ['text', 'money', 'choice', 'flow', 'reference', 'boolean'].includes(field.type))
  )
}

/** A small editor in a cell: Enter or leaving saves, Escape takes back. */
export function quickEditor(field: FieldMeta, value: Json, named: string, done: (value: Json) => void, cancel: () => void): TemplateResult {
  const label = called(field.label)
  let ended = false
  const once = (run: () => void): void => {
    if (!ended) run()
    ended = true
  }
  const keys = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') once(cancel)
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.target.blur()
    event.stopPropagation()
  }
  const save = (text: string): void =>
    once(() => {
      const next = readTyped(field, value, text)
      return same(next, value) ? cancel() : done(next)
    })
  if (ownEditor.has(field.type))
    return html`<sangam-quick-field .field=${field} .value=${value} .done=${(next: Json) => once(() => (same(next, value) ? cancel() : done(next)))} .cancel=${() => once(cancel)}></sangam-quick-field>`
  const options = Object.keys(optionsOf(field)).filter(one => !optionsOf(field)[one]?.retired || one === value)
  if (options.length > 0)
    return html`<select aria-label=${label} ${focused()} @keydown=${keys} @change=${(event: Event) => once(() => done((event.target as HTMLSelectElement).value || null))} @blur=${() => once(cancel)}>
    ${field.required ? '' : html`<option value=""></option>`}${options.map(one => html`<option value=${one} ?selected=${one === value}>${optionLabel(field, one)}</option>`)}</select>`
  if (field.type === 'boolean')
    return html`<select aria-label=${label} ${focused()} @keydown=${keys} @change=${(event: Event) => once(() => done((event.target as HTMLSelectElement).value === 'true'))} @blur=${() => once(cancel)}>
    <option value="true" ?selected=${value === true}>${t('Yes')}</option><option value="false" ?selected=${value !== true}>${t('No')}</option></select>`
  if (field.type === 'reference')
    return html`<sangam-pick entity=${field.to ?? ''} label=${label} .value=${String(value ?? '')} .named=${named} ${focused()} @pick=${(event: CustomEvent<{ id: string } | null>) => once(() => done(event.detail?.id ?? null))} @keydown=${keys} @focusout=${() => once(cancel)}></sangam-pick>`
  return html`<input aria-label=${label} inputmode=${field.type === 'text' ? 'text' : 'decimal'} .value=${typedForm(field, value)} ${focused()} @keydown=${keys} @blur=${(event: Event) => save((event.target as HTMLInputElement).value)} />`
}

/** What has been focused already: a list that is drawn anew while somebody types in it must not choose what they typed. */
const begun = new WeakSet<Element>()

function focused(): ReturnType<typeof ref> {
  return ref(element => {
    if (!element || begun.has(element)) return
    begun.add(element)
    requestAnimationFrame(() => {
      const inner = (element as HTMLElement).shadowRoot?.querySelector('input') ?? (element as HTMLElement)
      inner.focus()
      if (inner instanceof HTMLInputElement && inner.type === 'text') inner.select()
    })
  })
}

function readTyped(field: FieldMeta, before: Json, text: string): Json {
  const trimmed = text.trim()
  if (trimmed === '') return null
  if (field.type === 'money') {
    const read = readNumber(trimmed, { ...signs(), digits: field.digits ?? 4 })
    const currency = (before as Money | null)?.currency ?? meta().company?.currency ?? 'INR'
    // What can't be read goes out as it is, and comes back with a sentence.
    return 'problem' in read || read.value === null ? trimmed : { amount: read.value, currency }
  }
  return trimmed
}

function typedForm(field: FieldMeta, value: Json): string {
  if (value === null) return ''
  return field.type === 'money' ? typedNumber((value as unknown as Money).amount) : String(value)
}

function same(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
