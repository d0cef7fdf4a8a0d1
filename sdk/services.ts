import type { Ctx } from './ctx.ts'
import type { IconName } from './icons.ts'
import type { Id } from './json.ts'

declare const api: unique symbol

/** A typed name for something a plugin offers to others. All its methods are async and take JSON. */
export interface Service<T = unknown> {
  readonly kind: 'service'
  readonly name: string
  readonly [api]?: T
}

/**
 * A service: what other plugins may call by `ctx.use`, named here and answered for by `provide`.
 *
 * @example export const Posting = defineService<{ post(entry: Id<'ledger.entry'>): Promise<void> }>('ledger.posting')
 */
export function defineService<T>(name: string): Service<T> {
  return { kind: 'service', name }
}

/** What answers for a service, made by `provide`. */
export interface Provider {
  readonly kind: 'provider'
  readonly service: string
  readonly make: (ctx: Ctx) => unknown
}

/**
 * Offers a service. `make` runs once for each context, so what it makes has that user and that transaction.
 *
 * @example
 * const Plates = defineService<{ isFree(plate: string): Promise<boolean> }>('vehicles.plates')
 * const answered = provide(Plates, ctx => ({ isFree: async plate => (await ctx.repo(Note).count({ subject: plate })) === 0 }))
 */
export function provide<T>(service: Service<T>, make: (ctx: Ctx) => T): Provider {
  return { kind: 'provider', service: service.name, make }
}

/**
 * Messages for a person: in their inbox, by mail, both or neither, as they chose for each kind. They go out with the transaction that told them.
 *
 * @example await ctx.use(Notify).tell({ user: order.owner, kind: 'reminder', text: '{record} is due today', values: { record: '' }, about: { entity: Order.name, id: order.id } })
 */
export const Notify: Service<{
  tell(message: {
    readonly user: Id<'core.user'>
    /** What sort of message it is: `other` unless told. */
    readonly kind?: 'reminder' | 'task' | 'other'
    /** A sentence in English, translated for the reader; `{name}` is filled from `values`, and `{record}`, where it is given, by what its reader may see the record called. */
    readonly text: string
    readonly values?: { readonly [name: string]: string | number }
    /** The record it is about; the message links to it. */
    readonly about?: { readonly entity: string; readonly id: string }
  }): Promise<void>
}> = defineService('core.notify')

/**
 * Mail, sent after commit by the outbox through the server of the workspace's settings. Papers of records go with it as PDFs, by the documents of plugins: they are printed as
 * the mail leaves, with the rights of whoever sent it (of a job, with the system's) and in `language`.
 *
 * Errors: `mail_address_invalid`, `mail_subject_invalid` (two lines), `mail_language_unknown`, `mail_invalid`.
 *
 * @example await ctx.use(Mail).send({ to: 'asha@example.com', subject: 'Your order', text: 'Please find it enclosed.', papers: [{ entity: Order.name, id: order.id, document: 'orders.confirmation' }] })
 */
export const Mail: Service<{
  send(message: {
    readonly to: string
    readonly subject: string
    readonly text: string
    readonly html?: string
    readonly papers?: readonly { readonly entity: string; readonly id: string; readonly document: string }[]
    /** In which language the papers are printed; that of whoever sends it unless told. */
    readonly language?: 'en' | 'hi'
  }): Promise<void>
}> = defineService('core.mail')

/**
 * Papers. `record` prints a record as whoever asks may see it (its form, its lines and what they come to, under the company's letterhead) and
 * keeps the PDF as a file of theirs, to be named in a file field of a record; named nowhere, it goes after a day.
 *
 * Errors: `not_found`, `printing` (two papers of that person are being made at this moment).
 *
 * @example
 * const paper = await ctx.use(Print).record({ entity: 'billing.invoice', id: invoice.id, name: `${invoice.number}.pdf` })
 * await ctx.repo(Invoice).update(invoice.id, { paper: paper.id })
 */
export const Print: Service<{
  record(of: {
    readonly entity: string
    readonly id: string
    /** What the file is called: as the document says, or the record's name, unless told. */
    readonly name?: string
    /** A document to print it as: the name of a plugin's, or the id of one that administrators wrote. Its form unless told. */
    readonly document?: string
  }): Promise<{
    readonly id: Id<'core.file'>
    readonly name: string
    readonly type: string
    readonly bytes: number
  }>
}> = defineService('core.print')

