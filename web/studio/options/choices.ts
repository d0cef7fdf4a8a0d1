import { html } from 'lit'
import { t } from '../../shell/words.ts'
import '../fields/choices-editor.ts'
import type { OptionPlace, OptionShape, TypeShape } from './shape.ts'

const list = (key: 'choices' | 'states'): OptionShape => ({
  name: key,
  label: () => (key === 'choices' ? t('Choices') : t('States')),
  kind: 'own',
  draw: ({ options, saved, set }: OptionPlace) =>
    html`<sangam-choices-editor .list=${options[key] ?? []} .of=${key} .kept=${valuesOf(saved[key])} @change=${(event: CustomEvent<readonly object[]>) => set({ [key]: event.detail as never })}></sangam-choices-editor>`,
})

const asChoices = (options: { readonly choices?: unknown }) => ({ choices: byValue((options.choices ?? []) as readonly { readonly value: string }[]) })

export const choice: TypeShape = {
  type: 'choice',
  label: () => t('One of a list'),
  about: () => t('Petrol, diesel or electric: one of them.'),
  icon: 'list',
  group: 'choices',
  common: ['required', 'default', 'index'],
  options: [list('choices')],
  start: { choices: [] },
  defaultField: asChoices,
}

export const choices: TypeShape = {
  type: 'choices',
  label: () => t('Several of a list'),
  about: () => t('Tags and features: any number of them.'),
  icon: 'tag',
  group: 'choices',
  common: ['default'],
  options: [{ name: 'open', label: () => t('People may add words of their own'), kind: 'flag' }, list('choices')],
  start: { choices: [] },
  defaultField: asChoices,
}

export const flow: TypeShape = {
  type: 'flow',
  label: () => t('State with steps'),
  about: () => t('Draft, approved, done: it moves along arrows that you draw.'),
  icon: 'route',
  group: 'choices',
  common: ['index'],
  options: [list('states')],
  start: { states: [] },
}

function byValue(list: readonly (string | { readonly value: string })[]): { readonly [value: string]: object } {
  return Object.fromEntries(list.map(one => (typeof one === 'string' ? [one, {}] : [one.value, one])))
}

function valuesOf(list: unknown): readonly string[] {
  return ((list ?? []) as readonly (string | { readonly value?: string; readonly state?: string })[]).map(one =>
    typeof one === 'string' ? one : (one.value ?? one.state ?? ''),
  )
}
