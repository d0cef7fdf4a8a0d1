import { createHash } from 'node:crypto'
import type { BoardScreen, Plugin } from '@sangam/sdk'
import { fill } from '../words.ts'
import {
  type BinnedField,
  type CustomEntity,
  type CustomList,
  type CustomModel,
  type CustomRole,
  type CustomState,
  canonical,
  emptyDocument,
  type RoleForm,
} from './document.ts'
import { pluginOf } from './plugin.ts'

/** What a plugin took over from the administrators of a workspace. It is no part of their document any more, and is kept so that it can be given back. */
export interface Adopted {
  /** All that it says it takes over, also what was not there and what it made itself. */
  readonly entities: readonly string[]
  readonly roles: readonly string[]
  /** As they were here. */
  readonly was: CustomModel
  /** Removed fields of them, whose columns are still there. */
  readonly bin: { readonly [entity: string]: readonly BinnedField[] }
}

/** A sentence for people, with what is filled in. */
interface Said {
  readonly text: string
  readonly values: { readonly [name: string]: string | number }
}

interface EntityParts {
  readonly entity: CustomEntity
  readonly list?: CustomList | undefined
  readonly form?: CustomModel['forms'][string] | undefined
  readonly layouts?: readonly RoleForm[] | undefined
  readonly board?: Omit<BoardScreen, 'kind' | 'entity'> | undefined
  readonly series?: { readonly [field: string]: string } | undefined
}

const screens = ['lists', 'forms', 'layouts', 'boards', 'series'] as const

/** What says how an entity is shaped here, in a few letters: it changes with every change of its fields, rules, screens and number series. */
export function entityPrint({ entities, lists, forms, layouts, boards, series }: CustomModel, name: string): string | null {
  const entity = entities[name]
  if (!entity) return null
  const parts: EntityParts = { entity, list: lists[name], form: forms[name], layouts: layouts[name], board: boards[name], series: series[name] }
  return printOf(parts)
}

export function rolePrint({ roles }: CustomModel, name: string): string | null {
  const role: CustomRole | undefined = roles[name]
  return role ? printOf(role) : null
}

function printOf(parts: object): string {
  return createHash('sha256').update(canonical(parts)).digest('hex').slice(0, 16)
}

export interface TakenOver {
  /** Those that can run: all of theirs is theirs. */
  readonly plugins: readonly Plugin[]
  readonly state: CustomState
  /** Why the others can't. */
  readonly refused: readonly (Said & { readonly plugin: string })[]
}

/** Hands over what plugins take over and do not have yet, each whole or not at all. Of what is not there nothing is handed over: such a plugin makes it. */
export function takeOver(given: CustomState, plugins: readonly Plugin[]): TakenOver {
  let state = given
  const refused: (Said & { readonly plugin: string })[] = []
  const running = plugins.filter(plugin => {
    const wanted = wantedBy(state, plugin)
    if (wanted.entities.length + wanted.roles.length === 0) return true
    const problem = problemOf(state, plugin, wanted)
    if (problem) refused.push({ plugin: plugin.id, ...problem })
    else state = handedOver(state, plugin, wanted)
    return !problem
  })
  return { plugins: running, state, refused }
}

/** The plugins that have all they take over; the others wait for it to be handed over, with why. */
export function holders(state: CustomState, plugins: readonly Plugin[]): { readonly plugins: readonly Plugin[]; readonly problems: readonly string[] } {
  const waits = (plugin: Plugin): boolean => Object.values(wantedBy(state, plugin)).some(list => list.length > 0)
  return {
    plugins: plugins.filter(plugin => !waits(plugin)),
    problems: plugins.filter(waits).map(({ id }) => `Plugin ${id} waits until what it takes over is handed to it.`),
  }
}

/** Refusals in the words of the log. */
export function toldInEnglish(refused: TakenOver['refused']): string[] {
  return refused.map(({ plugin, text, values }) => `Plugin ${plugin}: ${fill(text, values, 'en')}`)
}

/** The plugin that has an entity of administrators by now, enabled or not. */
export function adopterOf({ adopted = {} }: CustomState, entity: string): string | null {
  return Object.keys(adopted).find(id => adopted[id]?.entities.includes(entity)) ?? null
}

/** The same of a role. */
export function roleAdopter({ adopted = {} }: CustomState, role: string): string | null {
  return Object.keys(adopted).find(id => adopted[id]?.roles.includes(role)) ?? null
}

type Wanted = Pick<Adopted, 'entities' | 'roles'>

/** What it takes over and does not have. */
export function wantedBy({ adopted }: CustomState, { id, adopts }: Plugin): Wanted {
  const has = adopted?.[id]
  const missing = (names: object | undefined, there: readonly string[] | undefined): string[] => Object.keys(names ?? {}).filter(name => !there?.includes(name))
  return { entities: missing(adopts?.entities, has?.entities), roles: missing(adopts?.roles, has?.roles) }
}