/** What an entity of any plugin is, as far as another leans on it: what `Records.describe` tells. */
export interface Described {
  readonly label: string
  readonly plural: string
  /** The field its records are known by. */
  readonly title: string
  /** What it keeps: each field with its label, its type, the entity it refers to, and whether it is what a record stands below. Fields of extensions and those that administrators made are among them. */
  readonly fields: readonly { readonly name: string; readonly label: string; readonly type: string; readonly to: string | null; readonly tree: boolean }[]
}

/**
 * Records of any plugin, for who keeps only their entity and their id. `called` tells what one is called: `there` is false of what is gone, or whose plugin is switched off; the title is
 * told to who may see it, and null to others. `titles` tells it of many at once, in their order. `describe` tells what an entity is, administrators' fields with it, labels in the language of who
 * asks; null where there is none.
 *
 * Errors: a plugin that was installed from elsewhere is told of the entities that it reaches alone, in `asSystem` too: another fails with its name. `called` outside of
 * `asSystem` is for any entity: it tells its caller what they may see.
 *
 * @example const { there, title } = await ctx.use(Records).called({ entity: Order.name, id: order.id })
 * @example const places = (await ctx.use(Records).describe(Entry.name))?.fields.filter(field => field.to === 'core.place')
 */
export const Records: Service<{
  called(of: { readonly entity: string; readonly id: string }): Promise<{ readonly there: boolean; readonly title: string | null }>
  titles(of: readonly { readonly entity: string; readonly id: string }[]): Promise<readonly (string | null)[]>
  describe(entity: string): Promise<Described | null>
}> = defineService('core.records')

/**
 * Links by which somebody sees a record without signing in, where a plugin made it a `publicPage`. `make` makes a new one, which ends by itself, and gives its address: nobody is told it again, since only a
 * hash of it is kept, so put it into what leaves for its reader at once. Whoever it is made for may end it under *Share a link*.
 *
 * Errors: `not_found`, `forbidden` without the verb `shareLink` on the record, `not_shareable` as the record stands, `links_many`.
 *
 * @example const { address } = await ctx.use(PublicLinks).make({ entity: Order.name, id: order.id })
 */
export const PublicLinks: Service<{
  make(of: { readonly entity: string; readonly id: string }): Promise<{ readonly id: string; readonly address: string; readonly until: string }>
}> = defineService('core.publicLinks')

/**
 * Files of rows: CSV (any usual separator and encoding) or the first sheet of an XLSX, read as imports read them. `read` gives the rows of a file that whoever asks may read, as texts
 * and with those that stand above its head; at most 20,000 of them.
 *
 * Errors: `file_gone`, `file_long`, `file_kind_unknown` where it holds no rows.
 *
 * @example const [head, ...rows] = invoice.paper === null ? [] : await ctx.use(Sheets).read(invoice.paper)
 */
export const Sheets: Service<{
  read(file: Id<'core.file'>): Promise<readonly (readonly string[])[]>
}> = defineService('core.sheets')

/**
 * The timeline beside a record: a line for what happened around it and is no change of its own, such as a mail that came or a parcel that
 * was handed over. It is written with the transaction, stands in the name of whoever the context is of, and is read by exactly those who may
 * read the record: put nothing into it that some of them may not know. The record is of an entity that says `activities: true`.
 *
 * Errors: `event_empty` without a sentence, `event_about_unknown` where the entity is none or the id is no id.
 *
 * @example
 * await ctx.use(Timeline).add({
 *   about: { entity: Order.name, id: order.id },
 *   text: 'handed {count} parcels to {carrier}',
 *   values: { count: 3, carrier: 'India Post' },
 *   icon: 'box',
 * })
 */
export const Timeline: Service<{
  add(event: {
    readonly about: { readonly entity: string; readonly id: string }
    /** What was done, in English, translated for the reader; it stands behind a person's name, as in "Asha handed 3 parcels to India Post". */
    readonly text: string
    readonly values?: { readonly [name: string]: string | number }
    /** The name of an icon of the shell; a dot unless told. */
    readonly icon?: IconName
  }): Promise<void>
}> = defineService('core.timeline')
