import { compile, type Pool, type Runner, type Tx } from '../../../core/data/connection.ts'
import type { TestPlatform } from '../platform.ts'

/** The statements that some work sends to the database, in the order sent; not those that begin and end transactions. `within` counts those of transactions. */
export async function statementsOf<T>(
  { platform: { world } }: TestPlatform,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly sent: readonly string[]; readonly within: number }> {
  const sent: string[] = []
  let within = 0
  const note = (query: Parameters<Runner['run']>[0]): void => void sent.push('text' in query ? query.text : compile(query).text)
  const pool = world.db.app as { -readonly [name in keyof Pool]: Pool[name] }
  const { run, transaction } = pool
  pool.run = (query, values) => {
    note(query)
    return run(query, values)
  }
  const noteWithin: typeof note = query => {
    within += 1
    note(query)
  }
  pool.transaction = (inside, options) => transaction(tx => inside(noted(tx, noteWithin)), options)
  try {
    return { result: await work(), sent, within }
  } finally {
    Object.assign(pool, { run, transaction })
  }
}

/** How many of them its transactions sent: reads outside of them may be spared, or come from elsewhere. */
export async function counted(platform: TestPlatform, work: () => Promise<unknown>): Promise<number> {
  return (await statementsOf(platform, work)).within
}

function noted(tx: Tx, note: (query: Parameters<Tx['run']>[0]) => void): Tx {
  return {
    run: (query, values) => {
      note(query)
      return tx.run(query, values)
    },
    get peek() {
      const { peek } = tx
      if (!peek) return null
      return <T extends object>(query: Parameters<Tx['run']>[0], values?: Parameters<Tx['run']>[1]) => {
        note(query)
        return peek<T>(query, values)
      }
    },
    later: (query, values, look, explain) => {
      note(query)
      tx.later(query, values, look, explain)
    },
    pulse: tx.pulse,
    abort: error => tx.abort(error),
    settled: () => tx.settled(),
    savepoint: work => tx.savepoint(inner => work(noted(inner, note))),
    copyOut: (query, take) => {
      note(query)
      return tx.copyOut(query, take)
    },
    copyIn: (query, source) => {
      note(query)
      return tx.copyIn(query, source)
    },
  }
}
