import type { Json } from '@sangam/sdk'
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import '../../screens/flow/diagram.ts'
import { type DrawnArrow, keyOf, marksOf } from '../../screens/flow/drawn.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import type { Operation, ShownEntity, ShownField } from '../model/shown.ts'
import { entityOf, keepMade, said, studioStore } from '../model/store.ts'
import './arrow-dialog.ts'
import type { MadeArrow } from './arrow-dialog.ts'
import { arrowSaid } from './arrow-said.ts'
import './flow-list.ts'
import './state-panel.ts'
import type { MadeState } from './state-panel.ts'
import { type Arrow, type State, stateSaid, statesOf, withoutState, withState } from './states.ts'
import { takerOperations } from './takers.ts'

type Open =
  | { readonly kind: 'arrow'; readonly from: string; readonly to: string }
  | { readonly kind: 'state'; readonly state: string; readonly erasing: boolean }

/** One flow, as a diagram or a list, in which states and arrows are made, changed and taken away; each change goes into the draft. */
class SgFlowEditor extends LitElement {
  static override properties = { entity: { attribute: false }, field: { attribute: false }, list: { type: Boolean }, open: { state: true } }
  declare entity: ShownEntity
  declare field: ShownField
  declare list: boolean
  /** What is edited in the panel; an empty name is something new. */
  declare open: Open | null
  #states: readonly State[] = []

  constructor() {
    super()
    this.list = false
    this.open = null
  }

  static override styles = [base, css`:host { display: grid; gap: 8px; grid-template-columns: minmax(0, 1fr); }`]

  protected override willUpdate(changed: PropertyValues): void {
    // What is typed in a panel begins anew when its state does: the same one stays the same object.
    if (changed.has('field')) this.#states = statesOf(this.field)
  }

  protected override render(): TemplateResult {
    const states = this.#states
    const { custom } = this.field
    const on = {
      choose: (event: CustomEvent<string>) => this.#choose(event.detail),
      add: (event: CustomEvent<string>) => (this.open = { kind: 'arrow', from: event.detail, to: '' }),
      erase: (event: CustomEvent<string>) => void this.#erase(event.detail),
    }
    const add = custom
      ? html`<sangam-button size="small" icon="plus" @click=${() => (this.open = { kind: 'state', state: '', erasing: false })}>${t('Add a state')}</sangam-button>`
      : nothing
    return html`${
      this.list
        ? html`<sangam-flow-list .entity=${this.entity} .states=${states} ?editable=${custom} @choose=${on.choose} @add=${on.add} @erase=${on.erase}></sangam-flow-list><div>${add}</div>`
        : html`<sangam-flow-diagram label=${t('States of {field}', { field: said(this.field.label) })} ?editable=${custom} .states=${states.map(state => ({ key: state.state, label: stateSaid(state), colour: state.colour ?? 'grey' }))} .arrows=${this.#arrows(states)} chosen=${custom ? this.#chosen() : ''}
          @choose=${on.choose} @add=${on.add} @erase=${on.erase} @link=${(event: CustomEvent<{ from: string; to: string }>) => void this.#link(event.detail)}>${add}</sangam-flow-diagram>`
    }
            ${this.open ? this.#panel(this.open, states) : nothing}`
  }

  #panel(open: Open, states: readonly State[]): TemplateResult | typeof nothing {
    const close = (): void => {
      this.open = null
    }
    if (open.kind === 'state') {
      const state = states.find(one => one.state === open.state) ?? null
      return html`<sangam-state-panel .entity=${this.entity} .field=${this.field} .state=${state} ?erasing=${open.erasing} @close=${close} @done=${(event: CustomEvent<MadeState>) => void this.#putState(event.detail)} @erase=${() => void this.#eraseState(open.state)}
        @arrow=${(event: CustomEvent<string>) => (this.open = { kind: 'arrow', from: open.state, to: event.detail })}></sangam-state-panel>`
    }
    const from = states.find(one => one.state === open.from)
    return from
      ? html`<sangam-arrow-dialog .entity=${this.entity} .states=${states} .from=${from} .arrow=${from.to.find(arrow => arrow.state === open.to) ?? null} @close=${close} @done=${(event: CustomEvent<MadeArrow>) => void this.#putArrow(from, open.to, event.detail)} @erase=${() => void this.#eraseArrow(open)}></sangam-arrow-dialog>`
      : nothing
  }

  #arrows(states: readonly State[]): readonly DrawnArrow[] {
    return states.flatMap(from =>
      from.to.map(arrow => ({
        from: from.state,
        to: arrow.state,
        label: arrow.label ? said(arrow.label) : '',
        marks: marksOf(arrow),
        said: arrowSaid(this.entity, arrow),
      })),
    )
  }

