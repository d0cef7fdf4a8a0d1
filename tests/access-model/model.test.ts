import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { entries } from './entries.ts'
import type { Comparison } from './judging.ts'
import { openTheatre } from './stage.ts'

const wanted = Number(process.env.SANGAM_COMPARISONS ?? 20_000)
const from = Number(process.env.SANGAM_SEED ?? 1)
const perStage = 400

test('who sees and does what is what a plain evaluator says, over every entry point', { timeout: 3_600_000 }, async () => {
  const deck = entries.flatMap(([name, weight, entry]) => Array.from({ length: weight }, () => ({ name, entry })))
  const counts = new Map<string, number>()
  const outcomes = new Set<string>()
  const differences: string[] = []
  let judged = 0
  for (let seed = from; judged < wanted && differences.length === 0; seed += 1) {
    const theatre = await openTheatre(seed, { people: 8, deals: 24 })
    try {
      for (let turn = 0; turn < perStage && judged < wanted && differences.length < 5; turn += 1) {
        const { name, entry } = theatre.chance.one(deck)
        const actor = theatre.chance.one(theatre.actors)
        const found = await entry(theatre, actor)
        if (!found) continue
        judged += found.judged
        counts.set(name, (counts.get(name) ?? 0) + 1)
        outcomes.add(`${name} ${statusOf(found)}`)
        if (!isDeepStrictEqual(plain(found.actual), plain(found.expected))) differences.push(told(seed, turn, name, actor.person, found))
      }
    } finally {
      await theatre.platform.stop()
    }
  }
  process.stdout.write(
    `access-model: ${judged} judged in ${[...counts.values()].reduce((sum, one) => sum + one, 0)} answers ${JSON.stringify(Object.fromEntries(counts))}\n`,
  )
  expect(differences).toEqual([])
  // Every entry point was asked, and in a run of some length both let through and refused: otherwise nothing is proven.
  expect([...counts.keys()].sort()).toEqual(entries.map(([name]) => name).sort())
  if (wanted < 20_000) return
  for (const name of ['get', 'list', 'export', 'verdict', 'create', 'shares', 'field', 'feed', 'bulk', 'references', 'undo', 'merge'])
    expect([...outcomes].filter(one => one.startsWith(`${name} `)).length, name).toBeGreaterThan(1)
})

function statusOf({ actual }: Omit<Comparison, 'entry'>): string {
  if (typeof actual === 'number') return String(actual)
  return String((actual as { status?: number }).status ?? 200)
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

function told(
  seed: number,
  turn: number,
  name: string,
  person: { readonly grants: readonly object[] },
  { question, actual, expected }: Omit<Comparison, 'entry'>,
): string {
  return [
    `Seed ${seed}, turn ${turn}: ${name} ${JSON.stringify(question)}`,
    ...apart(plain(actual), plain(expected), 'answer').slice(0, 5),
    `person ${JSON.stringify({ ...person, grants: person.grants.filter(grant => JSON.stringify(grant).includes('deals.')) })}`,
  ].join('\n')
}

/** Where an answer and what was expected differ. */
function apart(actual: unknown, expected: unknown, at: string): string[] {
  if (isDeepStrictEqual(actual, expected)) return []
  if (![actual, expected].every(one => typeof one === 'object' && one !== null))
    return [`${at}: ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`]
  const [given, wanted] = [actual, expected] as readonly { readonly [key: string]: unknown }[]
  return [...new Set([...Object.keys(given ?? {}), ...Object.keys(wanted ?? {})])].flatMap(key => apart(given?.[key], wanted?.[key], `${at}.${key}`))
}
