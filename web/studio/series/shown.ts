import { ask } from '../../data/client.ts'
import { studioStore } from '../model/store.ts'

/** Numbers that count up together: those of one company in one year, or all. */
export interface Scope {
  readonly prefix: string
  readonly suffix: string
  readonly zeros: number
  readonly companies: readonly string[]
  readonly company: string | null
  readonly last: string | null
  /** The last that was given, and the one that comes next, as the counter has them. */
  readonly given: number
  readonly count: number
  readonly next: string
}

/** A running number of some records, as `GET /api/model/series` tells it. */
export interface Series {
  readonly entity: string
  readonly field: string
  readonly own: boolean
  readonly plugin: string
  readonly pattern: string
  readonly live: string | null
  readonly built: string | null
  readonly most: number
  /** Whether it goes by a date of its records, and what becomes of an earlier one; null where dates are free. */
  readonly dated: boolean
  readonly dates: { readonly dates: 'refuse' | 'apart'; readonly pattern?: string } | null
  readonly scopes: readonly Scope[]
  readonly hints: readonly string[]
  readonly earlier: readonly string[]
  readonly set: readonly { readonly id: string; readonly number: string; readonly createdAt: string; readonly 'createdBy.$title': string | null }[]
}

export interface Tried {
  readonly problem: string | null
  readonly scopes: readonly Scope[]
  readonly hints: readonly string[]
}

export async function loadSeries(): Promise<readonly Series[]> {
  return (await ask<{ items: readonly Series[] }>('/api/model/series', { query: { set: studioStore.value?.draft?.id } })).items
}

/** What a pattern would count, while it is being written. */
export function tryPattern({ entity, field }: Series, pattern: string): Promise<Tried> {
  return ask<Tried>('/api/model/series/preview', { method: 'POST', body: { entity, field, pattern, set: studioStore.value?.draft?.id } })
}

/** A number of a count. */
export function numberOf({ prefix, suffix, zeros }: Scope, count: number): string {
  return `${prefix}${String(count).padStart(zeros, '0')}${suffix}`
}
