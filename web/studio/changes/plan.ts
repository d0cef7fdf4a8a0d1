import { ask } from '../../data/client.ts'
import type { ChangeSet, Operation } from '../model/shown.ts'

/** What a change set would do, told before it is done. */
export interface Plan {
  readonly operations: readonly Operation[]
  readonly refused: readonly string[]
  readonly warnings: readonly string[]
  readonly steps: readonly string[]
  readonly named: readonly NamedBy[]
  readonly schema: readonly SchemaStep[]
  readonly unchanged: boolean
  readonly takes?: Takes
}

export interface NamedBy {
  readonly kind: 'view' | 'report' | 'dashboard' | 'document' | 'list' | 'form' | 'board' | 'rule' | 'unique' | 'role' | 'reference' | 'formula' | 'api'
  readonly entity: string
  readonly field: string | null
  readonly name: string
}

export interface SchemaStep {
  readonly phase: 'expand' | 'fill' | 'switch'
  readonly what: 'table' | 'column' | 'constraint' | 'index' | 'values' | 'model'
  readonly table: string | null
  readonly name: string
  readonly how: 'make' | 'move' | 'fill' | 'drop'
  readonly rows: number
  readonly exact: boolean
  /** Once it was rehearsed: what it holds of what is in use, and how long it takes. */
  readonly locks?: readonly Lock[]
  readonly ms?: number
}

export interface Lock {
  readonly table: string
  readonly waits: 'nobody' | 'writers' | 'everyone'
  readonly ms: number
}

/** How long a plan takes and who waits for it, in sentences. */
export interface Takes {
  readonly ms: number
  /** What it was rehearsed on; null where it could not be. */
  readonly on: 'copy' | 'records' | null
  readonly said: readonly string[]
}

/** A step of a plan that is, or was, carried out. */
export interface Step extends SchemaStep {
  readonly state: 'waiting' | 'running' | 'done' | 'stopped'
  readonly done: number
}

/** The plan of what is still to do; none for what is done, nor while it is being done: half of it stands in its own way then. */
export async function planOf(set: ChangeSet): Promise<Plan | null> {
  if (set.state === 'draft' || set.state === 'failed') return ask<Plan>('/api/model/plan', { method: 'POST', body: { set: set.id } })
  return null
}
