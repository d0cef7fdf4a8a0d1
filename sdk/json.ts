/** Any value that survives a trip over a wire. Everything that crosses the SDK boundary is one. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/** The id of a record of one entity. A party's id can't be given where a user's is asked for. */
export type Id<Name extends string = string> = string & { readonly ' of'?: Name }

/** An exact amount in a currency: a decimal string (never a float) and an ISO 4217 code. */
export type Money = { readonly amount: string; readonly currency: string }

/** Shows a computed type as a plain object in editors. */
export type Show<T> = { [K in keyof T]: T[K] } & {}

/** A JSON Schema (2020-12), as plain data. */
export type JsonSchema = { readonly [keyword: string]: Json | undefined }
