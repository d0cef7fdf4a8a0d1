import type { FieldMeta, Json } from '@sangam/sdk'
import { css, html, nothing, type TemplateResult } from 'lit'
import { records } from '../data/records.ts'
import { t } from '../shell/words.ts'
import type { ComboItem } from './combo.ts'
import './combo.ts'
import { mailHref, phoneHref, urlHref, whatsappHref } from './contact.ts'
import { type EditorOptions, FieldEditor } from './editor.ts'

export function display(field: FieldMeta, value: Json): TemplateResult | string {
  const text = typeof value === 'string' ? value : ''
  if (text === '') return ''
  if (field.format === 'email') return html`<a href=${mailHref(text)}>${text}</a>`
  if (field.format === 'url')
    return urlHref(text)
      ? html`<a href=${urlHref(text)} target="_blank" rel="noopener noreferrer">${text.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '')}</a>`
      : text
  if (field.format === 'phone') return html`<a href=${phoneHref(text)}>${text}</a>`
  return field.multiline ? html`<span style="white-space:pre-wrap">${text}</span>` : text
}

export function editor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult {
  return html`<sangam-field-text .field=${field} .value=${value} .options=${options}></sangam-field-text>`
}

class SgFieldText extends FieldEditor {
  static override properties = { ...FieldEditor.properties, offered: { state: true }, looking: { state: true } }
  /** What there is to choose from, once it was asked for. */
  declare offered: readonly ComboItem[]
  /** What is typed since the list was opened. */
  declare looking: string

  constructor() {
    super()
    this.offered = []
    this.looking = ''
  }

  static override styles = [
    ...[FieldEditor.styles].flat(),
    css`
    textarea { field-sizing: content; min-block-size: 76px; max-block-size: 50dvh; line-height: 1.5; }
    .compact textarea { min-block-size: 34px; }
    .with { position: relative; display: flex; } .links { position: absolute; inset-block: 0; inset-inline-end: 5px; display: flex; align-items: center; gap: 2px; }
    .links a { display: grid; place-items: center; inline-size: 26px; block-size: 26px; border-radius: 5px; color: var(--sg-text-2); --sg-icon: 13px; } .links a:hover { background: var(--sg-surface-2); color: var(--sg-accent-text); }
    .with.one input { padding-inline-end: 36px; } .with.two input { padding-inline-end: 64px; }
  `,
  ]

  protected override control(): TemplateResult {
    const { field } = this
    const text = typeof this.value === 'string' ? this.value : ''
    if (field.multiline) {
      return html`<textarea id="control" rows="3" ?readonly=${this.isReadonly()} .value=${text} maxlength=${field.max ?? nothing} @input=${(event: Event) => this.#typed(event)} @blur=${() => this.commit()}
        @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && this.key(event)}></textarea>`
    }
    if (field.offers && !this.isReadonly()) return this.#offering(text)
    const links = this.options.compact || text === '' || this.options.invalid ? [] : linksOf(field, text)
    return html`<div class="with ${['', 'one', 'two'][links.length]}"><input id="control" inputmode=${modeOf(field)} autocomplete="off" autocapitalize=${field.format === 'email' || field.format === 'url' ? 'off' : nothing} spellcheck=${field.format ? 'false' : nothing}
      ?readonly=${this.isReadonly()} .value=${text} @input=${(event: Event) => this.#typed(event)} @blur=${() => this.commit()} @keydown=${(event: KeyboardEvent) => this.key(event)} />
      ${links.length > 0 ? html`<span class="links">${links.map(link => html`<a href=${link.href} target=${link.href.startsWith('http') ? '_blank' : nothing} rel="noopener noreferrer" title=${link.label} aria-label=${link.label}><sangam-icon name=${link.icon}></sangam-icon></a>`)}</span>` : nothing}</div>`
  }

  #offering(text: string): TemplateResult {
    const like = plain(this.looking)
    const items = this.offered.filter(({ label }) => plain(label).includes(like))
    return html`<sangam-combo id="control" free label=${this.labelText()} .items=${items} .text=${text} ?bare=${this.options.compact} .invalid=${this.options.invalid ?? ''}
      @search=${(event: CustomEvent<string>) => void this.#search(event.detail)} @clear=${() => this.change(null)} @pick=${(event: CustomEvent<ComboItem>) => this.#choose(event.detail.id)} @leave=${() => this.commit()} @keydown=${(event: KeyboardEvent) => this.key(event)}></sangam-combo>`
  }

  /** What is typed is the value, whatever is offered. */
  async #search(text: string): Promise<void> {
    this.looking = text
    if (text !== '') this.change(text)
    const { offers } = this.field
    if (!offers || (text !== '' && this.offered.length > 0)) return
    const query = { ...(offers.where && { where: offers.where }), fields: [offers.field], sort: [offers.field], limit: 50 }
    // Who may not read them types.
    const found = await records.find(offers.of, query).catch(() => null)
    const values = new Set((found?.items ?? []).map(row => row[offers.field]).filter(one => typeof one === 'string'))
    this.offered = [...values].map(value => ({ id: value, label: value }))
  }

  #choose(value: string): void {
    this.change(value)
    this.options.onCommit?.(value)
  }

  #typed(event: Event): void {
    const text = (event.target as HTMLInputElement).value
    this.change(text === '' ? null : text)
  }
}
customElements.define('sangam-field-text', SgFieldText)

/** Letters and digits alone: what is typed finds a number with whatever signs it is kept. */
function plain(text: string): string {
  return text.toLocaleUpperCase().replace(/[^\p{L}\p{N}]/gu, '')
}

function linksOf(field: FieldMeta, text: string): readonly { readonly href: string; readonly label: string; readonly icon: string }[] {
  if (field.format === 'email') return [{ href: mailHref(text), label: t('Write a mail'), icon: 'mail' }]
  if (field.format === 'phone') {
    const chat = whatsappHref(text)
    return [{ href: phoneHref(text), label: t('Call'), icon: 'phone' }, ...(chat ? [{ href: chat, label: t('Write on WhatsApp'), icon: 'send' }] : [])]
  }
  const href = field.format === 'url' ? urlHref(text) : null
  return href ? [{ href, label: t('Open the page'), icon: 'open' }] : []
}

function modeOf(field: FieldMeta): 'email' | 'tel' | 'url' | 'text' {
  return field.format === 'phone' ? 'tel' : (field.format ?? 'text')
}
