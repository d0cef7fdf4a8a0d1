import type { Ctx } from './ctx.ts'
import type { Id } from './json.ts'

declare const api: unique symbol

/** A typed name for something a plugin offers to others. All its methods are async and take JSON. */
export interface Service<T = unknown> {
  readonly kind: 'service'
  readonly name: string
  readonly [api]?: T
}

/**
 * @example export const Posting = defineService<{ post(entry: Id<'ledger.entry'>): Promise<void> }>('ledger.posting')
 */
export function defineService<T>(name: string): Service<T> {
  return { kind: 'service', name }
}

export interface Provider {
  readonly kind: 'provider'
  readonly service: string
  readonly make: (ctx: Ctx) => unknown
}

/** Offers a service. `make` runs once for each context, so what it makes has that user and that transaction. */
export function provide<T>(service: Service<T>, make: (ctx: Ctx) => T): Provider {
  return { kind: 'provider', service: service.name, make }
}

/** Messages in the app: a bell with a count. They go out with the transaction that told them. */
export const Notify: Service<{
  tell(message: {
    readonly user: Id<'core.user'>
    /** A sentence in English, translated for the reader; `{name}` is filled from `values`. */
    readonly text: string
    readonly values?: { readonly [name: string]: string | number }
    /** The record it is about; the message links to it. */
    readonly about?: { readonly entity: string; readonly id: string }
  }): Promise<void>
}> = defineService('core.notify')

/** Mail, sent after commit by the outbox through the server of the workspace's settings. */
export const Mail: Service<{
  send(message: { readonly to: string; readonly subject: string; readonly text: string; readonly html?: string }): Promise<void>
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
  record(of: { readonly entity: string; readonly id: string /** What the file is called: the record's name unless told. */; readonly name?: string }): Promise<{
    readonly id: Id<'core.file'>
    readonly name: string
    readonly type: string
    readonly bytes: number
  }>
}> = defineService('core.print')
