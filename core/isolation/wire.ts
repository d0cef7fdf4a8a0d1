import type { Json } from '@sangam/sdk'

/** The number of rights that stand past permissions. */
export const everything = 0

/** How many lists of rights are sent for a model before they are begun anew; the other side keeps twice as many. */
export const mostKept = 200

/** What a context is to a plugin in another process; what it does is asked for by its number. */
export interface WireCtx {
  readonly ctx: number
  readonly user: { readonly id: string; readonly name: string }
  readonly company: string | null
  readonly workspace: string
  readonly locale: string
  readonly origin: string
  readonly now: string
  readonly today: string
  /** What this user may, by a number: the list is sent once. */
  readonly may: number
  /** The plugin's words as this workspace says them, by a number: sent once. */
  readonly words: number
}

/** An error on its way from one process to the other. */
export type WireError =
  | {
      readonly kind: 'user'
      readonly code: string
      readonly message: string
      readonly values: { readonly [name: string]: string | number }
      readonly field?: string
    }
  /** One that the platform threw: it keeps the original under this number. */
  | { readonly kind: 'platform'; readonly code: string; readonly message: string; readonly number: number }
  | { readonly kind: 'error'; readonly message: string; readonly stack: string }

export type Outcome = { readonly value?: Json } | { readonly error: WireError }

/** From the platform. */
export type ToPlugin =
  | { readonly t: 'call'; readonly call: number; readonly fn: number; readonly method?: string; readonly ctx: WireCtx; readonly args: readonly unknown[] }
  /** Calls back what was given with an ask: the page of a walk, the work of `asSystem`. */
  | { readonly t: 'back'; readonly call: number; readonly of: number; readonly ctx: WireCtx | null; readonly args: readonly unknown[] }
  | { readonly t: 'answer'; readonly ask: number; readonly outcome: Outcome }
  | { readonly t: 'may'; readonly number: number; readonly may: readonly string[] }
  | { readonly t: 'words'; readonly number: number; readonly words: { readonly [source: string]: string } }

/** From the plugin. */
export type ToPlatform =
  | { readonly t: 'plugin'; readonly plugin: Json }
  | { readonly t: 'unfit'; readonly message: string }
  | { readonly t: 'done'; readonly call: number; readonly outcome: Outcome }
  /** Within a call; `back` is what `args` can't hold: a function, by its number. */
  | { readonly t: 'ask'; readonly ask: number; readonly ctx: number; readonly op: string; readonly args: readonly unknown[]; readonly back?: number }
  | { readonly t: 'tell'; readonly ctx: number; readonly op: 'emit' | 'log'; readonly args: readonly unknown[] }
  | { readonly t: 'print'; readonly line: string }

/** Stands for a function in a plugin that is sent as JSON. */
export interface WireFunction {
  readonly $function: number
}
