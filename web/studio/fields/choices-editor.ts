import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/small.ts'
import { nameFrom } from '../model/names.ts'
import { colourNames, colours } from './colours.ts'

interface Choice {
  readonly value?: string
  readonly state?: string
  readonly label?: string
  readonly colour?: string | undefined
  readonly [more: string]: unknown
}

/** The list behind a choice, or the states of a flow: words, colours, order. Tells `change` with the whole list. */
class SgChoicesEditor extends LitElement {
  static override properties = { list: { attribute: false }, of: {}, kept: { attribute: false } }
  declare list: readonly (string | Choice)[]
  declare of: 'choices' | 'states'
  /** Stored values that records may hold: they stay, whatever the words become. */
  declare kept: readonly string[]
  #focus: number | null = null

  constructor() {
    super()
    this.list = []
    this.of = 'choices'
    this.kept = []
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: grid; gap: 6px; }
    .head { font-size: var(--sg-text-sm); font-weight: 500; color: var(--sg-text-2); }
    ol { list-style: none; margin: 0; padding: 0; display: grid; gap: 6px; }
    li { display: grid; grid-template-columns: minmax(0, 1fr) 104px auto; gap: 6px; align-items: center; }
    .ways { display: flex; } .foot { display: flex; flex-wrap: wrap; gap: 6px; }
    @media (max-width: 480px) { li { grid-template-columns: minmax(0, 1fr) auto; } li select { grid-row: 2; } }
  `,
  ]

  protected override render(): unknown {
    const list = this.#shapes()
    return html`<span class="head">${this.of === 'choices' ? t('Choices') : t('States')}</span>
      <ol>${list.map((one, at) => this.#row(one, at, list.length))}</ol>
      <div class="foot"><sg-button size="small" icon="plus" @click=${() => this.#add()}>${this.of === 'choices' ? t('Add a choice') : t('Add a state')}</sg-button></div>`
  }

  protected override updated(): void {
    if (this.#focus === null) return
    this.renderRoot.querySelectorAll<HTMLInputElement>('li > input')[this.#focus]?.focus()
    this.#focus = null
  }

  #row(one: Choice, at: number, count: number): TemplateResult {
    const label = one.label ?? one.value ?? one.state ?? ''
    const named = { name: label || String(at + 1) }
    return html`<li><input aria-label=${t('Name of {name}', named)} .value=${label} maxlength="80" @change=${(event: Event) => this.#rename(at, (event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => this.#key(event, at)} />
      <select aria-label=${t('Colour of {name}', named)} @change=${(event: Event) => this.#put(at, { ...one, colour: (event.target as HTMLSelectElement).value || undefined })}>
        <option value="" ?selected=${!one.colour}>${t('no colour')}</option>${colours.map(colour => html`<option value=${colour} ?selected=${one.colour === colour}>${colourNames()[colour]}</option>`)}</select>
      <span class="ways"><sg-button kind="quiet" size="small" icon="up" label=${t('Move {name} up', named)} ?disabled=${at === 0} @click=${() => this.#move(at, -1)}></sg-button>
        <sg-button kind="quiet" size="small" icon="down" label=${t('Move {name} down', named)} ?disabled=${at === count - 1} @click=${() => this.#move(at, 1)}></sg-button>
        ${this.of === 'choices' || count > 1 ? html`<sg-button kind="quiet" size="small" icon="close" label=${t('Remove {name}', named)} @click=${() => this.#tell(this.#shapes().toSpliced(at, 1))}></sg-button>` : nothing}</span></li>`
  }

  #shapes(): readonly Choice[] {
    const key = this.of === 'choices' ? 'value' : 'state'
    return this.list.map(one => (typeof one === 'string' ? { [key]: one } : one))
  }

  #key(event: KeyboardEvent, at: number): void {
    if (event.key !== 'Enter' || event.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    this.#rename(at, (event.target as HTMLInputElement).value)
    this.#add()
  }

  #rename(at: number, label: string): void {
    const one = this.#shapes()[at]
    if (!one || label.trim() === '') return
    const key = this.of === 'choices' ? 'value' : 'state'
    const fresh = !this.kept.includes(String(one[key]))
    const others = new Set(this.#shapes().flatMap((other, index) => (index === at ? [] : [String(other[key])])))
    this.#put(at, { ...one, label: label.trim(), ...(fresh && { [key]: nameFrom(label, others, 'camel', 'choice') }) })
  }

  #put(at: number, one: Choice): void {
    this.#tell(this.#shapes().with(at, one))
  }

  #move(at: number, by: number): void {
    const list = this.#shapes()
    const one = list[at]
    if (one) this.#tell(list.toSpliced(at, 1).toSpliced(at + by, 0, one))
  }

  #add(): void {
    const key = this.of === 'choices' ? 'value' : 'state'
    const list = this.#shapes()
    const taken = new Set(list.map(one => String(one[key])))
    const label = this.of === 'choices' ? t('Choice {number}', { number: list.length + 1 }) : t('State {number}', { number: list.length + 1 })
    this.#focus = list.length
    this.#tell([
      ...list,
      { [key]: nameFrom(label, taken, 'camel', this.of === 'choices' ? 'choice' : 'state'), label, ...(this.of === 'states' && { to: [] }) },
    ])
  }

  #tell(list: readonly Choice[]): void {
    this.list = list
    this.dispatchEvent(new CustomEvent('change', { detail: list }))
  }
}
customElements.define('sg-choices-editor', SgChoicesEditor)
