import type {
  Action,
  AppendOnly,
  Balanced,
  BoardScreen,
  ColumnShape,
  Consumer,
  Dashboard,
  DocumentTemplate,
  EntityDefinition,
  Event,
  FieldType,
  FormScreen,
  Formula,
  Handler,
  HomeElement,
  Hooks,
  Host,
  Job,
  Kept,
  ListScreen,
  Locked,
  PageScreen,
  PlacedElement,
  Plugin,
  Provider,
  PublicPage,
  Role,
  Route,
  Rule,
  Seed,
  Settings,
} from '@sangam/sdk'
import { fieldTypes } from '@sangam/sdk'
import type { Problem } from './problems.ts'

/** The merged metadata of one workspace: code, extensions and admin-made fields, alike. */
export interface Model {
  /** Grows with every switch; every write compares it. */
  readonly number: number
  /** Of everything that shapes tables, screens and rules; equal for equal models. */
  readonly hash: string
  readonly plugins: ReadonlyMap<string, Plugin>
  readonly entities: ReadonlyMap<string, ModelEntity>
  /** With the plugin that has each. */
  readonly roles: ReadonlyMap<string, Role & { readonly plugin: string }>
  /** With the plugin that said something of it last. */
  readonly lists: readonly (ListScreen & { readonly plugin: string })[]
  /** Everyone's layout of each entity's page. */
  readonly forms: ReadonlyMap<string, FormScreen>
  /** Those of roles, in the order in which the first that fits counts. */
  readonly layouts: ReadonlyMap<string, readonly FormScreen[]>
  readonly boards: readonly BoardScreen[]
  readonly dashboards: readonly (Dashboard & { readonly plugin: string })[]
  readonly pages: readonly (PageScreen & { readonly plugin: string })[]
  /** Parts of records' pages that plugins draw themselves. */
  readonly elements: readonly (PlacedElement & { readonly plugin: string })[]
  /** Parts of the first page that plugins draw themselves. */
  readonly home: readonly (HomeElement & { readonly plugin: string })[]
  readonly documents: readonly (DocumentTemplate & { readonly plugin: string })[]
  readonly settings: ReadonlyMap<string, Settings>
  /** Servers that plugins call. */
  readonly hosts: ReadonlyMap<string, Host>
  readonly events: ReadonlyMap<string, Event>
  readonly consumers: readonly Consumer[]
  readonly jobs: ReadonlyMap<string, Job>
  readonly routes: readonly (Route & { readonly plugin: string })[]
  readonly services: ReadonlyMap<string, Provider & { readonly plugin: string }>
  readonly seeds: readonly (Seed & { readonly plugin: string })[]
  /** What administrators made and what leans on a plugin that is not there: one sentence each. */
  readonly setAside: readonly Problem[]
  /** Language → English → word. */
  readonly words: ReadonlyMap<string, ReadonlyMap<string, string>>
}

export interface ModelEntity {
  readonly name: string
  readonly plugin: string
  readonly label: string
  readonly plural: string
  readonly definition: EntityDefinition
  /** The field people know a record by. */
  readonly title: string
  /** Its table's name in the workspace's schema. */
  readonly table: string
  /** Its own, then extensions', then admin-made; in this order on screens. Never the system fields. */
  readonly fields: ReadonlyMap<string, ModelField>
  readonly rules: readonly Rule[]
  /** Includes single unique fields. */
  readonly unique: readonly (readonly string[])[]
  readonly sort: readonly string[]
  readonly bin: boolean
  readonly internal: boolean
  /** Few records that seldom change: what hooks read of them is remembered. */
  readonly steady: boolean
  /** Fields the search box looks in; the title is one. */
  readonly search: readonly string[]
  /** Set when its records are lines of another entity's. */
  readonly linesOf: { readonly entity: string; readonly field: string; readonly by: string } | null
  /** Reference fields of any entity that point here. */
  readonly referredBy: readonly { readonly entity: string; readonly field: string; readonly onRemove: 'refuse' | 'clear' | 'cascade' | 'keep' }[]
  /** What the database holds of its records, whoever writes. */
  readonly holds: Invariants | null
  /** What whoever has a link sees of its records. */
  readonly publicPage: PublicPage | null
  /** Set where its records are sums that the database keeps up, and nobody writes. */
  readonly keptOf: string | null
  /** The field that says whose it is, where its records go as that company goes live. */
  readonly trial: string | null
  readonly hooks: readonly (Hooks & { readonly plugin: string })[]
  readonly actions: ReadonlyMap<string, { readonly action: Action; readonly handler: Handler; readonly plugin: string }>
}

