import { type Row, records } from '../../data/records.ts'
import type { TreeLine, TreeLines, TreeQuery } from './lines.ts'

/** At most so many records are shown of those that were asked for; of more, their number is told. */
export const mostFound = 200
/** With all they stand under it is one page. */
const mostShown = 500

interface Asked {
  readonly where: object
  readonly search: string
}

/** What answers to a search or a condition, under all that it stands under, opened. */
export class Found implements TreeLines {
  error: unknown = null
  /** How many records answer; of more than the server counts at first, that it is more. */
  count = 0
  readonly #query: TreeQuery
  readonly #asked: Asked
  readonly #told: () => void
  #children: ReadonlyMap<string | null, readonly Row[]> = new Map()
  #matches: ReadonlySet<string> = new Set()
  readonly #closed = new Set<string>()
  #lines: readonly TreeLine[] = []

  constructor(query: TreeQuery, asked: Asked, told: () => void) {
    this.#query = query
    this.#asked = asked
    this.#told = told
  }

  get length(): number {
    return this.#lines.length
  }

  at(index: number): TreeLine | undefined {
    return this.#lines[index]
  }

  indexOf(id: string): number {
    return this.#lines.findIndex(line => line.row?.id === id)
  }

  async need(): Promise<void> {
    if (this.#lines.length === 0) await this.refresh()
  }

  async toggle(id: string): Promise<void> {
    if (!this.#closed.delete(id)) this.#closed.add(id)
    this.#lay()
  }

  closeAll(): void {
    for (const id of this.#children.keys()) if (id !== null) this.#closed.add(id)
    this.#lay()
  }

  async refresh(): Promise<void> {
    try {
      const { entity, by, sort, fields, asOf } = this.#query
      const then = asOf === undefined ? {} : { asOf }
      const found = await records.find(entity, { ...this.#asked, fields: [by], sort, limit: mostFound, count: 'capped', ...then })
      const above = new Map(found.items.map(row => [row.id, row[by] ?? null]))
      const hidden = new Set<string>()
      for (let missing = unknown(above, hidden); missing.length > 0 && above.size < mostShown; missing = unknown(above, hidden)) {
        const { items } = await records.find(entity, { where: { id: { in: missing } }, fields: [by], limit: mostShown, ...then })
        for (const id of missing) hidden.add(id)
        for (const row of items) above.set(row.id, row[by] ?? null)
      }
      const { items } = await records.find(entity, { where: { id: { in: [...above.keys()].slice(0, mostShown) } }, fields, sort, limit: mostShown, ...then })
      const shown = new Set(items.map(row => row.id))
      const children = new Map<string | null, Row[]>()
      for (const row of items) {
        const parent = typeof row[by] === 'string' && shown.has(row[by]) ? row[by] : null
        children.set(parent, [...(children.get(parent) ?? []), row])
      }
      this.count = found.count ?? found.items.length
      this.#matches = new Set(found.items.map(row => row.id))
      this.#children = children
      this.error = null
    } catch (error) {
      this.error = error
    }
    this.#lay()
  }

  #lay(): void {
    const lines: TreeLine[] = []
    const lay = (parent: string | null, level: number, above: number): void => {
      const rows = this.#children.get(parent) ?? []
      for (const [place, row] of rows.entries()) {
        const children = this.#children.get(row.id)?.length ?? 0
        const open = children > 0 && !this.#closed.has(row.id)
        lines.push({ row, level, above, place, beside: rows.length, children, open, whole: false, asked: this.#matches.has(row.id) })
        if (open) lay(row.id, level + 1, lines.length - 1)
      }
    }
    lay(null, 1, -1)
    this.#lines = lines
    this.#told()
  }
}

/** What known records stand under and is neither known yet nor out of sight. */
function unknown(above: ReadonlyMap<string, unknown>, hidden: ReadonlySet<string>): readonly string[] {
  return [...new Set([...above.values()].filter((id): id is string => typeof id === 'string' && !above.has(id) && !hidden.has(id)))].slice(0, mostShown)
}
