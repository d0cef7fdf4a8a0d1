import type { Action } from './actions.ts'
import type { Repo } from './ctx.ts'
import type { Entity, InputOf } from './entity.ts'
import type { Fields } from './field.ts'
import type { Id, Json } from './json.ts'

// The browser half of the SDK. The shell binds itself once, before it loads any plugin's screen;
// a screen then calls these without knowing who answers.

/** What the shell gives to screens. */
export interface WebHost {
  repo<N extends string, F extends Fields>(entity: Entity<N, F>): Repo<Entity<N, F>>
  run<N extends string, F extends Fields, I extends Fields, Out extends Json | void>(
    action: Action<Entity<N, F>, I, Out>,
    id: Id<N>,
    input: InputOf<I>,
  ): Promise<Out>
  can(permission: `${string}:${string}`): boolean
  t(source: string, values?: { readonly [name: string]: string | number }): string
  live(entity: string, told: (change: LiveChange) => void): () => void
}

/** One change of a record that the signed-in person may read. */
export interface LiveChange {
  readonly entity: string
  readonly id: string
  readonly verb: 'create' | 'update' | 'remove' | 'restore'
  readonly version: number
}

let bound: WebHost | undefined

/** Called by the shell only. */
export function bindHost(host: WebHost): void {
  bound = host
}

/**
 * The records of an entity over HTTP, with the same words as on the server.
 *
 * @example const { items } = await repo(Lead).find({ where: { owner: '$me' }, limit: 20 })
 */
export function repo<N extends string, F extends Fields>(entity: Entity<N, F>): Repo<Entity<N, F>> {
  return host().repo(entity)
}

/** @example await run(makeCustomer, lead.id, {}) */
export function run<N extends string, F extends Fields, I extends Fields, Out extends Json | void>(
  action: Action<Entity<N, F>, I, Out>,
  id: Id<N>,
  input: InputOf<I>,
): Promise<Out> {
  return host().run(action, id, input)
}

/** Whether the signed-in person has the verb on some records at least: `can('leads.lead:create')`. */
export function can(permission: `${string}:${string}`): boolean {
  return host().can(permission)
}

/** The person's language for an English text. */
export function t(source: string, values?: { readonly [name: string]: string | number }): string {
  return host().t(source, values)
}

/** Calls back after each change of an entity's records; returns what stops it. */
export function live(entity: string, told: (change: LiveChange) => void): () => void {
  return host().live(entity, told)
}

function host(): WebHost {
  if (!bound) throw new Error('@sangam/sdk/web works inside the shell only: import it from a screen, not from server code or a test without a page.')
  return bound
}
