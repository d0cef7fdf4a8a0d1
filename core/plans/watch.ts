/** What a step is about: catalogue changes together, then one thing at a time. */
export interface Doing {
  readonly phase: 'expand' | 'fill' | 'switch'
  /** Of `fill`: the index, constraint, column or rollup, as the plan names it; otherwise all of the phase. */
  readonly table?: string
  readonly name?: string
}

/** Does some of the work, and tells whoever looks on when it begins, how many rows it has come to, and when it is done. */
export type Watch = <T>(doing: Doing, work: (rows: (count: number) => Promise<void>) => Promise<T>) => Promise<T>

export const unwatched: Watch = (_, work) => work(async () => undefined)
