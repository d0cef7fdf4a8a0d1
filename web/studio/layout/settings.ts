import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { askable, pathLabel } from '../../screens/list/conditions.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../ui/condition-editor.ts'
import '../ui/order.ts'
import type { Wish } from './canvas.ts'
import type { Row } from './rows.ts'
import { rowSaid } from './said.ts'

/** What can be said of the part that is chosen, and where it goes. Tells `set` with what is another now, `wish` as the keyboard does, and `hide`. */
export class SgLayoutSettings extends LitElement {
  static override properties = { row: { attribute: false }, entity: {}, asks: { state: true } }
  declare row: Row
  declare entity: string
  /** A condition is being built and is not there yet. */
  declare asks: boolean

  constructor() {
    super()
    this.entity = ''
    this.asks = false
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: block; } section { display: grid; gap: 12px; grid-template-columns: minmax(0, 1fr); } h2 { font-size: var(--sg-text-md); overflow-wrap: anywhere; } .moves { display: flex; gap: 4px; flex-wrap: wrap; } .check { display: flex; gap: 9px; align-items: center; min-block-size: 28px; }
    fieldset { border: 0; margin: 0; padding: 0; display: flex; gap: 14px; flex-wrap: wrap; } legend { padding: 0; margin-block-end: 4px; font-size: var(--sg-text-sm); font-weight: 550; color: var(--sg-text-2); } fieldset label { display: flex; gap: 7px; align-items: center; min-block-size: 28px; }
  `,
  ]

  protected override willUpdate(changed: Map<string, unknown>): void {
    const before = changed.get('row') as Row | undefined
    if (changed.has('row') && before?.key !== this.row.key) this.asks = 'when' in this.row && this.row.when !== undefined
  }

  protected override render(): TemplateResult {
    const { row } = this
    return html`<section aria-label=${t('The chosen part')}><h2>${rowSaid(this.entity, row)}</h2>
      ${row.kind === 'section' || row.kind === 'tab' ? this.#text(row.kind === 'tab' ? t('Name of the tab') : t('Heading'), row.label) : nothing}
      ${row.kind === 'section' ? this.#columns(row.columns) : nothing}
      ${row.kind === 'section' || row.kind === 'tab' ? this.#when(row.when) : nothing}
      ${row.kind === 'related' ? this.#list(row) : nothing}${this.#moves(row)}</section>`
  }

  /** Where the keyboard goes on from the part itself. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('input, sangam-button')?.focus()
  }

  #text(label: string, value: string): TemplateResult {
    const set = (event: Event): void => {
      const typed = (event.target as HTMLInputElement).value.trim()
      // A tab is called something.
      if (typed !== '' || this.row.kind === 'section') this.#set({ label: typed })
      else this.requestUpdate()
    }
    return html`<label class="field">${label}<input maxlength="80" autocomplete="off" placeholder=${this.row.kind === 'section' ? t('Without a heading') : nothing} .value=${value} @change=${set} /></label>`
  }

  #columns(now: 1 | 2): TemplateResult {
    const one = (columns: 1 | 2, label: string): TemplateResult =>
      html`<label><input type="radio" name="columns" .checked=${now === columns} @change=${() => this.#set({ columns })} />${label}</label>`
    return html`<fieldset><legend>${t('Columns')}</legend>${one(1, t('One'))}${one(2, t('Two'))}</fieldset>`
  }

  #when(when: object | undefined): TemplateResult {
    const flip = (event: Event): void => {
      this.asks = (event.target as HTMLInputElement).checked
      if (!this.asks && when) this.#set({ when: undefined })
    }
    const built = ({ detail }: CustomEvent<object>): void => this.#set({ when: Object.keys(detail).length > 0 ? detail : undefined })
    return html`<label class="check"><input type="checkbox" .checked=${this.asks} @change=${flip} />${t('Shown only on a condition')}</label>
      ${this.asks ? html`<sangam-condition-editor kept entity=${this.entity} .condition=${when ?? {}} @change=${built}></sangam-condition-editor>` : nothing}`
  }

  #list({ list }: Extract<Row, { readonly kind: 'related' }>): TemplateResult {
    const paths = askable(list.entity).flatMap(group => group.paths.map(one => one.path.replace(/\.amount$/, '')))
    const possible = paths.filter(path => !path.endsWith('.currency') && !path.includes(':'))
    const choices = [...new Set([...list.columns, ...possible])].map(value => ({ value, label: pathLabel(list.entity, value) }))
    const set = (label: string): void => {
      const { label: _, ...rest } = list
      this.#set({ list: label === '' ? rest : { ...rest, label } })
    }
    return html`<label class="field">${t('Heading')}<input maxlength="80" autocomplete="off" .value=${list.label ?? ''} @change=${(event: Event) => set((event.target as HTMLInputElement).value.trim())} /></label>
      <sangam-order label=${t('Columns')} .chosen=${list.columns} .choices=${choices} @change=${({ detail }: CustomEvent<readonly string[]>) => this.#set({ list: { ...list, columns: detail.slice(0, 12) } })}></sangam-order>`
  }

  #moves(row: Row): TemplateResult {
    const button = (wish: Wish, icon: string, label: string): TemplateResult =>
      html`<sangam-button size="small" icon=${icon} @click=${() => this.dispatchEvent(new CustomEvent('wish', { detail: { key: row.key, wish } }))}>${label}</sangam-button>`
    return html`<div class="moves">${button('up', 'up', t('Up'))}${button('down', 'down', t('Down'))}
      ${row.kind === 'field' ? (row.beside ? button('alone', 'list', t('In a line of its own')) : button('beside', 'columns', t('Beside the one above'))) : nothing}
      ${row.kind === 'field' ? html`<sangam-button size="small" icon="eye" @click=${() => this.dispatchEvent(new Event('hide'))}>${t('Leave it out on purpose')}</sangam-button>` : nothing}
      ${button('remove', 'close', t('Take it out'))}</div>`
  }

  #set(detail: object): void {
    this.dispatchEvent(new CustomEvent('set', { detail }))
  }
}
customElements.define('sangam-layout-settings', SgLayoutSettings)
