import { html, nothing, type TemplateResult } from 'lit'
import { meta } from '../../data/meta.ts'
import { askable, pathLabel } from '../../screens/list/conditions.ts'
import { called, t } from '../../shell/words.ts'
import '../entities/icon-picker.ts'
import { asideOfList } from '../model/aside.ts'
import type { Operation, OwnList } from '../model/shown.ts'
import { said, studioStore } from '../model/store.ts'
import '../ui/aside.ts'
import '../ui/order.ts'
import { ScreenEditor } from './editor.ts'

/** The list: its columns in their order, where it stands in the menu, the views it comes with. */
class SgListEditor extends ScreenEditor<OwnList> {
  protected override heading(): string {
    return t('List')
  }

  protected override now(): OwnList {
    const { model } = studioStore.value ?? {}
    const { menu, icon, position, columns, views } = model?.screens.lists.find(list => list.entity === this.entity.name) ?? {}
    return {
      columns: columns ?? [this.entity.title],
      ...(menu && { menu }),
      ...(icon && { icon }),
      ...(position !== undefined && { position }),
      ...(views && { views }),
    }
  }

  protected override body(shape: OwnList): TemplateResult {
    const views = shape.views ?? []
    const model = studioStore.value?.model
    const headings = [...new Set(meta().lists.flatMap(list => (list.menu ? [list.menu] : [])))]
    return html`<sangam-order label=${t('Columns')} .chosen=${shape.columns ?? []} .choices=${this.#paths(shape.columns ?? [])} fixed="1" @change=${(event: CustomEvent<readonly string[]>) => this.set({ columns: event.detail })}></sangam-order>
      ${
        this.entity.linesOf === null
          ? html`<div class="two"><label class="field">${t('Stands in the menu under')}<input list="menus" maxlength="80" .value=${shape.menu ?? ''} @input=${(event: Event) => this.#text('menu', (event.target as HTMLInputElement).value)} /><datalist id="menus">${headings.map(heading => html`<option value=${heading}>${called(heading)}</option>`)}</datalist></label>
        <label class="field">${t('Order in the menu')}<input type="number" min="0" max="999" .value=${String(shape.position ?? 100)} @input=${(event: Event) => this.set({ position: Number((event.target as HTMLInputElement).value) || 0 })} /><small>${t('Smaller numbers stand first.')}</small></label></div>
        <sangam-icon-picker .value=${shape.icon ?? 'list'} @change=${(event: CustomEvent<string>) => this.set({ icon: event.detail })}></sangam-icon-picker>`
          : nothing
      }
      ${views.length > 0 ? html`<sangam-order label=${t('Views it comes with')} .chosen=${views.map(view => view.label)} .choices=${views.map(view => ({ value: view.label, label: said(view.label) }))} @change=${(event: CustomEvent<readonly string[]>) => this.set({ views: event.detail.flatMap(label => views.find(view => view.label === label) ?? []) })}></sangam-order>` : nothing}
      ${model ? html`<sangam-aside .known=${model.aside[this.entity.name] ?? {}} .names=${asideOfList(model, this.entity.name)}></sangam-aside>` : nothing}
      <p>${t('More views are made on the list itself: filter it, then save the view for everyone.')}</p>`
  }

  protected override operation(list: OwnList): Operation {
    return { op: 'setList', entity: this.entity.name, list }
  }

  #paths(chosen: readonly string[]): readonly { readonly value: string; readonly label: string }[] {
    const paths = askable(this.entity.name).flatMap(group => group.paths.map(one => one.path.replace(/\.amount$/, '')))
    const possible = paths.filter(path => !path.endsWith('.currency') && !path.includes(':'))
    return [...new Set([...chosen, ...possible])].map(value => ({ value, label: pathLabel(this.entity.name, value) }))
  }

  #text(name: 'menu', value: string): void {
    const shape = { ...(this.shape ?? this.now()) }
    const { [name]: _, ...rest } = shape
    this.shape = value.trim() === '' ? rest : { ...rest, [name]: value.trim() }
  }
}
customElements.define('sangam-list-editor', SgListEditor)
