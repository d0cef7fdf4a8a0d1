import type { Condition } from './condition.ts'
import type { Entity, Values } from './entity.ts'
import type { Fields } from './field.ts'

/** Records that stay as they are from a moment on, made by `appendOnly`. */
export interface AppendOnly {
  readonly kind: 'appendOnly'
  readonly entity: string
  readonly when: object
  readonly changeable: readonly string[]
  /** Fields of `changeable` that are said once. */
  readonly once: readonly string[]
  readonly lines: { readonly [lines: string]: readonly string[] }
  readonly chain: readonly string[] | null
  readonly because: string | null
}

/** Lines that come to nothing together, made by `balanced`. */
export interface Balanced {
  readonly kind: 'balanced'
  readonly entity: string
  readonly lines: string
  readonly sum: string
  readonly atLeast: number
  readonly because: string
}

/** Days on which nothing begins to stay any more, made by `locked`. */
export interface Locked {
  readonly kind: 'locked'
  readonly entity: string
  readonly date: string
  readonly by: string
  readonly until: string
  readonly match: { readonly [ofLock: string]: string }
  readonly because: string
  readonly head: string | null
  readonly hard: { readonly when: object; readonly because: string } | null
  readonly except: LockExceptions | null
}

/** Who may write on locked days nevertheless, and how long: an entity of exceptions, and what its fields say. */
export interface LockExceptions {
  readonly by: string
  readonly lock: string
  readonly person: string
  readonly until: string
  readonly ended: string
  readonly days: number
}

/** A sum of a part of the lines alone: of those whose value is above nothing, or of those below it. */
export interface KeptPart {
  readonly of: string
  readonly only: 'above' | 'below'
}

/** Sums that the database keeps up, made by `kept`. */
export interface Kept {
  readonly kind: 'kept'
  /** The entity whose records are the sums. */
  readonly entity: string
  readonly of: string
  readonly lines: string
  readonly by: { readonly [field: string]: string }
  readonly sums: { readonly [field: string]: string | KeptPart }
}

/** What the database itself holds of an entity, whoever writes. */
export type Invariant = AppendOnly | Balanced | Locked | Kept

/**
 * Records that nobody changes or removes from the moment a condition holds of them: books, receipts, signed papers. The database refuses it, whatever the
 * way: the API, a plugin, an administrator's automation, a statement by hand in each role that the platform has. What its owner or a superuser alters behind it is
 * found by `sangam doctor`, since each record's content is hashed as it begins to stay, and chained where `chain` says by what.
 *
 * @param entity an entity of the plugin itself
 * @param options.when the condition, over stored fields of the record itself, naming no other record; those fields can't change afterwards either
 * @param options.changeable fields that may change nevertheless, and are in the history: a note, a due date. What other plugins and administrators add to the entity is theirs and may change
 * @param options.once fields that are empty as the record begins to stay and may be filled in once, such as when something was ended
 * @param options.lines of its lines, by the name of the lines field, what may change; lines come and go no more
 * @param options.chain the fields whose values together make a chain, such as company and journal: a record that was taken out of it is missed. Empty, it is one chain for all
 * @param options.because what is said to whoever tries, in place of "This can’t be changed any more."
 * @example appendOnly(Entry, { when: { state: 'posted' }, changeable: ['note'], lines: { lines: ['dueDate'] }, chain: ['company'], because: 'A posted entry stays as it is. Reverse it.' })
 */
export function appendOnly<N extends string, F extends Fields>(
  entity: Entity<N, F>,
  options: {
    readonly when: Condition<Values<F>>
    readonly changeable?: readonly (keyof F & string)[]
    readonly once?: readonly (keyof F & string)[]
    readonly lines?: { readonly [lines in keyof F & string]?: readonly string[] }
    readonly chain?: readonly (keyof F & string)[]
    readonly because?: string
  },
): AppendOnly {
  const { when, changeable = [], once = [], lines = {}, chain = null, because = null } = options
  return { kind: 'appendOnly', entity: entity.name, when, changeable: [...changeable, ...once], once, lines: lines as AppendOnly['lines'], chain, because }
}

/**
 * The lines of a record come to nothing together once it stays as it is: debits equal credits. Held by the database when the record is saved, and said before
 * that with the difference. The entity is `appendOnly` too.
 *
 * @param entity an entity of the plugin itself, which is `appendOnly`
 * @param lines its field of lines
 * @param options.sum a decimal, whole number or money of the lines; of money its amount, which is to be of one currency
 * @param options.atLeast how many lines it has at least: 2 unless told
 * @param options.because what is said, with `{difference}` and, in braces, fields of the record
 * @example balanced(Entry, 'lines', { sum: 'base', because: 'The entry is out of balance by {difference}. Change a line or add one.' })
 */
