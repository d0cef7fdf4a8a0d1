import { html, nothing, type TemplateResult } from 'lit'
import { fieldEditor } from '../../fields/index.ts'
import { studioStore } from '../model/store.ts'
import type { OptionPlace, OptionShape } from '../options/shape.ts'
import { optionMeta } from './option-meta.ts'

/** How one option of a type is asked for. The page around it styles `.check`. */
export function optionEditor(option: OptionShape, place: OptionPlace): TemplateResult {
  if (option.kind === 'own') return option.draw?.(place) ?? html``
  const value = place.options[option.name]
  if (option.kind === 'flag') return flagEditor(option.label(), option.help?.(), value === true, on => place.set({ [option.name]: on || undefined }))
  return fieldEditor(optionMeta(option, studioStore.value?.model.entities ?? []), value ?? null, {
    required: option.required === true,
    onChange: next => place.set({ [option.name]: next === null || next === '' ? undefined : next }),
  })
}

export function flagEditor(label: string, help: string | undefined, on: boolean, set: (on: boolean) => void): TemplateResult {
  return html`<label class="check"><input type="checkbox" .checked=${on} @change=${(event: Event) => set((event.target as HTMLInputElement).checked)} /><span>${label}${help ? html`<small>${help}</small>` : nothing}</span></label>`
}
