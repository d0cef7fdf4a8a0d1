import type postgres from 'postgres'
import { copyIn, copyOut } from './copy.ts'
import { type Filled, joined } from './joined.ts'
import { Line } from './line.ts'
import { Pulse } from './pulse.ts'
import { compile, type Prepares, type Runner, runner, type Statement, sqlState, type Tx } from './statement.ts'

/** How the statements of a transaction are sent. */
export interface Way {
  /** Words behind `begin`. */
  readonly mode: string
  readonly prepared: Prepares
  /**
   * Where what nobody waits for is held back until somebody waits, or until the end: whatever comes to its end without having waited for
   * anything is done by it as one statement, if it can be, and no transaction is begun.
   */
  readonly alone: Runner | null
}

/**
 * One transaction on a line of its own. `begin` goes out together with the first statement, and what
 * nobody waits for goes out together with what comes next, so that a change takes as few turns
 * between the two processes as it has real questions.
 */
export async function inTransaction<T>(client: postgres.Sql, way: Way, work: (tx: Tx) => Promise<T>): Promise<T> {
  const tx = new Transaction(client, way)
  let result: T
  try {
    result = await Promise.race([work(tx), tx.cut])
    tx.refuseFailed()
  } catch (error) {
    await tx.over()
    // Where the connection died the database has rolled back by itself.
    if (tx.line && !tx.line.error) await tx.line.last('rollback').catch(() => undefined)
    throw error
  }
  await tx.commit()
  return result
}

/** What is sent when somebody waits for an answer. */
interface Held extends Filled {
  readonly look: ((rows: never[]) => void) | undefined
  readonly explain: ((error: unknown) => unknown) | undefined
}

/** More than this is not held back: the database works on a large set while the next is composed. */
const most = { statements: 16, characters: 32_768 }

class Transaction implements Tx {
  /** Fails when the connection dies, or it is aborted. */
  readonly cut: Promise<never>
  readonly pulse = new Pulse()
  line: Line | null = null
  readonly #client: postgres.Sql
  readonly #way: Way
  readonly #held: Held[] = []
  #weight = 0
  #die: (error: unknown) => void = () => undefined
  #run: Runner['run'] = () => Promise.reject(new Error('Nothing was begun.'))
  /** What nobody waits for and is under way; each leaves when it is known what came of it, so that several may wait for all. */
  readonly #later = new Set<Promise<void>>()
  #failed: { readonly error: unknown } | null = null
  #aborted: Error | null = null
  #savepoints = 0

  constructor(client: postgres.Sql, way: Way) {
    this.#client = client
    this.#way = way
    this.cut = new Promise<never>((_, reject) => {
      this.#die = reject
    })
    this.cut.catch(() => undefined)
    if (!way.alone) this.#begun()
  }

  get peek(): Runner['run'] | null {
    const { alone } = this.#way
    return this.line || this.#held.length > 0 || !alone ? null : (query, values) => this.pulse.during(() => alone.run(query, values))
  }

  async run<T extends object>(query: Parameters<Runner['run']>[0], values?: Record<string, unknown>): Promise<T[]> {
    const line = this.#begun()
    if (line.error) throw line.error
    try {
      return await this.pulse.during(() => this.#run<T>(query, values))
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
    if (this.#aborted) throw this.#aborted
    const held: Held = { query: 'text' in query ? query : compile(query), ...(values && { values }), look: look as Held['look'], explain }
    if (this.line) return this.#send(held)
    this.#held.push(held)
    this.#weight += weightOf(values)
    if (this.#held.length > most.statements || this.#weight > most.characters) this.#begun()
  }

  abort(error: Error): void {
    this.#aborted ??= error
    this.#die(error)
  }

  /** Ends it well: with a commit behind what nobody waited for, or by one statement that is all there is to do. */
  async commit(): Promise<void> {
    const { alone } = this.#way
    if (!this.line && this.#held.length === 0) return
    const one = this.line || !alone ? null : joined(this.#held)
    if (one && alone) return this.#atOnce(alone, one)
    const line = this.#begun()
    // It goes out behind what nobody waited for: where that fails the database makes a rollback of it.
    const end = line.last('commit')
    const [ended] = await Promise.allSettled([end, this.over()])
    this.refuseFailed()
    if (ended.status === 'rejected') throw ended.reason
    if (ended.value.command !== 'COMMIT') throw new Error('The transaction was rolled back: a statement in it had failed unseen.')
  }

  async settled(): Promise<void> {
    if (this.#held.length > 0) this.#begun()
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
    this.#begun()
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
    return this.pulse.during(() => copyOut(this.#begun(), query, take))
  }

  copyIn(query: Parameters<Tx['copyIn']>[0], source: Parameters<Tx['copyIn']>[1]): Promise<void> {
    return this.pulse.during(() => copyIn(this.#begun(), query, source))
  }

  async #command(words: string): Promise<void> {
    const line = this.#begun()
    if (line.error) throw line.error
    await line.unsafe(words)
  }

  /** The line, with `begin` on its way and behind it what was held back. */
  #begun(): Line {
    if (this.#aborted) throw this.#aborted
    if (this.line) return this.line
    const line = new Line(this.#client, `begin ${this.#way.mode}`)
    this.line = line
    line.cut.catch(this.#die)
    this.#run = runner(line, this.#way.prepared).run
    for (const held of this.#held.splice(0)) this.#send(held)
    return line
  }

  #send({ query, values, look, explain }: Held): void {
    const line = this.#begun()
    // Not by `run`: that waits for what is under way, and this is.
    const done = (line.error ? Promise.reject(line.error) : this.pulse.during(() => this.#run<never>(query, values))).then(look, error => {
      throw explain ? explain(error) : error
    })
    const known = done
      .catch(error => {
        this.#failed ??= { error }
      })
      .then(() => void this.#later.delete(known))
    this.#later.add(known)
  }

  /** Whose failure it is, is known by who can explain it. */
  async #atOnce(alone: Runner, one: Statement): Promise<void> {
    const held = this.#held.splice(0)
    let rows: never[]
    try {
      rows = await alone.run<never>(one)
    } catch (error) {
      const told = held.map(({ explain }) => explain?.(error) ?? error).find(explained => explained !== error)
      throw told ?? error
    }
    for (const { look } of held) look?.(rows)
  }
}

function weightOf(values: Record<string, unknown> = {}): number {
  let weight = 0
  for (const value of Object.values(values)) if (typeof value === 'string') weight += value.length
  return weight
}
