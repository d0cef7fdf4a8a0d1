import type { FieldMeta, Json } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ProblemError } from '../../data/client.ts'
import { asked } from '../../fields/asked.ts'
import { fieldEditor } from '../../fields/index.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import type { SgDialog } from '../../ui/dialog.ts'
import '../../ui/dialog.ts'
import '../../ui/small.ts'
import { toast } from '../../ui/toast.ts'
import { fieldNameFrom } from '../model/names.ts'
import type { Operation, Options, ShownEntity, ShownField } from '../model/shown.ts'
import { change, said, studioStore } from '../model/store.ts'
import { offered, typeShape } from '../options/index.ts'
import type { Common, OptionShape, TypeShape } from '../options/shape.ts'
import './languages.ts'
import { flagEditor, optionEditor } from './option-editor.ts'
import './placement.ts'
import { type Placement, placementOf, placeOf, screenOperations } from './placing.ts'
import './type-picker.ts'

/** Makes a field, or changes one: its words, what its type asks, where it stands. Tells `close`. */
class SgFieldPanel extends LitElement {
  static override properties = {
    entity: { attribute: false },
    field: { attribute: false },
    type: { state: true },
    label: { state: true },
    options: { state: true },
    labels: { state: true },
    placement: { state: true },
    error: { state: true },
    busy: { state: true },
  }
  declare entity: ShownEntity
  /** The field to change; null makes a new one. */
  declare field: ShownField | null
  declare type: string
  declare label: string
  declare options: Options
  declare labels: { readonly [language: string]: string }
  declare placement: Placement
  declare error: unknown
  declare busy: boolean
  #saved: Options = {}
  #placed: Placement | null = null

  constructor() {
    super()
    this.field = null
    this.type = ''
    this.label = ''
    this.options = {}
    this.labels = {}
    this.error = null
    this.busy = false
  }

