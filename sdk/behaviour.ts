import type { Ctx } from './ctx.ts'
import type { Entity, PatchOf, RecordOf, ServerPatchOf, Values } from './entity.ts'
import type { Event } from './events.ts'
import type { Fields } from './field.ts'
import type { Json } from './json.ts'

/**
 * One record's change inside a set. `before` is null on create, `next` is null on remove.
 *
 * @example const renamed = (changes: readonly Change<typeof Note>[]) => changes.filter(({ changed }) => changed.includes('subject'))
 */
export interface Change<E> {
  readonly verb: 'create' | 'update' | 'remove' | 'restore'
  readonly before: RecordOf<E> | null
  readonly next: RecordOf<E> | null
  /** Names of the fields that differ. */
  readonly changed: readonly string[]
  /** What whoever writes it gave, as they wrote it: it tells a field that was emptied from one of which nothing was said. */
  readonly given: { readonly [field: string]: Json | undefined }
}

/**
 * Why one change of the set can't be. `index` is its place in the list.
 *
 * @example const early: Refusal = { index: 0, field: 'due', code: 'too_early', message: 'Choose a day after {day}.', values: { day: '2027-03-31' } }
 */
export interface Refusal {
  readonly index: number
  readonly field?: string
  /** For machines: snake_case, stable. */
  readonly code: string
  /** For people: English with `{name}` filled from `values`, and it says what to do. */
  readonly message: string
  readonly values?: { readonly [name: string]: string | number }
}

/** What has a say in every change of an entity’s records, made by `hooks`. */
export interface Hooks {
  readonly kind: 'hooks'
  readonly entity: string
  readonly derive?: (ctx: Ctx, changes: readonly Change<never>[]) => Promise<readonly (object | null)[] | void>
  readonly check?: (ctx: Ctx, changes: readonly Change<never>[]) => Promise<readonly Refusal[] | void>
  readonly react?: (ctx: Ctx, changes: readonly Change<never>[]) => Promise<void>
}

/**
 * Behaviour inside the transaction of a change. Each step gets the whole set (one record is a list
 * of one), so a thousand records cost as many statements as one.
 *
 * - `derive` returns a patch (or null) for each change, before validation; readonly fields may be set.
 * - `check` returns refusals, or throws a `UserError`.
 * - `react` runs after the write: change other records, `ctx.emit`.
 *
 * @example
 * hooks(Lead, { derive: async (ctx, changes) => changes.map(c => c.changed.includes('stage') ? { stageSince: ctx.now() } : null) })
 */
export function hooks<N extends string, F extends Fields>(
  entity: Entity<N, F>,
  steps: {
    derive?(ctx: Ctx, changes: readonly Change<Entity<N, F>>[]): Promise<readonly (ServerPatchOf<Entity<N, F>> | PatchOf<Entity<N, F>> | null)[] | void>
    check?(ctx: Ctx, changes: readonly Change<Entity<N, F>>[]): Promise<readonly Refusal[] | void>
    react?(ctx: Ctx, changes: readonly Change<Entity<N, F>>[]): Promise<void>
  },
): Hooks {
  return { kind: 'hooks', entity: entity.name, ...(steps as unknown as Pick<Hooks, 'derive' | 'check' | 'react'>) }
}

/**
 * Told with every delivery; the same id comes again when a delivery is repeated, so a consumer can be idempotent.
 *
 * @example const known = async (ctx: Ctx, delivery: Delivery) => (await ctx.repo(Note).count({ subject: delivery.id })) > 0
 */
export interface Delivery {
  readonly id: string
  readonly attempt: number
  readonly at: string
}

/** What listens to an event, made by `on`. */
export interface Consumer {
  readonly kind: 'consumer'
  readonly event: string
  readonly name: string
  readonly as: 'system' | 'actor'
  readonly run: (ctx: Ctx, payload: never, delivery: Delivery) => Promise<void>
}

/**
 * Listens to an event: after commit, at least once, retried with growing pauses. `as` says with whose
 * rights: those of the person behind the event (narrowed to one role where they were, as by a key), or the system's.
 *
 * @example on(LeadWon, { name: 'sales.openOrder', as: 'system' }, async (ctx, { lead }, delivery) => { … })
 */
export function on<P extends Fields>(
  event: Event<P>,
  options: { readonly name: string; readonly as: 'system' | 'actor' },
  run: (ctx: Ctx, payload: Values<P>, delivery: Delivery) => Promise<void>,
): Consumer {
  return { kind: 'consumer', event: event.name, ...options, run: run as Consumer['run'] }
}

/** Work that is done by itself, on its hour or when it is put into the queue; made by `job`. */
export interface Job {
  readonly kind: 'job'
  readonly name: string
  /** What administrators read of it, such as `Reminders of quiet leads`; its name in words unless told. */
  readonly label?: string
  /** A cron pattern in the company's zone, or only when enqueued. */
  readonly schedule?: string
  readonly as: 'system'
  readonly run: (ctx: Ctx, input: { readonly [name: string]: Json }) => Promise<void>
}

/**
 * Work done apart from a request: on a schedule or when enqueued. One node at a time; retried when
 * it fails. Runs as the system.
 *
 * @example job('leads.remind', { schedule: '0 8 * * *', as: 'system', run: async ctx => { … } })
 */
export function job(name: string, definition: Omit<Job, 'kind' | 'name'>): Job {
  return { kind: 'job', name, ...definition }
}
