import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/small.ts'
import { nameFrom } from '../model/names.ts'
import { dragRow } from '../ui/drag-row.ts'
import { colourNames, colours } from './colours.ts'

interface Choice {
  readonly value?: string
  readonly state?: string
  readonly label?: string
  readonly colour?: string | undefined
  readonly retired?: boolean
  readonly [more: string]: unknown
}

/** The list behind a choice, or the states of a flow: words, colours, order, and what is retired. Tells `change` with the whole list. */
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
    li { display: grid; grid-template-columns: 22px minmax(0, 1fr) 136px auto; gap: 6px; align-items: center; } li > small { grid-column: 2 / -1; color: var(--sg-text-2); font-size: var(--sg-text-xs); } .retired > input { color: var(--sg-text-2); }
    .grip { display: grid; place-items: center; block-size: 28px; color: var(--sg-text-2); cursor: grab; touch-action: none; --sg-icon: 14px; } .grip:active { cursor: grabbing; }
    .colour { display: grid; grid-template-columns: 14px minmax(0, 1fr); gap: 6px; align-items: center; } i { inline-size: 12px; block-size: 12px; border-radius: 50%; border: 1px solid var(--sg-border-strong); }
    i[data-colour='grey'] { background: var(--sg-grey); } i[data-colour='blue'] { background: var(--sg-blue); } i[data-colour='teal'] { background: var(--sg-teal); } i[data-colour='green'] { background: var(--sg-green); }
    i[data-colour='yellow'] { background: var(--sg-yellow); } i[data-colour='orange'] { background: var(--sg-orange); } i[data-colour='red'] { background: var(--sg-red); } i[data-colour='purple'] { background: var(--sg-purple); }
    .ways { display: flex; } .foot { display: flex; flex-wrap: wrap; gap: 6px; }
    @media (max-width: 480px) { li { grid-template-columns: 22px minmax(0, 1fr) auto; } .colour { grid-row: 2; grid-column: 2; } li > small { grid-column: 2; } }
  `,
  ]

  protected override render(): unknown {
    const list = this.#shapes()
    return html`<span class="head">${this.of === 'choices' ? t('Choices') : t('States')}</span>
      <ol>${list.map((one, at) => this.#row(one, at, list.length))}</ol>
      <div class="foot"><sangam-button size="small" icon="plus" @click=${() => this.#add()}>${this.of === 'choices' ? t('Add a choice') : t('Add a state')}</sangam-button></div>`
  }

  protected override updated(): void {
    if (this.#focus === null) return
    this.renderRoot.querySelectorAll<HTMLInputElement>('li > input')[this.#focus]?.focus()
    this.#focus = null
  }

  #row(one: Choice, at: number, count: number): TemplateResult {
    const label = one.label ?? one.value ?? one.state ?? ''
    const named = { name: label || String(at + 1) }
    const colour = (event: Event): void => this.#put(at, { ...one, colour: (event.target as HTMLSelectElement).value || undefined })
    return html`<li class=${one.retired ? 'retired' : ''}><span class="grip" aria-hidden="true" @pointerdown=${(event: PointerEvent) => this.#drag(event, at)}><sangam-icon name="grip"></sangam-icon></span>
      <input aria-label=${t('Name of {name}', named)} .value=${label} maxlength="80" @change=${(event: Event) => this.#rename(at, (event.target as HTMLInputElement).value)} @keydown=${(event: KeyboardEvent) => this.#key(event, at)} />
      <span class="colour"><i data-colour=${one.colour ?? ''}></i><select aria-label=${t('Colour of {name}', named)} @change=${colour}><option value="" ?selected=${!one.colour}>${t('no colour')}</option>${colours.map(name => html`<option value=${name} ?selected=${one.colour === name}>${colourNames()[name]}</option>`)}</select></span>
      <span class="ways"><sangam-button kind="quiet" size="small" icon="up" label=${t('Move {name} up', named)} ?disabled=${at === 0} @click=${() => this.#move(at, at - 1)}></sangam-button>
        <sangam-button kind="quiet" size="small" icon="down" label=${t('Move {name} down', named)} ?disabled=${at === count - 1} @click=${() => this.#move(at, at + 1)}></sangam-button>
        ${this.of === 'choices' && this.kept.includes(String(one.value)) ? this.#retire(one, at, named) : nothing}
        ${this.of === 'choices' || count > 1 ? html`<sangam-button kind="quiet" size="small" icon="close" label=${t('Remove {name}', named)} @click=${() => this.#tell(this.#shapes().toSpliced(at, 1))}></sangam-button>` : nothing}</span>
      ${one.retired ? html`<small>${t('Retired: it stays where it is, and is not offered any more.')}</small>` : nothing}</li>`
  }

  #retire({ retired, ...one }: Choice, at: number, named: { readonly name: string }): TemplateResult {
    return retired
      ? html`<sangam-button kind="quiet" size="small" icon="undo" label=${t('Bring {name} back', named)} @click=${() => this.#put(at, one)}></sangam-button>`
      : html`<sangam-button kind="quiet" size="small" icon="lock" label=${t('Retire {name}', named)} @click=${() => this.#put(at, { ...one, retired: true })}></sangam-button>`
  }

  #drag(event: PointerEvent, at: number): void {
    dragRow(
      event,
      () => [...this.renderRoot.querySelectorAll('li')],
      at,
      (from, to) => this.#move(from, to),
    )
  }

  #shapes(): readonly Choice[] {
    const key = this.of === 'choices' ? 'value' : 'state'
    return this.list.map(one => (typeof one === 'string' ? { [key]: one } : one))
  }

  #key(event: KeyboardEvent, at: number): void {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (event.altKey && by !== 0) {
      event.preventDefault()
      this.#rename(at, (event.target as HTMLInputElement).value)
      this.#focus = Math.min(Math.max(at + by, 0), this.list.length - 1)
      this.#move(at, at + by)
    }
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

  #move(at: number, to: number): void {
    const list = this.#shapes()
    const one = list[at]
    if (one && to >= 0 && to < list.length) this.#tell(list.toSpliced(at, 1).toSpliced(to, 0, one))
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
customElements.define('sangam-choices-editor', SgChoicesEditor)
