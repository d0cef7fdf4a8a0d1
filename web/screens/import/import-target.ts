import { html, LitElement, type TemplateResult } from 'lit'
import { ask } from '../../data/client.ts'
import { entityMeta } from '../../data/meta.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'

interface Target {
  readonly id: string
  readonly title: string
}

/** Chooses the record that a name in the file stands for: first what is spelt alike, then all. */
export class SgImportTarget extends LitElement {
  static override styles = [base, inputs]
  static override properties = { to: { type: String }, near: { attribute: false }, value: { type: String }, label: { type: String }, all: { state: true } }
  declare to: string
  declare near: readonly Target[]
  declare value: string
  declare label: string
  declare all: readonly Target[]

  constructor() {
    super()
    this.near = []
    this.value = ''
    this.label = ''
    this.all = []
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  override render(): TemplateResult {
    const others = this.all.filter(one => !this.near.some(near => near.id === one.id))
    return html`<select aria-label=${this.label} @change=${(event: Event) => this.#pick((event.target as HTMLSelectElement).value)}>
      <option value="" ?selected=${this.value === ''}>${t('Nothing yet')}</option>
      ${this.near.length > 0 ? html`<optgroup label=${t('Spelt alike')}>${this.near.map(one => this.#option(one))}</optgroup>` : ''}
      ${others.map(one => this.#option(one))}
    </select>`
  }

  #option(one: Target): TemplateResult {
    return html`<option value=${one.id} ?selected=${one.id === this.value}>${one.title}</option>`
  }

  #pick(id: string): void {
    this.dispatchEvent(new CustomEvent<string | undefined>('pick', { detail: id === '' ? undefined : id }))
  }

  async #load(): Promise<void> {
    const title = entityMeta(this.to)?.title
    if (!title) return
    const page = await ask<{ items: readonly { readonly id: string; readonly [field: string]: unknown }[] }>(`/api/records/${this.to}`, {
      query: { fields: title, sort: title, limit: 200 },
    })
    this.all = page.items.map(item => ({ id: item.id, title: String(item[title] ?? '') }))
  }
}

customElements.define('sangam-import-target', SgImportTarget)
