import type { Condition, Formats } from '@sangam/sdk'

/** Who asks, resolved once for each request from session or key. */
export interface Caller {
  readonly userId: string
  readonly name: string
  readonly email: string | null
  readonly locale: string
  readonly company: string | null
  /** The zone the caller lives in; null for that of the company. What they ask goes by it, and nothing that is kept or decided. */
  readonly ownZone: string | null
  readonly formats: Formats
  /** The company's zone, fiscal year and week, for days. */
  readonly zone: string
  readonly fiscalYearStart: number
  readonly weekStart: number
  /** Names of roles in force. `core.owner` and `core.admin` have every grant. */
  readonly roles: readonly string[]
  readonly myTeams: readonly string[]
  readonly teamsILead: readonly string[]
  /** What single records were shared with the caller for, as `entity:read` and `entity:change`. */
  readonly sharedIn: readonly string[]
  /** Entities of which records were merged in this workspace: what points at these is found by who they are now. */
  readonly merged: readonly string[]
}

/** Whether a caller has every grant: an owner, or an administrator. */
export function hasEverything({ roles }: Pick<Caller, 'roles'>): boolean {
  return roles.includes('core.owner') || roles.includes('core.admin')
}

export type FieldUse = 'read' | 'create' | 'update' | 'write'

/** Rows within reach of a verb: all, none, or those that match any of the conditions. */
export type Reach = 'all' | 'none' | readonly Condition[]

/**
 * What one caller may do: the value that every read and every write takes and none can leave out.
 * Made by core/access from the model's grants; `asSystem` makes one that reaches everything and
 * still names the caller.
 */
export interface Access {
  readonly caller: Caller
  readonly system: { readonly reason: string } | null
  /** The one role it was narrowed to, of a key or an automation; null for all that the caller may. What goes on in their name later (a link, a mail) keeps to it. */
  readonly role: string | null
  /** Equal for callers whose statements are equal; part of the key of the statement cache. */
  readonly shape: string
  may(entity: string, verb: string): boolean
  /** The rows of a verb. Lines are reached through the record they stand in: theirs are that record's, in its own words. */
  rows(entity: string, verb: string): Reach
  /**
   * Where a field may be read, or written when a record is made (`create`), changed (`update`) or either (`write`):
   * everywhere, nowhere, or on records that match. Of lines, on records whose lines may be.
   */
  field(entity: string, field: string, use: FieldUse): Reach
  /** Whether single records of an entity were shared with the caller so that the verb reaches them too. */
  shared(entity: string, verb: string): boolean
  /** Of this entity, with its lines, only rows that the verb reaches too are read: for what leaves as a file. */
  readonly within?: { readonly entity: string; readonly verb: string }
}
