import { sqlState } from '../data/connection.ts'
import { Refused } from '../errors.ts'
import type { Invariants, Model } from '../registry/model.ts'
import { states } from './site.ts'

/** What the database says of a record that it holds. */
export interface Held {
  readonly state: string
  readonly entity: string
  readonly id: string
  readonly rule?: number
  readonly difference?: string
  readonly until?: string
  readonly lock?: string | null
  readonly hard?: boolean
}

/** What the database refused to have broken; null for any other failure. */
export function heldOf(error: unknown): Held | null {
  const state = sqlState(error)
  const known: readonly string[] = Object.values(states)
  if (!state || !known.includes(state)) return null
  const { detail } = error as { readonly detail?: unknown }
  return typeof detail === 'string' ? { state, ...(JSON.parse(detail) as Omit<Held, 'state'>) } : null
}

export const staysSentence = 'This can’t be changed any more. Correct it with a new one.'

/** A refusal by the database in the words of the plugin that asked for it; the record is named where there are many. */
export function refusedByDatabase(model: Model, held: Held, row?: number): Refused {
  const holds = model.entities.get(held.entity)?.holds
  const sentence =
    held.state === states.balance
      ? holds?.balanced[held.rule ?? 0]?.because
      : held.state === states.locked
        ? lockSentence(holds?.locked[held.rule ?? 0], held.hard === true)
        : holds?.stays.because
  const values = { difference: held.difference ?? '', until: held.until ?? '', lock: held.lock ?? '', ...(held.state === states.balance && { lines: '' }) }
  const code = codes[held.state] ?? 'stays'
  const message = sentence ?? staysSentence
  return new Refused(held.state === states.stays ? 409 : 422, code, message, { values, errors: [{ code, message, values, ...(row !== undefined && { row }) }] })
}

/** What is said of a day that is locked, by a lock that has no exceptions or by another. */
export function lockSentence(locked: Invariants['locked'][number] | undefined, hard: boolean): string | undefined {
  return hard ? locked?.hard?.because : locked?.because
}

const codes: { readonly [state: string]: string } = { [states.stays]: 'stays', [states.balance]: 'out_of_balance', [states.locked]: 'locked_days' }
