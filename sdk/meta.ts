import type { DashboardCard, DashboardShape, HiddenCard } from './dashboards.ts'
import type { Rule } from './entity.ts'
import type { Operator } from './field.ts'
import type { ChoiceShape } from './fields/choice.ts'
import type { FlowOptions } from './fields/flow.ts'
import type { TextOffers } from './fields/text.ts'
import type { Formats } from './formats.ts'
import type { FormScreen } from './forms.ts'
import type { Formula } from './formula/tree.ts'
import type { Json } from './json.ts'
import type { BoardScreen, ListScreen, PageScreen } from './screens.ts'

/**
 * The model as one caller may see it: what `GET /api/meta` answers. Labels are English; `words` translates them.
 *
 * @example const { entities }: Meta = await (await fetch('/api/meta')).json()
 */
export interface Meta {
  readonly modelNumber: number
  readonly user: {
    readonly id: string
    readonly name: string
    readonly email: string | null
    readonly locale: string
    /** The IANA zone they live in; null for that of the company. */
    readonly zone: string | null
    readonly formats: Formats
    readonly roles: readonly string[]
    readonly admin: boolean
    readonly owner: boolean
  }
  /** The administrator who looks at what this person sees; nothing can be changed then. */
  readonly looker: { readonly name: string } | null
  readonly workspace: { readonly name: string; readonly title: string; readonly sample: boolean }
  readonly workspaces: readonly { readonly name: string; readonly title: string }[]
  readonly company: {
    readonly id: string
    readonly name: string
    readonly country: string
    readonly currency: string
    readonly zone: string
    readonly fiscalYearStart: number
    /** 1–7: the day its week begins on, 1 being Monday. */
    readonly weekStart: number
    /** In a trial nothing counts yet. */
    readonly stage: 'trial' | 'live'
  } | null
  /** Code → digits after the point, of the currencies in use. */
  readonly currencies: { readonly [code: string]: number }
  readonly entities: { readonly [name: string]: EntityMeta }
  /** Who records are now that were merged, by id, where a condition of the model names them or who they are: both ids mean one record. Left out where there are none. */
  readonly standing?: { readonly [id: string]: string }
  readonly lists: readonly ListScreen[]
  /** The layout of each entity's page for this caller: of their role, or everyone's. */
  readonly forms: { readonly [entity: string]: FormScreen }
  readonly boards: readonly BoardScreen[]
  readonly dashboards: readonly DashboardMeta[]
  readonly pages: readonly PageMeta[]
  /** Parts of records' pages that plugins draw themselves. */
  readonly elements: readonly ElementMeta[]
  /** Parts of the first page that plugins draw themselves. */
  readonly home: readonly ElementMeta[]
  readonly settings: readonly { readonly name: string; readonly label: string; readonly fields: { readonly [name: string]: FieldMeta } }[]
  readonly plugins: readonly { readonly id: string; readonly title: string; readonly icon: string | null }[]
  /** English → the caller's language; of English what the workspace calls otherwise. */
  readonly words: { readonly [english: string]: string }
}

/** A screen that a plugin draws itself. */
export interface PageMeta extends Omit<PageScreen, 'kind' | 'setsUp'> {
  /** Of a page that leads to the first of some records: which, whether that is still to be done, and what it is read anew for. */
  readonly setsUp?: { readonly records: string; readonly open: boolean; readonly of: string }
  /** The address of the plugin's browser half; null where it was not built. */
  readonly source: string | null
}

/** A part of a record's page, or of the first one, that a plugin draws itself. */
export interface ElementMeta {
  readonly entity: string
  readonly element: string
  /** The address of the plugin's browser half; null where it was not built. */
  readonly source: string | null
}

/** A dashboard that a plugin brings, as its reader may see it: where a card is not theirs to see, its place is kept. */
export interface DashboardMeta extends DashboardShape<DashboardCard | HiddenCard> {
  readonly name: string
  readonly label: string
  /** Whether it is the home of one of the reader's roles. */
  readonly home: boolean
}

