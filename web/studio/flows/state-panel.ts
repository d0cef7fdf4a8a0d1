import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import '../../ui/small.ts'
import { colourNames, colours } from '../fields/colours.ts'
import { nameFrom } from '../model/names.ts'
import type { ShownEntity, ShownField } from '../model/shown.ts'
import { said } from '../model/store.ts'
import { dependentsOf } from './dependents.ts'
import { type State, stateSaid, statesOf } from './states.ts'

/** What the panel ends with: the state as it shall be, and whether records begin there. */
export interface MadeState {
  readonly state: State
  readonly first: boolean
}

/** One state: its name, its colour, whether records begin there, the arrows out of it. Tells `done` with it, `arrow` with where one leads ('' for a new one), `erase`, and `close`. */
class SgStatePanel extends LitElement {
  static override properties = {
    entity: { attribute: false },
    field: { attribute: false },
    state: { attribute: false },
    erasing: { type: Boolean },
    label: { state: true },
    colour: { state: true },
    first: { state: true },
    wrong: { state: true },
    dependents: { state: true },
    error: { state: true },
  }
  declare entity: ShownEntity
  declare field: ShownField
  /** Null makes a new one. */
  declare state: State | null
  /** Asks at once whether it shall go. */
  declare erasing: boolean
  declare label: string
  declare colour: string
  declare first: boolean
  declare wrong: string
  declare dependents: readonly string[] | null
  declare error: unknown

  constructor() {
    super()
    this.state = null
    this.erasing = false
    this.label = ''
    this.colour = ''
    this.first = false
    this.wrong = ''
    this.dependents = null
    this.error = null
  }

