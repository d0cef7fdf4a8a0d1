import { isDeepStrictEqual } from 'node:util'
import type { Json, PlacedElement, PlacedFields, PlacedList, Plugin, Route } from '@sangam/sdk'
import { labelOf } from '../../registry/names.ts'
import type { Called } from './roles.ts'
import type { Step } from './sentences.ts'

/** What a plugin brings beside its records and its roles, by kind and name, as plain data: kept with its version, so that the next one is compared with it. */
export type Brings = { readonly [kind in Kind]?: { readonly [name: string]: Brought } }

interface Brought {
  /** What people read of it. */
  readonly called: string
  /** Under which name those who write programs know it, where that is another. */
  readonly technical?: string
  /** All that makes it another one than before: when a job runs, who may ask at an address. */
  readonly as?: Json
}

/** In the order in which they are told: what people see, whom it lets in, where it reaches, what it does by itself. */
const kinds = {
  screens: { more: 'Adds to the navigation: {names}.', less: 'Takes from the navigation: {names}.' },
  boards: {
    more: 'Brings {count, plural, one {# board} other {# boards}}: {names}.',
    less: 'Takes away {count, plural, one {# board} other {# boards}}: {names}.',
  },
  dashboards: {
    more: 'Brings {count, plural, one {# dashboard} other {# dashboards}}: {names}.',
    less: 'Takes away {count, plural, one {# dashboard} other {# dashboards}}: {names}.',
  },
  forms: {
    more: 'Lays out {count, plural, one {# form} other {# forms}}: {names}.',
    less: 'No longer lays out {count, plural, one {# form} other {# forms}}: {names}.',
  },
  fields: {
    more: 'Adds {count, plural, one {# field} other {# fields}} to records of others: {names}.',
    less: 'Takes {count, plural, one {# field} other {# fields}} from records of others: {names}.',
  },
  places: {
    more: 'Puts {count, plural, one {# part} other {# parts}} on pages of others: {names}.',
    less: 'Takes {count, plural, one {# part} other {# parts}} from pages of others: {names}.',
  },
  home: {
    more: 'Puts {count, plural, one {# part} other {# parts}} on the first page, about: {names}.',
    less: 'Takes {count, plural, one {# part} other {# parts}} from the first page, about: {names}.',
  },
  documents: {
    more: 'Prints {count, plural, one {# document} other {# documents}}: {names}.',
    less: 'No longer prints {count, plural, one {# document} other {# documents}}: {names}.',
  },
  settings: {
    more: 'Brings {count, plural, one {# page of settings} other {# pages of settings}}: {names}.',
    less: 'Takes away {count, plural, one {# page of settings} other {# pages of settings}}: {names}.',
  },
  pages: { more: 'Shows to whoever has a link, without signing in: {names}.', less: 'No longer shows without signing in: {names}.' },
  routes: {
    more: 'Answers at {count, plural, one {# address} other {# addresses}} of its own, about: {names}.',
    less: 'No longer answers at {count, plural, one {# address} other {# addresses}}, about: {names}.',
    other: 'Answers otherwise, or to others, than before at {count, plural, one {# address} other {# addresses}}, about: {names}.',
  },
  hosts: { more: 'Calls other servers: {names}.', less: 'No longer calls: {names}.', other: 'Calls another address than before: {names}.' },
  reads: { more: 'Reads of others: {names}.', less: 'No longer reads: {names}.' },
  writes: { more: 'Reads and changes of others: {names}.', less: 'No longer changes: {names}.' },
  services: { more: 'Calls services of others: {names}.', less: 'No longer calls services of others: {names}.' },
  all: { more: 'Reads and changes all records of {names}.', less: 'No longer reaches all records of {names}.' },
  hooks: { more: 'Has a say in every change of {names}.', less: 'No longer has a say in changes of {names}.' },
  tells: { more: 'Tells others when something happens: {names}.', less: 'No longer tells others: {names}.' },
  hears: { more: 'Is told of {names}.', less: 'Is no longer told of {names}.', other: 'Does what it is told of with other rights than before: {names}.' },
  offers: {
    more: 'Offers {count, plural, one {# service} other {# services}} to other plugins: {names}.',
    less: 'No longer offers {count, plural, one {# service} other {# services}}: {names}.',
  },
  jobs: { more: 'Runs by itself: {names}.', less: 'No longer runs by itself: {names}.', other: 'Runs at other times than before: {names}.' },
} satisfies { readonly [kind: string]: { readonly more: string; readonly less: string; readonly other?: string } }

