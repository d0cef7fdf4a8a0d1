import { headsOf } from './check-documents.ts'
import type { Model, ModelEntity, ModelField } from './model.ts'

export type TextKind =
  | 'entity'
  | 'field'
  | 'help'
  | 'choice'
  | 'state'
  | 'arrow'
  | 'action'
  | 'rule'
  | 'menu'
  | 'view'
  | 'section'
  | 'dashboard'
  | 'role'
  | 'setting'
  | 'document'
  | 'plugin'

/** A text that people read, in the English it is written in, and where it stands. */
export interface PlacedText {
  readonly text: string
  readonly kind: TextKind
  /** The kind of record it belongs to; none of what stands for itself. */
  readonly entity: string | null
}

type Labelled = { readonly [value: string]: { readonly label?: string; readonly to?: unknown } }

/** What people call one of the choices, or a state, in English: as it is labelled, else its name in words. */
export function optionText(options: Labelled, value: string): string {
  const words = value
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return options[value]?.label ?? words.slice(0, 1).toUpperCase() + words.slice(1)
}

/** All texts that plugins and administrators gave names with, each as often as it stands somewhere. */
export function textsOf(model: Model): PlacedText[] {
  const found: PlacedText[] = []
  const add = (kind: TextKind, entity: string | null, ...texts: readonly (string | null | undefined)[]): void => {
    for (const text of texts) if (text) found.push({ text, kind, entity })
  }
  for (const entity of model.entities.values()) if (!entity.internal) ofEntity(entity, (kind, ...texts) => add(kind, entity.name, ...texts))
  for (const { entity, menu, views = [] } of model.lists) {
    add('menu', entity, menu)
    for (const view of views) add('view', entity, view.label, ...('colours' in view ? (view.colours ?? []).map(one => one.label) : []))
  }
  for (const form of [...model.forms.values(), ...[...model.layouts.values()].flat()]) {
    const related = [...(form.related ?? []), ...form.sections.flatMap(section => section.related ?? [])]
    add('section', form.entity, ...[...(form.tabs ?? []), ...form.sections, ...related].map(one => one.label))
  }
  for (const { label, cards, filters = [] } of model.dashboards)
    add('dashboard', null, label, ...[...cards, ...filters].map(one => ('label' in one ? one.label : null)))
  for (const { label, description } of model.roles.values()) add('role', null, label, description)
  for (const { label, fields } of model.settings.values()) {
    add('setting', null, label)
    for (const { options } of Object.values(fields)) add('setting', null, ...wordsOfOptions(options as ModelField['options']))
  }
  for (const document of model.documents)
    add(
      'document',
      document.entity,
      document.label,
      ...headsOf(document),
      ...document.parts.flatMap(part => (part.kind === 'text' ? [part.text, part.beside] : part.kind === 'signature' ? [part.text] : [])),
    )
  for (const { title, description } of model.plugins.values()) add('plugin', null, title, description)
  return found
}

function ofEntity(entity: ModelEntity, add: (kind: TextKind, ...texts: readonly (string | null | undefined)[]) => void): void {
  add('entity', entity.label, entity.plural)
  add('help', entity.definition.description)
  for (const field of entity.fields.values()) {
    add('field', field.label)
    add('help', field.options.help)
    const { choices, states } = field.options as { readonly choices?: Labelled; readonly states?: Labelled }
    for (const value of Object.keys(choices ?? {})) add('choice', optionText(choices ?? {}, value))
    for (const [value, { to }] of Object.entries(states ?? {})) {
      add('state', optionText(states ?? {}, value))
      if (to && !Array.isArray(to)) add('arrow', ...Object.values(to as { readonly [to: string]: { readonly label?: string } }).map(arrow => arrow.label))
    }
  }
  for (const { action } of entity.actions.values()) {
    const { label, help, confirm, input = {} } = action.shape
    add('action', label, help, confirm, ...Object.values(input).flatMap(field => wordsOfOptions(field.options as ModelField['options'])))
  }
  const { because, facts = [], notices = [] } = entity.publicPage ?? {}
  add('document', because, ...facts.map(fact => fact.label), ...notices.map(notice => notice.text))
  for (const rule of entity.rules) add('rule', 'because' in rule ? rule.because : null, 'refuse' in rule ? rule.refuse : null)
}

function wordsOfOptions({ label, help }: ModelField['options']): (string | undefined)[] {
  return [label as string | undefined, help]
}
