import type { FieldMeta, Json } from '@sangam/sdk'
import { css, html, nothing, type TemplateResult } from 'lit'
import { t } from '../shell/words.ts'
import '../ui/button.ts'
import { mailHref, phoneHref, urlHref } from './contact.ts'
import { type EditorOptions, FieldEditor } from './editor.ts'

const hrefs: { readonly [type: string]: (text: string) => string | null } = { emails: mailHref, phones: phoneHref, urls: urlHref }

/** E-mail addresses, phone numbers, addresses of the web: several, the first is the primary one. */
export function displaySeveral(field: FieldMeta, value: Json): TemplateResult | string {
  const words = wordsOf(value)
  if (words.length === 0) return ''
  return html`${words.map((word, at) => {
    const href = hrefs[field.type]?.(word)
    return html`${at > 0 ? ', ' : ''}${href ? html`<a href=${href} target=${field.type === 'urls' ? '_blank' : nothing} rel="noopener noreferrer">${word.replace(/^https?:\/\/(www\.)?/, '')}</a>` : word}`
  })}`
}

export function severalEditor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult {
  return html`<sangam-field-several .field=${field} .value=${value} .options=${options}></sangam-field-several>`
}

/** A box for each; in a cell one box with commas between. */
class SgFieldSeveral extends FieldEditor {
  static override styles = [
    ...[FieldEditor.styles].flat(),
    css`
    ol { list-style: none; margin: 0; padding: 0; display: grid; gap: 6px; }
    li { display: flex; gap: 2px; align-items: center; }
    li > input { flex: 1; } li > small { color: var(--sg-text-2); font-size: var(--sg-text-xs); padding-inline: 6px; white-space: nowrap; }
  `,
  ]

  protected override control(): TemplateResult {
    const words = wordsOf(this.value)
    if (this.isReadonly()) return html`<div class="plain" id="control" role="group"><span>${displaySeveral(this.field, this.value) || '—'}</span></div>`
    if (this.options.compact)
      return html`<input id="control" inputmode=${modes[this.field.type] ?? 'text'} autocomplete="off" .value=${words.join(', ')} @input=${(event: Event) => this.change(split(typed(event)))} @blur=${() => this.commit()} @keydown=${(event: KeyboardEvent) => this.key(event)} />`
    return html`<div id="control" role="group"><ol>${words.map((word, at) => this.#row(words, word, at))}</ol>
      <sangam-button size="small" kind="quiet" icon="plus" @click=${() => this.#add(words)}>${t('Add one')}</sangam-button></div>`
  }

  #row(words: readonly string[], word: string, at: number): TemplateResult {
    const name = t('{field} {number}', { field: this.labelText(), number: at + 1 })
    return html`<li><input aria-label=${name} inputmode=${modes[this.field.type] ?? 'text'} autocomplete="off" spellcheck="false" .value=${word} @input=${(event: Event) => this.change(words.with(at, typed(event)))} @blur=${() => this.#tidy()} @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && this.#tidy()} />
      ${
        at === 0
          ? words.length > 1
            ? html`<small>${t('Primary')}</small>`
            : nothing
          : html`<sangam-button size="small" kind="quiet" icon="star" label=${t('Make {name} the primary one', { name: word || name })} @click=${() => this.#set([word, ...words.toSpliced(at, 1)])}></sangam-button>`
      }
      <sangam-button size="small" kind="quiet" icon="close" label=${t('Take out {name}', { name: word || name })} @click=${() => this.#set(words.toSpliced(at, 1))}></sangam-button></li>`
  }

  #add(words: readonly string[]): void {
    this.change([...words, ''])
    void this.updateComplete.then(() => [...this.renderRoot.querySelectorAll('input')].at(-1)?.focus())
  }

  #set(words: readonly string[]): void {
    this.change([...words])
    this.commit()
  }

  /** What holds nothing is not there, once one has left it. */
  #tidy(): void {
    const words = wordsOf(this.value)
    const filled = words.map(word => word.trim()).filter(word => word !== '')
    if (filled.length < words.length || filled.some((word, at) => word !== words[at])) this.change(filled)
    this.commit()
  }
}
customElements.define('sangam-field-several', SgFieldSeveral)

const modes: { readonly [type: string]: 'email' | 'tel' | 'url' } = { emails: 'email', phones: 'tel', urls: 'url' }

function wordsOf(value: Json): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : []
}

function split(text: string): string[] {
  return text
    .split(/[;,]\s*|\n/)
    .map(word => word.trim())
    .filter(word => word !== '')
}

function typed(event: Event): string {
  return (event.target as HTMLInputElement).value
}
