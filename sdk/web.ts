import type { ReactiveControllerHost, TemplateResult } from 'lit'
import type { Action } from './actions.ts'
import type { Repo } from './ctx.ts'
import type { DashboardCard } from './dashboards.ts'
import type { AnyEntity, Entity, InputOf, RecordOf } from './entity.ts'
import type { Fields } from './field.ts'
import type { Id, Json, Money } from './json.ts'
import type { AskedQuery, CompanyNow, ConfirmOptions, SeriesNow, ToastOptions } from './web-asked.ts'
import { type Asked, AskedOnce } from './web-once.ts'

export { css, html, LitElement, nothing } from 'lit'
export type { AskedQuery, CompanyNow, ConfirmOptions, SeriesNow, ToastOptions } from './web-asked.ts'
export type { Asked } from './web-once.ts'
export type {
  AvatarPart,
  BadgePart,
  ButtonPart,
  Crumb,
  DialogPart,
  EmptyPart,
  IconPart,
  MenuItem,
  MenuPart,
  PagePart,
  PickPart,
  ProblemPart,
  SkeletonPart,
  Tab,
  TabsPart,
} from './web-parts.ts'

// The browser half of the SDK. The shell binds itself once, before it loads any plugin's screen;
// a screen then calls these without knowing who answers.

/**
 * What the shell gives to screens.
 *
 * @example const quiet = (host: WebHost): WebHost => ({ ...host, toast: () => {} })
 */
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
  go(address: string): Promise<boolean>
  toast(text: string, options: ToastOptions): void
  confirm(question: string, options: ConfirmOptions): Promise<boolean>
  sentence(error: unknown): string
  today(): string
  format: ValueFormats
  field(entity: string, name: string, value: Json, options: FieldOptions): TemplateResult
  display(entity: string, name: string, value: Json): TemplateResult | string
  card(shown: DashboardCard): TemplateResult
  placed(entity: string, values: { readonly [field: string]: Json }): TemplateResult
  ask(plugin: string, path: string, query: AskedQuery): Promise<Json>
  send(plugin: string, path: string, body: { readonly [name: string]: Json }): Promise<Json>
  download(plugin: string, path: string, query: AskedQuery, name: string): Promise<void>
  company(): CompanyNow | null
  refused(error: unknown): { readonly [field: string]: string }
  paper(entity: string, id: string, document: string): Promise<Blob>
  series(entity: string, field: string): Promise<SeriesNow | null>
  renumber(entity: string, field: string, pattern: string): Promise<void>
}

/** How a field is shown on a screen of one’s own, and who is told of its changes. */
export interface FieldOptions<Value = Json> {
  /** Told with each change that is a value. */
  readonly onChange?: (value: Value) => void
  /** Told when the person is done: on leaving the field, or by Enter. */
  readonly onCommit?: (value: Value) => void
  /** What is wrong with the value. */
  readonly invalid?: string
  /** Instead of the field's own. */
  readonly label?: string
  /** In a line of a table: no label, no help. The label is still its name. */
  readonly compact?: boolean
  readonly readonly?: boolean
  readonly autofocus?: boolean
  /** The values beside it: `party.$title` for a reference. */
  readonly record?: { readonly [field: string]: Json }
}

/** As the signed-in person writes them, in their language and the company's country. */
export interface ValueFormats {
  /** ₹4,82,100, and `full` ₹4,82,100.00: the sum of a column stands under amounts with all their digits. */
  money(value: Money, options?: { readonly full?: boolean }): string
  /** 4,82,100.00: as it stands in a column under others, without its currency and with all its digits. */
  amount(value: Money): string
  number(value: string | number): string
  /** A day: 26 Nov 2026. */
  date(day: string): string
  /** A moment where the person is: 26 Nov 2026, 2:05 pm. */
  instant(instant: string): string
  /** A moment, from now: 3 days ago. */
  relative(instant: string): string
}

/** One change of a record that the signed-in person may read. */
export interface LiveChange {
  readonly entity: string
  readonly id: string
  readonly verb: 'create' | 'update' | 'remove' | 'restore'
  readonly version: number
}

let bound: WebHost | undefined

/**
 * Called by the shell only.
 *
 * @example bindHost(shell)
 */
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

/**
 * Runs an action on a record, with the rights of who is signed in. A refusal is thrown; `sentence` says it.
 *
 * @example await run(makeCustomer, lead.id, {})
 */
export function run<N extends string, F extends Fields, I extends Fields, Out extends Json | void>(
  action: Action<Entity<N, F>, I, Out>,
  id: Id<N>,
  input: InputOf<I>,
): Promise<Out> {
  return host().run(action, id, input)
}

/**
 * Reads a route of a plugin (`route('GET', …)`), with the rights of who is signed in. A refusal is thrown; `sentence` says it.
 *
 * @param plugin - whose route it is: the screen's own plugin, or one that it needs
 * @param path - as the plugin says it: `/trial-balance`
 * @param query - what the route asks for; what is `undefined` or null is left out
 * @example const { rows } = await ask<{ rows: { name: string; closing: string }[] }>('ledger', '/trial-balance', { from: '2026-04-01', to: today() })
 */
