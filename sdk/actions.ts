import type { Condition } from './condition.ts'
import type { Ctx } from './ctx.ts'
import type { AnyEntity, Entity, InputOf, RecordOf, Values } from './entity.ts'
import type { Fields } from './field.ts'
import type { Json } from './json.ts'

declare const out: unique symbol

/** A verb on a record: a button, a route, a permission and a line in the history, from one declaration. */
export interface Action<E = AnyEntity, I extends Fields = Fields, Out = Json | void> {
  readonly kind: 'action'
  readonly entity: string
  readonly name: string
  readonly shape: ActionShape<I>
  readonly on?: E
  readonly [out]?: Out
}

/**
 * What an action is called, when it is offered and what it asks for.
 *
 * @example const shape: ActionShape = { label: 'Finish', when: { state: 'open' }, input: { report: text({ required: true }) }, primary: true }
 */
export interface ActionShape<I extends Fields = Fields> {
  /** A verb, as on a button: "Make a customer". */
  readonly label: string
  readonly help?: string
  /** When the button is offered and the call accepted. */
  readonly when?: object
  readonly input?: I
  /** A question asked first, for what can't be taken back. */
  readonly confirm?: string
  /** Shown first on the form, always or where a condition holds. */
  readonly primary?: boolean | object
}

type ShapeFor<N extends string, F extends Fields, I extends Fields> = Omit<ActionShape<I>, 'when' | 'primary'> & {
  readonly when?: Condition<RecordOf<Entity<N, F>>>
  readonly primary?: boolean | Condition<RecordOf<Entity<N, F>>>
}

/**
 * The shape of an action, for model.ts; `handle` gives its behaviour on the server.
 *
 * @example export const reply = defineAction(Ticket, 'reply', { label: 'Reply', input: { message: text({ required: true }) } })
 */
export function defineAction<N extends string, F extends Fields, Out extends Json | void = void, const I extends Fields = Record<never, never>>(
  entity: Entity<N, F>,
  name: string,
  shape: ShapeFor<N, F, I>,
): Action<Entity<N, F>, I, Out> {
  return { kind: 'action', entity: entity.name, name, shape }
}

/** The server’s half of an action, made by `handle`. */
export interface Handler {
  readonly kind: 'handler'
  readonly entity: string
  readonly action: string
  readonly run: (ctx: Ctx, record: never, input: never) => Promise<Json | void>
}

/**
 * What an action does. The record is locked and within the caller's rows; `when` has been checked.
 * It runs in the transaction of the call. Throw a `UserError` to refuse.
 *
 * @example
 * export const putOff = defineAction(Note, 'putOff', { label: 'Put off', input: { days: integer({ min: 1, default: 7 }) } })
 * export const puttingOff = handle(putOff, async (ctx, note, { days }) => {
 *   await ctx.repo(Note).update(note.id, { due: addDays(note.due ?? ctx.today(), days) })
 * })
 */
export function handle<N extends string, F extends Fields, I extends Fields, Out extends Json | void>(
  action: Action<Entity<N, F>, I, Out>,
  run: (ctx: Ctx, record: RecordOf<Entity<N, F>>, input: Values<I>) => Promise<Out>,
): Handler {
  return { kind: 'handler', entity: action.entity, action: action.name, run: run as Handler['run'] }
}

/**
 * What an action asks for, as its handler gets it.
 *
 * @example
 * export const reject = defineAction(Note, 'reject', { label: 'Reject', input: { why: text({ required: true }) } })
 * export const said: ActionInput<typeof reject> = { why: 'It is not ours.' }
 */
export type ActionInput<A> = A extends Action<infer _E, infer I, infer _O> ? InputOf<I> : never