type Kind = keyof typeof kinds

/** What people see in their daily work: told before whom it lets in. */
const seen: readonly string[] = ['screens', 'boards', 'dashboards', 'forms', 'fields', 'places', 'home', 'documents', 'settings'] satisfies readonly Kind[]

/** What some plugins bring together, parted into what people see of it and all else. */
export function seenAndElse(brings: Brings): readonly [Brings, Brings] {
  const parted = (such: boolean): Brings => Object.fromEntries(Object.entries(brings).filter(([kind]) => seen.includes(kind) === such))
  return [parted(true), parted(false)]
}

/** Said of a plugin whether it has them or not, so that who kept it before they were said is told from who had none. */
const saidAlways = ['boards', 'dashboards', 'forms', 'fields', 'places', 'home', 'documents', 'settings', 'offers'] as const satisfies readonly Kind[]

/** What a plugin brings; entities of others by what they are called. */
export function bringsOf(plugin: Plugin, called: Called): Brings {
  const { id, parts = [], permissions } = plugin
  const brings: { [kind in Kind]?: { [name: string]: Brought } } = Object.fromEntries(saidAlways.map(kind => [kind, {}]))
  const add = (kind: Kind, name: string, brought: Brought): void => {
    brings[kind] = { ...brings[kind], [name]: brought }
  }
  const entity = (kind: Kind, name: string): void => add(kind, name, { called: called.entity(name) })
  if (!permissions) for (const other of Object.keys({ ...plugin.needs, ...plugin.joins })) add('all', other, { called: called.plugin(other) })
  for (const name of permissions?.read ?? []) if (!permissions?.write?.includes(name)) entity('reads', name)
  for (const name of permissions?.write ?? []) entity('writes', name)
  for (const name of permissions?.services ?? []) add('services', name, { called: labelOf(name), technical: name })
  for (const part of parts) if (part.kind === 'list' && part.menu) entity('screens', part.entity)
  for (const { extension } of plugin.extensions ?? [])
    for (const name of Object.keys(extension.fields))
      add('fields', `${extension.entity} ${name}`, { called: `${called.entity(extension.entity)} › ${called.field(extension.entity, name)}` })
  for (const part of parts)
    switch (part.kind) {
      case 'board':
        entity('boards', part.entity)
        break
      case 'dashboard':
        add('dashboards', part.name, { called: part.label })
        break
      case 'form':
        add('forms', `${part.entity} ${part.role ?? ''}`.trim(), { called: called.entity(part.entity) })
        break
      case 'placed':
      case 'placedList':
      case 'placedElement':
        if (!ownEntity(plugin, part.entity)) add('places', placeOf(part), { called: called.entity(part.entity) })
        break
      case 'homeElement':
        add('home', part.element, { called: called.entity(part.entity) })
        break
      case 'document':
        add('documents', part.name, { called: part.label })
        break
      case 'settings':
        add('settings', part.name, { called: part.label })
        break
      case 'provider':
        add('offers', part.service, { called: labelOf(part.service), technical: part.service })
        break
      case 'page':
        if (part.menu) add('screens', part.name, { called: part.label })
        break
      case 'publicPage':
        entity('pages', part.entity)
        break
      case 'route':
        add('routes', `${part.method} ${part.path}`, routeBrought(id, part, called))
        break
      case 'host':
        add('hosts', part.name, { called: `${part.label} (${part.address})`, as: part.address })
        break
      case 'hooks':
        if (!ownEntity(plugin, part.entity)) entity('hooks', part.entity)
        break
      case 'event':
        add('tells', part.name, { called: called.event(part.name), technical: part.name })
        break
      case 'consumer':
        add('hears', part.event, { called: called.event(part.event), technical: part.event, as: part.as })
        break
      case 'job':
        add('jobs', part.name, { called: part.label ?? labelOf(part.name), technical: part.name, as: part.schedule ?? null })
    }
  return brings
}

