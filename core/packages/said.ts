import { isDeepStrictEqual } from 'node:util'
import type { Plugin } from '@sangam/sdk'
import { type RoleShapes, rolesOf } from '../plans/plugins/roles.ts'
import { isPluginId, labelOf, pluralOf } from '../registry/names.ts'

/** What a package says of its plugin, so that one knows what it asks for before any of its code runs. */
export interface Said {
  readonly id: string
  readonly version: string
  readonly title: string
  readonly description: string
  /** The range of platforms it runs on. */
  readonly sangam: string
  readonly needs: { readonly [plugin: string]: string }
  /** What it joins, where it is a bridge. */
  readonly joins: { readonly [plugin: string]: string }
  /** What its records are called. */
  readonly records: readonly string[]
  /** Entities of others that it adds fields to. */
  readonly adds: readonly string[]
  /** Entities of others whose changes it looks at, alters or refuses. */
  readonly hooks: readonly string[]
  readonly hears: readonly string[]
  readonly jobs: readonly string[]
  /** Entities of others whose records it reads, or changes too; null where it is all of what it needs. */
  readonly reads: readonly string[] | null
  readonly writes: readonly string[] | null
  /** Services of others that it calls, and jobs that it sets off; null where it may call all of what it needs. */
  readonly services: readonly string[] | null
  /** Servers it calls. */
  readonly hosts: readonly string[]
  readonly routes: readonly string[]
  /** Records that it shows to whoever has a link. */
  readonly publicPages: readonly string[]
  readonly screens: readonly string[]
  /** What administrators made and it takes over. */
  readonly adopts: readonly string[]
  /** What its roles open; null where a tool packed it that did not say. */
  readonly roles: RoleShapes | null
}

/** What a plugin is and asks for, by its own definition. */
export function saidOf(plugin: Plugin): Said {
  const parts = plugin.parts ?? []
  const others = (names: readonly string[]): string[] =>
    [...new Set(names)].filter(name => name.split('.')[0] !== plugin.id && plugin.adopts?.entities?.[name] === undefined).sort()
  return {
    id: plugin.id,
    version: plugin.version,
    title: plugin.title,
    description: plugin.description,
    sangam: plugin.engines.sangam,
    needs: { ...plugin.needs },
    joins: { ...plugin.joins },
    records: (plugin.entities ?? []).filter(one => !one.definition.internal).map(one => one.definition.label ?? labelOf(one.name)),
    adds: others((plugin.extensions ?? []).map(one => one.extension.entity)),
    hooks: others(parts.flatMap(part => (part.kind === 'hooks' ? [part.entity] : []))),
    hears: others(parts.flatMap(part => (part.kind === 'consumer' ? [part.event] : []))),
    reads: plugin.permissions ? [...(plugin.permissions.read ?? [])] : null,
    writes: plugin.permissions ? [...(plugin.permissions.write ?? [])] : null,
    services: plugin.permissions?.services ? [...plugin.permissions.services] : null,
    hosts: [...new Set(parts.flatMap(part => (part.kind === 'host' ? [part.address] : [])))],
    jobs: parts.flatMap(part => (part.kind === 'job' ? [part.name] : [])),
    routes: parts.flatMap(part => (part.kind === 'route' ? [`${part.method} ${part.path}`] : [])),
    publicPages: parts.flatMap(part => (part.kind === 'publicPage' ? [pluralIn(plugin, part.entity)] : [])),
    screens: parts.flatMap(part => (part.kind === 'page' ? [part.label] : [])),
    adopts: [...Object.keys(plugin.adopts?.entities ?? {}), ...Object.keys(plugin.adopts?.roles ?? {})],
    roles: rolesOf(plugin),
  }
}

function pluralIn({ entities = [] }: Plugin, name: string): string {
  const { plural, label = labelOf(name) } = entities.find(one => one.name === name)?.definition ?? {}
  return plural ?? pluralOf(label)
}

/** What came with its words: a tool too old to say it packed no plugin that has it. */
const saidFromTheStart: readonly string[] = ['joins', 'reads', 'writes', 'services', 'hosts', 'adopts', 'publicPages']

/** Where what was said differs from what is: null where nothing does. What an older tool had no words for, `unsaid`, is not asked for. */
export function untrue(said: Said, unsaid: readonly string[], plugin: Plugin): string | null {
  const is: { readonly [name: string]: unknown } = { ...saidOf(plugin) }
  return (
    Object.entries(said).find(([name, value]) => (saidFromTheStart.includes(name) || !unsaid.includes(name)) && !isDeepStrictEqual(is[name], value))?.[0] ??
    null
  )
}

/** Reads it out of what a stranger wrote; null where it is not all there. */
export function readSaid(given: unknown): Said | null {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return null
  const from = given as { readonly [name: string]: unknown }
  const text = (name: string, most: number): string => {
    const value = from[name]
    if (typeof value !== 'string' || value.trim() === '' || value.length > most) throw new Wrong()
    return value
  }
  const list = (name: string): string[] => {
    const value = from[name] ?? []
    if (!Array.isArray(value) || value.length > 500 || !value.every(one => typeof one === 'string' && one.length <= 200)) throw new Wrong()
    return value
  }
  const ranges = (name: 'needs' | 'joins'): Said['needs'] => {
    const value = from[name] ?? {}
    if (
      typeof value !== 'object' ||
      value === null ||
      !Object.entries(value).every(([id, range]) => isPluginId(id) && typeof range === 'string' && range.length < 100)
    )
      throw new Wrong()
    return value as Said['needs']
  }
  try {
    return {
      id: text('id', 20),
      version: text('version', 60),
      title: text('title', 80),
      description: text('description', 500),
      sangam: text('sangam', 60),
      needs: ranges('needs'),
      joins: ranges('joins'),
      records: list('records'),
      adds: list('adds'),
      hooks: list('hooks'),
      hears: list('hears'),
      reads: from.reads == null ? null : list('reads'),
      writes: from.writes == null ? null : list('writes'),
      services: from.services == null ? null : list('services'),
      hosts: list('hosts'),
      jobs: list('jobs'),
      routes: list('routes'),
      publicPages: list('publicPages'),
      screens: list('screens'),
      adopts: list('adopts'),
      roles: from.roles == null ? null : roles(from.roles),
    }
  } catch (error) {
    if (error instanceof Wrong) return null
    throw error
  }
}

/** Roles as a package says them: whatever they open must be told, so nothing that can't be read passes. */
function roles(given: unknown): RoleShapes {
  const one = (value: unknown): { readonly [name: string]: unknown } => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Wrong()
    return value as { readonly [name: string]: unknown }
  }
  const texts = (value: unknown): value is string[] =>
    Array.isArray(value) && value.length <= 500 && value.every(text => typeof text === 'string' && text.length <= 200)
  for (const role of Object.values(one(given)).map(one)) {
    if (typeof role.label !== 'string' || role.label.length > 200 || !Array.isArray(role.grants) || role.grants.length > 500) throw new Wrong()
    for (const grant of role.grants.map(one)) {
      if (typeof grant.entity !== 'string' || grant.entity.length > 200 || !texts(grant.verbs)) throw new Wrong()
      if (![grant.hide ?? [], grant.freeze ?? []].every(texts) || (grant.where !== undefined && JSON.stringify(one(grant.where)).length > 10_000))
        throw new Wrong()
    }
  }
  return given as RoleShapes
}

class Wrong extends Error {}
