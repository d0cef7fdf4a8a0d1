import { parseArgs } from 'node:util'
import { tryBeside } from './beside.ts'
import { coherence, figures, ways } from './coherence.ts'
import { moments } from './interceptor.ts'
import { interrupted } from './interrupted.ts'
import { kinds } from './journal.ts'
import { type KillResult, killing, victims } from './kill.ts'
import { tryBooks, tryHot, tryPlugins } from './pieces.ts'
import { type Point, points } from './points.ts'
import { Random } from './random.ts'
import { shaped } from './shaped.ts'
import { together } from './together.ts'

const names = ['kill', 'points', 'coherence', 'books', 'hot', 'plugins', 'lives', 'interrupted', 'shaped', 'together', 'beside']

const { values, positionals } = asked()
const seed = Number(values.seed)
const chosen = (name: string): boolean => positionals.length === 0 || positionals.includes(name)
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const wrong: string[] = []

say(`Seed ${seed}; the same seed makes the same choices: npm run torture -- --seed=${seed}`)
if (chosen('kill')) await kill(Number(values.minutes) * 60_000)
if (chosen('points')) await everyPoint()
if (chosen('coherence')) await takeAway(Number(values.tries))
if (chosen('books')) wrong.push(...(await tryBooks(seed, Number(values.sequences), Number(values.lanes), say)))
if (chosen('hot')) wrong.push(...(await tryHot(seed, say)))
if (chosen('plugins')) wrong.push(...(await tryPlugins(seed, Number(values.plugins), say)))
// Long: it is asked for by its name.
if (positionals.includes('beside')) wrong.push(...(await tryBeside(seed, say)))
if (positionals.includes('lives')) wrong.push(...(await tryPlugins(seed, Number(values.plugins), say, false)))
if (chosen('interrupted')) wrong.push(...(await whileInterrupted()))
if (chosen('shaped')) wrong.push(...(await shaped(seed, Number(values.minutes) * 60_000, say)))
if (chosen('together')) wrong.push(...(await together(seed, Number(values.rounds), say)))
say(wrong.length === 0 ? 'Nothing was lost, doubled, half done, seen too long or other than it should be.' : wrong.join('\n'))
if (wrong.length > 0) process.exitCode = 1

/** What was asked for; a word that means nothing would try nothing, and find nothing wrong. */
function asked() {
  const options = {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    tries: { type: 'string', default: '1000' },
    sequences: { type: 'string', default: '500' },
    plugins: { type: 'string', default: '50' },
    lanes: { type: 'string', default: '2' },
    vehicles: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '10' },
    turn: { type: 'string', default: '' },
  } as const
  try {
    const read = parseArgs({ options, allowPositionals: true })
    const strange = read.positionals.find(one => !names.includes(one))
    if (strange !== undefined) return process.exit(told(`"${strange}" is nothing that is tried.`))
    const odd = Object.entries(read.values).find(([name, value]) => name !== 'turn' && !(Number(value) >= (name === 'lanes' ? 1 : 0)))
    return odd ? process.exit(told(`"${odd[1]}" is no number for --${odd[0]}.`)) : read
  } catch (error) {
    return process.exit(told(`${(error as Error).message.split('. ')[0]?.replace(/\.$/, '')}.`))
  }

  function told(problem: string): number {
    process.stderr.write(
      `${problem} Say any of ${names.join(', ')}, with any of ${Object.keys(options)
        .map(one => `--${one}=…`)
        .join(' ')}.\n`,
    )
    return 1
  }
}

async function kill(forMs: number): Promise<void> {
  const random = new Random(seed)
  const end = performance.now() + forMs
  const all: KillResult[] = []
  // A fresh instance now and then: what is checked grows with what was written.
  while (performance.now() < end) {
    const result = await killing({
      random,
      writers: 6,
      between: [5, 60],
      next: cycle => (cycle < 12 && performance.now() < end ? random.of(victims) : null),
    })
    all.push(result)
    wrong.push(...result.wrong)
    const sum = (of: (one: KillResult) => number): number => all.reduce((total, one) => total + of(one), 0)
    const recoveries = all.flatMap(one => one.recoveries).sort((a, b) => a - b)
    const seconds = (ms: number | undefined): string => `${((ms ?? 0) / 1000).toFixed(1)} s`
    say(
      `kill: ${sum(one => one.cycles)} cycles; ${sum(one => one.acknowledged)} wishes acknowledged, ${sum(one => one.unknown)} without an answer (${sum(one => one.unknownDone)} of them done); ` +
        `${wrong.length} wrong; ready again after ${seconds(recoveries[Math.floor(recoveries.length / 2)])} (median), ${seconds(recoveries.at(-1))} (longest); ` +
        `a second node was refused ${all.flatMap(one => one.refusals).length} times`,
    )
  }
}

/** Every change of a plugin with one of two nodes killed at each statement of it. */
function whileInterrupted(): Promise<string[]> {
  const [forMs, lanes, vehicles] = [Number(values.minutes) * 60_000, Number(values.lanes), Number(values.vehicles)]
  return interrupted({ seed, forMs, lanes, vehicles, named: values.turn, say })
}

async function everyPoint(): Promise<void> {
  const plan: Point[] = [
    ...kinds.flatMap(kind => moments.map(moment => ({ kind, moment }))),
    ...moments.map(moment => ({ kind: 'automation' as const, moment, inJob: true })),
  ]
  const result = await points(plan, new Random(seed))
  wrong.push(...result.wrong)
  say(
    `points: a node killed at each of ${moments.length} moments of each of ${kinds.length} kinds of requests, and in a job: ${result.cycles} cycles, ${result.wrong.length} wrong`,
  )
}

async function takeAway(tries: number): Promise<void> {
  const plan = Array.from({ length: tries }, (_, at) => ({ way: ways[at % ways.length] ?? 'role', deaf: Math.floor(at / ways.length) % 2 === 1 }))
  const results = await coherence(plan, 6)
  for (const way of ways)
    for (const deaf of [false, true]) {
      const { tries: many, p50, p99, max } = figures(results.filter(one => one.way === way && one.deaf === deaf))
      say(`coherence: ${way}${deaf ? ', listening cut' : ''}: ${many} tries, still let in for ${p50} ms (median), ${p99} ms (99 %), ${max} ms (longest)`)
    }
  const { tries: many, p50, p99, max } = figures(results)
  say(`coherence: ${many} tries in all, ${p50} ms (median), ${p99} ms (99 %), ${max} ms (longest)`)
  wrong.push(...results.filter(one => one.staleMs > 1000).map(one => `${one.way}${one.deaf ? ', listening cut' : ''}: still let in after ${one.staleMs} ms`))
}
