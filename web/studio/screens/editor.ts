import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { watch } from '../../data/store.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import type { Operation, ShownEntity } from '../model/shown.ts'
import { keep, said, studioStore } from '../model/store.ts'
import { studioStyles } from '../studio.css.ts'

/** An editor of one screen of an entity: what is arranged stays here until it is kept in the draft. */
export abstract class ScreenEditor<Shape> extends LitElement {
  static override properties = { entity: { attribute: false }, shape: { state: true } }
  declare entity: ShownEntity
  /** As it is being arranged; null while nothing was touched. */
  declare shape: Shape | null

  constructor() {
    super()
    this.shape = null
    watch(this, studioStore)
  }

  static override styles = [
    base,
    inputs,
    studioStyles,
    css`
    :host { display: block; } .card { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); } .head { display: flex; gap: 12px; align-items: center; justify-content: space-between; flex-wrap: wrap; } .two { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; align-items: start; }
    .foot { display: flex; gap: 8px; justify-content: flex-end; flex-wrap: wrap; } p { color: var(--sg-text-2); } @media (max-width: 600px) { .two { grid-template-columns: 1fr; } .card { padding: var(--sg-space-4); } }
  `,
  ]

  protected abstract heading(): string
  protected abstract now(): Shape
  protected abstract body(shape: Shape): TemplateResult
  protected abstract operation(shape: Shape): Operation

  protected override render(): TemplateResult {
    const shape = this.shape ?? this.now()
    return html`<section class="card" aria-label=${this.heading()}><div class="head"><h2>${this.heading()}</h2></div>${this.body(shape)}
      ${this.shape ? html`<div class="foot"><sangam-button @click=${() => (this.shape = null)}>${t('Leave as it was')}</sangam-button><sangam-button kind="primary" @click=${() => void this.#keep()}>${t('Keep in the draft')}</sangam-button></div>` : nothing}</section>`
  }

  /** Takes up one change. */
  protected set(changes: Partial<Shape>): void {
    this.shape = { ...(this.shape ?? this.now()), ...changes }
  }

  /** The entity's own fields, as one chooses among them. */
  protected fieldChoices(fits: (type: string) => boolean = () => true): readonly { readonly value: string; readonly label: string }[] {
    return this.entity.fields.filter(field => fits(field.type)).map(field => ({ value: field.name, label: said(field.label) }))
  }

  async #keep(): Promise<void> {
    if (this.shape && (await keep(this.operation(this.shape)))) this.shape = null
  }
}
