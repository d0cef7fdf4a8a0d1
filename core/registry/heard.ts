import type { Plugin } from '@sangam/sdk'
import { fieldOf } from './build.ts'
import { colours } from './check-views.ts'
import type { Model, ModelField } from './model.ts'
import { labelOf } from './names.ts'

/** Something that is shown, by its place in the definition and its name in English. */
interface Named {
  readonly at: string
  readonly label: string
}

/** Names that stand beside each other, of which each must be another. */
interface Beside {
  readonly of: string
  readonly names: readonly Named[]
}

/**
 * What a plugin shows that whoever hears it, or sees little of colours, can't tell: names without a word in them, names that stand beside each other and are
 * the same in a language, colours that the shell does not have. A sentence for each; none where all is well.
 *
 * @example unheard(model, plugin) // ['fleet.car:sell is called “💰”, which nobody hears. Write what it does in words; the sign may be its icon.']
 */
export function unheard(model: Model, plugin: Plugin): string[] {
  const beside = [...entityNames(model, plugin), ...partNames(plugin)]
  const all = beside.flatMap(one => one.names)
  const languages = new Map<string, (text: string) => string>([
    ['English', text => text],
    ['Hindi', text => model.words.get('hi')?.get(text) ?? text],
  ])
  const signs = [...languages.values()].flatMap(say =>
    all
      .filter(({ label }) => !/\p{L}|\p{N}/u.test(say(label)))
      .map(({ at, label }) => `${at} is called “${say(label)}”, which nobody hears. Write what it is in words; the sign may be its icon.`),
  )
  const same = [...languages].flatMap(([language, say]) => beside.flatMap(one => sameIn(one, language, say)))
  return [...new Set([...signs, ...same, ...paints(model, plugin)])].sort()
}

function sameIn({ of, names }: Beside, language: string, say: (text: string) => string): string[] {
  const heard = (label: string): string => say(label).trim().toLocaleLowerCase()
  const by = new Map<string, Named[]>()
  for (const one of names) by.set(heard(one.label), [...(by.get(heard(one.label)) ?? []), one])
  return [...by.values()]
    .filter(alike => alike.length > 1)
    .map(
      alike =>
        `${alike.map(one => one.at).join(' and ')} of ${of} are both called “${say(alike[0]?.label ?? '')}” in ${language}. Give each a name of its own.`,
    )
}

function entityNames(model: Model, plugin: Plugin): Beside[] {
  const entities = [...model.entities.values()].filter(entity => !entity.internal)
  return entities.flatMap(entity => {
    const fields = [...entity.fields.values()]
    const mine = fields.filter(field => field.plugin === plugin.id)
    const actions = [...entity.actions.values()].map(({ action, plugin: of }) => ({ at: action.name, label: action.shape.label, of }))
    return [
      ...(entity.plugin === plugin.id ? [{ of: 'the menu', names: [{ at: entity.name, label: entity.plural }] }] : []),
      ...(mine.length > 0 ? [{ of: entity.name, names: fields.map(({ name, label }) => ({ at: name, label })) }] : []),
      ...mine.flatMap(field => choicesOf(`${entity.name}.${field.name}`, field)),
      ...(actions.some(one => one.of === plugin.id) ? [{ of: `the actions of ${entity.name}`, names: actions }] : []),
    ]
  })
}

function partNames(plugin: Plugin): Beside[] {
  return (plugin.parts ?? []).flatMap((part): Beside[] => {
    switch (part.kind) {
      case 'action':
        return fieldsOf(`what ${part.entity}:${part.name} asks`, part.shape.input ?? {})
      case 'settings':
        return fieldsOf('its settings', part.fields)
      case 'page':
        return [{ of: 'the menu', names: [{ at: part.name, label: part.label }] }]
      case 'list':
        return [{ of: `the views of ${part.entity}`, names: (part.views ?? []).map(({ label }) => ({ at: `“${label}”`, label })) }]
      case 'dashboard':
        return [
          {
            of: part.name,
            names: part.cards.flatMap((card, at) => ('label' in card && card.label !== undefined ? [{ at: `card ${at + 1}`, label: card.label }] : [])),
          },
        ]
      case 'form':
        return [{ of: `the tabs of ${part.entity}`, names: (part.tabs ?? []).map(({ name, label }) => ({ at: name, label })) }]
      default:
        return []
    }
  })
}

function fieldsOf(of: string, given: { readonly [name: string]: { readonly type: string; readonly options: object } }): Beside[] {
  const fields = Object.entries(given).map(([name, field]) => fieldOf('shown', name, field))
  return [{ of, names: fields.map(({ name, label }) => ({ at: name, label })) }, ...fields.flatMap(field => choicesOf(`${field.name} of ${of}`, field))]
}

interface Shape {
  readonly label?: string
  readonly colour?: string
}

function shapesOf({ options }: ModelField): (readonly [value: string, shape: Shape])[] {
  const { choices = {}, states = {} } = options as { readonly choices?: { [value: string]: Shape }; readonly states?: { [value: string]: Shape } }
  return Object.entries({ ...choices, ...states })
}

function choicesOf(of: string, field: ModelField): Beside[] {
  return [{ of, names: shapesOf(field).map(([value, { label }]) => ({ at: value, label: label ?? labelOf(value) })) }]
}

/** The shell's colours are read on their grounds by day and by night; of any other it knows neither. */
function paints(model: Model, plugin: Plugin): string[] {
  const fields = [...model.entities.values()].flatMap(entity =>
    [...entity.fields.values()].filter(field => field.plugin === plugin.id).map(field => ({ entity, field })),
  )
  return fields.flatMap(({ entity, field }) =>
    shapesOf(field).flatMap(([value, { colour }]) =>
      colour === undefined || colours.includes(colour)
        ? []
        : [`${value} of ${entity.name}.${field.name} is “${colour}”, which is no colour here. Use one of ${colours.join(', ')}: each is read on its ground.`],
    ),
  )
}
