import { sql } from 'drizzle-orm'
import { tableName } from '../data/identifiers.ts'
import type { World } from '../world.ts'

/** What the outbox holds; the payload of a notice alone. */
export interface Told {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly verb: string | null
  readonly recordId: string | null
  readonly version: number | null
  readonly payload: { readonly user?: string } | null
  /** So long there that no transaction from before it is still to come. */
  readonly old: boolean
}

/** How many rows are read at once; a line that was cut off long ago has more of them. */
const most = 1000
/** How far a new reader looks back for numbers that are not there yet. */
const lookBack = 200
/** How long, and how many at most, a number is waited for that was passed over: longer than any transaction takes. */
const patienceMs = 600_000
const mostMissing = 5000

const old = sql`o.at < now() - interval '1 hour'`

/**
 * Reads on in the outbox of a workspace. A transaction takes its numbers while it writes and shows them when it ends, so one that takes long
 * comes behind others with higher numbers: numbers that were passed over are looked for again until they are there.
 */
export class OutboxReader {
  /** The highest number read. */
  position = 0
  /** Numbers passed over, and when that was. */
  readonly #missing = new Map<number, number>()

  private constructor(
    readonly world: World,
    readonly workspace: string,
  ) {}

  /** Behind a number, or behind all that is there now. */
  static async open(world: World, workspace: string, after: number | null): Promise<OutboxReader> {
    const reader = new OutboxReader(world, workspace)
    const outbox = tableName(workspace, 'core_outbox')
    if (after === null) {
      const [row] = await world.db.app.run<{ id: string | null }>(sql`select max(id)::text as id from ${outbox}`)
      reader.position = Number(row?.id ?? 0)
    } else reader.position = after
    const from = Math.max(0, reader.position - lookBack)
    const rows = await world.db.app.run<Pick<Told, 'id' | 'old'>>(
      sql`select o.id::text, ${old} as old from ${outbox} o where o.id > ${from}::bigint and o.id <= ${reader.position}::bigint order by o.id`,
    )
    reader.#pass(from, reader.position, rows)
    return reader
  }

  /** What came since, in the order of its numbers; `more` where as much came as is read at once. */
  async next(): Promise<{ readonly rows: readonly Told[]; readonly more: boolean }> {
    const late = await this.#late()
    const rows = await this.#read(sql`o.id > ${this.position}::bigint`)
    const last = Number(rows.at(-1)?.id ?? this.position)
    this.#pass(this.position, last, rows)
    this.position = last
    return { rows: [...late, ...rows], more: rows.length === most }
  }

  /** Those passed over that are there now. */
  async #late(): Promise<Told[]> {
    const now = performance.now()
    for (const [id, since] of this.#missing) if (now - since > patienceMs) this.#missing.delete(id)
    if (this.#missing.size === 0) return []
    const rows = await this.#read(
      sql`o.id = any(${JSON.stringify([...this.#missing.keys()])
        .replace('[', '{')
        .replace(']', '}')}::bigint[])`,
    )
    for (const row of rows) this.#missing.delete(Number(row.id))
    return rows
  }

  #read(which: ReturnType<typeof sql>): Promise<Told[]> {
    return this.world.db.app.run<Told>(sql`
      select o.id::text, kind, name, verb, record_id as "recordId", version, case when kind = 'notice' then payload end as payload, ${old} as old from ${tableName(this.workspace, 'core_outbox')} o
      where ${which} order by o.id limit ${most}::int`)
  }

  #pass(from: number, to: number, rows: readonly Pick<Told, 'id' | 'old'>[]): void {
    const there = new Set(rows.map(row => Number(row.id)))
    // What was missing long ago was taken back, or was cleared away.
    const settled = Number(rows.findLast(row => row.old)?.id ?? 0)
    // A jump of the numbers (a server that crashed skips some) is no reason to look for all of them.
    for (let id = Math.max(from, settled, to - mostMissing) + 1; id < to; id += 1) if (!there.has(id)) this.#missing.set(id, performance.now())
    for (const id of this.#missing.keys()) {
      if (this.#missing.size <= mostMissing) break
      this.#missing.delete(id)
    }
  }
}
