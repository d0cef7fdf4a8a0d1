import { type GroupRow, groupCondition, type Json, type Measure } from '@sangam/sdk'
import { fieldAt } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { Rows, type RowsQuery } from './rows.ts'
import { joined } from './totals.ts'

export interface SourceQuery extends RowsQuery {
  readonly group: readonly string[]
  readonly measures: readonly Measure[]
  /** What groups are also counted by, so that unlike things are not added up. */
  readonly split: readonly string[]
  /** Groups are open from the beginning. */
  readonly opened?: boolean
}

export interface GroupNode {
  readonly depth: number
  /** The path grouped by: `stage`, `expectedClose:month`. */
  readonly path: string
  readonly key: Json
  /** What a reference's key is called. */
  readonly title: Json
  readonly count: number
  readonly measures: GroupRow
  readonly where: object
  open: boolean
  children: Level | null
}

type Level = { readonly groups: GroupNode[] } | { readonly rows: Rows }
export type Item = { readonly kind: 'group'; readonly node: GroupNode } | { readonly kind: 'row'; readonly row: Row | undefined }
type Run = { readonly start: number; readonly length: number; readonly node?: GroupNode; readonly rows?: Rows }

/** What a list shows, line by line: records, or groups that open into groups and records. */
export class Source {
  error: unknown = null
  loaded = false
  readonly query: SourceQuery
  readonly #told: () => void
  #top: Level
  #runs: readonly Run[] = []

  constructor(query: SourceQuery, told: () => void) {
    this.query = query
    this.#told = told
    this.#top = query.group.length > 0 ? { groups: [] } : { rows: this.#rows(query.where) }
    this.#lay()
  }

  /** Whether groups stand between the lines. */
  get grouped(): boolean {
    return this.query.group.length > 0
  }

  get length(): number {
    const last = this.#runs.at(-1)
    return last ? last.start + last.length : 0
  }

  /** How many records there are in all; null before it is known. */
  get count(): { readonly count: number; readonly exact: boolean } | null {
    if (!this.loaded) return null
    if ('rows' in this.#top) {
      const { count, counted } = this.#top.rows
      // Nothing came, as where the server can't be reached.
      return counted || count > 0 ? { count, exact: counted } : null
    }
    return { count: this.#top.groups.reduce((sum, node) => sum + node.count, 0), exact: true }
  }

  at(index: number): Item | undefined {
    const run = this.#runAt(index)
    if (!run) return undefined
    return run.node ? { kind: 'group', node: run.node } : { kind: 'row', row: run.rows?.at(index - run.start) }
  }

  async load(): Promise<void> {
    await this.#try(async () => {
      if ('rows' in this.#top) await this.#top.rows.need(0, 60)
      else this.#top = { groups: await this.#groups(this.query.where, 0) }
    })
    this.loaded = true
    this.#changed()
  }

  async need(from: number, to: number): Promise<void> {
    await this.#try(() => needed(this.#runs, from, to))
  }

  async toggle(node: GroupNode): Promise<void> {
    node.open = !node.open
    if (node.open && !node.children) {
      const deeper = node.depth + 1 < this.query.group.length
      node.children = deeper ? { groups: [] } : { rows: this.#rows(node.where, node.count) }
      this.#changed()
      if (deeper) {
        await this.#try(async () => {
          node.children = { groups: await this.#groups(node.where, node.depth + 1) }
        })
      }
    }
    this.#changed()
  }

