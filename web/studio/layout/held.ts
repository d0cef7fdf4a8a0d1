import type { Kind } from './rows.ts'

/** What a hand has taken: a row that is there, or something new. */
export interface Held {
  readonly kind: Kind
  readonly label: string
  /** The row; none for what comes from the palette. */
  readonly key: string | null
  /** The name it has in the palette. */
  readonly what: string
}

export interface Place {
  readonly at: number
  readonly beside: boolean
}
