import type { Action, Handler } from './actions.ts'
import type { Consumer, Hooks, Job } from './behaviour.ts'
import type { Ctx } from './ctx.ts'
import type { Dashboard } from './dashboards.ts'
import type { DocumentTemplate } from './documents.ts'
import type { AnyEntity, Extension } from './entity.ts'
import type { Event } from './events.ts'
import type { FormScreen, PlacedList } from './forms.ts'
import type { Host } from './hosts.ts'
import type { IconName } from './icons.ts'
import type { Invariant } from './invariants.ts'
import type { Migration } from './migrations.ts'
import type { Numbering } from './numbering.ts'
import type { Role } from './permissions.ts'
import type { PublicPage } from './public-pages.ts'
import type { Route } from './routes.ts'
import type { BoardScreen, HomeElement, ListScreen, PageScreen, PlacedElement, PlacedFields } from './screens.ts'
import type { Provider } from './services.ts'
import type { Settings } from './settings.ts'
import type { Trial } from './trial.ts'

/** A plugin’s texts in another language, made by `translations`. */
export interface Translations {
  readonly kind: 'translations'
  readonly language: string
  readonly sources: { readonly [english: string]: string }
}

/**
 * Words of one language; the English text is the key. `{name}` and ICU plurals are filled in.
 *
 * @example translations('hi', { Lead: 'लीड', 'Make a customer': 'ग्राहक बनाएँ' })
 */
export function translations(language: string, sources: Translations['sources']): Translations {
  return { kind: 'translations', language, sources }
}

/** Records that are planted when a plugin is enabled, made by `seed`. */
export interface Seed {
  readonly kind: 'seed'
  readonly name: string
  /** Only in the sample workspace. */
  readonly sample?: boolean
  readonly run: (ctx: Ctx) => Promise<void>
}

/**
 * Records a plugin begins with. Runs once in each workspace, as the system, when the plugin is
 * first enabled there.
 *
 * @example seed('leads.pipeline', { run: async ctx => { await ctx.repo(Pipeline).create({ name: 'Sales' }) } })
 */
export function seed(name: string, definition: Omit<Seed, 'kind' | 'name'>): Seed {
  return { kind: 'seed', name, ...definition }
}

/**
 * Whatever stands in the `parts` of a plugin.
 *
 * @example const parts: Part[] = [listScreen(Note, { columns: ['subject', 'due'] }), formScreen(Note, { sections: [{ fields: ['subject', 'due'] }] })]
 */
export type Part =
  // biome-ignore lint/suspicious/noExplicitAny: stands for "whatever action".
  | Action<any, any, any>
  | Handler
  | Hooks
  | Consumer
  | Job
  | Event
  | Provider
  | Role
  | Route
  | Settings
  | Host
  | ListScreen
  | FormScreen
  | BoardScreen
  | PageScreen
  | Dashboard
  | DocumentTemplate
  | PublicPage
  | PlacedFields
  | PlacedList
  | PlacedElement
  | HomeElement
  | Numbering
  | Invariant
  | Trial
  | Translations
  | Seed
  | Migration

/** What a plugin says of itself. */
export interface PluginDefinition {
  /** Short, lower-case; the first half of its entities' names. */
  readonly id: string
  /** semver. */
  readonly version: string
  readonly title: string
  /** One or two sentences for the card on which it is enabled. */
  readonly description: string
  readonly icon?: IconName
  /** Plugins it stands on, with semver ranges: `{ parties: '^0.1.0' }`. */
  readonly needs?: { readonly [plugin: string]: string }
  /**
   * Makes it a bridge between these plugins: it is enabled by itself in every workspace where all of them are, in the same plan that enables the last of
   * them, and goes out of sight by itself when one of them does. Nobody enables or disables it by hand. It may do with them what it may do with what it
   * needs. At least two; none of them is among `needs`. A list takes every version, `{ leads: '^0.1.0', stock: '>=1.0.0 <3.0.0' }` those in a range.
   *
   * @example joins: ['leads', 'stock']
   */
  readonly joins?: readonly string[] | { readonly [plugin: string]: string }
  /**
   * What it reads and changes of the records of others, beside what it looks at in its hooks and is told by events: names of entities, `x.*` for what
   * administrators made. And which services of others it calls, core's among them, and which jobs of others it sets off, by their names; without
   * `services` that is all of what it needs. Whoever installs the plugin reads it. Where all is left out, it reaches all records of what it needs.
   * What came with the platform is trusted with more than it says; what was installed is held to it.
   *
   * @example permissions: { read: ['core.user'], write: ['parties.party'], services: ['core.mail'] }
   */
  readonly permissions?: { readonly read?: readonly string[]; readonly write?: readonly string[]; readonly services?: readonly string[] }
  /**
   * What it takes over from the administrators of the workspace it was made in, written by `sangam graduate`: entities and roles under the names they
   * have, each with a print of how it was shaped then. Where it is enabled, what has this print becomes the plugin's own, with all its records and not a
   * row moved; where it was changed since, enabling is refused. Elsewhere the plugin makes them.
   *
   * @example adopts: { entities: { 'x.vehicle': '0d4f1c22a9b3e871' }, roles: { 'x.driver': '77ab01c4d2e9f035' } }
   */
  readonly adopts?: { readonly entities?: { readonly [entity: string]: string }; readonly roles?: { readonly [role: string]: string } }
  /** The platform it runs on, a semver range. */
  readonly engines: { readonly sangam: string }
  readonly entities?: readonly AnyEntity[]
  readonly extensions?: readonly { readonly extension: Extension }[]
  readonly parts?: readonly Part[]
}

/**
 * A plugin, made by `definePlugin`.
 *
 * @example const known = new Map<string, Plugin>([[notes.id, notes]])
 */
export interface Plugin extends Omit<PluginDefinition, 'joins'> {
  readonly kind: 'plugin'
  /** What it joins, each with its range. */
  readonly joins?: { readonly [plugin: string]: string }
}

/**
 * A plugin: a table of contents. Checked when the server starts; what is wrong is said with the
 * plugin, the thing and the fix.
 *
 * @param definition - What it is, what it stands on, its entities and its parts.
 * @example export default definePlugin({ id: 'notes', version: '1.0.0', title: 'Notes', description: 'Notes of one\'s own.', engines: { sangam: '^0.1.0' }, entities: [Note], parts: [list] })
 */
export function definePlugin({ joins, ...definition }: PluginDefinition): Plugin {
  return { kind: 'plugin', ...definition, ...(joins && { joins: ranged(joins) }) }
}

function ranged(joins: NonNullable<PluginDefinition['joins']>): { readonly [plugin: string]: string } {
  return Array.isArray(joins) ? Object.fromEntries((joins as readonly string[]).map(id => [id, '*'])) : (joins as { readonly [plugin: string]: string })
}
