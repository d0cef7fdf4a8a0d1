import type { Measure } from '@sangam/sdk'
import { html, nothing, type TemplateResult } from 'lit'
import { pathLabel } from '../../screens/list/conditions.ts'
import { t } from '../../shell/words.ts'
import { asideOfBoard } from '../model/aside.ts'
import type { Operation, OwnBoard } from '../model/shown.ts'
import { keep, said, studioStore } from '../model/store.ts'
import '../ui/aside.ts'
import '../ui/order.ts'
import { ScreenEditor } from './editor.ts'

const nobody: OwnBoard = { by: '', card: [] }

/** The board: what its columns are, what a card shows, what stands in the head of a column. */
class SgBoardEditor extends ScreenEditor<OwnBoard> {
  protected override heading(): string {
    return t('Board')
  }

  protected override now(): OwnBoard {
    const board = studioStore.value?.model.screens.boards.find(one => one.entity === this.entity.name)
    if (!board) return nobody
    const { by, order, scope, card, measures } = board
    return { by, card, ...(order && { order }), ...(scope && { scope }), ...(measures && { measures }) }
  }

  protected override body(board: OwnBoard): TemplateResult {
    const columns = this.fieldChoices(type => ['choice', 'flow', 'reference'].includes(type))
    if (columns.length === 0) return html`<p>${t('A board needs a field with states, a list to choose from, or a link: its columns. Add one first.')}</p>`
    const sums = this.entity.fields.flatMap(field =>
      field.type === 'money' ? [`sum:${field.name}.amount`] : ['integer', 'decimal'].includes(field.type) ? [`sum:${field.name}`] : [],
    )
    const model = studioStore.value?.model
    const own = model?.boards[this.entity.name]
    return html`<label class="field">${t('One column for each')}<select @change=${(event: Event) => this.#by((event.target as HTMLSelectElement).value)}><option value="" ?selected=${board.by === ''}>${t('no board')}</option>${columns.map(one => html`<option value=${one.value} ?selected=${one.value === board.by}>${one.label}</option>`)}</select></label>
      ${
        board.by === ''
          ? nothing
          : html`<sangam-order label=${t('A card shows')} .chosen=${board.card} .choices=${this.#cards(board.card)} @change=${(event: CustomEvent<readonly string[]>) => this.set({ card: event.detail })}></sangam-order>
        ${sums.length > 0 ? html`<sangam-order label=${t('In the head of a column')} .chosen=${board.measures ?? []} .choices=${sums.map(value => ({ value, label: t('sum of {field}', { field: pathLabel(this.entity.name, value.slice(4)) }) }))} @change=${(event: CustomEvent<readonly string[]>) => this.set({ measures: event.detail as readonly Measure[] })}></sangam-order>` : nothing}`
      }
      ${model && board.by !== '' ? html`<sangam-aside .known=${model.aside[this.entity.name] ?? {}} .names=${asideOfBoard(model, this.entity.name)}></sangam-aside>` : nothing}
      ${own ? html`<div><sangam-button size="small" kind="quiet" icon="remove" @click=${() => void keep({ op: 'setBoard', entity: this.entity.name, board: null })}>${this.entity.custom ? t('Take the board away') : t('Back to the plugin’s board')}</sangam-button></div>` : nothing}`
  }

  protected override operation(board: OwnBoard): Operation {
    return { op: 'setBoard', entity: this.entity.name, board: board.by === '' ? null : board }
  }

  #by(by: string): void {
    const { order: _, scope: __, ...rest } = this.shape ?? this.now()
    this.shape = { ...rest, by, card: rest.card.length > 0 ? rest.card : [this.entity.title] }
  }

  #cards(chosen: readonly string[]): readonly { readonly value: string; readonly label: string }[] {
    const own = this.entity.fields
      .filter(field => !['lines', 'json'].includes(field.type))
      .map(field => ({ value: field.type === 'reference' ? `${field.name}.$title` : field.name, label: said(field.label) }))
    const others = chosen.filter(path => !own.some(one => one.value === path)).map(value => ({ value, label: pathLabel(this.entity.name, value) }))
    return [...others, ...own]
  }
}
customElements.define('sangam-board-editor', SgBoardEditor)
