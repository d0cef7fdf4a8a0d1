import type { Json, JsonSchema } from './json.ts'

/**
 * What every field may say of itself. All of it is plain data: a field made in code and one made
 * by an admin on a screen are the same descriptor.
 *
 * @example const options: FieldOptions = { label: 'Next of kin', help: 'Whom we call.', search: true }
 */
export type FieldOptions<V = unknown> = {
  /** English, as people see it; the key of its translation. Made from the name when left out. */
  readonly label?: string
  /** One sentence under the field. */
  readonly help?: string
  readonly required?: boolean
  /** Used when nothing is given on create. `'$me'`, `'$today'` and `'$now'` are filled in by the server. */
  readonly default?: V | '$me' | '$today' | '$now'
  /** No two live records share a value. */
  readonly unique?: boolean
  /** An index for sorting and filtering. References and fields a list sorts by have one anyway. */
  readonly index?: boolean
  /** Set by hooks and the server only; refused in what a caller sends. */
  readonly readonly?: boolean
  /**
   * Of numbers and money, what lists add up: all records unless told, `false` where a sum says nothing, and the path of what makes records alike (`'kind'`,
   * `'account.type'`) where only those of one kind belong together, such as what is owed to us and what we owe. Lists then say a sum for each.
   */
  readonly adds?: false | string
  /** Of fields of lines: shown only where a line tells it, or one asks for more columns, so that lines which never need it stay quick to fill. */
  readonly rare?: boolean
  /** Found by the search box. The title field always is, and a running number unless told otherwise. */
  readonly search?: boolean
  /** What its columns are called, or begin with, where that is not its own name: of a field that was taken over after its type had changed. */
  readonly column?: string
}

declare const writes: unique symbol

/**
 * A field: its type's name and its options. `Read` is what a record shows, `Write` what a caller
 * gives. Both are types only; nothing of them exists when the program runs.
 */
export interface Field<Read = unknown, Options = object, Write = Read> {
  readonly type: string
  readonly options: Options
  readonly value?: Read
  readonly [writes]?: Write
}

/** A field, whatever its type. */
// Options stand as `object`, not `any`: TypeScript would infer `any` for `text()` from this very type.
// biome-ignore lint/suspicious/noExplicitAny: the parameters stand for "whatever field".
export type AnyField = Field<any, object, any>

/**
 * Fields by their names.
 *
 * @example const asked: Fields = { days: integer({ min: 1 }), why: text() }
 */
export type Fields = { readonly [name: string]: AnyField }

/** A field's PostgreSQL types. A closed list: nothing an admin types reaches DDL. */
export type ColumnType = 'text' | 'integer' | 'bigint' | 'numeric' | 'boolean' | 'date' | 'timestamptz(3)' | 'time(0)' | 'uuid' | 'jsonb' | 'text[]'

/** One column of a field: a type of field says which it needs. */
export interface ColumnShape {
  /** Appended to the field's own column name: `''`, or `_amount` where one field needs two columns. */
  readonly suffix: '' | `_${string}`
  /** The key inside the value that this column holds, where the value is an object (money). */
  readonly part?: string
  readonly type: ColumnType
  /** How a part is compared. */
  readonly compare?: Comparison
}

/** How a condition compares a field with a value. */
export type Operator =
  | 'eq'
  | 'ne'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'in'
  | 'notIn'
  | 'between'
  | 'contains'
  | 'startsWith'
  | 'isEmpty'
  | 'within'
  | 'under'
  | 'some'
  | 'every'
  | 'none'

/** How two values are compared, in JavaScript and in SQL alike. */
export type Comparison = 'text' | 'html' | 'number' | 'decimal' | 'date' | 'time' | 'instant' | 'boolean' | 'id' | 'set' | 'ids' | 'none'

/**
 * What the engine needs to know of a field type. One file in sdk/fields has all of it.
 *
 * @example const isPlain = (type: FieldType): boolean => type.columns({}).length === 1 && type.sortable
 */
export interface FieldType<O = FieldOptions> {
  readonly type: string
  /** Columns of the entity's table; none for lines, which have a table of their own. */
  columns(options: O): readonly ColumnShape[]
  /** One value as callers send it (null is added by the engine where the field is not required). */
  schema(options: O): JsonSchema
  /** Brings a value to its one form before it is checked: trims, lower-cases an e-mail. Must be idempotent. */
  normalise?(value: Json, options: O): Json
  readonly compare: Comparison
  readonly operators: readonly Operator[]
  readonly sortable: boolean
  readonly groupable: boolean
  /** Its values are ids of files: who hangs one there must be allowed to. */
  readonly files?: boolean
}
