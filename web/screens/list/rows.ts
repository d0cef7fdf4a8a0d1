import { type Row, records } from '../../data/records.ts'

/** What selects and orders a stretch of records. */
export interface RowsQuery {
  readonly entity: string
  readonly where: object
  readonly search: string
  readonly sort: readonly string[]
  readonly fields: readonly string[]
  /** The day or moment that is looked back to. */
  readonly asOf?: string
}

const size = 100
const stride = 5

/**
 * Records of one query, known by their place in it. Pages are fetched as they are looked at. The server
 * pages by cursor, so a jump far away first walks there over ids alone, five pages a step; a newer jump
 * ends an older one.
 */
export class Rows {
  count: number
  /** False while the count is only known to be more than the server counts at first. */
  counted = false
  #pages = new Map<number, readonly Row[]>()
  #cursors = new Map<number, string | undefined>([[0, undefined]])
  readonly #coming = new Map<number, Promise<boolean>>()
  readonly #query: RowsQuery
  readonly #told: () => void
  #old: ReadonlyMap<number, readonly Row[]> = new Map()
  #walk = 0
  #needed = 0
  #round = 0

  constructor(query: RowsQuery, told: () => void, count?: number) {
    this.#query = query
    this.#told = told
    this.count = count ?? 0
    this.counted = count !== undefined
  }

  at(index: number): Row | undefined {
    const page = Math.floor(index / size)
    return (this.#pages.get(page) ?? this.#old.get(page))?.[index % size]
  }

  /** Where a record stands, as far as it was fetched; -1 where it was not. */
  indexOf(id: string): number {
    for (const page of new Set([...this.#pages.keys(), ...this.#old.keys()])) {
      const at = (this.#pages.get(page) ?? this.#old.get(page) ?? []).findIndex(row => row.id === id)
      if (at >= 0) return page * size + at
    }
    return -1
  }

  /** Begins to fetch what lies between two places and is not here. Rejects when the server refuses. */
  async need(from: number, to: number): Promise<void> {
    const needed = ++this.#needed
    const first = Math.floor(Math.max(0, from) / size)
    const last = Math.floor(Math.max(0, this.counted || this.count > 0 ? Math.min(to, this.count - 1) : to) / size)
    for (let page = first; page <= Math.max(first, last); page++) {
      // Nobody looks there any more: it must not end the walk to where one looks now.
      const left = needed !== this.#needed && !this.#cursors.has(page)
      if (this.#pages.has(page) || left) continue
      const coming = this.#coming.get(page) ?? this.#fetch(page)
      this.#coming.set(page, coming)
      let ended = await coming.finally(() => this.#coming.delete(page))
      // The walk there was ended by a jump elsewhere, from which one is back.
      while (ended && !this.#pages.has(page) && needed === this.#needed) ended = await this.#fetch(page)
    }
  }

  /** Something changed: what is shown stays until what is new has come. */
  async refresh(from: number, to: number): Promise<void> {
    this.#old = new Map([...this.#old, ...this.#pages])
    this.#pages = new Map()
    this.#cursors = new Map([...this.#cursors].filter(([page]) => page === 0))
    this.#coming.clear()
    this.#round++
    this.#walk++
    await this.#fetch(0)
    await this.need(from, to)
  }

  /** Puts a record in place of its older self, at once. */
  replace(id: string, patch: { readonly [field: string]: unknown }): Row | undefined {
    for (const pages of [this.#pages, this.#old as Map<number, readonly Row[]>]) {
      for (const [page, rows] of pages) {
        const at = rows.findIndex(row => row.id === id)
        const before = rows[at]
        if (!before) continue
        pages.set(page, rows.with(at, { ...before, ...patch } as Row))
        return before
      }
    }
    return undefined
  }

  /** Fetches a page; true where the walk to it was ended by another. */
  async #fetch(page: number): Promise<boolean> {
    const round = this.#round
    if (!this.#cursors.has(page)) {
      const walked = await this.#walkTo(page)
      if (walked !== 'there') return walked === 'ended'
    }
    const after = this.#cursors.get(page)
    const counting = page === 0 ? ({ count: 'capped' } as const) : {}
    const answer = await records.find(
      this.#query.entity,
      this.#asked({ limit: size, fields: this.#query.fields, ...counting, ...(after !== undefined && { after }) }),
    )
    if (round !== this.#round) return false
    this.#pages.set(page, answer.items)
    if (answer.next !== null) this.#cursors.set(page + 1, answer.next)
    this.#counted(page, answer)
    this.#told()
    return false
  }

  #counted(page: number, answer: { readonly items: readonly Row[]; readonly next: string | null; readonly count: number | null }): void {
    if (answer.next === null) {
      this.count = page * size + answer.items.length
      this.counted = true
    } else if (answer.count !== null && !(this.counted && this.count > 1000 && answer.count > 1000)) {
      this.counted = answer.count <= 1000
      this.count = answer.count
    }
    if (page === 0 && answer.next !== null && (answer.count ?? 0) > 1000) void this.#countAll()
  }

  async #countAll(): Promise<void> {
    const round = this.#round
    const { count } = await records.find(this.#query.entity, this.#asked({ limit: 1, fields: ['id'], count: 'exact' })).catch(() => ({ count: null }))
    if (count === null || round !== this.#round) return
    this.count = count
    this.counted = true
    this.#told()
  }

  async #walkTo(page: number): Promise<'there' | 'ended' | 'beyond'> {
    const walk = ++this.#walk
    let at = Math.max(...[...this.#cursors.keys()].filter(known => known <= page))
    while (at < page) {
      const steps = Math.min(stride, page - at)
      const after = this.#cursors.get(at)
      const answer = await records.find(this.#query.entity, this.#asked({ limit: steps * size, fields: ['id'], ...(after !== undefined && { after }) }))
      if (walk !== this.#walk) return 'ended'
      if (answer.next === null) return 'beyond'
      at += steps
      this.#cursors.set(at, answer.next)
    }
    return 'there'
  }

  #asked(more: { readonly limit: number; readonly fields: readonly string[]; readonly after?: string; readonly count?: 'capped' | 'exact' }): object {
    const { where, search, sort, asOf } = this.#query
    return { where, search, sort, ...(asOf !== undefined && { asOf }), ...more }
  }
}
