import { createHash } from 'node:crypto'
import {
  type Action,
  type AnyEntity,
  type Comparison,
  type Consumer,
  type Event,
  type Extension,
  type FormScreen,
  fieldTypes,
  type Handler,
  type Hooks,
  type ListScreen,
  type Part,
  type PlacedFields,
  type PlacedList,
  type Plugin,
  type Provider,
  type Role,
  relatedOf,
} from '@sangam/sdk'
import { snake, tableOf } from '../data/identifiers.ts'
import { cleanHtml } from '../records/html.ts'
import { checkModel } from './check.ts'
import { linkComputed } from './computed.ts'
import { holdInvariants } from './invariants.ts'
import { targetsOf } from './links.ts'
import type { Model, ModelEntity, ModelField } from './model.ts'
import { adminPlugin, labelOf, pluralOf } from './names.ts'
import { renumber } from './numbering.ts'
import { orderPlugins } from './order.ts'
import { type FieldProblem, RegistryError } from './problems.ts'
import { addPublicPages } from './public-pages.ts'
import { addTrial } from './trial.ts'
import { atOnce, type Work } from './turns.ts'

type Kinds = { [P in Part as P['kind']]: P }
type Owned<P> = P & { readonly plugin: string }
type Draft = { -readonly [K in keyof ModelEntity]: ModelEntity[K] }

/** Merges the enabled plugins of a workspace into one model: what is needed first, core's own before all. */
export function buildModel(plugins: readonly Plugin[]): Model {
  return atOnce(building(plugins))
}

/** The same in pieces: while a plugin is installed or enabled others are answered. */
export function* building(plugins: readonly Plugin[]): Work<Model> {
  const problems: string[] = []
  const ordered = orderPlugins(plugins, problem => problems.push(problem))
  const of = <K extends keyof Kinds>(kind: K): Owned<Kinds[K]>[] =>
    ordered.flatMap(plugin => (plugin.parts ?? []).filter(part => part.kind === kind).map(part => ({ ...(part as Kinds[K]), plugin: plugin.id })))
  // Without the plugins that something needs, every other sentence would be noise.
  if (problems.length > 0) throw new RegistryError(problems)
  const entities = mergeEntities(ordered, problems)
  yield
  renumber(entities, of('numbering'), problems)
  linkEntities(entities)
  const workedOut: FieldProblem[] = []
  linkComputed(entities, workedOut)
  yield
  holdInvariants(entities, [...of('appendOnly'), ...of('balanced'), ...of('locked'), ...of('kept')], problems)
  addTrial(entities, of('trial'), problems)
  addPublicPages(entities, of('publicPage'), problems)
  yield
  addBehaviour(entities, of('hooks') as Owned<Hooks>[], of('action') as Owned<Action>[], of('handler') as Owned<Handler>[], problems)
  const [lists, boards, dashboards, documents] = [mergedLists(of('list')), lastOfEach(of('board')), of('dashboard'), of('document')]
  yield
  const model: Model = {
    number: 1,
    hash: hashOf(entities, ordered, [
      lists,
      boards,
      dashboards,
      documents,
      of('page'),
      of('publicPage'),
      of('form'),
      of('placed'),
      of('placedList'),
      of('placedElement'),
      of('homeElement'),
      of('role'),
      of('job').map(one => [one.name, one.schedule]),
    ]),
    plugins: new Map(ordered.map(plugin => [plugin.id, plugin])),
    entities,
    roles: rolesOf(ordered, of('role') as Owned<Role>[], problems),
    lists,
    ...formsOf(of('form'), of('placed') as PlacedFields[], of('placedList')),
    boards,
    dashboards,
    documents,
    pages: of('page'),
    elements: of('placedElement'),
    home: of('homeElement'),
    hosts: new Map(of('host').map(one => [one.name, one])),
    settings: new Map(of('settings').map(one => [one.name, one])),
    events: new Map((of('event') as Event[]).map(event => [event.name, event])),
    consumers: of('consumer') as Consumer[],
    jobs: new Map(of('job').map(one => [one.name, one])),
    routes: of('route'),
    services: new Map((of('provider') as Owned<Provider>[]).map(one => [one.service, one])),
    seeds: of('seed'),
    setAside: [],
    words: wordsOf(of('translations')),
  }
  yield
  yield* checkModel(model, problems)
  if (problems.length + workedOut.length > 0) throw new RegistryError([...workedOut, ...problems])
  return model
}

