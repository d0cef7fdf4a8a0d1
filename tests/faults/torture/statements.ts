import type { Line, Trap, Verdict } from './interceptor.ts'

/** Whether the node is killed with the statement still in its hand, or with it gone out and no answer come. */
export type When = 'before' | 'while'

const [query, parse, bind, sync] = ['Q', 'P', 'B', 'S'].map(letter => letter.charCodeAt(0)) as [number, number, number, number]

/** A statement as the database reads it, and whether it lasts when it has come to its end: a commit, or a change outside of a transaction. */
export interface Sent {
  readonly text: string
  readonly lasts: boolean
}

/** What one line has said so far. */
interface Talk {
  /** The text of each prepared statement by its name; that without one is the last. */
  readonly texts: Map<string, string>
  /** Whether its transaction holds a statement that counts. */
  counts: boolean
  begun: boolean
  stopAtSync: boolean
}

/** Counts the statements that a node sends for what it was asked, and springs at the n-th: never where it only counts. */
export class Nth implements Trap {
  /** The statements in their order. */
  readonly said: Sent[] = []
  readonly #talks = new WeakMap<Line, Talk>()
  constructor(
    readonly nth: number,
    readonly when: When,
    /** What a node says by itself, asked for nothing; or that only those connections count which change the schema, on which it says nothing. */
    readonly idle: ReadonlySet<string> | 'owners',
  ) {}

  see(line: Line, message: Buffer): Verdict {
    const talk = this.#talks.get(line) ?? { texts: new Map<string, string>(), counts: false, begun: false, stopAtSync: false }
    this.#talks.set(line, talk)
    const [kind] = message
    if (kind === sync && talk.stopAtSync) return 'on, and stop'
    if (kind === parse) talk.texts.set(word(message, 5), word(message, 5 + word(message, 5).length + 1))
    const text = kind === query ? word(message, 5) : kind === bind ? talk.texts.get(word(message, 5 + word(message, 5).length + 1)) : undefined
    if (text === undefined) return 'on'
    const lasts = /^commit\b/i.test(text) || (!talk.begun && !isQuestion(text))
    if (/^(?:begin|commit|rollback)\b(?! to)/i.test(text)) talk.begun = /^begin/i.test(text)
    if (!this.#isMeant(line, talk, text)) return 'on'
    this.said.push({ text, lasts })
    if (this.said.length !== this.nth) return 'on'
    if (this.when === 'before') return 'stop'
    if (kind === query) return 'on, and stop'
    talk.stopAtSync = true
    return 'on'
  }

  #isMeant(line: Line, talk: Talk, text: string): boolean {
    if (this.idle === 'owners') return line.isOwner
    const [begins, ends] = [/^begin\b/i.test(text), /^(?:commit|rollback)\b(?! to)/i.test(text)]
    // Of the lines that serve requests a transaction counts from its first statement that is nobody's habit.
    if (begins) talk.counts = false
    const meant = ends ? talk.counts || line.isOwner : begins ? line.isOwner : !this.idle.has(text)
    if (meant && !begins) talk.counts = !ends
    return meant
  }
}

function word(message: Buffer, from: number): string {
  return message.toString('utf8', from, message.indexOf(0, from))
}

/** What changes nothing, whether it comes to its end or not. */
export function isQuestion(text: string): boolean {
  return /^\s*(?:select|with keys|with inside|begin|set local|listen|savepoint|release)\b/i.test(text) && !/pg_notify/.test(text)
}
