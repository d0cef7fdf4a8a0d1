import type { Condition } from './condition.ts'
import type { Field, Fields } from './field.ts'
import type { Id, Json, Show } from './json.ts'

/** A kind of record: plain data, safe to import anywhere. */
export interface Entity<Name extends string = string, F extends Fields = Fields> {
  readonly kind: 'entity'
  readonly name: Name
  readonly fields: F
  readonly definition: EntityDefinition
}

/** Fields that another plugin adds to an entity it does not own. */
export interface Extension {
  readonly kind: 'extension'
  readonly entity: string
  readonly fields: Fields
  readonly rules: readonly Rule[]
  /** Sets of fields of which no two live records share all values. */
  readonly unique?: readonly (readonly string[])[]
}

/**
 * What holds of every record of an entity, checked on the server and as one types. Conditions that are unknown lock and refuse, and grant nothing.
 *
 * @example const written: Rule<typeof Note.fields> = { require: ['body'], when: { due: { lt: '$today' } }, because: 'Write what came of it.' }
 */
export type Rule<F extends Fields = Fields, R = Values<F>> =
  | { readonly require: readonly (keyof F & string)[]; readonly when: Condition<R>; readonly because?: string }
  | {
      readonly lock: readonly (keyof F & string)[] | 'all'
      readonly when: Condition<R>
      readonly because?: string
      /** Lines that stay as they are but for these fields, as forms show them: none comes, goes or moves. `appendOnly` says it, and the database holds it. */
      readonly lines?: { readonly [field: string]: readonly string[] }
    }
  | { readonly show: readonly (keyof F & string)[]; readonly when: Condition<R> }
  | { readonly refuse: string; readonly when: Condition<R>; readonly field?: keyof F & string }

/**
 * When two records are probably one: all these fields are `exact` the same, the same when `normalised` (without case, accents, spaces and signs;
 * telephone numbers by their last ten digits), or `similar` (one searched text that has most of its letters in common).
 *
 * @example duplicates: ['name', { fields: ['email'], how: 'normalised' }, { fields: ['birthday', 'city'], how: 'exact' }]
 */
export interface DuplicateRule {
  readonly fields: readonly string[]
  readonly how: 'exact' | 'normalised' | 'similar'
}

/** What an entity says of itself beside its name: what its records are called, its fields, its rules. */
export interface EntityDefinition {
  /** "Lead"; made from the name when left out. */
  readonly label?: string
  readonly plural?: string
  /** The field people know a record by. It is searched, shown in pickers and links. */
  readonly title: string
  /** One sentence: what it is for. */
  readonly description?: string
  readonly fields: Fields
  readonly rules?: readonly Rule[]
  /** Sets of fields of which no two live records share all values. */
  readonly unique?: readonly (readonly string[])[]
  /**
   * Sets of fields by which very many records are grouped and counted, those that narrow them first: `[['company', 'date', 'state']]`. Each is an index from which the database counts
   * without reading a record. A day is counted by itself (`group: ['date']`) and added up to months by whoever asks: that is three times as fast as `date:month` over a hundred thousand.
   * Texts are of 255 characters at most.
   */
  readonly counted?: readonly (readonly string[])[]
  /** Orders lists where nothing else is asked: `-createdAt` unless told. */
  readonly sort?: readonly string[]
  /** Removed records go to the bin (unless told otherwise) and can be put back. */
  readonly bin?: boolean
  /** Books: for so many years after their last change its records, removed ones too, can't be purged from the bin. */
  readonly keep?: { readonly years: number }
  /** Finds what is probably the same record, while one types and among those that are there: by any of these. A field's name alone means that it is alike. */
  readonly duplicates?: readonly (string | DuplicateRule)[]
  /** `false` where two records are never one and the same, such as letters that went out or entries of books: nobody makes one of two of them. */
  readonly merges?: boolean
  /** A field with an id in another system; imports update by it. */
  readonly external?: string
  /** Notes, calls, tasks and meetings may hang on its records. */
  readonly activities?: boolean
  /**
   * Its records hang on records of any entity: the fields that name the entity and the record. Whoever sees that record sees them, and nobody else.
   * A field that keeps what that record is called (`title`) is shown to whoever may read its title.
   */
  readonly about?: { readonly entity: string; readonly record: string; readonly title?: string }
  /** Only plugins' code and core see it: no screens, no general API. */
  readonly internal?: boolean
  /**
   * Set-up: few records that seldom change and that hooks read at every turn, such as the stages of a pipeline. What hooks read of them with
   * `asSystem` is remembered from one change to the next, on every node, and the database confirms with each change that it still holds. A change
   * of one is dearer, since who changes others waits for it.
   */
  readonly steady?: boolean
}

