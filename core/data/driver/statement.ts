import { fillPlaceholders, type SQL, sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type postgres from 'postgres'
import type { Parts } from './joined.ts'
import type { Line } from './line.ts'
import { isStale, type Losses } from './lost.ts'
import type { Pulse } from './pulse.ts'
import { writeList } from './wire-types.ts'

/** SQL text with its parameters; those made with `sql.placeholder(name)` are filled when it runs. */
export interface Statement {
  readonly text: string
  readonly params: readonly unknown[]
  /** What it is made of, where it may be done together with others in one. */
  readonly parts?: Parts
  /** It is planned for the values of each time: without them the database takes another plan for the cheaper one. */
  readonly forValues?: boolean
}

export type Row = Record<string, unknown>

/** Runs statements: a pool, or one transaction of it. */
export interface Runner {
  /**
   * Runs one statement and returns its rows. Values only ever travel as parameters.
   * JSON parameters are given as JSON text; numeric and bigint come back as strings, dates as
   * `2027-03-31`, instants as ISO 8601.
   */
  run<T extends object = Row>(query: SQL | Statement, values?: Record<string, unknown>): Promise<T[]>
}

export interface Tx extends Runner {
  /**
   * Sends a statement that nobody needs the answer of. It is done in its turn; its failure, told by
   * `explain`, is the transaction's, at the latest at its end. `look` sees its rows, when the whole may
   * hold already: what must not be is refused by the statement itself (`sameCount`).
   */
  later<T extends object = Row>(
    query: SQL | Statement,
    values?: Record<string, unknown>,
    look?: (rows: T[]) => void,
    explain?: (error: unknown) => unknown,
  ): void
  /**
   * Asks before anything else, and holds nothing of what it reads: the transaction need not have begun for it. What is written on it has to
   * refuse by itself what is not as it was read. Null where something was asked or sent before, or each thing is to be held as it is read.
   */
  readonly peek: Runner['run'] | null
  /** Whether it is worked in just now. */
  readonly pulse: Pulse
  /** Ends it badly from outside of its work: that goes on unheard, and is refused whatever it asks from then on. */
  abort(error: Error): void
  /** Waits for all that was sent so, and fails with what failed. */
  settled(): Promise<void>
  /** Work that can fail without failing the whole transaction. */
  savepoint<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Runs `COPY … TO STDOUT` and hands over what comes, waiting where the taker waits. */
  copyOut(query: SQL | Statement, take: (chunk: Buffer) => void | Promise<void>): Promise<void>
  /** Runs `COPY … FROM STDIN` on what the source gives. */
  copyIn(query: SQL | Statement, source: AsyncIterable<Buffer>): Promise<void>
}

/** A value that makes its statement fail where a number is not the one expected; `isMiscount` knows the failure by `what`. */
export function sameCount(found: SQL, expected: SQL, what: string): SQL {
  // The text holds what was found, so that nobody can work it out before the rows are there.
  return sql`case when ${found} = ${expected} then 0 else (${what}::text || ${found})::integer end`
}

export function isMiscount(error: unknown, what: string): boolean {
  return sqlState(error) === '22P02' && String((error as { message?: unknown }).message).includes(`"${what}`)
}

const dialect = new PgDialect()

/** Turns composed SQL into text and parameters once, so that a shape seen again costs nothing. */
export function compile(query: SQL): Statement {
  const { sql: text, params } = dialect.sqlToQuery(query)
  return { text, params }
}

const fixed = new Map<string, Statement>()

/** A statement of one text for each schema, compiled when first asked for under a name of its own; its values are placeholders. */
export function fixedStatement(name: string, schema: string, compose: () => SQL): Statement {
  const key = `${name} ${schema}`
  const known = fixed.get(key) ?? compile(compose())
  fixed.set(key, known)
  return known
}

/**
 * Decides which statements are prepared: those seen three times, at most 1,000 an hour. postgres.js
 * never forgets a prepared statement, so the bound is kept here; connections are renewed hourly.
 */
export class Prepared {
  readonly #seen = new Map<string, number>()
  #since = Date.now()
  #worth = 0

  worth(text: string): boolean {
    const times = this.#seen.get(text) ?? 0
    if (times >= 3) return true
    if (times === 2) {
      if (Date.now() - this.#since > 3_600_000) this.#forget()
      if (this.#worth >= 1_000) return false
      this.#worth += 1
    }
    this.#seen.delete(text)
    this.#seen.set(text, times + 1)
    if (this.#seen.size > 4_000) this.#forgetOldest()
    return times === 2
  }

  #forget(): void {
    this.#seen.clear()
    this.#worth = 0
    this.#since = Date.now()
  }

  #forgetOldest(): void {
    for (const [text, times] of this.#seen) {
      if (times >= 3) continue
      this.#seen.delete(text)
      return
    }
  }
}

/** Says whether a statement is worth preparing. */
export type Prepares = Pick<Prepared, 'worth'>

export const unprepared: Prepares = { worth: () => false }

export function runner(client: Pick<postgres.Sql, 'unsafe'> | Line, prepared: Prepares, losses?: Losses): Runner {
  return {
    async run<T extends object>(query: SQL | Statement, values: Record<string, unknown> = {}): Promise<T[]> {
      const { text, params, forValues }: Statement = 'text' in query ? query : compile(query)
      const filled = fillPlaceholders(params as unknown[], values).map(value => (Array.isArray(value) ? writeList(value) : value))
      refuseUnsendable(filled)
      // Without parameters the driver's simple way also takes several commands at once, as DDL likes; those can't be prepared.
      const prepare = !forValues && (filled.length > 0 || /^\s*(select|with|insert|update|delete)\b/i.test(text)) && prepared.worth(text)
      for (;;) {
        if (losses?.passing) await losses.passing
        const asked = client.unsafe(text, filled as never[], { prepare, simple: !prepare && filled.length === 0 } as postgres.UnsafeQueryOptions)
        losses?.watch(asked)
        try {
          return (await asked) as unknown as T[]
        } catch (error) {
          if (!isStale(asked, error)) throw error
        }
      }
    },
  }
}

/** The driver finds out when others' statements are on their way already: it fails one of those, and mixes up the answers behind it. */
function refuseUnsendable(values: readonly unknown[]): void {
  if (values.length > 65_534) throw new TypeError(`A statement holds at most 65,534 values, and one has ${values.length}.`)
  const at = values.findIndex(value => value === undefined || typeof value === 'symbol' || (value instanceof Date && Number.isNaN(value.getTime())))
  if (at !== -1) throw new TypeError(`Value ${at + 1} of a statement is ${String(values[at])}, which the database does not know.`)
}

/** The code PostgreSQL gave an error, however it was wrapped; null when it is not from there. */
export function sqlState(error: unknown): string | null {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown }
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code
  return cause ? sqlState(cause) : null
}
