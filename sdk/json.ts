/**
 * Any value that survives a trip over a wire. Everything that crosses the SDK boundary is one.
 *
 * @example const kept: Json = { plates: ['MH12', 'DL3C'], checked: true }
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/**
 * The id of a record of one entity. A party's id can't be given where a user's is asked for.
 *
 * @example const first: Id<'core.company'> = company
 */
export type Id<Name extends string = string> = string & { readonly ' of'?: Name }

/**
 * An exact amount in a currency: a decimal string (never a float) and an ISO 4217 code.
 *
 * @example const price: Money = { amount: '482.50', currency: 'INR' }
 */
export type Money = { readonly amount: string; readonly currency: string }

/**
 * Shows a computed type as a plain object in editors.
 *
 * @example const both: Show<{ a: string } & { b: number }> = { a: 'one', b: 2 }
 */
export type Show<T> = { [K in keyof T]: T[K] } & {}

/**
 * A JSON Schema (2020-12), as plain data.
 *
 * @example const schema: JsonSchema = { type: 'string', maxLength: 120 }
 */
export type JsonSchema = { readonly [keyword: string]: Json | undefined }
