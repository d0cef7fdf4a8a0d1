import type { BoardScreen, EntityMeta, FormScreen, Json, ListScreen, Rule } from '@sangam/sdk'
import type { Step } from '../changes/plan.ts'

/** What `GET /api/model` answers: the model as those who change it need it, with what a draft makes of it. */
export interface ShownModel {
  readonly number: number
  readonly setAside: readonly string[]
  readonly entities: readonly ShownEntity[]
  /** Of one's own, as they stand in the document. */
  readonly lists: { readonly [entity: string]: OwnList }
  readonly forms: { readonly [entity: string]: OwnForm }
  /** Of roles, in the order in which the first that fits someone counts. */
  readonly layouts: { readonly [entity: string]: readonly RoleForm[] }
  readonly boards: { readonly [entity: string]: OwnBoard }
  /** As they are with what plugins bring. */
  readonly screens: {
    readonly lists: readonly ListScreen[]
    readonly forms: { readonly [entity: string]: FormScreen }
    readonly layouts: { readonly [entity: string]: readonly FormScreen[] }
    readonly boards: readonly BoardScreen[]
    /** Those of plugins alone: what is there again where one’s own is taken away. */
    readonly built: { readonly forms: { readonly [entity: string]: FormScreen }; readonly layouts: { readonly [entity: string]: readonly FormScreen[] } }
  }
  /** How what screens name of plugins that are not enabled is called, by entity and name; with the plugin's title. */
  readonly aside: { readonly [entity: string]: { readonly [name: string]: { readonly label: string; readonly plugin: string } } }
  readonly roles: { readonly [role: string]: OwnRole }
  readonly allRoles: readonly ShownRole[]
  readonly words: Words
  readonly bin: { readonly entities: readonly { readonly name: string; readonly label: string }[]; readonly fields: readonly BinnedField[] }
  readonly types: readonly string[]
  /** What each type of field can become. */
  readonly becomes: { readonly [type: string]: readonly string[] }
  readonly plugins: readonly { readonly id: string; readonly title: string }[]
  readonly shapes: { readonly [entity: string]: EntityMeta }
  /** Why the draft can't be looked at any more; then the rest is what holds now. */
  readonly stuck: string | null
  /** What does not hold together in the draft yet. */
  readonly problems: readonly string[]
}

type Words = { readonly [language: string]: { readonly [english: string]: string } }
export type Pending = 'new' | 'changed' | null

export interface ShownEntity {
  readonly name: string
  readonly plugin: string
  readonly custom: boolean
  readonly label: string
  readonly plural: string
  readonly description: string | null
  readonly title: string
  readonly activities: boolean
  /** For how many years its records can’t be removed for good. */
  readonly keptYears: number | null
  readonly linesOf: string | null
  readonly records: number
  readonly recordsExact: boolean
  readonly rules: readonly Rule[]
  readonly pluginRules: readonly Rule[]
  readonly unique: readonly (readonly string[])[]
  readonly fields: readonly ShownField[]
  readonly pending: Pending
}

export type Options = { readonly [option: string]: Json | undefined }
export type Place = { readonly after: string } | { readonly section: string }

export interface ShownField {
  readonly name: string
  readonly plugin: string
  readonly custom: boolean
  readonly type: string
  readonly label: string
  readonly to: string | null
  /** Of one's own as written in an operation: choices and states as lists. */
  readonly options: Options
  readonly retired: boolean
  readonly place: Place | null
  readonly pending: Pending
}

interface BinnedField {
  readonly entity: string
  readonly name: string
  readonly type: string
  readonly options: Options
}

export type OwnList = Partial<Omit<ListScreen, 'kind' | 'entity'>>
export type OwnForm = Omit<FormScreen, 'kind' | 'entity' | 'role'>
export type RoleForm = OwnForm & { readonly role: string }
export type OwnBoard = Omit<BoardScreen, 'kind' | 'entity'>

export interface ShownGrant {
  readonly entity: string
  readonly verbs: readonly string[]
  readonly where: object | null
  readonly hide: readonly string[]
  readonly freeze: readonly string[]
}

export interface ShownRole {
  readonly name: string
  readonly label: string
  readonly description: string | null
  readonly plugin: string
  readonly grants: readonly ShownGrant[]
}

interface OwnRole {
  readonly label: string
  readonly description?: string
  readonly grants: readonly (Pick<ShownGrant, 'entity' | 'verbs'> & Partial<Pick<ShownGrant, 'where' | 'hide' | 'freeze'>>)[]
}

/** One change, as the server's `readOperations` takes it. */
export interface Operation {
  readonly op: string
  readonly [part: string]: unknown
}

export interface ChangeSet {
  readonly id: string
  readonly title: string
  readonly state: 'draft' | 'applying' | 'failed' | 'applied' | 'undone'
  readonly operations: readonly Operation[]
  readonly number: number | null
  readonly appliedAt: string | null
  readonly 'appliedBy.$title': string | null
  readonly undoes: string | null
  readonly error: string | null
  /** What applying it does in the database, step by step, as far as it is; of a single set, once that began. */
  readonly progress?: readonly Step[] | null
  readonly createdAt: string
  readonly createdBy: string | null
  readonly 'createdBy.$title': string | null
}