/**
 * Defines an entity. Its name is `plugin.noun`; its table, API, form, list, permissions, history,
 * import and export follow from it.
 *
 * @example
 * export const Note = defineEntity('notes.note', {
 *   title: 'subject',
 *   fields: { subject: text({ required: true, max: 120 }), body: text({ multiline: true }) },
 * })
 */
export function defineEntity<const N extends string, const F extends Fields>(
  name: N,
  definition: Omit<EntityDefinition, 'fields' | 'rules' | 'title' | 'unique' | 'counted' | 'duplicates' | 'external'> & {
    readonly title: keyof F & string
    readonly fields: F
    readonly rules?: readonly Rule<F>[]
    readonly unique?: readonly (readonly (keyof F & string)[])[]
    readonly counted?: readonly (readonly (keyof F & string)[])[]
    readonly duplicates?: readonly ((keyof F & string) | (DuplicateRule & { readonly fields: readonly (keyof F & string)[] }))[]
    readonly external?: keyof F & string
  },
): Entity<N, F> {
  return { kind: 'entity', name, fields: definition.fields, definition: definition as unknown as EntityDefinition }
}

/**
 * The same entity seen with more fields; the owner need not know. Returns the wider handle, which
 * also is the part to list in `definePlugin({ extensions })`. Its fields are never required without
 * a default.
 *
 * @example
 * export const LoyalParty = extendEntity(Party, { fields: { points: integer({ default: 0 }) } })
 */
export function extendEntity<N extends string, F extends Fields, const X extends Fields>(
  entity: Entity<N, F>,
  more: { readonly fields: X; readonly rules?: readonly Rule<F & X>[] },
): Entity<N, Show<F & X>> & { readonly extension: Extension } {
  return {
    ...entity,
    fields: { ...entity.fields, ...more.fields } as Show<F & X>,
    extension: { kind: 'extension', entity: entity.name, fields: more.fields, rules: (more.rules ?? []) as unknown as readonly Rule[] },
  }
}

/**
 * One handle for an entity as two plugins extended it.
 *
 * @example const Party = combine(LoyalParty, RatedParty)
 */
export function combine<N extends string, A extends Fields, B extends Fields>(a: Entity<N, A>, b: Entity<N, B>): Entity<N, Show<A & B>> {
  return { kind: 'entity', name: a.name, definition: a.definition, fields: { ...a.fields, ...b.fields } as Show<A & B> }
}

// A default that is a value replaces null on every write, so such a field is never null; `'$me'` and its like only help on create.
type NeverNull<O> = O extends { readonly required: true }
  ? true
  : O extends { readonly default: `$${string}` }
    ? false
    : O extends { readonly default: unknown }
      ? true
      : false
type ReadOf<F> = F extends Field<infer V, infer O, infer _W> ? (NeverNull<O> extends true ? V : V | null) : never
type WriteOf<F> = F extends Field<infer _V, infer O, infer W> ? (O extends { readonly required: true } ? W : W | null) : never
type IsReadonly<F> = F extends Field<infer _V, infer O, infer _W> ? (O extends { readonly readonly: true } ? true : false) : false
type IsNeeded<F> =
  F extends Field<infer _V, infer O, infer _W>
    ? O extends { readonly required: true }
      ? O extends { readonly default: unknown }
        ? false
        : true
      : false
    : false

