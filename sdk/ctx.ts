import type { Action } from './actions.ts'
import type { Condition } from './condition.ts'
import type { Entity, InputOf, NewOf, PatchOf, RecordOf, ServerNewOf, ServerPatchOf, Values } from './entity.ts'
import type { Event } from './events.ts'
import type { Fields } from './field.ts'
import type { Host, HostAnswer, HostRequest } from './hosts.ts'
import type { Id, Json } from './json.ts'
import type { Service } from './services.ts'
import type { Settings } from './settings.ts'

type SortKey<R> = Exclude<keyof R & string, `x_${string}`>

/**
 * A page asked for. The same words as the HTTP list.
 *
 * @example const overdue: Query<typeof Note> = { where: { due: { lt: '$today' } }, sort: ['due'], fields: ['subject', 'due'], limit: 20 }
 */
export interface Query<E> {
  readonly where?: Condition<RecordOf<E>>
  readonly sort?: readonly (SortKey<RecordOf<E>> | `-${SortKey<RecordOf<E>>}` | `${string}.${string}`)[]
  /** Field names and paths (`party.name`, `party.$title`); all plain fields of the entity unless told. */
  readonly fields?: readonly string[]
  readonly search?: string
  /** 50 unless told, at most 500. */
  readonly limit?: number
  readonly after?: string
  readonly count?: 'none' | 'capped' | 'exact'
  /** The list as it was, with today's rights: at the end of a day (`2027-03-31`; in the company's zone, by HTTP in that of who asks), or at a moment (`2027-03-31T09:30:00Z`). */
  readonly asOf?: string
  /**
   * In server code: what was removed and lies in the bin, instead of what lives, of what whoever asks may put back; its history tells who removed it.
   *
   * @example const { items } = await ctx.repo(PeriodLock).find({ where: { company }, removed: true })
   */
  readonly removed?: boolean
}

/**
 * Some records of a query, and where the next begin.
 *
 * @example
 * let page: Page<RecordOf<typeof Note>> = await ctx.repo(Note).find({ limit: 500 })
 * while (page.next) page = await ctx.repo(Note).find({ limit: 500, after: page.next })
 */
export interface Page<R> {
  readonly items: readonly R[]
  /** Give it as `after` for the next page; null on the last. */
  readonly next: string | null
  /** How many there are; capped at 1,001 unless asked for exactly; null when not asked. */
  readonly count: number | null
}

/**
 * `sum:value.amount` and the like. `count` counts records.
 *
 * @example const measures: Measure[] = ['count', 'sum:value.amount', 'max:expectedClose']
 */
export type Measure = 'count' | `${'sum' | 'avg' | 'min' | 'max'}:${string}`

/**
 * What `repo.group` is asked: which records, by what they are grouped, and what is worked out of each group.
 *
 * @example const monthly: GroupQuery<typeof Payment> = { where: { state: 'posted' }, group: ['day:month'], measures: ['sum:amount.amount'] }
 */
export interface GroupQuery<E> {
  readonly where?: Condition<RecordOf<E>>
  readonly search?: string
  /** Field paths; days and instants with a part, in the company's zone (by HTTP in that of who asks): `expectedClose:month`, `createdAt:day`, `closedAt:fiscal_year`. */
  readonly group?: readonly string[]
  readonly measures?: readonly Measure[]
  /** Conditions on measures, by their names. */
  readonly having?: { readonly [measure: string]: unknown }
  readonly sort?: readonly string[]
  readonly limit?: number
  /** Gives each group the condition of its records, under `$where`. */
  readonly drill?: boolean
  /** Of the records as they were at the end of a day or at a moment; see `Query`. */
  readonly asOf?: string
}
/**
 * One group: its keys and its measures, each under the name it was asked by. Sums are decimal strings.
 *
 * @example
 * const rows: readonly GroupRow[] = await ctx.repo(Payment).group({ group: ['state'], measures: ['count'] })
 * const posted = rows.find(row => row.state === 'posted')?.count ?? 0
 */
export type GroupRow = { readonly [keyOrMeasure: string]: Json }

/**
 * One change of a record, as `repo.history` tells it: who, when, by what, and what differs.
 *
 * @example
 * const entries: readonly HistoryEntry<RecordOf<typeof Note>>[] = await ctx.repo(Note).history(note.id)
 * const moved = entries.filter(entry => 'due' in entry.changes).map(entry => `${entry.by?.name ?? entry.reason}: ${entry.changes.due?.to}`)
 */