export function balanced<N extends string, F extends Fields>(
  entity: Entity<N, F>,
  lines: keyof F & string,
  options: { readonly sum: string; readonly atLeast?: number; readonly because: string },
): Balanced {
  return { kind: 'balanced', entity: entity.name, lines, sum: options.sum, atLeast: options.atLeast ?? 2, because: options.because }
}

/**
 * No record begins to stay on a day up to which its books are locked. Where a lock is set in the same moment, one of both waits for the other, so
 * that nothing slips in. The entity is `appendOnly` too.
 *
 * @param entity an entity of the plugin itself, which is `appendOnly`
 * @param options.date its day
 * @param options.by the entity of locks, of the same plugin; removed ones hold nothing
 * @param options.until its day: that day and all before it are locked
 * @param options.match which locks concern a record: a field of the lock that equals a field of the record, or is among its choices. What a lock leaves empty it does not ask. It names
 * no record of an entity of which two may be made one (`merges`): it would go on holding for the one that it was set for alone
 * @param options.because what is said, with `{until}`, `{lock}` (what the lock is called) and, in braces, fields of the record
 * @param options.hard locks of which a condition holds have no exceptions, and what they hold does not depend on the fields that the condition looks at; with what is said of them. Make such locks `appendOnly` by the
 * same condition, so that nobody lifts them
 * @param options.except exceptions: an entity of the same plugin with a reference to the lock (`onRemove: 'keep'`), one to the person, and moments until when it lasts and when it was ended before. A person writes
 * on the locked days as long as it lasts, and never longer than `days` after it was given: by the clock of the database, which knows who writes by `updatedBy`. Make it `appendOnly`, with the end as `once`
 * @param options.head a readonly text of the lock that notes, as it is set, where the chain of records ends that it concerns (its place and its hash): kept on paper elsewhere, it shows
 * whether somebody cut the chain off and wrote it anew, and `sangam doctor` compares it. The lock names what the chain is by
 * @example locked(Entry, { date: 'date', by: PeriodLock, until: 'until', match: { company: 'company', kind: 'kinds' }, because: 'The books are locked up to {until}. Choose a later date.' })
 */
export function locked<N extends string, F extends Fields, M extends string, L extends Fields, X extends Fields = Fields>(
  entity: Entity<N, F>,
  options: {
    readonly date: keyof F & string
    readonly by: Entity<M, L>
    readonly until: keyof L & string
    readonly match?: { readonly [ofLock in keyof L & string]?: keyof F & string }
    readonly because: string
    readonly head?: keyof L & string
    readonly hard?: { readonly when: Condition<Values<L>>; readonly because: string }
    readonly except?: {
      readonly by: Entity<string, X>
      readonly lock: keyof X & string
      readonly person: keyof X & string
      readonly until: keyof X & string
      readonly ended: keyof X & string
      readonly days: number
    }
  },
): Locked {
  const { date, by, until, match = {}, because, head = null, hard = null, except } = options
  const exceptions = except ? { ...except, by: except.by.name } : null
  return { kind: 'locked', entity: entity.name, date, by: by.name, until, match: match as Locked['match'], because, head, hard, except: exceptions }
}

/**
 * Sums of lines, kept up by the database as records begin to stay, so that a report reads them and not the whole past. They are the records of an entity of their own,
 * which has the fields they are kept by and the sums; nobody writes them, people with a role read them, and one asks for them by `group`, which adds up: until they are folded,
 * a minute later, several records of the same values may stand beside each other. `sangam doctor` counts them again. Where a field that they are kept by is required and its source is not,
 * such as the party of a line, lines that have nothing there are in no sum.
 *
 * @param entity an entity of the plugin itself, with `bin: false`, whose every required field is kept by something or is a sum
 * @param options.of the entity that is `appendOnly`
 * @param options.lines its field of lines
 * @param options.by the fields of the sums, and where each comes from: `lines.account` of the line, `company` of the record; both have one type
 * @param options.sums decimals and whole numbers of the sums, and what of the lines is added up: all of it, or what is above or below nothing (`{ of: 'lines.base', only: 'above' }`), so that
 * what was given back does not hide in what was taken
 * @example kept(Balance, { of: Entry, lines: 'lines', by: { account: 'lines.account', company: 'company', day: 'date' }, sums: { base: 'lines.base' } })
 */
export function kept<B extends Fields, N extends string, F extends Fields>(
  entity: Entity<string, B>,
  options: {
    readonly of: Entity<N, F>
    readonly lines: keyof F & string
    readonly by: { readonly [field in keyof B & string]?: string }
    readonly sums: { readonly [field in keyof B & string]?: string | KeptPart }
  },
): Kept {
  const { of, lines, by, sums } = options
  return { kind: 'kept', entity: entity.name, of: of.name, lines, by: by as Kept['by'], sums: sums as Kept['sums'] }
}
