import type { GroupRow, HistoryEntry, Json, Measure } from '@sangam/sdk'
import { type Ask, ask } from './client.ts'

/** A record as the API gives it. */
export type Row = { readonly id: string; readonly version: number; readonly [field: string]: Json }

export interface ListQuery {
  readonly where?: object
  readonly sort?: readonly string[]
  readonly fields?: readonly string[]
  readonly search?: string
  readonly limit?: number
  readonly after?: string
  readonly count?: 'none' | 'capped' | 'exact'
  readonly asOf?: string
}

export interface GroupsQuery {
  readonly where?: object
  readonly search?: string
  readonly group?: readonly string[]
  readonly measures?: readonly Measure[]
  readonly sort?: readonly string[]
  readonly limit?: number
  readonly asOf?: string
}

export interface PageOf<R> {
  readonly items: readonly R[]
  readonly next: string | null
  readonly count: number | null
}

const at = (entity: string, id?: string): string => `/api/records/${entity}${id === undefined ? '' : `/${id}`}`

export const records = {
  find(entity: string, query: ListQuery = {}, signal?: AbortSignal): Promise<PageOf<Row>> {
    const asked = queryOf(query)
    const long = String(asked.where ?? '').length > 3000
    if (long) return ask(`/api/query/${entity}`, { method: 'POST', body: clean(query, listWords), ...(signal && { signal }) })
    return ask(at(entity), { query: asked, ...(signal && { signal }) })
  },
  get(entity: string, id: string, fields?: readonly string[], asOf?: string): Promise<Row> {
    return ask(at(entity, id), { query: { fields: fields?.join(','), asOf } })
  },
  async group(entity: string, query: GroupsQuery, signal?: AbortSignal): Promise<readonly GroupRow[]> {
    const answer = await ask<{ items: readonly GroupRow[] } | readonly GroupRow[]>(`/api/query/${entity}`, {
      method: 'POST',
      body: clean(query, groupWords),
      ...(signal && { signal }),
    })
    return 'items' in answer ? answer.items : answer
  },
  create(entity: string, values: object): Promise<Row> {
    return ask(at(entity), { method: 'POST', body: values })
  },
  /** All or nothing. */
  createMany(entity: string, values: readonly object[]): Promise<readonly Row[]> {
    return ask(at(entity), { method: 'POST', body: values })
  },
  update(entity: string, id: string, patch: object, version?: number): Promise<Row> {
    return ask(at(entity, id), { method: 'PATCH', body: patch, ...(version !== undefined && { version }) })
  },
  /** All or nothing. */
  batch(writes: readonly BatchWrite[]): Promise<unknown> {
    return ask('/api/batch', { method: 'POST', body: writes })
  },
  remove(entity: string, id: string, version?: number): Promise<unknown> {
    return ask(at(entity, id), { method: 'DELETE', ...(version !== undefined && { version }) })
  },
  restore(entity: string, id: string, version?: number): Promise<Row> {
    return ask(`${at(entity, id)}/restore`, { method: 'POST', body: version === undefined ? {} : { version } })
  },
  async history(entity: string, id: string): Promise<readonly HistoryEntry<Row>[]> {
    const answer = await ask<{ items: readonly HistoryEntry<Row>[] } | readonly HistoryEntry<Row>[]>(`${at(entity, id)}/history`)
    return 'items' in answer ? answer.items : answer
  },
  run(entity: string, id: string, action: string, input: object = {}): Promise<Json> {
    return ask(`${at(entity, id)}/actions/${action}`, { method: 'POST', body: input })
  },
  runMany(entity: string, ids: readonly string[], action: string, input: object = {}): Promise<Json> {
    return ask(`${at(entity)}/actions/${action}`, { method: 'POST', body: { ids, input } })
  },
  /** Where a list is as a file, for `download`. */
  exportOf(entity: string, format: 'csv' | 'xlsx' | 'jsonl' | 'pdf', query: ListQuery): FileOf {
    return { path: `/api/export/${entity}`, query: { ...queryOf(query), format } }
  },
  exportOfGroups(entity: string, format: 'csv' | 'xlsx', { group = [], measures = [], ...query }: GroupsQuery): FileOf {
    return { path: `/api/export/${entity}`, query: { ...queryOf(query), group: group.join(','), measures: measures.join(','), format } }
  },
  /** One record on paper. */
  paperOf(entity: string, id: string, more: { readonly asOf?: string; readonly document?: string } = {}): FileOf {
    return { path: `/api/export/${entity}/${id}`, query: { format: 'pdf', ...more } }
  },
}

interface FileOf {
  readonly path: string
  readonly query: NonNullable<Ask['query']>
}

export type BatchWrite =
  | { readonly entity: string; readonly verb: 'create'; readonly values: object }
  | { readonly entity: string; readonly verb: 'update'; readonly id: string; readonly patch: object; readonly version?: number }
  | { readonly entity: string; readonly verb: 'remove' | 'restore'; readonly id: string; readonly version?: number }

function queryOf(query: ListQuery): { readonly [name: string]: string | number | undefined } {
  const some = (list: readonly string[] | undefined): string | undefined => (list && list.length > 0 ? list.join(',') : undefined)
  return {
    where: query.where && Object.keys(query.where).length > 0 ? JSON.stringify(query.where) : undefined,
    sort: some(query.sort),
    fields: some(query.fields),
    search: query.search || undefined,
    limit: query.limit,
    after: query.after,
    count: query.count,
    asOf: query.asOf,
  }
}

const listWords = ['where', 'sort', 'fields', 'search', 'limit', 'after', 'count', 'asOf']
const groupWords = ['where', 'search', 'group', 'measures', 'having', 'sort', 'limit', 'asOf']

/** Only the words the server knows, and of those only what says something. */
function clean(query: object, words: readonly string[]): object {
  return Object.fromEntries(
    Object.entries(query).filter(
      ([word, value]) => words.includes(word) && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  )
}