export interface HistoryEntry<R> {
  readonly version: number
  readonly verb: 'create' | 'update' | 'remove' | 'restore'
  readonly at: string
  readonly by: { readonly id: string; readonly name: string } | null
  readonly origin: string
  /** The program or agent that did it in their name, by what its key is called. */
  readonly program?: string
  /** Why the system did it by itself. */
  readonly reason?: string
  /** The bulk change, import or merge it was part of: `POST /api/undo/{batch}` takes all of it back. */
  readonly batch?: string
  /** Field → its value before and after, of the fields the reader may see. */
  readonly changes: { readonly [field: string]: { readonly from: Json; readonly to: Json } }
  readonly record?: R
}

/**
 * The records of one entity, as whoever asks may see and change them. In a plugin's server code it
 * is SQL in the current transaction; in the browser and in tests it is HTTP.
 *
 * Errors: `not_found` (also for what one may not see), `forbidden`, `invalid` (all issues at once),
 * `changed_meanwhile` (someone else saved first).
 *
 * @example const openOf = async (notes: Repo<typeof Note>) => (await notes.find({ where: { due: { gte: '$today' } } })).items
 */
export interface Repo<E> {
  find(query?: Query<E>): Promise<Page<RecordOf<E>>>
  first(where: Condition<RecordOf<E>>): Promise<RecordOf<E> | null>
  /**
   * With `asOf` as it was at the end of a day or at a moment, with today's rights: what did not exist then is `not_found`, what is worked out from
   * other records is null.
   *
   * @example const then = await ctx.repo(Deal).get(deal.id, { asOf: '2027-03-31' })
   */
  get(id: RecordOf<E>['id'], options?: { readonly fields?: readonly string[]; readonly asOf?: string }): Promise<RecordOf<E>>
  count(where?: Condition<RecordOf<E>>, options?: { readonly asOf?: string }): Promise<number>
  group(query: GroupQuery<E>): Promise<readonly GroupRow[]>
  create(values: NewOf<E>): Promise<RecordOf<E>>
  /** All or nothing, in one set: the number of statements does not grow with the list. */
  createMany(values: readonly NewOf<E>[]): Promise<readonly RecordOf<E>[]>
  update(id: RecordOf<E>['id'], patch: PatchOf<E>, expected?: { readonly version: number }): Promise<RecordOf<E>>
  updateMany(changes: readonly { readonly id: RecordOf<E>['id']; readonly patch: PatchOf<E>; readonly version?: number }[]): Promise<readonly RecordOf<E>[]>
  remove(id: RecordOf<E>['id'], expected?: { readonly version: number }): Promise<void>
  removeMany(ids: readonly RecordOf<E>['id'][]): Promise<void>
  restore(id: RecordOf<E>['id']): Promise<RecordOf<E>>
  history(id: RecordOf<E>['id']): Promise<readonly HistoryEntry<RecordOf<E>>[]>
}

/**
 * A repo in server code: also walks whole sets, and may set readonly fields as the system.
 *
 * @example
 * const clear = async (notes: ServerRepo<typeof Note>) =>
 *   notes.each({ where: { due: { lt: '$today' } } }, async some => void (await notes.updateMany(some.map(({ id }) => ({ id, patch: { due: null } })))))
 */
export interface ServerRepo<E> extends Repo<E> {
  /** Every record that matches, page by page, in a stable order; no limit cuts it short. */
  each(query: Omit<Query<E>, 'limit' | 'after' | 'count'>, work: (page: readonly RecordOf<E>[]) => Promise<void>): Promise<void>
  /**
   * As `createMany`, and readonly fields may be set. Rights and rules hold as always.
   *
   * @example await ctx.repo(Entry).make([{ party, points, why: title, delivery: delivery.id }])
   */
  make(values: readonly ServerNewOf<E>[]): Promise<readonly RecordOf<E>[]>
  /**
   * Who records are now that were merged, by the id they had; only those that the caller may see, then and now. What is not among them is who it was. It asks
   * nothing where no record of the entity was ever merged.
   *
   * @example
   * const now = await ctx.repo(Party).standing(drafts.map(one => one.party))
   * const party = now[draft.party] ?? draft.party
   */
  standing(ids: readonly RecordOf<E>['id'][]): Promise<{ readonly [id: string]: RecordOf<E>['id'] }>
  /** As `updateMany`, and readonly fields may be set. Rights and rules hold as always. */
  set(changes: readonly { readonly id: RecordOf<E>['id']; readonly patch: ServerPatchOf<E> }[]): Promise<readonly RecordOf<E>[]>
}