/** A role belongs to whose name it begins with, or who took it over: what one gives its people no other plugin makes more of, or takes for its own. */
function rolesOf(plugins: readonly Plugin[], roles: readonly Owned<Role>[], problems: string[]): Map<string, Owned<Role>> {
  const found = new Map<string, Owned<Role>>()
  for (const role of roles) {
    const { name, plugin } = role
    const other = found.get(name)?.plugin
    const adopted = plugins.find(one => one.id === plugin)?.adopts?.roles?.[name] !== undefined
    if (!adopted && name.split('.')[0] !== plugin) problems.push(`Plugin ${plugin}: role ${name} must begin with "${plugin}.".`)
    if (other === plugin) problems.push(`Plugin ${plugin}: role ${name} is defined twice. Rename one.`)
    else if (other !== undefined) problems.push(`Plugins ${other} and ${plugin} both have the role ${name}. Only one can take it over: disable the other.`)
    found.set(name, role)
  }
  return found
}

/** Of several lists of one entity the later ones say what they change; what they leave out stays. */
function mergedLists(lists: readonly Owned<ListScreen>[]): Owned<ListScreen>[] {
  const merged = new Map<string, Owned<ListScreen>>()
  for (const list of lists) merged.set(list.entity, { ...merged.get(list.entity), ...list })
  return [...merged.values()]
}

/** One screen of a kind for each entity: that of the plugin which comes last. */
function lastOfEach<S extends { readonly entity: string }>(screens: readonly S[]): S[] {
  return [...new Map(screens.map(screen => [screen.entity, screen])).values()]
}

function mergeEntities(plugins: readonly Plugin[], problems: string[]): Map<string, Draft> {
  const entities = new Map<string, Draft>()
  for (const plugin of plugins) {
    for (const entity of plugin.entities ?? []) {
      const other = entities.get(entity.name)?.plugin ?? plugin.id
      if (other !== plugin.id && plugin.adopts?.entities?.[entity.name] !== undefined)
        problems.push(`Plugins ${other} and ${plugin.id} both have ${entity.name}. Only one can take it over: disable the other.`)
      else if (entities.has(entity.name)) problems.push(`Plugin ${plugin.id}: entity ${entity.name} is defined twice. Rename one.`)
      if (entity.name.split('.')[0] !== plugin.id && plugin.adopts?.entities?.[entity.name] === undefined)
        problems.push(`Plugin ${plugin.id}: entity ${entity.name} must begin with "${plugin.id}.".`)
      entities.set(entity.name, draftOf(plugin, entity))
    }
  }
  for (const plugin of plugins) for (const { extension } of plugin.extensions ?? []) extend(entities, plugin, extension, problems)
  return entities
}

function draftOf(plugin: Plugin, entity: AnyEntity): Draft {
  const definition = entity.definition
  const label = definition.label ?? labelOf(entity.name)
  const fields = new Map(Object.entries(definition.fields).map(([name, field]) => [name, fieldOf(plugin.id, name, field)]))
  const single = [...fields.values()].flatMap(uniqueOf)
  return {
    name: entity.name,
    plugin: plugin.id,
    label,
    plural: definition.plural ?? pluralOf(label),
    definition,
    title: definition.title,
    table: tableOf(entity.name),
    fields,
    rules: definition.rules ?? [],
    unique: [...single, ...(definition.unique ?? [])],
    sort: definition.sort ?? ['-createdAt'],
    bin: definition.bin ?? true,
    internal: definition.internal ?? false,
    steady: definition.steady ?? false,
    search: [definition.title, ...[...fields.values()].filter(field => isSearched(field) && field.name !== definition.title).map(field => field.name)],
    linesOf: null,
    referredBy: [],
    holds: null,
    publicPage: null,
    keptOf: null,
    trial: null,
    hooks: [],
    actions: new Map(),
  }
}

export function fieldOf(plugin: string, name: string, field: { readonly type: string; readonly options: object }): ModelField {
  const type = fieldTypes.get(field.type)
  if (!type) throw new RegistryError([`Plugin ${plugin}: field "${name}" has the type "${field.type}", which does not exist.`])
  const options = plainDefault(type.compare, field.options) as ModelField['options'] & {
    readonly label?: string
    readonly to?: string
    readonly of?: string
    readonly column?: string
  }
  return {
    name,
    plugin,
    label: options.label ?? labelOf(name),
    type,
    options,
    columns: type.columns(options).map(column => ({ ...column, name: (options.column ?? snake(name)) + column.suffix })),
    // What a rollup counts points here, and not the other way.
    to: options.to ?? (field.type === 'rollup' ? null : (options.of ?? null)),
    computed: null,
  }
}

