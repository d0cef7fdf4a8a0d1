import type { Context } from 'hono'
import { Refused } from '../errors.ts'
import type { FindQuery } from '../records/find.ts'
import { type HistoryQuery, mostEntries } from '../records/history.ts'
import type { Env } from './env.ts'

const listNames = ['where', 'sort', 'fields', 'search', 'limit', 'after', 'count', 'asOf'] as const

/** Addresses that were taken apart: a screen or a program asks in the same words again and again. */
const known = new Map<string, FindQuery>()
const [mostKnown, longestKnown] = [500, 400]

/** The words of a list's address; what is unknown is named. */
export function listQuery(c: Context<Env>, more: readonly string[] = []): FindQuery {
  const { url } = c.req
  const mark = url.indexOf('?')
  const words = mark === -1 ? '' : url.slice(mark + 1)
  const before = more.length === 0 ? known.get(words) : undefined
  if (before) return before
  const query = queryOf(words, more)
  if (more.length > 0 || words.length > longestKnown || query.where !== undefined) return query
  if (known.size >= mostKnown) known.clear()
  known.set(words, query)
  return query
}

function queryOf(words: string, more: readonly string[]): FindQuery {
  const given = new URLSearchParams(words)
  for (const name of given.keys()) if (!(listNames as readonly string[]).includes(name) && !more.includes(name)) throw unknownParameter(name)
  const list = (name: string): readonly string[] | undefined =>
    given
      .get(name)
      ?.split(',')
      .map(one => one.trim())
      .filter(one => one !== '')
  const [where, sort, fields, search, limit, after, count, asOf] = [
    json(given.get('where')),
    list('sort'),
    list('fields'),
    given.get('search'),
    given.get('limit'),
    given.get('after'),
    given.get('count'),
    given.get('asOf'),
  ]
  return {
    ...(where !== undefined && { where: where as object }),
    ...(sort && sort.length > 0 && { sort }),
    ...(fields && fields.length > 0 && { fields }),
    ...(search && { search }),
    ...(limit !== null && { limit: Number(limit) }),
    ...(after && { after }),
    ...(count && { count: count as 'none' }),
    ...(asOf !== null && { asOf }),
  }
}

/** A list of words in an address: `group=stage,source`. */
export function listed(c: Context<Env>, name: string): readonly string[] | undefined {
  const words = c.req
    .query(name)
    ?.split(',')
    .map(one => one.trim())
    .filter(one => one !== '')
  return words && words.length > 0 ? words : undefined
}

/** Parameters of an address, each at most once; what is unknown is named. */
export function onlyWords<N extends string>(c: Context<Env>, names: readonly N[]): { readonly [K in N]?: string } {
  const given = Object.entries(c.req.queries())
  for (const [name, values] of given) if (!(names as readonly string[]).includes(name) || values.length > 1) throw unknownParameter(name)
  return Object.fromEntries(given.map(([name, [value]]) => [name, value])) as { readonly [K in N]?: string }
}

/** Which changes of a record are asked for: `limit` of them, those `before` a version. */
export function historyQuery(c: Context<Env>): HistoryQuery {
  const { limit, before } = onlyWords(c, ['limit', 'before'])
  return { ...wholeNumber('limit', limit, mostEntries), ...wholeNumber('before', before, 2_147_483_647) }
}

function wholeNumber<N extends string>(name: N, given: string | undefined, most: number): { readonly [K in N]?: number } {
  if (given === undefined) return {}
  if (!/^[1-9]\d{0,9}$/.test(given) || Number(given) > most)
    throw new Refused(400, 'bad_query', '"{name}" is a whole number from 1 to {most}.', { values: { name, most } })
  return { [name]: Number(given) } as { readonly [K in N]?: number }
}

export function unknownParameter(name: string): Refused {
  return new Refused(400, 'bad_query', 'There is no parameter "{name}" here.', { values: { name: name.slice(0, 80) } })
}

function json(text: string | null): unknown {
  if (text === null || text === '') return undefined
  if (text.length > 20_000) throw new Refused(400, 'bad_query', 'This condition is too long for an address. Send it to /api/query.')
  try {
    return JSON.parse(text)
  } catch {
    throw new Refused(400, 'bad_query', '"where" is a condition as JSON.')
  }
}

/** The list grammar as a body: the same words, and nothing else. */
export function bodyQuery<T extends object>(given: { readonly [name: string]: unknown }, names: readonly string[]): T {
  for (const name of Object.keys(given)) if (!names.includes(name)) throw unknownParameter(name)
  return given as T
}

export const listWords: readonly string[] = listNames
export const groupWords: readonly string[] = ['where', 'search', 'group', 'measures', 'having', 'sort', 'limit', 'drill', 'asOf']

/** The version a caller has read: `If-Match: "3"`. */
export function versionOf(c: Context<Env>): number | undefined {
  const text = c.req.header('If-Match')
  if (text === undefined || text === '*') return undefined
  const match = /^(?:W\/)?"?(\d{1,9})"?$/.exec(text.trim())
  if (!match) throw new Refused(400, 'bad_version', '"If-Match" is the version that was read, such as "3".')
  return Number(match[1])
}