/** By what may be asked there; anybody who is signed in may ask about the plugin itself. */
function routeBrought(id: string, { method, path, permission }: Route, called: Called): Brought {
  const about = permission === 'signedIn' ? called.plugin(id) : called.entity(permission.slice(0, permission.indexOf(':')))
  return { called: about, technical: `${method} /api/plugins/${id}/x${path}`, as: permission }
}

function placeOf(part: PlacedFields | PlacedList | PlacedElement): string {
  if (part.kind === 'placed') return `${part.entity} ${part.fields.join()}`
  return `${part.entity} ${part.kind === 'placedList' ? `${part.list.entity}:${part.list.by}` : part.element}`
}

function ownEntity({ entities = [] }: Plugin, name: string): boolean {
  return entities.some(one => one.name === name)
}

/** What some plugins bring together. Whom they stand on is told beside it. */
export function allBrought(plugins: readonly Plugin[], called: Called): Brings {
  const all = plugins.map(plugin => ({ id: plugin.id, brings: bringsOf(plugin, called) }))
  const named = (kind: Kind) => all.flatMap(({ id, brings }) => Object.entries(brings[kind] ?? {}).map(([name, one]) => [`${id} ${name}`, one] as const))
  return Object.fromEntries(kindNames.filter(kind => kind !== 'all').map(kind => [kind, Object.fromEntries(named(kind))]))
}

/** Of what a version brings, that of which the one before said too whether it had it. */
export function comparable(before: Brings, after: Brings): Brings {
  const unsaid: readonly string[] = saidAlways.filter(kind => before[kind] === undefined)
  return Object.fromEntries(Object.entries(after).filter(([kind]) => !unsaid.includes(kind)))
}

/** What is there now and was not, or is another one, and what is no more, in sentences. */
export function newsOf(before: Brings, after: Brings): Step[] {
  return kindNames.flatMap(kind => {
    const [was, is] = [before[kind] ?? {}, after[kind] ?? {}]
    const texts: { readonly more: string; readonly less: string; readonly other?: string } = kinds[kind]
    const both = Object.keys(is).filter(name => was[name] !== undefined && !isDeepStrictEqual(was[name]?.as, is[name]?.as))
    return [
      ...said(texts.more, is, added(was, is)),
      ...(texts.other === undefined ? [] : said(texts.other, is, both)),
      ...said(texts.less, was, added(is, was)),
    ]
  })
}

const kindNames = Object.keys(kinds) as Kind[]

type Some = { readonly [name: string]: Brought }

function added(less: Some, more: Some): string[] {
  return Object.keys(more).filter(name => less[name] === undefined)
}

/** A plan is read by people: of many it names the first. */
const mostNamed = 12

function said(text: string, all: Some, names: readonly string[]): Step[] {
  const called = [...new Set(names.map(name => all[name]?.called ?? name))]
  const list = called.length > mostNamed + 1 ? [...called.slice(0, mostNamed), `… (${called.length})`] : called
  const technical = [...new Set(names.flatMap(name => all[name]?.technical ?? []))]
  const values = { names: list.join(', '), ...(text.includes('{count') && { count: names.length }) }
  return list.length > 0 ? [{ text, values, ...(technical.length > 0 && { technical }) }] : []
}
