import { type DocumentPart, type Plugin, type Rule, relatedOf } from '@sangam/sdk'
import { fieldOf } from './build.ts'
import { textsOf as documentTexts, headsOf } from './check-documents.ts'
import type { Model, ModelField } from './model.ts'
import { labelOf } from './names.ts'

type Said = string | undefined

/** Every English text a plugin shows to people that stands in its description; what its code says is not seen from here. */
export function textsOf(model: Model, plugin: Plugin): string[] {
  const all: Said[] = [plugin.title, plugin.description, ...entityTexts(model, plugin), ...(plugin.parts ?? []).flatMap(partTexts)]
  return [...new Set(all.filter(text => text !== undefined))].filter(text => /\p{L}/u.test(text)).sort()
}

/** Those of them that have no word in Hindi, of the plugin, of what it needs, or of core. */
export function untranslated(model: Model, plugin: Plugin): string[] {
  const hindi = model.words.get('hi')
  return textsOf(model, plugin).filter(text => !/\p{Script=Devanagari}/u.test(hindi?.get(text) ?? text))
}

function entityTexts(model: Model, plugin: Plugin): Said[] {
  const entities = [...model.entities.values()].filter(entity => !entity.internal)
  const own = entities.filter(entity => entity.plugin === plugin.id)
  const fields = entities.flatMap(entity => [...entity.fields.values()].filter(field => field.plugin === plugin.id))
  const rules = [...own.flatMap(entity => entity.definition.rules ?? []), ...(plugin.extensions ?? []).flatMap(one => one.extension.rules)]
  return [...own.flatMap(entity => [entity.label, entity.plural, entity.definition.description]), ...fields.flatMap(fieldTexts), ...rules.flatMap(ruleTexts)]
}

function ruleTexts(rule: Rule): Said[] {
  return 'refuse' in rule ? [rule.refuse] : 'because' in rule ? [rule.because] : []
}

interface Labelled {
  readonly choices?: { readonly [value: string]: { readonly label?: string } }
  readonly states?: {
    readonly [state: string]: { readonly label?: string; readonly to: readonly string[] | { readonly [to: string]: { readonly label?: string } } }
  }
}

function fieldTexts(field: ModelField): Said[] {
  const { choices = {}, states = {} } = field.options as Labelled
  const values = Object.entries({ ...choices, ...states }).map(([value, shape]) => shape.label ?? labelOf(value))
  const arrows = Object.values(states).flatMap(({ to }) =>
    Array.isArray(to) ? [] : Object.values(to as { [to: string]: { label?: string } }).map(one => one.label),
  )
  return [field.label, field.options.help, ...values, ...arrows]
}

/** Whether a text of a document says something between its slots. */
function hasWords(text: string): boolean {
  return /\p{L}/u.test(text.replaceAll(/\{\{[^{}]*\}\}/g, ''))
}

function partTexts(part: NonNullable<Plugin['parts']>[number]): Said[] {
  switch (part.kind) {
    case 'action':
      return [part.shape.label, part.shape.help, part.shape.confirm, ...shownFields(part.shape.input ?? {})]
    case 'publicPage':
      return [part.because, ...part.facts.map(fact => fact.label), ...part.notices.map(notice => notice.text)]
    case 'settings':
      return [part.label, ...shownFields(part.fields)]
    case 'event':
    case 'job':
      return [part.label]
    case 'role':
      return [part.label, part.description]
    case 'page':
      return [part.label, part.menu]
    case 'list':
      return [part.menu, ...(part.views ?? []).map(view => view.label)]
    case 'dashboard':
      return [part.label, ...part.cards.map(card => ('label' in card ? card.label : undefined))]
    case 'document':
      return [part.label, ...[...headsOf(part), part.fileName ?? '', ...part.parts.flatMap(saidOn)].filter(hasWords)]
    case 'form':
      return [...[...part.sections, ...(part.tabs ?? []), ...relatedOf(part)].map(one => one.label)]
    default:
      return []
  }
}

/** What a telephone reads is no sentence: of a code the words beside it are told to people. */
function saidOn(part: DocumentPart): string[] {
  return part.kind === 'code' ? [part.beside ?? ''] : documentTexts(part)
}

function shownFields(fields: { readonly [name: string]: { readonly type: string; readonly options: object } }): Said[] {
  return Object.entries(fields).flatMap(([name, field]) => fieldTexts(fieldOf('shown', name, field)))
}