/**
 * Why a part of the work was not done: the codes of all that refused it, and what they say, in the language of the context.
 *
 * @example const told = (refusal: Declined | null) => (refusal?.codes.includes('not_found') ? 'It is gone.' : (refusal?.sentence ?? 'Done.'))
 */
export interface Declined {
  readonly codes: readonly string[]
  readonly sentence: string
}

/**
 * Who asks, in which transaction, at what time. Nothing reads or writes without one, and there is
 * no way to make one without a user.
 *
 * @example
 * export async function remindOf(ctx: Ctx, note: RecordOf<typeof Note>): Promise<void> {
 *   if (note.due === null || note.due > ctx.today()) return
 *   await ctx.use(Notify).tell({ user: ctx.user.id, kind: 'reminder', text: '{record} is due', values: { record: '' }, about: { entity: Note.name, id: note.id } })
 * }
 */
export interface Ctx {
  readonly user: { readonly id: Id<'core.user'>; readonly name: string }
  readonly company: Id<'core.company'> | null
  readonly workspace: string
  readonly locale: string
  /** Where the change comes from; kept in the history. */
  readonly origin: Origin
  /** The moment this context began, ISO 8601: one moment for all it does. */
  now(): string
  /** The company's day. */
  today(): string
  repo<N extends string, F extends Fields>(entity: Entity<N, F>): ServerRepo<Entity<N, F>>
  use<T>(service: Service<T>): T
  run<N extends string, F extends Fields, I extends Fields, Out extends Json | void>(
    action: Action<Entity<N, F>, I, Out>,
    id: Id<N>,
    input: InputOf<I>,
  ): Promise<Out>
  /** Whether this user has the verb on the entity (on some records at least). */
  may(permission: `${string}:${string}`): boolean
  /** Tells an event after commit. */
  emit<P extends Fields>(event: Event<P>, payload: Values<P>): void
  /** Runs a job after commit, once for each key. */
  enqueue(job: string, input?: { readonly [name: string]: Json }, options?: { readonly key?: string; readonly at?: string }): Promise<void>
  settings<S extends Fields>(of: Settings<S>): Promise<Values<S>>
  t(source: string, values?: { readonly [name: string]: string | number }): string
  /**
   * Waits for a lock that this transaction then holds: one at a time for each key. Several are taken in one statement and in one order, so that two who ask for some of the same never
   * wait for each other.
   *
   * @example await ctx.lock(lines.map(line => `stock ${line.item}`))
   */
  lock(key: string | readonly string[]): Promise<void>
  /**
   * Does a part that may be refused while the rest of the work goes on. Where it is, all that it wrote and told is taken back, and what refused it is given; null where it was done.
   *
   * Errors: what is no refusal (a fault of the code, a database that is away) is thrown as it is.
   *
   * @example
   * const refusal = await ctx.refusalOf(async () => void (await ctx.repo(Entry).create(values)))
   * if (refusal) await tell(refusal.sentence)
   */
  refusalOf(work: () => Promise<void>): Promise<Declined | null>
  /**
   * Calls a server that the plugin lists among its parts: in a job or a consumer, where nobody waits for it and no record is held meanwhile.
   * What may be tried again is called again: give it a key of your own where it must be done once.
   *
   * Errors: `address_refused` where its name leads nowhere public, `no_answer` where it is not there or takes too long.
   *
   * @param path Begins with a slash; of the same server.
   * @example const { status, text } = await ctx.fetch(Registry, `/plates/${encodeURIComponent(plate)}`, { headers: { authorization: key } })
   */
  readonly fetch: (host: Host, path: string, request?: HostRequest) => Promise<HostAnswer>
  log(message: string, values?: { readonly [name: string]: Json }): void
  /** The only way past permissions; rules still hold. The reason is kept with what is changed. */
  asSystem<T>(reason: string, work: (ctx: Ctx) => Promise<T>): Promise<T>
}

/**
 * By what a change came about; `ctx.origin` tells it.
 *
 * @example const byProgram = (['api', 'agent', 'import'] satisfies Origin[] as Origin[]).includes(ctx.origin)
 */
export type Origin = 'api' | 'agent' | 'screen' | 'import' | 'job' | 'event' | 'action' | 'seed' | 'cli' | 'automation'