  static override styles = [
    base,
    inputs,
    css`
    form { display: grid; gap: 14px; grid-template-columns: minmax(0, 1fr); } h3 { font-size: var(--sg-text-sm); font-weight: 500; color: var(--sg-text-2); margin-block-end: 6px; }
    details { border-block-start: 1px solid var(--sg-border); padding-block-start: 10px; } details > div { display: grid; gap: 14px; padding-block: 10px 4px; }
    summary { cursor: pointer; font-weight: 550; color: var(--sg-text-2); padding: 4px 0; } summary:hover { color: var(--sg-text); }
    .check { display: flex; gap: 10px; align-items: baseline; cursor: pointer; } .check input { translate: 0 2px; } .check small { display: block; font-size: var(--sg-text-xs); color: var(--sg-text-2); }
    .name { font-size: var(--sg-text-xs); color: var(--sg-text-2); margin-block-start: -9px; } code { font-family: ui-monospace, monospace; }
    .kind { display: flex; align-items: center; gap: 10px; padding: 9px 12px; border: 1px solid var(--sg-border); border-radius: var(--sg-radius); background: var(--sg-surface-2); } .kind div { flex: 1; } .kind small { display: block; color: var(--sg-text-2); }
  `,
  ]

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('entity') && !changed.has('field')) return
    const { field } = this
    if (field) {
      this.type = field.type
      this.options = field.options
      this.label = field.label
      const words = studioStore.value?.model.words ?? {}
      this.labels = Object.fromEntries(
        Object.entries(words).flatMap(([language, said]) => (said[field.label] ? [[language, said[field.label] as string]] : [])),
      )
    }
    this.#saved = field?.options ?? {}
    this.placement = placementOf(this.entity, field?.name ?? null)
    this.#placed = field ? this.placement : null
  }

  protected override render(): TemplateResult {
    const shape = typeShape(this.type)
    const heading = this.field ? t('Change {field}', { field: said(this.field.label) }) : t('Add a field to {entity}', { entity: said(this.entity.label) })
    return html`<sangam-dialog side open heading=${heading} @close=${() => this.dispatchEvent(new Event('close'))}>
      ${shape ? this.#form(shape) : html`<sangam-type-picker .types=${offered(studioStore.value?.model.types ?? [])} @pick=${(event: CustomEvent<TypeShape>) => this.#pick(event.detail)}></sangam-type-picker>`}
      ${shape ? html`<sangam-button slot="actions" @click=${() => this.#hide()}>${t('Cancel')}</sangam-button><sangam-button slot="actions" kind="primary" ?busy=${this.busy} @click=${(event: Event) => void this.#submit(event, false)}>${this.field ? t('Keep in the draft') : t('Add the field')}</sangam-button>` : nothing}</sangam-dialog>`
  }

  #form(shape: TypeShape): TemplateResult {
    const common = (name: Common): boolean => shape.common.includes(name)
    return html`<form @submit=${(event: Event) => void this.#submit(event, false)} @keydown=${(event: KeyboardEvent) => this.#key(event)} novalidate>
      <div class="kind"><sangam-icon name=${shape.icon}></sangam-icon><div>${shape.label()}<small>${shape.about()}</small></div>${this.field ? nothing : html`<sangam-button size="small" kind="quiet" @click=${() => this.#repick()}>${t('Another type')}</sangam-button>`}</div>
      <label class="field">${t('Label')}<input name="label" required maxlength="80" autofocus autocomplete="off" .value=${this.label} @input=${(event: Event) => (this.label = (event.target as HTMLInputElement).value)} /></label>
      <p class="name">${t('Programs know it as')} <code>${this.#name() || '…'}</code>${this.#wasThere() ? html`<br />${t('There was a field of this label. Its values are kept and come back with it: restore it below the fields.')}` : nothing}</p>
      ${shape.options.filter(option => option.when?.(this.options) ?? true).map(option => this.#option(option))}
      ${common('required') ? this.#flag('required', t('Required'), t('A record can’t be saved without it.')) : nothing}
      ${common('unique') ? this.#flag('unique', t('Unique'), t('No two records share a value.')) : nothing}
      ${common('default') ? this.#default(shape) : nothing}
      <label class="field">${t('Help')}<input maxlength="500" autocomplete="off" .value=${String(this.options.help ?? '')} @input=${(event: Event) => this.#set({ help: (event.target as HTMLInputElement).value || undefined })} /><small>${t('One sentence under the field.')}</small></label>
      <details><summary>${t('Where it stands')}</summary><div><sangam-field-placement .entity=${this.entity} ?unlisted=${shape.unlisted === true} .own=${this.field?.name ?? ''} .placement=${this.placement} @change=${(event: CustomEvent<Placement>) => (this.placement = event.detail)}></sangam-field-placement></div></details>
      <details><summary>${t('In other languages')}</summary><div><sangam-field-languages .labels=${this.labels} @change=${(event: CustomEvent<{ [language: string]: string }>) => (this.labels = event.detail)}></sangam-field-languages></div></details>
      ${
        common('search') || common('index')
          ? html`<details><summary>${t('Finding and speed')}</summary><div>
        ${common('search') ? this.#flag('search', t('Found by the search box'), t('The field a record is known by always is.')) : nothing}
        ${common('index') ? this.#flag('index', t('Often filtered or sorted by'), t('Keeps an index: lists of many thousands stay quick.')) : nothing}</div></details>`
          : nothing
      }
      <sangam-problem .error=${this.error}></sangam-problem><input type="submit" hidden /></form>`
  }

  #option(option: OptionShape): TemplateResult {
    return optionEditor(option, {
      entity: this.entity.name,
      field: this.#name(),
      options: this.options,
      saved: this.#saved,
      set: changes => this.#set(changes),
    })
  }

  #flag(name: string, label: string, help?: string): TemplateResult {
    return flagEditor(label, help, this.options[name] === true, on => this.#set({ [name]: on || undefined }))
  }

  #default(shape: TypeShape): TemplateResult {
    const label = t('Begins with')
    const fillIns = shape.fillIns?.() ?? []
    const given = this.options.default
    const filled = fillIns.some(([value]) => value === given)
    const meta = defaultMeta(shape, this.options, this.#name(), label)
    return html`${
      fillIns.length > 0
        ? html`<label class="field">${label}<select @change=${(event: Event) => this.#set({ default: (event.target as HTMLSelectElement).value || undefined })}>
        <option value="" ?selected=${!filled}>${t('nothing, or a value')}</option>${fillIns.map(([value, said]) => html`<option value=${String(value)} ?selected=${value === given}>${said}</option>`)}</select></label>`
        : nothing
    }
      ${filled || (shape.type === 'reference' && !this.options.to) ? nothing : fieldEditor(meta, (given as Json | undefined) ?? null, { required: false, onChange: value => this.#set({ default: empty(value) ? undefined : value }) })}`
  }

  #set(changes: Options): void {
    this.options = Object.fromEntries(Object.entries({ ...this.options, ...changes }).filter(([, value]) => value !== undefined))
    this.error = null
  }

  #pick(shape: TypeShape): void {
    this.type = shape.type
    this.options = { ...shape.start }
    this.error = null
  }

  #repick(): void {
    this.type = ''
    this.options = {}
  }

  #name(): string {
    if (this.field) return this.field.name
    if (this.label.trim() === '') return ''
    const taken = new Set([...this.entity.fields, ...binnedOf(this.entity.name)].map(field => field.name))
    return fieldNameFrom(this.label, taken, this.entity.custom ? 'camel' : 'admin')
  }

  /** Whoever makes anew what was removed is told, since its values are not lost. */
  #wasThere(): boolean {
    const label = this.label.trim()
    return this.field === null && label !== '' && binnedOf(this.entity.name).some(field => field.options.label === label)
  }

  #key(event: KeyboardEvent): void {
    const from = event.composedPath()[0]
    if (event.key === 'Enter' && !event.defaultPrevented && ((from instanceof HTMLInputElement && from.role !== 'combobox') || event.ctrlKey || event.metaKey))
      void this.#submit(event, event.ctrlKey || event.metaKey)
  }

  #hide(): void {
    this.renderRoot.querySelector<SgDialog>('sangam-dialog')?.hide()
  }

  async #submit(event: Event, more: boolean): Promise<void> {
    event.preventDefault()
    const form = this.renderRoot.querySelector('form')
    if (this.busy || !form?.reportValidity()) return
    const operations = this.#operations()
    if (operations.length === 0) {
      this.#hide()
      return
    }
    this.busy = true
    this.error = null
    try {
      await change(...operations)
      toast(this.field ? t('Kept in the draft.') : t('{field} is in the draft.', { field: this.label }))
      if (more) this.#again()
      else this.#hide()
    } catch (error) {
      this.error = plain(error)
    } finally {
      this.busy = false
    }
  }

  #again(): void {
    this.label = ''
    this.labels = {}
    this.type = ''
    this.options = {}
  }

  #operations(): readonly Operation[] {
    const name = this.#name()
    const label = this.label.trim()
    const words = studioStore.value?.model.words ?? {}
    // A word that was emptied is taken away.
    const labels = Object.fromEntries(
      Object.entries(this.labels).flatMap(([language, word]): [string, string | null][] =>
        word.trim() ? [[language, word]] : words[language]?.[label] === undefined ? [] : [[language, null]],
      ),
    )
    const said = Object.keys(labels).length > 0 ? { labels } : {}
    const place = placeOf(this.entity, this.placement, this.#placed)
    const screens = screenOperations(this.entity, name, this.placement, this.#placed)
    if (!this.field) {
      const { model } = studioStore.value ?? {}
      const along = model && typeShape(this.type)?.along?.(this.entity, this.options, model)
      const options = { ...(along?.options ?? this.options), label }
      return [...(along?.operations ?? []), { op: 'addField', entity: this.entity.name, field: name, type: this.type, options, ...place, ...said }, ...screens]
    }
    const next: Options = { ...this.options, ...(label !== this.field.label || this.#saved.label !== undefined ? { label } : {}) }
    const keys = [...new Set([...Object.keys(this.#saved), ...Object.keys(next)])].filter(key => JSON.stringify(this.#saved[key]) !== JSON.stringify(next[key]))
    const options = Object.fromEntries(keys.map(key => [key, next[key] ?? null]))
    const renamed = Object.entries(labels).some(([language, word]) => (words[language]?.[label] ?? null) !== word)
    const changed = keys.length > 0 || renamed || Object.keys(place).length > 0
    const own = { op: 'changeField', entity: this.entity.name, field: name, ...(keys.length > 0 && { options }), ...place, ...(renamed && said) }
    return [...(changed ? [own] : []), ...screens]
  }
}
customElements.define('sangam-field-panel', SgFieldPanel)

function binnedOf(entity: string): readonly { readonly name: string; readonly options: Options }[] {
  return studioStore.value?.model.bin.fields.filter(field => field.entity === entity) ?? []
}

function defaultMeta(shape: TypeShape, options: Options, name: string, label: string): FieldMeta {
  const { label: _, help: __, required: ___, default: ____, ...own } = options
  return { ...asked(name || 'default', shape.type, label), ...own, ...shape.defaultField?.(options), label } as FieldMeta
}

function empty(value: Json): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** A refusal of the server names the operation it is about; here there is one, and the sentence says it. */
function plain(error: unknown): unknown {
  return error instanceof ProblemError ? new ProblemError({ ...error.problem, errors: [] }) : error
}
