import type postgres from 'postgres'
import { copyIn, copyOut } from './copy.ts'
import { Line } from './line.ts'
import { type Prepares, type Runner, runner, sqlState, type Tx } from './statement.ts'

/**
 * One transaction on a line of its own. `begin` goes out together with the first statement, and what
 * nobody waits for goes out together with what comes next, so that a change takes as few turns
 * between the two processes as it has real questions.
 */
export async function inTransaction<T>(client: postgres.Sql, mode: string, prepared: Prepares, work: (tx: Tx) => Promise<T>): Promise<T> {
  const line = new Line(client, `begin ${mode}`)
  const tx = new Transaction(line, prepared)
  let result: T
  try {
    result = await Promise.race([work(tx), line.cut])
    tx.refuseFailed()
  } catch (error) {
    await tx.over()
    // Where the connection died the database has rolled back by itself.
    if (!line.error) await line.last('rollback').catch(() => undefined)
    throw error
  }
  // It goes out behind what nobody waited for: where that fails the database makes a rollback of it.
  const end = line.last('commit')
  const [ended] = await Promise.allSettled([end, tx.over()])
  tx.refuseFailed()
  if (ended.status === 'rejected') throw ended.reason
  if (ended.value.command !== 'COMMIT') throw new Error('The transaction was rolled back: a statement in it had failed unseen.')
  return result
}

class Transaction implements Tx {
  readonly #run: Runner['run']
  /** What nobody waits for and is under way; each leaves when it is known what came of it, so that several may wait for all. */
  readonly #later = new Set<Promise<void>>()
  #failed: { readonly error: unknown } | null = null
  #savepoints = 0

  constructor(
    readonly line: Line,
    prepared: Prepares,
  ) {
    this.#run = runner(line, prepared).run
  }

  async run<T extends object>(query: Parameters<Runner['run']>[0], values?: Record<string, unknown>): Promise<T[]> {
    if (this.line.error) throw this.line.error
    try {
      return await this.#run<T>(query, values)
    } catch (error) {
      if (sqlState(error) !== '25P02') throw error
      // "The transaction is aborted" tells nobody anything: what aborted it does.
      await this.over()
      throw this.#failed?.error ?? error
    }
  }

  later<T extends object>(
    query: Parameters<Runner['run']>[0],
    values?: Record<string, unknown>,
    look?: (rows: T[]) => void,
    explain?: (error: unknown) => unknown,
  ): void {
    // Not by `run`: that waits for what is under way, and this is.
    const done = (this.line.error ? Promise.reject(this.line.error) : this.#run<T>(query, values)).then(look, error => {
      throw explain ? explain(error) : error
    })
    const known = done
      .catch(error => {
        this.#failed ??= { error }
      })
      .then(() => void this.#later.delete(known))
    this.#later.add(known)
  }

  async settled(): Promise<void> {
    await this.over()
    this.refuseFailed()
  }

  /** Fails with what is known to have failed. */
  refuseFailed(): void {
    if (this.#failed) throw this.#failed.error
  }

  /** Waits until nothing is under way, whatever came of it. */
  async over(): Promise<void> {
    while (this.#later.size > 0) await Promise.all(this.#later)
  }

  async savepoint<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    await this.settled()
    this.#savepoints += 1
    const name = `s${this.#savepoints}`
    await this.#command(`savepoint ${name}`)
    try {
      const result = await work(this)
      await this.settled()
      await this.#command(`release savepoint ${name}`)
      return result
    } catch (error) {
      await this.over()
      await this.#command(`rollback to savepoint ${name}`)
      this.#failed = null
      throw error
    }
  }

  copyOut(query: Parameters<Tx['copyOut']>[0], take: Parameters<Tx['copyOut']>[1]): Promise<void> {
    return copyOut(this.line, query, take)
  }

  copyIn(query: Parameters<Tx['copyIn']>[0], source: Parameters<Tx['copyIn']>[1]): Promise<void> {
    return copyIn(this.line, query, source)
  }

  async #command(words: string): Promise<void> {
    if (this.line.error) throw this.line.error
    await this.line.unsafe(words)
  }
}
