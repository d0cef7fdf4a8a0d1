import type { FieldMeta, Json } from '@sangam/sdk'
import { css, html, type TemplateResult } from 'lit'
import { t } from '../shell/words.ts'
import { asked } from './asked.ts'
import '../ui/button.ts'
import '../ui/icon.ts'
import { askFields } from './ask-fields.ts'
import { type EditorOptions, FieldEditor } from './editor.ts'
import { hrefOf, nodesOf, wordsIn } from './html.ts'

export function display(_field: FieldMeta, value: Json): TemplateResult | string {
  return typeof value === 'string' ? html`<div style="overflow-wrap:anywhere">${nodesOf(value)}</div>` : ''
}

export function editor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult {
  return html`<sangam-field-rich-text .field=${field} .value=${value} .options=${options}></sangam-field-rich-text>`
}

const tools = [
  ['bold', 'Bold', 'B', null],
  ['italic', 'Italic', 'I', null],
  ['underline', 'Underlined', 'U', null],
  ['insertUnorderedList', 'List', null, 'list'],
  ['insertOrderedList', 'Numbered list', null, 'numbered'],
] as const

/** Words with bold, italic, lists and links. What is pasted is taken over without what does not belong. */
class SgFieldRichText extends FieldEditor {
  #shown: string | null = null

  static override styles = [
    ...[FieldEditor.styles].flat(),
    css`
    .box { border: 1px solid var(--sg-border-strong); border-radius: var(--sg-radius); background: var(--sg-surface); } .box:focus-within { outline: 2px solid var(--sg-focus); outline-offset: -1px; }
    .bar { display: flex; gap: 2px; padding: 3px; border-block-end: 1px solid var(--sg-border); flex-wrap: wrap; }
    .bar button { all: unset; cursor: pointer; min-inline-size: 28px; block-size: 28px; display: grid; place-items: center; border-radius: 6px; font-size: var(--sg-text-sm); color: var(--sg-text); padding-inline: 4px; box-sizing: border-box; --sg-icon: 15px; }
    .bar button:hover { background: var(--sg-surface-2); } .bar button:focus-visible { outline: 2px solid var(--sg-focus); }
    .bar .bold { font-weight: 700; } .bar .italic { font-style: italic; } .bar .underline { text-decoration: underline; }
    .page { min-block-size: 110px; max-block-size: 50dvh; overflow: auto; padding: 8px 12px; outline: none; overflow-wrap: anywhere; }
    .page > :first-child { margin-block-start: 0; } .page :is(p, ul, ol, h2, h3) { margin-block: 0 0.5em; } .page :is(ul, ol) { padding-inline-start: 1.4em; }
    .plain.words { display: block; }
  `,
  ]

  protected override control(): TemplateResult {
    if (this.isReadonly() || this.options.compact)
      return html`<div class="plain words" id="control" role="group">${typeof this.value === 'string' ? nodesOf(this.value) : html`<span class="quiet">—</span>`}</div>`
    return html`<div class="box"><div class="bar" role="toolbar" aria-label=${t('Format')}>
        ${tools.map(([command, label, sign, icon]) => html`<button type="button" class=${command} title=${t(label)} aria-label=${t(label)} @mousedown=${(event: Event) => event.preventDefault()} @click=${() => this.#do(command)}>${icon ? html`<sangam-icon name=${icon}></sangam-icon>` : html`<span aria-hidden="true">${sign}</span>`}</button>`)}
        <button type="button" title=${t('Link')} aria-label=${t('Link')} @mousedown=${(event: Event) => event.preventDefault()} @click=${() => this.#link()}><sangam-icon name="link"></sangam-icon></button></div>
      <div id="control" class="page" role="textbox" aria-multiline="true" tabindex="0" contenteditable="true" @input=${() => this.#typed()} @blur=${() => this.commit()} @paste=${(event: ClipboardEvent) => this.#paste(event)} @drop=${(event: DragEvent) => event.preventDefault()}></div></div>`
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    super.updated(changed)
    const page = this.#page()
    const value = typeof this.value === 'string' ? this.value : ''
    // What one types is there already; only what comes from elsewhere is put in.
    if (page && value !== this.#shown) {
      this.#shown = value
      page.replaceChildren(nodesOf(value))
    }
  }

  #page(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.page')
  }

  #do(command: (typeof tools)[number][0]): void {
    this.#page()?.focus()
    document.execCommand('styleWithCSS', false, 'false')
    document.execCommand('defaultParagraphSeparator', false, 'p')
    document.execCommand(command)
    this.#typed()
  }

  async #link(): Promise<void> {
    const range = this.#range()
    const field = asked('address', 'text', 'Address', { required: true, format: 'url' })
    const href = await askFields({ heading: t('Link'), fields: [field], go: t('Link'), submit: async values => String(values.address ?? '') })
    if (href === null || hrefOf(href) === null) return
    this.#page()?.focus()
    this.#choose(range)
    if (range && !range.collapsed) document.execCommand('createLink', false, href)
    else this.#insert(nodesOf(`<a href="${href}">x</a>`), href)
    this.#typed()
  }

  #range(): Range | null {
    const root = this.renderRoot as ShadowRoot & { getSelection?: () => Selection | null }
    const selection = root.getSelection?.() ?? document.getSelection()
    return selection && selection.rangeCount > 0 ? selection.getRangeAt(0).cloneRange() : null
  }

  #choose(range: Range | null): void {
    const selection = document.getSelection()
    if (!range || !selection) return
    selection.removeAllRanges()
    selection.addRange(range)
  }

  #insert(nodes: DocumentFragment, words?: string): void {
    if (words !== undefined && nodes.firstChild) nodes.firstChild.textContent = words
    const range = this.#range()
    const page = this.#page()
    if (!page) return
    if (!range || !page.contains(range.commonAncestorContainer)) {
      page.append(nodes)
      return
    }
    range.deleteContents()
    range.insertNode(nodes)
    range.collapse(false)
    this.#choose(range)
  }

  #paste(event: ClipboardEvent): void {
    event.preventDefault()
    const rich = event.clipboardData?.getData('text/html') ?? ''
    if (rich !== '') this.#insert(nodesOf(rich))
    else document.execCommand('insertText', false, event.clipboardData?.getData('text/plain') ?? '')
    this.#typed()
  }

  #typed(): void {
    const page = this.#page()
    if (!page) return
    const written = page.innerHTML
    this.#shown = wordsIn(written) === '' ? '' : written
    this.change(this.#shown === '' ? null : this.#shown)
  }
}
customElements.define('sangam-field-rich-text', SgFieldRichText)
