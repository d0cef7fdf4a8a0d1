import type { CoreCtx } from '../data/context.ts'
import type { FindQuery } from '../records/find.ts'
import { find, type Item } from '../records/find.ts'
import { badQuery } from '../records/query.ts'
import { filterOf } from './filter.ts'
import { entitySet, type Property, propertiesOf } from './shape.ts'

const page = 500
const mostSkipped = 10_000
const known = ['$filter', '$select', '$orderby', '$top', '$skip', '$skiptoken', '$count', '$format']

/** What a program asks of an entity set, in words of its own. */
interface Asked {
  readonly query: FindQuery
  readonly properties: readonly Property[]
  readonly top: number | null
  readonly skip: number
  readonly after: string | undefined
  readonly count: boolean
}

export interface Feed {
  readonly properties: readonly Property[]
  readonly items: readonly Item[]
  readonly count: number | null
  /** What the address of the next page has in place of `$top` and `$skip`. */
  readonly next: { readonly token: string; readonly top: number | null } | null
}

/** One page of an entity set, as the caller may see it. The next one begins where this one ended, whatever was written meanwhile. */
export async function readFeed(ctx: CoreCtx, name: string, params: URLSearchParams, size: number): Promise<Feed> {
  const entity = entitySet(ctx, name)
  const asked = askedFor(params, propertiesOf(ctx, entity))
  const limit = Math.max(1, Math.min(size, page, asked.top ?? page))
  const { query } = asked
  const first = { ...query, limit, ...(asked.count && { count: 'exact' as const }) }
  if (asked.top === 0) {
    const only = asked.count ? await find(ctx, entity.name, { ...first, limit: 1 }) : null
    return { properties: asked.properties, items: [], count: only?.count ?? null, next: null }
  }
  const after = asked.after ?? (await placeAfter(ctx, entity.name, query, asked.skip))
  const found = after === null ? await nothing(ctx, entity.name, first) : await find(ctx, entity.name, { ...first, ...(after !== '' && { after }) })
  const left = asked.top === null ? null : asked.top - found.items.length
  return {
    properties: asked.properties,
    items: found.items,
    count: found.count,
    next: found.next === null || left === 0 ? null : { token: found.next, top: left },
  }
}

async function nothing(ctx: CoreCtx, entity: string, query: FindQuery): Promise<{ items: Item[]; next: null; count: number | null }> {
  const { count } = query.count ? await find(ctx, entity, { ...query, limit: 1 }) : { count: null }
  return { items: [], next: null, count }
}

/** The place behind so many records; null where there are no more. */
async function placeAfter(ctx: CoreCtx, entity: string, query: FindQuery, skip: number): Promise<string | null> {
  let after = ''
  for (let left = skip; left > 0; left -= page) {
    const found = await find(ctx, entity, { ...query, fields: ['id'], limit: Math.min(left, page), ...(after && { after }) })
    if (found.next === null) return null
    after = found.next
  }
  return after
}

export async function countOf(ctx: CoreCtx, name: string, params: URLSearchParams): Promise<number> {
  const entity = entitySet(ctx, name)
  const { query } = askedFor(params, propertiesOf(ctx, entity))
  return (await find(ctx, entity.name, { ...query, fields: ['id'], limit: 1, count: 'exact' })).count ?? 0
}

function askedFor(params: URLSearchParams, all: readonly Property[]): Asked {
  for (const name of params.keys())
    if (name.startsWith('$') && !known.includes(name)) throw badQuery('"{name}" is not known here. There are {known}.', { name, known: known.join(', ') })
  const single = (name: string): Property => {
    const found = all.find(one => one.name === name)
    if (!found) throw badQuery('There is no property "{name}" to ask for here.', { name })
    return found
  }
  const list = (name: string): string[] =>
    (params.get(name) ?? '')
      .split(',')
      .map(one => one.trim())
      .filter(one => one !== '')
  const selected = list('$select')
  const properties = selected.length === 0 || selected.includes('*') ? all : all.filter(one => selected.map(name => single(name)).includes(one))
  const sort = list('$orderby').map(one => {
    const [name = '', way = 'asc'] = one.split(/\s+/)
    const property = single(name)
    if (!property.single || !['asc', 'desc'].includes(way)) throw badQuery('"$orderby" takes properties, each with asc or desc.')
    return way === 'desc' ? `-${property.path}` : property.path
  })
  const filter = params.get('$filter')
  const fields = properties.map(one => one.path)
  const asOf = params.get('asOf')
  const query: FindQuery = { fields, ...(asOf !== null && { asOf }), ...(filter?.trim() && { where: filterOf(filter, all) }), ...(sort.length > 0 && { sort }) }
  const skip = numberOf(params, '$skip') ?? 0
  if (skip > mostSkipped) throw badQuery('"$skip" goes to 10,000. Follow "@odata.nextLink" to read more.')
  return {
    query,
    properties,
    top: numberOf(params, '$top'),
    skip,
    after: params.get('$skiptoken') ?? undefined,
    count: params.get('$count') === 'true',
  }
}

function numberOf(params: URLSearchParams, name: string): number | null {
  const text = params.get(name)
  if (text === null) return null
  if (!/^\d{1,9}$/.test(text)) throw badQuery('"{name}" is a whole number.', { name })
  return Number(text)
}
