import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { clearAbandonedTestServers, prepareTestServer } from '../../../core/data/testing.ts'
import type { Sequences } from './books.ts'
import { type Combination, combinations } from './combinations.ts'
import { evidence } from './evidence.ts'
import type { Hot, Size } from './hot.ts'

/** Runs that are made of pieces: each begins on a fresh database, so that the last is no slower than the first, and says its own seed. */

type Say = (line: string) => void
const perPiece = 100

/** Random sequences of business against a model, as many pieces at a time as there are lanes; gives what was wrong. */
export async function tryBooks(seed: number, many: number, lanes: number, say: Say): Promise<string[]> {
  const keep = evidence('books', seed)
  const began = performance.now()
  const sum = { sequences: 0, atOnce: 0, steps: 0 }
  const wrong: string[] = []
  const pieces = Array.from({ length: Math.ceil(many / perPiece) }, (_, at) => ({ seed: seed + at, many: Math.min(perPiece, many - at * perPiece) }))
  const lane = async (): Promise<void> => {
    for (let next = pieces.shift(); next; next = pieces.shift()) {
      // What ends one piece ends none of the others, and is among what is wrong.
      const nothing = (error: Error): Sequences => ({ sequences: 0, atOnce: 0, steps: 0, wrong: [error.message] })
      const found = await piece<Sequences>('books', next.seed, String(next.many)).catch(nothing)
      sum.sequences += found.sequences
      sum.atOnce += found.atOnce
      sum.steps += found.steps
      wrong.push(...found.wrong)
      for (const line of found.wrong) say(line)
      const seconds = Math.round((performance.now() - began) / 1000)
      keep({ ...sum, seconds, lanes, divergences: wrong.length })
      say(
        `books: ${sum.sequences} sequences (${sum.atOnce} of three people at once), ${sum.steps} steps, ${seconds} s, ${wrong.length} wrong; now seed ${next.seed}`,
      )
    }
  }
  await onServer(async () => void (await Promise.all(Array.from({ length: lanes }, lane))))
  return wrong
}

const sizes: readonly Size[] = [
  { writers: 16, accounts: 2, each: 60, oddEvery: 1000 },
  { writers: 32, accounts: 20, each: 30, oddEvery: 1000 },
  { writers: 64, accounts: 8, each: 20, oddEvery: 1000 },
  // For the last number: everyone at once, and of five one is refused.
  { writers: 200, accounts: 2, each: 5, oddEvery: 5 },
]

/** Many who post on few accounts, and many who want the next number while some are refused; gives what was wrong. */
export async function tryHot(seed: number, say: Say): Promise<string[]> {
  const keep = evidence('hot', seed)
  const rows: Hot[] = []
  await onServer(async () => {
    for (const [at, size] of sizes.entries()) {
      const found = await piece<Hot>('hot', seed + at, JSON.stringify(size))
      rows.push(found)
      keep({ runs: rows })
      say(
        `hot: ${found.writers} writers on ${found.accounts} accounts: ${found.posted} posted, ${found.refused} refused without a number, ${found.again} told to try again, ${found.perSecond} a second, 99 % within ${found.p99Ms} ms; ${found.wrong.length} wrong`,
      )
    }
  })
  return rows.flatMap(one => one.wrong)
}

/** Every set of built-in plugins that can be enabled, each on a database of its own, and random plugins from enabling to upgrade; gives what was wrong. Without `sets` the latter alone. */
export async function tryPlugins(seed: number, many: number, say: Say, sets = true): Promise<string[]> {
  const keep = evidence('plugins', seed)
  const began = performance.now()
  const wrong: string[] = []
  const sum = { combinations: 0, walks: 0, plugins: 0, steps: 0 }
  const told = () => keep({ ...sum, seconds: Math.round((performance.now() - began) / 1000), wrong: wrong.length })
  await onServer(async () => {
    for (const on of sets ? combinations() : []) {
      const found = await piece<Combination>('combination', seed, on.join())
      sum.combinations += 1
      sum.walks += found.walks
      wrong.push(...found.wrong)
      told()
      for (const line of found.wrong) say(line)
      say(`plugins: ${on.join(', ') || 'none'}: ${found.walks} kinds of records walked, ${found.wrong.length} wrong`)
    }
    for (let at = 0; at < many; at += 10) {
      const found = await piece<{ plugins: number; steps: number; wrong: string[] }>('lives', seed + at, String(Math.min(10, many - at)))
      sum.plugins += found.plugins
      sum.steps += found.steps
      wrong.push(...found.wrong)
      told()
      for (const line of found.wrong) say(line)
      say(`plugins: ${sum.plugins} that nobody wrote, ${sum.steps} plans carried out, ${wrong.length} wrong`)
    }
  })
  return wrong
}

async function onServer(work: () => Promise<void>): Promise<void> {
  await clearAbandonedTestServers()
  const end = prepareTestServer()
  try {
    await work()
  } finally {
    await end()
  }
}

async function piece<T>(part: string, seed: number, rest: string): Promise<T> {
  const child = spawn(process.execPath, [...process.execArgv, join(import.meta.dirname, 'piece.ts'), part, String(seed), rest], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', chunk => {
    said += chunk
  })
  const code = await new Promise(resolve => child.on('close', resolve))
  if (code !== 0) throw new Error(`The piece of ${part} with seed ${seed} ended with ${code}.`)
  return JSON.parse(said.trim().split('\n').at(-1) ?? '') as T
}
