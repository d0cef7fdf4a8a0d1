import type { Change, Issue, Json } from '@sangam/sdk'
import type { Reach } from '../../access/access.ts'
import type { ModelEntity } from '../../registry/model.ts'

/** What a caller wants done with one record. */
export type ChangeRequest =
  | { readonly verb: 'create'; readonly values: { readonly [field: string]: Json | undefined }; readonly id?: string }
  | { readonly verb: 'update'; readonly id: string; readonly patch: { readonly [field: string]: Json | undefined }; readonly version?: number }
  | { readonly verb: 'remove'; readonly id: string; readonly version?: number }
  | { readonly verb: 'restore'; readonly id: string; readonly version?: number }

/** A record in server code: every field by name, in the form JSON has of it. */
export type Item = { [field: string]: Json }

export type RowIssue = Issue & { readonly row?: number; readonly values?: { readonly [name: string]: string | number } }

/** Rights by name: `field price` to write a field, `read price` to see it, `verb reopen` to take an arrow. */
export type Rights = { readonly [right: string]: boolean }

/** One record on its way through the pipeline. */
export interface Work {
  readonly verb: ChangeRequest['verb']
  readonly id: string
  /** Its place in the set that was asked for; lines have their parent's. */
  readonly row: number
  /** `lines.2.` before the names of a line's fields. */
  readonly prefix: string
  /** What the caller gave. */
  readonly given: { readonly [field: string]: Json | undefined }
  readonly before: Item | null
  next: Item | null
  changed: Set<string>
  /** Of a record that is there: whether rights that hold on some records only hold on this one. */
  readonly rights?: Rights | null
  /** Of a new record: rights that hold on some records only, to be asked for once it is written. */
  readonly claims?: Map<string, RowIssue>
  readonly issues: RowIssue[]
}

/** The records of one entity that change together. */
export interface Batch {
  readonly entity: ModelEntity
  readonly works: Work[]
  /** The lines of these records that change with them, by lines field. */
  readonly lines: Map<string, Batch>
  /** Readonly fields may be set. */
  readonly server: boolean
}

type Values = { readonly [name: string]: string | number }

export function report(work: Work, field: string | null, code: string, message: string, values?: Values): void {
  work.issues.push(issueOf(work, field, code, message, values))
}

export function issueOf(work: Work, field: string | null, code: string, message: string, values?: Values): RowIssue {
  return { ...(field !== null && { field: work.prefix + field }), code, message, ...(values && { values }), row: work.row }
}

/**
 * Whether the caller has a right on this record, which holds everywhere, nowhere or on some records. A new
 * record is asked once it stands in the database: until then it counts as held.
 */
export function holds(reach: Reach, work: Work, right: string, otherwise: () => RowIssue): boolean {
  if (typeof reach === 'string') return reach === 'all'
  if (work.before) return work.rights?.[right] === true
  work.claims?.set(right, otherwise())
  return true
}

/** The set as hooks see it. */
export function changesOf(works: readonly Work[]): Change<never>[] {
  return works.map(work => ({
    verb: work.verb,
    before: work.before,
    next: work.verb === 'remove' ? null : work.next,
    changed: [...work.changed],
    given: work.given,
  })) as unknown as Change<never>[]
}

export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b || ((a ?? null) === null && (b ?? null) === null)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  return canonical(a) === canonical(b)
}

function canonical(value: Json | undefined): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/** What is really changed: a patch that says what is there already does nothing. */
export function effective(batch: Batch): Work[] {
  return batch.works.filter(work => work.verb !== 'update' || work.changed.size > 0)
}