type Writable<F extends Fields> = { [K in keyof F as IsReadonly<F[K]> extends true ? never : K]: F[K] }
type Needed<F extends Fields> = { [K in keyof F as IsReadonly<F[K]> extends true ? never : IsNeeded<F[K]> extends true ? K : never]: F[K] }

/** Every record has these, whatever its entity. */
export type System<Name extends string> = {
  readonly id: Id<Name>
  readonly version: number
  readonly createdAt: string
  readonly createdBy: Id<'core.user'> | null
  readonly updatedAt: string
  readonly updatedBy: Id<'core.user'> | null
}

/**
 * The values of a set of fields, as read.
 *
 * @example const asked: Values<typeof Note.fields> = { subject: 'Call back', body: null, due: '2027-03-31' }
 */
export type Values<F extends Fields> = Show<{ readonly [K in keyof F]: ReadOf<F[K]> }>
/**
 * What an action's or a route's caller gives: fields that are neither required nor defaulted may be left out.
 *
 * @example const least: InputOf<typeof Note.fields> = { subject: 'Call back' }
 */
export type InputOf<F extends Fields> = Show<
  { readonly [K in keyof Needed<F>]: WriteOf<F[K]> } & { readonly [K in Exclude<keyof F, keyof Needed<F>>]?: WriteOf<F[K]> }
>

type AdminMade = { readonly [field: `x_${string}`]: Json }
/** Values of related records asked for by path: `party.name`, `party.$title`. */
type Related = { readonly [path: `${string}.${string}`]: Json }

/**
 * A record as read.
 *
 * @example const labelOf = (note: RecordOf<typeof Note>): string => `${note.subject} (${note.due ?? 'some day'})`
 */
export type RecordOf<E> = E extends Entity<infer N, infer F> ? Show<System<N> & Values<F>> & AdminMade & Related : never
/**
 * What creating one takes.
 *
 * @example const note: NewOf<typeof Note> = { subject: 'Call back', due: '$today' }
 */
export type NewOf<E> =
  E extends Entity<infer _N, infer F>
    ? Show<{ readonly [K in keyof Needed<F>]: WriteOf<F[K]> } & { readonly [K in Exclude<keyof Writable<F>, keyof Needed<F>>]?: WriteOf<F[K]> }> & {
        readonly [field: `x_${string}`]: Json
      }
    : never
/**
 * What server code (`make`) may create one with: readonly fields too.
 *
 * @example const invoice: ServerNewOf<typeof Invoice> = { number: 'INV-0007', company }
 */
export type ServerNewOf<E> = NewOf<E> & ServerPatchOf<E>
/**
 * What changing one takes.
 *
 * @example const later: PatchOf<typeof Note> = { due: '2027-04-02' }
 */
export type PatchOf<E> =
  E extends Entity<infer _N, infer F> ? Show<{ readonly [K in keyof Writable<F>]?: WriteOf<F[K]> }> & { readonly [field: `x_${string}`]: Json } : never
/**
 * What server code (hooks, `asSystem`) may set: readonly fields too.
 *
 * @example const numbered: ServerPatchOf<typeof Invoice> = { number: 'INV-0007' }
 */
export type ServerPatchOf<E> =
  E extends Entity<infer _N, infer F> ? Show<{ readonly [K in keyof F]?: WriteOf<F[K]> }> & { readonly [field: `x_${string}`]: Json } : never

/**
 * An entity, whatever its name and its fields.
 *
 * @example const addressOf = (entity: AnyEntity) => `/api/records/${entity.name}`
 */
// biome-ignore lint/suspicious/noExplicitAny: stands for "whatever entity".
export type AnyEntity = Entity<any, any>
