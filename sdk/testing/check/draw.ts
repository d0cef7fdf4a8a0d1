import fc from 'fast-check'

/** Draws one value after another: random ones, and the same in every run. */
export type Draw = <T>(arbitrary: fc.Arbitrary<T>) => T

export function drawFrom(seed: number): Draw {
  let turn = seed
  return arbitrary => {
    turn += 1
    // Neighbouring seeds begin alike; the golden ratio spreads them.
    const [value] = fc.sample(arbitrary, { numRuns: 1, seed: Math.imul(turn, 0x9e3779b1) })
    return value as never
  }
}
