import { type Course, type Cut, courseOf, cut, idleTalk, type Outcome } from './cutting.ts'
import { evidence } from './evidence.ts'
import { Random } from './random.ts'
import { type Turn, townFor, turns } from './turns.ts'

/** What came of killing a node at the statements of one turn. */
interface Row {
  readonly turn: string
  readonly statements: number
  /** Each statement once before it is sent; what is no question also while it is under way. */
  readonly points: number
  tried: number
  readonly stood: { [outcome in Outcome]: number }
  wrong: number
}

export interface Interrupted {
  readonly seed: number
  readonly forMs: number
  readonly lanes: number
  readonly vehicles: number
  /** Only turns with this in their name. */
  readonly named?: string
  readonly say: (line: string) => void
}

/** Kills a node at every statement of every change of a plugin, in an order by chance, as long as there is time; gives what was wrong. */
export async function interrupted({ seed, forMs, lanes, vehicles, named = '', say }: Interrupted): Promise<string[]> {
  const keep = evidence('interrupted', seed)
  const random = new Random(seed)
  const chosen = turns.filter(one => one.name.includes(named))
  const wrong: string[] = []
  const town = await townFor(chosen, vehicles)
  const end = performance.now() + forMs
  const began = performance.now()
  try {
    const idle = await idleTalk(town, chosen[0]?.state ?? 'new', 20_000)
    const rows: Row[] = []
    const waiting: { readonly turn: Turn; readonly course: Course; readonly row: Row; readonly at: Cut }[] = []
    for (const turn of chosen) {
      const course = await courseOf(town, turn, idle)
      const cuts = cutsOf(course)
      const row: Row = { turn: turn.name, statements: course.said.length, points: cuts.length, tried: 0, stood: { old: 0, begun: 0, new: 0 }, wrong: 0 }
      rows.push(row)
      waiting.push(...cuts.map(at => ({ turn, course, row, at })))
      say(`interrupted: ${turn.name}: ${row.statements} statements, ${row.points} points`)
    }
    shuffle(waiting, random)
    const told = (): void => {
      const sum = (of: (row: Row) => number): number => rows.reduce((total, row) => total + of(row), 0)
      keep({
        points: sum(row => row.points),
        tried: sum(row => row.tried),
        wrong: wrong.length,
        seconds: Math.round((performance.now() - began) / 1000),
        vehicles,
        turns: rows,
      })
      say(`interrupted: ${sum(row => row.tried)} of ${sum(row => row.points)} points, ${wrong.length} wrong`)
    }
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next && performance.now() < end; next = waiting.shift()) {
        const { turn, course, row, at } = next
        const found = await cut(town, turn, course, idle, at).catch((error: Error) => ({
          outcome: 'old' as const,
          wrong: [`${turn.name}, ${at.when} ${at.nth}: ${error.message}`],
        }))
        row.tried += 1
        // The last statements are not sent each time.
        if (!found) continue
        row.stood[found.outcome] += 1
        row.wrong += found.wrong.length > 0 ? 1 : 0
        wrong.push(...found.wrong)
        for (const line of found.wrong) say(line)
        if (rows.reduce((total, one) => total + one.tried, 0) % 10 === 0) told()
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
    told()
  } finally {
    await town.end()
  }
  return wrong
}

function cutsOf({ said }: Course): Cut[] {
  return said.flatMap((text, at): Cut[] => [{ nth: at + 1, when: 'before' }, ...(isQuestion(text) ? [] : [{ nth: at + 1, when: 'while' as const }])])
}

/** What changes nothing, whether it comes to its end or not. */
function isQuestion(text: string): boolean {
  return /^\s*(?:select|with keys|with inside|begin|set local|listen)\b/i.test(text) && !/pg_notify|advisory/.test(text)
}

function shuffle(list: unknown[], random: Random): void {
  for (let at = list.length - 1; at > 0; at -= 1) {
    const other = random.between(0, at)
    ;[list[at], list[other]] = [list[other], list[at]]
  }
}
