/** Chance that can be had again: the same seed gives the same stage and the same questions. */
export class Chance {
  #state: number
  constructor(readonly seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  below(most: number): number {
    return Math.floor(this.next() * most)
  }

  yes(likely: number): boolean {
    return this.next() < likely
  }

  one<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T
  }

  some<T>(list: readonly T[], likely: number): T[] {
    return list.filter(() => this.yes(likely))
  }
}
