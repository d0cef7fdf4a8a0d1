import type { Json, Measure } from '@sangam/sdk'
import Big from 'big.js'

/** One figure; of money one for each currency, since unlike amounts are no one number. */
export interface Amount {
  readonly currency: string | null
  readonly value: string
}

/** The figures of one cell, by what is measured. */
export type Cell = ReadonlyMap<Measure, readonly Amount[]>
/** Cells by their keys, as `keyOf` writes them. */
export type Cells = ReadonlyMap<string, Cell>

export function keyOf(keys: readonly Json[]): string {
  return JSON.stringify(keys)
}

export function keysOf(key: string): readonly Json[] {
  return JSON.parse(key) as Json[]
}

/** Whether the figures of a whole follow from those of its parts: an average does not. */
export function folds(measure: Measure): boolean {
  return !measure.startsWith('avg:')
}

/** Cells of a whole, from those of its parts: `kept` are the places of the keys that stay. */
export function folded(cells: Cells, kept: readonly number[], measures: readonly Measure[]): Cells {
  const whole = new Map<string, Map<Measure, readonly Amount[]>>()
  for (const [key, cell] of cells) {
    const keys = keysOf(key)
    const to = keyOf(kept.map(place => keys[place] ?? null))
    const into = whole.get(to) ?? new Map<Measure, readonly Amount[]>()
    for (const measure of measures.filter(folds)) into.set(measure, joined(measure, into.get(measure) ?? [], cell.get(measure) ?? []))
    whole.set(to, into)
  }
  return whole
}

/** Cells with the figures of others of the same keys. */
export function together(all: readonly Cells[]): Cells {
  const cells = new Map<string, Map<Measure, readonly Amount[]>>()
  for (const some of all) for (const [key, cell] of some) cells.set(key, new Map([...(cells.get(key) ?? []), ...cell]))
  return cells
}

function joined(measure: Measure, a: readonly Amount[], b: readonly Amount[]): readonly Amount[] {
  const amounts = new Map(a.map(one => [one.currency, one.value]))
  for (const { currency, value } of b) {
    const known = amounts.get(currency)
    amounts.set(currency, known === undefined ? value : one(measure, known, value))
  }
  return [...amounts].map(([currency, value]) => ({ currency, value }))
}

function one(measure: Measure, a: string, b: string): string {
  if (measure.startsWith('min:')) return new Big(a).lte(b) ? a : b
  if (measure.startsWith('max:')) return new Big(a).gte(b) ? a : b
  return new Big(a).plus(b).toFixed()
}
