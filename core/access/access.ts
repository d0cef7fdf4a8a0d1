import type { Condition } from '@sangam/sdk'

/** Who asks, resolved once for each request from session or key. */
export interface Caller {
  readonly userId: string
  readonly name: string
  readonly email: string | null
  readonly locale: string
  readonly company: string | null
  /** The company's zone and fiscal year, for days. */
  readonly zone: string
  readonly fiscalYearStart: number
  /** Names of roles in force. `core.owner` and `core.admin` have every grant. */
  readonly roles: readonly string[]
  readonly myTeams: readonly string[]
  readonly teamsILead: readonly string[]
}

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
  /** Equal for callers whose statements are equal; part of the key of the statement cache. */
  readonly shape: string
  may(entity: string, verb: string): boolean
  rows(entity: string, verb: string): Reach
  /** Where a field may be read (`read`) or written (`write`): everywhere, nowhere, or on records that match. */
  field(entity: string, field: string, use: 'read' | 'write'): Reach
}
