import { type SQL, sql } from 'drizzle-orm'
import type { Model } from '../registry/model.ts'
import type { World } from '../world.ts'
import { isMiscount, type Statement, sameCount, sqlState, type Tx } from './connection.ts'
import { tableName } from './identifiers.ts'

/** What was read of the steady entities of one workspace, as of a number that every change of theirs raises. */
interface Memory {
  readonly model: Model
  readonly number: string
  readonly rows: Map<string, object[]>
  /** The entities whose changes an automation or a webhook waits for. */
  readonly listening: ReadonlySet<string>
  /** When it is forgotten at the latest: a node of a version that raises no number may change set-up too. */
  readonly until: number
}

/** What the record of a change brings back of it. */
export interface Told {
  /** None in a database that an older version prepared. */
  readonly steady: string | null
  readonly listening: string
}

const mostRows = 200
const longestKey = 4_000
const rememberedMs = 60_000
const memories = new WeakMap<World, Map<string, Memory>>()

/** What a statement's failure is called where memory was of an older number. */
const outdated = 'steady is '
/** What a statement's failure is called where a hope was not fulfilled. */
const unfulfilled = 'hoped for, found '

/** A change was tried on what it hoped for or remembered, and that did not hold: it is done once more on what is there. */
export class Doubtful extends Error {
  override readonly name = 'Doubtful'
}

/**
 * How one transaction stands to what it need not ask. A *hopeful* one sends all its statements without waiting for the answers between them:
 * each refuses by itself what it must not find (`hope`), and what was remembered of steady entities is compared, at the end and by the database,
 * with the number that every change of theirs raises. Where any of it fails the transaction has done nothing, and is done once more, asking.
 */
export class Steadiness {
  /** Something went out, or was taken, on a hope: a refusal may be the hope's fault. */
  leaned = false
  /** What this transaction pointed at, as `entity id`: found in sight, and held until its end. */
  readonly pointed = new Set<string>()
  /** Records began to stay, and are sealed and summed up by the commit unless somebody asks for what they come to before. */
  sealing = false
  /** What was taken from memory has been compared since. */
  #proven = true
  /** A hope failed, whoever caught what came of it. */
  #doubted = false
  /** This transaction changed steady records itself: what it reads of them is nobody else's yet. */
  #own = false
  #raises = false
  readonly #memory: Memory | null

  constructor(
    readonly world: World,
    readonly schema: string,
    readonly model: Model,
    readonly tx: Tx,
    readonly hopeful: boolean,
  ) {
    const memory = memories.get(world)?.get(schema)
    this.#memory = memory?.model === model && memory.until > performance.now() ? memory : null
  }

