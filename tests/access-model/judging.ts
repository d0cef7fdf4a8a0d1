import { kindAt, order } from './comparing.ts'
import type { Oracle } from './oracle.ts'
import type { Actor, Theatre } from './stage.ts'
import { type Row, Unknown } from './world.ts'

/** One question at one entry point: what was answered, and what should have been. */
export interface Comparison {
  readonly entry: string
  readonly question: unknown
  readonly actual: unknown
  readonly expected: unknown
  /** Records of which it was judged whether and how they show. */
  readonly judged: number
}

export type Entry = (theatre: Theatre, actor: Actor) => Promise<Omit<Comparison, 'entry'> | null>

export const missing = { status: 404 }
const bad = { status: 400 }

/** What an oracle says, or what is answered to someone who names what is not there for them. */
export function said<T>(oracle: Oracle, entity: string, work: () => T): T | { status: number } {
  if (!oracle.may(entity, 'read')) return missing
  try {
    return work()
  } catch (error) {
    if (error instanceof Unknown) return bad
    throw error
  }
}

/** What the right to change or remove one record comes to; `fine` where there is one. */
export function verdictOn(oracle: Oracle, entity: string, verb: string, row: Row, fine: number): number {
  if (!(oracle.may(entity, 'read') && oracle.sees(entity, row))) return oracle.may(entity, 'read') || oracle.may(entity, 'create') ? 404 : 404
  return oracle.may(entity, verb) && oracle.reaches(entity, verb, row) ? fine : 403
}

/** What a list is asked for. */
export interface Question {
  readonly where?: object
  readonly sort?: readonly string[]
  readonly fields?: readonly string[]
  readonly search?: string
}

/** The records of a list in their order, and what is shown of each. */
export function listed(oracle: Oracle, entity: string, question: Question, verb?: string): Row[] {
  const { where, sort = [], fields = [] } = question
  if (where) oracle.check(entity, where)
  for (const path of [...sort.map(bare), ...fields]) oracle.value(entity, null, path)
  const rows = oracle
    .all(entity)
    .filter(row => oracle.sees(entity, row) && (!verb || oracle.reaches(entity, verb, row)) && (!where || oracle.matches(entity, row, where)))
  const down = sort.at(-1)?.startsWith('-') ?? false
  return rows.sort((a, b) => {
    for (const key of sort) {
      const found = nullsLast(oracle.value(entity, a, bare(key)), oracle.value(entity, b, bare(key)), kindAt(entity, bare(key)).kind)
      if (found !== 0) return key.startsWith('-') ? -found : found
    }
    return (a.id < b.id ? -1 : 1) * (down ? -1 : 1)
  })
}

const bare = (key: string): string => key.replace(/^-/, '')

function nullsLast(a: unknown, b: unknown, kind: string): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return kind === 'text' || kind === 'choice' ? Math.sign(collator.compare(String(a), String(b))) : order(a, b, kind)
}

/** Text is ordered as everywhere: by the root rules of Unicode. */
const collator = new Intl.Collator('und')
