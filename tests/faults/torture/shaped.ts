import { type Cut, idleTalk } from './cutting.ts'
import { evidence } from './evidence.ts'
import { Random } from './random.ts'
import { assets, makeAssets, type Shaped, type Shaping, sentFor, shape, shapings } from './shaping.ts'
import { isQuestion, type Sent } from './statements.ts'
import { Town } from './town.ts'

interface Row {
  readonly change: string
  readonly statements: number
  readonly points: number
  tried: number
  readonly stood: { old: number; new: number }
  /** Of those who worked on the other node meanwhile. */
  readonly others: { requests: number; failed: number; slowestMs: number; longestWaitMs: number }
  wrong: number
}

/** The business that entities are changed in. */
export async function townOfAssets(): Promise<Town> {
  const town = await Town.found([])
  await town.state(assets.state, 'new', client => makeAssets(client, assets.many))
  return town
}

/** Kills a node at the statements of changes of an entity that others work with, as long as there is time, what lasts first; gives what was wrong. */
export async function shaped(seed: number, forMs: number, say: (line: string) => void): Promise<string[]> {
  const keep = evidence('shaped', seed)
  const random = new Random(seed)
  const town = await townOfAssets()
  const [began, end] = [performance.now(), performance.now() + forMs]
  const wrong: string[] = []
  try {
    const idle = await idleTalk(town, assets.state, 10_000)
    const rows: Row[] = []
    const all: { shaping: Shaping; said: readonly Sent[]; row: Row; at: Cut }[] = []
    for (const shaping of shapings) {
      const said = await sentFor(town, shaping, idle)
      const cuts = said.flatMap(({ text }, at): Cut[] => [
        { nth: at + 1, when: 'before' },
        ...(isQuestion(text) ? [] : [{ nth: at + 1, when: 'while' as const }]),
      ])
      const others = { requests: 0, failed: 0, slowestMs: 0, longestWaitMs: 0 }
      const row: Row = { change: shaping.name, statements: said.length, points: cuts.length, tried: 0, stood: { old: 0, new: 0 }, others, wrong: 0 }
      rows.push(row)
      all.push(...cuts.map(at => ({ shaping, said, row, at })))
      say(`shaped: ${shaping.name}: ${row.statements} statements, ${row.points} points`)
    }
    random.shuffle(all)
    const lasting = ({ said, at }: (typeof all)[number]): boolean => said[at.nth - 1]?.lasts === true
    for (const { shaping, said, row, at } of [...all.filter(lasting), ...all.filter(one => !lasting(one))]) {
      if (performance.now() > end) break
      const found = await shape(town, shaping, said, at, idle).catch((error: Error) => `${shaping.name}, ${at.when} ${at.nth}: ${error.message}`)
      row.tried += 1
      if (typeof found === 'string') wrong.push(found)
      else if (found) add(row, found)
      const these = typeof found === 'string' ? [found] : (found?.wrong ?? [])
      if (these.length > 0) row.wrong += 1
      if (typeof found !== 'string') wrong.push(...these)
      for (const line of these) say(line)
      const [tried, points] = [rows.reduce((sum, one) => sum + one.tried, 0), all.length]
      keep({ points, tried, wrong: wrong.length, seconds: Math.round((performance.now() - began) / 1000), records: assets.many, changes: rows })
      if (tried % 10 === 0) say(`shaped: ${tried} of ${points} points, ${wrong.length} wrong; ${rows.map(one => JSON.stringify(one.others)).join(' ')}`)
    }
  } finally {
    await town.end()
  }
  return wrong
}

function add({ stood, others }: Row, { outcome, load }: Shaped): void {
  stood[outcome] += 1
  others.requests += load.requests
  others.failed += load.failed.length
  others.slowestMs = Math.max(others.slowestMs, load.slowestMs)
  others.longestWaitMs = Math.max(others.longestWaitMs, load.longestWaitMs)
}