function problemOf(state: CustomState, plugin: Plugin, { entities, roles }: Wanted): Said | null {
  const { id, title, adopts } = plugin
  for (const name of entities) {
    const other = adopterOf(state, name)
    if (other !== null && other !== id) return { text: 'Plugin {other} has {name} already. Only one can take it over.', values: { other, name } }
    if (state.bin.entities[name])
      return { text: '{name} was removed here, and its records are kept. Put it back, then make {plugin} anew.', values: { name, plugin: title } }
    const print = entityPrint(state.document, name)
    if (print !== null && print !== adopts?.entities?.[name]) return otherwise(name, title)
  }
  for (const name of roles) {
    const other = roleAdopter(state, name)
    if (other !== null && other !== id) return { text: 'Plugin {other} has {name} already. Only one can take it over.', values: { other, name } }
    const print = rolePrint(state.document, name)
    if (print !== null && print !== adopts?.roles?.[name]) return otherwise(name, title)
    // Whoever has it gets no more by its changing hands.
    if (print !== null && canonical(grantsOf(plugin, name)) !== canonical(grantsOf(pluginOf(partOf(state.document, [], [name]), []), name)))
      return { text: '{name} lets people do other things in {plugin} than here. Make the plugin anew: sangam graduate.', values: { name, plugin: title } }
  }
  return null
}

function grantsOf({ parts = [] }: Plugin, name: string): readonly object[] {
  return parts.flatMap(part => (part.kind === 'role' && part.name === name ? part.grants : []))
}

function otherwise(name: string, plugin: string): Said {
  return { text: '{name} was changed here since {plugin} was made of it. Make the plugin anew: sangam graduate.', values: { name, plugin } }
}

function handedOver(state: CustomState, { id }: Plugin, { entities, roles }: Wanted): CustomState {
  const has = state.adopted?.[id] ?? { entities: [], roles: [], was: emptyDocument, bin: {} }
  const { document, bin } = state
  const picked = partOf(document, entities, roles)
  return {
    document: without(document, entities, roles),
    bin: { ...bin, fields: omit(bin.fields, entities) },
    adopted: {
      ...state.adopted,
      [id]: {
        entities: [...has.entities, ...entities],
        roles: [...has.roles, ...roles],
        was: together(has.was, picked),
        bin: { ...has.bin, ...pick(bin.fields, entities) },
      },
    },
  }
}

/** The part of a document that some entities and roles are. */
export function partOf(document: CustomModel, entities: readonly string[], roles: readonly string[]): CustomModel {
  const parts = Object.fromEntries(screens.map(part => [part, pick<unknown>(document[part], entities)])) as unknown as Pick<
    CustomModel,
    (typeof screens)[number]
  >
  return { ...emptyDocument, entities: pick(document.entities, entities), ...parts, roles: pick(document.roles, roles) }
}

function without(document: CustomModel, entities: readonly string[], roles: readonly string[]): CustomModel {
  const parts = Object.fromEntries(screens.map(part => [part, omit<unknown>(document[part], entities)])) as unknown as Pick<
    CustomModel,
    (typeof screens)[number]
  >
  return { ...document, entities: omit(document.entities, entities), ...parts, roles: omit(document.roles, roles) }
}

/** Two documents as one; the second wins. */
function together(first: CustomModel, second: CustomModel): CustomModel {
  const parts = Object.keys(emptyDocument) as (keyof CustomModel)[]
  return Object.fromEntries(parts.map(part => [part, { ...first[part], ...second[part] }])) as unknown as CustomModel
}

/** The state in which administrators have again what a plugin took over. What they arranged meanwhile counts. */
export function givenBack(state: CustomState, plugin: string): CustomState {
  const { [plugin]: has, ...others } = state.adopted ?? {}
  if (!has) return state
  return {
    document: together(has.was, state.document),
    bin: { ...state.bin, fields: { ...has.bin, ...state.bin.fields } },
    ...(Object.keys(others).length > 0 && { adopted: others }),
  }
}

/** A state that knows nothing more of what a plugin took over: its tables are gone. */
export function forgotten(state: CustomState, plugin: string): CustomState {
  const { adopted: { [plugin]: _, ...others } = {}, ...rest } = state
  return { ...rest, ...(Object.keys(others).length > 0 && { adopted: others }) }
}

function pick<T>(from: { readonly [name: string]: T }, names: readonly string[]): { readonly [name: string]: T } {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)))
}

function omit<T>(from: { readonly [name: string]: T }, names: readonly string[]): { readonly [name: string]: T } {
  return Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name)))
}