export async function ask<Answer = Json>(plugin: string, path: `/${string}`, query: AskedQuery = {}): Promise<Answer> {
  // What comes back is what the route says; the type is the caller's word for it.
  return (await host().ask(plugin, path, query)) as Answer
}

/**
 * What a route of a plugin answers to an element that is drawn again and again, such as one in a form while somebody types: it is asked once for each query, the element is drawn
 * when the answer has come, and it is asked anew when records change on which the answer rests. Made as the element is; it ends with it.
 *
 * @param element - what draws the answer
 * @param plugin - whose route it is: the element's own plugin, or one that it needs
 * @param path - as the plugin says it: `/due`
 * @param restsOn - the entities whose changes make the answer another one, by name
 * @example
 * class LeadsDue extends LitElement {
 *   readonly #due = askOnce<{ day: string }>(this, 'leads', '/due', [Lead.name])
 *
 *   protected override render() {
 *     return html`${this.#due.of({ from: today() })?.day ?? nothing}`
 *   }
 * }
 */
export function askOnce<Answer = Json>(element: ReactiveControllerHost, plugin: string, path: `/${string}`, restsOn: readonly string[] = []): Asked<Answer> {
  const follow = (told: () => void): (() => void) => {
    const stops = restsOn.map(entity => live(entity, told))
    return () => {
      for (const stop of stops) stop()
    }
  }
  return new AskedOnce<Answer>(element, query => ask<Answer>(plugin, path, query), follow)
}

/**
 * Tells a route of a plugin something (`route('POST', …)`), with the rights of who is signed in. A refusal is thrown; `sentence` says it.
 *
 * @param plugin - whose route it is: the screen's own plugin, or one that it needs
 * @param path - as the plugin says it: `/opening/post`
 * @param body - what the route asks for
 * @example await send('ledger', '/opening/post', { on: today() })
 */
export async function send<Answer = Json>(plugin: string, path: `/${string}`, body: { readonly [name: string]: Json } = {}): Promise<Answer> {
  // What comes back is what the route says; the type is the caller's word for it.
  return (await host().send(plugin, path, body)) as Answer
}

/**
 * Gives the person a report of a plugin (`sheet('/…')`) as a file, as the shell gives every file: what takes a moment says how far it is, and a refusal is said.
 *
 * @param plugin - whose report it is: the screen's own plugin, or one that it needs
 * @param path - as the plugin says it: `/trial-balance/sheet`
 * @param query - what the report asks for, and `format`: `csv`, `xlsx` or `pdf`
 * @param name - how the file is called
 * @example await download('ledger', '/profit-and-loss/sheet', { format: 'xlsx', to: today() }, `${t('Profit and loss')}.xlsx`)
 */
export function download(plugin: string, path: `/${string}`, query: AskedQuery, name: string): Promise<void> {
  return host().download(plugin, path, query, name)
}

/**
 * Whether the signed-in person has the verb on some records at least: `can('leads.lead:create')`.
 *
 * @example can('leads.lead:create')
 */
export function can(permission: `${string}:${string}`): boolean {
  return host().can(permission)
}

/**
 * The person's language for an English text.
 *
 * @example t('{count} overdue', { count: 3 })
 */
export function t(source: string, values?: { readonly [name: string]: string | number }): string {
  return host().t(source, values)
}

/**
 * Calls back after each change of an entity's records; returns what stops it.
 *
 * @example const stop = live('leads.lead', change => void (change.verb !== 'remove' && this.read()))
 */
export function live(entity: string, told: (change: LiveChange) => void): () => void {
  return host().live(entity, told)
}

/**
 * Goes to an address of the shell, unless what is unsaved keeps the person here; false then.
 *
 * @example await go(`/record/leads.lead/${lead.id}`)
 */
export function go(address: string): Promise<boolean> {
  return host().go(address)
}

/**
 * Says something at the foot of the page for a few seconds.
 *
 * @example toast(t('Put off a week.'), { action: { label: t('Undo'), run: () => back() } })
 */
export function toast(text: string, options: ToastOptions = {}): void {
  host().toast(text, options)
}

/**
 * Asks a question with two answers; true when the person goes on.
 *
 * @example if (await confirm(t('Put off all eight?'), { go: t('Put off') })) await putOff(chosen)
 */
export function confirm(question: string, options: ConfirmOptions = {}): Promise<boolean> {
  return host().confirm(question, options)
}

/**
 * The sentence for whatever was thrown: the server's own where it refused. `toast(sentence(error), { kind: 'problem' })`
 *
 * @example await this.save().catch(error => toast(sentence(error), { kind: 'problem' }))
 */
export function sentence(error: unknown): string {
  return host().sentence(error)
}

/**
 * What is wrong with which field, where the server refused a record: to say it beside them. Empty where it refused the whole, or something else went wrong; `sentence` says that.
 *
 * @example const wrong = await repo(Lead).update(lead.id, { title: '' }).then(() => ({}), refused) // { number: 'Another record has this number already.' }
 */
