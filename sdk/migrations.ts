import type { Condition } from './condition.ts'

/**
 * One thing that a migration does with what is stored, told by names as they were at that version. All of it is JSON: it imports nothing of the
 * plugin, so that it still means the same when the plugin has long become another.
 *
 * @example const step: MigrationStep = { step: 'rename', entity: 'visits.visit', field: 'report', to: 'outcome' }
 */
export type MigrationStep =
  /** The field keeps its values under another name; what people saved and wrote with the old one follows. */
  | { readonly step: 'rename'; readonly entity: string; readonly field: string; readonly to: string }
  /** A value for records that hold none, worked out by a formula of the record; with `where`, for those records, whatever they hold. */
  | { readonly step: 'fill'; readonly entity: string; readonly field: string; readonly formula: string; readonly where?: Condition }
  /** Choices that become others; `null` empties the field. */
  | { readonly step: 'map'; readonly entity: string; readonly field: string; readonly choices: { readonly [from: string]: string | null } }
  /** The field's values in the type that it has from now on. Refused where one does not fit, unless such values may be lost. */
  | { readonly step: 'convert'; readonly entity: string; readonly field: string; readonly lose?: boolean }
  /** The field goes, or without one the whole entity. What it held is put away for thirty days. Waits for an owner to say so. */
  | { readonly step: 'drop'; readonly entity: string; readonly field?: string }

/**
 * What must hold of the records when the steps are done, or nothing of it is done: of all of them (`always`), or of none (`never`).
 *
 * @example const proof: MigrationProof = { entity: 'visits.visit', never: { state: 'done', outcome: { isEmpty: true } } }
 */
export type MigrationProof =
  | { readonly entity: string; readonly always: Condition; readonly never?: undefined }
  | { readonly entity: string; readonly never: Condition; readonly always?: undefined }

/** The steps of a migration, and what must hold after them. */
export interface MigrationDefinition {
  readonly steps: readonly MigrationStep[]
  readonly proof: readonly [MigrationProof, ...MigrationProof[]]
}

/** What leads records to a version, made by `migration`. */
export interface Migration extends MigrationDefinition {
  readonly kind: 'migration'
  /** The version that it leads to. */
  readonly version: string
}

/**
 * What leads a workspace's records to a version of a plugin, where a field has another name, type or choices, or goes. New fields and entities need
 * none. All steps of all versions in between are done in one transaction, with their proofs, or none is.
 *
 * @param version - The version that it leads to.
 * @param definition - The steps in their order, and at least one proof.
 * @example migration('2.0.0', { steps: [{ step: 'rename', entity: 'notes.note', field: 'subject', to: 'title' }], proof: [{ entity: 'notes.note', never: { title: { isEmpty: true } } }] })
 */
export function migration(version: string, definition: MigrationDefinition): Migration {
  return { kind: 'migration', version, ...definition }
}