  static override styles = [
    base,
    inputs,
    css`
    form, .gone { display: grid; gap: 14px; } .check { display: flex; gap: 9px; align-items: center; } h3 { font-size: var(--sg-text-sm); color: var(--sg-text-2); margin-block-end: 6px; }
    ul { margin: 0; padding: 0; list-style: none; display: grid; gap: 2px; } li { display: flex; gap: 8px; align-items: center; min-block-size: 30px; } li > span { flex: 1; min-inline-size: 0; display: flex; gap: 8px; align-items: center; --sg-icon: 12px; } .gone ul { gap: 6px; } .gone li { display: list-item; min-block-size: 0; list-style: disc; margin-inline-start: 20px; }
    .colours { display: flex; flex-wrap: wrap; gap: 6px; border: 0; margin: 0; padding: 0; } legend { font-size: var(--sg-text-sm); font-weight: 500; color: var(--sg-text-2); padding: 0; margin-block-end: 6px; }
    .colours label { display: inline-flex; align-items: center; gap: 6px; min-block-size: 28px; padding: 0 8px; border: 1px solid var(--sg-border); border-radius: 8px; cursor: pointer; } .colours label:has(:checked) { border-color: var(--sg-accent); background: var(--sg-selected); } .colours label:has(:focus-visible) { outline: 2px solid var(--sg-focus); } .colours input { position: absolute; opacity: 0; }
  `,
  ]

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('state')) {
      this.label = this.state ? stateSaid(this.state) : ''
      this.colour = this.state?.colour ?? ''
      this.first = this.state !== null && statesOf(this.field)[0]?.state === this.state.state
    }
    if (changed.has('erasing') && this.erasing) void this.#ask()
  }

  protected override render(): TemplateResult {
    return this.state && this.erasing ? this.#gone(this.state) : this.#form()
  }

  #form(): TemplateResult {
    const { state } = this
    const states = statesOf(this.field)
    const heading = state ? t('State {name}', { name: stateSaid(state) }) : t('Add a state')
    return html`<sangam-dialog side open heading=${heading} @close=${() => this.#tell('close')}><form novalidate @submit=${(event: Event) => this.#done(event)}>
      <label class="field">${t('Name')}<input maxlength="80" autofocus autocomplete="off" .value=${this.label} aria-invalid=${String(this.wrong !== '')} @input=${(event: Event) => this.#named((event.target as HTMLInputElement).value)} />${this.wrong ? html`<span class="wrong" role="alert">${this.wrong}</span>` : nothing}</label>
      <fieldset class="colours"><legend>${t('Colour')}</legend>${['', ...colours].map(name => html`<label><input type="radio" name="colour" value=${name} .checked=${this.colour === name} @change=${() => (this.colour = name)} /><sangam-badge colour=${name || 'grey'}>${name === '' ? t('no colour') : colourNames()[name as keyof ReturnType<typeof colourNames>]}</sangam-badge></label>`)}</fieldset>
      <label class="check"><input type="checkbox" .checked=${this.first} ?disabled=${state !== null && states[0]?.state === state.state} @change=${(event: Event) => (this.first = (event.target as HTMLInputElement).checked)} />${t('Records begin here')}</label>
      ${state ? this.#arrows(state, states) : nothing}<input type="submit" hidden /></form>
      ${state && states.length > 1 ? html`<sangam-button slot="actions" kind="quiet" icon="remove" @click=${() => (this.erasing = true)}>${t('Remove the state')}</sangam-button>` : nothing}
      <sangam-button slot="actions" @click=${() => this.#tell('close')}>${t('Cancel')}</sangam-button><sangam-button slot="actions" kind="primary" @click=${(event: Event) => this.#done(event)}>${t('Keep in the draft')}</sangam-button></sangam-dialog>`
  }

  #arrows(state: State, states: readonly State[]): TemplateResult {
    const target = (name: string): State | undefined => states.find(one => one.state === name)
    const more = states.some(one => one.state !== state.state && !state.to.some(arrow => arrow.state === one.state))
    return html`<div><h3>${t('Leads to')}</h3>${state.to.length === 0 ? html`<p class="quiet">${t('the end')}</p>` : nothing}<ul>${state.to.map(arrow => {
      const to = target(arrow.state)
      return html`<li><span><sangam-icon name="right"></sangam-icon><sangam-badge colour=${to?.colour ?? 'grey'}>${to ? stateSaid(to) : arrow.state}</sangam-badge>${arrow.label ? `“${said(arrow.label)}”` : nothing}</span><sangam-button kind="quiet" size="small" icon="edit" label=${t('Change the arrow from {from} to {to}', { from: stateSaid(state), to: to ? stateSaid(to) : arrow.state })} @click=${() => this.#tell('arrow', arrow.state)}></sangam-button></li>`
    })}</ul>${more ? html`<sangam-button size="small" kind="quiet" icon="plus" @click=${() => this.#tell('arrow', '')}>${t('Add an arrow')}</sangam-button>` : nothing}</div>`
  }

  #gone(state: State): TemplateResult {
    const found = this.dependents
    return html`<sangam-dialog open heading=${t('Remove the state {name}?', { name: stateSaid(state) })} @close=${() => this.#tell('close')}><div class="gone"><sangam-problem .error=${this.error}></sangam-problem>
      ${found === null ? (this.error ? nothing : html`<sangam-skeleton lines="3"></sangam-skeleton>`) : found.length === 0 ? html`<p>${t('Nothing depends on it.')}</p>` : html`<p>${t('This depends on it:')}</p><ul>${found.map(one => html`<li>${one}</li>`)}</ul>`}</div>
      <sangam-button slot="actions" @click=${() => this.#tell('close')}>${t('Cancel')}</sangam-button><sangam-button slot="actions" kind="danger" ?disabled=${found === null} @click=${() => this.#tell('erase')}>${t('Remove the state')}</sangam-button></sangam-dialog>`
  }

  #named(label: string): void {
    this.label = label
    this.wrong = ''
  }

  #done(event: Event): void {
    event.preventDefault()
    const label = this.label.trim()
    const others = statesOf(this.field).filter(one => one.state !== this.state?.state)
    if (label === '') this.wrong = t('Give it a name.')
    else if (others.some(one => stateSaid(one) === label)) this.wrong = t('There is a state of this name already.')
    if (this.wrong) return
    const { colour: _, ...was } = this.state ?? { state: nameFrom(label, new Set(others.map(one => one.state)), 'camel', 'state'), to: [] }
    const same = this.state !== null && label === stateSaid(this.state)
    const state: State = { ...was, ...(!same && { label }), ...(this.colour !== '' && { colour: this.colour }) }
    this.#tell('done', { state, first: this.first } satisfies MadeState)
  }

  async #ask(): Promise<void> {
    const { state } = this
    if (!state) return
    try {
      this.dependents = await dependentsOf(this.entity, this.field, state)
    } catch (error) {
      this.error = error
    }
  }

  #tell(name: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }))
  }
}
customElements.define('sangam-state-panel', SgStatePanel)