export function refused(error: unknown): { readonly [field: string]: string } {
  return host().refused(error)
}

/**
 * A paper of a record as a PDF, as it is printed from its page: what a plugin lays out by `documentTemplate`.
 *
 * @param entity - whose record it is
 * @param document - the name of the paper: `invoicing.invoice`
 * @example const address = URL.createObjectURL(await paper(Lead, lead.id, 'leads.quotation'))
 */
export function paper<E extends AnyEntity>(entity: E, id: string, document: string): Promise<Blob> {
  return host().paper(entity.name, id, document)
}

/**
 * How records are numbered now; null for who is no administrator, as they alone may look at it.
 *
 * @example const now = await series(Invoice, 'number') // { pattern: 'INV/{fy2}/{0000}', next: 'INV/26-27/0001' }
 */
export function series<E extends AnyEntity>(entity: E, field: keyof E['fields'] & string): Promise<SeriesNow | null> {
  return host().series(entity.name, field)
}

/**
 * Numbers records by another pattern from now on, as under *Number series*: it stands among the changes of the workspace, and can be taken back there. For administrators;
 * a pattern that makes no numbers is refused. What a pattern would make is told by `seriesForm` and `patternProblem` of `@sangam/sdk` while it is typed.
 *
 * @example await renumber(Invoice, 'number', 'GT/{fy2}/{0000}')
 */
export function renumber<E extends AnyEntity>(entity: E, field: keyof E['fields'] & string, pattern: string): Promise<void> {
  return host().renumber(entity.name, field, pattern)
}

/**
 * The day it is where the company is: `2026-11-26`.
 *
 * @example const { items } = await repo(Lead).find({ where: { expectedClose: { lt: today() } } })
 */
export function today(): string {
  return host().today()
}

/**
 * The company that the signed-in person works in: its currency, the month its fiscal year begins with. Null for who has none.
 *
 * @example const { from } = resolvePeriod('this_fiscal_year', today(), company() ?? { fiscalYearStart: 4, weekStart: 1 })
 */
export function company(): CompanyNow | null {
  return host().company()
}

/**
 * Numbers, amounts and days as the signed-in person writes them.
 *
 * @example format.money({ amount: '482100', currency: 'INR' }) // ₹4,82,100
 */
export const format: ValueFormats = {
  money: (value, options) => host().format.money(value, options),
  amount: value => host().format.amount(value),
  number: value => host().format.number(value),
  date: day => host().format.date(day),
  instant: instant => host().format.instant(instant),
  relative: instant => host().format.relative(instant),
}

/**
 * The editor of a field as the forms draw it: with its label, help and what is wrong. Nothing is saved by it.
 *
 * @example field(Lead, 'expectedClose', lead.expectedClose, { compact: true, onCommit: day => repo(Lead).update(lead.id, { expectedClose: day }) })
 */
export function field<N extends string, F extends Fields, K extends keyof F & keyof RecordOf<Entity<N, F>> & string>(
  entity: Entity<N, F>,
  name: K,
  value: Json,
  options: FieldOptions<RecordOf<Entity<N, F>>[K]> = {},
): TemplateResult {
  // The editor of a field gives values of its kind; the host knows them by the name alone.
  return host().field(entity.name, name, value, options as FieldOptions)
}

/**
 * A value of a field as records show it: a badge for a choice, a link for a reference.
 *
 * @example display(Lead, 'source', lead.source)
 */
export function display<E extends AnyEntity>(entity: E, name: keyof E['fields'] & string, value: Json): TemplateResult | string {
  return host().display(entity.name, name, value)
}

/**
 * A card of a dashboard within a screen: a figure, a chart, the first records of a list. It reads by itself as the signed-in person, leads to its records,
 * follows their changes, and is drawn as on the board, as wide as there is room and `height` rows high.
 *
 * @param shown - What `chartCard`, `numberCard` and `listCard` of `@sangam/sdk` make.
 * @example card(chartCard(Lead, { label: 'Won by month', chart: 'bar', group: ['actualClose:month'], where: { state: 'won' } }))
 */
export function card(shown: DashboardCard): TemplateResult {
  return host().card(shown)
}

/**
 * What plugins draw into the form of an entity (`placeElement`), on a screen of one's own where such a record is typed. It is given what is typed, and anew with each change; what it
 * writes into it comes as an event `change`, whose `detail` is `{ field, value }`.
 *
 * @param values - What is typed so far, by field.
 * @example placed(Lead, { title: 'Kitchen for the hotel', 'party.$title': 'Hotel Ganga' })
 */
export function placed<E extends AnyEntity>(entity: E, values: { readonly [field: string]: Json }): TemplateResult {
  return host().placed(entity.name, values)
}

function host(): WebHost {
  if (!bound) throw new Error('@sangam/sdk/web works inside the shell only: import it from a screen, not from server code or a test without a page.')
  return bound
}
