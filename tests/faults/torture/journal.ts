import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'

/** Something a writer wants done, with what must come of it. */
export interface Wish {
  /** Its Idempotency-Key, and what its effects are known by. */
  readonly key: string
  readonly kind: Kind
  readonly method: string
  readonly path: string
  readonly body: unknown
  /** How many effects it has when it is done. */
  readonly effects: number
  /** The record it changes, where it changes one. */
  readonly id?: string
}

export const kinds = ['create', 'many', 'batch', 'update', 'remove', 'bulk', 'import', 'action', 'automation'] as const
export type Kind = (typeof kinds)[number]

/** What is known of a wish: answered with a yes, or sent and never answered. */
export type Fate = 'acknowledged' | 'unknown'

/** What was asked and what was answered, outside of what is tested; on the disk before the next is asked. */
export class Journal {
  readonly wishes = new Map<string, { readonly wish: Wish; fate: Fate }>()
  /** How often a yes came. */
  acknowledgements = 0
  readonly #file: number
  constructor(path: string) {
    this.#file = openSync(path, 'a')
  }

  sent(wish: Wish): void {
    this.wishes.set(wish.key, { wish, fate: 'unknown' })
    this.#note({ at: Date.now(), sent: wish })
  }

  acknowledged(key: string, status: number): void {
    const found = this.wishes.get(key)
    this.acknowledgements += 1
    if (found) found.fate = 'acknowledged'
    this.#note({ at: Date.now(), acknowledged: key, status })
  }

  of(fate: Fate): Wish[] {
    return [...this.wishes.values()].filter(one => one.fate === fate).map(one => one.wish)
  }

  close(): void {
    closeSync(this.#file)
  }

  #note(line: object): void {
    writeSync(this.#file, `${JSON.stringify(line)}\n`)
    fsyncSync(this.#file)
  }
}