/** From when on records stay as they are, and what is asked of them in that moment. */
export interface Invariants {
  readonly stays: AppendOnly
  readonly balanced: readonly Balanced[]
  readonly locked: readonly Locked[]
  readonly kept: readonly Kept[]
}

export interface ModelField {
  readonly name: string
  /** The plugin that brought it; `x` for those that administrators made. */
  readonly plugin: string
  readonly label: string
  readonly type: FieldType
  readonly options: { readonly [option: string]: unknown } & {
    readonly required?: boolean
    readonly readonly?: boolean
    readonly unique?: boolean
    readonly index?: boolean
    readonly search?: boolean
    readonly help?: string
    readonly default?: unknown
  }
  /** Its columns, names in full. */
  readonly columns: readonly (ColumnShape & { readonly name: string })[]
  /** Entity it points to (reference) or is made of (lines). */
  readonly to: string | null
  /** Set where it has no column and is worked out when it is read; its type is that of the value. */
  readonly computed: Computed | null
}

export type Computed =
  | {
      readonly kind: 'formula'
      /** Of stored values only: formulas and lookups it uses are written out in it. */
      readonly tree: Formula
      /** Every field it names, directly or not, as a path from the record: whoever may not read one may not read it. */
      readonly uses: readonly string[]
      /** Known from the record alone. */
      readonly local: boolean
      /** How large a number it can be. */
      readonly size: { readonly before: number; readonly after: number } | null
    }
  | {
      readonly kind: 'rollup'
      /** Under which its sums are kept: another for another meaning. */
      readonly key: string
      readonly of: string
      readonly by: string
      readonly how: 'count' | 'sum' | 'average' | 'min' | 'max'
      readonly field: string | null
      readonly currency: string | null
      readonly where: object | null
      readonly uses: readonly []
      readonly local: false
    }
  | { readonly kind: 'lookup'; readonly path: string; readonly uses: readonly string[]; readonly local: false }

/** The system fields a record shows, by field name. */
export const systemFields: ReadonlyMap<string, { readonly column: string; readonly compare: 'id' | 'number' | 'instant' }> = new Map([
  ['id', { column: 'id', compare: 'id' }],
  ['version', { column: 'version', compare: 'number' }],
  ['createdAt', { column: 'created_at', compare: 'instant' }],
  ['createdBy', { column: 'created_by', compare: 'id' }],
  ['updatedAt', { column: 'updated_at', compare: 'instant' }],
  ['updatedBy', { column: 'updated_by', compare: 'id' }],
])

/** Whether a value comes from a sum over records that point here, which is kept when they are written and known to no rule before. */
export function comesFromSum(entity: ModelEntity, name: string): boolean {
  const computed = entity.fields.get(name)?.computed
  if (!computed) return false
  return computed.kind === 'rollup' || computed.uses.some(used => entity.fields.get(used)?.computed?.kind === 'rollup')
}

/** The parts of a value in several columns, such as money; of one that is worked out, those it would have if it were kept. */
export function partsOf(field: ModelField): readonly ColumnShape[] {
  return field.computed && field.type.type === 'money' ? moneyParts : field.columns
}

const moneyParts = fieldTypes.get('money')?.columns({}) ?? []
