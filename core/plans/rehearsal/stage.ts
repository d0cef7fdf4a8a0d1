import { type SQL, sql } from 'drizzle-orm'
import { compile, isLost, type Pool, sqlState, type Tx } from '../../data/connection.ts'
import type { World } from '../../world.ts'
import type { RehearsedStep, SchemaStep } from '../steps.ts'
import { type Parts, withCopy } from './copy.ts'
import { heldOf, strongest } from './locks.ts'
import { msForRows, type Rows } from './rows.ts'

/** What a rehearsal found. */
export interface Rehearsed {
  readonly steps: readonly RehearsedStep[]
  /** What the database said where it refused a step; whatever came behind that was not tried. */
  readonly problem: string | null
  /** On what it was tried; null where it could not be. */
  readonly on: 'copy' | 'records' | null
}

/** Where the steps of a plan are tried. */
export interface Stage {
  readonly owner: Pool
  /** The schema that stands for the workspace's. */
  readonly schema: string
  /** Tables that are in use and lie here whole. */
  readonly whole: ReadonlySet<string>
  /** The rows of a table in use; none of a new one. */
  rowsOf(table: string | null): Rows
  /** Does one step, or several at once, in a transaction of its own, and writes down how long it took and what it held. */
  step(about: About | readonly About[], work: readonly SQL[] | ((tx: Tx) => Promise<void>), how?: How): Promise<void>
}

export type About = Omit<SchemaStep, 'rows' | 'exact'>

interface How {
  /** In truth it is done without holding anyone up (`concurrently`), which a transaction can't: what is tried is the plain statement. */
  readonly concurrently?: true
  /** It looks at each row, or writes it. */
  readonly eachRow?: true
}

/**
 * Tries the steps of a plan on an empty copy of what it touches. What the database says of a statement it would say of the real one, as names,
 * types and keys are the same; what stands in the way of the rehearsal alone (no right to make a schema, no room) is logged, and refuses nothing.
 */
export async function rehearseOnCopy(
  world: Pick<World, 'db' | 'log'>,
  schema: string,
  parts: Parts,
  rows: ReadonlyMap<string, Rows>,
  play: (stage: Stage) => Promise<void>,
): Promise<Rehearsed> {
  const { owner } = world.db
  const steps: RehearsedStep[] = []
  let inStep = false
  try {
    await withCopy(owner, schema, parts, async (copy, tables) => {
      const rowsOf = (table: string | null): Rows => (table !== null && rows.get(table)) || { rows: 0, exact: true }
      await play({
        ...{ owner, schema: copy, whole: new Set([...parts.whole].filter(table => tables.has(table))), rowsOf },
        async step(about, work, { concurrently = false, eachRow = false } = {}) {
          inStep = true
          const { held, ms } = await owner.transaction(async tx => {
            await timed(tx, work)
            return { ms: await tookMs(tx), held: await heldOf(tx, copy, tables) }
          })
          const locks = strongest(concurrently ? held.map(one => ({ ...one, mode: 'ShareUpdateExclusiveLock' })) : held, Math.ceil(ms))
          const all = Array.isArray(about) ? (about as readonly About[]) : [about as About]
          for (const one of all) {
            const looked = eachRow ? rowsOf(one.table) : { rows: 0, exact: true }
            steps.push({ ...one, ...looked, locks, ms: Math.round(ms / all.length + msForRows(one, looked.rows)) })
          }
          inStep = false
        },
      })
    })
    return { steps, problem: null, on: 'copy' }
  } catch (error) {
    if (isLost(error)) throw error
    if (inStep && isOfTheStatement(error)) return { steps, problem: (error as Error).message, on: 'copy' }
    world.log.warn('A plan could not be rehearsed.', { workspace: schema, error: String(error) })
    return { steps: [], problem: null, on: null }
  }
}

/** What the database would say again on the real tables. A table that is not there may only have been left out of the copy. */
function isOfTheStatement(error: unknown): boolean {
  const state = sqlState(error) ?? ''
  return /^(?:0A|22|23|2B|42|54)/.test(state) && !['42501', '42P01'].includes(state)
}

const began = sql`set local lock_timeout = '1s'; set local synchronous_commit = off; select pg_catalog.set_config('sangam.began', pg_catalog.clock_timestamp()::text, true)`
const ended = sql`select pg_catalog.set_config('sangam.ended', pg_catalog.clock_timestamp()::text, true)`

/** In one message where it can be, and by the clock of the database: this process may be busy, and no table is held for that. */
async function timed(tx: Tx, work: readonly SQL[] | ((tx: Tx) => Promise<void>)): Promise<void> {
  if (typeof work !== 'function' && work.every(one => compile(one).params.length === 0)) {
    await tx.run(sql.join([began, ...work, ended], sql`; `))
    return
  }
  await tx.run(began)
  if (typeof work === 'function') await work(tx)
  else for (const one of work) await tx.run(one)
  await tx.run(ended)
}

async function tookMs(tx: Tx): Promise<number> {
  const [row] = await tx.run<{ ms: number }>(sql`
    select (extract(epoch from pg_catalog.current_setting('sangam.ended')::timestamptz - pg_catalog.current_setting('sangam.began')::timestamptz) * 1000)::float8 as ms`)
  return row?.ms ?? 0
}