  /** The groups that are open, each by the keys that lead to it. */
  get openGroups(): readonly (readonly Json[])[] {
    const open = (level: Level | null, above: readonly Json[]): readonly (readonly Json[])[] =>
      level && 'groups' in level ? level.groups.flatMap(node => (node.open ? [[...above, node.key], ...open(node.children, [...above, node.key])] : [])) : []
    return open(this.#top, [])
  }

  /** Opens those groups that were open, and closes all others. */
  async openAgain(groups: readonly (readonly Json[])[]): Promise<void> {
    const wanted = new Set(groups.map(keys => JSON.stringify(keys)))
    const open = async (level: Level | null, above: readonly Json[]): Promise<void> => {
      if (!level || !('groups' in level)) return
      await Promise.all(
        level.groups.map(async node => {
          const keys = [...above, node.key]
          if (node.open !== wanted.has(JSON.stringify(keys))) await this.toggle(node)
          if (node.open) await open(node.children, keys)
        }),
      )
    }
    await open(this.#top, [])
  }

  async refresh(from: number, to: number): Promise<void> {
    await this.#try(async () => {
      if ('rows' in this.#top) return this.#top.rows.refresh(from, to)
      const open = new Map(this.#top.groups.map(node => [JSON.stringify(node.key), node.open]))
      const groups = await this.#groups(this.query.where, 0)
      for (const node of groups) if ((open.get(JSON.stringify(node.key)) ?? node.open) !== node.open) void this.toggle(node)
      // What is shown stays until what is new has come.
      await needed(runsOf({ groups }), from, to)
      this.#top = { groups }
    })
    this.#changed()
  }

  replace(id: string, patch: { readonly [field: string]: unknown }): Row | undefined {
    for (const run of this.#runs) {
      const before = run.rows?.replace(id, patch)
      if (before) return before
    }
    return undefined
  }

  #rows(where: object, count?: number): Rows {
    return new Rows({ ...this.query, where }, () => this.#changed(), count)
  }

  async #groups(where: object, depth: number): Promise<GroupNode[]> {
    const path = this.query.group[depth] ?? ''
    const title = titlePath(this.query.entity, path)
    const asked = {
      where,
      search: this.query.search,
      group: [path, ...(title ? [title] : []), ...this.query.split],
      measures: ['count', ...this.query.measures] as Measure[],
      limit: 1000,
      ...(this.query.asOf !== undefined && { asOf: this.query.asOf }),
    }
    const found = await records.group(this.query.entity, asked)
    const opened = (this.query.opened ?? false) && depth + 1 === this.query.group.length
    return merge(found, path, this.query.split).map(one => {
      const [key, count] = [one[path] ?? null, Number(one.count ?? 0)]
      const inside = both(where, groupCondition(path, key))
      return {
        depth,
        path,
        key,
        title: title ? (one[title] ?? null) : null,
        count,
        measures: one,
        where: inside,
        open: opened,
        children: opened ? { rows: this.#rows(inside, count) } : null,
      }
    })
  }

  #changed(): void {
    this.#lay()
    this.#told()
  }

  #lay(): void {
    this.#runs = runsOf(this.#top)
  }

  #runAt(index: number): Run | undefined {
    let low = 0
    let high = this.#runs.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const run = this.#runs[middle] as Run
      if (index < run.start) high = middle - 1
      else if (index >= run.start + run.length) low = middle + 1
      else return run
    }
    return undefined
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

/** The stretches that stand one after another, as far as groups are open. */
function runsOf(top: Level): readonly Run[] {
  const runs: Run[] = []
  let start = 0
  const add = (run: Omit<Run, 'start'>): void => {
    runs.push({ start, ...run })
    start += run.length
  }
  const level = (one: Level): void => {
    if ('rows' in one) {
      add({ length: one.rows.count, rows: one.rows })
      return
    }
    for (const node of one.groups) {
      add({ length: 1, node })
      if (node.open && node.children) level(node.children)
    }
  }
  level(top)
  return runs
}

async function needed(runs: readonly Run[], from: number, to: number): Promise<void> {
  const seen = runs.filter(run => run.rows && run.start <= to && run.start + run.length > from)
  await Promise.all(seen.map(run => run.rows?.need(from - run.start, to - run.start)))
}

/** Both of two conditions; an empty one asks nothing. */
export function both(a: object, b: object): object {
  if (Object.keys(a).length === 0) return b
  if (Object.keys(b).length === 0) return a
  return { and: [a, b] }
}

function titlePath(entity: string, path: string): string | null {
  return fieldAt(entity, path.split(':')[0] ?? '')?.type === 'reference' ? `${path}.$title` : null
}

// Two people of one name are two groups; one person is one even if a title could not be read.
/** One row for each key, whatever it was split by. */
function merge(found: readonly GroupRow[], path: string, split: readonly string[]): readonly GroupRow[] {
  const byKey = new Map<string, GroupRow[]>()
  for (const one of found) byKey.set(String(one[path]), [...(byKey.get(String(one[path])) ?? []), one])
  return [...byKey.values()].map(rows => joined(rows, split))
}