  #chosen(): string {
    if (!this.open) return ''
    return this.open.kind === 'state' ? this.open.state : keyOf(this.open)
  }

  #choose(key: string): void {
    if (this.field.custom) this.open = this.#opened(key)
  }

  #opened(key: string): Open {
    const [from = '', to] = key.split(' > ')
    return to === undefined ? { kind: 'state', state: from, erasing: false } : { kind: 'arrow', from, to }
  }

  async #erase(key: string): Promise<void> {
    const open = this.#opened(key)
    if (open.kind === 'arrow') await this.#eraseArrow(open)
    else if (this.#states.length > 1) this.open = { ...open, erasing: true }
  }

  /** An arrow that was drawn by hand is there at once; what it asks comes in the panel. */
  async #link({ from, to }: { readonly from: string; readonly to: string }): Promise<void> {
    const state = this.#states.find(one => one.state === from)
    if (!state) return
    const known = (arrows: readonly Arrow[]): boolean => arrows.some(arrow => arrow.state === to)
    if (known(state.to) || (await this.#putArrows(from, arrows => (known(arrows) ? arrows : [...arrows, { state: to }]))))
      this.open = { kind: 'arrow', from, to }
  }

  async #putArrow(from: State, old: string, { arrow, takers }: MadeArrow): Promise<void> {
    const to = (arrows: readonly Arrow[]): readonly Arrow[] =>
      arrows.some(one => one.state === old) ? arrows.map(one => (one.state === old ? arrow : one)) : [...arrows.filter(one => one.state !== arrow.state), arrow]
    const roles = (): readonly Operation[] => {
      const { model } = studioStore.value ?? {}
      return model && arrow.verb && takers ? takerOperations(model, this.entity.name, arrow.verb, takers) : []
    }
    if (await this.#putArrows(from.state, to, roles)) this.#left(keyOf({ from: from.state, to: arrow.state }))
  }

  async #eraseArrow({ from, to }: { readonly from: string; readonly to: string }): Promise<void> {
    if (await this.#putArrows(from, arrows => arrows.filter(arrow => arrow.state !== to))) this.#left(from)
  }

  async #putState({ state, first }: MadeState): Promise<void> {
    if (await this.#keep(states => withState(states, state, first))) this.#left(state.state)
  }

  async #eraseState(state: string): Promise<void> {
    if (await this.#keep(states => withoutState(states, state))) this.#left(this.#now()[0]?.state ?? '')
  }

  /** The panel goes, and the focus comes back to where the change was. */
  #left(key: string): void {
    this.open = null
    void this.updateComplete.then(() => (this.renderRoot.querySelector('sangam-flow-diagram') as { stand?(key: string): void } | null)?.stand?.(key))
  }

  #putArrows(from: string, to: (arrows: readonly Arrow[]) => readonly Arrow[], roles: () => readonly Operation[] = () => []): Promise<boolean> {
    return this.#keep(states => states.map(state => (state.state === from ? { ...state, to: to(state.to) } : state)), roles)
  }

  /** The list of states is written whole: it is made of how the draft has it then, not of how it was drawn. */
  #keep(states: (now: readonly State[]) => readonly State[], more: () => readonly Operation[] = () => []): Promise<boolean> {
    return keepMade(() => {
      const options = { states: states(this.#now()) as unknown as Json }
      return [{ op: 'changeField', entity: this.entity.name, field: this.field.name, options }, ...more()]
    })
  }

  #now(): readonly State[] {
    return statesOf(entityOf(this.entity.name)?.fields.find(field => field.name === this.field.name) ?? this.field)
  }
}
customElements.define('sangam-flow-editor', SgFlowEditor)
