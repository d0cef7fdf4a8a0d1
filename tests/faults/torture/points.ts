import { join } from 'node:path'
import { openPool } from '../../../core/data/connection.ts'
import { startEmbedded } from '../../../core/data/embedded.ts'
import { makeBusiness } from './business.ts'
import { check, effectsNow, settled, type Verdict } from './checker.ts'
import { clientOf, ownerKey } from './client.ts'
import { Interceptor, Marked, type Moment } from './interceptor.ts'
import { Journal, type Kind, type Wish } from './journal.ts'
import { doctor, freePort, removeFolder, startNode, trialFolder } from './processes.ts'
import type { Random } from './random.ts'
import { send, Writer } from './writer.ts'

/** What is asked for, and where in it the node is killed; in the transaction that it begins, or in the work that follows from it. */
export interface Point {
  readonly kind: Kind
  readonly moment: Moment
  /** Killed in the job that the request set off: the other node stands still until then. */
  readonly inJob?: boolean
}

/** Two nodes on one database. Each time one of them is killed at a named moment of what it was asked for, and the other is asked the same again, several times at once. */
export async function points(plan: readonly Point[], random: Random): Promise<Verdict & { readonly cycles: number }> {
  const folder = trialFolder()
  const embedded = await startEmbedded({ dataDir: join(folder, 'server'), info: () => undefined })
  const databaseUrl = embedded.url('postgres', 'sangam')
  const between = await Interceptor.open(databaseUrl, await freePort())
  const [port, dataDir] = [await freePort(), join(folder, 'files')]
  const startWeak = () => startNode({ port, dataDir, databaseUrl: between.url })
  const strong = await startNode({ port: await freePort(), dataDir, databaseUrl })
  const { authorization } = await ownerKey(strong.url, strong.code, ['parties', 'items', 'leads'])
  const client = clientOf(strong.url, { authorization })
  const business = await makeBusiness(client)
  const journal = new Journal(join(folder, 'journal.jsonl'))
  const writer = new Writer(journal, business, random, () => client)
  let weak = await startWeak()
  const db = openPool({ url: databaseUrl, size: 2, name: 'checker', statementTimeoutMs: 60_000 })
  const wrong: string[] = []
  try {
    for (const { kind, moment, inJob = false } of plan) {
      const name = `${kind}, killed ${moment}${inJob ? ' in its job' : ''}`
      const wish = await writer.wishFor(kind)
      journal.sent(wish)
      if (inJob) strong.pause()
      const reached = between.arm(new Marked(kind === 'import' ? (wish.id ?? '') : wish.key, moment, inJob ? 1 : 0))
      const answering = send(clientOf(weak.url, { authorization }), wish)
      await soon(reached, name)
      await weak.kill()
      between.heal()
      strong.go()
      const said = await answering
      const restarting = startWeak()
      const done = await effectsNow(db, wish)
      // What stands at each moment: nothing before the commit, all of it after. A long import commits by parts of a thousand, and goes on behind them.
      const parts = kind === 'import' ? Array.from({ length: Math.floor(wish.effects / 1000) }, (_, at) => (at + 1) * 1000) : []
      const may = moment === 'after the commit' || inJob ? [...parts, wish.effects] : moment === 'while it commits' ? [0, ...parts, wish.effects] : [0]
      if (!may.includes(done)) wrong.push(`${name}: ${done} of ${wish.effects} is there.`)
      if (said !== null && !inJob) wrong.push(`${name}: and yet it was answered: ${said.status}`)
      const again = await Promise.all([1, 2, 3].map(() => send(client, wish)))
      if (again.some(one => one?.status !== again[0]?.status || JSON.stringify(one?.json) !== JSON.stringify(again[0]?.json)))
        wrong.push(
          `${name}: asked again three times at once, it was answered ${again.map(one => `${one?.status} ${JSON.stringify(one?.json).slice(0, 120)}`).join(' and ')}`,
        )
      if (again[0] && again[0].status < 300) journal.acknowledged(wish.key, again[0].status)
      // The same key with other words is no repetition.
      const words = otherWords(wish)
      const other = words === null ? null : await send(client, { ...wish, body: words })
      if (other && other.status !== 422) wrong.push(`${name}: with other words under the same key it was answered ${other.status}`)
      weak = await restarting
    }
    await settled(db)
    const verdict = await check(db, client, journal)
    doctor(dataDir, databaseUrl)
    return { ...verdict, wrong: [...wrong, ...verdict.wrong], cycles: plan.length }
  } finally {
    await Promise.all([weak.stop(), strong.stop()])
    await Promise.all([db.close(), between.close()])
    journal.close()
    await embedded.stop()
    removeFolder(folder)
  }
}

/** The same request with something else in it; null where it has nothing to change. */
function otherWords({ kind, body }: Wish): unknown {
  if (kind === 'import' || kind === 'remove') return null
  if (kind === 'bulk') return { ...(body as object), set: { mark: 'another' } }
  if (kind === 'action') return { ...(body as object), lostNote: 'another' }
  return Array.isArray(body) ? [...body, ...body] : { ...(body as object), mark: 'another' }
}

async function soon(reached: Promise<void>, name: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name}: this moment never came.`)), 60_000)
  })
  await Promise.race([reached, late]).finally(() => clearTimeout(timer))
}
