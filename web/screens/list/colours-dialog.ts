import type { Colour, LineColour } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import { asksOfLine, colourLabel, tones } from './colours.ts'
import { conditionOf, type Group, groupOf, nothing as noTests, pathLabel } from './conditions.ts'
import './filter.ts'

interface Draft {
  readonly group: Group
  readonly rule: Omit<LineColour, 'where'>
}

/** Which lines have which colour: conditions in an order, of which the first that holds counts. Tells `change` with those that are finished, and `close`. */
class SgColours extends LitElement {
  static override properties = { entity: {}, rules: { attribute: false }, paths: { attribute: false }, drafts: { state: true } }
  declare entity: string
  declare rules: readonly LineColour[]
  /** The columns that are shown. */
  declare paths: readonly string[]
  declare drafts: readonly Draft[]

  constructor() {
    super()
    this.entity = ''
    this.rules = []
    this.paths = []
    this.drafts = []
  }

  static override styles = [
    base,
    inputs,
    css`
    ol { list-style: none; margin: 0 0 12px; padding: 0; display: grid; gap: 12px; }
    li { display: grid; gap: 10px; padding: 12px; border: 1px solid var(--sg-border); border-inline-start: 5px solid var(--mark); border-radius: 9px; background: var(--sg-surface); container-type: inline-size; }
    .line { display: grid; grid-template-columns: 1fr 1fr; gap: 10px; align-items: end; }
    .line .field:first-child { grid-column: 1 / -1; }
    .acts { display: flex; gap: 2px; justify-content: flex-end; }
    .wrong { color: var(--sg-danger); font-size: var(--sg-text-sm); }
    p { margin: 0 0 12px; color: var(--sg-text-2); }
  `,
  ]

  override connectedCallback(): void {
    super.connectedCallback()
    this.drafts = this.rules.map(({ where, ...rule }) => ({ rule, group: groupOf(where) }))
    if (this.drafts.length === 0) this.#add()
  }

  protected override render(): TemplateResult {
    return html`<sangam-dialog side open heading=${t('Colours of lines')} @close=${() => this.dispatchEvent(new Event('close'))}>
      <p>${t('The first condition that holds gives a line its colour, and a flag that says why.')}</p>
      <ol>${this.drafts.map((draft, at) => this.#draft(draft, at))}</ol>
      <sangam-button icon="plus" @click=${() => this.#add()}>${t('Add a colour')}</sangam-button></sangam-dialog>`
  }

  #draft({ rule, group }: Draft, at: number): TemplateResult {
    const set = (part: Partial<Draft['rule']>): void => this.#set(this.drafts.with(at, { group, rule: { ...rule, ...part } }))
    const value = (event: Event): string => (event.target as HTMLInputElement).value
    return html`<li style="--mark:var(--sg-${rule.colour})">
      <sangam-filter entity=${this.entity} .group=${group} @change=${(event: CustomEvent<Group>) => this.#set(this.drafts.with(at, { rule, group: event.detail }))}></sangam-filter>
      ${asksOfLine(conditionOf(group)) ? nothing : html`<span class="wrong" role="alert">${t('A colour looks at what a line itself says. Choose a field of the record, or of one it points to.')}</span>`}
      <div class="line"><label class="field">${t('What it means')}<input maxlength="80" .value=${rule.label ?? ''} @change=${(event: Event) => set({ label: value(event).trim() })} /></label>
        <label class="field">${t('Colour')}<select @change=${(event: Event) => set({ colour: value(event) as Colour })}>${tones.map(tone => html`<option value=${tone} ?selected=${tone === rule.colour}>${colourLabel(tone)}</option>`)}</select></label>
        <label class="field">${t('What is coloured')}<select @change=${(event: Event) => this.#target(at, value(event))}><option value="">${t('The whole line')}</option>${this.paths.map(path => html`<option value=${path} ?selected=${path === rule.column}>${pathLabel(this.entity, path)}</option>`)}</select></label></div>
      <div class="acts"><sangam-button kind="quiet" size="small" icon="up" label=${t('Earlier')} ?disabled=${at === 0} @click=${() => this.#move(at, -1)}></sangam-button><sangam-button kind="quiet" size="small" icon="down" label=${t('Later')} ?disabled=${at === this.drafts.length - 1} @click=${() => this.#move(at, 1)}></sangam-button><sangam-button kind="quiet" size="small" icon="remove" label=${t('Remove the colour')} @click=${() => this.#set(this.drafts.toSpliced(at, 1))}></sangam-button></div></li>`
  }

  #target(at: number, column: string): void {
    const draft = this.drafts[at]
    if (!draft) return
    const { column: _column, ...rule } = draft.rule
    this.#set(this.drafts.with(at, { ...draft, rule: column === '' ? rule : { ...rule, column } }))
  }

  #add(): void {
    this.drafts = [...this.drafts, { group: noTests, rule: { colour: tones[this.drafts.length % tones.length] ?? 'red' } }]
  }

  #move(at: number, by: number): void {
    const draft = this.drafts[at]
    if (draft) this.#set(this.drafts.toSpliced(at, 1).toSpliced(at + by, 0, draft))
  }

  /** What is not finished is kept here and told to nobody. */
  #set(drafts: readonly Draft[]): void {
    this.drafts = drafts
    const rules = drafts.map(({ rule, group }): LineColour => ({ ...rule, where: conditionOf(group) }))
    this.dispatchEvent(new CustomEvent('change', { detail: rules.filter(({ where }) => Object.keys(where).length > 0 && asksOfLine(where)) }))
  }
}
customElements.define('sangam-colours', SgColours)
