import { css, html, LitElement, nothing, refused, sentence, t } from '@sangam/sdk/web'
import type { Begun } from './read.ts'

export type Typed = { readonly [name: string]: string }

/** How a box is drawn: what helps, what a browser fills in. */
interface Box {
  readonly help?: string
  readonly fill?: AutoFill
  readonly wide?: boolean
  readonly numeric?: boolean
  readonly most?: number
}

/** A step of the set-up: some boxes, of which each has an answer already where one can be guessed, so that Enter goes on. Tells `done`, `skip` and `back`. */
export abstract class SetUpStep extends LitElement {
  static override properties = {
    begun: { attribute: false },
    first: { type: Boolean },
    typed: { state: true },
    wrong: { state: true },
    error: { state: true },
    busy: { state: true },
  }
  declare begun: Begun
  /** Nothing stands before it. */
  declare first: boolean
  declare typed: Typed
  declare wrong: Typed
  declare error: unknown
  declare busy: boolean

  constructor() {
    super()
    this.first = false
    this.typed = {}
    this.wrong = {}
    this.error = null
    this.busy = false
  }

  static override styles = css`
    :host { display: block; } *, *::before, *::after { box-sizing: border-box; }
    form { display: grid; gap: var(--sg-space-4); max-inline-size: 720px; margin: 0; }
    h2 { margin: 0; font-size: var(--sg-text-lg); font-weight: 650; } .lead { margin: 4px 0 0; color: var(--sg-text-2); text-wrap: pretty; }
    .boxes { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); gap: 14px var(--sg-space-4); align-items: start; }
    .boxes > * { grid-column: span 3; } .boxes > .wide { grid-column: 1 / -1; } .boxes > .third { grid-column: span 2; }
    .box { display: grid; gap: 5px; font-size: var(--sg-text-sm); font-weight: 500; color: var(--sg-text-2); min-inline-size: 0; }
    .box small { font-weight: 400; font-size: var(--sg-text-xs); } .wrong { font-weight: 450; color: var(--sg-danger); }
    input:not([type='radio']), select, textarea { font: 400 var(--sg-text-md)/1.3 var(--sg-font); color: var(--sg-text); background: var(--sg-surface); inline-size: 100%; min-inline-size: 0; block-size: var(--sg-control); padding: 0 10px; border: 1px solid var(--sg-border-strong); border-radius: var(--sg-radius); unicode-bidi: plaintext; }
    textarea { block-size: auto; padding-block: 8px; resize: vertical; }
    :is(input, select, textarea):focus-visible { outline: 2px solid var(--sg-focus); outline-offset: -1px; }
    [aria-invalid='true'] { border-color: var(--sg-danger) !important; }
    fieldset { display: grid; gap: 6px; margin: 0; padding: 0; border: 0; min-inline-size: 0; } legend { padding: 0 0 6px; font-size: var(--sg-text-sm); font-weight: 500; color: var(--sg-text-2); }
    .choices { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 10px; } .choices:has(> :nth-child(3):last-child) { grid-template-columns: repeat(3, minmax(0, 1fr)); }
    .choices label { display: flex; gap: 10px; align-items: start; padding: 10px 12px; border: 1px solid var(--sg-border); border-radius: var(--sg-radius); cursor: pointer; color: var(--sg-text); font-weight: 500; } .choices label:has(:checked) { border-color: var(--sg-accent); background: var(--sg-selected); } .choices label:has(:focus-visible) { outline: 2px solid var(--sg-focus); outline-offset: 1px; }
    .choices input { accent-color: var(--sg-accent); inline-size: 16px; block-size: 16px; margin: 2px 0 0; flex: none; } .choices small { display: block; color: var(--sg-text-2); font-weight: 400; font-size: var(--sg-text-sm); }
    .go { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; } .go .rest { margin-inline-start: auto; }
    .shown { padding: 10px 14px; border-radius: var(--sg-radius); background: var(--sg-surface-2); color: var(--sg-text-2); font-size: var(--sg-text-sm); } .shown b { color: var(--sg-text); font-variant-numeric: tabular-nums; }
    a { color: var(--sg-accent-text); }
    @media (max-width: 760px) { .boxes > *, .boxes > .third { grid-column: 1 / -1; } .boxes > .half { grid-column: span 3; } .choices.choices { grid-template-columns: minmax(0, 1fr); } .go .rest { margin-inline-start: 0; } }
  `

  /** What the step asks, as one reads it above its boxes. */
  protected abstract said(): { readonly heading: string; readonly lead: string; readonly go: string }
  protected abstract boxes(): unknown
  /** What is wrong with what is typed, by box. */
  protected abstract faults(): Typed
  protected abstract save(): Promise<void>

