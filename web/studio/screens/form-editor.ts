import { css, html, nothing, type TemplateResult } from 'lit'
import { t } from '../../shell/words.ts'
import type { Operation, OwnForm } from '../model/shown.ts'
import { said, studioStore } from '../model/store.ts'
import { ScreenEditor } from './editor.ts'
import { type Item, itemsOf, moved, rowsOf } from './form-rows.ts'

type Section = OwnForm['sections'][number]

/** The form: sections with their fields in rows. What stands in none comes last, by itself. */
class SgFormEditor extends ScreenEditor<OwnForm> {
  static override styles = [
    ...[ScreenEditor.styles].flat(),
    css`
    .section { border: 1px solid var(--sg-border); border-radius: var(--sg-radius); } .section header { display: flex; gap: 8px; align-items: center; padding: 8px; background: var(--sg-surface-2); border-radius: var(--sg-radius) var(--sg-radius) 0 0; }
    ol { list-style: none; margin: 0; padding: 0; } li { display: flex; gap: 8px; align-items: center; padding: 3px 6px 3px 12px; min-block-size: 36px; border-block-start: 1px solid var(--sg-border); } li.beside { padding-inline-start: 34px; border-block-start-style: dashed; } li span { flex: 1; min-inline-size: 0; overflow-wrap: anywhere; }
    .add { display: flex; gap: 8px; padding: 8px; border-block-start: 1px solid var(--sg-border); } .add select { max-inline-size: 260px; }
  `,
  ]

  protected override heading(): string {
    return t('Form')
  }

  protected override now(): OwnForm {
    const form = studioStore.value?.model.screens.forms[this.entity.name]
    if (form) {
      const { kind: _, entity: __, ...own } = form
      return own
    }
    return { sections: [{ fields: this.entity.fields.map(field => field.name) }] }
  }

  protected override body(form: OwnForm): TemplateResult {
    const placed = new Set(form.sections.flatMap(section => section.fields.flat()))
    const free = this.entity.fields.filter(field => !placed.has(field.name))
    return html`${form.sections.map((section, at) => this.#section(form, section, at, free))}
      ${free.length > 0 ? html`<p>${t('Not placed, and so last in the form: {fields}', { fields: free.map(field => said(field.label)).join(', ') })}</p>` : nothing}
      <div><sg-button size="small" icon="plus" @click=${() => this.set({ sections: [...form.sections, { label: t('Section {number}', { number: form.sections.length + 1 }), fields: [] }] })}>${t('Add a section')}</sg-button></div>`
  }

  protected override operation(form: OwnForm): Operation {
    return {
      op: 'setForm',
      entity: this.entity.name,
      form: { ...form, sections: form.sections.filter(section => section.fields.length + (section.related?.length ?? 0) > 0) },
    }
  }

  #section(form: OwnForm, section: Section, at: number, free: readonly { readonly name: string; readonly label: string }[]): TemplateResult {
    const put = (next: Section): void => this.set({ sections: form.sections.with(at, next) })
    const items = itemsOf(section)
    const name = section.label ? said(section.label) : t('Section {number}', { number: at + 1 })
    return html`<div class="section" role="group" aria-label=${name}><header><input aria-label=${t('Heading of section {number}', { number: at + 1 })} maxlength="80" placeholder=${t('Without a heading')} .value=${section.label ?? ''} @change=${(event: Event) => put(headed(section, (event.target as HTMLInputElement).value))} />
        ${form.sections.length > 1 ? html`<sg-button kind="quiet" size="small" icon="remove" label=${t('Remove {name}', { name })} @click=${() => this.set({ sections: form.sections.toSpliced(at, 1) })}></sg-button>` : nothing}</header>
      <ol>${items.map((item, index) => this.#item(form, items, item, at, index))}</ol>
      ${free.length > 0 ? html`<div class="add"><select aria-label=${t('Add to: {list}', { list: name })} @change=${(event: Event) => this.#add(event.target as HTMLSelectElement, section, put)}><option value="">${t('Add…')}</option>${free.map(field => html`<option value=${field.name}>${said(field.label)}</option>`)}</select></div>` : nothing}</div>`
  }

  #item(form: OwnForm, items: readonly Item[], item: Item, at: number, index: number): TemplateResult {
    const name = said(this.entity.fields.find(field => field.name === item.field)?.label ?? item.field)
    const put = (next: readonly Item[]): void => this.set({ sections: form.sections.with(at, { ...(form.sections[at] as Section), fields: rowsOf(next) }) })
    return html`<li class=${item.beside ? 'beside' : ''}><span>${name}</span>
      ${index > 0 ? html`<sg-button kind="quiet" size="small" icon="columns" label=${t('{name} beside the one above', { name })} pressed=${String(item.beside)} @click=${() => put(items.with(index, { ...item, beside: !item.beside }))}></sg-button>` : nothing}
      <sg-button kind="quiet" size="small" icon="up" label=${t('Move {name} up', { name })} @click=${() => this.set({ sections: moved(form.sections, at, index, -1) })}></sg-button>
      <sg-button kind="quiet" size="small" icon="down" label=${t('Move {name} down', { name })} @click=${() => this.set({ sections: moved(form.sections, at, index, 1) })}></sg-button>
      <sg-button kind="quiet" size="small" icon="close" label=${t('Remove {name}', { name })} @click=${() => put(items.toSpliced(index, 1))}></sg-button></li>`
  }

  #add(select: HTMLSelectElement, section: Section, put: (next: Section) => void): void {
    if (select.value === '') return
    put({ ...section, fields: [...section.fields, select.value] })
    select.value = ''
  }
}
customElements.define('sg-form-editor', SgFormEditor)

function headed({ label: _, ...section }: Section, label: string): Section {
  return label.trim() === '' ? section : { ...section, label: label.trim() }
}
