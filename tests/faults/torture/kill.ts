import { join } from 'node:path'
import type { Pool } from '../../../core/data/connection.ts'
import { makeBusiness } from './business.ts'
import { check, type Verdict } from './checker.ts'
import { type Client, clientOf, ownerKey } from './client.ts'
import { Journal } from './journal.ts'
import { doctor, freePort, killDatabase, lookInto, type Node, removeFolder, startNode, trialFolder, until } from './processes.ts'
import type { Random } from './random.ts'
import { Writer } from './writer.ts'

/** What is killed: the database with all its children (F1), the node that answers (F2), or both at once (F3). */
export const victims = ['database', 'app', 'both'] as const
export type Victim = (typeof victims)[number]

export interface KillResult extends Verdict {
  readonly cycles: number
  /** Milliseconds from each kill until the product said again that it is ready. */
  readonly recoveries: readonly number[]
  /** Milliseconds in which a second node on the same data was refused, each time (F4). */
  readonly refusals: readonly number[]
}

export interface KillOptions {
  readonly random: Random
  readonly writers: number
  /** Whom to kill next; null when it is enough. */
  readonly next: (cycle: number) => Victim | null
  /** How many wishes are acknowledged between two kills, at least and at most. */
  readonly between: readonly [number, number]
  /** Looks in at the end, when all is checked. */
  readonly last?: (db: Pool, client: Client, journal: Journal) => Promise<void>
}

/** Kills the product or its embedded database again and again while people write, and compares what is there with what was promised. */
export async function killing({ random, writers, next, between, last }: KillOptions): Promise<KillResult> {
  const folder = trialFolder()
  const dataDir = join(folder, 'data')
  const port = await freePort()
  let node: Node = await startNode({ port, dataDir })
  try {
    const key = await ownerKey(node.url, node.code, ['parties', 'items', 'leads'])
    const client: Client = clientOf(node.url, { authorization: key.authorization })
    const business = await makeBusiness(client)
    const journal = new Journal(join(folder, 'journal.jsonl'))
    const people = Array.from({ length: writers }, () => new Writer(journal, business, random, () => client))
    let going = true
    const working = people.map(person => person.work(() => going))
    const [recoveries, refusals]: [number[], number[]] = [[], []]
    let cycles = 0
    for (let victim = next(0); victim !== null; victim = next(cycles)) {
      const goal = journal.acknowledgements + random.between(...between)
      await until('People write', async () => journal.acknowledgements >= goal, 120_000)
      await new Promise(resolve => setTimeout(resolve, random.between(0, 50)))
      if (cycles % 5 === 0) refusals.push(await secondIsRefused(dataDir))
      const began = performance.now()
      if (victim !== 'app') killDatabase(dataDir)
      if (victim !== 'database') {
        await node.kill()
        node = await startNode({ port, dataDir })
      }
      await until('The product is ready again', () => isReady(client), 60_000)
      recoveries.push(performance.now() - began)
      cycles += 1
    }
    going = false
    await Promise.all(working)
    const db = lookInto(dataDir)
    try {
      const verdict = await check(db, client, journal)
      const refused = people.flatMap(person => person.refused)
      doctor(dataDir)
      await last?.(db, client, journal)
      return { ...verdict, wrong: [...verdict.wrong, ...refused], cycles, recoveries, refusals }
    } finally {
      await db.close()
      journal.close()
    }
  } finally {
    await node.stop()
    removeFolder(folder)
  }
}

/** A write gets through: a node that lives while its database is away is not ready. */
async function isReady(client: Client): Promise<boolean> {
  return client.ask('GET', '/api/records/x.account?limit=1').then(
    ({ status }) => status === 200,
    () => false,
  )
}

async function secondIsRefused(dataDir: string): Promise<number> {
  const began = performance.now()
  const error = await startNode({ port: await freePort(), dataDir }).then(
    async second => {
      await second.kill()
      return new Error('A second node began to work on the same data.')
    },
    (refusal: Error) => refusal,
  )
  if (!error.message.includes('is in use by process')) throw error
  return performance.now() - began
}