  override connectedCallback(): void {
    super.connectedCallback()
    // The keyboard is where one goes on.
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('input:not([type=file]), select, textarea')?.focus())
  }

  protected override render(): unknown {
    const { heading, lead, go } = this.said()
    return html`<form novalidate @submit=${(event: SubmitEvent) => void this.#submit(event)}><div><h2>${heading}</h2><p class="lead">${lead}</p></div>
      ${this.boxes()}<sangam-problem .error=${this.error}></sangam-problem>
      <div class="go"><sangam-button kind="primary" size="large" type="submit" ?busy=${this.busy}>${go}</sangam-button><input type="submit" hidden />
        ${this.first ? nothing : html`<sangam-button kind="quiet" icon="left" @click=${() => this.#tell('back')}>${t('Back')}</sangam-button>`}
        <sangam-button class="rest" kind="quiet" @click=${() => this.#tell('skip')}>${t('Skip this step')}</sangam-button></div></form>`
  }

  protected text(name: string, label: string, { help, fill, wide, numeric, most }: Box = {}): unknown {
    return html`<div class="box ${wide ? 'wide' : numeric ? 'half' : ''}"><label for=${name}>${label}</label><input id=${name} name=${name} .value=${this.typed[name] ?? ''} maxlength=${most ?? 200} autocomplete=${fill ?? 'off'} inputmode=${numeric ? 'decimal' : nothing}
      aria-invalid=${this.wrong[name] ? 'true' : nothing} aria-describedby="${name}-says" @input=${(event: Event) => this.type(name, (event.target as HTMLInputElement).value)} @change=${() => this.look(name)} />${this.says(name, help)}</div>`
  }

  protected select(name: string, label: string, options: readonly (readonly [value: string, words: string])[], { help, wide }: Box = {}): unknown {
    return html`<div class="box ${wide ? 'wide' : ''}"><label for=${name}>${label}</label><select id=${name} name=${name} aria-invalid=${this.wrong[name] ? 'true' : nothing} aria-describedby="${name}-says" @change=${(event: Event) => this.type(name, (event.target as HTMLSelectElement).value)} @keydown=${(event: KeyboardEvent) => this.#enter(event)}>
      ${options.map(([value, words]) => html`<option value=${value} ?selected=${(this.typed[name] ?? '') === value}>${words}</option>`)}</select>${this.says(name, help)}</div>`
  }

  protected choose(name: string, legend: string, options: readonly (readonly [value: string, words: string, more: string])[]): unknown {
    return html`<fieldset class="wide"><legend>${legend}</legend><div class="choices">${options.map(
      ([value, words, more]) =>
        html`<label><input type="radio" name=${name} value=${value} .checked=${this.typed[name] === value} @change=${() => this.type(name, value)} /><span>${words}<small>${more}</small></span></label>`,
    )}</div></fieldset>`
  }

  protected says(name: string, help?: string): unknown {
    const wrong = this.wrong[name]
    return html`<span id="${name}-says">${wrong ? html`<span class="wrong" role="alert">${wrong}</span>` : help ? html`<small>${help}</small>` : nothing}</span>`
  }

  protected type(name: string, value: string): void {
    this.typed = { ...this.typed, [name]: value }
    if (this.wrong[name]) this.look(name)
  }

  /** Says of one box what is wrong with it, once it was left. */
  protected look(name: string): void {
    this.wrong = { ...this.wrong, [name]: this.typed[name] ? (this.faults()[name] ?? '') : '' }
  }

  /** What is typed, without what stands around it; null for nothing. */
  protected value(name: string): string | null {
    return (this.typed[name] ?? '').trim() || null
  }

  /** Enter goes on from a list of choices, too, as from any box; the arrows and the space bar choose. */
  #enter(event: KeyboardEvent): void {
    if (event.key !== 'Enter') return
    event.preventDefault()
    ;(event.target as HTMLSelectElement).form?.requestSubmit()
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (this.busy) return
    this.wrong = this.faults()
    this.error = null
    if (Object.values(this.wrong).some(Boolean)) return this.#toFirstWrong()
    this.busy = true
    try {
      await this.save()
      this.#tell('done')
    } catch (error) {
      this.#failed(error)
    }
    this.busy = false
  }

  /** What the server says of a field stands beside its box, where there is one. */
  #failed(error: unknown): void {
    const boxes = new Set([...this.renderRoot.querySelectorAll<HTMLInputElement>('[name]')].map(one => one.name))
    const said = Object.entries(refused(error)).filter(([name]) => boxes.has(name))
    this.wrong = Object.fromEntries(said)
    this.error = said.length > 0 ? null : new Error(sentence(error), { cause: error })
    this.#toFirstWrong()
  }

  #toFirstWrong(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
  }

  #tell(name: 'done' | 'skip' | 'back'): void {
    this.dispatchEvent(new Event(name))
  }
}
