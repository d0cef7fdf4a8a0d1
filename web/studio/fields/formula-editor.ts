import type { FieldMeta, Json } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask } from '../../data/client.ts'
import { fieldDisplay } from '../../fields/index.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import { said, studioStore } from '../model/store.ts'
import '../../ui/small.ts'

interface Tried {
  readonly result: string
  readonly samples: readonly { readonly id: string; readonly title: Json; readonly value: Json }[]
}

/** A formula as one writes it: the fields it may name, what is wrong with it, and its value on the newest records. Tells `change` with options. */
class SgFormulaEditor extends LitElement {
  static override properties = {
    entity: { attribute: false },
    expression: { attribute: false },
    result: { attribute: false },
    tried: { state: true },
    error: { state: true },
  }
  declare entity: string
  declare expression: string
  declare result: string
  declare tried: Tried | null
  declare error: unknown
  #timer = 0
  #asked = 0

  constructor() {
    super()
    this.entity = ''
    this.expression = ''
    this.result = 'decimal'
    this.tried = null
    this.error = null
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: grid; gap: 10px; }
    textarea { font-family: ui-monospace, monospace; min-block-size: 84px; }
    .names { display: flex; flex-wrap: wrap; gap: 4px; }
    .names button { all: unset; cursor: pointer; box-sizing: border-box; min-block-size: 24px; padding: 3px 7px; border: 1px solid var(--sg-border); border-radius: var(--sg-radius); font: var(--sg-text-xs) ui-monospace, monospace; color: var(--sg-text-2); }
    .names button:hover { border-color: var(--sg-accent); } .names button:focus-visible { outline: 2px solid var(--sg-focus); }
    dl { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 4px 14px; margin: 0; } dd { margin: 0; font-weight: 550; text-align: end; } dt { color: var(--sg-text-2); }
  `,
  ]

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.expression !== '') this.#later()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    window.clearTimeout(this.#timer)
  }

  protected override render(): TemplateResult {
    const fields = studioStore.value?.model.entities.find(one => one.name === this.entity)?.fields ?? []
    return html`<label class="field">${t('Formula')}<textarea required maxlength="2000" spellcheck="false" autocomplete="off" .value=${this.expression} @input=${(event: Event) => this.#write((event.target as HTMLTextAreaElement).value)}></textarea>
      <small>${t('As in quantity * price.amount, div(a, b, 2), round(a, 2), coalesce(a, 0), a > 10 ? "much" : "little".')}</small></label>
      <div class="names" role="group" aria-label=${t('Fields a formula may use')}>${fields
        .filter(field => field.type !== 'lines')
        .map(
          field =>
            html`<button type="button" title=${said(field.label)} @click=${() => this.#put(field.type === 'money' ? `${field.name}.amount` : field.name)}>${field.name}</button>`,
        )}</div>
      <div role="status">${this.error ? html`<sangam-problem .error=${this.error}></sangam-problem>` : this.tried ? this.#samples(this.tried) : nothing}</div>`
  }

  #samples({ result, samples }: Tried): TemplateResult {
    if (samples.length === 0) return html`<small>${t('There are no records yet to try it on.')}</small>`
    const field = { name: 'tried', type: result, label: '', operators: [] } as unknown as FieldMeta
    return html`<dl>${samples.map(({ title, value }) => html`<dt>${String(title ?? '–')}</dt><dd>${value === null ? t('nothing') : fieldDisplay(field, value, {})}</dd>`)}</dl>`
  }

  #put(name: string): void {
    const area = this.renderRoot.querySelector('textarea')
    if (!area) return
    area.setRangeText(name, area.selectionStart, area.selectionEnd, 'end')
    area.focus()
    this.#write(area.value)
  }

  #write(expression: string): void {
    this.expression = expression
    this.#tell({ expression })
    this.#later()
  }

  #later(): void {
    window.clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => void this.#try(), 350)
  }

  async #try(): Promise<void> {
    this.#asked += 1
    const mine = this.#asked
    if (this.expression.trim() === '') return
    try {
      const draft = studioStore.value?.draft
      const body = { entity: this.entity, expression: this.expression, ...(draft && { set: draft.id }) }
      const tried = await ask<Tried>('/api/model/formula', { method: 'POST', body })
      if (mine !== this.#asked) return
      this.tried = tried
      this.error = null
      // What it results in is what the field holds: nobody has to say it.
      if (tried.result !== this.result) this.#tell({ expression: this.expression, result: tried.result })
    } catch (error) {
      if (mine === this.#asked) this.error = error
    }
  }

  #tell(options: { readonly expression: string; readonly result?: string }): void {
    this.dispatchEvent(new CustomEvent('change', { detail: options }))
  }
}
customElements.define('sangam-formula-editor', SgFormulaEditor)
