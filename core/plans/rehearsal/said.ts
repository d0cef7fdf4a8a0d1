import { linkFields, linkTable } from '../../registry/links.ts'
import type { Model } from '../../registry/model.ts'
import { fill } from '../../registry/words.ts'
import type { Sentence } from '../custom/sentence.ts'
import type { RehearsedStep } from '../steps.ts'
import type { Waits } from './locks.ts'
import type { Rehearsed } from './stage.ts'

/** How long a plan takes and who waits for it. */
export interface Takes {
  /** All of it, reckoned. */
  readonly ms: number
  /** What it was tried on; null where it could not be. */
  readonly on: Rehearsed['on']
  readonly said: readonly Sentence[]
}

/** What a rehearsal found, for people. `models` know what the tables are called; of those that are out of sight anyway nobody is told. */
export function takesOf({ steps, on }: Rehearsed, models: readonly Model[], hidden: (table: string) => boolean = () => false): Takes {
  if (on === null)
    return { ms: 0, on, said: [{ text: 'How long it takes and who waits for it could not be rehearsed here. The log of the server says why.', values: {} }] }
  const called = namesOf(models)
  const ms = steps.reduce((sum, step) => sum + step.ms, 0)
  const everyone = heldFor(steps, 'everyone', hidden)
  const writers = heldFor(steps, 'writers', table => hidden(table) || everyone.has(table))
  const waiting = (held: ReadonlyMap<string, number>, text: string): Sentence[] =>
    held.size === 0 ? [] : [{ text, values: { entities: listed([...held.keys()].map(called)), ms: Math.max(1, ...held.values()) } }]
  const beside = goneThrough(steps, called)
  const tried =
    beside.length === 0
      ? 'All of it takes {time}. So long it took when it was rehearsed on a copy of the records.'
      : 'All of it takes {time}. So long it took when it was rehearsed on a copy of the records; what is built beside the work is reckoned from how many rows there are.'
  return {
    ms,
    on,
    said: [
      ...waiting(everyone, 'Whoever reads or changes {entities} waits for about {ms} ms.'),
      ...waiting(writers, 'Whoever changes {entities} waits for about {ms} ms; reading goes on.'),
      ...(everyone.size + writers.size === 0 ? [{ text: 'Nobody waits: nothing that is in use is held.', values: {} }] : []),
      ...beside,
      {
        text:
          on === 'copy'
            ? 'All of it takes {time}. That is an estimate: it was rehearsed on an empty copy of the tables, and what goes through rows is reckoned from how many there are.'
            : tried,
        values: { time: inWords(ms) },
      },
    ],
  }
}

/** What stands in the way, found before anything is done. */
export function refusedOn({ problem }: Rehearsed): { readonly text: string; readonly values: { readonly problem: string } } | null {
  return problem === null ? null : { text: 'It was rehearsed on an empty copy of the tables, and the database refused it: {problem}', values: { problem } }
}

/** A sentence that may hold others, in English: for whoever reads at a terminal. */
export function saidInEnglish({ text, values }: Sentence): string {
  const inner = Object.entries(values).map(([name, value]) => [name, typeof value === 'object' ? saidInEnglish(value) : value] as const)
  return fill(text, Object.fromEntries(inner), 'en')
}

/** How long each table is held so that some wait. */
function heldFor(steps: readonly RehearsedStep[], waits: Waits, hidden: (table: string) => boolean): Map<string, number> {
  const held = new Map<string, number>()
  for (const { table, waits: who, ms } of steps.flatMap(step => step.locks)) if (who === waits && !hidden(table)) held.set(table, (held.get(table) ?? 0) + ms)
  return held
}

function goneThrough(steps: readonly RehearsedStep[], called: (table: string) => string): Sentence[] {
  const tables = new Map<string, { rows: number; ms: number }>()
  for (const { table, rows, ms } of steps)
    if (table !== null && rows > 0) tables.set(table, { rows: Math.max(rows, tables.get(table)?.rows ?? 0), ms: ms + (tables.get(table)?.ms ?? 0) })
  return [...tables].map(([table, { rows, ms }]) => ({
    text: 'Goes through {rows, plural, one {# row} other {# rows}} of {entities} beside the work, while everyone goes on: {time}.',
    values: { rows, entities: called(table), time: inWords(ms) },
  }))
}

/** No more exact than it is known. */
function inWords(ms: number): Sentence {
  const seconds = Math.round(ms / 1000)
  if (ms < 1000) return { text: 'less than a second', values: {} }
  if (seconds < 100) return { text: 'about {count, plural, one {# second} other {# seconds}}', values: { count: seconds } }
  if (seconds < 6000) return { text: 'about {count, plural, one {# minute} other {# minutes}}', values: { count: Math.round(seconds / 60) } }
  return { text: 'about {count, plural, one {# hour} other {# hours}}', values: { count: Math.round(seconds / 3600) } }
}

const mostNamed = 8

/** Names, or whole sentences, each a word of its own; of many only the first. */
export function listed(names: readonly (string | Sentence)[], most = mostNamed): Sentence {
  const all = [...new Set(names)]
  const named = all.slice(0, most)
  const values = Object.fromEntries(named.map((name, at) => [`n${at}`, name] as const))
  const list: Sentence = { text: named.map((_, at) => `{n${at}}`).join(', '), values }
  return all.length === named.length ? list : { text: '{names} and {count} more', values: { names: list, count: all.length - named.length } }
}

function namesOf(models: readonly Model[]): (table: string) => string {
  const names = new Map([['core_sealed', 'Sealed records']])
  for (const { entities } of models)
    for (const entity of entities.values())
      for (const table of [entity.table, ...linkFields(entity).map(field => linkTable(entity, field))]) if (!names.has(table)) names.set(table, entity.plural)
  return table => names.get(table) ?? table
}