/** A default is written like any value: formatted text is sanitised. */
function plainDefault(compare: Comparison, options: object): object {
  const { default: given } = options as { readonly default?: unknown }
  return compare === 'html' && typeof given === 'string' ? { ...options, default: cleanHtml(given) } : options
}

function extend(entities: Map<string, Draft>, plugin: Plugin, extension: Extension, problems: string[]): void {
  const entity = entities.get(extension.entity)
  if (!entity) {
    problems.push(`Plugin ${plugin.id} extends ${extension.entity}, which no enabled plugin defines. List its plugin in \`needs\`.`)
    return
  }
  const fields = new Map(entity.fields)
  for (const [name, field] of Object.entries(extension.fields)) {
    const other = fields.get(name)
    if (other)
      problems.push(`Plugins ${other.plugin} and ${plugin.id} both add the field "${name}" to ${entity.name}. Rename one, or disable one of the plugins.`)
    const made = fieldOf(plugin.id, name, field)
    if (made.options.required && made.type.type === 'lines')
      problems.push(`Plugin ${plugin.id}: the lines "${name}" added to ${entity.name} can't be required: others create such records without knowing of them.`)
    else if (made.options.required && made.options.default === undefined)
      problems.push(
        `Plugin ${plugin.id}: field "${name}" added to ${entity.name} is required without a default. Give it a default: others create such records without knowing it.`,
      )
    fields.set(name, made)
  }
  entity.fields = fields
  entity.rules = [...entity.rules, ...extension.rules]
  entity.unique = [...entity.unique, ...Object.keys(extension.fields).flatMap(name => uniqueOf(fields.get(name))), ...(extension.unique ?? [])]
  entity.search = [...entity.search, ...Object.keys(extension.fields).filter(name => isSearched(fields.get(name)))]
}

/** A field whose values are unique; those of a series that counts apart, within what it counts by. */
function uniqueOf(field: ModelField | undefined): string[][] {
  if (!field) return []
  const per = field.type.type === 'series' ? field.options.per : undefined
  if (typeof per === 'string') return [[per, field.name]]
  return field.options.unique ? [[field.name]] : []
}

/** A number that people are given is what they look a record up by. */
function isSearched(field: ModelField | undefined): boolean {
  return field?.options.search ?? field?.type.type === 'series'
}

/** Says to each entity who points at it and whose lines it is. */
function linkEntities(entities: Map<string, Draft>): void {
  for (const entity of entities.values()) {
    for (const field of entity.fields.values()) {
      for (const target of targetsOf(field).map(name => entities.get(name))) {
        if (!target) continue
        if (field.type.type === 'lines') target.steady = entity.steady
        if (field.type.type === 'lines') target.linesOf = { entity: entity.name, field: field.name, by: (field.options as unknown as { by: string }).by }
        else
          target.referredBy = [
            ...target.referredBy,
            { entity: entity.name, field: field.name, onRemove: (field.options as { onRemove?: 'refuse' }).onRemove ?? 'refuse' },
          ]
      }
    }
  }
}

function addBehaviour(
  entities: Map<string, Draft>,
  hooks: readonly Owned<Hooks>[],
  actions: readonly Owned<Action>[],
  handlers: readonly Owned<Handler>[],
  problems: string[],
): void {
  for (const one of hooks) {
    const entity = entities.get(one.entity)
    if (entity) entity.hooks = [...entity.hooks, one]
    else problems.push(`Plugin ${one.plugin}: hooks on ${one.entity}, which no enabled plugin defines. List its plugin in \`needs\`.`)
  }
  for (const action of actions) {
    const entity = entities.get(action.entity)
    const handler = handlers.find(one => one.entity === action.entity && one.action === action.name)
    if (!entity) problems.push(`Plugin ${action.plugin}: action "${action.name}" is on ${action.entity}, which no enabled plugin defines.`)
    else if (!handler)
      problems.push(`Plugin ${action.plugin}: action "${action.name}" on ${action.entity} has no handler. Add \`handle(${action.name}, …)\` to \`parts\`.`)
    else entity.actions = new Map([...entity.actions, [action.name, { action, handler, plugin: action.plugin }]])
  }
  for (const handler of handlers) {
    if (!actions.some(one => one.entity === handler.entity && one.name === handler.action))
      problems.push(`Plugin ${handler.plugin}: a handler for "${handler.action}" on ${handler.entity} has no action. Add the action to \`parts\`.`)
  }
}

