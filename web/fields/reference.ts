import type { FieldMeta, Json } from '@sangam/sdk'
import { css, html, nothing, type TemplateResult } from 'lit'
import { can, entityMeta } from '../data/meta.ts'
import { called, t } from '../shell/words.ts'
import './combo.ts'
import '../ui/small.ts'
import './title.ts'
import type { ComboItem, SgCombo } from './combo.ts'
import { type EditorOptions, FieldEditor } from './editor.ts'
import { foundItems } from './found.ts'
import { recent, rememberPick, titleIn, titleKnown, titleOf } from './titles.ts'

export function display(field: FieldMeta, value: Json, record: { readonly [field: string]: Json }): TemplateResult | string {
  if (typeof value !== 'string') return ''
  const title = record[`${field.name}.$title`] ?? titleKnown(field.to ?? '', value)
  if (typeof title !== 'string') return html`<sangam-title entity=${field.to ?? ''} record=${value}></sangam-title>`
  const link = entityMeta(field.to ?? '') ? html`<a href="/record/${field.to}/${value}">${title}</a>` : title
  return field.to === 'core.user'
    ? html`<span style="display:inline-flex;align-items:center;gap:6px"><sangam-avatar name=${title} size="20"></sangam-avatar>${link}</span>`
    : link
}

export function editor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult {
  return html`<sangam-field-reference .field=${field} .value=${value} .options=${options}></sangam-field-reference>`
}

const create = ' create'

/** One record of another entity, found by typing; made on the spot where it is not there yet. */
class SgFieldReference extends FieldEditor {
  static override properties = { ...FieldEditor.properties, items: { state: true }, busy: { state: true } }
  declare items: readonly ComboItem[]
  declare busy: boolean
  #shownFor: string | null = null
  #asked = 0
  #searched = ''
  #title: string | null = null

  constructor() {
    super()
    this.items = []
    this.busy = false
  }

  static override styles = [
    ...[FieldEditor.styles].flat(),
    css`
    .with { position: relative; display: flex; } .with:has(> a) { --sg-combo-end: 34px; } .with > a { position: absolute; inset-block: 0; inset-inline-end: 5px; margin-block: auto; display: grid; place-items: center; inline-size: 26px; block-size: 26px; border-radius: 5px; color: var(--sg-text-2); --sg-icon: 13px; }
    .with > a:hover { background: var(--sg-surface-2); color: var(--sg-accent-text); }
  `,
  ]

  protected override willUpdate(): void {
    const id = typeof this.value === 'string' ? this.value : null
    if (id === this.#shownFor) return
    this.#shownFor = id
    const beside = this.options.record?.[`${this.field.name}.$title`]
    const same = this.options.record?.[this.field.name] === id
    this.#title = id === null ? null : ((same && typeof beside === 'string' ? beside : titleKnown(this.field.to ?? '', id)) ?? null)
    if (id !== null && this.#title === null) void this.#name(id)
  }

  protected override control(): TemplateResult {
    const to = this.field.to ?? ''
    const seen = entityMeta(to) !== undefined
    const id = typeof this.value === 'string' ? this.value : null
    const text = id === null ? '' : (this.#title ?? '…')
    if (this.isReadonly())
      return html`<div class="plain" id="control" role="group">${id && seen ? html`<a href="/record/${to}/${id}">${text}</a>` : text || html`<span class="quiet">—</span>`}</div>`
    return html`<div class="with"><sangam-combo id="control" label=${this.labelText()} .items=${this.items} .text=${text} ?busy=${this.busy} ?bare=${this.options.compact} .invalid=${this.options.invalid ?? ''} placeholder=${this.options.compact ? '' : t('Type to find…')}
        @search=${(event: CustomEvent<string>) => this.#search(event.detail)} @pick=${(event: CustomEvent<ComboItem>) => this.#pick(event.detail)} @clear=${() => this.change(null)} @leave=${() => this.commit()} @keydown=${(event: KeyboardEvent) => this.key(event)}></sangam-combo>
      ${id && seen && !this.options.compact ? html`<a href="/record/${to}/${id}" title=${t('Open')} aria-label=${t('Open {name}', { name: text })}><sangam-icon name="open"></sangam-icon></a>` : nothing}</div>`
  }

  async #name(id: string): Promise<void> {
    this.#title = (await titleOf(this.field.to ?? '', id).catch(() => null)) ?? t('Not visible to you')
    this.requestUpdate()
  }

  async #search(text: string): Promise<void> {
    const to = this.field.to ?? ''
    const asked = ++this.#asked
    this.#searched = text.trim()
    const last = text === '' ? recent(to).map(one => ({ id: one.id, label: one.title, icon: 'clock' })) : []
    if (text === '') this.items = last
    this.busy = true
    if (text !== '') await new Promise(resolve => setTimeout(resolve, 120))
    if (asked !== this.#asked) return
    const found = await foundItems(to, text)
    if (asked !== this.#asked) return
    this.busy = false
    this.items = [...last, ...found.filter(item => !last.some(one => one.id === item.id)), ...this.#creatable(text.trim())]
  }

  #creatable(text: string): readonly ComboItem[] {
    const to = this.field.to ?? ''
    if (!can(`${to}:create`) || to === 'core.user') return []
    const label = called(entityMeta(to)?.label ?? '').toLocaleLowerCase()
    return [{ id: create, label: text === '' ? t('Make a new {label}…', { label }) : t('Make “{text}”…', { text }), icon: 'plus' }]
  }

  async #pick(item: ComboItem): Promise<void> {
    if (item.id === create) return this.#create()
    rememberPick(this.field.to ?? '', item.id, item.label)
    this.change(item.id)
    this.options.onCommit?.(item.id)
  }

  async #create(): Promise<void> {
    const to = this.field.to ?? ''
    const { createInDialog } = await import('./create-dialog.ts')
    const made = await createInDialog(to, this.#searched)
    if (made) await this.#pick({ id: made.id, label: titleIn(to, made) })
    this.renderRoot.querySelector<SgCombo>('sangam-combo')?.focus()
  }
}
customElements.define('sangam-field-reference', SgFieldReference)