  /** The rows of a statement that reads steady entities only: remembered, or read now and remembered from now on. */
  rows<T extends object>(key: string, read: () => Promise<T[]>): Promise<T[]> {
    const memory = this.#own ? null : this.#memory
    const known = memory?.rows.get(key)
    if (known && this.hopeful) {
      this.leaned = true
      this.#proven = false
      return Promise.resolve(known as T[])
    }
    const asked = read()
    // What is read now is at least as new as the number that was read before it.
    if (memory && this.hopeful) void asked.then(rows => this.#own || remember(memory, key, rows)).catch(() => undefined)
    return asked
  }

  /** The number that the next proof compares with, where this transaction may do without asking; null where it may not. */
  expected(): string | null {
    return this.hopeful && !this.#own ? (this.#memory?.number ?? null) : null
  }

  /** Whether nobody waits for changes of an entity, as far as is remembered. */
  unheard(entity: string): boolean {
    return this.#memory?.listening.has(entity) === false
  }

  /** A statement compares with `expected`, by `provenSql`. */
  proven(): void {
    this.leaned = true
    this.#proven = true
  }

  /** What the record of a change brought back, for those who come after. */
  told({ steady, listening }: Told): void {
    if (this.#own || steady === null) return
    const held = memories.get(this.world) ?? new Map<string, Memory>()
    memories.set(this.world, held)
    const now = held.get(this.schema)
    if (now && now.model.number > this.model.number) return
    const until = performance.now() + rememberedMs
    if (now?.model === this.model && now.until > performance.now() && Number(now.number) >= Number(steady)) return
    held.set(this.schema, { model: this.model, number: steady, rows: new Map(), listening: new Set(JSON.parse(listening) as string[]), until })
  }

  /** Steady records change in this transaction: all nodes forget what they remember once it holds. */
  change(): void {
    if (this.#own) return
    this.#prove()
    this.#own = true
  }

  /** They did, and it is no rehearsal: the number is raised at the end. */
  changed(): void {
    this.#raises = true
  }

  /** What the failure of a statement means that stands on a hope or on memory. */
  readonly explain = (error: unknown): unknown => {
    // Behind another failure it was not even asked: whoever gets over that one has no proof.
    if (this.hopeful && sqlState(error) === '25P02') this.#doubted = true
    if (!isMiscount(error, outdated) && !isMiscount(error, unfulfilled)) return error
    this.#doubted = true
    return new Doubtful('What a change was tried on does not hold.')
  }

  /** Asks before the transaction has begun, for what is written by its version: nobody else is kept from it meanwhile. Null where that can't be. */
  peek(): Tx['peek'] {
    const peek = this.hopeful ? this.tx.peek : null
    if (peek) this.leaned = true
    return peek
  }

  /** A write met what nobody asked about before it: asked the second time, it is told as it should be. */
  doubt(cause: unknown): Doubtful {
    this.#doubted = true
    return new Doubtful('A write met what was not asked about.', { cause })
  }

  /** Before sums or the ends of chains are read: what this transaction let stay is sealed, and they hold it. */
  seal(): void {
    if (!this.sealing) return
    this.sealing = false
    const refused = (error: unknown): unknown => (/^(?:SGM|23)/.test(sqlState(error) ?? '') ? this.doubt(error) : error)
    this.tx.later(sql`set constraints all immediate`, undefined, undefined, refused)
    this.tx.later(sql`set constraints all deferred`)
  }

  /** Said at the end: what was taken from memory is compared, and a plugin that went on after a failure does not go on with what it was told then. */
  finish(): void {
    if (this.#doubted) throw new Doubtful('What a change was tried on does not hold.')
    this.#prove()
    this.#raise()
  }

  /** As the last statement, since whoever else changes set-up waits from then on. */
  #raise(): void {
    if (!this.#raises) return
    const table = tableName(this.schema, 'core_number')
    // Where there was none it begins where no node has been before.
    const first = sql`(extract(epoch from clock_timestamp()) * 1000)::bigint`
    this.tx.later(sql`insert into ${table} as n (name, value) values ('steady', ${first}) on conflict (name) do update set value = n.value + 1`)
  }

  /** Compares what was taken from memory, if nothing did since. */
  #prove(): void {
    const expected = this.expected()
    if (this.#proven || expected === null) return
    this.#proven = true
    const number = sql`coalesce((select value from ${tableName(this.schema, 'core_number')} where name = 'steady'), 0)`
    this.tx.later(sql`select ${provenSql(number, sql`${expected}::bigint`)}`, undefined, undefined, this.explain)
  }

  /** Sends a statement whose first value fails where it must not be (`hoped`), and waits for nothing. */
  hope(statement: Statement, values: Record<string, unknown>): void {
    this.leaned = true
    this.tx.later(statement, values, undefined, this.explain)
  }
}

function remember(memory: Memory, key: string, rows: object[]): void {
  // A long list of ids is hardly ever asked for twice.
  if (key.length > longestKey) return
  if (memory.rows.size >= mostRows) memory.rows.clear()
  memory.rows.set(key, rows)
}

/** Fails where the number of the steady entities is another than what was remembered. */
export function provenSql(found: SQL, expected: SQL): SQL {
  return sameCount(found, expected, outdated)
}

/** Fails where a statement that went out on a hope finds something else. */
export function hopedSql(found: SQL, expected: SQL): SQL {
  return sameCount(found, expected, unfulfilled)
}

/** What did not hold is remembered no longer. */
export function forgetSteady(world: World, schema: string): void {
  memories.get(world)?.delete(schema)
}