/** Everyone's form of each entity is that of the plugin which comes last. Of the layouts for roles those of a later plugin come first, each plugin's in its own order. */
export function formsOf(
  forms: readonly (FormScreen & { readonly plugin: string })[],
  placed: readonly PlacedFields[],
  lists: readonly PlacedList[],
): Pick<Model, 'forms' | 'layouts'> {
  const [common, own] = [forms.filter(form => form.role === undefined), forms.filter(form => form.role !== undefined)]
  const plugins = [...new Set(own.map(form => form.plugin))].reverse()
  const ordered = plugins.flatMap(plugin => own.filter(form => form.plugin === plugin))
  const first = ordered.filter((form, at) => ordered.findIndex(one => one.entity === form.entity && one.role === form.role) === at)
  // Whoever arranged a page in this workspace chose its lists.
  const whole = ({ plugin, ...form }: Owned<FormScreen>): FormScreen => withPlaced(plugin === adminPlugin ? form : withLists(form, lists), placed)
  const entities = [...new Set(first.map(form => form.entity))]
  return {
    forms: new Map(common.map(form => [form.entity, whole(form)])),
    layouts: new Map(entities.map(entity => [entity, first.filter(form => form.entity === entity).map(whole)])),
  }
}

function withLists(form: FormScreen, lists: readonly PlacedList[]): FormScreen {
  const there = new Set(relatedOf(form).map(({ entity, by }) => `${entity} ${by}`))
  const more = lists.flatMap(({ entity, list }) => (entity === form.entity && !there.has(`${list.entity} ${list.by}`) ? [list] : []))
  return more.length > 0 ? { ...form, related: [...(form.related ?? []), ...more] } : form
}

function withPlaced(form: FormScreen, placed: readonly PlacedFields[]): FormScreen {
  let sections = form.sections.map(section => ({ ...section, fields: [...section.fields] }))
  for (const one of placed.filter(other => other.entity === form.entity)) {
    const { where } = one
    const there = new Set([...sections.flatMap(section => section.fields.flat()), ...(form.hidden ?? [])])
    const fields = one.fields.filter(field => !there.has(field))
    if (fields.length === 0) continue
    sections = sections.map(section => {
      if ('section' in where) return section.label === where.section ? { ...section, fields: [...section.fields, ...fields] } : section
      const at = section.fields.findIndex(field => field === where.after || (Array.isArray(field) && field.includes(where.after)))
      return at === -1 ? section : { ...section, fields: section.fields.toSpliced(at + 1, 0, ...fields) }
    })
  }
  return { ...form, sections }
}

function wordsOf(
  parts: readonly { readonly language: string; readonly sources: { readonly [english: string]: string } }[],
): Map<string, ReadonlyMap<string, string>> {
  const words = new Map<string, Map<string, string>>()
  for (const part of parts) {
    const language = words.get(part.language) ?? new Map<string, string>()
    for (const [english, said] of Object.entries(part.sources)) language.set(english, said)
    words.set(part.language, language)
  }
  return words
}

/** Grows when the same model is given other indexes or other walls, or more is kept of its plugins, so that workspaces made before get them. Tables beside its entities come by the mark of the base. */
const indexing = 9

function hashOf(entities: ReadonlyMap<string, Draft>, plugins: readonly Plugin[], screens: readonly unknown[]): string {
  const shape = [...entities.values()].map(entity => ({
    name: entity.name,
    definition: entity.definition,
    fields: [...entity.fields.values()].map(({ name, type, options }) => ({ name, type: type.type, options })),
    unique: entity.unique,
    rules: entity.rules,
    ...(entity.holds && { holds: entity.holds }),
    ...(entity.trial !== null && { trial: entity.trial }),
  }))
  return createHash('sha256')
    .update(JSON.stringify([indexing, plugins.map(plugin => [plugin.id, plugin.version]), shape, screens]))
    .digest('hex')
}
