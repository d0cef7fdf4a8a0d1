import { Refused } from '../errors.ts'

/** The refusal of something asked in words that the query language does not have. */
export const badQuery = (message: string, values: { [name: string]: string } = {}): Refused =>
  new Refused(400, 'bad_query', message, { values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value).slice(0, 80)])) })

export const isObject = (value: unknown): value is { readonly [key: string]: unknown } => typeof value === 'object' && value !== null && !Array.isArray(value)
