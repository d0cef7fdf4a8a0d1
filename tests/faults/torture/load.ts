import { sql } from 'drizzle-orm'
import type { Pool } from '../../../core/data/connection.ts'
import type { Client, Said } from './client.ts'

/** What people on the other node met with meanwhile. */
export interface Load {
  requests: number
  readonly failed: string[]
  slowestMs: number
  /** The longest that one of them waited for a lock. */
  longestWaitMs: number
}

/** What people work with meanwhile. */
export interface Work {
  readonly entity: string
  readonly values: object
  readonly patch: object
  readonly sort: string
}

/** Two read and two write on a node, until told to end. */
export function work(client: Client, db: Pool, { entity, values, patch, sort }: Work): { readonly load: Load; end(): Promise<void> } {
  const load: Load = { requests: 0, failed: [], slowestMs: 0, longestWaitMs: 0 }
  let going = true
  const ask = async (method: string, path: string, body?: unknown): Promise<Said | null> => {
    const began = performance.now()
    const said = await client.ask(method, path, body).catch((error: Error) => error)
    load.requests += 1
    load.slowestMs = Math.max(load.slowestMs, Math.round(performance.now() - began))
    if (!(said instanceof Error) && said.status < 400) return said
    load.failed.push(`${method} ${path}: ${said instanceof Error ? said.message : `${said.status} ${JSON.stringify(said.json).slice(0, 200)}`}`)
    return null
  }
  const reader = async (): Promise<void> => {
    for (let at = 0; going; at += 1) await ask('GET', `/api/records/${entity}?${at % 2 === 0 ? `limit=50&sort=-${sort}` : 'limit=20&search=Asset'}`)
  }
  const writer = async (): Promise<void> => {
    while (going) {
      const made = await ask('POST', `/api/records/${entity}`, values)
      const id = (made?.json as { id?: string } | undefined)?.id
      if (id) await ask('PATCH', `/api/records/${entity}/${id}`, patch)
    }
  }
  const watcher = async (): Promise<void> => {
    while (going) {
      const [row] = await db.run<{ ms: number }>(
        sql`select coalesce(max(extract(epoch from clock_timestamp() - l.waitstart) * 1000), 0)::int as ms from pg_catalog.pg_locks l
          join pg_catalog.pg_stat_activity a on a.pid = l.pid where not l.granted and a.datname = current_database() and a.application_name = 'sangam'`,
      )
      load.longestWaitMs = Math.max(load.longestWaitMs, row?.ms ?? 0)
      await pause(10)
    }
  }
  const all = [reader(), reader(), writer(), writer(), watcher()]
  return {
    load,
    end: async () => {
      going = false
      await Promise.all(all)
    },
  }
}

export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
