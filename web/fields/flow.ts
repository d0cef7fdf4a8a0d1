import { arrowsFrom, type FieldMeta, type FlowArrow, type Json } from '@sangam/sdk'
import { css, html, nothing, type TemplateResult } from 'lit'
import { can } from '../data/meta.ts'
import { called, t } from '../shell/words.ts'
import '../ui/button.ts'
import { display as chip } from './choice.ts'
import { type EditorOptions, FieldEditor } from './editor.ts'
import { optionOf } from './options.ts'

export const display = chip

export function editor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult {
  return html`<sangam-field-flow .field=${field} .value=${value} .options=${options}></sangam-field-flow>`
}

/** Whether this arrow is never taken but by an approval: the record's page asks for that instead. */
function waits({ approval }: FlowArrow): boolean {
  return approval?.steps.some(step => !step.when) === true
}

/** The state, a button for each arrow out of it that this person may take, and one that shows the whole way. */
class SgFieldFlow extends FieldEditor {
  static override properties = { ...FieldEditor.properties, shown: { state: true } }
  declare shown: boolean

  constructor() {
    super()
    this.shown = false
  }

  static override styles = [...[FieldEditor.styles].flat(), css`.plain { flex-wrap: wrap; } .plain > sangam-icon { color: var(--sg-text-3); }`]

  protected override control(): TemplateResult {
    const from = typeof this.value === 'string' ? this.value : String(this.field.default ?? Object.keys(this.field.states ?? {})[0] ?? '')
    const { entity } = this.options
    const arrows = this.isReadonly()
      ? []
      : [...arrowsFrom(this.field.states ?? {}, from)].filter(([, arrow]) => !waits(arrow) && (!arrow.verb || !entity || can(`${entity}:${arrow.verb}`)))
    return html`<div class="plain" id="control" role="group">${chip(this.field, from)}${arrows.length > 0 ? html`<sangam-icon name="right"></sangam-icon>` : ''}
      ${arrows.map(([state, arrow]) => html`<sangam-button size="small" @click=${() => this.#take(state)}>${arrow.label ? called(arrow.label) : optionOf(this.field, state).label}</sangam-button>`)}${this.#way(entity, from)}</div>`
  }

  #way(entity: string | undefined, from: string): TemplateResult | typeof nothing {
    if (!entity || this.options.compact) return nothing
    return html`<sangam-button class="way" size="small" kind="quiet" icon="route" label=${t('Show the way')} @click=${() => void this.#show()}></sangam-button>
      ${this.shown ? html`<sangam-flow-way .field=${this.field} entity=${entity} present=${from} @close=${() => (this.shown = false)}></sangam-flow-way>` : nothing}`
  }

  async #show(): Promise<void> {
    await import('../screens/flow/way.ts')
    this.shown = true
  }

  #take(state: string): void {
    this.change(state)
    this.commit()
  }
}
customElements.define('sangam-field-flow', SgFieldFlow)
