import type { ConditionScope, Ctx } from '@sangam/sdk'
import type { Access } from '../access/access.ts'
import type { Rehearsed } from '../records/rehearsal/rehearsed.ts'
import type { Model } from '../registry/model.ts'
import type { World } from '../world.ts'
import type { Tx } from './connection.ts'
import type { Steadiness } from './steady.ts'

/** What led to something, as it goes along with events and jobs. */
export interface Cause {
  /** The run of an automation, where one did. */
  readonly run?: string
  /** How many automations led here, that one counted. */
  readonly depth?: number
  /** The one role that whoever began it was narrowed to, as by a key: what follows in their name is narrowed to it too. */
  readonly role?: string
}

/** What goes along with an event or a job that is caused now. */
export function causeText(cause: Cause | null, role: string | null): string | null {
  const whole = role === null ? cause : { ...cause, role }
  return whole === null ? null : JSON.stringify(whole)
}

/** What core adds to a plugin's context: the transaction, the model and the access in force. */
export interface CoreCtx extends Ctx {
  readonly world: World
  readonly tx: Tx
  readonly model: Model
  readonly access: Access
  /** Placeholder values for conditions. */
  readonly scope: ConditionScope
  /** The schema of the workspace. */
  readonly schema: string
  /** Import or bulk change that this belongs to; kept with the history. */
  readonly batch: string | null
  /** The run of an automation that led to this, over however many events and jobs; null where a person or the clock began it. */
  readonly cause: Cause | null
  /** The arrow that is approved: `entity id field state`; null where none is. */
  readonly approved: string | null
  /** Why, kept with the history, where nobody steps past permissions. */
  readonly reason: string | null
  /** What the key is called by which a program writes in someone's name; kept with the history. */
  readonly program: string | null
  readonly readOnly: boolean
  /** All of it is taken back whatever happens: neither history nor events are written of it. */
  readonly rehearsal: boolean
  /** What a rehearsal did and would begin, where someone wants to know. */
  readonly rehearsed: Rehearsed | null
  /** What was read in this transaction since its last change, by statement and values: hooks that ask the same are answered at once. */
  readonly seen: Map<string, Promise<object[]>> | null
  /** What this transaction need not ask; null where nothing is changed. */
  readonly steadiness: Steadiness | null
  /** The version of each record written in this transaction, by entity and id. */
  readonly versions: Map<string, number>
  /** Does a part that may fail while the whole goes on: what it wrote and told is taken back with it. */
  attempt<T>(work: () => Promise<T>): Promise<T>
}
