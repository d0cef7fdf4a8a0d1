import type { Json } from '@sangam/sdk'
import type { CoreCtx } from '../../data/context.ts'
import type { Mapping } from './mapping.ts'
import { apartTexts, type JudgedRow, writtenTexts } from './store.ts'

export type Values = { [field: string]: Json }
export type Issue = JudgedRow['issues'][number]

/** One row on its way: what it wants to write, and what became of it. */
export interface Work {
  readonly row: number
  readonly values: Values
  readonly lines: Values[]
  /** The row of the same record that its line was put to. */
  joined: Work | null
  readonly issues: Issue[]
  /** What is there with the same key. */
  others: readonly NonNullable<Work['existing']>[]
  existing: { readonly id: string; readonly version: number; readonly record: { readonly [field: string]: Json } } | null
  outcome: JudgedRow | null
}

/** Rows of a file that are one record: each brings a line of it. A record is read whole or not at all. */
export class Together {
  private constructor(
    readonly key: string | null,
    /** The first row of each key that was met in rows before these. */
    readonly met: Map<string, number>,
    /** The rows of a record whose lines stand apart in the file: where the second part begins. */
    readonly apart: ReadonlyMap<string, number>,
  ) {}

  static async open({ tx, schema }: CoreCtx, mapping: Mapping, imported: string, lines: boolean): Promise<Together> {
    const columns = mapping.key === null ? undefined : mapping.fields[mapping.key]?.columns
    const told = (texts: readonly { readonly text: string; readonly row: number }[]): Map<string, number> => new Map(texts.map(({ text, row }) => [text, row]))
    if (!columns) return new Together(mapping.key, new Map(), new Map())
    return new Together(
      mapping.key,
      told(await writtenTexts(tx, schema, imported, columns)),
      lines ? told(await apartTexts(tx, schema, imported, columns)) : new Map(),
    )
  }

  /** Puts lines to the first row of their record, and refuses what is none whole, or stands twice. `textAt` is the key as the file writes it. */
  judge(works: readonly Work[], textAt: (at: number) => string): void {
    if (this.key === null) return
    this.#join(works)
    this.#refuseApart(works, textAt)
    refuseHalves(works)
  }

  /** Rows of one file with the same key: where lines are read each adds its line to the first; else the first counts and the others are told. */
  #join(works: readonly Work[]): void {
    const key = this.key as string
    const seen = new Map<Json, Work>()
    for (const work of works) {
      const value = work.values[key]
      if (value === undefined || value === null) continue
      const first = seen.get(value)
      if (first === undefined) seen.set(value, work)
      else if (work.lines.length > 0) {
        first.lines.push(...work.lines)
        work.joined = first
      } else if (work.issues.length === 0) work.issues.push(twice(key, first.row))
    }
  }

  #refuseApart(works: readonly Work[], textAt: (at: number) => string): void {
    const key = this.key as string
    for (const [at, work] of works.entries()) {
      const text = textAt(at)
      if (text === '') continue
      const second = this.apart.get(text)
      const first = this.met.get(text)
      if (second !== undefined && work.issues.length === 0)
        work.issues.push({
          field: key,
          code: 'apart_in_file',
          message: 'Row {first} belongs to the same record. Put its rows one below another.',
          values: { first: second },
        })
      else if (first !== undefined && first !== work.row && work.issues.length === 0 && work.lines.length === 0) work.issues.push(twice(key, first))
    }
    for (const [at, work] of works.entries()) {
      const text = textAt(at)
      if (text !== '' && !this.met.has(text)) this.met.set(text, work.row)
    }
  }
}

function twice(field: string, first: number): Issue {
  return { field, code: 'twice_in_file', message: 'Row {first} has the same value. Keep one of them.', values: { first } }
}

/** Of a record with a row that can't be read nothing is written: half of an order or of an entry is worse than none. */
function refuseHalves(works: readonly Work[]): void {
  const wrong = new Map<Work, Work>()
  for (const work of works) {
    const first = work.joined ?? work
    if (work.issues.length > 0 && !wrong.has(first)) wrong.set(first, work)
  }
  for (const work of works) {
    const bad = wrong.get(work.joined ?? work)
    if (!bad) continue
    if (work.issues.length === 0)
      work.issues.push({ code: 'other_refused', message: 'Row {row}, which belongs to the same record, is refused.', values: { row: bad.row } })
    work.joined = null
  }
}
