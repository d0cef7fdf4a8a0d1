import { type Row, records } from '../../data/records.ts'
import { Rows } from '../list/rows.ts'
import type { TreeLine, TreeLines, TreeQuery } from './lines.ts'

interface Branch {
  readonly rows: Rows
  readonly level: number
  readonly open: Map<string, Branch>
}

/** A stretch of lines of one branch, without others between them. */
interface Run {
  readonly start: number
  readonly length: number
  readonly branch: Branch
  readonly offset: number
  readonly above: number
}

/** A whole tree: each branch is fetched when it is opened, page by page as one looks at it, so that ten thousand records cost as much as forty. */
export class Branches implements TreeLines {
  error: unknown = null
  readonly #query: TreeQuery
  readonly #told: () => void
  readonly #top: Branch
  readonly #counts = new Map<string, number>()
  #runs: readonly Run[] = []

  constructor(query: TreeQuery, told: () => void) {
    this.#query = query
    this.#told = told
    // What stands under something that one may not see begins a tree of its own.
    this.#top = this.#branch({ or: [{ [query.by]: { isEmpty: true } }, { [`${query.by}.id`]: { isEmpty: true } }] }, 1)
  }

  get length(): number {
    const last = this.#runs.at(-1)
    return last ? last.start + last.length : 0
  }

  at(index: number): TreeLine | undefined {
    const run = this.#runs.find(one => index >= one.start && index < one.start + one.length)
    if (!run) return undefined
    const place = run.offset + index - run.start
    const row = run.branch.rows.at(place)
    return {
      row,
      level: run.branch.level,
      above: run.above,
      place,
      beside: run.branch.rows.count,
      children: row ? (this.#counts.get(row.id) ?? null) : null,
      open: row !== undefined && run.branch.open.has(row.id),
      whole: true,
      asked: true,
    }
  }

  indexOf(id: string): number {
    for (const run of this.#runs) {
      const place = run.branch.rows.indexOf(id) - run.offset
      if (place >= 0 && place < run.length) return run.start + place
    }
    return -1
  }

  async need(from: number, to: number): Promise<void> {
    await this.#try(async () => {
      if (this.#runs.length === 0) await this.#top.rows.need(0, to)
      await Promise.all(this.#within(from, to).map(run => run.branch.rows.need(from - run.start + run.offset, to - run.start + run.offset)))
      await this.#count(from, to)
    })
  }

  async toggle(id: string): Promise<void> {
    const branch = this.#runs[this.#runOf(this.indexOf(id))]?.branch
    if (!branch) return
    if (branch.open.delete(id)) return this.#changed()
    const under = this.#branch({ [this.#query.by]: id }, branch.level + 1, this.#counts.get(id))
    branch.open.set(id, under)
    await this.#try(async () => {
      await under.rows.need(0, 60)
      const at = this.indexOf(id)
      await this.#count(at, at + 60)
    })
  }

  /** What is open, those above before those below. */
  get openIds(): readonly string[] {
    const ids = (branch: Branch): readonly string[] => [...branch.open].flatMap(([id, under]) => [id, ...ids(under)])
    return ids(this.#top)
  }

  /** Opens what was open, as far as it is found among what has come. */
  async openAgain(ids: readonly string[]): Promise<void> {
    for (const id of ids) if (this.indexOf(id) >= 0 && !this.at(this.indexOf(id))?.open) await this.toggle(id)
  }

  async refresh(from: number, to: number): Promise<void> {
    const seen = new Map(this.#within(from, to).map(run => [run.branch, run]))
    const branches = [this.#top, ...below(this.#top)]
    await this.#try(async () => {
      await Promise.all(
        branches.map(branch => {
          const run = seen.get(branch)
          return branch.rows.refresh(run ? from - run.start + run.offset : 0, run ? to - run.start + run.offset : 0)
        }),
      )
      this.#counts.clear()
      await this.#count(from, to)
    })
  }

  closeAll(): void {
    this.#top.open.clear()
    this.#changed()
  }

  #branch(where: object, level: number, count?: number): Branch {
    const { by: _by, ...query } = this.#query
    return { rows: new Rows({ ...query, where, search: '' }, () => this.#changed(), count), level, open: new Map() }
  }

  /** Asks how many stand under those that are seen. */
  async #count(from: number, to: number): Promise<void> {
    const { entity, by, asOf } = this.#query
    const rows = Array.from({ length: Math.max(0, Math.min(to, this.length) - Math.max(0, from)) }, (_, at) => this.at(Math.max(0, from) + at)?.row)
    const ids = rows.filter((row): row is Row => row !== undefined && !this.#counts.has(row.id)).map(row => row.id)
    if (ids.length > 0) {
      const found = await records.group(entity, {
        where: { [by]: { in: ids } },
        group: [by],
        measures: ['count'],
        limit: 500,
        ...(asOf !== undefined && { asOf }),
      })
      for (const id of ids) this.#counts.set(id, 0)
      for (const one of found) this.#counts.set(String(one[by]), Number(one.count))
    }
    this.#changed()
  }

  #within(from: number, to: number): readonly Run[] {
    return this.#runs.filter(run => run.start <= to && run.start + run.length > from)
  }

  #runOf(index: number): number {
    return this.#runs.findIndex(run => index >= run.start && index < run.start + run.length)
  }

  #changed(): void {
    const runs: Run[] = []
    let start = 0
    const add = (branch: Branch, offset: number, to: number, above: number): void => {
      if (to > offset) runs.push({ start, length: to - offset, branch, offset, above })
      start += Math.max(0, to - offset)
    }
    const lay = (branch: Branch, above: number): void => {
      const cuts = [...branch.open].map(([id, child]) => ({ at: branch.rows.indexOf(id), child })).filter(cut => cut.at >= 0)
      let offset = 0
      for (const { at, child } of cuts.toSorted((a, b) => a.at - b.at)) {
        add(branch, offset, at + 1, above)
        offset = at + 1
        lay(child, start - 1)
      }
      add(branch, offset, branch.rows.count, above)
    }
    lay(this.#top, -1)
    this.#runs = runs
    this.#told()
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
      this.error = null
    } catch (error) {
      this.error = error
      this.#told()
    }
  }
}

function below(branch: Branch): readonly Branch[] {
  return [...branch.open.values()].flatMap(child => [child, ...below(child)])
}