/** An entity as the person asking may see it. */
export interface EntityMeta {
  readonly name: string
  readonly plugin: string
  readonly label: string
  readonly plural: string
  readonly description: string | null
  /** The field that a record is known by; empty for who may not read it. */
  readonly title: string
  readonly sort: readonly string[]
  /** Only fields this caller may read. Order is the order of definition. */
  readonly fields: { readonly [name: string]: FieldMeta }
  readonly rules: readonly Rule[]
  /** Verbs this caller has on some records at least: read, create, update, remove, import, export, and actions'. */
  readonly verbs: readonly string[]
  readonly actions: readonly ActionMeta[]
  /** Set where the caller may share links to its records, with those of which they may. */
  readonly publicPage?: { readonly when: object | null }
  /** What a record can be printed as, beside its form. */
  readonly documents: readonly { readonly id: string; readonly label: string }[]
  readonly activities: boolean
  /** Fields by which a record is recognised while one types. */
  readonly duplicates: readonly string[]
  /** Set where no two of its records are ever made one. */
  readonly merges?: false
  /** Whether its records are tried out until their company goes live. */
  readonly trial: boolean
  /** Whether removed records can be put back. */
  readonly bin: boolean
  readonly external: string | null
  /** Set when its records are lines of another entity's. */
  readonly linesOf: { readonly entity: string; readonly by: string } | null
}

/** A field as the person asking may see it. */
export interface FieldMeta {
  readonly name: string
  readonly type: string
  readonly label: string
  readonly help: string | null
  readonly required: boolean
  readonly readonly: boolean
  readonly default: Json
  readonly operators: readonly Operator[]
  readonly sortable: boolean
  readonly groupable: boolean
  /** Of text. */
  readonly format?: 'email' | 'phone' | 'url'
  readonly multiline?: boolean
  /** Values to choose from beside what one types. */
  readonly offers?: TextOffers
  /** Set and never shown: of settings. */
  readonly secret?: boolean
  readonly min?: number | string
  readonly max?: number | string
  readonly digits?: number
  /** Of decimals: digits that are shown at least where it is no whole number. */
  readonly least?: number
  /** Of numbers and money: not added up by lists, or only among records that are alike in this. */
  readonly adds?: false | string
  /** Of fields of lines: shown where it is used. */
  readonly rare?: boolean
  /** Of lines: a new record’s form begins with one and asks for it. */
  readonly begins?: boolean
  /** Of choice, choices. */
  readonly choices?: { readonly [value: string]: ChoiceShape }
  readonly open?: boolean
  readonly states?: FlowOptions['states']
  /** Of a reference to its own entity that makes a tree. */
  readonly tree?: boolean
  /** Of oneOf: the entities it may point to. */
  readonly targets?: readonly string[]
  /** Of reference and references: the target entity; of lines: the line's. */
  readonly to?: string
  readonly by?: string
  /** Worked out and never written; `type` is that of its value. */
  readonly computed?: 'formula' | 'lookup' | 'rollup'
  /** Of a formula that needs the record alone: what to show while one types. */
  readonly formula?: Formula
}

/** An action as the person asking may run it. */
export interface ActionMeta {
  readonly name: string
  readonly label: string
  readonly help: string | null
  readonly when: object | null
  readonly confirm: string | null
  /** Shown first: always, or where this holds. */
  readonly primary: boolean | object
  readonly input: { readonly [name: string]: FieldMeta }
}

/**
 * RFC 9457. Every error of the API has this shape.
 *
 * @example const wordsOf = (problem: Problem) => [problem.detail, ...(problem.errors ?? []).map(issue => issue.message)].join(' ')
 */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly errors?: readonly { readonly field?: string; readonly code: string; readonly message: string; readonly row?: number }[]
  readonly requestId: string
}
