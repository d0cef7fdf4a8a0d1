import { sql } from 'drizzle-orm'
import type { Runner } from '../../data/connection.ts'
import { tableName } from '../../data/identifiers.ts'

/** Where a plugin stands in a workspace. `available`: nothing of it is there. */
export type Standing = 'available' | 'enabled' | 'disabled' | 'uninstalled'

/** What was put away with a plugin, and where each part of it goes when it is put back. */
export interface Away {
  readonly version: string
  /** Its tables, which lie in the trash schema under their own names. */
  readonly tables: readonly string[]
  /** Columns it added to others' tables: they stay where they are under another name. */
  readonly columns: readonly { readonly table: string; readonly name: string; readonly as: string }[]
  /** References over the border, which nothing guards meanwhile. */
  readonly links: readonly Link[]
  readonly entities: readonly string[]
  readonly seeds: readonly string[]
  readonly settings: readonly string[]
  /** Entities of it whose records a law keeps: these are never deleted. */
  readonly kept: readonly string[]
  readonly records: number
  /** Records that a law keeps, those in the bin too. */
  readonly keptRecords: number
  /** Its deleting for good has begun: there is no way back. */
  readonly deleting?: boolean
}

export interface Link {
  readonly table: string
  readonly column: string
  readonly to: string
}

export interface PluginRow {
  readonly id: string
  readonly version: string
  readonly state: Standing
  readonly away: Away | null
  /** When it was put away, as an instant. */
  readonly awayAt: string | null
}

/** How long what was put away can be put back. */
export const daysAway = 30

/** The schema that uninstalled tables of a workspace lie in; the application can't reach it. */
export function trashOf(schema: string): string {
  return `${schema}_trash`
}

/** Every plugin that was ever enabled in a workspace. */
export async function pluginRows(runner: Runner, schema: string): Promise<ReadonlyMap<string, PluginRow>> {
  const rows = await runner.run<PluginRow>(sql`
    select id, version, state, away, to_char(away_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "awayAt" from ${tableName(schema, 'core_plugin')} order by id`)
  return new Map(rows.map(row => [row.id, row]))
}

/** The day until which what was put away can be put back. */
export function keptUntil(awayAt: string): string {
  return new Date(Date.parse(awayAt) + daysAway * 86_400_000).toISOString().slice(0, 10)
}
