import { type SQL, sql } from 'drizzle-orm'
import { compile, type Pool, type Statement, sqlState, type Tx } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'
import { grantTables } from './ddl.ts'
import { paced } from './pace.ts'
import type { Wanted } from './wanted.ts'

/**
 * What makes the wanted things, in as many transactions as it takes for each to hold no more tables in use than it needs: first what touches
 * none of them, then one for each table in use, and one for each pair that a link is made between. Each finds what those before it made, so
 * that whoever is cut off between two of them begins again with what is missing.
 */
export function expandSteps(schema: string, wanted: readonly Wanted[]): Iterable<SQL>[] {
  const made = new Set(wanted.flatMap(one => (one.kind === 'table' ? [one.table] : [])))
  return expandGroups(wanted)
    .flatMap(group => (isFree(group, made) ? pieces(group) : [group]))
    .map(group => statementsOf(schema, group))
}

/**
 * How many new things are made at once. Every connection of the server reads of each change of the catalogue; one that has not read the last
 * 4,096 forgets all it knows and works each statement out anew, which all who ask by it then wait for. A thing of ours is about ten changes.
 */
const atOnce = 40

function pieces(group: readonly Wanted[]): Wanted[][] {
  return Array.from({ length: Math.ceil(group.length / atOnce) }, (_, at) => group.slice(at * atOnce, (at + 1) * atOnce))
}

/** Whether it touches none but tables that are new. */
export function isFree(group: readonly Wanted[], fresh: ReadonlySet<string>): boolean {
  return group.every(one => [one.table, ...(one.alsoLocks ?? [])].every(table => fresh.has(table)))
}

/** The wanted things by the transaction that makes them, those before all others that touch no table in use. */
export function expandGroups(wanted: readonly Wanted[]): Wanted[][] {
  const tables = wanted.filter(one => one.kind === 'table')
  const made = new Set(tables.map(one => one.table))
  const inUse = (names: readonly string[]): string[] => names.filter(name => !made.has(name))
  // What belongs to a new table is made where that table is, or behind it.
  const madeWith = new Map(tables.map(one => [one.table, inUse(one.alsoLocks ?? [])]))
  const groups = new Map<string, Wanted[]>([['', []]])
  for (const one of wanted) {
    const held = [...inUse([one.table, ...(one.alsoLocks ?? [])]), ...(madeWith.get(one.table) ?? [])]
    const name = [...new Set(held)].sort().join(' ')
    const group = groups.get(name)
    if (group) group.push(one)
    else groups.set(name, [one])
  }
  return [...groups.values()].filter(group => group.length > 0)
}

/** What makes some wanted things in one transaction, each statement written as it is asked for: of twenty tables there are hundreds. */
export function* statementsOf(schema: string, step: readonly Wanted[]): Iterable<SQL> {
  for (const { prepare } of step) if (prepare) yield prepare
  for (const [at, one] of step.entries()) {
    if (!one.adds) yield one.create
    else if (step[at - 1]?.table !== one.table || !step[at - 1]?.adds) yield addColumns(schema, step, at)
  }
  const tables = step.filter(one => one.kind === 'table').map(one => one.table)
  if (tables.length > 0) yield grantTables(schema, tables)
}

/** The columns that follow each other in one table, in one statement: the server reads the catalogue anew for each. */
function addColumns(schema: string, step: readonly Wanted[], from: number): SQL {
  const table = step[from]?.table ?? ''
  const end = step.findIndex((one, at) => at > from && (one.table !== table || !one.adds))
  const adds = step.slice(from, end < 0 ? step.length : end).flatMap(one => one.adds ?? [])
  return sql`alter table ${tableName(schema, table)} ${sql.join(adds, sql`, `)}`
}

/** How long one try waits for a lock: whoever comes after it waits behind it for as long. */
const patience = sql`set local lock_timeout = '50ms'`

/**
 * One transaction of catalogue changes that steps back from a busy table and tries again, so that nobody queues up behind it for long. What has
 * no parameters goes to the server in one message, and the locks are let go before the disk has it: this process may be busy and the disk
 * slow, and neither is the time that a table is held. Nothing is lost by it, since all that leans on these changes is written behind them.
 */
export async function inOneGo(owner: Pool, statements: Iterable<SQL>): Promise<void> {
  const sent = await messagesOf(statements, [patience, sql`set local synchronous_commit = off`])
  if (sent.length === 0) return
  for (let attempt = 1; ; attempt += 1) {
    try {
      await owner.transaction(async tx => {
        for (const message of sent) await tx.run(message)
      })
      return
    } catch (error) {
      if (sqlState(error) !== '55P03' || attempt >= 100) throw error
      await new Promise(resolve => setTimeout(resolve, 20 + Math.random() * 80))
    }
  }
}

/** Statements as they go to the server behind those that are `first`, what has no parameters together. None if there is nothing to do. */
export async function messagesOf(statements: Iterable<SQL>, first: readonly SQL[] = []): Promise<Statement[]> {
  const pause = paced()
  const all: Statement[] = []
  let together = first.map(one => compile(one).text)
  const flush = (): void => {
    if (together.length > 0) all.push({ text: together.join('; '), params: [] })
    together = []
  }
  for (const statement of statements) {
    const one = compile(statement)
    if (one.params.length === 0) together.push(one.text)
    else {
      flush()
      all.push(one)
    }
    await pause()
  }
  if (all.length === 0 && together.length === first.length) return []
  flush()
  return all
}

/**
 * Work that holds tables in use for a moment, in a transaction of its own: it steps back from a busy table and tries again, so that nobody queues up behind it for
 * long. It may run several times. What it commits is not waited for to be on the disk.
 */
export async function patiently(owner: Pool, work: (tx: Tx) => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await owner.transaction(async tx => {
        await tx.run(
          sql`select pg_catalog.set_config('lock_timeout', ${String(patienceOf(attempt))}, true), pg_catalog.set_config('synchronous_commit', 'off', true)`,
        )
        await work(tx)
      })
      return
    } catch (error) {
      if (sqlState(error) !== '55P03' || attempt >= 100) throw error
      await new Promise(resolve => setTimeout(resolve, 20 + Math.random() * 80))
    }
  }
}

/** Milliseconds that writers may be kept waiting at a try: little, until it is clear that they are many. */
function patienceOf(attempt: number): number {
  return attempt <= 20 ? 50 : attempt <= 40 ? 200 : 1000
}
