import type { BoardScreen, Grant, Json, ListScreen, Rule } from '@sangam/sdk'
import type { FormShape } from '../forms.ts'
import type { Adopted } from './adopt.ts'

type Options = { readonly [option: string]: Json | undefined }

/**
 * What the administrators of a workspace made themselves, as one JSON document. Where order counts there is a list; maps have none.
 * It becomes a plugin like every other before the model is built.
 */
export interface CustomModel {
  /** By full name, `x.vehicle`. */
  readonly entities: { readonly [entity: string]: CustomEntity }
  /** What was added to plugins' entities. */
  readonly extensions: { readonly [entity: string]: CustomExtension }
  readonly lists: { readonly [entity: string]: CustomList }
  /** Everyone's layout of a page. */
  readonly forms: { readonly [entity: string]: FormShape }
  /** Those of roles, in the order in which the first that fits someone counts. */
  readonly layouts: { readonly [entity: string]: readonly RoleForm[] }
  readonly boards: { readonly [entity: string]: Omit<BoardScreen, 'kind' | 'entity'> }
  readonly roles: { readonly [role: string]: CustomRole }
  /** Patterns in place of those that plugins give their series: entity → field → pattern. */
  readonly series: { readonly [entity: string]: { readonly [field: string]: string } }
  /** Language → English → word. */
  readonly words: { readonly [language: string]: { readonly [english: string]: string } }
}

export type RoleForm = FormShape & { readonly role: string }

export interface CustomField {
  readonly name: string
  readonly type: string
  /** As a field in code has them, but choices and states are lists, because their order counts. */
  readonly options: Options
  /** The name its columns begin with, once that is no longer its own: after its type changed. */
  readonly column?: string
  /** Still shown and searched, no longer written. */
  readonly retired?: boolean
  /** Where it stands in the form of a plugin. */
  readonly place?: { readonly after: string } | { readonly section: string }
}

export interface CustomEntity {
  readonly label: string
  readonly plural?: string
  readonly description?: string
  readonly title: string
  readonly fields: readonly CustomField[]
  readonly rules?: readonly Rule[]
  readonly unique?: readonly (readonly string[])[]
  readonly sort?: readonly string[]
  readonly activities?: boolean
  /** For so many years after their last change its records can't be removed for good. */
  readonly keep?: { readonly years: number }
}

export interface CustomExtension {
  readonly fields: readonly CustomField[]
  readonly rules?: readonly Rule[]
  readonly unique?: readonly (readonly string[])[]
}

/** Without columns a list shows the title and the first fields after it. */
export type CustomList = Omit<ListScreen, 'kind' | 'entity' | 'columns'> & { readonly columns?: readonly string[] }

export interface CustomRole {
  readonly label: string
  readonly description?: string
  readonly grants: readonly Omit<Grant, 'kind'>[]
}

/** The document, and what was removed from it and can be put back: its columns are still there. */
export interface CustomState {
  readonly document: CustomModel
  readonly bin: {
    readonly entities: { readonly [entity: string]: BinnedEntity }
    /** By entity; `after` is the field it stood behind. */
    readonly fields: { readonly [entity: string]: readonly BinnedField[] }
  }
  /** By plugin: what it took over from them. */
  readonly adopted?: { readonly [plugin: string]: Adopted }
}

export interface BinnedEntity {
  readonly entity: CustomEntity
  readonly list?: CustomList
  readonly form?: FormShape
  readonly layouts?: readonly RoleForm[]
  readonly board?: Omit<BoardScreen, 'kind' | 'entity'>
}

export interface BinnedField {
  readonly field: CustomField
  readonly after: string | null
  /** Roles that hid it or kept it from being written: whoever did not see it does not see it when it comes back. */
  readonly kept?: { readonly hide: readonly string[]; readonly freeze: readonly string[] }
}

export const emptyDocument: CustomModel = { entities: {}, extensions: {}, lists: {}, forms: {}, layouts: {}, boards: {}, roles: {}, series: {}, words: {} }
export const emptyState: CustomState = { document: emptyDocument, bin: { entities: {}, fields: {} } }

/** One text for equal documents: keys in order, what is empty or undefined left out. */
export function canonical(value: unknown): string {
  return JSON.stringify(ordered(value))
}

/** The same with its keys in order, so that what is made of it is made alike everywhere. */
export function ordered<T>(value: T): T {
  if (Array.isArray(value)) return value.map(ordered) as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, one]) => one !== undefined)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([key, one]) => [key, ordered(one)])) as T
}

export function isEmptyDocument(document: CustomModel): boolean {
  return Object.values(document).every(part => Object.keys(part).length === 0)
}

/** The fields of an entity that are admin-made, wherever they stand. */
export function customFields(document: CustomModel, entity: string): readonly CustomField[] {
  return document.entities[entity]?.fields ?? document.extensions[entity]?.fields ?? []
}
