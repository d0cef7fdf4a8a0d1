import { type Course, type Cut, courseOf, cut, idleTalk, type Outcome } from './cutting.ts'
import { evidence } from './evidence.ts'
import { Random } from './random.ts'
import { isQuestion } from './statements.ts'
import { type Turn, townFor, turns } from './turns.ts'

/** What came of killing a node at the statements of one turn. */
interface Row {
  readonly turn: string
  readonly statements: number
  /** Each statement once before it is sent; what is no question also while it is under way. */
  readonly points: number
  /** Of them, those at a commit or at a change outside of a transaction. They come first: between two of these all that is there is the same. */
  readonly lasting: number
  tried: number
  readonly stood: { [outcome in Outcome]: number }
  wrong: number
}

interface Task {
  readonly turn: Turn
  readonly course: Course
  readonly row: Row
  readonly at: Cut
}

export interface Interrupted {
  readonly seed: number
  readonly forMs: number
  readonly lanes: number
  readonly vehicles: number
  /** Only turns with one of these, between bars, in their names. */
  readonly named?: string
  readonly say: (line: string) => void
}

/** Kills a node at every statement of every change of a plugin, in an order by chance, as long as there is time; gives what was wrong. */
export async function interrupted({ seed, forMs, lanes, vehicles, named = '', say }: Interrupted): Promise<string[]> {
  const keep = evidence('interrupted', seed)
  const random = new Random(seed)
  const chosen = turns.filter(one => named.split('|').some(part => one.name.includes(part)))
  const wrong: string[] = []
  const town = await townFor(chosen, vehicles)
  const end = performance.now() + forMs
  const began = performance.now()
  try {
    const idle = await idleTalk(town, chosen[0]?.state ?? 'new', 20_000)
    const rows: Row[] = []
    const [soon, later]: [Task[], Task[]] = [[], []]
    const sum = (of: (row: Row) => number): number => rows.reduce((total, row) => total + of(row), 0)
    const told = (): void => {
      const [points, tried, seconds] = [sum(row => row.points), sum(row => row.tried), Math.round((performance.now() - began) / 1000)]
      keep({ points, tried, wrong: wrong.length, seconds, vehicles, turns: rows })
      say(`interrupted: ${tried} of ${points} points, ${wrong.length} wrong`)
    }
    const workOff = async (tasks: Task[]): Promise<void> => {
      const lane = async (): Promise<void> => {
        for (let next = tasks.shift(); next && performance.now() < end; next = tasks.shift()) {
          const { turn, course, row, at } = next
          const failed = (error: Error) => ({ outcome: 'old' as const, wrong: [`${turn.name}, ${at.when} ${at.nth}: ${error.message}`] })
          const found = await cut(town, turn, course, idle, at).catch(failed)
          row.tried += 1
          // The last statements are not sent each time.
          if (!found) continue
          row.stood[found.outcome] += 1
          row.wrong += found.wrong.length > 0 ? 1 : 0
          wrong.push(...found.wrong)
          for (const line of found.wrong) say(line)
          if (sum(one => one.tried) % 10 === 0) told()
        }
      }
      await Promise.all(Array.from({ length: lanes }, lane))
    }
    for (const turn of chosen) {
      if (performance.now() > end) break
      const course = await courseOf(town, turn, idle)
      const cuts = cutsOf(course)
      const first = cuts.filter(({ nth }) => course.said[nth - 1]?.lasts)
      const row: Row = {
        ...{ turn: turn.name, statements: course.said.length, points: cuts.length, lasting: first.length, tried: 0 },
        ...{ stood: { old: 0, begun: 0, new: 0 }, wrong: 0 },
      }
      rows.push(row)
      say(`interrupted: ${turn.name}: ${row.statements} statements, ${row.points} points, at ${row.lasting} of which something begins to last`)
      const task = (at: Cut): Task => ({ turn, course, row, at })
      const others = cuts.filter(at => !first.includes(at))
      random.shuffle(first)
      random.shuffle(others)
      // Some of each turn, before all of any.
      await workOff(first.splice(0, 6).map(task))
      soon.push(...first.map(task))
      later.push(...others.map(task))
    }
    random.shuffle(soon)
    random.shuffle(later)
    await workOff(soon)
    await workOff(later)
    told()
  } finally {
    await town.end()
  }
  return wrong
}

function cutsOf({ said }: Course): Cut[] {
  return said.flatMap(({ text }, at): Cut[] => [{ nth: at + 1, when: 'before' }, ...(isQuestion(text) ? [] : [{ nth: at + 1, when: 'while' as const }])])
}
